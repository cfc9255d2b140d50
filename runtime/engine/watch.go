package engine

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/habit"
)

// Some triggers hear no event but the person: `when enters vip`, `when leaves vip`,
// `when profile.plan changes to "pro"`. This file finds the instants at which they come
// true; watch_fire.go lets people in.
//
// Who is in a segment is asked whenever a condition asks it; nobody is listed
// anywhere. Only of a watched segment, one that is a trigger, it is remembered of
// everybody whether they were in it when it was asked last: a bit a person. It is asked
// again after each event that its question hears, after a change of the profile, and at
// the instant at which its answer can change by time alone, which is a timer of the
// person like any other (registers.go, changes). An answer that is not the one before
// is a flip.
//
// Everybody begins outside of every segment, so somebody of whom the first line is
// read enters those they are in. Late lines and merges change what is remembered, and
// trigger nothing.

// watch is what a program's triggers hear of the person.
type watch struct {
	segments []watched
	changes  []changeTrigger
	byTrait  []int32 // the watched segments that ask about traits or what was received
	timed    []int32 // those whose answer can change by time alone
	born     bool    // somebody about whom nothing is known is in one of them
}

// watched is one watched segment.
type watched struct {
	segment int32
	code    int32
	deps    deps
	fires   []firing
}

// firing is one alternative of a journey's trigger.
type firing struct {
	journey, alt int16
	leaves       bool // of a segment: it comes true when the person leaves
}

// changeTrigger is an alternative that hears a trait.
type changeTrigger struct {
	trait, from, to int32
	firing
}

// watchPeople finds the triggers that hear no event, and what they hang on.
func (p *Program) watchPeople() {
	w := &p.watch
	place := map[int32]int{}
	for j := range p.Journeys {
		for a := range p.Journeys[j].Alts {
			alt := &p.Journeys[j].Alts[a]
			f := firing{journey: int16(j), alt: int16(a), leaves: alt.Leaves}
			switch alt.Kind {
			case bytecode.PatChange:
				w.changes = append(w.changes, changeTrigger{alt.Trait, alt.From, alt.To, f})
			case bytecode.PatSegment:
				k, known := place[alt.Segment]
				if !known {
					k = len(w.segments)
					place[alt.Segment] = k
					code := p.Segments[alt.Segment].Code
					w.segments = append(w.segments, watched{segment: alt.Segment, code: code, deps: p.dependsOn(code)})
				}
				w.segments[k].fires = append(w.segments[k].fires, f)
			}
		}
	}
	for k := range w.segments {
		s := &w.segments[k]
		for e, on := range s.deps.events {
			if on {
				p.listeners[e].watched = append(p.listeners[e].watched, int32(k))
				p.listeners[e].idle = false
			}
		}
		if s.deps.traits || s.deps.marks {
			w.byTrait = append(w.byTrait, int32(k))
		}
		if p.timedFacts(&s.deps) {
			w.timed = append(w.timed, int32(k))
		}
	}
	w.born = p.anyoneIn()
}

// timedFacts reports whether one of the facts can answer differently by time alone.
func (p *Program) timedFacts(d *deps) bool {
	return slices.ContainsFunc(slices.Concat(d.facts, d.apart), func(i int32) bool {
		f := &p.Facts[i]
		switch f.Kind {
		case bytecode.FactInLast, bytecode.FactSince:
			return true
		case bytecode.FactCount, bytecode.FactSum:
			return p.Regs[f.Reg].Kind == bytecode.RegWindow
		}
		return false
	})
}

// Greets reports whether any line at all about a person makes a difference: the first
// one lets them into the segments that everybody is in.
func (p *Program) Greets(who *Person) bool { return p.watch.born && !who.met && !who.dead }

// nowhere is a world in which nothing is known.
type nowhere struct{}

func (nowhere) Items(int32, []string, []string, int) []string { return nil }
func (nowhere) Product(string) event.Value                    { return event.Value{} }
func (nowhere) Hours() *habit.Week                            { return &habit.Week{} }

