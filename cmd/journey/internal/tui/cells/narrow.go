package cells

import (
	"unicode/utf8"

	"github.com/journeylang/journey/cmd/journey/internal/tui/bidi"
)

// Most of what is shown is letters and signs that take one column, each by itself,
// whatever stands beside them. Such texts are measured by counting, and everything else
// by Unicode's rules. The two agree on every one of these signs, as a test holds.

// narrowRanges are the signs that take one column and never cling to another, but ASCII.
var narrowRanges = [...]struct{ from, to rune }{
	{0xA1, 0xA8}, {0xAA, 0xAC}, {0xAF, 0x2AF}, // Latin
	{0x391, 0x3A1}, {0x3A3, 0x3FF}, {0x400, 0x481}, {0x48A, 0x52F}, // Greek, Cyrillic
	{0x5D0, 0x5EA}, {0x620, 0x64A}, {0x660, 0x66F}, {0x671, 0x6D4}, {0x6F0, 0x6F9}, // Hebrew, Arabic
	{0x2013, 0x2016}, {0x2018, 0x201F}, {0x2020, 0x2022}, {0x2026, 0x2026}, {0x2030, 0x2033}, {0x2039, 0x203A}, {0x20AC, 0x20AC},
	{0x2190, 0x2193}, {0x2500, 0x25A9}, {0x25B2, 0x25B5}, {0x25B8, 0x25BF}, {0x25C2, 0x25FA},
}

// narrow reports whether a sign takes one column whatever stands beside it.
func narrow(r rune) bool {
	if r < 0xA1 {
		return r >= ' ' && r <= '~'
	}
	for i := range narrowRanges {
		if r <= narrowRanges[i].to {
			return r >= narrowRanges[i].from
		}
	}
	return false
}

// allNarrow counts the columns of a text of nothing but such signs.
func allNarrow(s string) (columns int, ok bool) {
	for _, r := range s {
		if !narrow(r) {
			return 0, false
		}
		columns++
	}
	return columns, true
}

// narrow writes a text of narrow signs that is read from left to right.
func (c *Canvas) narrow(x, y, columns, width int, role Role, text string) int {
	if columns <= 0 {
		return 0
	}
	at, end := x, x+columns
	if width > columns {
		end--
	}
	for i := 0; i < len(text) && at < end; at++ {
		_, size := utf8.DecodeRuneInString(text[i:])
		c.set(at, y, text[i:i+size], 1, role)
		i += size
	}
	if width > columns {
		c.set(at, y, ellipsis, 1, role)
		at++
	}
	return at - x
}

// straight reports whether a text of narrow signs is shown in the order in which it is
// written.
func (c *Canvas) straight(text string) bool { return c.Logical || !bidi.NeedsOrder(text) }
