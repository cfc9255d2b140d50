package sim

import (
	"context"
	"errors"
)

// Extend lets the clock run on to an instant after the last event, for timers that
// are still to come. A recorded feed ends with its last event otherwise.
func (s *Session) Extend(ctx context.Context, to Instant) (Position, error) {
	if s.cfg.Feed.Live {
		return s.Position(), errors.New("a live feed goes on by itself")
	}
	if err := s.Wait(ctx); err != nil {
		return s.Position(), err
	}
	s.run.Lock()
	s.mu.Lock()
	before := s.until
	there := int64(to) <= s.play.end
	if !there {
		s.until = int64(to)
	}
	s.mu.Unlock()
	s.run.Unlock()
	if there {
		return s.Position(), nil
	}
	if err := s.again(ctx); err != nil {
		s.run.Lock()
		defer s.run.Unlock()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.until = before
		return s.position(), err
	}
	s.run.Lock()
	defer s.run.Unlock()
	err := error(nil)
	for _, w := range s.watchers {
		err = errors.Join(err, w.finish(s.until))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.position(), err
}

// again puts another run of the version in the place of the one that is shown, which
// rests.
func (s *Session) again(ctx context.Context) error {
	s.mu.RLock()
	v := s.version()
	s.mu.RUnlock()
	p, ok := s.newPlay(v, s.schema(), nil)
	if !ok {
		return errNotKept
	}
	return s.catchUp(ctx, p, nil, func() error {
		p.guard = &s.mu
		s.watch(p)
		s.play, s.cursor.counts = p, nil
		s.measure()
		p.rest()
		return nil
	})
}
