package calendar

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSlot(t *testing.T) {
	const tueToThu = 1<<Tuesday | 1<<Wednesday | 1<<Thursday
	office := Slot{Days: tueToThu, From: 9 * 60, To: 17 * 60}
	night := Slot{Days: 1 << Friday, From: 22 * 60, To: 6 * 60}
	for _, c := range []struct {
		zone string
		slot Slot
		now  string // in UTC
		want string
	}{
		{"UTC", office, "2026-01-05 12:00", "2026-01-06T09:00:00Z"}, // a Monday
		{"UTC", office, "2026-01-06 08:59:59.999", "2026-01-06T09:00:00Z"},
		{"UTC", office, "2026-01-06 09:00", "2026-01-06T09:00:00Z"},
		{"UTC", office, "2026-01-06 12:34", "2026-01-06T12:34:00Z"}, // inside
		{"UTC", office, "2026-01-06 17:00", "2026-01-07T09:00:00Z"}, // half-open
		{"UTC", office, "2026-01-08 17:00", "2026-01-13T09:00:00Z"},
		{"UTC", Slot{Days: tueToThu, From: 9 * 60, To: 17 * 60, Later: true}, "2026-01-06 12:34", "2026-01-07T09:00:00Z"},
		{"UTC", night, "2026-01-09 21:00", "2026-01-09T22:00:00Z"},
		{"UTC", night, "2026-01-10 05:59:59.999", "2026-01-10T05:59:59.999Z"}, // Friday's night, on Saturday
		{"UTC", night, "2026-01-10 06:00", "2026-01-16T22:00:00Z"},
		{"UTC", night, "2026-01-09 05:00", "2026-01-09T22:00:00Z"}, // Thursday's night is not Friday's
		{"UTC", Slot{From: 9 * 60, To: 1440}, "2026-01-09 23:59:59.999", "2026-01-09T23:59:59.999Z"},
		{"UTC", Slot{From: 9 * 60, To: 1440}, "2026-01-10 00:00", "2026-01-10T09:00:00Z"},
		{"Europe/Sofia", Slot{From: 3*60 + 30, To: 3*60 + 45}, "2026-03-29 00:59", "2026-03-29T01:30:00Z"}, // a window that is not there that night
		{"Europe/Sofia", Slot{From: 3*60 + 30, To: 4 * 60}, "2026-10-25 01:15", "2026-10-25T01:15:00Z"},    // the second time it is 03:15
	} {
		got := zone(t, c.zone).Next(utcOf(t, c.now), c.slot)
		require.Equal(t, c.want, time.UnixMilli(got).UTC().Format(time.RFC3339Nano), "%s %s %+v", c.zone, c.now, c.slot)
	}
	require.Equal(t, Last, UTC().Next(Last, office))
}

// TestSlotIsTheNext looks at every minute of the days that follow.
func TestSlotIsTheNext(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	names := Names()
	for range 400 {
		z := zone(t, names[r.IntN(len(names))])
		s := Slot{Days: uint8(r.IntN(128)), From: r.IntN(1440), To: r.IntN(1440), Later: r.IntN(4) == 0}
		if s.To == s.From || r.IntN(3) == 0 {
			s.To = None
		}
		now := between(r, 1975, 2100)
		if len(z.at) > 0 && r.IntN(2) == 0 {
			now = max(z.at[r.IntN(len(z.at))]+r.Int64N(2*msPerDay)-msPerDay, 0)
		}
		now -= floorMod(now, 60*msPerSecond)
		first := z.localDay(now) - 1
		if s.Later {
			first += 2
		}
		want := int64(never)
		for day := first; day < first+10; day++ {
			if !s.on(day) {
				continue
			}
			c := Civil{Minute: s.From}
			c.Year, c.Month, c.Day = dateOf(day)
			from := z.Instant(c)
			c.Minute = s.To
			if s.To <= s.From {
				c.Day++
			}
			switch {
			case from >= now:
				want = min(want, from)
			case s.To != None && now < z.Instant(c):
				want = now
			}
		}
		require.Equal(t, want, z.Next(now, s), "%s %s %+v", z.Name(), show(now), s)
	}
}

