package calendar

import "math"

// Add returns the instant after a duration. Months, then days, move the local
// date and keep the local time; a month without such a day ends at its last day.
// Then millis of elapsed time pass. Without months and days the result is elapsed
// time alone: 24 h after 09:00 may be 10:00, one day after it is 09:00. Negative
// amounts go back.
func (z *Zone) Add(ms int64, months, days int32, millis int64) int64 {
	return z.add(ms, int64(months), int64(days), millis)
}

// AddFrom returns the n-th repetition of a duration. It counts from the first
// anchor, never from the repetition before: 31 January, 28 February, 31 March.
func (z *Zone) AddFrom(anchor int64, n int, months, days int32, millis int64) int64 {
	k := int64(n)
	return z.add(anchor, mulSat(k, int64(months)), mulSat(k, int64(days)), mulSat(k, millis))
}

func (z *Zone) add(ms, months, days, millis int64) int64 {
	ms = clamp(ms)
	if months != 0 || days != 0 {
		ms = z.shift(ms, months, days)
	}
	return clamp(addSat(ms, millis))
}

// The most months and days that can matter between First and Last.
const (
	mostMonths = 12 * 10000
	mostDays   = 366 * 10000
)

func (z *Zone) shift(ms, months, days int64) int64 {
	if months == 0 && -mostDays < days && days < mostDays {
		// Days alone need no date: the wall moves by so many times 24 hours.
		t, _ := z.resolve(ms + int64(z.Offset(ms))*msPerSecond + days*msPerDay)
		return clamp(t)
	}
	c := z.Civil(ms)
	day := shiftDate(c, months, days)
	c.Year, c.Month, c.Day = 1970, 1, 1 // what is left is the time of day
	t, _ := z.resolve(day*msPerDay + c.wall())
	return clamp(t)
}

func addSat(a, b int64) int64 {
	switch s := a + b; {
	case a > 0 && b > 0 && s < 0:
		return math.MaxInt64
	case a < 0 && b < 0 && s >= 0:
		return math.MinInt64
	default:
		return s
	}
}

func mulSat(a, b int64) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	p := a * b
	if p/b == a && (a != math.MinInt64 || b != -1) && (b != math.MinInt64 || a != -1) {
		return p
	}
	if (a < 0) == (b < 0) {
		return math.MaxInt64
	}
	return math.MinInt64
}
