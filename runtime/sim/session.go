package sim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
)

// Session is a simulation and a position in its virtual time. Its methods may be
// called from several goroutines; those that take a context do their work in the
// caller's and may take a while, all others answer at once.
type Session struct {
	cfg  Config
	zone *calendar.Zone

	// run is held while the engine works on what is shown. It guards play.runner and
	// what the loader alone touches.
	run       sync.Mutex
	sightings []sighting
	merges    [][2]uint32
	watchers  []*play // of breakpoints that are conditions

	// mu guards everything below. It is taken after run.
	mu        sync.RWMutex
	loading   *loading
	store     *store
	play      *play
	directory *run.Directory // who an id stands for, when the feed has ended
	before    *Version       // before the present one; nil: none
	versions  []*Version     // that were shown, the latest behind the others
	status    Status
	bad       []event.BadLine
	horizon   int64
	until     int64
	finished  bool
	untouched bool // nobody has moved yet
	cursor    cursor
	speakers  speakers // of the step that was asked about last
	bookmarks []Bookmark
	breaks    []*breakpoint
	lastBreak int
	whatifs   []*whatIf
	lastWhat  int
}

// cursor is the position, with what was counted there.
type cursor struct {
	at     int64
	n      uint32
	counts *counts
}

// Open begins a session: the feed is read, and decided, in the background. The
// position is the beginning.
func Open(ctx context.Context, cfg Config) (*Session, error) {
	if cfg.Version == nil {
		return nil, errors.New("there are no journeys to simulate")
	}
	zone := calendar.UTC()
	for _, name := range []string{cfg.Version.Program.Zone, cfg.Zone} {
		if name == "" {
			continue
		}
		z, err := calendar.Load(name)
		if err != nil {
			return nil, fmt.Errorf("the time zone of the simulation: %w", err)
		}
		zone = z
	}
	if a := cfg.Feed.Invent; a != nil {
		if err := a.Validate(); err != nil {
			return nil, fmt.Errorf("inventing people: %w", err)
		}
	}
	cfg.Workers = max(cfg.Workers, 1)
	s := &Session{cfg: cfg, zone: zone, until: longAgo}
	if cfg.Until != 0 && !cfg.Feed.Live {
		s.until = int64(cfg.Until)
	}
	s.reset(cfg.Version)
	s.start(ctx)
	return s, nil
}

// reset prepares to read the feed from the start.
func (s *Session) reset(v *Version) {
	s.store = newStore(wideSchema(v, s.cfg.Feed.Live))
	s.status = Status{Feed: s.cfg.Feed.Name, Size: s.cfg.Feed.Size, Version: v.Name, Assumed: s.cfg.Feed.Invent}
	s.bad, s.finished, s.untouched, s.horizon = nil, false, true, longAgo
	s.play, _ = s.newPlay(v, s.store.schema, &s.mu) // the store keeps what the version reads
	s.directory = nil
	s.watch(s.play)
	s.cursor = cursor{at: longAgo}
}

// newPlay prepares a run of a version; guard is held while its log is written, and
// may be nil.
func (s *Session) newPlay(v *Version, schema *event.Schema, guard sync.Locker) (*play, bool) {
	var react *reactor
	if s.cfg.Feed.Invent != nil {
		react = newReactor(*s.cfg.Feed.Invent)
	}
	opts := s.options()
	if v.Program.Teachable() {
		if opts.Taught = s.taught(v); opts.Taught == nil {
			opts.Teach = run.NewLessons()
		}
	}
	return newPlay(v, schema, opts, react, guard)
}

