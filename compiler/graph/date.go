package graph

import (
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
)

// dateText writes a trigger that is a date or a schedule.
func dateText(p *bytecode.Program, d *bytecode.DateTrigger) string {
	var words []string
	say := func(w ...string) { words = append(words, w...) }
	switch m := &d.At; {
	case m.Kind == bytecode.MomentDay && d.Every == 1:
		say("every month")
	case m.Kind == bytecode.MomentDay:
		say("every", daysText(m.Days))
	default:
		switch before := (bytecode.Duration{Months: -m.Offset.Months, Days: -m.Offset.Days, Millis: -m.Offset.Millis}); {
		case m.Offset.Zero():
			say("on")
		case before.Months > 0 || before.Days > 0 || before.Millis > 0:
			say(Duration(before), "before")
		default:
			say(Duration(m.Offset), "after")
		}
		say((&writer{p: p}).text(m.Code))
		switch d.Every {
		case 1:
			say("every month")
		case 12:
			say("every year")
		}
	}
	if !d.At.Exact {
		say("at", bytecode.Clock(d.At.From))
	}
	if d.Segment != "" {
		say("for segment", d.Segment)
	}
	return strings.Join(words, " ")
}

var dayNames = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func daysText(days int32) string {
	if days == 0 {
		return "day"
	}
	var names []string
	for i, name := range dayNames {
		if days&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
