package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/vm"
)

// consentKind is what an event says about consent or an address.
type consentKind uint8

const (
	noConsent consentKind = iota
	says                  // subscribed
	saysNot               // unsubscribed, complained
	bounces               // the address does not work
)

// choice is what a person said, or what a bounce said, about a channel and a
// topic; empty means any.
type choice struct {
	channel, topic string
	time           int64
	kind           consentKind
}

// consentEvents are the standard library's events that change consent.
type consentEvents map[int32]consentShape

type consentShape struct {
	kind           consentKind
	channel, topic int32 // fields, or -1
}

var consentNames = map[string]consentKind{
	"subscribed": says, "unsubscribed": saysNot, "complained": saysNot, "bounced": bounces,
}

func (p *Program) findConsent() consentEvents {
	out := consentEvents{}
	for i, ev := range p.Events {
		kind := consentNames[ev.Name]
		if kind == noConsent {
			continue
		}
		s := consentShape{kind: kind, channel: -1, topic: -1}
		for f, field := range ev.Fields {
			switch field.Name {
			case "channel":
				s.channel = int32(f)
			case "topic":
				s.topic = int32(f)
			}
		}
		out[int32(i)] = s
		p.listeners[i].consent = kind
	}
	return out
}

// consentEvent keeps the latest choice for its channel and topic.
func (e *Engine) consentEvent(p *Person, r *event.Record, l *listener) {
	if l.consent == noConsent {
		return
	}
	s := e.prog.consent[r.Type]
	c := choice{time: r.Time, kind: s.kind}
	if s.channel >= 0 {
		c.channel = keep(vm.Field(r, s.channel)).Str
	}
	if s.topic >= 0 {
		c.topic = keep(vm.Field(r, s.topic)).Str
	}
	// A bounce or a complaint without a channel is about e-mail: that is what the
	// mail services report.
	if c.channel == "" && e.prog.Events[r.Type].Name != "subscribed" && e.prog.Events[r.Type].Name != "unsubscribed" {
		c.channel = "email"
	}
	p.choose(c)
}

func (p *Person) choose(c choice) {
	m := p.few()
	for i := range m.consent {
		old := &m.consent[i]
		if old.channel != c.channel || old.topic != c.topic || (old.kind == bounces) != (c.kind == bounces) {
			continue
		}
		if c.time > old.time || c.time == old.time && c.kind == saysNot {
			*old = c
		}
		return
	}
	m.consent = append(m.consent, c)
}

// mayReceive asks consent for a channel and for each topic that the policy names: the
// latest of what was said about the channel and about everything, and the latest of
// what was said about the topic. A tie is unsubscribed. A topic that is required needs
// a yes on record. Transactional content passes everything but the hard opt-out.
func (p *Person) mayReceive(channel string, policy *bytecode.Policy, transactional bool) bool {
	if transactional {
		channel, policy = "", nil
	}
	_, allowed := p.latest(func(c *choice) bool {
		return c.topic == "" && (c.channel == "" || c.channel == channel)
	})
	if policy == nil {
		return allowed
	}
	for i := range policy.Consents {
		topic := &policy.Consents[i]
		said, yes := p.latest(func(c *choice) bool {
			return c.topic == topic.Topic && (c.channel == "" || c.channel == channel)
		})
		allowed = allowed && yes && (said || !topic.Required)
	}
	return allowed
}

// latest is the latest choice among some: whether there is one, and whether it
// allows.
func (p *Person) latest(among func(*choice) bool) (said, allowed bool) {
	last := always
	allowed = true
	x := p.rare()
	if x == nil {
		return false, true
	}
	for i := range x.consent {
		c := &x.consent[i]
		if c.kind == bounces || !among(c) {
			continue
		}
		switch {
		case c.time > last:
			last, allowed = c.time, c.kind == says
		case c.time == last && c.kind == saysNot:
			allowed = false
		}
		said = true
	}
	return said, allowed
}

// bounced reports whether a bounce said that the channel's address does not work.
func (p *Person) bounced(channel string) bool {
	x := p.rare()
	if x == nil {
		return false
	}
	for i := range x.consent {
		if c := &x.consent[i]; c.kind == bounces && c.channel == channel {
			return true
		}
	}
	return false
}
