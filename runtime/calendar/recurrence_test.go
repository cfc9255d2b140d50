package calendar

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNextOf(t *testing.T) {
	const yearly, monthly = 12, 1
	for _, c := range []struct {
		zone, day string
		every     int
		with      Recurrence
		after     string // in UTC
		want      string
	}{
		{"Europe/Istanbul", "1990-05-04", yearly, Recurrence{}, "2026-05-04 05:59:59.999", "2026-05-04T06:00:00Z"},
		{"Europe/Istanbul", "1990-05-04", yearly, Recurrence{}, "2026-05-04 06:00", "2027-05-04T06:00:00Z"},
		{"UTC", "2024-02-29", yearly, Recurrence{}, "2026-01-01 00:00", "2026-02-28T09:00:00Z"},
		{"UTC", "2024-02-29", yearly, Recurrence{LeapMar1: true}, "2026-01-01 00:00", "2026-03-01T09:00:00Z"},
		{"UTC", "2024-02-29", yearly, Recurrence{LeapMar1: true}, "2028-01-01 00:00", "2028-02-29T09:00:00Z"},
		{"UTC", "2024-02-29", yearly, Recurrence{LeapMar1: true}, "2099-04-01 00:00", "2100-03-01T09:00:00Z"},
		{"UTC", "2023-02-28", yearly, Recurrence{LeapMar1: true}, "2026-01-01 00:00", "2026-02-28T09:00:00Z"},
		{"UTC", "2024-02-29", yearly, Recurrence{Days: -3}, "2026-01-01 00:00", "2026-02-25T09:00:00Z"},
		{"UTC", "2026-01-31", monthly, Recurrence{}, "2026-02-01 00:00", "2026-02-28T09:00:00Z"},
		{"UTC", "2026-01-31", monthly, Recurrence{}, "2026-03-01 00:00", "2026-03-31T09:00:00Z"},
		{"UTC", "2026-01-31", monthly, Recurrence{}, "2025-06-01 00:00", "2026-01-31T09:00:00Z"}, // its first time
		{"UTC", "2026-01-31", monthly, Recurrence{After: true}, "2025-06-01 00:00", "2026-02-28T09:00:00Z"},
		{"UTC", "2026-01-31", monthly, Recurrence{Months: 14, Days: 40}, "2025-06-01 00:00", "2027-05-10T09:00:00Z"},
		{"UTC", "9999-12-31", yearly, Recurrence{}, "9999-12-31 10:00", "9999-12-31T23:59:59Z"},
	} {
		c.with.Day, c.with.Every, c.with.Minute = wall(t, c.day), c.every, 9*60
		require.Equal(t, c.want, show(zone(t, c.zone).NextOf(utcOf(t, c.after), c.with)), "%+v", c)
	}
}

// TestNextOfIsTheNext walks over every return from the first.
func TestNextOfIsTheNext(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	names := Names()
	for range 3000 {
		z := zone(t, names[r.IntN(len(names))])
		x := Recurrence{
			Day: Civil{Year: 1990 + r.IntN(40), Month: 1 + r.IntN(12), Day: 1}, Every: []int{1, 12}[r.IntN(2)], Minute: r.IntN(1440),
			Months: int32(r.IntN(40) - 20), Days: int32(r.IntN(800) - 400), LeapMar1: r.IntN(2) == 0, After: r.IntN(2) == 0,
		}
		x.Day.Day = 1 + r.IntN(DaysIn(x.Day.Year, x.Day.Month))
		now := between(r, 1985, 2045)
		k := int64(0)
		if x.After {
			k = 1
		}
		for z.minute(x.date(k), x.Minute) <= now {
			k++
		}
		require.Equal(t, show(z.minute(x.date(k), x.Minute)), show(z.NextOf(now, x)), "%s %s %+v", z.Name(), show(now), x)
	}
}