func TestDate(t *testing.T) {
	z := zone(t, "Europe/Sofia")
	for _, c := range []struct {
		from         string
		months, days int32
		want         string
	}{
		{"2026-03-31 23:00", 0, -3, "2026-03-28T08:00:00Z"},
		{"2026-03-31 23:00", 0, 0, "2026-03-31T07:00:00Z"},
		{"2026-03-31 23:00", -1, 0, "2026-02-28T08:00:00Z"},
		{"2024-02-29 23:00", -12, 0, "2023-02-28T08:00:00Z"},
		{"2026-03-31 23:00", 11, 1, "2027-03-01T08:00:00Z"},
		{"9999-12-31 10:00", 12, 0, "9999-12-31T23:59:59Z"},
	} {
		require.Equal(t, c.want, show(z.Date(wall(t, c.from), c.months, c.days, 10*60)), "%+v", c)
	}
	require.Equal(t, "2026-03-31T07:00:00Z", show(z.OnDate(utcOf(t, "2026-03-30 22:30"), 10*60)))
}

func TestInside(t *testing.T) {
	night := Slot{From: 21 * 60, To: 9 * 60}
	for _, c := range []struct {
		zone string
		slot Slot
		now  string // in UTC
		want string // the end, or nothing outside
	}{
		{"UTC", night, "2026-01-05 20:59:59.999", ""},
		{"UTC", night, "2026-01-05 21:00", "2026-01-06T09:00:00Z"},
		{"UTC", night, "2026-01-06 08:59:59.999", "2026-01-06T09:00:00Z"},
		{"UTC", night, "2026-01-06 09:00", ""},
		{"UTC", Slot{From: 12 * 60, To: 13 * 60}, "2026-01-06 12:59", "2026-01-06T13:00:00Z"},
		{"UTC", Slot{From: 12 * 60, To: 13 * 60}, "2026-01-06 13:00", ""},
		{"Asia/Tokyo", night, "2026-01-06 00:00", ""},
		{"Asia/Tokyo", night, "2026-01-05 23:59:59.999", "2026-01-06T00:00:00Z"},
		{"Europe/Sofia", Slot{From: 60, To: 3*60 + 30}, "2026-03-29 01:29", "2026-03-29T01:30:00Z"},        // 03:30 does not exist
		{"Europe/Sofia", Slot{From: 3*60 + 30, To: 3*60 + 45}, "2026-10-25 00:30", "2026-10-25T00:45:00Z"}, // it comes twice: the first time
		{"Europe/Sofia", Slot{From: 3*60 + 30, To: 3*60 + 45}, "2026-10-25 01:30", ""},
	} {
		end, ok := zone(t, c.zone).Inside(utcOf(t, c.now), c.slot)
		got := ""
		if ok {
			got = time.UnixMilli(end).UTC().Format(time.RFC3339Nano)
		}
		require.Equal(t, c.want, got, "%s %s %+v", c.zone, c.now, c.slot)
	}
}

// TestInsideAgreesWithNext: an instant is its own next one exactly inside a window, or at its beginning.
func TestInsideAgreesWithNext(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	names := Names()
	inside := 0
	for range 5_000 {
		z := zone(t, names[r.IntN(len(names))])
		s := Slot{Days: uint8(r.IntN(128)), From: r.IntN(1440), To: r.IntN(1440)}
		if s.From == s.To {
			continue
		}
		now := between(r, 1975, 2100)
		if len(z.at) > 0 && r.IntN(2) == 0 {
			now = max(z.at[r.IntN(len(z.at))]+r.Int64N(2*msPerDay)-msPerDay, 0)
		}
		end, ok := z.Inside(now, s)
		if !ok {
			continue
		}
		inside++
		require.Equal(t, now, z.Next(now, s), "%s %d %+v", z.Name(), now, s)
		require.Greater(t, end, now)
		last, still := z.Inside(end-1, s)
		require.True(t, still)
		require.Equal(t, end, last, "it ends once")
	}
	require.Greater(t, inside, 1_000)
}

func TestEndOf(t *testing.T) {
	for _, c := range []struct {
		zone, now string
		unit      Unit
		want      string
	}{
		{"UTC", "2026-02-28 23:59:59.999", Day, "2026-03-01T00:00:00Z"},
		{"UTC", "2026-03-02 00:00", Week, "2026-03-09T00:00:00Z"},
		{"UTC", "2026-12-31 12:00", Month, "2027-01-01T00:00:00Z"},
		{"Europe/Sofia", "2026-03-28 22:30", Day, "2026-03-29T21:00:00Z"}, // a day of 23 hours
		{"Europe/Sofia", "2026-10-31 21:30", Month, "2026-10-31T22:00:00Z"},
		{"America/Santiago", "2026-09-05 12:00", Day, "2026-09-06T04:00:00Z"}, // there is no midnight
	} {
		z := zone(t, c.zone)
		got := z.EndOf(utcOf(t, c.now), c.unit)
		require.Equal(t, c.want, time.UnixMilli(got).UTC().Format(time.RFC3339Nano), "%s %s", c.zone, c.now)
		require.Equal(t, got, z.StartOf(got, c.unit))
	}
}
