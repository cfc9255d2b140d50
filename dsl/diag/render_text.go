package diag

import (
	"strconv"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// The text format is for a person at a terminal, in the shape that rustc made
// familiar:
//
//	error[J0201]: unknown event `purchase`
//	 --> cart.journey:3:8
//	  |
//	3 |   when purchase
//	  |        ^^^^^^^^
//	  |
//	  = help: did you mean `purchased`?
//	fix: write `purchased`
//	  |
//	3 -   when purchase
//	3 +   when purchased
//
// Carets stand under the characters as a terminal shows them (safetext.Width).
// Every part has a limit, so that no file can make an endless page.
func renderText(p *page) error {
	for i := range p.ds {
		if i > 0 {
			p.out.WriteByte('\n')
		}
		t := &textPrinter{page: p, d: &p.ds[i]}
		t.gutter = strings.Repeat(" ", len(strconv.Itoa(t.greatestLine())))
		t.print()
	}
	return nil
}

// textPrinter writes one diagnostic.
type textPrinter struct {
	*page
	d      *Diagnostic
	gutter string // as wide as the greatest line number
}

func (t *textPrinter) print() {
	d := t.d
	head := d.Severity.String()
	if d.Code != "" {
		head += "[" + safetext.Line(d.Code) + "]"
	}
	t.line(t.paint(severityStyle[d.Severity], head), t.paint(bold, ": "+safetext.Line(d.Summary)))
	t.excerpt(excerpt{d.File, d.Span, d.Context, '^', severityStyle[d.Severity]})

	separated := t.file(d.File) == nil
	remark := func(kind, text string) {
		if text == "" {
			return
		}
		if !separated {
			t.bar("")
			separated = true
		}
		for i, part := range strings.Split(safetext.Clean(text), "\n") {
			if i == 0 {
				t.line(t.gutter, t.paint(blue, " = "), t.paint(bold, kind+":"), " ", part)
			} else {
				t.line(t.gutter, strings.Repeat(" ", len(" = : ")+len(kind)), part)
			}
		}
	}
	for _, n := range d.Notes {
		if n.File == "" {
			remark("note", n.Text)
		}
	}
	remark("help", d.Detail)
	for _, n := range d.Notes {
		if n.File != "" {
			t.line(t.paint(bold, "note"), ": ", safetext.Line(n.Text))
			t.excerpt(excerpt{n.File, n.Span, Span{}, '-', blue})
		}
	}
	for _, f := range d.Fixes {
		t.fix(f)
	}
}

// greatestLine returns the greatest line number that the diagnostic can show.
func (t *textPrinter) greatestLine() int {
	greatest := 1
	look := func(file string, s Span) {
		if l := t.file(file); l != nil {
			greatest = max(greatest, l.Position(s.Start).Line, l.Position(s.End).Line)
		}
	}
	look(t.d.File, t.d.Span)
	look(t.d.File, t.d.Context)
	for _, n := range t.d.Notes {
		look(n.File, n.Span)
	}
	for _, f := range t.d.Fixes {
		for _, e := range f.Edits {
			if l := t.file(t.d.File); l != nil {
				greatest = max(greatest, l.Position(e.Span.End).Line+strings.Count(e.Text, "\n"))
			}
		}
	}
	return greatest
}

// line writes one line, without blanks at its end.
func (t *textPrinter) line(parts ...string) {
	t.out.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	t.out.WriteByte('\n')
}

// bar writes a line of the excerpt that has no number.
func (t *textPrinter) bar(text string) {
	t.line(t.gutter, t.paint(blue, " |"), text)
}

// numbered writes a line of the excerpt with its number and sign.
func (t *textPrinter) numbered(number int, sign, style, text string) {
	n := strconv.Itoa(number)
	pad := strings.Repeat(" ", max(len(t.gutter)-len(n), 0))
	t.line(pad, t.paint(blue, n), " ", t.paint(style, sign), " ", text)
}

// The styles, as parameters of the terminal's SGR command.
const (
	bold = "1"
	blue = "1;34"
	red  = "1;31"
	grn  = "1;32"
)

var severityStyle = [...]string{Error: red, Warning: "1;33", Info: "1;36"}

func (t *textPrinter) paint(style, text string) string {
	if !t.opts.Color || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}