// anyoneIn reports whether somebody about whom nothing is known is in a watched
// segment, so that even a line that says nothing else lets them in.
func (p *Program) anyoneIn() bool {
	e := New(p, nowhere{}, Options{})
	nobody := &Person{next: Never}
	return slices.ContainsFunc(p.watch.segments, func(s watched) bool { return e.test(s.code, nobody, nil, nil) })
}

// within reports whether the person was in watched segment k when it was asked last.
func (p *Person) within(k int32) bool {
	if k < 32 {
		return p.in&(1<<k) != 0
	}
	at := int(k-32) / 64
	x := p.rare()
	return x != nil && at < len(x.in) && x.in[at]&(1<<(uint(k-32)%64)) != 0
}

func (p *Person) setWithin(k int32, in bool) {
	if k < 32 {
		p.in &^= 1 << k
		if in {
			p.in |= 1 << k
		}
		return
	}
	at := int(k-32) / 64
	if p.rare() == nil && !in {
		return
	}
	m := p.few()
	for in && len(m.in) <= at {
		m.in = append(m.in, 0)
	}
	if at < len(m.in) {
		m.in[at] &^= 1 << (uint(k-32) % 64)
		if in {
			m.in[at] |= 1 << (uint(k-32) % 64)
		}
	}
}

// flips asks watched segments again, and adds the triggers that come true by it to
// fires. Of somebody new it asks all of them.
func (e *Engine) flips(p *Person, these []int32) {
	w := &e.prog.watch
	if len(w.segments) == 0 {
		return
	}
	if !p.met {
		p.met = true
		for k := range w.segments {
			e.flip(p, int32(k))
		}
		return
	}
	for _, k := range these {
		e.flip(p, k)
	}
}

func (e *Engine) flip(p *Person, k int32) {
	s := &e.prog.watch.segments[k]
	p.stale = p.stale || len(s.deps.facts)+len(s.deps.apart) > 0 // the next instant may be another
	e.turn(nil, none)
	in := e.test(s.code, p, nil, nil)
	if in == p.within(k) {
		return
	}
	p.setWithin(k, in)
	for _, f := range s.fires {
		if f.leaves != in {
			e.fires = append(e.fires, f)
		}
	}
}

// change is a trait that was another before.
type change struct {
	trait  int32
	before event.Value
}

// noteTrait remembers a trait before it is written, when somebody hears it.
func (e *Engine) noteTrait(p *Person, trait int32) {
	heard := slices.ContainsFunc(e.prog.watch.changes, func(c changeTrigger) bool { return c.trait == trait })
	if heard && !slices.ContainsFunc(e.changed, func(c change) bool { return c.trait == trait }) {
		e.changed = append(e.changed, change{trait, p.trait(trait)})
	}
}

// changesHeard adds the triggers that hear what has changed to fires, and forgets it.
func (e *Engine) changesHeard(p *Person) {
	for i := range e.changed {
		before, now := e.changed[i].before, p.trait(e.changed[i].trait)
		if alike(before, now) {
			continue
		}
		for k := range e.prog.watch.changes {
			c := &e.prog.watch.changes[k]
			if c.trait == e.changed[i].trait && e.isValue(p, c.journey, c.from, before) && e.isValue(p, c.journey, c.to, now) {
				e.fires = append(e.fires, c.firing)
			}
		}
	}
	clear(e.changed)
	e.changed = e.changed[:0]
}

// isValue reports whether a value is the one that a journey's code gives; without code any is.
func (e *Engine) isValue(p *Person, journey int16, code int32, v event.Value) bool {
	if code < 0 {
		return true
	}
	e.turn(nil, journey)
	return alike(e.value(p, code), v)
}

// alike is whether two values of a trait are the same, missing ones too.
func alike(a, b event.Value) bool {
	return a.Kind == event.Null && b.Kind == event.Null || fn.Equal(a, b)
}

// inTurn hands out the triggers that came true together in the order in which people
// enter: by priority and name of the journey, and place in its source.
func (e *Engine) inTurn() []firing {
	fs := e.fires
	e.fires = e.fires[:0]
	if len(fs) > 1 {
		slices.SortFunc(fs, func(a, b firing) int {
			return cmp.Or(cmp.Compare(e.prog.rank[a.journey], e.prog.rank[b.journey]), cmp.Compare(a.alt, b.alt))
		})
	}
	return fs
}
