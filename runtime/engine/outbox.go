package engine

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
)

// outbox is what is remembered of the messages that went to a person: those of the
// latest instant at which any went, to find duplicates, and what the program's caps
// count, at most maxPairs, the oldest first. Most people have none, and a program
// without caps keeps no list.
type outbox struct {
	at   int64    // the latest instant
	went []uint64 // fingerprints of what went at it
	sent []sent
}

// sent is one message that caps count: its instant, and in the lowest bits the number
// of its channel.
type sent int64

const channelBits = 12

func (s sent) at() int64      { return int64(s) >> channelBits }
func (s sent) channel() int32 { return int32(s) & (1<<channelBits - 1) }

// limits is what the caps of a program need to know of a person's messages.
type limits struct {
	channels map[string]int32 // the channels that anything is sent on, by number
	counted  []bool           // channel → whether some cap counts it
	keep     int64            // ms after which no cap counts a message any more; 0 without caps
}

// margin is more than zones and their changes can move the beginning of a day.
const margin = 3 * 24 * 3_600_000

func (p *Program) findLimits() {
	l := &p.limits
	l.channels = map[string]int32{}
	for i := range p.Journeys {
		for k := range p.Journeys[i].Sends {
			name := p.Journeys[i].Sends[k].Channel
			if _, known := l.channels[name]; !known {
				l.channels[name] = int32(len(l.channels))
			}
		}
	}
	l.counted = make([]bool, len(l.channels))
	for i := range p.Policies {
		for _, c := range p.Policies[i].Caps {
			l.keep = max(l.keep, longest(&c)+margin)
			for name, n := range l.channels {
				l.counted[n] = l.counted[n] || c.Channel == "" || c.Channel == name
			}
		}
	}
}

// longest is at least as long as the time over which a cap counts, in ms.
func longest(c *bytecode.Cap) int64 {
	const day = 24 * 3_600_000
	switch c.Per {
	case bytecode.PerDay:
		return day
	case bytecode.PerWeek:
		return 7 * day
	case bytecode.PerMonth:
		return 31 * day
	}
	return int64(c.In.Months)*31*day + int64(c.In.Days)*day + min(c.In.Millis, Never/4)
}

// capped reports whether a cap of the policy lets no more messages through now.
// Windows that slide are those of rule 22: a message of instant x counts as long as
// x + D, in the person's zone as it is now, is not reached.
func (e *Engine) capped(p *Person, r *run, s *bytecode.Send, policy *bytecode.Policy) bool {
	if p.out == nil {
		return false
	}
	for i := range policy.Caps {
		c := &policy.Caps[i]
		if c.Channel != "" && c.Channel != s.Channel {
			continue
		}
		channel, one := e.prog.limits.channels[c.Channel]
		n := int32(0)
		for k := len(p.out.sent) - 1; k >= 0 && n < c.N; k-- {
			x := p.out.sent[k]
			if one && x.channel() != channel {
				continue
			}
			if e.counts(p, r, c, x.at()) {
				n++
			}
		}
		if n >= c.N {
			return true
		}
	}
	return false
}

// counts reports whether a message of some instant lies in the time over which a cap
// counts now.
func (e *Engine) counts(p *Person, r *run, c *bytecode.Cap, at int64) bool {
	if c.Per == bytecode.NoPeriod {
		return e.now < e.after(p, at, c.In, r.journey)
	}
	z := e.zoneOf(p, r.journey)
	return z.StartOf(at, Unit(c.Per)) == z.StartOf(e.now, Unit(c.Per))
}

// print is the part of a send's fingerprint that does not depend on the person: the
// channel and the message, for an inline value the step. The values that the send is
// filled with are mixed in; a plain one has none.
type print struct {
	hash  uint64
	plain bool
}

func (p *Program) findPrints() {
	for i := range p.Journeys {
		j := &p.Journeys[i]
		row := make([]print, len(j.Sends))
		for k := range j.Sends {
			s := &j.Sends[k]
			what := "message\x00" + s.Channel + "\x00"
			if s.Content >= 0 {
				row[k].plain = len(s.Params) == 0
				what += p.Messages[s.Content].Name
			} else {
				row[k].plain = p.Code[s.Value].Op == bytecode.OpText && p.Code[s.Value+1].Op == bytecode.OpReturn
				what = "step\x00" + s.Channel + "\x00" + j.Name + "\x00" + j.Steps[s.Step].ID
			}
			row[k].hash = mix(14695981039346656037, []byte(what))
		}
		p.prints = append(p.prints, row)
	}
}

// mix is FNV-1a, 64 bits, going on from a hash.
func mix(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// repeats reports whether the same went to the person at this very instant.
func (e *Engine) repeats(p *Person, fingerprint uint64) bool {
	return p.out != nil && p.out.at == e.now && slices.Contains(p.out.went, fingerprint)
}

// posted remembers that a message went.
func (e *Engine) posted(p *Person, s *bytecode.Send, fingerprint uint64) {
	if p.out == nil {
		p.out = &outbox{at: always}
	}
	o := p.out
	if o.at != e.now {
		o.at, o.went = e.now, o.went[:0]
	}
	o.went = append(o.went, fingerprint)
	l := &e.prog.limits
	channel := l.channels[s.Channel]
	if s.Transactional || l.keep == 0 || !l.counted[channel] {
		return
	}
	old := 0
	for old < len(o.sent) && o.sent[old].at() < e.now-l.keep {
		old++
	}
	o.sent = append(o.sent[:copy(o.sent, o.sent[old:])], sent(e.now<<channelBits|int64(channel)))
	p.trimSent()
}

// trimSent lets the oldest go where there are too many.
func (p *Person) trimSent() {
	if over := len(p.out.sent) - maxPairs; over > 0 {
		p.out.sent = p.out.sent[:copy(p.out.sent, p.out.sent[over:])]
		p.rest().lost += int64(over)
	}
}

// uniteOutboxes is the merge of two people: what went to either counts for both.
func uniteOutboxes(into, from *Person) {
	switch {
	case from.out == nil:
		return
	case into.out == nil:
		into.out = from.out
		return
	}
	o, other := into.out, from.out
	switch {
	case other.at > o.at:
		o.at, o.went = other.at, other.went
	case other.at == o.at:
		o.went = append(o.went, other.went...)
	}
	o.sent = append(o.sent, other.sent...)
	slices.SortStableFunc(o.sent, func(a, b sent) int { return int(min(max(a.at()-b.at(), -1), 1)) })
	into.trimSent()
}