// taught is what the run that is shown learned of everybody, if a version would learn
// the same: when all of the feed is known, of which it learns the same things, and
// nobody answers.
func (s *Session) taught(v *Version) *run.Lessons {
	if s.cfg.Feed.Invent != nil || s.cfg.Feed.Live {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.play == nil || !s.finished || s.play.version.Program.Teaches() != v.Program.Teaches() {
		return nil
	}
	return s.play.lessons
}

func (s *Session) options() run.Options {
	return run.Options{Workers: s.cfg.Workers, Grace: s.cfg.Grace, Dedupe: s.cfg.Dedupe, Engine: s.cfg.Engine}
}

// watch makes a run tell the store whom lines are about.
func (s *Session) watch(p *play) {
	p.sighted = func(rec *event.Record, person uint32, late bool, links run.Links) {
		at := rec.Time
		if late {
			at = p.runner.Watermark()
		}
		s.sightings = append(s.sightings, sighting{rec.Line, person, at, links})
	}
	p.merged = func(from, into uint32) { s.merges = append(s.merges, [2]uint32{from, into}) }
}

func (s *Session) version() *Version { return s.play.version }

// Close ends the reading.
func (s *Session) Close() { s.Stop() }

// Stop stops reading the feed; what was read stays.
func (s *Session) Stop() {
	s.mu.RLock()
	l := s.loading
	s.mu.RUnlock()
	if l != nil {
		l.cancel()
	}
}

// Wait waits until all of the feed has been read, or the context ends.
func (s *Session) Wait(ctx context.Context) error {
	s.mu.RLock()
	l := s.loading
	s.mu.RUnlock()
	select {
	case <-l.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Status says how far the feed was read.
func (s *Session) Status() Status {
	s.mu.RLock()
	defer s.mu.RUnlock()
	st := s.status
	st.Version, st.WhatIfs = s.version().Name, len(s.whatifs)
	if s.loading != nil {
		st.Taken = s.loading.taken.Load()
	}
	st.FirstBad = slices.Clone(s.bad[:min(len(s.bad), 5)])
	return st
}

// BadLines lists lines that could not be read, from one on. Of very many only the
// first are kept.
func (s *Session) BadLines(from, limit int) []event.BadLine {
	s.mu.RLock()
	defer s.mu.RUnlock()
	from = min(max(from, 0), len(s.bad))
	return slices.Clone(s.bad[from:min(from+max(limit, 0), len(s.bad))])
}

// Assume changes what invented people do, and begins again with them. Recorded
// people do what they did; a feed that holds nobody gives way.
func (s *Session) Assume(ctx context.Context, a Assumptions) error {
	if err := a.Validate(); err != nil {
		return fmt.Errorf("inventing people: %w", err)
	}
	s.mu.RLock()
	recorded := s.cfg.Feed.Invent == nil && (s.cfg.Feed.Open != nil && s.status.People > 0 || s.cfg.Feed.Live)
	s.mu.RUnlock()
	if recorded {
		return fmt.Errorf("the people of %s are recorded, and do what they did", s.cfg.Feed.Name)
	}
	s.Stop()
	if err := s.Wait(ctx); err != nil {
		return err
	}
	s.run.Lock()
	s.mu.Lock()
	s.cfg.Feed = Feed{Name: "invented people", Invent: &a}
	s.watchers, s.breaks, s.whatifs = nil, slices.DeleteFunc(s.breaks, func(b *breakpoint) bool { return b.When != "" }), nil
	s.reset(s.version())
	s.mu.Unlock()
	s.run.Unlock()
	s.start(context.WithoutCancel(ctx))
	return nil
}

// Position is where virtual time stands.
func (s *Session) Position() Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.position()
}

// position describes the position; the lock is held.
func (s *Session) position() Position {
	c := s.counted()
	return Position{
		At: Instant(s.cursor.at), Zone: s.zone.Name(), Events: s.store.count(s.cursor.at),
		Decisions: int64(c.n), Messages: s.play.log.sendsBefore(c.n), AtStart: s.store.n == 0 || s.cursor.at < s.first(),
		AtEnd: s.cursor.at >= s.horizon,
	}
}

// counted brings the counts to the position; the lock is held for writing.
func (s *Session) counted() *counts {
	n := s.play.log.upTo(s.cursor.at)
	s.cursor.counts = s.play.log.at(s.cursor.counts, n)
	s.cursor.n = n
	return s.cursor.counts
}

// Seek goes to an instant. It stops at the horizon, and at the instant before the
// first event.
func (s *Session) Seek(at Instant) Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seek(int64(at))
}

func (s *Session) seek(at int64) Position {
	s.untouched = false
	at = min(at, s.horizon)
	if s.store.n > 0 {
		at = max(at, s.first()-1)
	}
	s.cursor.at = at
	return s.position()
}

// Next goes forward to the next instant with a mark; ok is false, and nothing
// moves, when there is none.
func (s *Session) Next(m Mark) (p Position, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.after(s.cursor.at, m)
	if !ok {
		return s.position(), false
	}
	return s.seek(at), true
}

// Previous goes back to the instant before with a mark.
func (s *Session) Previous(m Mark) (p Position, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.earlier(s.cursor.at, m)
	if !ok {
		return s.position(), false
	}
	return s.seek(at), true
}

// After is the next instant after another that has a mark, without going there.
func (s *Session) After(at Instant, m Mark) (Instant, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t, ok := s.after(int64(at), m)
	return Instant(t), ok
}

// after is the next instant with a mark, up to the horizon; the lock is held.
func (s *Session) after(at int64, m Mark) (int64, bool) {
	var t int64
	var ok bool
	log := s.play.log
	switch m {
	case Events:
		t, ok = s.store.next(at)
		// What is added to a feed is an event too.
		for i := range s.play.added {
			if x := s.play.added[i].Time; x > at && (!ok || x < t) {
				t, ok = x, true
			}
		}
	case Decisions:
		if i := log.upTo(at); i < log.n {
			t, ok = log.atOf(i), true
		}
	case Messages:
		t, ok = log.nextSend(log.upTo(at), func(e *form) bool { return !e.skipped() })
	}
	return t, ok && t <= s.horizon
}

// earlier is the last instant with a mark before another; the lock is held.
func (s *Session) earlier(at int64, m Mark) (int64, bool) {
	log := s.play.log
	switch m {
	case Events:
		t, ok := s.store.previous(at)
		for i := range s.play.added {
			if x := s.play.added[i].Time; x < at && (!ok || x > t) {
				t, ok = x, true
			}
		}
		return t, ok
	case Decisions:
		if i := log.upTo(at - 1); i > 0 {
			return log.atOf(i - 1), true
		}
	case Messages:
		return log.previousSend(log.upTo(at-1), func(e *form) bool { return !e.skipped() })
	}
	return 0, false
}

// nextSend is the instant of the first send from an entry on that is wanted.
func (l *decisions) nextSend(from uint32, wanted func(*form) bool) (int64, bool) {
	for i := from; i < l.n; i++ {
		if i%pieceSize == 0 && int(i/pieceSize)+1 < len(l.pieces) && l.pieces[i/pieceSize].sends == l.pieces[i/pieceSize+1].sends {
			i += pieceSize - 1 // nothing is sent in this piece
			continue
		}
		if f := l.look(i); f.kind() == engine.Send && wanted(f) {
			return l.atOf(i), true
		}
	}
	return 0, false
}

// previousSend is the instant of the last send before entry n that is wanted.
func (l *decisions) previousSend(n uint32, wanted func(*form) bool) (int64, bool) {
	for i := n; i > 0; i-- {
		if f := l.look(i - 1); f.kind() == engine.Send && wanted(f) {
			return l.atOf(i - 1), true
		}
	}
	return 0, false
}

// Timeline is the whole simulated time as at most so many buckets.
func (s *Session) Timeline(buckets int) Timeline {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.store.n == 0 {
		return Timeline{Sent: []int64{}, Skipped: []int64{}}
	}
	return s.play.log.bars.bars(s.first(), max(s.store.greatest, s.horizon), buckets)
}

// Journeys lists the journeys' names.
func (s *Session) Journeys() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return journeyNames(s.version().Program)
}

