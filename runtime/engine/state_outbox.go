package engine

import (
	"math"

	"github.com/journeylang/journey/runtime/calendar"
)

// outbox codes what is remembered of the messages that went to a person.
func (c *Coder) outbox(p *Person) {
	if c.reading {
		p.out = &outbox{}
	}
	o := p.out
	c.Stamp(&o.at)
	List(c, &o.went, math.MaxInt32, "messages of one instant", c.Uint)
	last := int64(math.MinInt64)
	List(c, &o.sent, maxPairs, "messages", func(s *sent) {
		at, channel := s.at(), s.channel()
		c.Stamp(&at)
		c.inOrder(&last, at)
		if c.reading && at > calendar.Last {
			c.Fail("a message was sent after the year 9999")
			at = 0
		}
		Below(c, &channel, uint64(len(c.prog.limits.channels)), "a channel")
		*s = sent(at<<channelBits | int64(channel))
	})
}
