package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
)

// A message that comes into the quiet time of its policy is dropped, or held: the
// person rests at the send until the quiet time ends in the person's zone. Goal, exit
// and `while` act meanwhile. The release is the send itself again: all gates but
// holdout are asked anew, quiet among them, because the person may have moved to where
// it is night.

// quiet is what the policy's quiet times say now: the message may go (0), must be
// dropped (drop), or held until an instant. Where one says drop and another hold, it is
// dropped; of two that hold, the one that ends last counts.
func (e *Engine) quiet(p *Person, r *run, policy *bytecode.Policy) (until int64, drop bool) {
	for i := range policy.Quiet {
		q := &policy.Quiet[i]
		end, is := e.zoneOf(p, r.journey).Inside(e.now, calendar.Slot{From: int(q.From), To: int(q.To)})
		switch {
		case !is:
		case q.Drop:
			return 0, true
		default:
			until = max(until, end)
		}
	}
	return until, false
}

// hold lets a stay rest at a send. since is when the message was held first.
func (e *Engine) hold(p *Person, r *run, s *bytecode.Send, since, until int64) {
	r.state, r.anchor, r.due = int16(s.Hold), since, until
	r.flags |= holding
	e.watch(p, r)
}

// abandon records that a held message will not go, because its stay ends.
func (e *Engine) abandon(r *run) {
	if !r.is(holding) {
		return
	}
	r.flags &^= holding
	j := &e.prog.Journeys[r.journey]
	for i := range j.Sends {
		if s := &j.Sends[i]; s.Hold == int32(r.state) {
			e.decide(Decision{
				Kind: Send, Journey: r.journey, Instance: r.num, Step: s.Step, Send: int32(i),
				Line: j.Steps[s.Step].Line, Reason: Left, Skipped: true, Until: r.anchor,
			})
			return
		}
	}
}

// expired reports whether the shortest offer in a message that was held has run out.
func (e *Engine) expired(p *Person, r *run, s *bytecode.Send, since int64) bool {
	for _, d := range s.Valid {
		if e.now >= e.after(p, since, d, r.journey) {
			return true
		}
	}
	return false
}
