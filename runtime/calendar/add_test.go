package calendar

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

const hour = int64(3600 * msPerSecond)

// TestAdd goes from a local time to an instant in UTC.
func TestAdd(t *testing.T) {
	for _, c := range []struct {
		zone, from   string
		months, days int32
		millis       int64
		want         string
	}{
		// rule 5: `wait 1d` at 09:00 ends at 09:00 tomorrow, `wait 24h` is 24 hours
		{"Europe/Sofia", "2026-03-28 09:00", 0, 1, 0, "2026-03-29T06:00:00Z"},
		{"Europe/Sofia", "2026-03-28 09:00", 0, 0, 24 * hour, "2026-03-29T07:00:00Z"},
		{"Europe/Sofia", "2026-10-24 09:00", 0, 1, 0, "2026-10-25T07:00:00Z"},
		{"Europe/Sofia", "2026-10-24 09:00", 0, 0, 24 * hour, "2026-10-25T06:00:00Z"},
		{"Europe/Sofia", "2026-03-28 03:30", 0, 1, 0, "2026-03-29T01:30:00Z"},
		{"Europe/Sofia", "2026-03-28 03:30", 0, 2, 0, "2026-03-30T00:30:00Z"},
		{"Europe/Sofia", "2026-10-24 03:30", 0, 1, 0, "2026-10-25T00:30:00Z"},
		{"Pacific/Apia", "2011-12-29 10:00", 0, 1, 0, "2011-12-30T20:00:00Z"},
		{"Pacific/Apia", "2011-12-29 10:00", 0, 2, 0, "2011-12-30T20:00:00Z"},
		{"Pacific/Apia", "2012-01-01 10:00", 0, -2, 0, "2011-12-30T20:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-03 02:15", 0, 1, 0, "2026-10-03T15:45:00Z"},

		{"UTC", "2026-01-31 08:00", 1, 0, 0, "2026-02-28T08:00:00Z"},
		{"UTC", "2028-01-31 08:00", 1, 0, 0, "2028-02-29T08:00:00Z"},
		{"UTC", "2026-01-31 08:00", 3, 0, 0, "2026-04-30T08:00:00Z"},
		{"UTC", "2026-03-31 08:00", -1, 0, 0, "2026-02-28T08:00:00Z"},
		{"UTC", "2026-01-15 08:00", -13, 0, 0, "2024-12-15T08:00:00Z"},
		{"UTC", "2026-12-15 08:00", 1, 0, 0, "2027-01-15T08:00:00Z"},
		{"UTC", "2024-02-29 08:00", 12, 0, 0, "2025-02-28T08:00:00Z"},
		{"UTC", "2024-02-29 08:00", 48, 0, 0, "2028-02-29T08:00:00Z"},
		{"UTC", "2100-02-28 08:00", 0, 1, 0, "2100-03-01T08:00:00Z"},
		{"UTC", "2026-01-31 08:00", 1, 1, 1000, "2026-03-01T08:00:01Z"}, // months, then days, then time

		// the calendar part lands in the gap, the elapsed part counts from there
		{"Europe/Sofia", "2026-02-28 03:30", 1, 1, hour, "2026-03-29T02:30:00Z"},

		{"UTC", "9999-12-01 00:00", 1, 0, 0, "9999-12-31T23:59:59Z"},
		{"UTC", "2026-01-01 00:00", math.MaxInt32, 0, 0, "9999-12-31T23:59:59Z"},
		{"UTC", "2026-01-01 00:00", 0, math.MaxInt32, 0, "9999-12-31T23:59:59Z"},
		{"UTC", "2026-01-01 00:00", 0, 0, math.MaxInt64, "9999-12-31T23:59:59Z"},
		{"UTC", "2026-01-01 00:00", math.MinInt32, math.MinInt32, math.MinInt64, "0001-01-01T00:00:00Z"},
		{"UTC", "1900-01-01 00:00", 0, 0, math.MinInt64, "0001-01-01T00:00:00Z"},
	} {
		z := zone(t, c.zone)
		got := z.Add(z.Instant(wall(t, c.from)), c.months, c.days, c.millis)
		require.Equal(t, c.want, show(got), "%s %s + %d mo %d d %d ms", c.zone, c.from, c.months, c.days, c.millis)
	}
}

// TestAddNothing: no calendar part means no detour over local time, so the second
// of two equal local times stays what it is.
func TestAddNothing(t *testing.T) {
	z := zone(t, "Europe/Sofia")
	second := utcOf(t, "2026-10-25 01:30")
	require.Equal(t, 3, z.Civil(second).Hour)
	require.Equal(t, second, z.Add(second, 0, 0, 0))
	require.Equal(t, second+1, z.Add(second, 0, 0, 1))
	require.Equal(t, second, z.AddFrom(second, 0, 1, 1, 1))
}

