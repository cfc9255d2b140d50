package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// UnreachableStep is a step that nobody comes to.
var UnreachableStep = warning("J0512", "unreachable-step", "a step that nobody comes to",
	"Every way to the step ends before it in `stop`, so it never happens.",
	"Take the step away, or take away a `stop` before it.",
	"journey j {\n  when signed_up\n  then {\n    if profile.plan == \"pro\" {\n      stop\n    } else {\n      email \"Try pro\"\n      stop\n    }\n    email \"Welcome\"\n  }\n}\n",
	"journey j {\n  when signed_up\n  then {\n    if profile.plan == \"pro\" {\n      stop\n    } else {\n      email \"Try pro\"\n    }\n    email \"Welcome\"\n  }\n}\n")

func newUnreachableStep(p *pass) looker {
	return each(func(j *check.Journey) {
		blocks(j.Decl, func(b *ast.Block) {
			for i, s := range b.Steps {
				if !ends(s) || i+1 == len(b.Steps) {
					continue
				}
				d := p.report(UnreachableStep, j.File, b.Steps[i+1].Pos(), "nobody comes to this step",
					"take it away, or let people come past what stands before it")
				d.Notes = append(d.Notes, noteAt(j.File, s.Pos(), "every way through here ends in `stop`"))
				return // what follows is unreachable for the same reason
			}
		})
	})
}

// ends reports whether nobody comes past a step.
func ends(s ast.Step) bool {
	switch s := s.(type) {
	case *ast.Stop:
		return true
	case *ast.If:
		return blockEnds(s.Then) && blockEnds(s.Else)
	case *ast.WaitFor:
		return blockEnds(s.Then) && (s.UpTo == nil || blockEnds(s.Else))
	case *ast.WaitUntil:
		return blockEnds(s.Then) && (s.UpTo == nil || blockEnds(s.Else))
	case *ast.Race:
		for _, a := range s.Arms {
			if !blockEnds(a.Body) {
				return false
			}
		}
		return len(s.Arms) > 0 && (s.UpTo == nil || blockEnds(s.Else))
	case *ast.Split:
		all := 0.0
		for _, a := range s.Arms {
			if !blockEnds(a.Body) {
				return false
			}
			all += a.Percent.Value
		}
		return all >= 100
	}
	return false
}

func blockEnds(b *ast.Block) bool {
	if b == nil {
		return false
	}
	for _, s := range b.Steps {
		if ends(s) {
			return true
		}
	}
	return false
}
