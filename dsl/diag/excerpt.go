package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/journeylang/journey/dsl/safetext"
)

// excerpt is a part of a file with one span underlined.
type excerpt struct {
	file    string
	span    Span
	context Span // more lines to show; may be empty
	mark    byte
	style   string
}

func (t *textPrinter) excerpt(e excerpt) {
	if e.file == "" {
		return
	}
	l := t.file(e.file)
	at := safetext.Line(e.file)
	if l == nil {
		t.line(t.gutter, t.paint(blue, "--> "), at)
		return
	}
	p := l.Position(e.span.Start)
	t.line(t.gutter, t.paint(blue, "--> "), at, ":", strconv.Itoa(p.Line), ":", strconv.Itoa(p.Column))
	t.bar("")
	before := 0
	for _, n := range l.shown(e.span, e.context) {
		if before > 0 && n > before+1 {
			t.line(t.paint(blue, "..."))
		}
		before = n
		text, from, to, marked := l.underlined(n, e.span)
		t.numbered(n, "|", blue, text)
		if marked {
			t.bar(" " + strings.Repeat(" ", from) + t.paint(e.style, strings.Repeat(string(e.mark), to-from)))
		}
	}
}

// rows returns the first and the last line that a span touches. A span that ends
// with a line end does not touch the next line.
func (l *Lines) rows(s Span) (first, last int) {
	start := l.clamp(s.Start)
	end := max(start, l.clamp(s.End))
	return l.line(start) + 1, l.line(max(start, end-1)) + 1
}

const (
	nearLines = 2 // lines of the context shown on each side of the subject
	headLines = 3 // lines shown of a subject of many lines, before its last
)

// shown returns the numbers of the lines to show: the subject, of which a long
// one loses its middle; what is near it inside the context; and the context's
// first and last line, so that the reader sees what it is about.
func (l *Lines) shown(subject, context Span) []int {
	first, last := l.rows(subject)
	top, bottom := first, last
	if context != (Span{}) {
		a, b := l.rows(context)
		top, bottom = min(a, first), max(b, last)
	}
	var rows []int
	add := func(from, to int) {
		if len(rows) > 0 {
			from = max(from, rows[len(rows)-1]+1)
		}
		for n := from; n <= to; n++ {
			rows = append(rows, n)
		}
	}
	add(top, top)
	add(max(top, first-nearLines), first)
	add(first, min(last, first+headLines-1))
	add(last, min(bottom, last+nearLines))
	add(bottom, bottom)
	return rows
}

// underlined returns a line as it is shown, and the columns to mark in it.
func (l *Lines) underlined(number int, s Span) (text string, from, to int, marked bool) {
	line := l.Line(number)
	first, last := l.rows(s)
	start, end := line.Start, line.End
	if number == first {
		start = min(l.clamp(s.Start), line.End)
	} else {
		start += len(l.text[start:end]) - len(strings.TrimLeft(l.text[start:end], " \t"))
	}
	if number == last {
		end = min(max(start, l.clamp(s.End)), line.End)
	}
	text, shift := window(l.text[line.Start:line.End], start-line.Start)
	// The cut signs of the window stand for characters outside it.
	visible := func(offset int) int {
		offset = min(max(offset-line.Start-shift.bytes, 0), len(shift.text))
		return shift.columns + safetext.Width(expand(shift.text[:offset]))
	}
	from, to = visible(start), visible(end)
	empty := number != first && start == end
	return text, from, max(to, from+1), number >= first && number <= last && !empty
}

// Lines wider than mostColumns are cut to a window that begins leadColumns before
// what matters.
const (
	mostColumns = 140
	leadColumns = 40
)

// part is what a window shows of a line.
type part struct {
	text    string
	bytes   int // where it begins in the line
	columns int // where it begins on the screen
}

// window returns a line as it is shown: harmless, with tabs as blanks, and cut
// around an offset when it is too wide.
func window(line string, around int) (string, part) {
	// No character takes less than a byte, so short lines need no measuring.
	if len(line) <= mostColumns || len(line) < 8*mostColumns && safetext.Width(expand(line)) <= mostColumns {
		return expand(line), part{text: line}
	}
	start := around
	for used := 0; start > 0 && used < leadColumns; {
		_, size := utf8.DecodeLastRuneInString(line[:start])
		start -= size
		used += safetext.Width(expand(line[start : start+size]))
	}
	end := start
	for used := 0; end < len(line) && used < mostColumns; {
		size := runeSize(line[end:])
		used += safetext.Width(expand(line[end : end+size]))
		end += size
	}
	p := part{text: line[start:end], bytes: start}
	text := expand(p.text)
	if start > 0 {
		text, p.columns = "…"+text, 1
	}
	if end < len(line) {
		text += "…"
	}
	return text, p
}

const tabStop = 4

// expand makes text harmless and turns tabs into blanks.
func expand(s string) string {
	if !strings.Contains(s, "\t") {
		return safetext.Line(s)
	}
	var b strings.Builder
	column := 0
	for i, cell := range strings.Split(s, "\t") {
		if i > 0 {
			blanks := tabStop - column%tabStop
			b.WriteString(strings.Repeat(" ", blanks))
			column += blanks
		}
		cell = safetext.Line(cell)
		b.WriteString(cell)
		column += safetext.Width(cell)
	}
	return b.String()
}
