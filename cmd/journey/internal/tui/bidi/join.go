package bidi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// forms are the shapes of an Arabic letter: alone, at the end of a word, at its
// beginning, within. A letter that joins only to the one before it has two.
type forms []rune

const (
	zwnj    = '\u200C'
	zwj     = '\u200D'
	tatweel = '\u0640'
	lam     = '\u0644'
)

// letters and ligatures come from Unicode's blocks of presentation forms, whose
// characters stand in the order alone, end, beginning, within, and say in their
// decomposition which letter they are. Uighur's forms of alef maksura are left
// out: the letter ends words elsewhere.
var letters, ligatures = func() (map[rune]forms, map[rune]forms) {
	single, double := map[rune]forms{}, map[rune]forms{}
	for _, block := range [][2]rune{{0xFB50, 0xFBB1}, {0xFBD3, 0xFBE7}, {0xFBFC, 0xFBFF}, {0xFE80, 0xFEFC}} {
		for shape := block[0]; shape <= block[1]; shape++ {
			plain := []rune(norm.NFKC.String(string(shape)))
			switch {
			case len(plain) == 1 && plain[0] != shape:
				single[plain[0]] = append(single[plain[0]], shape)
			case len(plain) == 2 && plain[0] == lam:
				double[plain[1]] = append(double[plain[1]], shape)
			}
		}
	}
	return single, double
}()

// joinsOn reports whether a letter joins to the one after it.
func joinsOn(r rune) bool { return r == tatweel || r == zwj || len(letters[r]) == 4 }

// joinsBack reports whether a letter joins to the one before it.
func joinsBack(r rune) bool { return r == tatweel || r == zwj || len(letters[r]) >= 2 }

// Join replaces Arabic letters by their shapes, in the order in which they are
// written. Joiners and non-joiners have done their work then, and go.
func Join(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return letters[r] != nil }) {
		return s
	}
	in := []rune(s)
	var b strings.Builder
	before := rune(0) // the letter before, marks left out
	for i := 0; i < len(in); i++ {
		r := in[i]
		switch {
		case (r == zwnj || r == zwj) && (arabic(before) || r == zwj && arabic(after(in, i))):
			before = r
			continue
		case unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
			continue
		case letters[r] == nil:
			b.WriteRune(r)
			before = r
			continue
		}
		back := joinsOn(before) && joinsBack(r)
		if k := next(in, i); r == lam && k < len(in) && ligatures[in[k]] != nil {
			b.WriteRune(ligatures[in[k]][at(back, false)])
			b.WriteString(string(in[i+1 : k])) // marks of the lam
			before, i = in[k], k
			continue
		}
		on := joinsOn(r) && joinsBack(after(in, i))
		b.WriteRune(letters[r][at(back, on)])
		before = r
	}
	return b.String()
}

// at is the place of a form.
func at(back, on bool) int {
	switch {
	case back && on:
		return 3
	case on:
		return 2
	case back:
		return 1
	}
	return 0
}

// next is the place of the next character that is no mark.
func next(in []rune, i int) int {
	for i++; i < len(in) && unicode.Is(unicode.Mn, in[i]); i++ {
	}
	return i
}

func after(in []rune, i int) rune {
	if k := next(in, i); k < len(in) {
		return in[k]
	}
	return 0
}

func arabic(r rune) bool { return letters[r] != nil || r == tatweel || r == zwj || r == zwnj }
