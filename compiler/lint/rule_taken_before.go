package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/logic"
	"github.com/journeylang/journey/dsl/ast"
)

// ShadowedArm is an arm of a wait that another one, written before it, always takes first.
var ShadowedArm = warning("J0544", "shadowed-arm", "an arm that an earlier one always takes first",
	"When several arms wait for one event, the first one whose filter lets it through is taken. An earlier arm lets through everything that this one does, so nobody comes here.",
	"Write the arm with the narrower filter first.",
	"journey j {\n  when signed_up\n  then wait up to 7d {\n    on purchased                   { email \"Thank you\" }\n    on purchased where total > 100 { email \"A gift for you\" }\n  }\n}\n",
	"journey j {\n  when signed_up\n  then wait up to 7d {\n    on purchased where total > 100 { email \"A gift for you\" }\n    on purchased                   { email \"Thank you\" }\n  }\n}\n")

func newShadowedArm(p *pass) looker {
	return each(func(j *check.Journey) {
		ast.Walk(j.Decl, func(n ast.Node) bool {
			if r, ok := n.(*ast.Race); ok {
				p.shadows(j, r)
			}
			return true
		})
	})
}

func (p *pass) shadows(j *check.Journey, r *ast.Race) {
	var before []*ast.EventPat
	for _, arm := range r.Arms {
		own := ast.Events(arm.Event)
		taken, by := len(own) > 0, (*ast.EventPat)(nil)
		for _, e := range own {
			by = p.takes(j, before, e)
			taken = taken && by != nil
		}
		if taken && !p.told(j.File, arm.Event.Pos()) {
			d := p.report(ShadowedArm, j.File, arm.Event.Pos(), "an arm before this one takes all of these events", "write the narrower one first, or take this one away")
			d.Notes = append(d.Notes, noteAt(j.File, by.Span, "this lets them all through"))
		}
		before = append(before, own...)
	}
}

// takes returns one of the patterns that hears everything that e hears, or nil.
func (p *pass) takes(j *check.Journey, before []*ast.EventPat, e *ast.EventPat) *ast.EventPat {
	heard := p.info.Heard[e]
	at := logic.Place{File: j.File, Journey: j, Event: heard}
	for _, b := range before {
		if heard == nil || p.info.Heard[b] != heard || b.Step.Text != "" && b.Step.Text != e.Step.Text {
			continue
		}
		if b.Where == nil {
			return b
		}
		if e.Where == nil {
			continue
		}
		is := logic.Claim{Cond: e.Where, Place: at}
		if p.possible([]logic.Claim{is}) && p.logic().Follows(logic.Claim{Cond: b.Where, Place: at}, is) {
			return b
		}
	}
	return nil
}
