package engine

import (
	"cmp"
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
		p.few().lost += int64(over)
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
	slices.SortStableFunc(o.sent, func(a, b sent) int { return cmp.Compare(a.at(), b.at()) })
	into.trimSent()
}
