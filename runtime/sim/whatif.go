package sim

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
)

// whatIf is a what-if with the run that came of it. About one person, and with
// journeys that do not read other people, the run is over that person's lines
// alone, with the clock of the whole feed; otherwise over everything.
type whatIf struct {
	WhatIf
	play   *play
	group  []uint32 // whom the run is about; nil: everybody
	upTo   uint32   // how much of the store it saw
	settle bool     // the feed had ended
}

// Inject begins a what-if, or goes on with one: id 0 begins. What comes of it is
// known when it returns; when it fails, everything is as it was.
func (s *Session) Inject(ctx context.Context, id int, in Injection) (*WhatIf, error) {
	w := &whatIf{}
	if id != 0 {
		old, err := s.whatIf(id)
		if err != nil {
			return nil, err
		}
		w.WhatIf = old.WhatIf
		w.Injections = slices.Clone(old.Injections)
	}
	w.Injections = append(w.Injections, in)
	if w.Name == "" {
		w.Name = in.String()
	}
	if err := s.imagine(ctx, w); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Kept = false
	if id == 0 {
		s.lastWhat++
		w.ID = s.lastWhat
		s.whatifs = append(s.whatifs, w)
	} else if i := slices.IndexFunc(s.whatifs, func(x *whatIf) bool { return x.ID == id }); i >= 0 {
		s.whatifs[i] = w
	}
	out := w.WhatIf
	return &out, nil
}

// String says what is injected in a few words.
func (in Injection) String() string {
	what := in.Event
	if what == "" {
		what = "profile"
	}
	var values []string
	for _, v := range in.Values {
		values = append(values, v.Name+": "+v.Value)
	}
	if len(values) > 0 {
		what += " { " + strings.Join(values, ", ") + " }"
	}
	return what + " for " + in.Person
}

// Undo takes back the last injection of a what-if; one without any is dropped, and
// nil returned.
func (s *Session) Undo(ctx context.Context, id int) (*WhatIf, error) {
	old, err := s.whatIf(id)
	if err != nil {
		return nil, err
	}
	if len(old.Injections) <= 1 {
		s.DropWhatIf(id)
		return nil, nil
	}
	w := &whatIf{WhatIf: old.WhatIf}
	w.Injections = slices.Clone(old.Injections[:len(old.Injections)-1])
	if err := s.imagine(ctx, w); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.whatifs, func(x *whatIf) bool { return x.ID == id }); i >= 0 {
		s.whatifs[i] = w
	}
	out := w.WhatIf
	return &out, nil
}

// DropWhatIf forgets a what-if.
func (s *Session) DropWhatIf(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whatifs = slices.DeleteFunc(s.whatifs, func(w *whatIf) bool { return w.ID == id })
}

// KeepWhatIf notes that a what-if was saved, or was not.
func (s *Session) KeepWhatIf(id int, kept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.whatifs {
		if w.ID == id {
			w.Kept = kept
		}
	}
}

// WhatIfs lists the what-ifs.
func (s *Session) WhatIfs() []WhatIf {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := []WhatIf{}
	for _, w := range s.whatifs {
		x := w.WhatIf
		x.Injections = slices.Clone(w.Injections)
		x.Stale = s.stale(w)
		out = append(out, x)
	}
	return out
}

func (s *Session) whatIf(id int) (*whatIf, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, w := range s.whatifs {
		if w.ID == id {
			return w, nil
		}
	}
	return nil, fmt.Errorf("there is no what-if %d", id)
}

// stale reports whether a what-if must run again: other journeys, or more of the
// feed.
func (s *Session) stale(w *whatIf) bool {
	return w.play == nil || w.play.version != s.version() || w.upTo != s.store.n || w.settle != s.finished || w.play.end < s.until
}

// fresh returns a what-if whose run is up to date.
func (s *Session) fresh(ctx context.Context, id int) (*whatIf, error) {
	w, err := s.whatIf(id)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	stale := s.stale(w)
	s.mu.RUnlock()
	if !stale {
		return w, nil
	}
	again := &whatIf{WhatIf: w.WhatIf}
	if err := s.imagine(ctx, again); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.whatifs, func(x *whatIf) bool { return x.ID == id }); i >= 0 {
		s.whatifs[i] = again
	}
	return again, nil
}

