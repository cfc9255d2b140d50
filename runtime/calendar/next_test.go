package calendar

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStartOf(t *testing.T) {
	for _, c := range []struct{ zone, at, day, week, month string }{ // at in UTC, the rest as UTC too
		{"UTC", "2026-03-04 12:00", "2026-03-04T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"},
		{"UTC", "2026-03-02 00:00", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"},
		{"UTC", "2026-03-01 23:59:59.999", "2026-03-01T00:00:00Z", "2026-02-23T00:00:00Z", "2026-03-01T00:00:00Z"},
		{"Europe/Istanbul", "2026-02-28 21:30", "2026-02-28T21:00:00Z", "2026-02-22T21:00:00Z", "2026-02-28T21:00:00Z"},
		{"Europe/Sofia", "2026-03-29 12:00", "2026-03-28T22:00:00Z", "2026-03-22T22:00:00Z", "2026-02-28T22:00:00Z"},
		// no midnight: the day begins after the gap
		{"America/Santiago", "2026-09-06 12:00", "2026-09-06T04:00:00Z", "2026-08-31T04:00:00Z", "2026-09-01T04:00:00Z"},
		// the gap ends at half past midnight, and that is when the day begins
		{"America/Toronto", "1919-03-31 12:00", "1919-03-31T04:30:00Z", "1919-03-31T04:30:00Z", "1919-03-01T05:00:00Z"},
		// the second 23:30 of a day
		{"Africa/Cairo", "2026-10-29 21:30", "2026-10-28T21:00:00Z", "2026-10-25T21:00:00Z", "2026-09-30T21:00:00Z"},
		// the first and the second 00:00 of a day
		{"America/St_Johns", "2010-11-07 02:30:10", "2010-11-07T02:30:00Z", "2010-11-01T02:30:00Z", "2010-11-01T02:30:00Z"},
		{"America/St_Johns", "2010-11-07 03:30:10", "2010-11-07T02:30:00Z", "2010-11-01T02:30:00Z", "2010-11-01T02:30:00Z"},
		{"Pacific/Apia", "2011-12-30 19:00", "2011-12-30T10:00:00Z", "2011-12-26T10:00:00Z", "2011-12-01T10:00:00Z"},
	} {
		z, at := zone(t, c.zone), utcOf(t, c.at)
		require.Equal(t, c.day, show(z.StartOfDay(at)), "day of %s %s", c.zone, c.at)
		require.Equal(t, c.week, show(z.StartOfWeek(at)), "week of %s %s", c.zone, c.at)
		require.Equal(t, c.month, show(z.StartOfMonth(at)), "month of %s %s", c.zone, c.at)
	}
}

// TestStartOfDayIsTheFirst: nothing of the day lies before its start.
func TestStartOfDayIsTheFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, name := range Names() {
		z := zone(t, name)
		for range 200 {
			at := between(r, 1900, 2100)
			if len(z.at) > 0 && r.IntN(2) == 0 {
				at = max(z.at[r.IntN(len(z.at))]+r.Int64N(2*msPerDay)-msPerDay, First+2*msPerDay)
			}
			start := z.StartOfDay(at)
			if start > at || z.localDay(start) != z.localDay(at) || z.localDay(start-1) >= z.localDay(at) {
				t.Fatalf("%s: the day of %s starts at %s", name, show(at), show(start))
			}
		}
	}
}

