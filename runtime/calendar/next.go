package calendar

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

// NextTime returns the first instant, from ms on, at a local time of day. At
// exactly that time it is ms itself.
func (z *Zone) NextTime(ms int64, hour, minute int) int64 {
	ms = clamp(ms)
	today := z.localDay(ms)
	// Yesterday's time can still be ahead when a gap moved it over midnight.
	for day := today - 1; ; day++ {
		if t := z.on(day, hour, minute); t >= ms || t == Last {
			return t
		}
	}
}

// NextWeekdayTime returns the first instant, from ms on, at a local time on a day
// of the week; today counts. With afterToday it is on a later date than today's:
// `next saturday`, said on a Saturday, is a week later.
func (z *Zone) NextWeekdayTime(ms int64, weekday Weekday, hour, minute int, afterToday bool) int64 {
	ms = clamp(ms)
	today := z.localDay(ms)
	from := today - 1
	if afterToday {
		from = today + 1
	}
	from += floorMod(int64(weekday-weekdayOf(from)), 7)
	for day := from; ; day += 7 {
		if t := z.on(day, hour, minute); t >= ms || t == Last {
			return t
		}
	}
}

// OccurrenceInYear returns the instant at which a date that comes back every year
// falls in one year. 29 February is 28 February in other years, or 1 March with
// leapMar1.
func (z *Zone) OccurrenceInYear(month, day, year, hour, minute int, leapMar1 bool) int64 {
	if last := DaysIn(year, month); day > last {
		day = last
		if leapMar1 && month == 2 {
			month, day = 3, 1
		}
	}
	return z.Instant(Civil{Year: year, Month: month, Day: day, Hour: hour, Minute: minute})
}

// on returns the instant of a time of day on a date.
func (z *Zone) on(day int64, hour, minute int) int64 {
	t, _ := z.resolve(day*msPerDay + int64(hour*60+minute)*60*msPerSecond)
	return clamp(t)
}
