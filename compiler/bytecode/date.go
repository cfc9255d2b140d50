package bytecode

import "fmt"

// DateTrigger is a trigger that is a moment of the calendar.
type DateTrigger struct {
	// At is the moment: of a PatDate one that hangs on a value, of a PatSchedule a
	// time of day on some days of the week, or with Every on the first of a month.
	At Moment
	// Every is how many months lie between two returns; 0 is once.
	Every    int32
	LeapMar1 bool   // 29 February is 1 March in other years
	Cond     int32  // code of a condition on the person, asked at the moment, or -1
	Segment  string // what the source calls the condition
}

func (c *codec) date(d *DateTrigger) {
	c.moment(&d.At)
	c.int(&d.Every)
	c.bool(&d.LeapMar1)
	c.int(&d.Cond)
	c.text(&d.Segment)
}

// dated checks a trigger that is a moment.
func (v *verifier) dated(a *Pattern, j *Journey) {
	d := a.Date
	switch {
	case d == nil || a.Kind < PatDate:
		v.failf("a pattern is and is not a date")
	case len(a.Parts) != 0 || len(a.Not) != 0 || len(j.Alts) != 1 || j.Mode == Each:
		v.failf("a date is one of several patterns")
	case a.Kind == PatDate && d.At.Kind != MomentValue, a.Kind == PatSchedule && (d.At.Kind != MomentDay || d.At.To != -1 || d.At.Later):
		v.failf("a trigger is no moment that comes")
	case d.Every < 0 || d.Every > 12, d.At.Exact && d.Every != 0:
		v.failf("a date comes back every %d months", d.Every)
	case v.spend(len(v.p.Events)):
		v.moment(&d.At, scope{event: -1})
		if d.Cond != -1 {
			v.value(d.Cond, scope{event: -1})
		}
	}
}

// date writes a trigger that is a moment.
func (d *disassembler) date(x *DateTrigger, what string) string {
	s := d.moment(&x.At, what, scopeOf{event: -1})
	switch {
	case x.At.Kind == MomentDay && x.Every == 1:
		s = "every month " + s
	case x.At.Kind == MomentDay:
		s = "every " + s
	case x.Every != 0:
		s += fmt.Sprintf(" every %s", Duration{Months: x.Every})
	}
	if x.LeapMar1 {
		s += " leap day mar 1"
	}
	if x.Cond >= 0 {
		s += " for " + x.Segment + " " + d.value(x.Cond, what+" segment", scopeOf{event: -1})
	}
	return s
}
