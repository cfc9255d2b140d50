package oracle

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
)

// Format writes a decision as one short line for people and for the rules in
// testdata, where the form is explained.
func Format(d Decision) string {
	var b strings.Builder
	b.WriteString(Time(d.At) + " " + d.Person + " " + d.Journey)
	if d.Instance > 0 {
		b.WriteString("#" + strconv.Itoa(d.Instance))
	}
	b.WriteString(" " + d.Kind)
	for _, s := range append([]string{d.Step, d.Channel, d.Message, d.Status, d.Reason, d.Arm, d.Target}, d.Payload...) {
		if s != "" {
			b.WriteString(" " + s)
		}
	}
	if d.Held != 0 {
		b.WriteString(" held since " + Time(d.Held))
	}
	if d.Until != 0 {
		b.WriteString(" until " + Time(d.Until))
	}
	return b.String()
}

// Time writes an instant in UTC: 2026-03-02 10:00, with seconds and milliseconds
// only when there are any.
func Time(ms int64) string {
	c := calendar.UTC().Civil(ms)
	s := fmt.Sprintf("%04d-%02d-%02d %02d:%02d", c.Year, c.Month, c.Day, c.Hour, c.Minute)
	switch {
	case c.Milli != 0:
		s += fmt.Sprintf(":%02d.%03d", c.Second, c.Milli)
	case c.Second != 0:
		s += fmt.Sprintf(":%02d", c.Second)
	}
	return s
}
