package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// A table for people: columns aligned by what a terminal shows, numbers grouped,
// columns of nothing but zeros left out, the widest text shortened when the page
// is too narrow.
type table struct {
	columns []column
	rows    []row
}

type column struct {
	title string
	text  bool // words, on the left; otherwise numbers, on the right
	keep  bool // shown even when it is all zeros
	less  bool // may be shortened
	count bool // texts that are numbers, such as +3: shown, on the right
}

// row is one line of a table; sub marks a part of the row above, heading a title
// of the rows below.
type row struct {
	cells   []cell
	sub     bool
	heading bool
}

// cell is a text or a number.
type cell struct {
	text string
	n    int64
	is   bool // a number
}

func words(s string) cell { return cell{text: safetext.Line(s)} }
func number(n int64) cell { return cell{n: n, is: true} }
func nothing() cell       { return cell{} }

func (c cell) show() string {
	switch {
	case !c.is:
		return c.text
	case c.n == 0:
		return "·"
	}
	return Group(c.n)
}

// Group writes a number with commas between thousands.
func Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Percent writes a part of a whole in whole percents; something is never nothing.
func Percent(n, of int64) string {
	if of <= 0 {
		return ""
	}
	share := float64(n) * 100 / float64(of)
	switch {
	case n > 0 && share < 0.5:
		return "<1%"
	case n < of && share > 99.5:
		return ">99%"
	}
	return strconv.FormatFloat(share, 'f', 0, 64) + "%"
}

// write writes the table, indented, at most width columns wide if it can.
func (t *table) write(p *page, indent int) {
	shown := t.shown()
	widths := make([]int, len(t.columns))
	total := indent
	for _, c := range shown {
		widths[c] = safetext.Width(t.columns[c].title)
		for _, r := range t.rows {
			widths[c] = max(widths[c], safetext.Width(r.cells[c].show()))
		}
		total += widths[c] + len(gap)
	}
	total -= len(gap)
	for total > p.width {
		widest := -1
		for _, c := range shown {
			if t.columns[c].less && widths[c] > minText && (widest < 0 || widths[c] > widths[widest]) {
				widest = c
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
		total--
	}
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.title
	}
	if strings.Join(head, "") != "" {
		t.line(p, indent, shown, widths, head, bold)
	}
	for _, r := range t.rows {
		texts := make([]string, len(r.cells))
		for i, c := range r.cells {
			texts[i] = c.show()
		}
		style := ""
		switch {
		case r.sub:
			style = dim
		case r.heading:
			style = bold
		}
		t.line(p, indent, shown, widths, texts, style)
	}
}

const (
	gap     = "  "
	minText = 12 // a text is not shortened below this width
)

// shown lists the columns that say something.
func (t *table) shown() []int {
	var out []int
	for i, c := range t.columns {
		show := c.text || c.keep || c.count
		for _, r := range t.rows {
			show = show || r.cells[i].n != 0
		}
		if show {
			out = append(out, i)
		}
	}
	return out
}

func (t *table) line(p *page, indent int, shown, widths []int, texts []string, style string) {
	var b strings.Builder
	for i, c := range shown {
		if i > 0 {
			b.WriteString(gap)
		}
		text := shorten(texts[c], widths[c])
		pad := strings.Repeat(" ", max(widths[c]-safetext.Width(text), 0))
		if t.columns[c].text {
			b.WriteString(text + pad)
		} else {
			b.WriteString(pad + text)
		}
	}
	p.line(strings.Repeat(" ", indent) + p.paint(style, strings.TrimRight(b.String(), " ")))
}

// shorten cuts a text to a width, and shows that it did.
func shorten(s string, width int) string {
	if safetext.Width(s) <= width {
		return s
	}
	for i := range s {
		if safetext.Width(s[:i]) >= width {
			last := strings.TrimRight(s[:lastStart(s, i)], " ")
			return last + "…"
		}
	}
	return s
}

// lastStart is where the character before offset i begins.
func lastStart(s string, i int) int {
	for i--; i > 0 && s[i]&0xC0 == 0x80; i-- {
	}
	return i
}

// leaveOut takes a column out of the table.
func (t *table) leaveOut(column int) {
	t.columns = slices.Delete(t.columns, column, column+1)
	for i := range t.rows {
		t.rows[i].cells = slices.Delete(t.rows[i].cells, column, column+1)
	}
}

// same reports whether a column says the same in all rows.
func (t *table) same(column int) bool {
	for _, r := range t.rows {
		if r.cells[column] != t.rows[0].cells[column] {
			return false
		}
	}
	return true
}