func journeyNames(p *engine.Program) []string {
	out := []string{}
	for i := range p.Journeys {
		if !p.Journeys[i].Std {
			out = append(out, p.Journeys[i].Name)
		}
	}
	return out
}

// journey finds a journey by its name.
func journey(p *engine.Program, name string) (int, error) {
	for i := range p.Journeys {
		if p.Journeys[i].Name == name && !p.Journeys[i].Std {
			return i, nil
		}
	}
	return 0, unknown("journey", name, journeyNames(p))
}

// unknown says that there is nothing of a name, and what there is.
func unknown(what, name string, all []string) error {
	if meant, ok := spell.Closest(name, all); ok {
		return fmt.Errorf("there is no %s %q; did you mean %s?", what, name, meant)
	}
	if n := len(all); n > 0 && n <= 8 {
		return fmt.Errorf("there is no %s %q; there is %s", what, name, strings.Join(all, ", "))
	}
	return fmt.Errorf("there is no %s %q", what, name)
}

// Summary is what `journey simulate --format json` would say, up to the position.
func (s *Session) Summary() *report.Summary {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counted()
	sum := c.tally.Summary(s.play.log.restAt(c, s.cursor.at))
	st := &s.status
	sum.Feed = &report.Feed{
		Name: st.Feed, Lines: st.Lines, Events: st.Events, People: st.People, Bad: st.Bad, Ignored: st.Ignored,
		Late: st.Late, Duplicates: st.Duplicates, Merges: st.Merges, First: int64(st.First), Last: int64(st.Last),
	}
	return sum
}

// Versions names the present version and the one before, which may be empty.
func (s *Session) Versions() (now, before string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.before != nil {
		before = s.before.Name
	}
	return s.version().Name, before
}
