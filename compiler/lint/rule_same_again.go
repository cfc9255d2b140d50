package lint

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// SameAgain is a branch that an earlier one has taken already.
var SameAgain = warning("J0516", "same-again", "a branch that an earlier one has taken already",
	"The branches of `if … else if …`, and the events of one wait, are asked in the order of the source. One that repeats an earlier one is never taken.",
	"Change the condition or the event to what was meant, or take the branch away.",
	"journey j {\n  when signed_up\n  then {\n    if profile.plan == \"pro\" {\n      email \"Thank you\"\n    } else if profile.plan == \"pro\" {\n      email \"Try pro\"\n    }\n  }\n}\n",
	"journey j {\n  when signed_up\n  then {\n    if profile.plan == \"pro\" {\n      email \"Thank you\"\n    } else if profile.plan == \"free\" {\n      email \"Try pro\"\n    }\n  }\n}\n")

func newSameAgain(p *pass) looker {
	return each(func(j *check.Journey) {
		again := func(nodes []ast.Node) {
			first := map[string]ast.Node{}
			for _, n := range nodes {
				text := words(j.File.Src, n.Pos())
				if earlier := first[text]; earlier != nil {
					d := p.report(SameAgain, j.File, n.Pos(), "this branch is never taken", "an earlier one is the same; change one of the two, or take this one away")
					d.Notes = append(d.Notes, noteAt(j.File, earlier.Pos(), "the same"))
					continue
				}
				first[text] = n
			}
		}
		inside := map[*ast.If]bool{} // the later parts of a chain
		ast.Walk(j.Decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Race:
				var arms []ast.Node
				for _, a := range n.Arms {
					arms = append(arms, a.Event)
				}
				again(arms)
			case *ast.If:
				if inside[n] {
					return true
				}
				var conds []ast.Node
				for at := n; at != nil; {
					inside[at] = true
					conds = append(conds, at.Cond)
					at = elseIf(at)
				}
				again(conds)
			}
			return true
		})
	})
}

// elseIf returns the `if` that is all there is behind an `else`. Nothing happens
// between the two questions.
func elseIf(s *ast.If) *ast.If {
	if s.Else == nil || len(s.Else.Steps) != 1 {
		return nil
	}
	next, _ := s.Else.Steps[0].(*ast.If)
	return next
}

// words is a piece of the source without what only lays it out. Texts keep their
// blanks: where one is inside, the piece is compared as it is written.
func words(src string, s ast.Span) string {
	piece := src[s.Start:s.End]
	if strings.ContainsAny(piece, "\"#") {
		return piece
	}
	return strings.Join(strings.Fields(piece), " ")
}
