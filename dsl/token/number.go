package token

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// number lexes everything that begins with a digit: numbers, durations,
// percents, times, dates, and what people write in their place.
func (l *lexer) number() {
	digits := l.digits(0)
	if digits == 4 && l.date() {
		return
	}
	if digits <= 2 && l.timeOfDay(digits) {
		return
	}
	n := digits
	decimal := false
	if l.at(n) == '.' && isDigit(l.at(n+1)) {
		decimal = true
		n++
		n += l.digits(n)
	}
	if l.at(n) == '%' {
		n++
		if l.nameLen(l.pos+n) > 0 || l.at(n) == '(' {
			text := l.src[l.pos : l.pos+n]
			l.problem(Problem{Kind: JoinedPercent, Start: l.pos, End: l.pos + n, Want: text[:n-1] + " % "})
		}
		l.emit(Percent, n)
		return
	}
	tail := l.nameLen(l.pos + n)
	if tail == 0 {
		l.emit(Number, n)
		return
	}
	l.suffixed(n, tail, decimal)
}

func (l *lexer) digits(from int) int {
	n := from
	for isDigit(l.at(n)) {
		n++
	}
	return n - from
}

// suffixed lexes a number of n bytes with letters stuck to it.
func (l *lexer) suffixed(n, tail int, decimal bool) {
	start, end := l.pos, l.pos+n+tail
	num, unit := l.src[start:start+n], l.src[start+n:end]
	if _, ok := shortUnits[unit]; ok {
		if decimal {
			want := wholeDuration(num, unit)
			p := Problem{Kind: DecimalDuration, Start: start, End: end, Want: want}
			l.problem(p)
		}
		l.emit(Duration, n+tail)
		return
	}
	lower := strings.ToLower(unit)
	switch {
	case lower == "am" || lower == "pm":
		l.problem(Problem{Kind: BadTime, Start: start, End: end, Want: clock12(num, "00", lower)})
		l.emit(Time, n+tail)
	case longUnits[lower] != "":
		l.problem(Problem{Kind: UnknownUnit, Start: start, End: end, Want: num + longUnits[lower]})
		l.emit(Duration, n+tail)
	case compound(unit):
		l.problem(Problem{Kind: CompoundDuration, Start: start, End: end, Want: sumDuration(num + unit)})
		l.emit(Duration, n+tail)
	case unit[0] == '_' && strings.Trim(unit, "_0123456789") == "":
		want := strings.ReplaceAll(num+unit, "_", "")
		l.problem(Problem{Kind: BadNumber, Start: start, End: end, Want: want})
		l.emit(Number, n+tail)
	case exponent(unit):
		p := Problem{Kind: BadNumber, Start: start, End: end}
		if v, err := strconv.ParseFloat(num+unit, 64); err == nil && v < 1e15 {
			p.Want = strconv.FormatFloat(v, 'f', -1, 64)
		}
		l.problem(p)
		l.emit(Number, n+tail)
	case decimal || n > 12 || utf8.RuneCountInString(unit) == 1:
		l.problem(Problem{Kind: UnknownUnit, Start: start, End: end})
		l.emit(Duration, n+tail)
	default:
		l.problem(Problem{Kind: NameAfterDigit, Start: start, End: end, Want: "`" + num + unit + "`"})
		l.emit(Name, n+tail)
	}
}

func exponent(unit string) bool {
	return len(unit) > 1 && (unit[0] == 'e' || unit[0] == 'E') && strings.Trim(unit[1:], "0123456789") == ""
}

// shortUnits are the units of a duration in seconds; 0 where the length depends on the calendar.
var shortUnits = map[string]int64{"s": 1, "m": 60, "h": 3600, "d": 0, "w": 0, "mo": 0, "y": 0}

// longUnits are what people stick to a number instead.
var longUnits = map[string]string{
	"sec": "s", "secs": "s", "second": "s", "seconds": "s", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
	"hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "week": "w", "weeks": "w", "wk": "w", "wks": "w",
	"month": "mo", "months": "mo", "mon": "mo", "mos": "mo", "year": "y", "years": "y", "yr": "y", "yrs": "y",
}

// wholeDuration turns 1.5h into 90m. Calendar units have no exact parts.
func wholeDuration(num, unit string) string {
	v, err := strconv.ParseFloat(num, 64)
	if err != nil || v > 1e6 {
		return ""
	}
	if secs := shortUnits[unit]; secs > 0 {
		return wholeSeconds(v * float64(secs))
	}
	if unit == "w" && v*7 == float64(int64(v*7)) {
		return strconv.FormatInt(int64(v*7), 10) + "d"
	}
	if unit == "y" && v*12 == float64(int64(v*12)) {
		return strconv.FormatInt(int64(v*12), 10) + "mo"
	}
	return ""
}

