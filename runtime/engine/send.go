package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
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
		if d.Items, ok = e.content(p, r, s); !ok {
			d.Reason = NoContent
		}
	}
	d.Skipped = d.Reason != NoReason
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

// content evaluates what is sent; ok is false when there is nothing to send: an
// inline value that is missing or an empty list.
func (e *Engine) content(p *Person, r *run, s *bytecode.Send) (items []string, ok bool) {
	if s.Value < 0 {
		return nil, true
	}
	j := &e.prog.Journeys[r.journey]
	e.via = fn.Via{Base: e.opts.Site, Person: p.Name, Journey: j.Name, Step: j.Steps[s.Step].ID, Channel: s.Channel}
	f := vm.Frame{Entry: r.payload(), Person: e}
	v, err := e.m.Value(s.Value, &f)
	if err != nil || v.Kind == event.Null {
		return nil, false
	}
	if v.Kind != event.List {
		return nil, true
	}
	for _, it := range v.Box.Items {
		if it.Kind == event.Map {
			items = append(items, fn.Text(it.Field("product_id")))
		} else {
			items = append(items, fn.Text(it))
		}
	}
	return items, len(items) > 0
}

// Call is part of vm.Person: functions that depend on the person and the step.
func (e *Engine) Call(name string, args []event.Value) event.Value {
	switch {
	case name == "coupon" && len(args) == 2:
		return event.Of(fn.Coupon(args[0].Num, args[1].Str, e.person.Name, e.via.Journey+"/"+e.via.Step))
	case name == "link" && len(args) == 1:
		return event.Of(fn.Link(fn.Text(args[0]), e.via))
	}
	return event.Value{}
}
