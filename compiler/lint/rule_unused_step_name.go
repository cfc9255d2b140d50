package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// UnusedStepName is a name that no answer is waited for by.
var UnusedStepName = optIn(warning("J0531", "unused-step-name", "a name of a message that nothing refers to",
	"A name behind `as` is for asking about answers, and for people who wait there when the journey is edited. Where only the first is wanted, a name that nothing refers to is a leftover.",
	"Take the name away, or refer to it: `wait for opened NAME`.",
	"when signed_up then email \"Welcome\" as first_mail\n",
	"when signed_up then {\n  email \"Welcome\" as first_mail\n  wait for opened first_mail up to 1d\n  push \"Welcome\"\n}\n"))

func newUnusedStepName(p *pass) looker {
	return each(func(j *check.Journey) {
		used := map[string]bool{}
		ast.Walk(j.Decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.EventPat:
				used[n.Step.Text] = true
			case *ast.Received:
				used[n.Name.Text] = true
			}
			return true
		})
		ast.Walk(j.Decl, func(n ast.Node) bool {
			if s, ok := n.(*ast.Send); ok && s.As.Text != "" && !used[s.As.Text] {
				p.report(UnusedStepName, j.File, s.As.Span, "nothing refers to `"+s.As.Text+"`", "take the name away, or ask for answers to it")
			}
			return true
		})
	})
}
