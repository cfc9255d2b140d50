package spec

import (
	"fmt"

	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
)

// Times in a test are on the wall of the person the line is about, where that person
// lives when the test starts. A move during the test does not change how it reads.

// never is before and after everything.
const never = 1 << 62

// weekdays as the tree names them.
var weekdays = map[string]calendar.Weekday{
	"mon": calendar.Monday, "tue": calendar.Tuesday, "wed": calendar.Wednesday, "thu": calendar.Thursday,
	"fri": calendar.Friday, "sat": calendar.Saturday, "sun": calendar.Sunday,
}

// startOf is the instant at which a test starts for somebody.
func startOf(z *calendar.Zone, day *ast.DateLit) int64 {
	c := calendar.Civil{Year: 2026, Month: 1, Day: 5}
	if day != nil {
		c = calendar.Civil{Year: day.Year, Month: day.Month, Day: day.Day}
	}
	return z.Instant(c)
}

// resolve finds the instant of a moment, said at another: a time alone is on the same
// day, a weekday is the next such day, that day included, and +D counts from there.
func resolve(z *calendar.Zone, now int64, m *ast.TestTime) int64 {
	switch {
	case m.After != nil:
		return later(z, now, m.After)
	case m.Date != nil:
		return z.Instant(calendar.Civil{Year: m.Date.Year, Month: m.Date.Month, Day: m.Date.Day, Hour: m.Time.Hour, Minute: m.Time.Minute})
	case m.Day.Text != "":
		return z.NextWeekdayTime(now, weekdays[m.Day.Text], m.Time.Hour, m.Time.Minute, false)
	}
	c := z.Civil(now)
	return z.Instant(calendar.Civil{Year: c.Year, Month: c.Month, Day: c.Day, Hour: m.Time.Hour, Minute: m.Time.Minute})
}

// later is the instant a duration after another.
func later(z *calendar.Zone, ms int64, d *ast.DurationLit) int64 {
	l := lower.Duration(d)
	return z.Add(ms, l.Months, l.Days, l.Millis)
}

// earlier is the instant a duration before another.
func earlier(z *calendar.Zone, ms int64, d *ast.DurationLit) int64 {
	l := lower.Duration(d)
	return z.Add(ms, -l.Months, -l.Days, -l.Millis)
}

// span is the time in which something is expected: [from, to).
type span struct{ from, to int64 }

var always = span{-never, never}

func (s span) holds(ms int64) bool { return ms >= s.from && ms < s.to }

// window finds the instants of an expectation's window. first and last are when the
// first and the last line happened.
func window(z *calendar.Zone, first, last int64, w *ast.TestWindow) span {
	if w == nil {
		return always
	}
	if w.Kind == ast.WindowWithin {
		return span{last, later(z, last, w.Within)}
	}
	at := func(m *ast.TestTime) int64 {
		if m.Day.Text != "" {
			return resolve(z, z.StartOfDay(first), m)
		}
		return resolve(z, last, m)
	}
	from := at(w.From)
	switch w.Kind {
	case ast.WindowBefore:
		return span{-never, from}
	case ast.WindowAfter:
		return span{from + 1, never}
	case ast.WindowBetween:
		to := at(w.To)
		if w.To.Day.Text == "" && w.To.Date == nil && w.To.After == nil {
			// 23:00 and 01:00: the end is the first such time after the beginning.
			to = z.NextTime(from+1, w.To.Time.Hour, w.To.Time.Minute)
		}
		return span{from, to}
	}
	return span{from, from + 1}
}

// clockOf writes a time of day; seconds only where there are some.
func clockOf(c calendar.Civil) string {
	switch {
	case c.Milli != 0:
		return fmt.Sprintf("%02d:%02d:%02d.%03d", c.Hour, c.Minute, c.Second, c.Milli)
	case c.Second != 0:
		return fmt.Sprintf("%02d:%02d:%02d", c.Hour, c.Minute, c.Second)
	}
	return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute)
}

var (
	dayNames   = [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	monthNames = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// dayOf writes a date: Mon 5 Jan 2026.
func dayOf(c calendar.Civil) string {
	return fmt.Sprintf("%s %d %s %d", dayNames[c.Weekday()], c.Day, monthNames[c.Month-1], c.Year)
}

// momentOf writes an instant for people: Mon 5 Jan 12:00.
func momentOf(z *calendar.Zone, ms int64) string {
	c := z.Civil(ms)
	return fmt.Sprintf("%s %d %s %s", dayNames[c.Weekday()], c.Day, monthNames[c.Month-1], clockOf(c))
}
