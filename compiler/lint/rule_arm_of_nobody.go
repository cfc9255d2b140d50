package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// ArmOfNobody is an arm of a split with steps and without people.
var ArmOfNobody = warning("J0557", "arm-of-nobody", "an arm of a split with 0%",
	"Nobody is dealt to the arm, so its steps never happen.",
	"Give the arm its share, or take it away.",
	"journey j {\n  when signed_up\n  then split {\n    100% old { email \"One\" }\n    0% new { email \"Two\" }\n  }\n}\n",
	"journey j {\n  when signed_up\n  then split {\n    90% old { email \"One\" }\n    10% new { email \"Two\" }\n  }\n}\n")

func newArmOfNobody(p *pass) looker {
	return each(func(j *check.Journey) {
		ast.Walk(j.Decl, func(n ast.Node) bool {
			s, ok := n.(*ast.Split)
			if !ok {
				return true
			}
			for _, a := range s.Arms {
				if a.Percent.Value == 0 && a.Body != nil && len(a.Body.Steps) > 0 {
					p.report(ArmOfNobody, j.File, a.Percent.Span.To(a.Name.Span), "nobody is in this arm", "give it a share, or take it away")
				}
			}
			return true
		})
	})
}
