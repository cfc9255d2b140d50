package spec

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// TextOptions say how a page for people looks.
type TextOptions struct {
	Width int                 // columns; 0 is 80
	Bold  func(string) string // marks headings; nil leaves them plain
}

func (o *TextOptions) defaults() {
	if o.Width <= 0 {
		o.Width = 80
	}
	if o.Bold == nil {
		o.Bold = func(s string) string { return s }
	}
}

// WriteText writes a result for people: one line, and of a failure what was expected
// and what came, side by side.
func (res *Result) WriteText(w io.Writer, o TextOptions) error {
	o.defaults()
	var b strings.Builder
	heading := [...]string{"ok   ", "FAIL ", "todo ", "not run "}[res.Status] + safetext.Line(res.Test.Title)
	fmt.Fprintf(&b, "%s  (%s:%d)\n", o.Bold(heading), safetext.Line(res.Test.File), res.Test.Line)
	if res.Status == NotRun {
		fmt.Fprintf(&b, "  %s\n", res.Reason)
	}
	if res.Status == Todo && res.run != nil && len(res.Failures) == 0 {
		b.WriteString("  it comes true: `todo` can go\n")
	}
	if res.Status == Failed {
		res.failed(&b, o)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (res *Result) failed(b *strings.Builder, o TextOptions) {
	o.defaults()
	for _, f := range res.Failures {
		fmt.Fprintf(b, "\n  line %d: %s\n", f.Line, safetext.Line(f.Want))
		fmt.Fprintf(b, "    but %s\n", safetext.Line(f.Got))
	}
	for _, id := range res.people() {
		b.WriteByte('\n')
		res.run.timeline(b, id, o)
		res.why(b, id, o)
	}
	b.WriteByte('\n')
}

// people are those of whom something else was expected than came.
func (res *Result) people() []string {
	var out []string
	for _, f := range res.Failures {
		if res.Status == Failed && !slices.Contains(out, f.Person) {
			out = append(out, f.Person)
		}
	}
	return out
}

// why explains what came.
func (res *Result) why(b *strings.Builder, id string, o TextOptions) {
	e, err := res.run.explain(id, res.sources)
	if err != nil {
		return // it was decided all the same, and the timeline stands above
	}
	var page strings.Builder
	if e.WriteText(&page, o.Width-4, o.Bold) != nil {
		return // a strings.Builder takes everything
	}
	b.WriteByte('\n')
	for line := range strings.Lines("Why: " + page.String()) {
		if line != "\n" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
}

// row is one row of a timeline: what happened, what was expected, what came.
type row struct {
	at                          int64
	order                       int
	mark, happened, left, right string
}

// rows puts together what happened to somebody, what was expected and what came.
func (r *running) rows(p *person) []row {
	var out []row
	for _, x := range r.script.lines {
		if x.who == p && x.source != nil {
			out = append(out, row{at: x.at, happened: r.source(x.source.What.Span)})
		}
	}
	came := make([]*row, len(r.decisions))
	var rows []*row
	for i := range r.decisions {
		if d := &r.decisions[i]; d.Person == p.id {
			came[i] = &row{at: d.At, order: 1, right: report.Describe(r.prog.Program, d)}
			rows = append(rows, came[i])
		}
	}
	for _, l := range r.test.decl.Decl.Lines {
		if x, ok := l.(*ast.Expect); ok && r.script.person(x.Person.Text) == p {
			rows = append(rows, r.expectedRows(p, x, came)...)
		}
	}
	for _, x := range rows {
		out = append(out, *x)
	}
	slices.SortStableFunc(out, func(a, b row) int {
		if a.at != b.at {
			return compare(a.at, b.at)
		}
		return a.order - b.order
	})
	return out
}

// expectedRows writes an expectation beside what came of it, and marks what is wrong.
func (r *running) expectedRows(p *person, x *ast.Expect, came []*row) (more []*row) {
	from := 0
	for _, e := range x.Chain {
		words := r.source(e.Span)
		i := r.find(p, e, from)
		switch {
		case x.No || e.What.Text == "nothing":
			for i := range r.decisions {
				d := &r.decisions[i]
				hit := d.Person == p.id && r.window(p, e).holds(d.At) && (x.No && r.describes(e, d) || !x.No && r.done(d))
				if hit {
					came[i].mark, came[i].left = "!", "no "+words
				}
			}
			if e.What.Text == "nothing" {
				return nil
			}
		case i >= 0:
			if came[i].left == "" {
				came[i].left = words
			}
			from = i + 1
		default:
			missing := &row{at: never, order: 2, mark: "!", left: words}
			if e.When != nil && e.When.Kind == ast.WindowAt {
				missing.at = r.window(p, e).from
			}
			more = append(more, missing)
		}
	}
	return more
}

// timeline writes what was expected of one person beside what came.
func (r *running) timeline(b *strings.Builder, id string, o TextOptions) {
	p := r.people[id]
	left := (o.Width - 15) / 2
	right := o.Width - 15 - left
	title := "expected"
	if len(r.script.ids) > 1 {
		title = "expected of " + who(p)
	}
	fmt.Fprintf(b, "%s%s %s\n", pad("", 14), pad(o.Bold(title), left+len(o.Bold(title))-len(title)), o.Bold("what came"))
	day := ""
	for _, x := range r.rows(p) {
		clock := "sometime"
		if x.at < never {
			c := p.zone.Civil(x.at)
			clock = clockOf(c)
			if d := dayOf(c); d != day {
				day = d
				fmt.Fprintf(b, "  %s\n", d)
			}
		}
		lead := fmt.Sprintf("%s %s ", pad(x.mark, 1), pad(clock, 11))
		if x.happened != "" {
			fmt.Fprintf(b, "%s> %s\n", lead, cut(safetext.Line(x.happened), o.Width-safetext.Width(lead)-2))
			continue
		}
		text := lead + pad(cut(safetext.Line(x.left), left-1), left) + " " + cut(safetext.Line(x.right), right)
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
}

// pad fills a text up to so many columns.
func pad(s string, columns int) string {
	return s + strings.Repeat(" ", max(0, columns-safetext.Width(s)))
}

// cut shortens a text to so many columns.
func cut(s string, columns int) string {
	if safetext.Width(s) <= columns {
		return s
	}
	rs := []rune(s)
	for len(rs) > 0 && safetext.Width(string(rs)) > columns-1 {
		rs = rs[:len(rs)-1]
	}
	return string(rs) + "…"
}

// Decisions are what was decided in the journeys of the test, in order.
func (res *Result) Decisions() []engine.Decision {
	if res.run == nil {
		return nil
	}
	return res.run.decisions
}
