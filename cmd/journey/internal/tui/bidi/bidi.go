// Package bidi puts Arabic, Persian and Hebrew text into the order in which a
// reader sees it, and joins its letters, for a screen that is a grid of cells and
// that draws what it is given from left to right.
//
// The order is that of the Unicode Bidirectional Algorithm (UAX #9): explicit
// marks and isolates in explicit.go, weak and neutral characters in resolve.go.
// The classes of characters are those of golang.org/x/text; its ordering is not
// used, because it knows no default direction, breaks brackets and nested
// isolates, and reverses marks away from their letters. Letters are joined in
// join.go. What comes out is for the eye alone: it never goes into a file, a copy
// or a record, which all keep the order in which the text was written.
package bidi

import (
	"slices"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"golang.org/x/text/unicode/bidi"
)

// Base is the direction of a paragraph.
type Base int8

// The directions of a paragraph.
const (
	Auto  Base = -1 // of the first letter that has one; else left to right
	Left  Base = 0  // left to right
	Right Base = 1
)

// Cluster is what a reader takes for one character, and how many columns it has.
type Cluster struct {
	Text  string
	Width int
}

// NeedsOrder reports whether a text has anything that is not read from left to
// right, so that all others need no work.
func NeedsOrder(s string) bool {
	for _, r := range s {
		if r >= 0x590 && r < 0x900 || r >= 0xFB1D && r < 0xFF00 || r >= 0x10800 && r < 0x11000 || r >= 0x1E800 && r < 0x1F000 || r == 0x200F || r >= 0x202A && r < 0x202F || r >= 0x2066 && r < 0x206A {
			return true
		}
	}
	return false
}

// Clusters splits a text in the order in which it is written.
func Clusters(s string) []Cluster {
	var out []Cluster
	g := displaywidth.StringGraphemes(s)
	for g.Next() {
		out = append(out, Cluster{g.Value(), g.Width()})
	}
	return out
}

// Line returns one line of text as it is seen from left to right, joined, and
// whether its paragraph runs from right to left.
func Line(s string, base Base) (seen []Cluster, right bool) {
	clusters := Clusters(Join(s))
	var runes []rune
	starts := make([]int, len(clusters))
	for i, c := range clusters {
		starts[i] = len(runes)
		runes = append(runes, []rune(c.Text)...)
	}
	levels, paragraph := Levels(runes, base)
	own := make([]int8, len(clusters))
	for i, at := range starts {
		own[i] = max(levels[at], 0)
		if own[i]%2 == 1 {
			clusters[i].Text = mirrored(clusters[i].Text)
		}
	}
	for _, i := range Order(own) {
		seen = append(seen, clusters[i])
	}
	return seen, paragraph == 1
}

// Order is rule L2: it returns the places of characters with such levels, as they
// are seen from left to right.
func Order(levels []int8) []int {
	out := make([]int, len(levels))
	highest, lowestOdd := int8(0), int8(maxDepth+2)
	for i, l := range levels {
		out[i] = i
		highest = max(highest, l)
		if l%2 == 1 {
			lowestOdd = min(lowestOdd, l)
		}
	}
	for l := highest; l >= lowestOdd; l-- {
		for i := 0; i < len(out); i++ {
			from := i
			for i < len(out) && levels[out[i]] >= l {
				i++
			}
			slices.Reverse(out[from:i])
		}
	}
	return out
}

// mirrored is rule L4: a bracket that is read from right to left opens to the
// other side.
func mirrored(s string) string {
	r := []rune(s)
	if m, ok := mirrors[r[0]]; ok {
		r[0] = m
		return string(r)
	}
	return s
}

// mirrors holds what is mirrored of what text is written with: all brackets, and
// the signs of comparison and quotation.
var mirrors = func() map[rune]rune {
	out := map[rune]rune{}
	for _, pair := range [][2]rune{{'<', '>'}, {'«', '»'}, {'‹', '›'}, {'≤', '≥'}, {'≪', '≫'}, {'∈', '∋'}} {
		out[pair[0]], out[pair[1]] = pair[1], pair[0]
	}
	for _, t := range []*unicode.RangeTable{unicode.Ps, unicode.Pe} {
		for _, r16 := range t.R16 {
			for r := r16.Lo; r <= r16.Hi; r += r16.Stride {
				if other, ok := partner(rune(r)); ok {
					out[rune(r)] = other
				}
			}
		}
	}
	return out
}()

// partner returns the other bracket of a pair. The tables of x/text say what is a
// bracket and not which is its partner; pairs stand next to each other in Unicode,
// or one apart around a letter.
func partner(r rune) (rune, bool) {
	p, _ := bidi.LookupRune(r)
	if !p.IsBracket() {
		return 0, false
	}
	if other, ok := oddPairs[r]; ok {
		return other, true
	}
	for d := rune(1); d <= 2; d++ {
		other := r + d
		if !p.IsOpeningBracket() {
			other = r - d
		}
		if q, _ := bidi.LookupRune(other); q.IsBracket() && q.IsOpeningBracket() != p.IsOpeningBracket() {
			return other, true
		}
	}
	return 0, false
}

// oddPairs are brackets whose partner is not the next one.
var oddPairs = map[rune]rune{
	'\u298D': '\u2990', '\u2990': '\u298D', '\u298F': '\u298E', '\u298E': '\u298F',
	'\u2E55': '\u2E56', '\u2E56': '\u2E55', '\u2E57': '\u2E58', '\u2E58': '\u2E57',
}

// First is the first cluster of a text.
func First(s string) string {
	g := displaywidth.StringGraphemes(s)
	if !g.Next() {
		return ""
	}
	return g.Value()
}
