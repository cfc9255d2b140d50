package sim

import (
	"cmp"
	"errors"
	"strings"

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

// touched are the events of the store without which a change touches nobody. ok is
// false when it may touch anybody.
func touched(a, b *play) (events []bool, ok bool) {
	inA, inB, ok := changedJourneys(a.version, b.version)
	if !ok {
		return nil, false
	}
	opensA, okA := a.version.Program.OpenersOf(inA)
	opensB, okB := b.version.Program.OpenersOf(inB)
	if !okA || !okB {
		return nil, false
	}
	events = make([]bool, len(a.proj.types))
	for i := range events {
		ta, tb := a.proj.types[i], b.proj.types[i]
		events[i] = ta != event.None && opensA[ta] || tb != event.None && opensB[tb]
	}
	return events, true
}

// weave puts what the base decided about those who were left out between what this run
// decided. It reports false when that cannot be, because one of them was inside a
// journey that is gone.
func (p *play) weave() bool {
	old, own := p.base.log, p.log
	out := newDecisions(p.version.Program.Program)
	from, to := p.base.version.Program, p.version.Program
	i, k := uint32(0), uint32(0)
	for {
		for i < old.n && !p.isOut(old.entry(i).person) {
			i++
		}
		switch {
		case i < old.n && (k == own.n || p.earlier(old, i, own, k)):
			d, rested := old.decision(i), old.entry(i).rested
			at := p.base.journeys[d.Journey]
			if at < 0 {
				return false
			}
			if d.Line > 0 {
				d.Line += to.Journeys[at].Line - from.Journeys[d.Journey].Line
			}
			d.Journey = at
			out.keep(&d, rested)
			i++
		case k < own.n:
			d, rested := own.decision(k), own.entry(k).rested
			out.keep(&d, rested)
			k++
		default:
			p.takeOver(out)
			return true
		}
	}
}

// earlier reports whether an entry of the base comes before one of the run's own, in
// the order of decisions.
func (p *play) earlier(old *decisions, i uint32, own *decisions, k uint32) bool {
	a, b := old.entry(i), own.entry(k)
	if a.at != b.at {
		return a.at < b.at
	}
	return cmp.Or(strings.Compare(old.name(a.person, i), own.name(b.person, k)), cmp.Compare(a.person, b.person)) < 0
}

// takeOver hands over what is known beside the entries, and puts the woven log in
// place.
func (p *play) takeOver(out *decisions) {
	old, own := p.base.log, p.log
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
	p.log, p.partial, p.base = out, true, nil
}
