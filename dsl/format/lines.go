package format

import (
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/dsl/token"
)

// line is the items from one up to another, the trailing comment included.
type line struct {
	from, to int
	at       indent
	blank    bool // a blank line in front
}

// indent is where a line begins: so many columns, behind the key of a row if it
// names one, so that a sentence goes on below its first words.
type indent struct {
	columns int
	row     int // index of the row; -1 for none
}

func (at indent) more(n int) indent { return indent{at.columns + n, at.row} }

// row is a statement, a field, an arm: what begins a line inside open braces.
type row struct {
	at     indent
	of     table
	one    int // item in the first column; -1 when there is none on its first line
	two    int // item in the second
	group  int // the first row of those it is aligned with
	line   int // index of its first line
	behind int // the width in front of column one, which is its key
	hangs  bool
	blocks bool // opens a block of its own below its first line
}

// frame is an open bracket while lines are made.
type frame struct {
	base indent // of its content, less one step
	row  int    // around it
	last int    // the row before in the same braces; -1 at first
}

const step = 2 // columns inside braces

// liner makes lines of items.
type liner struct {
	*layout
	stack  []frame
	row    int  // the present one
	last   int  // the one before the next at this level; -1 for none
	broken bool // the next row begins a new group
}

// makeLines puts the items on lines and finds the indentation of each.
func (l *layout) makeLines() {
	l.lines, l.rows = l.lines[:0], l.rows[:0]
	m := &liner{layout: l, row: -1, last: -1}
	for i := range l.items {
		it := &l.items[i]
		if it.hidden {
			continue
		}
		starts := len(l.lines) == 0 || it.lines > 0
		closed := l.closes(i)
		var top frame
		if closed {
			top = m.stack[len(m.stack)-1]
		}
		if starts {
			if len(l.lines) > 0 {
				l.lines[len(l.lines)-1].to = i
			}
			if !closed && !it.comment() && l.startsRow(i) {
				m.startRow(i)
			}
			at := top.base
			if !closed {
				at = m.indent(i)
			}
			l.lines = append(l.lines, line{from: i, at: at, blank: it.lines > 1})
		}
		if closed {
			m.stack = m.stack[:len(m.stack)-1]
			if l.items[it.match].open {
				m.row, m.last = top.row, top.last
				m.broken = true
			}
		} else if it.match > i {
			m.push(i)
		}
	}
	if n := len(l.lines); n > 0 {
		l.lines[n-1].to = len(l.items)
	}
}

// startRow begins a row at an item.
func (m *liner) startRow(i int) {
	at := indent{0, -1}
	if n := len(m.stack); n > 0 {
		at = m.stack[n-1].base.more(step)
	}
	r := row{at: at, of: m.tableOf(i), one: -1, two: -1, line: len(m.lines)}
	m.columns(&r, i)
	r.group = len(m.rows)
	if m.last >= 0 && !m.broken && m.rows[m.last].of == r.of && r.of != sentenceRow && !m.blankBefore(i) {
		r.group = m.rows[m.last].group
	}
	m.rows = append(m.rows, r)
	m.row, m.last, m.broken = len(m.rows)-1, len(m.rows)-1, false
}

func (m *liner) tableOf(i int) table {
	if m.roles == nil {
		return noTable
	}
	return m.roles.tables[m.items[i].start]
}

// blankBefore reports whether a blank line stands in front of an item or of the
// comments above it.
func (m *liner) blankBefore(i int) bool {
	for ; i > 0; i-- {
		if m.items[i].lines > 1 {
			return true
		}
		if !m.items[i-1].hidden && (!m.items[i-1].comment() || !m.items[i-1].own) {
			return false
		}
	}
	return false
}

