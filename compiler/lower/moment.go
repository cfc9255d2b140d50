package lower

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// morning is the minute of a day that is named without a time: nobody means midnight.
const morning = 9 * 60

const minutesPerDay = 24 * 60

// waitMoment lowers a wait until a moment of the calendar.
func (l *journeyLowerer) waitMoment(s ast.Step, label ast.Span, m bytecode.Moment) {
	l.rest(&bytecode.State{Kind: bytecode.StateWait, Step: l.addStep(s, "wait", label), Cond: -1, At: &m})
	l.j.States[len(l.j.States)-1].Deadline = l.asm.here()
}

// waitBest lowers a wait for the best time. The program hears what it is learned from.
func (l *journeyLowerer) waitBest(s *ast.WaitBest) {
	for _, name := range bytecode.HabitEvents() {
		l.stdEvent(name)
	}
	l.waitMoment(s, s.Span, bytecode.Moment{Kind: bytecode.MomentBest, To: -1, Code: -1, Offset: duration(s.Within)})
}

// timeMoment is a time, a weekday, a window or a date that is written out.
func timeMoment(s *ast.WaitTime) bytecode.Moment {
	m := bytecode.Moment{Kind: bytecode.MomentDay, Later: s.Next, From: minuteOf(s.At), To: -1, Code: -1}
	if d := s.Date; d != nil {
		m.Kind, m.Year, m.Month, m.Day = bytecode.MomentDate, int32(d.Year), int32(d.Month), int32(d.Day)
		return m
	}
	m.Days = daysOf(s.FromDay, s.ToDay)
	switch {
	case s.To != nil:
		m.To = minuteOf(s.To)
	case s.At == nil:
		m.To = minutesPerDay // a day without a time is the rest of it, from the morning on
	}
	return m
}

func minuteOf(t *ast.TimeLit) int32 {
	if t == nil {
		return morning
	}
	return int32(t.Hour*60 + t.Minute)
}

var weekdays = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// daysOf is the set of days from one to another, around the end of the week if need
// be; without days it is empty, which is every day.
func daysOf(from, to ast.Name) int32 {
	at := func(n ast.Name) int {
		for i, d := range weekdays {
			if d == n.Text {
				return i
			}
		}
		return -1
	}
	first, last := at(from), at(to)
	if first < 0 {
		return 0
	}
	set := int32(1) << first
	for last >= 0 && first != last {
		first = (first + 1) % len(weekdays)
		set |= 1 << first
	}
	return set
}

// dateMoment is a moment that hangs on a value. A day without a time is its
// morning; an instant without one is itself.
func (l *journeyLowerer) dateMoment(offset *ast.DurationLit, before bool, date ast.Expr, at *ast.TimeLit, sc scope) bytecode.Moment {
	m := bytecode.Moment{Kind: bytecode.MomentValue, From: minuteOf(at), To: -1, Code: l.condition(date, sc)}
	if offset != nil {
		m.Offset = duration(offset)
		if before {
			m.Offset = bytecode.Duration{Months: -m.Offset.Months, Days: -m.Offset.Days, Millis: -m.Offset.Millis}
		}
	}
	t := l.info.Types[date]
	m.Exact = at == nil && t != nil && t.Kind == check.Time
	return m
}

// dateTrigger lowers what lets people in on a date or by a schedule.
func (l *journeyLowerer) dateTrigger(t ast.Trigger) bytecode.Pattern {
	d := bytecode.DateTrigger{Cond: -1, LeapMar1: l.leapMar1}
	a := bytecode.Pattern{Line: l.line(t), Date: &d}
	switch t := t.(type) {
	case *ast.OnDate:
		a.Kind, d.Every = bytecode.PatDate, map[string]int32{"month": 1, "year": 12}[t.Every.Text]
		d.At = l.dateMoment(t.Offset, t.Before, t.Date, t.At, l.scope())
		d.At.Exact = d.At.Exact && d.Every == 0 // what comes back is a day
	case *ast.Schedule:
		a.Kind = bytecode.PatSchedule
		d.At = bytecode.Moment{Kind: bytecode.MomentDay, From: minuteOf(t.At), To: -1, Code: -1}
		for _, day := range t.Days {
			switch day.Text {
			case "day":
			case "week":
				d.At.Days = daysOf(ast.Name{Text: weekdays[0]}, ast.Name{})
			case "month":
				d.Every = 1
			default:
				d.At.Days |= daysOf(day, ast.Name{})
			}
		}
		if t.Segment.Text != "" {
			var code asm
			code.emit(bytecode.OpSegment, l.segment(t.Segment.Text), 0)
			d.Segment, d.Cond = t.Segment.Text, l.place(&code)
		}
	}
	return a
}
