package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// OrOfNegations is `x != a or x != b`, which is always true.
var OrOfNegations = warning("J0518", "or-of-negations", "`or` between two things that something is not",
	"Whatever a value is, it is not the one or not the other, so `x != a or x != b` lets everybody through. What is meant is nearly always `and`: neither the one nor the other.",
	"Write `and`, or one list: `x not in [a, b]`.",
	"journey j {\n  when signed_up\n  while profile.country != \"US\" or profile.country != \"CA\"\n  then email \"Welcome\"\n}\n",
	"journey j {\n  when signed_up\n  while profile.country not in [\"US\", \"CA\"]\n  then email \"Welcome\"\n}\n")

type orOfNegations struct{ *pass }

func newOrOfNegations(p *pass) looker { return orOfNegations{p} }

func (o orOfNegations) journey(j *check.Journey) { o.look(j.File, j.Decl) }

func (o orOfNegations) finish() {
	for _, f := range o.own() {
		for _, d := range f.Decls {
			switch d.(type) {
			case *ast.Segment, *ast.Lifecycle:
				o.look(f, d)
			}
		}
	}
}

// look finds every longest chain of `or`.
func (o orOfNegations) look(f *ast.File, n ast.Node) {
	inner := map[ast.Expr]bool{}
	ast.Walk(n, func(n ast.Node) bool {
		if e, ok := n.(*ast.BinaryExpr); ok && e.Op == "or" && !inner[e] {
			terms := disjuncts(e, inner)
			o.chain(f, e, terms)
		}
		return true
	})
}

func disjuncts(e ast.Expr, inner map[ast.Expr]bool) []ast.Expr {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || b.Op != "or" {
		return []ast.Expr{e}
	}
	inner[b] = true
	return append(disjuncts(b.X, inner), disjuncts(b.Y, inner)...)
}

// chain reports the first two terms that say of one thing that it is not this and
// not that.
func (o orOfNegations) chain(f *ast.File, whole *ast.BinaryExpr, terms []ast.Expr) {
	type negation struct {
		term   ast.Expr
		values []string
	}
	before := map[string][]negation{}
	for _, t := range terms {
		subject, values := excluded(f.Src, t)
		if subject == "" {
			continue
		}
		for _, n := range before[subject] {
			if shareNone(n.values, values) {
				d := o.report(OrOfNegations, f, n.term.Pos().To(t.Pos()), "this is true of everybody", "write `and`: `"+subject+"` is always unlike one of the two")
				if len(terms) == 2 {
					d.Fixes = append(d.Fixes, diag.Fix{Title: "write and", Edits: []diag.Edit{{Span: diag.Span(whole.OpSpan), Text: "and"}}})
				}
				return
			}
		}
		before[subject] = append(before[subject], negation{t, values})
	}
}

// excluded returns what a term says that something is not: `x != "a"`, `x not in ["a"]`
// and these with `not` in front.
func excluded(src string, e ast.Expr) (subject string, values []string) {
	wanted := map[string]string{"!=": "==", "not in": "in"}
	if not, ok := e.(*ast.UnaryExpr); ok && not.Op == "not" {
		e, wanted = not.X, map[string]string{"==": "==", "in": "in"}
	}
	b, ok := e.(*ast.BinaryExpr)
	if !ok {
		return "", nil
	}
	switch wanted[b.Op] {
	case "==":
		values = constants(src, []ast.Expr{b.Y})
	case "in":
		if list, ok := b.Y.(*ast.ListLit); ok {
			values = constants(src, list.Items)
		}
	}
	if len(values) == 0 {
		return "", nil
	}
	return words(src, b.X.Pos()), values
}

// constants returns constant values as they are written; nil when one is none.
func constants(src string, es []ast.Expr) []string {
	var out []string
	for _, e := range es {
		switch e := e.(type) {
		case *ast.StringLit:
			text, plain := e.Plain()
			if !plain {
				return nil
			}
			out = append(out, "\""+text)
		case *ast.NumberLit, *ast.BoolLit, *ast.DateLit, *ast.TimeLit, *ast.NullLit:
			out = append(out, words(src, e.Pos()))
		default:
			return nil
		}
	}
	return out
}

func shareNone(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return false
			}
		}
	}
	return true
}
