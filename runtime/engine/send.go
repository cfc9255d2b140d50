package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// letter is a message while its gates are asked.
type letter struct {
	*bytecode.Send
	policy      *bytecode.Policy // nil: no caps and no quiet times
	index       int32            // of the send
	since       int64            // since when it is held; Never
	items       []string
	fingerprint uint64
	until       int64 // the end of the quiet time in which it has to wait; 0
}

// send asks the gates at the moment of sending. Whatever they say, the person moves on,
// but for one thing: it reports whether the message is held, and the stay rests here.
func (e *Engine) send(p *Person, r *run, index int32) (held bool) {
	j := &e.prog.Journeys[r.journey]
	l := letter{Send: &j.Sends[index], index: index, since: Never}
	if j.Policy >= 0 {
		l.policy = &e.prog.Policies[j.Policy]
	}
	if r.is(holding) {
		l.since = r.anchor
		r.flags &^= holding
	}
	reason := e.gates(p, r, &l)
	if l.until != 0 {
		e.hold(p, r, l.Send, min(l.since, e.now), l.until)
		return true
	}
	d := Decision{
		Kind: Send, Journey: r.journey, Instance: r.num, Step: l.Step, Send: index,
		Line: j.Steps[l.Step].Line, Reason: reason, Skipped: reason != NoReason,
	}
	if l.since != Never {
		d.Until = l.since
	}
	if !d.Skipped {
		d.Items = l.items
		e.posted(p, l.Send, l.fingerprint)
		e.render(p, r, l.Send, &d)
		e.went(p, r, l.Send)
	}
	e.decide(d)
	return false
}

// gates asks the gates in their order: holdout, consent, address, invalid, content,
// duplicate, expired, quiet, cap. A message that is released is asked all but the first
// again. The answer is the reason of the first that does not let it pass.
func (e *Engine) gates(p *Person, r *run, l *letter) Reason {
	switch {
	case r.is(heldOut) && l.since == Never:
		return Holdout
	case !p.mayReceive(l.Channel, l.policy, l.Transactional):
		return Unsubscribed
	case !e.reachable(l.Send):
		return NoAddress
	case p.bounced(l.Channel):
		return Invalid
	case !e.content(p, r, l):
		return NoContent
	case e.repeats(p, l.fingerprint):
		return Duplicate
	case l.since != Never && e.expired(p, r, l.Send, l.since):
		return Expired
	case l.policy == nil || l.Transactional:
		return NoReason
	}
	until, drop := e.quiet(p, r, l.policy)
	if l.until = until; drop {
		l.until = 0
		return Quiet
	}
	if until == 0 && e.capped(p, r, l.Send, l.policy) {
		return Capped
	}
	return NoReason
}

// reachable reports whether there is an address for the channel. Simulation and
// tests assume one unless the trait was said to be null or empty.
func (e *Engine) reachable(s *bytecode.Send) bool {
	if s.Address < 0 {
		return true
	}
	v, said := e.traitKnown(s.Address)
	empty := v.Kind == event.Null || v.Kind == event.Text && v.Str == ""
	if e.opts.RequireAddress {
		return !empty
	}
	return !said || !empty
}
