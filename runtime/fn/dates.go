package fn

import (
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// maxTime is how many bytes a text that spells a time has at most.
const maxTime = 64

// parseTime reads a date (2026-11-27: its first instant in UTC) or a time in
// RFC 3339, with a space in the place of the T if need be. What is beyond the
// millisecond is dropped.
func parseTime(s string) (ms int64, ok bool) {
	c, rest, ok := parseDate(s)
	if !ok || len(s) > maxTime {
		return 0, false
	}
	if rest == "" {
		return calendar.UTC().Instant(c), true
	}
	if rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' {
		return 0, false
	}
	r := reader{s: rest[1:], ok: true}
	c.Hour, c.Minute, c.Second, c.Milli = r.clock()
	offset := r.zone()
	if !r.ok || r.s != "" {
		return 0, false
	}
	return calendar.UTC().Instant(c) - offset, true
}

// parseDate reads the date that a text begins with.
func parseDate(s string) (c calendar.Civil, rest string, ok bool) {
	r := reader{s: s, ok: true}
	c.Year = r.digits(4)
	r.skip('-')
	c.Month = r.digits(2)
	r.skip('-')
	c.Day = r.digits(2)
	ok = r.ok && c.Year >= 1 && c.Month >= 1 && c.Month <= 12 && c.Day >= 1 && c.Day <= calendar.DaysIn(c.Year, c.Month)
	return c, r.s, ok
}

// reader takes a text apart from the left; ok is whether all went well so far.
type reader struct {
	s  string
	ok bool
}

func (r *reader) digits(n int) int {
	v := 0
	for range n {
		if r.s == "" || r.s[0] < '0' || r.s[0] > '9' {
			r.ok = false
			return 0
		}
		v = v*10 + int(r.s[0]-'0')
		r.s = r.s[1:]
	}
	return v
}

func (r *reader) next(c byte) bool { return r.s != "" && r.s[0] == c }

func (r *reader) skip(c byte) {
	if !r.next(c) {
		r.ok = false
		return
	}
	r.s = r.s[1:]
}

func (r *reader) clock() (hour, minute, second, milli int) {
	hour = r.digits(2)
	r.skip(':')
	minute = r.digits(2)
	if r.next(':') {
		r.skip(':')
		second = r.digits(2)
	}
	if r.next('.') {
		r.skip('.')
		milli = r.fraction()
	}
	r.ok = r.ok && hour < 24 && minute < 60 && second < 60
	return hour, minute, second, milli
}

func (r *reader) fraction() int {
	n := 0
	for n < len(r.s) && r.s[n] >= '0' && r.s[n] <= '9' {
		n++
	}
	r.ok = r.ok && n > 0
	milli := 0
	for i := range 3 {
		milli *= 10
		if i < n {
			milli += int(r.s[i] - '0')
		}
	}
	r.s = r.s[n:]
	return milli
}

// zone reads Z or an offset, in milliseconds; nothing is UTC.
func (r *reader) zone() (offset int64) {
	switch {
	case r.s == "":
	case r.s == "Z" || r.s == "z":
		r.s = ""
	case r.next('+') || r.next('-'):
		sign := int64(1)
		if r.next('-') {
			sign = -1
		}
		r.s = r.s[1:]
		hours := r.digits(2)
		r.skip(':')
		minutes := r.digits(2)
		r.ok = r.ok && hours < 24 && minutes < 60
		offset = sign * int64(hours*60+minutes) * 60_000
	}
	return offset
}

// Millis is the instant of a time, held inside the calendar.
func Millis(v event.Value) int64 {
	return int64(min(max(v.Num, float64(calendar.First)), float64(calendar.Last)))
}

// civil is the day that a date or a time is on, in UTC.
func civil(x any) (calendar.Civil, bool) {
	v := scalar(x)
	switch v.Kind {
	case event.Time:
		return calendar.UTC().Civil(Millis(v)), true
	case event.Text:
		return Day(v.Str)
	}
	return calendar.Civil{}, false
}

// Day is the day that a text spells: a date, or the day of a time in UTC.
func Day(text string) (c calendar.Civil, ok bool) {
	if c, rest, ok := parseDate(text); ok && rest == "" {
		return c, true
	}
	ms, ok := parseTime(text)
	if !ok {
		return calendar.Civil{}, false
	}
	return calendar.UTC().Civil(ms), true
}

func year(x any) (any, error) {
	if c, ok := civil(x); ok {
		return float64(c.Year), nil
	}
	return nil, nil
}

func month(x any) (any, error) {
	if c, ok := civil(x); ok {
		return float64(c.Month), nil
	}
	return nil, nil
}

func day(x any) (any, error) {
	if c, ok := civil(x); ok {
		return float64(c.Day), nil
	}
	return nil, nil
}

var weekdayNames = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func weekday(x any) (any, error) {
	if c, ok := civil(x); ok {
		return weekdayNames[c.Weekday()], nil
	}
	return nil, nil
}

// CivilIn is the day and time of day of a moment in a zone; a date is the day that it
// is everywhere. ok is false for anything else.
func CivilIn(v event.Value, z *calendar.Zone) (c calendar.Civil, ok bool) {
	switch v.Kind {
	case event.Time:
		return z.Civil(Millis(v)), true
	case event.Text:
		if c, rest, ok := parseDate(v.Str); ok && rest == "" {
			return c, true
		}
		if ms, ok := parseTime(v.Str); ok {
			return z.Civil(ms), true
		}
	}
	return calendar.Civil{}, false
}
