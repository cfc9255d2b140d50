package why

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
)

// send says what the gates said, in the order in which they are asked; behind the
// first that refuses, none was.
func (t *teller) send(s *stay, d *engine.Decision, out *Step) {
	send := &s.journey.Sends[d.Send]
	out.Channel, out.Message = send.Channel, send.Message
	out.Words = "would be sent"
	if d.Skipped {
		out.Words = "not sent"
	} else {
		out.Stops = t.stops(s, d)
	}
	if d.Until != 0 {
		m := t.moment(d.Until, s.index)
		out.Held = &m
		out.Words += ", held since " + m.short()
	}
	for _, g := range []struct {
		refused engine.Reason
		facts   func() []Fact
	}{
		{engine.Left, func() []Fact { return t.stayed(d) }},
		{engine.Holdout, func() []Fact { return t.holdout(s, d) }},
		{engine.Unsubscribed, func() []Fact { return t.consents(s, send, d) }},
		{engine.NoAddress, func() []Fact { return t.address(s, send, d) }},
		{engine.Invalid, func() []Fact { return t.invalid(s, send, d) }},
		{engine.NoContent, func() []Fact { return content(send, d) }},
		{engine.Duplicate, func() []Fact { return t.duplicate(s, send, d) }},
		{engine.Expired, func() []Fact { return t.expired(s, send, d) }},
		{engine.Quiet, func() []Fact { return t.quiet(s, send, d) }},
		{engine.Capped, func() []Fact { return t.capped(s, send, d) }},
	} {
		facts := g.facts()
		if d.Reason != g.refused {
			out.Facts = append(out.Facts, facts...)
			continue
		}
		// What refused comes last.
		for _, ok := range []bool{true, false} {
			for _, f := range facts {
				if f.OK == ok {
					out.Facts = append(out.Facts, f)
				}
			}
		}
		return
	}
}

// stops lists what would certainly have kept a message from being sent: an absent
// event before the entry, a goal or an exit between entry and message.
func (t *teller) stops(s *stay, d *engine.Decision) []Stop {
	j := s.journey
	entered, now := t.moment(s.enter.At, s.index), t.moment(d.At, s.index)
	var inside []bytecode.Test // what ends the stay
	if d.At > s.enter.At {
		if g := j.Goal; g != nil && (g.Within.Zero() || d.At <= t.after(s.enter.At, g.Within, s.index)) {
			inside = append(inside, g.Any...)
		}
		for _, e := range j.Exits {
			inside = append(inside, e.Any...)
		}
	}
	var out []Stop
	said := map[string]bool{}
	add := func(x bytecode.Test, when Moment) {
		what := graph.TestsText(t.p, []bytecode.Test{x})
		if x.Key >= 0 {
			what += " of the same " + j.Key
		}
		if !said[what] {
			said[what] = true
			out = append(out, Stop{what, when})
		}
	}
	for _, x := range inside {
		add(x, now)
	}
	for i := range j.Alts {
		if a := &j.Alts[i]; s.enter.Until != 0 && a.Line == s.enter.Line && a.Kind == bytecode.PatAbsence {
			for _, x := range a.Not {
				add(x, entered)
			}
		}
	}
	return out
}