// columns finds the columns of the row that begins at an item, and whether it opens
// a block of its own. Only its first line has columns.
func (m *liner) columns(r *row, from int) {
	first := true
	for i := from; i < len(m.items); i++ {
		it := &m.items[i]
		if it.hidden {
			continue
		}
		if i > from && (m.closes(i) && it.match < from || !it.comment() && m.startsRow(i)) {
			break
		}
		first = first && (i == from || it.lines == 0)
		if first && r.of != noTable && it.inside == m.items[from].inside {
			switch {
			case it.role&stopOne != 0 && r.one < 0:
				r.one, r.behind = i, m.widthUpTo(from, i)+1
			case it.role&stopTwo != 0 && r.two < 0 && !it.open:
				r.two = i
			}
		}
		if it.open {
			r.blocks = r.blocks || it.role&record == 0
			first = false
			i = it.match
		}
	}
	switch r.of {
	case sentenceRow, settingRows, partRows, ruleRows, testRows, fieldRows:
		r.hangs = r.one >= 0
	case eventRows, messageRows, ifRows:
		if r.blocks {
			r.one, r.two = -1, -1 // only those of one line are a table
		}
	}
}

// push enters a bracket.
func (m *liner) push(i int) {
	it := &m.items[i]
	at := m.lines[len(m.lines)-1].at
	f := frame{base: at, row: m.row, last: m.last}
	if m.row >= 0 {
		r := &m.rows[m.row]
		switch {
		case it.kind == token.LBrace && it.role&record == 0:
			f.base = r.at
		case it.kind != token.LBrace && r.hangs && r.line == len(m.lines)-1:
			f.base = m.hanging(m.row)
		}
	}
	m.stack = append(m.stack, f)
	if it.open {
		m.last, m.broken = -1, false
	}
}

func (m *liner) hanging(r int) indent { return indent{m.rows[r].at.columns, r} }

// indent is where a line begins whose first item closes no bracket.
func (m *liner) indent(i int) indent {
	content := indent{0, -1}
	if n := len(m.stack); n > 0 {
		content = m.stack[n-1].base.more(step)
	}
	inside := m.items[i].inside
	if inside >= 0 && m.items[inside].kind != token.LBrace {
		return content
	}
	if m.row < 0 || m.startsRow(i) {
		return content
	}
	if m.items[i].comment() {
		next := m.after(i)
		if next < 0 || m.startsRow(next) || m.closes(next) {
			return content
		}
		i = next
	}
	r := &m.rows[m.row]
	switch {
	case m.is(i, "then", "else") && r.of != testRows:
		return r.at
	case r.hangs:
		return m.hanging(m.row)
	case r.blocks:
		return r.at.more(2 * step)
	}
	return r.at.more(step)
}

// spaced reports whether there is a blank between two items on one line.
func (l *layout) spaced(before, i int) bool {
	p, c := &l.items[before], &l.items[i]
	switch {
	case c.comment():
		return true
	case c.role&joined != 0 || p.kind == token.LParen || p.kind == token.LBracket:
		return false
	case p.role&sign != 0 && (p.kind == token.Minus || p.kind == token.Plus):
		return false
	}
	switch c.kind {
	case token.Comma, token.RParen, token.RBracket:
		return false
	case token.Colon, token.Question:
		return c.role&choice != 0
	case token.Dot, token.OptDot:
		return c.role&leadingDot != 0
	case token.DotDot:
		return false
	case token.LParen:
		return p.role&function == 0 || p.kind != token.Name && p.kind != token.QuotedName
	case token.LBracket:
		return c.role&listOpen != 0
	case token.RBrace:
		return p.kind != token.LBrace
	}
	switch p.kind {
	case token.Dot, token.OptDot, token.DotDot:
		return false
	case token.Colon:
		return p.role&slice == 0
	}
	return true
}

// lineText writes items on one line, with their padding.
func (l *layout) lineText(from, to int) string {
	var out strings.Builder
	last := -1
	for i := from; i < to; i++ {
		it := &l.items[i]
		if it.hidden {
			continue
		}
		if last >= 0 {
			if l.spaced(last, i) {
				out.WriteByte(' ')
			}
			out.WriteString(strings.Repeat(" ", it.pad))
		}
		out.WriteString(it.text)
		last = i
	}
	return out.String()
}

// widthUpTo is the width of the items from one up to another, up to the first
// newline in a text.
func (l *layout) widthUpTo(from, to int) int {
	text, _, _ := strings.Cut(l.lineText(from, to), "\n")
	return width(text)
}

// width is how many columns a text takes, where a tab takes one.
func width(text string) int { return safetext.Width(text) }
