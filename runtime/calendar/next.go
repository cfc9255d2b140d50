package calendar

// Unit is a unit of the calendar.
type Unit uint8

// The units. A week begins on Monday.
const (
	Day Unit = iota
	Week
	Month
)

// StartOf returns the first instant of the local day, week or month of an instant.
func (z *Zone) StartOf(ms int64, u Unit) int64 {
	switch u {
	case Week:
		return z.StartOfWeek(ms)
	case Month:
		return z.StartOfMonth(ms)
	}
	return z.StartOfDay(ms)
}

// StartOfDay returns the first instant of the local date of an instant. It is the
// end of the gap where clocks jump over midnight.
func (z *Zone) StartOfDay(ms int64) int64 { return z.firstOf(z.localDay(clamp(ms))) }

// StartOfWeek returns the first instant of the Monday of the local week.
func (z *Zone) StartOfWeek(ms int64) int64 {
	day := z.localDay(clamp(ms))
	return z.firstOf(day - int64(weekdayOf(day)))
}

// StartOfMonth returns the first instant of the first day of the local month.
func (z *Zone) StartOfMonth(ms int64) int64 {
	day := z.localDay(clamp(ms))
	_, _, d := dateOf(day)
	return z.firstOf(day - int64(d-1))
}

// EndOf returns the first instant of the day, week or month that follows the one of an
// instant.
func (z *Zone) EndOf(ms int64, u Unit) int64 {
	day := z.localDay(clamp(ms))
	switch u {
	case Week:
		return z.firstOf(day - int64(weekdayOf(day)) + 7)
	case Month:
		year, month, _ := dateOf(day)
		return z.firstOf(dayNumber(year, month, DaysIn(year, month)) + 1)
	}
	return z.firstOf(day + 1)
}

// NextTime returns the first instant, from ms on, at a local time of day. At
// exactly that time it is ms itself.
func (z *Zone) NextTime(ms int64, hour, minute int) int64 {
	return z.Next(ms, Slot{From: hour*60 + minute, To: None})
}

// NextWeekdayTime returns the first instant, from ms on, at a local time on a day
// of the week; today counts. With afterToday it is on a later date than today's:
// `next saturday`, said on a Saturday, is a week later.
func (z *Zone) NextWeekdayTime(ms int64, weekday Weekday, hour, minute int, afterToday bool) int64 {
	return z.Next(ms, Slot{Days: 1 << weekday, Later: afterToday, From: hour*60 + minute, To: None})
}
