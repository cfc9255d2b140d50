package lint

import (
	"strconv"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// ArmsBelowHundred is a split whose arms leave people over.
var ArmsBelowHundred = warning("J0526", "arms-below-hundred", "arms of a split that do not add up to 100%",
	"Who is in none of the arms goes past the split. Where several arms are compared that is nearly always a slip of the pen, and the people who are left over are counted nowhere.",
	"Correct the percents, or write down that the rest gets nothing: `20% rest {}`. A split with one arm is a sample and is left in peace.",
	"journey j {\n  when signed_up\n  then split {\n    33% a { email \"One\" }\n    33% b { email \"Two\" }\n    33% c { email \"Three\" }\n  }\n}\n",
	"journey j {\n  when signed_up\n  then split {\n    34% a { email \"One\" }\n    33% b { email \"Two\" }\n    33% c { email \"Three\" }\n  }\n}\n")

func newArmsBelowHundred(p *pass) looker {
	return each(func(j *check.Journey) {
		ast.Walk(j.Decl, func(n ast.Node) bool {
			s, ok := n.(*ast.Split)
			if !ok || len(s.Arms) < 2 {
				return true
			}
			sum := 0.0
			for _, a := range s.Arms {
				sum += a.Percent.Value
			}
			if rest := 100 - sum; rest > 1e-6 {
				text := strconv.FormatFloat(rest, 'f', -1, 32)
				last := s.Arms[len(s.Arms)-1]
				p.report(ArmsBelowHundred, j.File, s.Arms[0].Percent.Span.To(last.Name.Span), "these arms leave "+text+"% of the people over",
					"correct the percents, or add `"+text+"% rest {}` to say that it is meant")
			}
			return true
		})
	})
}
