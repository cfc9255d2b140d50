package check

import (
	"fmt"

	"github.com/journeylang/journey/dsl/ast"
)

// span checks that a duration is one. The parser has refused more than a hundred years.
func (c *checker) span(d *ast.DurationLit) {
	if d != nil && written(d.Span) && d.N <= 0 {
		c.report(codeEmptyDuration, d.Span, "a duration of nothing", "write how long, such as 2h or 7d")
	}
}

// written reports whether a literal stands in the source. The parser makes an empty one
// where it missed it, and has said so.
func written(s ast.Span) bool { return s.End > s.Start }

// window checks that a time of day is not its own end.
func (c *checker) window(from, to *ast.TimeLit, what string) {
	if from != nil && to != nil && written(from.Span) && written(to.Span) && from.Hour == to.Hour && from.Minute == to.Minute {
		c.report(codeBadMoment, to.Span, "this "+what+" is empty", "its end is its beginning")
	}
}

// whole checks a number that counts things.
func (c *checker) whole(n *ast.NumberLit, most float64, what string) {
	switch {
	case n == nil || !written(n.Span):
	case n.Value != float64(int64(n.Value)) || n.Value < 1:
		c.report(codeBadNumber, n.Span, what+" is a whole number, from 1", "")
	case n.Value > most:
		c.report(codeBadNumber, n.Span, fmt.Sprintf("%s is at most %.0f", what, most), "")
	}
}

// percentRange checks a percent that is written out: more than none, and not more than all.
func (c *checker) percentRange(e ast.Expr, what string, all bool) {
	p, ok := e.(*ast.PercentLit)
	switch {
	case !ok || p == nil || !written(p.Span):
	case p.Value <= 0:
		c.report(codePercentRange, p.Span, what+" is more than 0%", "")
	case p.Value > 100 && all:
		c.report(codePercentRange, p.Span, what+" is at most 100%", "")
	case p.Value >= 100 && !all:
		c.report(codePercentRange, p.Span, what+" is less than 100%", "")
	}
}

// oneWord checks a word that must be one of a few.
func (c *checker) oneWord(n ast.Name, what string, words []string) {
	if n.Text == "" || contains(words, n.Text) {
		return
	}
	c.misspelt(codeUnknownWord, n.Span, n.Text, "`"+n.Text+"` is not "+what, words, "it is one of "+listed(words))
}
