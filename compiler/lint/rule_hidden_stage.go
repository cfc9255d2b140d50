package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/logic"
)

// HiddenStage is a stage of a lifecycle that nobody is ever in.
var HiddenStage = warning("J0543", "hidden-stage", "a stage that a later one always takes over",
	"A person is in the last stage whose condition holds. Whoever meets the condition of this stage meets that of a later one too, so nobody is ever in it.",
	"Write the stages from the widest to the narrowest, or ask for less in the later one.",
	"lifecycle buyer {\n  stage loyal where count(purchased) >= 5\n  stage once  where count(purchased) >= 1\n}\njourney j {\n  when enters loyal or enters once\n  then email \"Hello\"\n}\n",
	"lifecycle buyer {\n  stage once  where count(purchased) >= 1\n  stage loyal where count(purchased) >= 5\n}\njourney j {\n  when enters loyal or enters once\n  then email \"Hello\"\n}\n")

type hiddenStage struct{ p *pass }

func newHiddenStage(p *pass) looker { return hiddenStage{p} }

func (hiddenStage) journey(*check.Journey) {}

func (h hiddenStage) finish() {
	for _, s := range h.p.info.Segments {
		if s.Broken || len(s.Later) == 0 || s.Decl.Where == nil || isStd(s.File) {
			continue
		}
		at := logic.Place{File: s.File}
		is := logic.Claim{Cond: s.Decl.Where, Place: at}
		if !h.p.possible([]logic.Claim{is}) {
			continue // that is another rule's
		}
		all := []logic.Claim{is}
		for _, later := range s.Later {
			if later.Where != nil {
				all = append(all, logic.Claim{Cond: later.Where, Place: at, Fails: true})
			}
		}
		core, hidden := h.p.logic().Never(all...)
		if !hidden {
			continue
		}
		d := h.p.report(HiddenStage, s.File, s.Decl.Name.Span, "nobody is ever in this stage", "whoever meets its condition is in a later stage; change their order, or their conditions")
		for _, part := range core {
			if part.Fails {
				d.Notes = append(d.Notes, noteAt(s.File, part.Cond.Pos(), "this holds wherever the stage's own condition does"))
			}
		}
	}
}
