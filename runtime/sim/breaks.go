package sim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/engine"
)

// breakpoint is a breakpoint at work. A condition is a journey of its own that does
// nothing: whoever enters it hits the breakpoint. So a condition means exactly what
// it means behind `when`.
type breakpoint struct {
	Break
	watcher *play // of a condition
}

// breakJourney is what the journey of a condition is called.
const breakJourney = "breakpoint"

// AddBreak sets a breakpoint and returns it with its number.
func (s *Session) AddBreak(ctx context.Context, b Break) (Break, error) {
	x := &breakpoint{Break: b}
	switch {
	case b.When != "":
		w, err := s.watcher(ctx, b.When)
		if err != nil {
			return b, err
		}
		x.watcher = w
	case b.Person != "":
		s.run.Lock()
		_, ok := s.lookUp(b.Person)
		s.run.Unlock()
		if !ok {
			return b, fmt.Errorf("nobody is called %q", b.Person)
		}
	case b.Journey != "" || b.Step != "":
		if err := s.knownStep(b.Journey, b.Step); err != nil {
			return b, err
		}
	default:
		return b, errors.New("a breakpoint needs a step, a person or a condition")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastBreak++
	x.ID = s.lastBreak
	s.breaks = append(s.breaks, x)
	return x.Break, nil
}

func (s *Session) knownStep(name, step string) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	at, err := journey(s.version().Program, name)
	if err != nil || step == "" {
		return err
	}
	if all := stepNames(s.version().Program.Program, at); !slices.Contains(all, step) {
		return unknown("step", step, all)
	}
	return nil
}

// watcher compiles a condition and runs it over what was read so far.
func (s *Session) watcher(ctx context.Context, when string) (*play, error) {
	if s.cfg.Compile == nil {
		return nil, errors.New("conditions cannot be compiled here")
	}
	prog, err := s.cfg.Compile(compiler.Source{
		Path: breakJourney + ".journey", Text: "journey " + breakJourney + " {\n  when " + when + "\n  then stop\n}\n",
	})
	if err != nil {
		return nil, fmt.Errorf("the condition %q: %w", when, err)
	}
	w, ok := newPlay(&Version{Name: breakJourney, Program: prog}, s.schema(), s.options(), nil, &s.mu)
	if !ok {
		return nil, fmt.Errorf("the condition %q asks about something that was not kept of the feed", when)
	}
	if err := s.catchUp(ctx, w, nil, func() error { s.watchers = append(s.watchers, w); return nil }); err != nil {
		return nil, err
	}
	return w, nil
}

// Breaks lists the breakpoints.
func (s *Session) Breaks() []Break {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := []Break{}
	for _, b := range s.breaks {
		out = append(out, b.Break)
	}
	return out
}

// DropBreak removes a breakpoint.
func (s *Session) DropBreak(id int) {
	s.run.Lock()
	defer s.run.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.breaks {
		if b.ID == id && b.watcher != nil {
			s.watchers = slices.DeleteFunc(s.watchers, func(w *play) bool { return w == b.watcher })
		}
	}
	s.breaks = slices.DeleteFunc(s.breaks, func(b *breakpoint) bool { return b.ID == id })
}

// Play goes forward to an instant, or to the first breakpoint that is hit after the
// position.
func (s *Session) Play(to Instant) (Position, *Hit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := min(int64(to), s.horizon)
	var first *Hit
	for _, b := range s.breaks {
		if h := s.hit(b, s.cursor.at, end); h != nil && (first == nil || cmp.Or(cmp.Compare(h.At, first.At), cmp.Compare(h.Break.ID, first.Break.ID)) < 0) {
			first = h
		}
	}
	if first != nil {
		end = int64(first.At)
	}
	return s.seek(end), first
}

// hit finds where a breakpoint is hit first between two instants; the lock is held.
func (s *Session) hit(b *breakpoint, from, to int64) *Hit {
	log := s.play.log
	var match func(i uint32) bool
	switch {
	case b.watcher != nil:
		log = b.watcher.log
		match = func(i uint32) bool { return log.look(i).kind() == engine.Enter }
	case b.Person != "":
		names := map[uint32]bool{}
		match = func(i uint32) bool {
			who := log.personOf(i)
			is, known := names[who]
			if !known {
				is = s.goesBy(who, b.Person)
				names[who] = is
			}
			return is
		}
	default:
		at, err := journey(s.version().Program, b.Journey)
		if err != nil {
			return nil // another version has it
		}
		step := int16(slices.Index(stepNames(s.version().Program.Program, at), b.Step))
		match = func(i uint32) bool {
			e := log.look(i)
			if b.Step == "" {
				return e.journey == int16(at) && e.kind() == engine.Enter
			}
			return e.journey == int16(at) && e.step == step && step >= 0
		}
	}
	for i, n := log.upTo(from), log.upTo(to); i < n; i++ {
		if match(i) {
			return &Hit{Break: b.Break, At: Instant(log.atOf(i)), Person: log.name(log.personOf(i), i)}
		}
	}
	return nil
}

// goesBy reports whether a person is, or was, called something in decisions.
func (s *Session) goesBy(person uint32, id string) bool {
	for _, who := range s.store.group(s.store.final(person)) {
		if int(who) < len(s.play.log.called) && s.play.log.called[who] == id {
			return true
		}
		for _, f := range s.play.log.former[who] {
			if f.id == id {
				return true
			}
		}
	}
	return false
}
