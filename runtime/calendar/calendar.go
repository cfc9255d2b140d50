// Package calendar is the only place that does calendar arithmetic.
//
// An instant is an int64: milliseconds since 1970-01-01T00:00:00Z. A local time
// is a Civil: what a clock and a calendar on the wall show. A Zone turns one into
// the other with data that is part of the program (zones.go), so that the same
// feed gives the same decisions on every machine; the zones of the machine and
// its environment are never asked.
//
// Two rules settle every odd local time, in one function (Zone.Instant):
//
//   - a local time that does not exist moves forward by the gap: 02:30 in a night
//     that jumps from 02:00 to 03:00 is 03:30;
//   - a local time that occurs twice is the earlier one.
//
// Go's time.Date resolves a gap by whichever side its first guess fell on, and
// AddDate rolls 31 January plus one month over into March; both would make `wait
// 1mo` mean something no reader of the file expects. So package time is not used.
//
// Everything is proleptic Gregorian, without leap seconds, from First to Last:
// results beyond are held at these limits, so that a deadline that is absurdly
// far away never wraps around into the past.
package calendar

// Version is the release of the IANA time zone database that is built in.
const Version = "2025c"

// First and Last bound every instant that this package returns: the years 1 to
// 9999 in UTC, which is what RFC 3339 can write.
const (
	First int64 = -62135596800000 // 0001-01-01T00:00:00.000Z
	Last  int64 = 253402300799999 // 9999-12-31T23:59:59.999Z
)

const (
	msPerSecond = 1000
	msPerDay    = 24 * 60 * 60 * msPerSecond
	daysPer400  = 146097 // days in 400 Gregorian years; a whole number of weeks
)

// Civil is a local date and time, as a wall shows it.
type Civil struct{ Year, Month, Day, Hour, Minute, Second, Milli int }

// Weekday is a day of the week; a calendar week starts on Monday.
type Weekday int

// The days of the week, in the order of a calendar week.
const (
	Monday Weekday = iota
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
	Sunday
)

// Weekday returns the day of the week of the date.
func (c Civil) Weekday() Weekday { return weekdayOf(dayNumber(c.Year, c.Month, c.Day)) }

// DaysIn returns the number of days of a month.
func DaysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// weekdayOf returns the day of the week of a day number; 1970-01-01 was a Thursday.
func weekdayOf(day int64) Weekday { return Weekday(floorMod(day+int64(Thursday), 7)) }

// dayNumber counts days from 1970-01-01. The year is taken to start in March, so
// that the leap day is its last one and the months before it have a fixed pattern
// of 153 days in five months (Howard Hinnant, chrono-Compatible Low-Level Date
// Algorithms). The month must be 1 to 12; a day beyond the month counts on.
func dayNumber(year, month, day int) int64 {
	y, m := int64(year), int64(month)-3
	if m < 0 {
		y, m = y-1, m+12
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*m+2)/5 + int64(day) - 1
	return era*daysPer400 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// dateOf is the inverse of dayNumber.
func dateOf(day int64) (year, month, dayOfMonth int) {
	day += 719468 // days from 0000-03-01
	era := floorDiv(day, daysPer400)
	d := day - era*daysPer400
	y := (d - d/1460 + d/36524 - d/146096) / 365
	d -= 365*y + y/4 - y/100
	m := (5*d + 2) / 153
	dayOfMonth = int(d-(153*m+2)/5) + 1
	y += era * 400
	if m >= 10 {
		return int(y + 1), int(m - 9), dayOfMonth
	}
	return int(y), int(m + 3), dayOfMonth
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 {
	r := a % b
	if r < 0 {
		r += b
	}
	return r
}

func clamp(ms int64) int64 { return min(max(ms, First), Last) }
