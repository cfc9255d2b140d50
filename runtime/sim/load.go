package sim

import (
	"context"
	"errors"
	"io"
	"sync/atomic"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
)

// Reading goes on in a goroutine of its own, a piece at a time. Two locks are
// taken, in this order: run, while the engine works on a piece, and mu, while what
// came of it is made visible. So the screen waits for the second only, which is
// held for a fraction of a millisecond.

// keptBad is how many bad lines are kept with their place.
const keptBad = 10_000

// loading is one reading of the feed.
type loading struct {
	cancel context.CancelFunc
	done   chan struct{} // closed at its end
	taken  atomic.Int64
}

// counted counts the bytes taken from a feed.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// start begins to read the feed into the session's store.
func (s *Session) start(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	l := &loading{cancel: cancel, done: make(chan struct{})}
	s.mu.Lock()
	s.loading = l
	s.status.Phase = Loading
	if s.cfg.Feed.Live {
		s.status.Phase = Live
	}
	s.mu.Unlock()
	go func() {
		defer close(l.done)
		defer cancel()
		err := s.readAll(ctx, l)
		s.ended(ctx, err)
		s.changed()
	}()
}

func (s *Session) changed() {
	if s.cfg.Changed != nil {
		s.cfg.Changed()
	}
}

// readAll reads the feed to its end.
func (s *Session) readAll(ctx context.Context, l *loading) error {
	in, err := s.openFeed(ctx)
	if err != nil || in == nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	return s.eachBatch(ctx, &counted{in, &l.taken}, s.store.schema, s.take)
}

// openFeed opens the feed, or begins to invent one; nil is nobody at all.
func (s *Session) openFeed(ctx context.Context) (io.ReadCloser, error) {
	switch {
	case s.cfg.Feed.Invent != nil:
		return inventFeed(ctx, *s.cfg.Feed.Invent), nil
	case s.cfg.Feed.Open != nil:
		return s.cfg.Feed.Open()
	}
	return nil, nil
}

// eachBatch reads a feed batch by batch, until it ends or the context does. A read
// that waits for a pipe is left alone then.
func (s *Session) eachBatch(ctx context.Context, in io.Reader, schema *event.Schema, take func(*event.Batch) error) error {
	opts := s.cfg.Feed.Options
	opts.Name, opts.Live = s.cfg.Feed.Name, s.cfg.Feed.Live
	if s.cfg.Feed.Invent != nil {
		opts = feed.Options{Name: "invented people", ChunkSize: 1 << 18}
	}
	type got struct {
		rd    *feed.Reader
		batch *event.Batch
		err   error
	}
	batches := make(chan got, 2)
	go func() {
		defer close(batches)
		send := func(g got) bool {
			select {
			case batches <- g:
				return true
			case <-ctx.Done():
				return false
			}
		}
		rd, err := feed.NewReader(in, schema, opts)
		if err == nil {
			defer rd.Close()
		}
		for err == nil {
			var b *event.Batch
			if b, err = rd.Next(); err == nil && !send(got{rd, b, nil}) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			send(got{err: err})
		}
	}()
	var inv *inventor
	if s.cfg.Feed.Invent != nil {
		inv = newInventor(*s.cfg.Feed.Invent, schema)
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case g, ok := <-batches:
			switch {
			case !ok:
				return nil
			case g.err != nil:
				return g.err
			}
			if inv != nil {
				inv.enrich(g.batch)
			}
			if err := take(g.batch); err != nil {
				return err
			}
			g.rd.Release(g.batch)
			s.changed()
		}
	}
}

// take runs a batch and makes visible what came of it.
func (s *Session) take(b *event.Batch) error {
	s.run.Lock()
	defer s.run.Unlock()
	s.sightings, s.merges = s.sightings[:0], s.merges[:0]
	err := s.play.feed(b.Records)
	for _, w := range s.watchers {
		err = errors.Join(err, w.feed(b.Records))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.add(b.Records, s.sightings)
	for _, m := range s.merges {
		s.store.merge(m[0], m[1])
	}
	s.count(b)
	return err
}

// count keeps the status up to date; the lock is held.
func (s *Session) count(b *event.Batch) {
	st := &s.status
	st.Lines += b.Lines
	st.Ignored += b.Ignored
	st.Bad += int64(len(b.Bad))
	s.bad = append(s.bad, b.Bad[:min(len(b.Bad), keptBad-len(s.bad))]...)
	s.measure()
	if s.untouched && st.Events > 0 {
		s.cursor.at = int64(st.First) - 1
	}
}

// measure takes the counts of the run; the lock is held.
func (s *Session) measure() {
	st := &s.status
	st.Events = 0
	for i := range s.store.blocks() {
		st.Events += s.store.block(i).people
	}
	st.People, st.Late, st.Duplicates, st.Merges = s.store.people(), s.store.late, s.store.duplicates, int64(len(s.store.into))
	if s.store.n > 0 {
		st.First, st.Last = Instant(s.first()), Instant(s.store.greatest)
	}
	if s.finished {
		st.Horizon = Instant(s.play.end)
	} else {
		st.Horizon = Instant(s.play.runner.Watermark() - 1)
	}
	s.horizon = int64(st.Horizon)
}

// first is the least time of an event.
func (s *Session) first() int64 {
	least := int64(1<<63 - 1)
	for i := range s.store.blocks() {
		least = min(least, s.store.block(i).least)
	}
	if least == 1<<63-1 {
		return s.store.greatest
	}
	return least
}

// ended settles what reading left: timers up to the last event run, unless more may
// come.
func (s *Session) ended(ctx context.Context, err error) {
	s.run.Lock()
	defer s.run.Unlock()
	stopped := ctx.Err() != nil
	if stopped && errors.Is(err, ctx.Err()) {
		err = nil
	}
	s.mu.Lock()
	s.finished = true
	s.mu.Unlock()
	err = errors.Join(err, s.play.finish(s.until))
	for _, w := range s.watchers {
		err = errors.Join(err, w.finish(s.until))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status.Phase = Ready
	if err != nil || stopped {
		s.status.Phase = Stopped
	}
	if err != nil {
		s.status.Err = err.Error()
	}
	s.measure()
	s.directory = s.play.runner.Directory()
	s.play.rest()
}
