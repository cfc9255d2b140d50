package calendar

import "math"

// Zone is the offset from UTC of one place, at every instant.
//
// It is a table of periods: offset[0] holds before at[0], offset[i] from at[i-1]
// up to at[i], the last one for ever. Where the rules of today go on for ever
// (the TZif footer), they are written out for 400 years when the zone is loaded:
// the Gregorian calendar repeats after that, weekdays included, so a later
// instant is looked up where it falls in the cycle. A look-up is one binary search
// and no arithmetic on rules. A Zone never changes and may be shared.
type Zone struct {
	name   string
	at     []int64 // ms UTC, ascending
	offset []int32 // seconds east of UTC; one more than at
	widest int64   // ms: the greatest offset

	// The rules repeat from cycleFrom on; the table is complete well beyond
	// cycleEnd = cycleFrom + 400 years. Without such rules cycleEnd is never.
	cycleFrom, cycleEnd int64
}

const (
	cycle = daysPer400 * msPerDay
	never = math.MaxInt64
)

var utc = &Zone{name: "UTC", offset: []int32{0}, cycleEnd: never}

// UTC returns the zone without offset.
func UTC() *Zone { return utc }

// Name returns the name the zone was loaded by, such as Europe/Istanbul.
func (z *Zone) Name() string { return z.name }

// Offset returns what a clock in the zone is ahead of UTC at an instant, in
// seconds: 10800 in Istanbul, negative west of Greenwich.
func (z *Zone) Offset(ms int64) (seconds int) {
	if ms >= z.cycleEnd {
		ms -= (ms - z.cycleFrom) / cycle * cycle
	}
	return int(z.offset[z.period(ms)])
}

// period returns the index of the period an instant lies in: the number of
// transitions up to and including it.
func (z *Zone) period(ms int64) int {
	lo, hi := 0, len(z.at)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if z.at[mid] <= ms {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Civil returns what the wall shows at an instant.
func (z *Zone) Civil(ms int64) Civil {
	day := floorDiv(ms, msPerDay)
	rest := ms - day*msPerDay + int64(z.Offset(ms))*msPerSecond // no overflow at either end of int64
	day += floorDiv(rest, msPerDay)
	rest = floorMod(rest, msPerDay)
	var c Civil
	c.Year, c.Month, c.Day = dateOf(day)
	s := int(rest / msPerSecond)
	c.Milli = int(rest % msPerSecond)
	c.Hour, c.Minute, c.Second = s/3600, s/60%60, s%60
	return c
}

// Instant returns the instant of a local time. One that does not exist moves
// forward by the gap; one that occurs twice is the earlier one. The month must be
// 1 to 12; the other fields may exceed their range and count on: hour 24 is the
// next midnight.
func (z *Zone) Instant(c Civil) int64 {
	t, _ := z.resolve(c.wall())
	return clamp(t)
}

// wall returns the local time in ms, as if the place were on UTC. Years that no
// instant can reach are cut to the nearest one that is surely outside.
func (c Civil) wall() int64 {
	year := min(max(c.Year, -1), 10001)
	s := int64(c.Hour)*3600 + int64(c.Minute)*60 + int64(c.Second)
	return dayNumber(year, c.Month, c.Day)*msPerDay + s*msPerSecond + int64(c.Milli)
}

// resolve returns the earliest instant at which the wall shows a local time. In a
// gap, instant is counted with the offset before it, which is the local time
// moved forward by the gap, and first is the instant right after the gap;
// otherwise the two are equal.
//
// It starts in the first period that can contain the answer, because no offset
// is greater than the widest, and goes on to the next while the wall there
// ended before the time asked for. So it needs no assumption about how large,
// how near to each other or at what hour transitions are.
func (z *Zone) resolve(wall int64) (instant, first int64) {
	shift := int64(0)
	if wall >= z.cycleEnd {
		shift = (wall - z.cycleFrom) / cycle * cycle
		wall -= shift
	}
	i := z.period(wall - z.widest)
	t := wall - int64(z.offset[i])*msPerSecond
	for i < len(z.at) && t >= z.at[i] {
		i++
		before := t
		t = wall - int64(z.offset[i])*msPerSecond
		if t < z.at[i-1] {
			return before + shift, z.at[i-1] + shift
		}
	}
	return t + shift, t + shift
}

// firstOf returns the first instant of a local date: midnight, the end of the gap
// that swallowed midnight, or, for a date that was skipped, of the next date.
func (z *Zone) firstOf(day int64) int64 {
	_, first := z.resolve(day * msPerDay)
	return clamp(first)
}

// localDay returns the day number of the local date at an instant.
func (z *Zone) localDay(ms int64) int64 {
	day := floorDiv(ms, msPerDay)
	return day + floorDiv(ms-day*msPerDay+int64(z.Offset(ms))*msPerSecond, msPerDay)
}
