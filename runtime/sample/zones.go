package sample

import "time"

// The generator needs a person's local time only to give the days a rhythm, and
// its bytes may not change when a country changes its clocks. So it carries its
// own small table of rules instead of the time zone data that decisions use.
type zone struct {
	name string
	std  int // minutes east of UTC in winter
	rule summer
}

type summer uint8

const (
	noSummer summer = iota
	euSummer        // last Sunday of March to last Sunday of October, 01:00 UTC
	usSummer        // second Sunday of March to first Sunday of November, 02:00 local
)

const (
	minute = int64(60_000)
	hour   = 60 * minute
	day    = 24 * hour
)

// offset is what is added to UTC to get the wall clock at t, in ms.
func (z zone) offset(t int64) int64 {
	off := int64(z.std) * minute
	year := time.UnixMilli(t).UTC().Year()
	var from, to int64
	switch z.rule {
	case noSummer:
		return off
	case euSummer:
		from = sunday(year, time.March, 25) + hour
		to = sunday(year, time.October, 25) + hour
	case usSummer:
		from = sunday(year, time.March, 8) + 2*hour - off
		to = sunday(year, time.November, 1) + hour - off
	}
	if t >= from && t < to {
		off += hour
	}
	return off
}

// sunday is the first Sunday on or after the date, at midnight UTC.
func sunday(year int, m time.Month, d int) int64 {
	t := time.Date(year, m, d, 0, 0, 0, 0, time.UTC)
	return t.UnixMilli() + int64((7-int(t.Weekday()))%7)*day
}

// weekday counts from Monday = 0; d is a day number since 1970-01-01, a Thursday.
func weekday(d int64) int { return int(((d+3)%7 + 7) % 7) }

// floorDay is the day number of an instant.
func floorDay(t int64) int64 {
	if t < 0 {
		return (t - day + 1) / day
	}
	return t / day
}
