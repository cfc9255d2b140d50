package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
)

// Every change of the hour on the wall is found, and nothing else is, in nights in which
// clocks change by an hour, by half of one, and by a day.
func TestNextHour(t *testing.T) {
	for _, x := range []struct{ zone, from, to string }{
		{"UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"},
		{"Europe/Sofia", "2026-03-28T20:00:00Z", "2026-03-29T08:00:00Z"},
		{"Europe/Sofia", "2026-10-24T20:00:00Z", "2026-10-25T08:00:00Z"},
		{"Asia/Kolkata", "2026-10-24T20:10:00Z", "2026-10-25T08:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-04T10:00:00Z", "2026-04-04T20:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-03T10:00:00Z", "2026-10-03T20:00:00Z"},
		{"Pacific/Apia", "2011-12-30T00:00:00Z", "2011-12-31T20:00:00Z"},
		{"America/New_York", "2526-11-03T00:00:00Z", "2526-11-05T20:00:00Z"}, // in the cycle
	} {
		z, err := calendar.Load(x.zone)
		require.NoError(t, err)
		from, to := utc(t, x.from), utc(t, x.to)
		hour := func(at int64) calendar.Civil {
			c := z.Civil(at)
			return calendar.Civil{Year: c.Year, Month: c.Month, Day: c.Day, Hour: c.Hour}
		}
		var want, got []int64
		for at := from + 60_000; at <= to; at += 60_000 {
			if hour(at) != hour(at-60_000) {
				want = append(want, at)
			}
		}
		for at := z.NextHour(from); at <= to; at = z.NextHour(at) {
			got = append(got, at)
			c := z.Civil(at)
			require.Equal(t, int(c.Weekday())*24+c.Hour, z.HourOfWeek(at))
		}
		require.Equal(t, want, got, x.zone)
		require.GreaterOrEqual(t, len(want), 9)
	}
	require.Equal(t, calendar.Last, calendar.UTC().NextHour(calendar.Last-1))
}

func utc(t *testing.T, s string) int64 {
	at, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return at.UnixMilli()
}
