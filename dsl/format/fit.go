package format

import "github.com/journeylang/journey/dsl/token"

// Where a line is too long it is broken at the loosest place it has: braces are
// opened first, then the sentence is broken before the words it is joined with. All
// places of one kind at one depth are broken together, so that what is equal looks
// equal. A line without such a place stays long.

// looseness orders the places, the loosest first.
type looseness uint8

const (
	atBlock  looseness = iota // { steps }
	atThen                    // then, else
	atOr                      // or
	atAnd                     // and, followed by
	atRecord                  // { fields of a value }
	atClause                  // where, with, up, within
	inside                    // ( and [
	atComma
	nowhere
)

// fit breaks the lines that are too long once, and reports whether there were any.
func (l *layout) fit() bool {
	changed := false
	for _, ln := range l.lines {
		if l.column(ln.at)+l.widthUpTo(ln.from, l.code(ln)) > Width && l.breakLine(ln) {
			changed = true
		}
	}
	return changed
}

// column is where a line begins before anything is aligned.
func (l *layout) column(at indent) int {
	if at.row < 0 {
		return at.columns
	}
	return at.columns + l.rows[at.row].behind
}

// code is the end of a line without its comment.
func (l *layout) code(ln line) int {
	to := ln.to
	for to > ln.from && (l.items[to-1].hidden || l.items[to-1].comment()) {
		to--
	}
	return to
}

// breakLine breaks a line at its loosest places, and reports whether it has any.
func (l *layout) breakLine(ln line) bool {
	best, bestDepth := nowhere, 0
	l.places(ln, func(i, depth int, at looseness) {
		if best == nowhere || depth < bestDepth || depth == bestDepth && at < best {
			best, bestDepth = at, depth
		}
	})
	if best == nowhere {
		return false
	}
	l.places(ln, func(i, depth int, at looseness) {
		if at != best || depth != bestDepth {
			return
		}
		switch at {
		case atBlock, atRecord:
			l.items[i].open = true
		case inside:
			l.spread(i)
		default:
			l.items[i].forced = true
		}
	})
	return true
}

// places calls f for every place where a line can be broken.
func (l *layout) places(ln line, f func(i, depth int, at looseness)) {
	depth := 0
	for i := ln.from; i < l.code(ln); i++ {
		it := &l.items[i]
		if it.hidden {
			continue
		}
		if l.closes(i) {
			depth--
		}
		if at := l.place(ln, i); at != nowhere {
			f(i, depth, at)
		}
		if it.match > i {
			depth++
		}
	}
}

func (l *layout) place(ln line, i int) looseness {
	it := &l.items[i]
	if it.match > i && it.match < ln.to && it.match > i+1 {
		switch {
		case it.kind == token.LBracket && it.role&listOpen == 0:
			return nowhere // an index
		case it.kind != token.LBrace:
			return inside
		case it.open:
			return nowhere
		case it.role&record != 0:
			return atRecord
		}
		return atBlock
	}
	if i == ln.from {
		return nowhere
	}
	before := l.before(i)
	switch {
	case l.items[before].kind == token.Comma && (it.inside < 0 || l.items[it.inside].kind == token.LBrace):
		return atComma
	case l.is(i, "then"), l.is(i, "else") && l.items[before].kind != token.RBrace:
		return atThen
	case l.is(i, "or"):
		return atOr
	case l.is(i, "and", "followed"):
		return atAnd
	case l.is(i, "where", "with", "up", "within"):
		return atClause
	}
	return nowhere
}

// spread puts every part of a pair of brackets on a line of its own.
func (l *layout) spread(open int) {
	closer := l.items[open].match
	for i := open + 1; i <= closer; i++ {
		before := l.before(i)
		first := before == open || i == closer
		if first || l.items[i].inside == open && l.items[before].kind == token.Comma && !l.items[i].hidden {
			l.items[i].forced = true
		}
	}
}
