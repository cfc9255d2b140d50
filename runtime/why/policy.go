package why

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// The gates of policies. Quiet times and caps are worked out again, from the clock and
// from what was sent until then.

// policy is the policy whose rules are asked at a send, or nil.
func (t *teller) policy(s *stay, send *bytecode.Send) *bytecode.Policy {
	if s.journey.Policy < 0 || send.Transactional {
		return nil
	}
	return &t.p.Policies[s.journey.Policy]
}

// ruleLine names the place of a rule.
func ruleLine(p *bytecode.Policy, line int32) string {
	return fmt.Sprintf("policy %s, line %d", p.Name, line)
}

// expired says when the offer of a held message ran out.
func (t *teller) expired(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	if d.Until == 0 || len(send.Valid) == 0 {
		return nil
	}
	z := t.zone(d.At, s.index)
	end, shortest := int64(0), bytecode.Duration{}
	for i, v := range send.Valid {
		if e := z.Add(d.Until, v.Months, v.Days, v.Millis); i == 0 || e < end {
			end, shortest = e, v
		}
	}
	m := t.moment(end, s.index)
	f := Fact{OK: d.Reason != engine.Expired, What: "offer still good", At: &m}
	f.Words = fmt.Sprintf("for %s, until %s", graph.Duration(shortest), m.short())
	if !f.OK {
		f.Words = fmt.Sprintf("made when the step was reached, good for %s, over on %s", graph.Duration(shortest), m.short())
	}
	return []Fact{f}
}

// quiet says what each quiet time of the policy said.
func (t *teller) quiet(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	policy := t.policy(s, send)
	if policy == nil {
		return nil
	}
	var facts []Fact
	now := t.moment(d.At, s.index)
	z := t.zone(d.At, s.index)
	for i := range policy.Quiet {
		q := &policy.Quiet[i]
		slot := calendar.Slot{From: int(q.From), To: int(q.To)}
		f := Fact{OK: true, What: "not quiet (" + strings.TrimPrefix(q.String(), "quiet ") + ")", Words: "it was " + clock(now.civil)}
		if end, is := z.Inside(d.At, slot); is && d.Reason == engine.Quiet && q.Drop {
			m := t.moment(end, s.index)
			f.OK, f.At = false, &m
			f.Words += "; it would have gone from " + m.shortAfter(now) + " on"
		}
		if d.Until != 0 && !q.Drop {
			if end, is := t.zone(d.Until, s.index).Inside(d.Until, slot); is {
				since, until := t.moment(d.Until, s.index), t.moment(end, s.index)
				f.Words = "held from " + since.short() + " to " + until.shortAfter(since)
			}
		}
		f.Words = join(f.Words, ruleLine(policy, q.Line))
		facts = append(facts, f)
	}
	return facts
}

// capped counts for each cap what had gone, and says when the next may go.
func (t *teller) capped(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	policy := t.policy(s, send)
	if policy == nil {
		return nil
	}
	var facts []Fact
	full := false
	for i := range policy.Caps {
		c := &policy.Caps[i]
		if c.Channel != "" && c.Channel != send.Channel {
			continue
		}
		f := t.counted(s, c, d)
		if f.OK = f.OK || d.Reason != engine.Capped; !f.OK {
			full = true
		}
		f.Words = join(f.Words, ruleLine(policy, c.Line))
		facts = append(facts, f)
	}
	if d.Reason == engine.Capped && !full && len(facts) > 0 {
		facts[0].OK = false
	}
	return facts
}

// counted is what one cap counts at the instant of a decision. What else goes at that
// very instant counts where the cap turned out to be full.
func (t *teller) counted(s *stay, c *bytecode.Cap, d *engine.Decision) Fact {
	z := t.zone(d.At, s.index)
	known := int64(-1 << 63) // what went before somebody was forgotten counts no more
	for _, r := range t.byTime {
		if r.Kind == event.Delete && r.Time <= d.At {
			known = r.Time
		}
	}
	var went []*engine.Decision
	for i := range t.in.Decisions {
		x := &t.in.Decisions[i]
		if x.Kind != engine.Send || x.Skipped || x.At < known || x.At > d.At || x.At == d.At && d.Reason != engine.Capped {
			continue
		}
		other := &t.p.Journeys[x.Journey].Sends[x.Send]
		if other.Transactional || c.Channel != "" && c.Channel != other.Channel {
			continue
		}
		if _, counts := until(z, c, x.At, d.At); counts {
			went = append(went, x)
		}
	}
	f := Fact{OK: len(went) < int(c.N), What: c.String()}
	if f.OK {
		f.Words = fmt.Sprintf("%d before it", len(went))
		return f
	}
	last := went[len(went)-int(c.N)]
	free, _ := until(z, c, last.At, d.At)
	m := t.moment(free, s.index)
	f.At = &m
	var texts []string
	for _, x := range went[len(went)-min(len(went), 3):] {
		j := &t.p.Journeys[x.Journey]
		texts = append(texts, fmt.Sprintf("%s of %s on %s", j.Steps[x.Step].Label, j.Name, t.moment(x.At, s.index).short()))
	}
	f.Words = fmt.Sprintf("%d had gone: %s; the next may go from %s on", len(went), strings.Join(texts, ", "), m.short())
	return f
}

// until is when a message stops to count for a cap, and whether it counts now.
func until(z *calendar.Zone, c *bytecode.Cap, at, now int64) (end int64, counts bool) {
	if c.Per == bytecode.NoPeriod {
		end = z.Add(at, c.In.Months, c.In.Days, c.In.Millis)
		return end, now < end
	}
	unit := engine.Unit(c.Per)
	start := z.StartOf(at, unit)
	return z.EndOf(at, unit), start == z.StartOf(now, unit)
}
