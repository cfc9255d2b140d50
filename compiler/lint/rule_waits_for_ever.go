package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// WaitsForEver is a wait without a limit in a journey that nothing else ends.
var WaitsForEver = warning("J0551", "waits-for-ever", "a wait without a limit in a journey that nothing else ends",
	"What is waited for may never come. Nothing else takes people out of the journey, so whoever it does not come for is inside for good: they get nothing more, and they can never come in again.",
	"Give the wait a limit, `up to 30d`, or let people leave: with `goal`, with `exit when`, or with `while`.",
	"journey j {\n  when signed_up\n  then {\n    wait for visit\n    email \"Good to see you\"\n  }\n}\n",
	"journey j {\n  when signed_up\n  then {\n    wait for visit up to 30d { email \"Good to see you\" }\n  }\n}\n")

// A journey that people enter once, or that begins anew with each trigger, may well end
// in a wait; it is one with a way back that is closed for good.
func newWaitsForEver(p *pass) looker {
	return each(func(j *check.Journey) {
		for _, s := range j.Decl.Settings {
			switch s := s.(type) {
			case *ast.Goal, *ast.Exit, *ast.While:
				return
			case *ast.Enter:
				if s.Mode == ast.Once || s.Mode == ast.Restart || s.Mode == ast.Each {
					return
				}
			}
		}
		ast.Walk(j.Decl, func(n ast.Node) bool {
			var at ast.Span
			switch n := n.(type) {
			case *ast.WaitFor:
				if n.UpTo == nil {
					at = ast.Span{Start: n.Start, End: n.Event.Pos().End}
				}
			case *ast.WaitUntil:
				if n.UpTo == nil {
					at = ast.Span{Start: n.Start, End: n.Cond.Pos().End}
				}
			}
			if at != (ast.Span{}) {
				p.report(WaitsForEver, j.File, at, "whoever this does not come for is inside for good",
					"add `up to 30d`, or a goal, an exit or `while` that ends it")
			}
			return true
		})
	})
}
