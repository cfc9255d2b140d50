package engine

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
)

// A cap counts what went to a person, whichever journey sent it. What it needs to know
// is in the person's outbox, as long as some cap of the program can ask for it.

// limits is what the caps of a program need to know of a person's messages.
type limits struct {
	channels map[string]int32 // the channels that anything is sent on, by number
	counted  []bool           // channel → whether some cap counts it
	keep     int64            // ms after which no cap counts a message any more; 0 without caps
}

// margin is more than zones and their changes can move the beginning of a day.
const margin = 3 * 24 * 3_600_000

func (p *Program) findLimits() error {
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
	if len(l.channels) > 1<<channelBits {
		return fmt.Errorf("%d channels are more than %d", len(l.channels), 1<<channelBits)
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
	return nil
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
