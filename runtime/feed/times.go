package feed

import "github.com/journeylang/journey/runtime/calendar"

// Times are read by hand: time.Parse costs a microsecond where a line may cost
// a third of one, and it accepts things that are not times of a feed. Accepted:
//
//	2026-03-02T10:00:00Z          RFC 3339, any offset, any fraction (cut to ms)
//	2026-03-02T10:00:00.123+03:00 also +0300 and +03
//	2026-03-02 10:00[:05[.123]]   local: UTC, or the mapping's zone; T for the space too
//	2026-03-02                    local midnight
//	1772445600000  1772445600     whole ms or s, told apart by size
//
// A date that does not exist is no time, and neither is second 60.

const (
	msPerDay = 86_400_000
	// Below this size a whole number counts seconds: 1e11 s is the year 5138,
	// 1e11 ms is March 1973, before any feed.
	secondsBelow = 100_000_000_000
	maxTime      = 253_402_300_799_999 // calendar.Last
	minTime      = -62_135_596_800_000 // calendar.First
)

// timeFault says why a text is not a time; empty when it is one.
type timeFault string

const (
	notATime    timeFault = "is not a time; write it as 2026-03-02T10:00:00Z"
	noSuchDate  timeFault = "is not a date that exists"
	noSuchHour  timeFault = "is not a time of day that exists"
	badOffset   timeFault = "has an offset that does not exist"
	outOfTime   timeFault = "is too large for a time in seconds or milliseconds"
	notWholeNum timeFault = "is not a whole number of seconds or milliseconds"
)

// parseTime reads any accepted form.
func parseTime(b []byte, zone *calendar.Zone) (int64, timeFault) {
	if len(b) >= 10 && b[4] == '-' {
		return parseStamp(b, zone)
	}
	return parseEpoch(b)
}

// parseEpoch reads a whole number of ms or s. 1.5e12 is whole too: some writers
// print large numbers so.
func parseEpoch(b []byte) (int64, timeFault) {
	neg := false
	i := 0
	if i < len(b) && b[i] == '-' {
		neg = true
		i++
	}
	if i == len(b) {
		return 0, notATime
	}
	var n int64
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c > 9 {
			return parseEpochFloat(b)
		}
		if n > maxTime {
			return 0, outOfTime
		}
		n = n*10 + int64(c)
	}
	if neg {
		n = -n
	}
	return epochMillis(n)
}

func parseEpochFloat(b []byte) (int64, timeFault) {
	f, end := parseNumber(b, 0)
	if end != len(b) {
		return 0, notATime
	}
	return floatMillis(f)
}

// floatMillis reads a number that stands for a time.
func floatMillis(f float64) (int64, timeFault) {
	if f > maxTime || f < minTime {
		return 0, outOfTime
	}
	n := int64(f)
	if float64(n) != f {
		return 0, notWholeNum
	}
	return epochMillis(n)
}

func epochMillis(n int64) (int64, timeFault) {
	if n < secondsBelow && n > -secondsBelow {
		n *= 1000
	}
	if n > maxTime || n < minTime {
		return 0, outOfTime
	}
	return n, ""
}

// two reads two digits at i; anything else gives a number above 99.
func two(b []byte, i int) int {
	hi, lo := b[i]-'0', b[i+1]-'0'
	if hi > 9 || lo > 9 {
		return 1000
	}
	return int(hi)*10 + int(lo)
}

var monthDays = [13]uint8{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// parseStamp reads the forms that begin with a date.
func parseStamp(b []byte, zone *calendar.Zone) (int64, timeFault) {
	y1, y2, month, day := two(b, 0), two(b, 2), two(b, 5), two(b, 8)
	if y1 > 99 || y2 > 99 || month > 99 || day > 99 || b[7] != '-' {
		return 0, notATime
	}
	year := y1*100 + y2
	if year < 1 || month < 1 || month > 12 || day < 1 || day > int(monthDays[month]) || month == 2 && day == 29 && !leap(year) {
		return 0, noSuchDate
	}
	if len(b) == 10 {
		return civil(zone, year, month, day, 0, 0, 0, 0), ""
	}
	if c := b[10]; c != 'T' && c != ' ' && c != 't' || len(b) < 16 || b[13] != ':' {
		return 0, notATime
	}
	hour, minute, second, milli := two(b, 11), two(b, 14), 0, 0
	i := 16
	if i < len(b) && b[i] == ':' {
		if len(b) < 19 {
			return 0, notATime
		}
		second = two(b, 17)
		i = 19
		if i < len(b) && b[i] == '.' {
			var ok bool
			if milli, i, ok = fraction(b, i+1); !ok {
				return 0, notATime
			}
		}
	}
	if hour > 99 || minute > 99 || second > 99 {
		return 0, notATime
	}
	if hour > 23 || minute > 59 || second > 59 {
		return 0, noSuchHour
	}
	if i == len(b) {
		return civil(zone, year, month, day, hour, minute, second, milli), ""
	}
	offset, fault := parseOffset(b[i:])
	if fault != "" {
		return 0, fault
	}
	ms := civil(nil, year, month, day, hour, minute, second, milli) - offset
	if ms < minTime || ms > maxTime {
		return 0, noSuchDate
	}
	return ms, ""
}

// fraction reads the digits after the point, cut to milliseconds.
func fraction(b []byte, i int) (milli, end int, ok bool) {
	scale := 100
	start := i
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c > 9 {
			break
		}
		milli += int(c) * scale
		scale /= 10
	}
	return milli, i, i > start
}

// parseOffset reads Z, +03:00, +0300 or +03, after one optional space, as ms.
func parseOffset(b []byte) (int64, timeFault) {
	if len(b) > 1 && b[0] == ' ' {
		b = b[1:]
	}
	if len(b) == 1 && (b[0] == 'Z' || b[0] == 'z') {
		return 0, ""
	}
	if b[0] != '+' && b[0] != '-' {
		return 0, notATime
	}
	var h, m int
	switch {
	case len(b) == 6 && b[3] == ':':
		h, m = two(b, 1), two(b, 4)
	case len(b) == 5:
		h, m = two(b, 1), two(b, 3)
	case len(b) == 3:
		h = two(b, 1)
	default:
		return 0, notATime
	}
	if h > 99 || m > 99 {
		return 0, notATime
	}
	if h > 23 || m > 59 {
		return 0, badOffset
	}
	offset := int64(h*60+m) * 60_000
	if b[0] == '-' {
		offset = -offset
	}
	return offset, ""
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// civil turns a checked civil time of the zone, nil for UTC, into ms UTC.
func civil(zone *calendar.Zone, year, month, day, hour, minute, second, milli int) int64 {
	if zone != nil {
		return zone.Instant(calendar.Civil{Year: year, Month: month, Day: day, Hour: hour, Minute: minute, Second: second, Milli: milli})
	}
	ms := int64(hour*3600+minute*60+second)*1000 + int64(milli)
	return daysFromCivil(year, month, day)*msPerDay + ms
}

// daysFromCivil counts days since 1970-01-01 in the proleptic Gregorian
// calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
func daysFromCivil(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return int64(era*146097+doe) - 719468
}
