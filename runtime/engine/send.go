package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// send asks the gates at the moment of sending, in the order holdout, consent,
// address, invalid, content. Whatever they say, the person moves on.
func (e *Engine) send(p *Person, r *run, s *bytecode.Send, index int32) {
	j := &e.prog.Journeys[r.journey]
	d := Decision{
		Kind: Send, Journey: r.journey, Instance: r.num, Step: s.Step, Send: index,
		Line: j.Steps[s.Step].Line,
	}
	d.Reason = e.gates(p, r, s)
	if d.Reason == NoReason {
		var ok bool
		if d.Items, ok = e.content(p, r, s, index); !ok {
			d.Reason = NoContent
		}
	}
	if d.Skipped = d.Reason != NoReason; !d.Skipped {
		e.render(p, r, s, &d)
		e.went(p, r, s)
	}
	e.decide(d)
}

func (e *Engine) gates(p *Person, r *run, s *bytecode.Send) Reason {
	j := &e.prog.Journeys[r.journey]
	switch {
	case r.is(heldOut):
		return Holdout
	case !p.mayReceive(s.Channel, j.Topic, j.Required, s.Transactional):
		return Unsubscribed
	case !e.reachable(p, s):
		return NoAddress
	case p.bounced(s.Channel):
		return Invalid
	}
	return NoReason
}

// reachable reports whether there is an address for the channel. Simulation and
// tests assume one unless the trait was said to be null or empty.
func (e *Engine) reachable(p *Person, s *bytecode.Send) bool {
	if s.Address < 0 {
		return true
	}
	v, said := p.traitKnown(s.Address)
	empty := v.Kind == event.Null || v.Kind == event.Text && v.Str == ""
	if e.opts.RequireAddress {
		return !empty
	}
	return !said || !empty
}
