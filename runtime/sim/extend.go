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
	s.mu.RLock()
	whole := !s.play.partial || int64(to) <= s.play.end
	s.mu.RUnlock()
	if !whole { // those who were left out have timers too
		if err := s.complete(ctx); err != nil {
			return s.Position(), err
		}
	}
	s.run.Lock()
	defer s.run.Unlock()
	err := error(nil)
	if int64(to) > s.play.end {
		s.until = int64(to)
		err = s.play.finish(s.until)
		for _, w := range s.watchers {
			err = errors.Join(err, w.finish(s.until))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.measure()
	return s.position(), err
}

// complete puts a run over everybody in the place of one that took over what was
// decided before.
func (s *Session) complete(ctx context.Context) error {
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
		s.play, s.everybody, s.cursor.counts = p, p.runner, nil
		return nil
	})
}
