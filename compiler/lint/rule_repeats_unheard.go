package lint

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// RepeatsUnheard is a journey about one order that does not hear of the next.
var RepeatsUnheard = warning("J0522", "repeats-unheard", "a journey about one order that does not hear of the next",
	"People check out, order and write more than once. While somebody is inside, the next event of the trigger starts nothing, so what is sent later is about the first one, and the second gets nothing.",
	"Say how people enter: `enter each order_id` for one run per order, `enter restart on repeat` to begin anew with the last one, or `enter once at a time` when the first one is what is meant.",
	"journey j {\n  when order_delivered\n  then {\n    wait 3d\n    email \"How do you like {{ entry.order_id ?? \"it\" }}?\"\n  }\n}\n",
	"journey j {\n  when  order_delivered\n  enter each order_id\n  then {\n    wait 3d\n    email \"How do you like {{ entry.order_id ?? \"it\" }}?\"\n  }\n}\n")

// The evidence: nothing is said about entering, the trigger's event says which one it
// is, and what comes after a wait asks for that.
func newRepeatsUnheard(p *pass) looker {
	return each(func(j *check.Journey) {
		w, ok := j.Decl.Trigger.(*ast.When)
		if !ok || j.Decl.Body == nil {
			return
		}
		for _, s := range j.Decl.Settings {
			if _, said := s.(*ast.Enter); said {
				return
			}
		}
		pattern := w.Pattern
		if absence, ok := pattern.(*ast.AbsencePat); ok {
			pattern = absence.Base
		}
		es := ast.Events(pattern)
		if len(es) != 1 || p.info.Heard[es[0]] == nil {
			return
		}
		for _, f := range p.info.Heard[es[0]].Fields {
			if !strings.HasSuffix(f.Name, "_id") || f.Type.Kind != check.Text {
				continue
			}
			if use := usedAfterWait(j.Decl.Body, f.Name); use != nil {
				d := p.report(RepeatsUnheard, j.File, use.Pos(), "this is about the first `"+es[0].Name.Text+"`, even when others have come since",
					"add `enter each "+f.Name+"`, `enter restart on repeat`, or `enter once at a time` to say that it is meant")
				d.Notes = append(d.Notes, noteAt(j.File, es[0].Span, "while a person is inside, this starts nothing"))
				d.Fixes = append(d.Fixes, afterTrigger(j, "one run for each "+f.Name, "enter each "+f.Name))
				return
			}
		}
	})
}

// usedAfterWait returns the first use of a field of `entry` behind a wait.
func usedAfterWait(b *ast.Block, field string) ast.Node {
	var found ast.Node
	waited := false
	ast.Walk(b, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Wait, *ast.WaitTime, *ast.WaitDate, *ast.WaitBest, *ast.WaitFor, *ast.WaitUntil, *ast.Race:
			waited = true
		case *ast.MemberExpr:
			of, ok := n.X.(*ast.IdentExpr)
			if waited && found == nil && ok && of.Text == "entry" && n.Name.Text == field {
				found = n
			}
		}
		return found == nil
	})
	return found
}
