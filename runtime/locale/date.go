package locale

import (
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
)

// Style is how much a date says.
type Style uint8

// The styles, of November 27, 2026 in English.
const (
	Full   Style = iota // Friday, November 27, 2026
	Long                // November 27, 2026
	Medium              // Nov 27, 2026
	Short               // 11/27/26
)

// StyleNames are the words for the styles, in their order.
var StyleNames = []string{"full", "long", "medium", "short"}

// Date writes a day.
func (l *Locale) Date(day calendar.Civil, style Style) string {
	return l.moment(l.dates[min(int(style), len(l.dates)-1)], day)
}

// Time writes a time of day, hours and minutes.
func (l *Locale) Time(at calendar.Civil) string { return l.moment(l.clock, at) }

// moment fills a pattern of CLDR: letters stand for parts of the moment, what is
// between quotes for itself, and a doubled quote for a quote.
func (l *Locale) moment(pattern string, c calendar.Civil) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(pattern); {
		ch := pattern[i]
		switch {
		case ch == '\'' && strings.HasPrefix(pattern[i:], "''"):
			b.WriteByte('\'')
			i += 2
			continue
		case ch == '\'':
			quoted = !quoted
			i++
			continue
		case quoted || !isLetter(ch):
			b.WriteByte(ch)
			i++
			continue
		}
		n := 1
		for i+n < len(pattern) && pattern[i+n] == ch {
			n++
		}
		b.WriteString(l.field(ch, n, c))
		i += n
	}
	return b.String()
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// field writes one part of a moment.
func (l *Locale) field(letter byte, n int, c calendar.Civil) string {
	switch letter {
	case 'y':
		if n == 2 {
			return l.padded(c.Year%100, 2)
		}
		return l.padded(c.Year, 1)
	case 'M', 'L':
		switch {
		case n <= 2:
			return l.padded(c.Month, n)
		case n == 3:
			return l.monthsShort[c.Month-1]
		case letter == 'L':
			return l.monthsAlone[c.Month-1]
		}
		return l.months[c.Month-1]
	case 'd':
		return l.padded(c.Day, n)
	case 'E', 'c':
		fromSunday := (c.Weekday() + 1) % 7
		if n <= 3 {
			return l.daysShort[fromSunday]
		}
		return l.days[fromSunday]
	case 'H':
		return l.padded(c.Hour, n)
	case 'h':
		return l.padded((c.Hour+11)%12+1, n)
	case 'm':
		return l.padded(c.Minute, n)
	case 'a', 'B':
		return l.periods[c.Hour/12]
	case 'G':
		return l.era
	}
	return ""
}

// padded writes a number with at least so many digits.
func (l *Locale) padded(x, width int) string {
	text := strconv.Itoa(x)
	text = strings.Repeat("0", max(width-len(text), 0)) + text
	if l.zero == '0' {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return l.zero + r - '0'
		}
		return r
	}, text)
}
