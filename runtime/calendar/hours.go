package calendar

const msPerHour = 60 * 60 * msPerSecond

// NextHour returns the first instant after ms at which the wall shows another hour
// than at ms: the full hour, or the end of a gap that jumps over it. An hour that
// occurs twice in a row is one, and is not left in between.
func (z *Zone) NextHour(ms int64) int64 {
	hour := z.localHour(ms)
	for at := ms; at < Last; {
		offset := int64(z.Offset(at)) * msPerSecond
		next := at + msPerHour - floorMod(at+offset, msPerHour)
		if change := z.changeIn(at, next); change < next {
			next = change
		}
		if z.localHour(next) != hour {
			return min(next, Last)
		}
		at = next
	}
	return Last
}

// localHour counts the hours that the wall has shown by an instant.
func (z *Zone) localHour(ms int64) int64 {
	day := z.localDay(ms)
	return day*24 + (ms+int64(z.Offset(ms))*msPerSecond-day*msPerDay)/msPerHour
}

// changeIn returns the first instant in (from, to] at which the offset changes, or to.
func (z *Zone) changeIn(from, to int64) int64 {
	shift := int64(0)
	if from >= z.cycleEnd {
		shift = (from - z.cycleFrom) / cycle * cycle
	}
	if i := z.period(from - shift); i < len(z.at) {
		return min(to, z.at[i]+shift)
	}
	return to
}

// HourOfWeek returns the hour that the wall shows, from 0 on Monday at midnight to 167.
func (z *Zone) HourOfWeek(ms int64) int {
	return int(floorMod(z.localHour(ms)+24*int64(Thursday), 24*7))
}