func TestAddFrom(t *testing.T) {
	z := zone(t, "Europe/Sofia")
	for _, c := range []struct {
		name, from   string
		months, days int32
		millis       int64
		want         []string // local days and hours of repetitions 1, 2, …
	}{
		{"month ends", "2026-01-31 09:00", 1, 0, 0, []string{"2026-02-28 09:00", "2026-03-31 09:00", "2026-04-30 09:00"}},
		{"leap years", "2024-02-29 09:00", 12, 0, 0, []string{"2025-02-28 09:00", "2026-02-28 09:00", "2027-02-28 09:00", "2028-02-29 09:00"}},
		{"over a gap", "2026-03-28 03:30", 0, 1, 0, []string{"2026-03-29 04:30", "2026-03-30 03:30"}},
		{"weeks", "2026-03-23 09:00", 0, 7, 0, []string{"2026-03-30 09:00", "2026-04-06 09:00"}},
		{"elapsed", "2026-03-28 09:00", 0, 0, 24 * hour, []string{"2026-03-29 10:00", "2026-03-30 10:00"}},
	} {
		for i, want := range c.want {
			got := z.AddFrom(z.Instant(wall(t, c.from)), i+1, c.months, c.days, c.millis)
			require.Equal(t, wall(t, want), z.Civil(got), "%s, repetition %d", c.name, i+1)
		}
	}
	require.Equal(t, Last, z.AddFrom(0, math.MaxInt, math.MaxInt32, math.MaxInt32, math.MaxInt64))
	require.Equal(t, First, z.AddFrom(0, math.MaxInt, math.MinInt32, math.MinInt32, math.MinInt64))
	require.Equal(t, First, z.AddFrom(0, math.MinInt, 0, 0, 1))
	require.Equal(t, Last, z.AddFrom(0, math.MinInt, 0, 0, -1))
	require.Equal(t, Last, z.AddFrom(0, -1, 0, 0, math.MinInt64))
}

// TestAddKeepsTheClock: whole days keep the local time, except that it moves by
// the gap where it does not exist; and they never change the order of two anchors.
func TestAddKeepsTheClock(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, name := range Names() {
		z := zone(t, name)
		for range 100 {
			from, days := between(r, 1950, 2090), r.Int32N(2000)-1000
			if len(z.at) > 0 && r.IntN(2) == 0 {
				from = z.at[r.IntN(len(z.at))] - int64(days)*msPerDay + r.Int64N(4*hour) - 2*hour
			}
			c, to := z.Civil(from), z.Add(from, 0, days, 0)
			if days == 0 {
				continue
			}
			got := z.Civil(to)
			want := c
			want.Year, want.Month, want.Day = dateOf(dayNumber(c.Year, c.Month, c.Day) + int64(days))
			jump := int64(z.Offset(to)-z.Offset(to-26*hour)) * msPerSecond
			if got != want && (jump <= 0 || got.wall()-want.wall() <= 0 || got.wall()-want.wall() > jump) {
				t.Fatalf("%s: %v + %d days is %v", name, c, days, got)
			}
			later := z.Add(from+r.Int64N(msPerDay)+26*hour, 0, days, 0)
			if later < to {
				t.Fatalf("%s: %v + %d days is not in order", name, c, days)
			}
		}
	}
}

func FuzzAdd(f *testing.F) {
	f.Add(uint16(0), int64(0), int32(1), int32(1), int64(1), 3)
	f.Add(uint16(400), First, int32(math.MinInt32), int32(math.MaxInt32), int64(math.MaxInt64), -7)
	names := Names()
	f.Fuzz(func(t *testing.T, place uint16, ms int64, months, days int32, millis int64, n int) {
		z := zone(t, names[int(place)%len(names)])
		for _, got := range []int64{z.Add(ms, months, days, millis), z.AddFrom(ms, n, months, days, millis), z.NextTime(ms, 9, 30)} {
			if got < First || got > Last {
				t.Fatalf("%d is out of bounds", got)
			}
		}
		if ms := min(max(ms, First), Last-msPerDay); months >= 0 && days > 0 && millis >= 0 {
			if got := z.Add(ms, months, days, millis); got < ms-2*msPerDay {
				t.Fatalf("%s + %d mo %d d %d ms goes back to %s", show(ms), months, days, millis, show(got))
			}
		}
	})
}
