package check

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
)

// health is of a declaration: whether an error was found in it, or in one that it needs.
type health struct {
	broken bool
	needs  []*health
}

// sick settles whether something that is needed is broken. A circle of needs ends where it
// began: seen is the way so far.
func (h *health) sick(seen map[*health]bool) bool {
	if h.broken || seen[h] {
		return h.broken
	}
	seen[h] = true
	for _, n := range h.needs {
		if n.sick(seen) {
			return true
		}
	}
	return false
}

// need says that what is being checked cannot run without another declaration.
func (c *checker) need(other *health) {
	if c.blame != nil && other != nil && !c.muted {
		c.blame.needs = append(c.blame.needs, other)
	}
}

// report adds a diagnostic about the current file and blames the declaration that is
// being checked. The result is there to be given notes and fixes at once; in a muted
// pass it is thrown away, as is what the standard library lacks because the project has
// replaced a part of it: the library's own journey is then left out.
func (c *checker) report(code diag.Code, at ast.Span, summary, detail string) *diag.Diagnostic {
	d := code.At(c.file.Path, c.clip(at), summary, detail)
	if c.muted {
		return &d
	}
	if code.Severity == diag.Error {
		c.fail()
	}
	if c.replaced && isStd(c.file) {
		return &d // what the project has replaced may be missing here
	}
	c.diags = append(c.diags, d)
	return &c.diags[len(c.diags)-1]
}

// fail marks the current declaration without saying anything: something in it was
// reported elsewhere.
func (c *checker) fail() {
	if c.blame != nil && !c.muted {
		c.blame.broken = true
	}
}

// clip keeps a span inside the file, whatever an unfinished tree says.
func (c *checker) clip(s ast.Span) diag.Span {
	end := min(max(s.End, 0), len(c.file.Src))
	return diag.Span{Start: min(max(s.Start, 0), end), End: end}
}

// source returns the text of a span.
func (c *checker) source(s ast.Span) string {
	d := c.clip(s)
	return c.file.Src[d.Start:d.End]
}

// operand returns the text of an expression, in parentheses where a fix that puts it
// beside an operator could change how it is read.
func (c *checker) operand(e ast.Expr) string {
	s := c.source(e.Pos())
	switch e.(type) {
	case *ast.BinaryExpr, *ast.ChoiceExpr, *ast.UnaryExpr, *ast.InLast:
		return "(" + s + ")"
	}
	return s
}

// misspelt reports a name that nothing declares, with the nearest one that exists. The
// detail names all of them when they are few; otherwise it is `hint`.
func (c *checker) misspelt(code diag.Code, at ast.Span, word, summary string, candidates []string, hint string) *diag.Diagnostic {
	best, near := spell.Closest(word, candidates)
	switch {
	case near:
		hint = "did you mean `" + best + "`?"
	case hint == "" && len(candidates) > 0 && len(candidates) <= 16:
		hint = "there is " + listed(candidates)
	}
	d := c.report(code, at, summary, hint)
	if near && certain(word, best, candidates) {
		onlyCase := strings.EqualFold(word, best)
		replace(d, c.clip(at), best, "write `"+best+"`", onlyCase)
	}
	return d
}

// certain reports whether a misspelt word can only have been best: no other candidate is
// near, or best alone is a single slip away.
func certain(word, best string, candidates []string) bool {
	single := oneSlip(word, best)
	for _, other := range candidates {
		if other != best && near(word, []string{other}) && (!single || oneSlip(word, other)) {
			return false
		}
	}
	return true
}

// near reports whether a word is nearly one of the candidates.
func near(word string, candidates []string) bool {
	_, ok := spell.Closest(word, candidates)
	return ok
}

// oneSlip reports whether two words are the same but for one letter that was added, left
// out, changed or swapped with its neighbour. Upper and lower case are the same letter.
func oneSlip(a, b string) bool {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	swapped := len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
	return len(x) <= 1 && len(y) <= 1 || swapped
}

// replace adds a fix of one edit.
func replace(d *diag.Diagnostic, at diag.Span, with, title string, safe bool) {
	d.Fixes = append(d.Fixes, diag.Fix{Title: title, Safe: safe, Edits: []diag.Edit{{Span: at, Text: with}}})
}

// note points at another place.
func noteAt(d *diag.Diagnostic, p place, words string) {
	d.Notes = append(d.Notes, diag.Note{File: p.file.Path, Span: diag.Span(p.span), Text: words})
}

// place is a span of some file.
type place struct {
	file *ast.File
	span ast.Span
}

// listed joins names as a reader would: `a`, `b` and `c`.
func listed(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	switch n := len(quoted); n {
	case 0:
		return "none"
	case 1:
		return quoted[0]
	default:
		return strings.Join(quoted[:n-1], ", ") + " and " + quoted[n-1]
	}
}
