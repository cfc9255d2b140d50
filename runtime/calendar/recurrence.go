package calendar

// Recurrence is a date that comes back every so many months, and a time of day on
// it or some days from it. It always counts from the first date: from 31 January
// every month it is 28 February, 31 March.
type Recurrence struct {
	Day    Civil // the first date; its time of day is not asked
	Every  int   // months, from 1
	Minute int   // of the day
	// Months, then Days, are added to every date; negative amounts go back.
	Months, Days int32
	LeapMar1     bool // 29 February is 1 March, not 28 February, in other years
	After        bool // the first date itself does not count
}

// NextOf returns the first instant after ms at which a date comes back.
func (z *Zone) NextOf(ms int64, r Recurrence) int64 {
	ms = clamp(ms)
	for k := r.before(z.Civil(ms)); ; k++ {
		if t := z.minute(r.date(k), r.Minute); t > ms || t == Last {
			return t
		}
	}
}

// before is how often the date came back at most a little before now, from its
// first time on.
func (r *Recurrence) before(now Civil) int64 {
	// How many months the offset is, at most.
	offset := int64(r.Months)
	if days := int64(r.Days); days > 0 {
		offset += days/28 + 1
	} else {
		offset += days / 31
	}
	months := int64(now.Year-r.Day.Year)*12 + int64(now.Month-r.Day.Month) - offset
	first := int64(0)
	if r.After {
		first = 1
	}
	return max(floorDiv(months, int64(r.Every))-1, first)
}

// date is the day number of the k-th return, with what is added to it.
func (r *Recurrence) date(k int64) int64 {
	m := int64(r.Day.Year)*12 + int64(r.Day.Month) - 1 + k*int64(r.Every)
	c := Civil{Year: int(floorDiv(m, 12)), Month: int(floorMod(m, 12)) + 1}
	if c.Day = min(r.Day.Day, DaysIn(c.Year, c.Month)); r.LeapMar1 && c.Month == 2 && r.Day.Day == 29 && c.Day == 28 {
		c.Month, c.Day = 3, 1
	}
	return shiftDate(c, int64(r.Months), int64(r.Days))
}
