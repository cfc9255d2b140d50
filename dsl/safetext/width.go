package safetext

import (
	"unicode"

	"golang.org/x/text/width"
)

// Width returns how many columns a terminal gives to harmless text on one line.
// East Asian wide letters and emoji take two, marks that sit on another letter
// none. Sequences that become one picture (joined emoji, skin colours, flags) are
// counted as that picture, as terminals do that follow the Unicode standard.
func Width(s string) int {
	total, before := 0, rune(0)
	for _, r := range s {
		total += runeWidth(before, r)
		before = r
	}
	return total
}

// runeWidth returns what r adds after the character before it.
func runeWidth(before, r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r == emojiVariation:
		return 2 - runeWidth(0, before) // turns a narrow sign into a picture
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf), r >= 0x1160 && r <= 0x11FF:
		return 0 // marks, joiners, and the later letters of a Korean syllable
	case before == zwj && isWide(r), r >= 0x1F3FB && r <= 0x1F3FF && isWide(before):
		return 0
	case isWide(r):
		return 2
	}
	return 1
}

const emojiVariation = '\uFE0F'

func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}