// imagine runs a what-if.
func (s *Session) imagine(ctx context.Context, w *whatIf) error {
	s.mu.RLock()
	v := s.version()
	s.mu.RUnlock()
	p, ok := s.newPlay(v, s.schema(), nil)
	if !ok {
		return errNotKept
	}
	p.who = map[int64]uint32{}
	var who uint32
	touched := map[uint32]bool{}
	alone := !p.learns
	for i := range w.Injections {
		in := &w.Injections[i]
		first, err := s.find(in.Person)
		if err != nil {
			return err
		}
		rec, err := s.record(v, in)
		if err != nil {
			return err
		}
		targets, err := s.targets(in, first)
		if err != nil {
			return err
		}
		alone = alone && in.Scope == OnePerson && (i == 0 || first == who)
		who = first
		for _, t := range targets {
			touched[t.person] = true
			s.inject(p, rec, t)
		}
	}
	w.play, w.People = p, int64(len(touched))
	if alone {
		s.mu.RLock()
		w.group = s.store.group(who)
		s.mu.RUnlock()
		return s.alone(w)
	}
	return s.catchUp(ctx, p, nil, func() error {
		w.upTo, w.settle = s.store.n, s.finished
		return nil
	})
}

// alone runs a what-if over the lines of one person.
func (s *Session) alone(w *whatIf) error {
	s.run.Lock()
	defer s.run.Unlock()
	if err := s.aloneUpTo(w, 1<<62); err != nil || !w.settle {
		return err
	}
	return w.play.finish(s.until)
}

// aloneUpTo runs over the lines of one person up to an instant. Before each of them
// the clock stands where the whole feed had brought it. The run's lock is held.
func (s *Session) aloneUpTo(w *whatIf, to int64) error {
	s.mu.RLock()
	records := s.store.chain(s.store.company(w.group))
	p := w.play
	var lines []event.Record
	var x feed.Unpacker
	// A line that comes before another and happens after it may say who that is about.
	for len(records) > 0 && s.store.seenAt(records[len(records)-1]) > to {
		records = records[:len(records)-1]
	}
	for _, i := range records {
		b, k := s.store.of(i)
		var r event.Record
		s.store.read(&x, i, &r)
		p.who[r.Line] = b.who(k)
		if before := s.store.before(i); before > longAgo {
			lines = append(lines, event.Record{Kind: event.Clock, Type: event.None, Time: before})
		}
		lines = append(lines, r)
	}
	if greatest := min(s.store.greatest, to+s.cfg.Grace+1); greatest > longAgo {
		lines = append(lines, event.Record{Kind: event.Clock, Type: event.None, Time: greatest})
	}
	w.upTo, w.settle = s.store.n, s.finished
	end := max(s.store.greatest, s.until)
	s.mu.RUnlock()
	if err := p.feed(lines); err != nil || to > end || !w.settle {
		return err
	}
	return p.finish(to)
}

// Difference shows a person beside the same person in a what-if, over all of the
// known time.
func (s *Session) Difference(ctx context.Context, id int, person string) (*Difference, error) {
	w, err := s.fresh(ctx, id)
	if err != nil {
		return nil, err
	}
	who, err := s.find(person)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counted()
	other := w.play
	if w.group != nil && !slices.Contains(w.group, who) {
		other = s.play // nothing happens to this person
	}
	return s.difference(who, s.play, other, s.horizon), nil
}

// WhatIfComparison compares everybody in a what-if with the recorded run, over all
// of the known time. Where nobody but one person can be touched, the numbers are
// that person's.
func (s *Session) WhatIfComparison(ctx context.Context, id int) (*Comparison, error) {
	w, err := s.fresh(ctx, id)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := s.compareGroup(s.play, w.play, s.horizon, w.group)
	out.Before, out.After = "as recorded", w.Name
	return out, nil
}
