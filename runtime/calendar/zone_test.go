package calendar

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const layout = "2006-01-02 15:04:05.000"

// wall reads "2026-03-29 02:30", with seconds and milliseconds if they are written.
func wall(t testing.TB, s string) Civil {
	t.Helper()
	full := s + " 00:00:00.000"[min(len(s)-len("2006-01-02"), len(" 00:00:00.000")):]
	at, err := time.Parse(layout, full)
	require.NoError(t, err)
	return Civil{at.Year(), int(at.Month()), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond() / 1e6}
}

// utcOf and show go between an instant and its text in UTC.
func utcOf(t testing.TB, s string) int64 { t.Helper(); return UTC().Instant(wall(t, s)) }
func show(ms int64) string               { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }

// TestInstant holds every kind of local time that does not exist or occurs twice.
func TestInstant(t *testing.T) {
	for _, c := range []struct{ zone, wall, want, why string }{
		{"UTC", "2026-01-05 09:00", "2026-01-05T09:00:00Z", "no rule at all"},
		{"Europe/Istanbul", "2026-03-29 03:30", "2026-03-29T00:30:00Z", "no summer time since 2016"},

		{"Europe/Sofia", "2026-03-29 02:59", "2026-03-29T00:59:00Z", "before the gap"},
		{"Europe/Sofia", "2026-03-29 03:00", "2026-03-29T01:00:00Z", "in the gap: 04:00"},
		{"Europe/Sofia", "2026-03-29 03:30", "2026-03-29T01:30:00Z", "in the gap: 04:30"},
		{"Europe/Sofia", "2026-03-29 04:00", "2026-03-29T01:00:00Z", "after the gap"},
		{"Europe/Sofia", "2026-10-25 03:30", "2026-10-25T00:30:00Z", "twice: the earlier"},
		{"Europe/Sofia", "2026-10-25 04:00", "2026-10-25T02:00:00Z", "after the second"},

		{"America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00Z", "gap in the west"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z", "twice in the west"},
		{"America/New_York", "1883-11-18 12:02", "1883-11-18T16:58:02Z", "from sun time; 12:00 to 12:03:58 occurs twice"},
		{"America/New_York", "1850-07-04 12:00", "1850-07-04T16:56:02Z", "sun time"},

		{"Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z", "a gap of 30 minutes: 02:45"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z", "twice within 30 minutes"},
		{"Pacific/Chatham", "2026-09-27 03:00", "2026-09-26T14:15:00Z", "a gap at a quarter to three: 04:00"},
		{"Antarctica/Troll", "2026-03-29 02:30", "2026-03-29T02:30:00Z", "a gap of two hours: 04:30"},
		{"Europe/Dublin", "2026-03-29 01:30", "2026-03-29T01:30:00Z", "winter is the exception in the rules"},

		{"America/Santiago", "2026-09-06 00:30", "2026-09-06T04:30:00Z", "a gap at midnight: 01:30"},
		{"America/Santiago", "2026-04-04 23:30", "2026-04-05T02:30:00Z", "the last hour of a day twice"},
		{"Africa/Cairo", "2026-04-24 00:00", "2026-04-23T22:00:00Z", "a gap at midnight"},
		{"Africa/Cairo", "2026-10-29 23:30", "2026-10-29T20:30:00Z", "the last hour of a day twice"},
		{"Asia/Beirut", "2026-03-29 00:15", "2026-03-28T22:15:00Z", "a gap at midnight: 01:15"},
		{"Asia/Tehran", "2022-03-22 00:30", "2022-03-21T21:00:00Z", "a gap at midnight, on another calendar's day"},
		{"America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00:00Z", "a gap at midnight that is no longer made"},
		{"America/Havana", "2026-03-08 00:30", "2026-03-08T05:30:00Z", "a gap at midnight"},
		{"Asia/Gaza", "2026-03-28 02:30", "2026-03-28T00:30:00Z", "a rule 50 hours into a Thursday: 03:30"},
		{"America/Nuuk", "2026-03-28 23:30", "2026-03-29T01:30:00Z", "a gap over midnight, by a negative time in the rules"},
		{"America/Toronto", "1919-03-30 23:45", "1919-03-31T04:45:00Z", "a gap over midnight"},
		{"America/St_Johns", "2010-11-06 23:30", "2010-11-07T02:00:00Z", "twice, from a minute past midnight"},
		{"America/St_Johns", "2010-11-07 00:00:30", "2010-11-07T02:30:30Z", "twice, on both sides of a whole hour"},

		{"Pacific/Apia", "2011-12-29 23:59", "2011-12-30T09:59:00Z", "before the day that was skipped"},
		{"Pacific/Apia", "2011-12-30 09:00", "2011-12-30T19:00:00Z", "a whole day is the gap: 09:00 on the 31st"},
		{"Pacific/Apia", "2011-12-31 09:00", "2011-12-30T19:00:00Z", "after the day that was skipped"},
		{"Pacific/Kwajalein", "1993-08-21 12:00", "1993-08-22T00:00:00Z", "a whole day is the gap"},
		{"Asia/Manila", "1844-12-31 12:00", "1845-01-01T03:56:08Z", "a whole day is the gap, by sun time"},
		{"America/Juneau", "1867-10-18 12:00", "1867-10-17T20:57:41Z", "a whole day twice, when Alaska was sold"},

		{"Europe/Amsterdam", "1937-07-01 00:00:10", "1937-06-30T22:40:38Z", "a gap of 28 seconds"},
		{"Africa/Monrovia", "1972-01-07 00:30", "1972-01-07T01:14:30Z", "a gap of 44:30 minutes"},
		{"Africa/Casablanca", "2026-02-15 02:30", "2026-02-15T01:30:00Z", "Ramadan is in the table: the earlier"},
		{"Asia/Kathmandu", "1986-01-01 00:05", "1985-12-31T18:35:00Z", "a gap of 15 minutes"},

		{"Europe/Berlin", "2399-03-28 02:30", "2399-03-28T01:30:00Z", "rules far ahead"},
		{"Europe/Berlin", "2426-03-29 02:30", "2426-03-29T01:30:00Z", "rules beyond 400 years"},
		{"Europe/Berlin", "9999-10-31 02:30", "9999-10-31T00:30:00Z", "rules in the last year"},
		{"Asia/Tokyo", "0001-01-01 00:00", "0001-01-01T00:00:00Z", "held at the first instant"},
		{"America/Los_Angeles", "9999-12-31 23:00", "9999-12-31T23:59:59Z", "held at the last instant"},
	} {
		t.Run(c.zone+" "+c.wall, func(t *testing.T) {
			require.Equal(t, c.want, show(zone(t, c.zone).Instant(wall(t, c.wall))), c.why)
		})
	}
}

func TestInstantCountsOn(t *testing.T) {
	require.Equal(t, utcOf(t, "2026-03-01 00:00"), UTC().Instant(Civil{Year: 2026, Month: 2, Day: 28, Hour: 24}))
	require.Equal(t, utcOf(t, "2026-05-01 00:00"), UTC().Instant(Civil{Year: 2026, Month: 4, Day: 31}))
	require.Equal(t, Last, UTC().Instant(Civil{Year: 1 << 40, Month: 1, Day: 1}))
	require.Equal(t, First, UTC().Instant(Civil{Year: -1 << 40, Month: 1, Day: 1}))
}

// TestRoundTrip shows, for every zone, that an instant's local time leads back to
// it, or to the earlier instant that shows the same; and that the wall of the
// result is the one asked for, or later by exactly the gap around it.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, name := range Names() {
		z := zone(t, name)
		check := func(ms int64) {
			c := z.Civil(ms)
			got := z.Instant(c)
			if got > ms || z.Civil(got) != c {
				t.Fatalf("%s: %s shows %v, which leads to %s", name, show(ms), c, show(got))
			}
			if got < ms && z.Offset(got) <= z.Offset(ms) {
				t.Fatalf("%s: %s and %s show the same without a clock going back", name, show(ms), show(got))
			}
		}
		for range 100 {
			check(between(r, 1850, 2100))
			check(between(r, 2, 9998))
		}
		for i, at := range z.at {
			check(at - 1)
			check(at)
			check(at + 1)
			gap := int64(z.offset[i+1]-z.offset[i]) * msPerSecond
			if gap <= 0 {
				continue
			}
			// The first and the last local millisecond that this gap swallows.
			shown := at + int64(z.offset[i])*msPerSecond
			for _, missing := range []int64{shown, shown + gap/2, shown + gap - 1} {
				got, first := z.resolve(missing)
				if first > at || got-at != missing-shown && first == at {
					t.Fatalf("%s: %s is missing and leads to %s", name, show(missing), show(got))
				}
			}
		}
	}
}

