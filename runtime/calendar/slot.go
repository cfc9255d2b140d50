package calendar

// Slot is a time of day on some days of the week, or a window of time that begins
// then. The zero value is midnight, any day.
type Slot struct {
	Days  uint8 // bit 0 is Monday; none set is every day
	Later bool  // on a later date than today's
	// From is a minute of the day; To the minute at which a window ends, None where
	// there is no window. A window that ends at or before its beginning ends on the
	// next day; 1440 is the end of the day.
	From, To int
}

// None is the To of a Slot that is a moment.
const None = -1

// Next returns the first instant, from ms on, at which the slot begins. An instant
// at which it begins, or inside a window, is its own.
func (z *Zone) Next(ms int64, s Slot) int64 {
	ms = clamp(ms)
	today := z.localDay(ms)
	// Yesterday's time can still be ahead when a gap moved it over midnight, and its
	// window can still be open.
	day := today - 1
	if s.Later {
		day = today + 1
	}
	for ; ; day++ {
		if !s.on(day) {
			continue
		}
		from := z.minute(day, s.From)
		if from >= ms || from == Last {
			return from
		}
		if s.To != None && ms < z.minute(day, s.end()) {
			return ms
		}
	}
}

// Inside returns the end of the window that an instant lies in; ok is false when it
// lies in none. Each date has one window, with one beginning and one end, so that in a
// night in which clocks change it is open once.
func (z *Zone) Inside(ms int64, s Slot) (end int64, ok bool) {
	ms = clamp(ms)
	// A gap can move what began the day before yesterday past midnight, and clocks that
	// go back over midnight can show tomorrow's date first.
	today := z.localDay(ms)
	for day := today - 2; day <= today+1; day++ {
		if !s.on(day) || z.minute(day, s.From) > ms {
			continue
		}
		if to := z.minute(day, s.end()); ms < to {
			end, ok = max(end, to), true
		}
	}
	return end, ok
}

// on reports whether the slot is on a date.
func (s Slot) on(day int64) bool { return s.Days == 0 || s.Days&(1<<weekdayOf(day)) != 0 }

// end is the minute at which a window ends, counted from the beginning of its date.
func (s Slot) end() int {
	if s.To <= s.From {
		return s.To + 1440
	}
	return s.To
}

// minute returns the instant of a minute of a date; it may lie beyond the date.
func (z *Zone) minute(day int64, minute int) int64 {
	t, _ := z.resolve(day*msPerDay + int64(minute)*60*msPerSecond)
	return clamp(t)
}

// OnDate returns the instant of a minute of the local date of an instant.
func (z *Zone) OnDate(ms int64, minute int) int64 { return z.minute(z.localDay(clamp(ms)), minute) }

// Date returns the instant of a minute of a date that months, then days, were
// added to; a month without such a day ends at its last one. The date is that of
// c, whose time of day is not asked.
func (z *Zone) Date(c Civil, months, days int32, minute int) int64 {
	day := shiftDate(c, int64(months), int64(days))
	return z.minute(day, minute)
}

// shiftDate is the day number of a date, months and then days later.
func shiftDate(c Civil, months, days int64) int64 {
	m := int64(min(max(c.Year, -1), 10001))*12 + int64(c.Month) - 1 + min(max(months, -mostMonths), mostMonths)
	year, month := int(floorDiv(m, 12)), int(floorMod(m, 12))+1
	return dayNumber(year, month, min(c.Day, DaysIn(year, month))) + min(max(days, -mostDays), mostDays)
}
