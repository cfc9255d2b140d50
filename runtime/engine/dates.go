package engine

import (
	"math/bits"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
)

// Journeys that begin on a date of the person or by a schedule. Of each a person
// has at most one instant ahead, and nothing else is kept: 8 bytes, and none for
// whom no such journey can concern, because no date is known and there is no
// schedule. The instants of all of them lie behind the stamps in Person.last.
//
// The next instant is always later than the present: what is past when it becomes
// known is past. It is found when somebody is first seen, when the value of a date
// changes, and when the one before it has come. Whoever moves to another zone keeps
// the local time, so that nobody is met twice in a day; where it is past there
// already, the next one counts.

// dateTrigger is a trigger that is a moment, and what its value hangs on.
type dateTrigger struct {
	*bytecode.DateTrigger
	at    ref
	value bool // it hangs on a value
}

// findDates collects the triggers that are moments.
func (p *Program) findDates() {
	p.dateTraits = make([]bool, len(p.Traits))
	for j := range p.Journeys {
		a := &p.Journeys[j].Alts[0]
		if a.Date == nil {
			continue
		}
		d := dateTrigger{DateTrigger: a.Date, at: ref{journey: int16(j)}, value: a.Kind == bytecode.PatDate}
		p.dates = append(p.dates, d)
		if !d.value {
			p.scheduled = true
			continue
		}
		hangs := p.dependsOn(d.At.Code)
		for i, on := range hangs.traitsRead {
			p.dateTraits[i] = p.dateTraits[i] || on
		}
		for e, on := range hangs.events {
			if on {
				p.listeners[e].dates, p.listeners[e].idle = true, false
			}
		}
	}
}

// Awaits reports whether the program has to know that a person exists: one of its
// journeys runs by a schedule, and nothing told the engine of the person yet.
func (p *Program) Awaits(who *Person) bool { return p.scheduled && !who.dead && len(who.ahead()) == 0 }

// ahead are the instants of the program's date triggers, or none.
func (p *Person) ahead() []int64 { return p.last[bits.OnesCount64(p.set):] }

// setAhead sets the instant of one date trigger.
func (e *Engine) setAhead(p *Person, i int, at int64) {
	ahead := p.ahead()
	if len(ahead) == 0 {
		if at == Never {
			return
		}
		n := len(p.last)
		grown := make([]int64, n+len(e.prog.dates))
		copy(grown, p.last)
		p.last, ahead = grown, grown[n:]
		for k := range ahead {
			ahead[k] = Never
		}
	}
	if ahead[i] != at {
		ahead[i], p.stale = at, true
	}
}

// Join lets the schedules begin for somebody who is seen for the first time.
func (e *Engine) Join(p *Person, now int64) {
	if !e.prog.Awaits(p) {
		return
	}
	e.now, e.person = now, p
	e.turn(nil, none)
	for i := range e.prog.dates {
		e.arm(p, i)
	}
	p.next = min(p.next, slices.Min(p.ahead()))
}

// arm finds the next instant of one date trigger.
func (e *Engine) arm(p *Person, i int) {
	d := &e.prog.dates[i]
	e.setAhead(p, i, e.nextDate(e.zoneOf(p, d.at.journey), d, e.dateValue(p, d)))
}

// dateValue is what a date trigger hangs on.
func (e *Engine) dateValue(p *Person, d *dateTrigger) event.Value {
	if !d.value {
		return event.Value{}
	}
	e.person = p
	e.turn(nil, d.at.journey)
	f := vm.Frame{Person: e}
	v, err := e.m.Value(d.At.Code, &f)
	if err != nil {
		return event.Value{}
	}
	return v
}