func wholeSeconds(v float64) string {
	s := int64(v)
	switch {
	case v != float64(s) || s == 0:
		return ""
	case s%3600 == 0:
		return strconv.FormatInt(s/3600, 10) + "h"
	case s%60 == 0:
		return strconv.FormatInt(s/60, 10) + "m"
	}
	return strconv.FormatInt(s, 10) + "s"
}

// compound reports whether a unit goes on with further amounts, as in 1d12h.
func compound(unit string) bool {
	u, rest := splitUnit(unit)
	if _, ok := shortUnits[u]; !ok || rest == "" {
		return false
	}
	for rest != "" {
		i := 0
		for i < len(rest) && isDigit(rest[i]) {
			i++
		}
		if i == 0 {
			return false
		}
		u, rest = splitUnit(rest[i:])
		if _, ok := shortUnits[u]; !ok {
			return false
		}
	}
	return true
}

func splitUnit(s string) (unit, rest string) {
	i := 0
	for i < len(s) && !isDigit(s[i]) {
		i++
	}
	return s[:i], s[i:]
}

// sumDuration adds up 1h30m. It gives nothing when a part depends on the calendar.
func sumDuration(s string) string {
	var sum float64
	for s != "" {
		i := 0
		for i < len(s) && (isDigit(s[i]) || s[i] == '.') {
			i++
		}
		v, err := strconv.ParseFloat(s[:i], 64)
		unit, rest := splitUnit(s[i:])
		secs := shortUnits[unit]
		if err != nil || secs == 0 || v > 1e6 {
			return ""
		}
		sum += v * float64(secs)
		s = rest
	}
	return wholeSeconds(sum)
}

// date lexes 2026-11-27, or four digits followed by something close to it.
func (l *lexer) date() bool {
	if l.at(4) != '-' {
		return false
	}
	m := l.digits(5)
	if m == 0 || m > 2 || l.at(5+m) != '-' {
		return false
	}
	d := l.digits(6 + m)
	n := 6 + m + d
	if d == 0 || d > 2 || l.nameLen(l.pos+n) > 0 {
		return false
	}
	text := l.src[l.pos : l.pos+n]
	year, month, day := atoi(text[:4]), atoi(text[5:5+m]), atoi(text[6+m:])
	p := Problem{Kind: BadDate, Start: l.pos, End: l.pos + n}
	switch {
	case month < 1 || month > 12 || day < 1 || day > DaysIn(year, month):
		l.problem(p)
	case m != 2 || d != 2:
		p.Want = text[:5] + pad2(month) + "-" + pad2(day)
		l.problem(p)
	}
	l.emit(Date, n)
	return true
}

// DaysIn returns the number of days of a month of the Gregorian calendar.
func DaysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// timeOfDay lexes 09:00. Behind a value, [1:30] is a slice and not a time.
func (l *lexer) timeOfDay(digits int) bool {
	if l.at(digits) != ':' || l.digits(digits+1) != 2 {
		return false
	}
	if len(l.stack) > 0 && l.stack[len(l.stack)-1].index {
		return false
	}
	n := digits + 3
	tail := l.nameLen(l.pos + n)
	hour, minute := l.src[l.pos:l.pos+digits], l.src[l.pos+digits+1:l.pos+n]
	p := Problem{Kind: BadTime, Start: l.pos, End: l.pos + n + tail}
	switch suffix := strings.ToLower(l.src[l.pos+n : l.pos+n+tail]); {
	case suffix == "am" || suffix == "pm":
		p.Want = clock12(hour, minute, suffix)
		l.problem(p)
	case tail > 0:
		l.problem(p)
	case hour == "24" && minute == "00":
		p.Want = "00:00"
		l.problem(p)
	case atoi(hour) > 23 || atoi(minute) > 59:
		l.problem(p)
	case digits == 1:
		p.Want = "0" + hour + ":" + minute
		l.problem(p)
	}
	l.emit(Time, n+tail)
	return true
}

// clock12 turns 9:00pm into 21:00.
func clock12(hour, minute, suffix string) string {
	h, err := strconv.Atoi(hour)
	if err != nil || h < 1 || h > 12 || atoi(minute) > 59 {
		return ""
	}
	h %= 12
	if suffix == "pm" {
		h += 12
	}
	return pad2(h) + ":" + minute
}

func pad2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// atoi reads a short run of digits.
func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// foreignNumber reads digits of another script: their length in s and the plain number.
func foreignNumber(s string) (n int, plain string) {
	var b strings.Builder
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		v, ok := digitValue(r)
		if !ok {
			break
		}
		b.WriteByte('0' + byte(v))
		n += size
	}
	return n, b.String()
}

// digitValue gives the value of a decimal digit of any script. Unicode keeps the
// ten digits of a script together and in order, and no two sets of ten touch
// except the mathematical ones, which nobody types.
func digitValue(r rune) (int, bool) {
	if '0' <= r && r <= '9' {
		return int(r - '0'), true
	}
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	zero := r
	for r-zero < 9 && unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return int(r - zero), true
}
