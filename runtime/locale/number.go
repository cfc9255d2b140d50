package locale

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number writes a number with at most so many digits behind the point, without
// trailing zeros. What is no number is an empty text.
func (l *Locale) Number(x float64, most int) string {
	return l.number(x, 0, most)
}

func (l *Locale) number(x float64, least, most int) string {
	digits, negative := l.digits(x, least, most)
	if negative {
		return l.minus + digits
	}
	return digits
}

// digits writes the amount of a number without its sign; a number that rounds to
// nothing has none.
func (l *Locale) digits(x float64, least, most int) (text string, negative bool) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "", false
	}
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', most, 64), ".")
	for len(fraction) > least && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	var b strings.Builder
	grouped := l.primary > 0 && len(whole) >= l.primary+l.leastGroups
	for i, c := range whole {
		if left := len(whole) - i; grouped && i > 0 && l.boundary(left) {
			b.WriteString(l.group)
		}
		b.WriteRune(l.zero + c - '0')
	}
	if fraction != "" {
		b.WriteString(l.decimal)
		for _, c := range fraction {
			b.WriteRune(l.zero + c - '0')
		}
	}
	return b.String(), x < 0 && strings.Trim(whole+fraction, "0") != ""
}

// boundary reports whether a new group begins where so many digits are left.
func (l *Locale) boundary(left int) bool {
	return left == l.primary || left > l.primary && (left-l.primary)%l.secondary == 0
}

// Money writes an amount of a currency, named by its ISO 4217 code in any case, with
// as many digits behind the point as the currency has. Without a currency it is the
// amount alone; a code that is none stands as it is.
func (l *Locale) Money(x float64, currency string) string {
	code := strings.ToUpper(strings.TrimSpace(currency))
	places, known := index().digits[code]
	if !known {
		places = 2
	}
	amount, negative := l.digits(x, places, places)
	if amount == "" {
		return ""
	}
	if code == "" {
		if negative {
			return l.minus + amount
		}
		return amount
	}
	sign, ok := l.symbols[code]
	if !ok {
		sign = strings.TrimSpace(currency)
		if len(code) == 3 {
			sign = code
		}
	}
	pattern, below, both := strings.Cut(l.money, ";")
	if negative {
		if both {
			pattern = strings.Replace(below, "-", l.minus, 1)
		} else {
			pattern = l.minus + pattern
		}
	}
	return fill(pattern, amount, sign)
}

// fill puts an amount and the sign of its currency into a pattern such as ¤#,##0.00.
// Where letters would touch digits, a space that does not break comes between them.
func fill(pattern, amount, sign string) string {
	from := strings.IndexAny(pattern, "#0")
	to := strings.LastIndexAny(pattern, "#0") + 1
	if from < 0 {
		return amount
	}
	before, after := pattern[:from], pattern[to:]
	if head, ok := strings.CutSuffix(before, "¤"); ok {
		before = head + "¤"
		if r, _ := utf8.DecodeLastRuneInString(sign); unicode.IsLetter(r) || r == '.' {
			before += "\u00a0"
		}
	}
	if tail, ok := strings.CutPrefix(after, "¤"); ok {
		after = "¤" + tail
		if r, _ := utf8.DecodeRuneInString(sign); unicode.IsLetter(r) {
			after = "\u00a0" + after
		}
	}
	return strings.Replace(before, "¤", sign, 1) + amount + strings.Replace(after, "¤", sign, 1)
}
