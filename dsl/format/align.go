package format

import (
	"slices"
	"strings"
)

// alignTables puts the columns of the rows of a group below one another.
func (l *layout) alignTables() {
	groups := make([][]*row, len(l.rows)) // by their first row
	for i := range l.rows {
		if r := &l.rows[i]; r.of != noTable {
			groups[r.group] = append(groups[r.group], r)
		}
	}
	for _, group := range groups {
		if len(group) > 0 {
			l.alignColumn(group, func(r *row) int { return r.one })
			l.alignColumn(group, func(r *row) int { return r.two })
		}
	}
	for i := range l.rows {
		if r := &l.rows[i]; r.one >= 0 {
			r.behind = l.widthUpTo(l.lines[r.line].from, r.one) + 1 + l.items[r.one].pad
		}
	}
}

// alignColumn aligns one column of a group. Where several words make a key, two
// blanks stand behind it.
func (l *layout) alignColumn(group []*row, column func(*row) int) {
	group = slices.DeleteFunc(slices.Clone(group), func(r *row) bool { return column(r) < 0 })
	if len(group) == 0 {
		return
	}
	extra := 0
	switch group[0].of {
	case ruleRows, testRows:
		extra = 1
	case raceRows, splitRows, ifRows, segmentRows, eventRows, messageRows, stageRows:
		group = l.thatFit(group, column)
	}
	widest := 0
	for _, r := range group {
		widest = max(widest, l.widthUpTo(l.lines[r.line].from, column(r)))
	}
	for _, r := range group {
		l.items[column(r)].pad = widest - l.widthUpTo(l.lines[r.line].from, column(r)) + extra
	}
}

// thatFit returns the rows of a group of sentences that can be aligned without a line
// that gets too long for it: all but those with the longest keys or, where these are the
// greater part, all but those that are long behind their keys.
func (l *layout) thatFit(group []*row, column func(*row) int) []*row {
	keys, rests := make([]int, len(group)), make([]int, len(group))
	key, rest := 0, 0 // the longest, of rows that fit by themselves
	for i, r := range group {
		ln := l.lines[r.line]
		keys[i] = l.widthUpTo(ln.from, column(r))
		rests[i] = ln.at.columns + l.widthUpTo(ln.from, l.code(ln)) - keys[i]
		if keys[i]+rests[i] <= Width {
			key, rest = max(key, keys[i]), max(rest, rests[i])
		}
	}
	var short, brief []*row
	for i, r := range group {
		if keys[i]+rest <= Width {
			short = append(short, r)
		}
		if rests[i]+key <= Width {
			brief = append(brief, r)
		}
	}
	if 2*len(short) <= len(brief) {
		return brief
	}
	return short
}

// alignComments puts the comments behind the code of lines that follow one another
// into one column, two blanks behind the longest. Comments that stand in one column
// already, which somebody chose for two comments or more of the file, stay there if
// the code leaves room.
func (l *layout) alignComments() {
	chosen := map[int]int{}
	groups := l.commentGroups()
	for _, g := range groups {
		if g.chosen {
			chosen[g.column] += len(g.comments)
		}
	}
	for _, g := range groups {
		column := g.least
		if g.chosen && chosen[g.column] > 1 {
			column = g.column
		}
		for i, at := range g.comments {
			l.items[at].pad = column - g.widths[i] - 1
		}
	}
}

// commentGroup is the comments behind the code of lines that follow one another.
type commentGroup struct {
	comments []int // items
	widths   []int // of the code in front of each, with its indentation
	least    int   // the column two blanks behind the longest code
	column   int   // where they stand in the source
	chosen   bool  // all in one column, behind all code
}

func (l *layout) commentGroups() []commentGroup {
	var out []commentGroup
	var g commentGroup
	end := func() {
		if len(g.comments) == 0 {
			return
		}
		g.column, g.chosen = l.items[g.comments[0]].column, true
		for i, at := range g.comments {
			g.least = max(g.least, g.widths[i]+2)
			g.chosen = g.chosen && l.items[at].column == g.column
		}
		g.chosen = g.chosen && g.column >= g.least-1
		out = append(out, g)
		g = commentGroup{}
	}
	for _, ln := range l.lines {
		last := ln.to - 1
		for last > ln.from && l.items[last].hidden {
			last--
		}
		if ln.blank || last <= ln.from || !l.items[last].comment() {
			end()
		}
		if last > ln.from && l.items[last].comment() {
			text := l.lineText(ln.from, last)
			at := l.column(ln.at) + width(text)
			if i := strings.LastIndexByte(text, '\n'); i >= 0 {
				at = width(text[i+1:])
			}
			g.comments, g.widths = append(g.comments, last), append(g.widths, at)
		}
	}
	end()
	return out
}

// text writes the lines.
func (l *layout) text() string {
	var out strings.Builder
	for _, ln := range l.lines {
		if ln.blank {
			out.WriteByte('\n')
		}
		out.WriteString(strings.Repeat(" ", l.column(ln.at)))
		out.WriteString(l.lineText(ln.from, ln.to))
		out.WriteByte('\n')
	}
	return out.String()
}
