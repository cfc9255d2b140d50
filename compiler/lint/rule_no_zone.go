package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// NoZone is a time of day without a zone for people who have none.
var NoZone = warning("J0523", "no-zone", "a time of day without a zone to fall back on",
	"A time of day is the person's own. For people whose zone nobody knows it is the journey's, else the project's, else UTC, which for most of the world is the middle of the night or of work.",
	"Say where most people are: `timezone \"Europe/Sofia\"` in the journey, or `timezone: Europe/Sofia` in journey.yaml. `UTC` is a choice too.",
	"journey j {\n  when signed_up\n  then {\n    wait until 09:00\n    email \"Good morning\"\n  }\n}\n",
	"journey j {\n  when     signed_up\n  timezone \"Europe/Sofia\"\n  then {\n    wait until 09:00\n    email \"Good morning\"\n  }\n}\n")

func newNoZone(p *pass) looker {
	return each(func(j *check.Journey) {
		if p.about.Timezone != "" {
			return
		}
		for _, s := range j.Decl.Settings {
			if _, said := s.(*ast.Timezone); said {
				return
			}
		}
		var first *ast.TimeLit
		ast.Walk(j.Decl, func(n ast.Node) bool {
			var at *ast.TimeLit
			switch n := n.(type) {
			case *ast.WaitTime:
				at = n.At
			case *ast.WaitDate:
				at = n.At
			case *ast.OnDate:
				at = n.At
			case *ast.Schedule:
				at = n.At
			}
			if at != nil && first == nil {
				first = at
			}
			return true
		})
		if first != nil {
			p.report(NoZone, j.File, first.Span, "for people without a zone of their own this is UTC",
				"add `timezone \"Europe/Sofia\"` to the journey, or `timezone: Europe/Sofia` to journey.yaml")
		}
	})
}
