package sim

import (
	"cmp"
	"errors"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// A run that left out everybody whom the change cannot touch takes over what was
// decided about them before: the two logs are woven into one, in the order in which one
// run would have written it.

// errMoved says that the run that was to be taken over from is no longer there.
var errMoved = errors.New("another version took the place of the one before meanwhile")

// base is the run that another takes over from.
type base struct {
	*play
	journeys []int16 // its journeys → those of the version that takes over, or -1
}

// apart is who was decided about in both of two runs, of which one may have taken over
// from the other; about all others they hold the same. Nil: it may be everybody.
func apart(a, b *play) []bool {
	switch {
	case a.base != nil && a.base.play == b:
		return a.present
	case b.base != nil && b.base.play == a:
		return b.present
	}
	return nil
}

// touched are those whom a change may touch: whoever did an event of the store that may
// begin something new, and whoever was in a journey that changed. ok is false when it
// may touch anybody.
func touched(a, b *play) (events []bool, were []uint32, ok bool) {
	inA, inB, ok := changedJourneys(a.version, b.version)
	if !ok {
		return nil, nil, false
	}
	opensA, okA := a.version.Program.OpenersOf(inA.begins)
	opensB, okB := b.version.Program.OpenersOf(inB.begins)
	if !okA || !okB {
		return nil, nil, false
	}
	events = make([]bool, len(a.proj.types))
	for i := range events {
		ta, tb := a.proj.types[i], b.proj.types[i]
		events[i] = ta != event.None && opensA[ta] || tb != event.None && opensB[tb]
	}
	return events, a.log.within(inA.all), true
}

// within lists who was in one of some journeys, by the number of the journey.
func (l *decisions) within(journeys []bool) []uint32 {
	wanted := make([]bool, len(l.forms.list))
	for i := range l.forms.list {
		f := &l.forms.list[i]
		wanted[i] = journeys[f.journey] && f.kind() != engine.NoEnter && f.kind() != engine.Late
	}
	var out []uint32
	for i := range l.n {
		if wanted[l.formOf(i)] {
			out = append(out, l.personOf(i))
		}
	}
	return out
}

// weave puts what the base decided about those who were left out between what this run
// decided. It reports false when that cannot be, because one of them was inside a
// journey that is gone.
func (p *play) weave() bool {
	old, own := p.base.log, p.log
	out := newDecisions(p.version.Program.Program)
	theirs, ours := &strand{log: old, form: p.adapt}, &strand{log: own, form: func(f form) (form, bool) { return f, true }}
	theirs.begin(out)
	ours.begin(out)
	i, k := uint32(0), uint32(0)
	for {
		for i < old.n && !p.isOut(old.personOf(i)) {
			i++
		}
		switch {
		case i < old.n && (k == own.n || p.earlier(old, i, own, k)):
			if !theirs.move(out, i) {
				return false
			}
			i++
		case k < own.n:
			ours.move(out, k)
			k++
		default:
			p.takeOver(out)
			return true
		}
	}
}

// adapt makes a form of the base one of the version that takes over; false means that
// the journey is gone.
func (p *play) adapt(f form) (form, bool) {
	at := p.base.journeys[f.journey]
	if at < 0 {
		return f, false
	}
	if f.line > 0 {
		f.line += p.version.Program.Journeys[at].Line - p.base.version.Program.Journeys[f.journey].Line
	}
	f.journey = at
	return f, true
}

// earlier reports whether an entry of the base comes before one of the run's own, in
// the order of decisions.
func (p *play) earlier(old *decisions, i uint32, own *decisions, k uint32) bool {
	if a, b := old.atOf(i), own.atOf(k); a != b {
		return a < b
	}
	a, b := old.personOf(i), own.personOf(k)
	return cmp.Or(strings.Compare(old.name(a, i), own.name(b, k)), cmp.Compare(a, b)) < 0
}

// takeOver hands over what is known beside the entries, and puts the woven log in
// place.
func (p *play) takeOver(out *decisions) {
	old, own := p.base.log, p.log
	for who := range out.called {
		from := own
		if p.isOut(uint32(who)) {
			from = old
		}
		if who < len(from.called) {
			out.called[who] = from.called[who]
		}
	}
	out.lost, out.from = own.lost, own.from
	for s, theirs := range old.lost {
		if p.isOut(s.person) {
			s.journey = p.base.journeys[s.journey]
			out.lost[s] = theirs
		}
	}
	for into, who := range old.from {
		if p.isOut(into) {
			out.from[into] = who
		}
	}
	out.open = own.open
	for _, o := range old.open {
		if p.isOut(o.person) {
			o.journey = p.base.journeys[o.journey]
			out.open = append(out.open, o)
		}
	}
	p.log, p.partial = out, true
}
