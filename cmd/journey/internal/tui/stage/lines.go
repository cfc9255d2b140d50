package stage

import (
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
)

// span is a piece of a line.
type span struct {
	role cells.Role
	text string
}

// keysOnly is a line about keys, which is of no use where there are none.
func keysOnly(s string) line {
	l := faint(s)
	l.say = " "
	return l
}

// named writes a line of somebody's text behind a name; one that runs from
// right to left begins at the right.
func named(name, s string) line {
	l := fact(name, s)
	l.rtl = cells.RightToLeft(s)
	return l
}

// line is one line of a pane. What is right of it ends at the edge of the pane.
type line struct {
	left, right []span
	press       func(*Model) []Effect // when it is clicked; nil chooses the row
	rtl         bool                  // the last piece is a paragraph that begins on the right
	say         string                // how it is said, where columns and signs say it to the eye
}

// scroll is where one is in a pane: the row in hand, and the first that is shown.
type scroll struct{ at, top int }

// move goes some rows on, within a number of rows.
func (s *scroll) move(by, rows int) { s.at = max(min(s.at+by, rows-1), 0) }

// pane is a column of the screen. Its rows can be chosen, or only read. Of very
// many rows it holds a window: lines begin with the row numbered first.
type pane struct {
	head    []line // stays in view
	lines   []line
	row     func(k int) line // makes line k when it is needed; nil: it is there
	first   int
	total   int // rows; len(lines) when there is no window
	scroll  *scroll
	choices bool
	focus   bool  // arrows move here
	follow  *pane // is scrolled as this one, which is drawn before it
	// picture draws in place of the lines, which the twins still write.
	picture func(m *Model, c *cells.Canvas, x, y, w, h int)
}

func text(role cells.Role, s string) []span { return []span{{role, s}} }

func plainLine(s string) line { return line{left: text(cells.Plain, s)} }
func heading(s string) line   { return line{left: text(cells.Strong, s)} }
func faint(s string) line     { return line{left: text(cells.Faint, s)} }
func fact(name, value string) line {
	return line{left: []span{{cells.Faint, name}, {cells.Plain, value}}}
}
func number(label string, n string) line {
	return line{left: text(cells.Plain, label), right: text(cells.Plain, n)}
}

// paragraphs wraps a text into lines of a width; every line knows its direction.
func paragraphs(role cells.Role, s string, w int) []line {
	var out []line
	for _, p := range strings.Split(strings.TrimRight(s, "\n"), "\n") {
		rtl := cells.RightToLeft(p)
		for _, l := range wrap(p, w) {
			out = append(out, line{left: text(role, l), rtl: rtl})
		}
	}
	return out
}

// wrap breaks a text between words into lines of at most w columns. A word that is
// longer goes over several lines; spaces at the beginning stay, and are repeated.
func wrap(s string, w int) []string {
	s = strings.ReplaceAll(s, "\t", "    ")
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	if w < 8 || len(indent) > w/2 {
		indent = ""
	}
	w = max(w-len(indent), 1)
	var out []string
	var b strings.Builder
	width := 0
	flush := func() {
		out = append(out, indent+b.String())
		b.Reset()
		width = 0
	}
	for _, word := range strings.Fields(s) {
		n := cells.Width(word)
		if width > 0 && width+1+n > w {
			flush()
		}
		if width > 0 {
			b.WriteByte(' ')
			width++
		}
		for n > w { // does not fit anywhere
			head, rest := cells.Cut(word, w-width)
			if head == "" && width == 0 {
				break
			}
			b.WriteString(head)
			flush()
			word, n = rest, cells.Width(rest)
		}
		b.WriteString(word)
		width += n
	}
	if width > 0 || len(out) == 0 {
		flush()
	}
	return out
}

// draw puts a line into a rectangle of one row.
func (l *line) draw(c *cells.Canvas, x, y, w int) {
	room := w
	end := x + w
	for i := len(l.right) - 1; i >= 0; i-- {
		s := l.right[i]
		n := min(cells.Width(s.text), room)
		c.Put(end-n, y, n, s.role, s.text)
		end -= n
		room -= n
	}
	if len(l.right) > 0 && room > 0 {
		room-- // a space between
	}
	for i, s := range l.left {
		if l.rtl && i == len(l.left)-1 {
			c.PutParagraph(x, y, room, s.role, s.text)
			return
		}
		n := c.Put(x, y, room, s.role, s.text)
		x, room = x+n, room-n
	}
}

// line is line k.
func (p *pane) line(k int) *line {
	if p.row != nil {
		l := p.row(k)
		return &l
	}
	return &p.lines[k]
}

// all are all lines.
func (p *pane) all() []line {
	if p.row == nil {
		return p.lines
	}
	out := make([]line, len(p.lines))
	for k := range out {
		out[k] = p.row(k)
	}
	return out
}

// draw puts a pane into a rectangle, and makes its rows take clicks.
func (p *pane) draw(m *Model, c *cells.Canvas, x, y, w, h int) {
	if p.picture != nil {
		p.picture(m, c, x, y, w, h)
		return
	}
	for i := 0; i < len(p.head) && h > 0; i++ {
		p.head[i].draw(c, x, y, w)
		m.press(x, y, w, 1, p.head[i].press)
		y, h = y+1, h-1
	}
	if h <= 0 {
		return
	}
	total := max(p.total, len(p.lines))
	s := p.scroll
	if s == nil {
		s = &scroll{}
	}
	if p.follow != nil {
		s.top = p.follow.scroll.top
	} else if p.choices {
		s.at = max(min(s.at, total-1), 0)
		s.top = max(min(s.top, s.at), s.at-h+1, 0)
		s.top = min(s.top, max(total-h, 0))
	} else {
		s.at = max(min(s.at, total-h), 0)
		s.top = s.at
	}
	for row := range h {
		n := s.top + row
		k := n - p.first
		if k < 0 || k >= len(p.lines) {
			continue
		}
		l := p.line(k)
		l.draw(c, x, y+row, w)
		if p.choices && n == s.at && p.focus {
			c.Paint(x, y+row, w, cells.Chosen)
			c.Put(x-1, y+row, 1, cells.Accent, "▸")
		}
		if p.follow != nil && n == p.follow.scroll.at {
			c.Paint(x, y+row, w, cells.Chosen)
		}
		switch {
		case l.press != nil:
			m.press(x, y+row, w, 1, l.press)
		case p.choices:
			m.press(x, y+row, w, 1, func(m *Model) []Effect {
				if s.at == n {
					return m.do("open")
				}
				s.at = n
				return m.refresh()
			})
		}
	}
	if p.scroll != nil {
		m.zones = append(m.zones, zone{x: x, y: y, w: w, h: h, scroll: s, rows: total})
	}
}

// columns formats values right-aligned in columns of fixed widths.
func columns(widths []int, values ...string) string {
	var b strings.Builder
	for i, v := range values {
		b.WriteString(strings.Repeat(" ", max(widths[i]-cells.Width(v), 0)))
		b.WriteString(v)
	}
	return b.String()
}

// pad makes a text as wide as a column, by cutting or filling it.
func pad(s string, w int) string {
	n := cells.Width(s)
	if n > w {
		head, _ := cells.Cut(s, max(w-1, 0))
		s = head + "…"
		n = cells.Width(s)
	}
	return s + strings.Repeat(" ", max(w-n, 0))
}
