package diag

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// mostFixLines is how many lines of a suggestion are shown on each side.
const mostFixLines = 6

// fix writes a suggestion: the lines it takes away and the lines it puts there.
func (t *textPrinter) fix(f Fix) {
	kind := "fix"
	if !f.Safe {
		kind = "unsafe fix"
	}
	t.line(t.paint(bold, kind), ": ", safetext.Line(f.Title))
	l := t.file(t.d.File)
	edits := l.order(f.Edits)
	if len(edits) == 0 {
		return
	}
	first, _ := l.rows(edits[0].Span)
	_, last := l.rows(edits[len(edits)-1].Span)
	from, to := l.Line(first).Start, l.Line(last).End
	to = max(to, edits[len(edits)-1].Span.End)
	before, after := textLines(l.text[from:to]), textLines(l.apply(edits, from, to))
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	before, after = before[same:], after[same:]
	for len(before) > 0 && len(after) > 0 && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	around := edits[0].Span.Start - from
	if same > 0 {
		around = 0 // the edit begins with whole lines
	}
	t.bar("")
	t.changed(first+same, "-", red, before, around)
	t.changed(first+same, "+", grn, after, around)
}

// textLines cuts a text into lines; an empty text has none.
func textLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}

// changed writes the lines of one side of a suggestion. around is the column of
// the first line that must be seen.
func (t *textPrinter) changed(number int, sign, style string, lines []string, around int) {
	for i, line := range lines {
		if i == mostFixLines && len(lines) > mostFixLines+1 {
			t.line(t.paint(blue, "..."))
			return
		}
		line = strings.TrimSuffix(line, "\r")
		shown, _ := window(line, min(around, len(line)))
		t.numbered(number+i, sign, style, shown)
		around = 0
	}
}

// order returns edits in the order of the text, inside the text. Edits that
// overlap cannot be shown or made; then there are none.
func (l *Lines) order(edits []Edit) []Edit {
	if l == nil {
		return nil
	}
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	end := 0
	for _, e := range edits {
		if e.Span.Start < end || e.Span.End < e.Span.Start || l.clamp(e.Span.Start) != e.Span.Start || e.Span.End > len(l.text) {
			return nil
		}
		end = e.Span.End
	}
	return edits
}

// apply returns a part of the text with edits in order made.
func (l *Lines) apply(edits []Edit, from, to int) string {
	var b strings.Builder
	for _, e := range edits {
		b.WriteString(l.text[from:e.Span.Start])
		b.WriteString(e.Text)
		from = e.Span.End
	}
	b.WriteString(l.text[from:to])
	return b.String()
}
