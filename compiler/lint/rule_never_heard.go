package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// NeverHeard is a wait for an event that takes people out of the journey.
var NeverHeard = warning("J0514", "never-heard", "a wait for an event that ends the journey",
	"Goal and exit come before the waiting step. An event that takes a person out is never heard by a wait of the same journey, and what stands there for it never happens.",
	"Take the event out of `exit` or `goal`, or do in a journey of its own what should happen then.",
	"journey j {\n  when cart_abandoned\n  exit when purchased\n  then {\n    wait for purchased up to 1d {\n      email \"Thank you\"\n    } else {\n      email \"Still here\"\n    }\n  }\n}\n",
	"journey j {\n  when cart_abandoned\n  then {\n    wait for purchased up to 1d {\n      email \"Thank you\"\n    } else {\n      email \"Still here\"\n    }\n  }\n}\n")

func newNeverHeard(p *pass) looker {
	return each(func(j *check.Journey) {
		out := map[*check.Event]ast.Setting{}
		for _, s := range j.Decl.Settings {
			var pattern ast.Pattern
			switch s := s.(type) {
			case *ast.Exit:
				pattern = s.Pattern
			case *ast.Goal:
				if s.Within != nil {
					continue // after its window the event is heard
				}
				pattern = s.Pattern
			default:
				continue
			}
			for _, e := range ast.Events(pattern) {
				if e.Where == nil && e.Step.Text == "" {
					out[p.info.Heard[e]] = s
				}
			}
		}
		// A wait that does nothing about the event is a way to say "for this long"; only
		// steps that were written and never happen are a mistake.
		heard := func(pattern ast.Pattern, then *ast.Block) {
			if !acts(then) {
				return
			}
			es := ast.Events(pattern)
			for _, e := range es {
				if out[p.info.Heard[e]] == nil {
					return
				}
			}
			if len(es) == 0 {
				return
			}
			d := p.report(NeverHeard, j.File, pattern.Pos(), "`"+es[0].Name.Text+"` takes the person out before this wait hears it",
				"what stands here for it never happens; do it in a journey of its own, or do not leave on it")
			d.Notes = append(d.Notes, noteAt(j.File, out[p.info.Heard[es[0]]].Pos(), "the person leaves here"))
		}
		ast.Walk(j.Decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.WaitFor:
				heard(n.Event, n.Then)
			case *ast.RaceArm:
				heard(n.Event, n.Body)
			}
			return true
		})
	})
}

func noteAt(f *ast.File, s ast.Span, text string) diag.Note {
	return diag.Note{File: f.Path, Span: diag.Span(s), Text: text}
}
