package message

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// The isolates of Unicode: what stands between them has a direction of its own and
// does not touch what is around.
const (
	firstStrong = "\u2068" // first strong isolate
	popIsolate  = "\u2069" // its end
)

// isolate makes a value fit to stand in a text that runs to the right or to the left.
// A coupon code in an Arabic sentence, or an Arabic name in an English one, would take
// the punctuation and numbers beside it along in its own direction; between isolates it
// does not. A value that runs the way of its text, and a plain number, stays as it is.
//
// Only what is between the first and the last letter or digit is isolated: a comma at
// the end of a value belongs to the sentence. Direction controls inside a value are
// taken out, or a name could turn the text around it.
func isolate(value string, rightToLeft bool) string {
	value = strings.Map(func(r rune) rune {
		if r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, value)
	from, to, foreign := -1, 0, false
	digits, signs := false, false
	sign := -1 // where the signs right before a number begin
	for i, r := range value {
		p, size := bidi.LookupRune(r)
		switch class := p.Class(); class {
		case bidi.L, bidi.R, bidi.AL, bidi.EN, bidi.AN:
			if from < 0 {
				from = i
				if number := class == bidi.EN || class == bidi.AN; sign >= 0 && number {
					from, signs = sign, true
				}
			} else if sign >= 0 {
				signs = true
			}
			to = i + size
			foreign = foreign || (class == bidi.L) == rightToLeft && (class == bidi.L || class == bidi.R || class == bidi.AL)
			foreign = foreign || class == bidi.AN && !rightToLeft
			digits = digits || class == bidi.EN || class == bidi.AN
			sign = -1
		case bidi.ES, bidi.ET, bidi.ON:
			if sign < 0 && class != bidi.ON || from >= 0 && sign < 0 {
				sign = i
			}
		case bidi.WS, bidi.S, bidi.B:
			if from < 0 {
				sign = -1
			}
		}
	}
	if from < 0 || !foreign && !(rightToLeft && digits && signs) {
		return value
	}
	return value[:from] + firstStrong + value[from:to] + popIsolate + value[to:]
}

// Unmarked is a text without the marks that only keep directions apart: for a line of a
// terminal, and to compare what is read.
func Unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u200E', r == '\u200F', r == '\u061C', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, s)
}