// TestEarliest compares Instant with a search that knows nothing of the table but
// Offset: it tries every offset that holds within two days around.
func TestEarliest(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, name := range Names() {
		z := zone(t, name)
		if len(z.at) == 0 {
			continue
		}
		for range 100 {
			near := z.at[r.IntN(len(z.at))] + int64(z.offset[0])*msPerSecond + r.Int64N(2*msPerDay) - msPerDay
			want := int64(never)
			for ms := near - 2*msPerDay; ms <= near+2*msPerDay; ms += 15 * 60 * msPerSecond {
				at := near - int64(z.Offset(ms))*msPerSecond
				if z.Offset(at) == z.Offset(ms) {
					want = min(want, at)
				}
			}
			if got, _ := z.resolve(near); want != never && got != want {
				t.Fatalf("%s: the wall shows %s first at %s, got %s", name, show(near), show(want), show(got))
			}
		}
	}
}

func TestDaysAndWeekdays(t *testing.T) {
	at := time.Date(-400, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := at.Unix() / 86400; at.Year() < 2500; day++ {
		year, month, d := dateOf(day)
		if year != at.Year() || month != int(at.Month()) || d != at.Day() || dayNumber(year, month, d) != day ||
			int(weekdayOf(day)) != (int(at.Weekday())+6)%7 || d > DaysIn(year, month) {
			t.Fatalf("day %d is %s, got %d-%d-%d", day, at, year, month, d)
		}
		at = at.AddDate(0, 0, 1)
	}
}

// The product's hot path asks for offsets while people wait for events.
func BenchmarkZone(b *testing.B) {
	z := zone(b, "Europe/Berlin")
	ms := utcOf(b, "2026-07-01 12:00")
	c := z.Civil(ms)
	var sink int64
	for _, bench := range []struct {
		name string
		call func()
	}{
		{"Offset", func() { sink += int64(z.Offset(ms)) }},
		{"Civil", func() { sink += int64(z.Civil(ms).Day) }},
		{"Instant", func() { sink += z.Instant(c) }},
		{"Add", func() { sink += z.Add(ms, 1, 1, 0) }},
		{"StartOfDay", func() { sink += z.StartOfDay(ms) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bench.call()
			}
		})
	}
	_ = sink
}

func BenchmarkLoad(b *testing.B) {
	file := index()["Europe/Berlin"]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseTZif("Europe/Berlin", file); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNothingIsAllocated holds the promise that the benchmarks show.
func TestNothingIsAllocated(t *testing.T) {
	z := zone(t, "America/New_York")
	ms := utcOf(t, "2026-07-01 12:00")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		z.Add(z.Instant(z.Civil(ms))+int64(z.Offset(ms)), 1, 1, 1)
		z.StartOfWeek(z.NextTime(ms, 9, 0))
	}))
}
