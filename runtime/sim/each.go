package sim

import (
	"context"

	"github.com/journeylang/journey/runtime/engine"
)

// EachMessage works out all wanted messages up to the position with what they say,
// oldest first, and gives each to f with the decision it came from. It is one run
// over everything, so that also what is recommended is what it was then; From, Limit
// and Oldest of the query mean nothing here. It ends with the first error of f.
func (s *Session) EachMessage(ctx context.Context, q MessageQuery, f func(*Message, *engine.Decision) error) error {
	s.mu.Lock()
	n := s.counted().n
	filter := s.filter(&q)
	at, v, schema := s.cursor.at, s.version(), s.store.schema
	log := s.play.log
	s.mu.Unlock()
	opts := s.options()
	opts.Engine.Render = func(d *engine.Decision) bool { return d.At <= at && d.Send >= 0 && filter.sends[d.Journey][d.Send] }
	var react *reactor
	if a := s.assumed(); a != nil {
		react = newReactor(*a)
	}
	p, ok := newPlay(v, schema, opts, react, nil)
	if !ok {
		return errNotKept
	}
	i := uint32(0)
	var failed error
	p.taken = func(d *engine.Decision) {
		own := i
		i++
		if failed != nil || own >= n || d.Kind != engine.Send {
			return
		}
		s.mu.RLock()
		var m *Message
		if filter.wants(log, own) {
			m = &Message{Schema: Schema, MessageLine: s.messageLine(own)}
			if d.Content != nil {
				m.Content = s.contentOf(v, d, &retold{})
				m.Content.To = s.address(s.store.final(d.ID), d)
			}
		}
		s.mu.RUnlock()
		if m != nil {
			failed = f(m, d)
		}
		if failed == nil {
			failed = ctx.Err()
		}
	}
	err := s.catchUp(ctx, p, func(int64, int64) {}, func() error { return nil })
	if failed != nil {
		return failed
	}
	return err
}

// assumed is what invented people do; nil for recorded ones.
func (s *Session) assumed() *Assumptions {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.cfg.Feed.Invent
}
