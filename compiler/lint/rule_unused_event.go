package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// UnusedEvent is an event that the project declares and nothing asks about.
var UnusedEvent = remarked("J0529", "unused-event", "an event that nothing listens to",
	"A declared event that no journey, segment or test names is a leftover, or a journey listens to another one by mistake. Files that hold declarations alone are left in peace: they may be a catalogue for many projects.",
	"Take the declaration away, or listen to the event.",
	"event tour_finished\nevent tour_begun\nwhen tour_begun then email \"Enjoy the tour\"\n",
	"event tour_begun\nwhen tour_begun then email \"Enjoy the tour\"\n")

type unusedEvent struct{ *pass }

func newUnusedEvent(p *pass) looker { return unusedEvent{p} }

func (unusedEvent) journey(*check.Journey) {}

func (u unusedEvent) finish() {
	used, sure := u.mentioned()
	if !sure {
		return
	}
	for _, f := range u.own() {
		if !holdsJourneys(f) {
			continue
		}
		for _, d := range f.Decls {
			e, ok := d.(*ast.Event)
			if !ok || used[e.Name.Text] || u.declaredByStd(e.Name.Text) {
				continue
			}
			heard := false
			for _, other := range e.HeardAs {
				heard = heard || used[other.Text]
			}
			if !heard {
				u.report(UnusedEvent, f, e.Name.Span, "nothing listens to the event `"+e.Name.Text+"`", "take it away, or listen to it")
			}
		}
	}
}

// declaredByStd reports whether an event belongs to the standard library: a declaration
// of the project adds fields to it.
func (u unusedEvent) declaredByStd(name string) bool {
	e := u.event(name)
	return e != nil && e.Std
}
