package lower

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// The steps that act outside of the journey, other than messages.

func (l *journeyLowerer) act(a bytecode.Act) {
	l.j.Acts = append(l.j.Acts, a)
	l.asm.emit(bytecode.OpAct, int32(len(l.j.Acts)-1), 0)
}

func (l *journeyLowerer) audience(s *ast.Audience) {
	a := bytecode.Act{Kind: bytecode.ActAdd, Step: l.addStep(s, "audience", s.Span)}
	if s.Remove {
		a.Kind = bytecode.ActRemove
	}
	l.value(&l.asm, s.Audience, l.scope())
	l.act(a)
}

func (l *journeyLowerer) webhook(s *ast.Webhook) {
	a := bytecode.Act{Kind: bytecode.ActWebhook, Step: l.addStep(s, "webhook", s.Span.To(s.URL.Pos()))}
	l.value(&l.asm, s.URL, l.scope())
	if s.Payload != nil {
		for _, f := range s.Payload.Fields {
			l.value(&l.asm, f.Value, l.scope())
			a.Names = append(a.Names, f.Name.Text)
		}
	}
	l.act(a)
}

func (l *journeyLowerer) start(s *ast.Start) {
	l.act(bytecode.Act{Kind: bytecode.ActStart, Step: l.addStep(s, "start", s.Span)})
	l.starts = append(l.starts, starting{l.checked, s, int32(len(l.builder.p.Journeys)), int32(len(l.j.Acts) - 1)})
}

// starting is a `start` whose journey may not be lowered yet.
type starting struct {
	from         *check.Journey
	step         *ast.Start
	journey, act int32
}

// resolveStarts finds the journeys that are started by others, once all are there. A
// journey that starts one which is left out is left out as well.
func (b *builder) resolveStarts() {
	for _, s := range b.starts {
		found := false
		for i := range b.p.Journeys {
			if b.p.Journeys[i].Name == s.step.Journey.Text {
				b.p.Journeys[s.journey].Acts[s.act].Journey, found = int32(i), true
			}
		}
		if !found {
			b.notYet(s.step, "starting a journey that is left out")
			b.failed[s.from] = true
		}
	}
}
