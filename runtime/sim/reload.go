package sim

import (
	"context"
	"errors"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// Another version runs over what was kept of the feed, beside the one that is
// shown, and takes its place when it has come as far. Only if it reads what was not
// kept is the feed read again.

// errNotKept says that a version reads what the store has not kept.
var errNotKept = errors.New("this version reads something that was not kept of the feed")

// Reload runs another version over the same feed, to the same position, and then
// puts it in place of the one before. It returns what is different at the position.
// progress may be nil. When it fails, what is shown stays.
func (s *Session) Reload(ctx context.Context, v *Version, progress func(done, total int64)) (*Comparison, error) {
	var out *Comparison
	err := s.beside(ctx, v, progress, func(p, old *play) {
		p.guard = &s.mu
		s.watch(p)
		s.before, s.play = s.play.version, p
		s.keepVersions()
		s.cursor.counts = nil
		s.status.Version = v.Name
		out = s.compare(old, p, s.cursor.at)
	})
	if err != nil {
		return nil, err
	}
	s.changed()
	return out, nil
}

// beside runs a version over what was kept, beside the one that is shown, and calls
// done with both while everything stands still.
func (s *Session) beside(ctx context.Context, v *Version, progress func(done, total int64), done func(p, old *play)) error {
	for whole := false; ; whole = true {
		s.mu.RLock()
		old := s.play
		s.mu.RUnlock()
		p, ok := s.newPlay(v, s.schema(), nil)
		if !ok {
			if err := s.widen(ctx, v); err != nil {
				return err
			}
			if p, ok = s.newPlay(v, s.schema(), nil); !ok {
				return errNotKept
			}
		}
		if !whole {
			s.leaveOut(p, old)
		}
		err := s.catchUp(ctx, p, progress, func() error {
			if p.base != nil {
				if s.play != old || old.end != p.end || !p.weave() {
					return errMoved
				}
			}
			done(p, s.play)
			if p.base = nil; s.finished {
				p.rest()
			}
			return nil
		})
		if !errors.Is(err, errMoved) {
			return err
		}
	}
}

// Back puts the version before in place again.
func (s *Session) Back(ctx context.Context) (*Comparison, error) {
	s.mu.RLock()
	v := s.before
	s.mu.RUnlock()
	if v == nil {
		return nil, errors.New("there is no version before this one")
	}
	return s.Reload(ctx, v, nil)
}

// Compare runs another version beside the present one and compares up to the
// position, without changing anything. It is how git's version is looked at.
func (s *Session) Compare(ctx context.Context, before *Version, progress func(done, total int64)) (*Comparison, error) {
	var out *Comparison
	err := s.beside(ctx, before, progress, func(p, now *play) { out = s.compare(p, now, s.cursor.at) })
	return out, err
}

func (s *Session) schema() *event.Schema {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.store.schema
}

// catchUp runs a new run over what was kept, and then, with both locks held, what
// came meanwhile. done is called while everything stands still.
func (s *Session) catchUp(ctx context.Context, p *play, progress func(done, total int64), done func() error) error {
	at := uint32(0)
	for {
		n, total, err := s.replay(p, at)
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if progress != nil {
			progress(int64(n), int64(total))
		}
		if at = n; at >= total || total-at < blockRecords {
			break
		}
	}
	s.run.Lock()
	defer s.run.Unlock()
	for {
		n, total, err := s.replay(p, at)
		if err != nil {
			return err
		}
		if at = n; at == total {
			break
		}
	}
	if s.finished {
		if err := p.finish(s.until); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return done()
}

// replayed is how many records of the store are looked at between two breaths.
const replayed = 64 * blockRecords

// replay runs the next blocks of the store. Of what nobody listens to only the
// clock is left, unless it says who is who; what came twice is known to have.
func (s *Session) replay(p *play, from uint32) (upTo, total uint32, err error) {
	s.mu.RLock()
	total = s.store.n
	if from >= total {
		s.mu.RUnlock()
		return from, total, nil
	}
	var x feed.Unpacker
	first, _ := s.store.of(from)
	again := again{records: p.again[:0], told: first.before, clock: first.before}
	for upTo = from; upTo < total && upTo-from < replayed && len(again.records) < 2*blockRecords; {
		b, i := s.store.of(upTo)
		upTo += uint32(b.n - i)
		for ; i < b.n; i++ {
			if !p.needs(b, i) {
				again.clock = max(again.clock, b.seen(i))
				continue
			}
			var r event.Record
			s.store.record(&x, b, i, &r)
			if p.who != nil {
				p.who[r.Line] = b.who(i)
			}
			again.add(&r)
		}
	}
	again.tick()
	s.mu.RUnlock()
	err = p.feed(again.records)
	if p.who != nil {
		for i := range again.records {
			delete(p.who, again.records[i].Line)
		}
	}
	clear(again.records)
	p.again = again.records
	return upTo, total, err
}

// again are records that are run again, and the clock of those that are not.
type again struct {
	records     []event.Record
	clock, told int64
}

// add adds a record. The clock is told before it where it may make the record late;
// otherwise the record tells as much.
func (a *again) add(r *event.Record) {
	if r.Time < a.clock {
		a.tick()
	}
	a.records = append(a.records, *r)
	a.clock, a.told = max(a.clock, r.Time), max(a.told, r.Time)
}

func (a *again) tick() {
	if a.clock > a.told {
		a.told = a.clock
		a.records = append(a.records, event.Record{Kind: event.Clock, Type: event.None, Time: a.clock})
	}
}

// needs reports whether a run needs a record, and not only its time. It looks at the
// packed form: the kind, and the event.
func (p *play) needs(b *block, i int) bool {
	switch who := b.who(i); {
	case who == nobody, p.isOut(who):
		return false
	case p.greets, b.kind(i) != event.Track, b.linked(i):
		return true
	}
	typ := b.typ(i)
	return typ != event.None && p.heard[typ]
}

// widen reads the feed again, keeping what another version reads too.
func (s *Session) widen(ctx context.Context, v *Version) error {
	if s.cfg.Feed.Live || s.cfg.Feed.Open == nil && s.cfg.Feed.Invent == nil {
		return errNotKept
	}
	if err := s.Wait(ctx); err != nil { // what is being read is read to its end first
		return err
	}
	schema := wideSchema(v, false)
	s.mu.RLock()
	for _, e := range s.store.schema.Events {
		schema = withEvent(schema, e)
	}
	for _, t := range s.store.schema.Traits {
		schema.Traits = withField(schema.Traits, t)
	}
	old := s.play.version
	s.mu.RUnlock()
	fresh := newStore(schema)
	in, err := s.openFeed(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	err = s.eachBatch(ctx, in, schema, func(b *event.Batch) error {
		s.mu.RLock()
		known := s.store
		seen := known.sightings(fresh.n, len(b.Records))
		s.mu.RUnlock()
		fresh.add(b.Records, seen)
		return nil
	})
	if err != nil {
		return err
	}
	s.run.Lock()
	defer s.run.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	proj, ok := project(schema, old.Program)
	if !ok || fresh.n < s.store.n {
		return errNotKept
	}
	fresh.into, fresh.from, fresh.gone, fresh.met = s.store.into, s.store.from, s.store.gone, s.store.met
	fresh.duplicates = s.store.duplicates
	s.store, s.play.proj = fresh, proj
	return nil
}

// withEvent adds an event to a schema, or its fields to those of the same name.
func withEvent(s *event.Schema, e event.Type) *event.Schema {
	for i := range s.Events {
		if s.Events[i].Name == e.Name {
			for _, f := range e.Fields {
				s.Events[i].Fields = withField(s.Events[i].Fields, f)
			}
			return s
		}
	}
	s.Events = append(s.Events, e)
	return s
}

// sightings are what is known of records, of whom they are about.
func (s *store) sightings(from uint32, n int) []sighting {
	var out []sighting
	for i := from; i < min(from+uint32(n), s.n); i++ {
		b, k := s.of(i)
		if b.who(k) == nobody {
			continue
		}
		var r event.Record
		s.record(nil, b, k, &r)
		out = append(out, sighting{r.Line, b.who(k), b.seen(k), run.Links{Changed: b.linked(k), Took: run.Nobody}})
	}
	return out
}
