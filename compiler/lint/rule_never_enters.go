package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// NeverEnters is a journey whose own trigger makes its `while` false.
var NeverEnters = warning("J0558", "never-enters", "a `while` that the journey's own trigger makes false",
	"`while` is asked when somebody comes in, and the event that lets them in is part of their past by then. So nobody ever comes in.",
	"Ask about another event, or about what was before with `where` in the trigger.",
	"journey j {\n  when purchased\n  while never purchased\n  then email \"Welcome\"\n}\n",
	"journey j {\n  when signed_up\n  while never purchased\n  then email \"Welcome\"\n}\n")

// The evidence is a part of the condition, joined by `and`, that says nothing but that
// the event has not happened.
func newNeverEnters(p *pass) looker {
	return each(func(j *check.Journey) {
		w, ok := j.Decl.Trigger.(*ast.When)
		if !ok {
			return
		}
		e, ok := w.Pattern.(*ast.EventPat)
		if !ok || p.info.Heard[e] == nil {
			return
		}
		for _, s := range j.Decl.Settings {
			while, ok := s.(*ast.While)
			if !ok {
				continue
			}
			if x := p.denies(while.Cond, p.info.Heard[e]); x != nil {
				d := p.report(NeverEnters, j.File, x.Pos(), "this is never so when somebody comes in", "ask about another event than `"+e.Name.Text+"`")
				d.Notes = append(d.Notes, noteAt(j.File, e.Span, "this lets people in, and has happened by then"))
			}
		}
	})
}

// denies returns the part of a condition that is false because an event has just
// happened, or nil.
func (p *pass) denies(x ast.Expr, e *check.Event) ast.Expr {
	whole := func(pat *ast.EventPat) bool {
		return p.info.Heard[pat] == e && pat.Where == nil && pat.Step.Text == ""
	}
	switch x := x.(type) {
	case *ast.BinaryExpr:
		if x.Op != "and" {
			return nil
		}
		if part := p.denies(x.X, e); part != nil {
			return part
		}
		return p.denies(x.Y, e)
	case *ast.Never:
		if whole(x.Event) {
			return x
		}
	case *ast.InLast:
		if x.No && whole(x.Event) {
			return x
		}
	}
	return nil
}