func TestNextTime(t *testing.T) {
	for _, c := range []struct {
		zone, now    string // in UTC
		hour, minute int
		want         string
	}{
		{"UTC", "2026-01-05 08:59:59.999", 9, 0, "2026-01-05T09:00:00Z"},
		{"UTC", "2026-01-05 09:00", 9, 0, "2026-01-05T09:00:00Z"}, // exactly then passes at once
		{"UTC", "2026-01-05 09:00:00.001", 9, 0, "2026-01-06T09:00:00Z"},
		{"Europe/Istanbul", "2026-01-05 21:30", 0, 15, "2026-01-06T21:15:00Z"},
		{"Europe/Sofia", "2026-03-29 00:59", 3, 30, "2026-03-29T01:30:00Z"}, // does not exist: 04:30
		{"Europe/Sofia", "2026-10-25 00:00", 3, 30, "2026-10-25T00:30:00Z"}, // twice: the earlier
		{"Europe/Sofia", "2026-10-25 00:31", 3, 30, "2026-10-26T01:30:00Z"}, // between the two
		{"America/Santiago", "2026-09-05 23:00", 0, 0, "2026-09-06T04:00:00Z"},
		{"America/Toronto", "1919-03-31 04:35", 23, 45, "1919-03-31T04:45:00Z"}, // yesterday's, moved over midnight
		{"Pacific/Apia", "2011-12-30 09:00", 9, 0, "2011-12-30T19:00:00Z"},
		{"UTC", "9999-12-31 10:00", 9, 0, "9999-12-31T23:59:59Z"}, // there is no later one
	} {
		got := zone(t, c.zone).NextTime(utcOf(t, c.now), c.hour, c.minute)
		require.Equal(t, c.want, show(got), "%s %s until %02d:%02d", c.zone, c.now, c.hour, c.minute)
	}
}

func TestNextWeekdayTime(t *testing.T) {
	const saturday, friday = "2026-01-10 ", "2026-01-09 "
	for _, c := range []struct {
		now       string
		day       Weekday
		afterward bool
		want      string
	}{
		// `next saturday 15:15`
		{saturday + "09:00", Saturday, true, "2026-01-17T15:15:00Z"},
		{saturday + "15:15", Saturday, true, "2026-01-17T15:15:00Z"},
		{friday + "09:00", Saturday, true, "2026-01-10T15:15:00Z"},
		{saturday + "09:00", Sunday, true, "2026-01-11T15:15:00Z"},
		{saturday + "09:00", Friday, true, "2026-01-16T15:15:00Z"},
		// `saturday 15:15`
		{saturday + "09:00", Saturday, false, "2026-01-10T15:15:00Z"},
		{saturday + "15:15", Saturday, false, "2026-01-10T15:15:00Z"},
		{saturday + "15:15:00.001", Saturday, false, "2026-01-17T15:15:00Z"},
		{friday + "23:00", Saturday, false, "2026-01-10T15:15:00Z"},
		{saturday + "09:00", Friday, false, "2026-01-16T15:15:00Z"},
	} {
		got := UTC().NextWeekdayTime(utcOf(t, c.now), c.day, 15, 15, c.afterward)
		require.Equal(t, c.want, show(got), "%s, day %d, after today: %v", c.now, c.day, c.afterward)
	}
	apia := zone(t, "Pacific/Apia") // the Friday that was skipped is served on Saturday
	require.Equal(t, "2011-12-30T19:00:00Z", show(apia.NextWeekdayTime(utcOf(t, "2011-12-30 08:00"), Friday, 9, 0, true)))
	require.Equal(t, Last, UTC().NextWeekdayTime(Last, Monday, 9, 0, false))
}

// TestNextIsTheNext compares both searches with a walk over every day around.
func TestNextIsTheNext(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	names := Names()
	for range 20000 {
		z := zone(t, names[r.IntN(len(names))])
		now, h, m, weekday := between(r, 1900, 2100), r.IntN(24), r.IntN(60), Weekday(r.IntN(7))
		if len(z.at) > 0 && r.IntN(2) == 0 {
			now = max(z.at[r.IntN(len(z.at))]+r.Int64N(2*msPerDay)-msPerDay, First+20*msPerDay)
		}
		anyDay, today, later := int64(never), int64(never), int64(never)
		for day := z.localDay(now) + 10; day > z.localDay(now)-3; day-- {
			c := Civil{Hour: h, Minute: m}
			c.Year, c.Month, c.Day = dateOf(day)
			at := z.Instant(c)
			if at < now {
				continue
			}
			anyDay = min(anyDay, at)
			if c.Weekday() == weekday {
				today = min(today, at)
				if day > z.localDay(now) {
					later = min(later, at)
				}
			}
		}
		require.Equal(t, anyDay, z.NextTime(now, h, m), "%s %s %d:%d", z.Name(), show(now), h, m)
		require.Equal(t, today, z.NextWeekdayTime(now, weekday, h, m, false), "%s %s %d", z.Name(), show(now), weekday)
		require.Equal(t, later, z.NextWeekdayTime(now, weekday, h, m, true), "%s %s %d", z.Name(), show(now), weekday)
	}
}