// nextDate is the first instant after now at which a date trigger comes true.
func (e *Engine) nextDate(z *calendar.Zone, d *dateTrigger, v event.Value) int64 {
	m := &d.At
	every := calendar.Recurrence{
		Every: int(d.Every), Minute: int(m.From), Months: m.Offset.Months, Days: m.Offset.Days, LeapMar1: d.LeapMar1,
	}
	switch {
	case !d.value && d.Every == 0:
		return z.Next(e.now+1, slot(m))
	case !d.value:
		every.Day = calendar.Civil{Year: 1970, Month: 1, Day: 1}
	case d.Every == 0:
		if at, ok := momentOf(z, m, v); ok && at > e.now {
			return at
		}
		return Never
	case v.Kind == event.Time:
		// The day of something that has happened is not its own anniversary.
		every.Day, every.After = z.Civil(fn.Millis(v)), fn.Millis(v) <= e.now
	case v.Kind == event.Text:
		day, ok := fn.Day(v.Str)
		if !ok {
			return Never
		}
		every.Day = day
	default:
		return Never
	}
	return z.NextOf(e.now, every)
}

// dateValues notes what the date triggers hang on, before something happens that
// may change it; rearm finds anew the instants of those that changed.
func (e *Engine) dateValues(p *Person) []event.Value {
	values := make([]event.Value, len(e.prog.dates))
	for i := range values {
		values[i] = e.dateValue(p, &e.prog.dates[i])
	}
	return values
}

func (e *Engine) rearm(p *Person, before []event.Value) {
	for i, v := range before {
		if d := &e.prog.dates[i]; d.value && !sameDate(v, e.dateValue(p, d)) {
			e.arm(p, i)
		}
	}
}

func sameDate(a, b event.Value) bool { return a.Kind == b.Kind && a.Num == b.Num && a.Str == b.Str }

// moveDates keeps the local times of a person who has moved to another zone.
func (e *Engine) moveDates(p *Person, before func(journey int16) *calendar.Zone) {
	for i, at := range p.ahead() {
		d := &e.prog.dates[i]
		old, z := before(d.at.journey), e.zoneOf(p, d.at.journey)
		if at == Never || old == z {
			continue
		}
		if d.value && d.Every == 0 {
			e.setAhead(p, i, e.nextDate(z, d, e.dateValue(p, d)))
			continue
		}
		if at = z.Instant(old.Civil(at)); at <= e.now {
			at = e.nextDate(z, d, e.dateValue(p, d))
		}
		e.setAhead(p, i, at)
	}
}

// dueDate is the date trigger that comes first among those that are due, as a cell
// that can be compared with those that wait for something else; nil when there is
// none.
func (e *Engine) dueDate(p *Person, at int64) *cell {
	first := -1
	for i, due := range p.ahead() {
		if due <= at && (first < 0 || e.prog.rank[e.prog.dates[i].at.journey] < e.prog.rank[e.prog.dates[first].at.journey]) {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	e.date = cell{ref: e.prog.dates[first].at, due: p.ahead()[first], line: int64(first)}
	return &e.date
}

// onDate is the moment of a date trigger.
func (e *Engine) onDate(p *Person, i int) {
	d := &e.prog.dates[i]
	next := Never
	if !d.value || d.Every > 0 {
		next = e.nextDate(e.zoneOf(p, d.at.journey), d, e.dateValue(p, d))
	}
	e.setAhead(p, i, next)
	e.turn(nil, d.at.journey)
	if d.Cond >= 0 && !e.test(d.Cond, p, nil, nil) {
		return
	}
	j := &e.prog.Journeys[d.at.journey]
	stay := p.run(d.at.journey, 0)
	if stay == nil || !stay.is(live) || j.Mode == bytecode.Restart {
		e.fire(p, d.at, nil, nil)
		return
	}
	why := BecauseOnce
	if j.Mode == bytecode.Again {
		why = BecauseAgain
	}
	e.noEnter(d.at.journey, j.Alts[0].Line, why)
}

// ahead codes the instants of date triggers.
func (c *Coder) ahead(p *Person) {
	if c.reading {
		p.last = append(p.last[:bits.OnesCount64(p.set):bits.OnesCount64(p.set)], make([]int64, len(c.prog.dates))...)
		if len(c.prog.dates) == 0 {
			c.Fail("a date is awaited that no journey begins on")
		}
	}
	for i, at := range p.ahead() {
		some := at != Never
		if c.bool(&some); some {
			c.Stamp(&at)
		} else {
			at = Never
		}
		p.ahead()[i] = at
		p.next = min(p.next, at)
	}
}
