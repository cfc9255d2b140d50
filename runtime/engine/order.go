package engine

import "sort"

// Who acts first when several can: at one instant, on one event, and for the last
// place under a cap. The journey with the greater priority; of equal ones the stay
// that entered earlier; then by the journey's name, the instance and the value of
// `enter each`. Somebody who is about to enter is younger than everybody inside, and
// of two the journeys' names decide.
//
// A person's stays are kept in this order, so that whoever goes through them does
// not have to ask.

// before reports whether a stay acts before another.
func (e *Engine) before(a, b *run) bool { return e.prog.before(a, b) }

func (p *Program) before(a, b *run) bool {
	if x, y := p.Journeys[a.journey].Priority, p.Journeys[b.journey].Priority; x != y {
		return x > y
	}
	if a.entered != b.entered {
		return a.entered < b.entered
	}
	if x, y := p.rank[a.journey], p.rank[b.journey]; x != y {
		return x < y
	}
	if a.num != b.num {
		return a.num < b.num
	}
	return p.keys.name(a.key) < p.keys.name(b.key)
}

// actsBefore reports whether a stay acts before a trigger of a journey that comes true
// now.
func (e *Engine) actsBefore(r *run, journey int16) bool {
	if x, y := e.prog.Journeys[r.journey].Priority, e.prog.Journeys[journey].Priority; x != y {
		return x > y
	}
	return r.entered < e.now || e.prog.rank[r.journey] <= e.prog.rank[journey]
}

// none is no journey.
const none = int16(-1)

// flipsBefore reports whether somebody who comes into a segment, or leaves it, is let
// in before a trigger whose deadline has come.
func (e *Engine) flipsBefore(f firing, c *cell) bool {
	if f.journey == c.ref.journey {
		return f.alt < c.ref.alt
	}
	return e.prog.rank[f.journey] < e.prog.rank[c.ref.journey]
}

// firesBefore orders triggers that come true at one instant: by priority, journey,
// value of `enter each`, and place in the source.
func (e *Engine) firesBefore(a, b *cell) bool {
	if x, y := e.prog.rank[a.ref.journey], e.prog.rank[b.ref.journey]; x != y {
		return x < y
	}
	if a.ref.key != b.ref.key {
		return e.prog.keys.name(a.ref.key) < e.prog.keys.name(b.ref.key)
	}
	if a.due != b.due {
		return a.due < b.due
	}
	return a.ref.alt < b.ref.alt
}

// link puts a stay into the person's list.
func (e *Engine) link(p *Person, r *run) {
	at := &p.runs
	for *at != nil && !e.before(r, *at) {
		at = &(*at).next
	}
	r.next = *at
	*at = r
}

// relink puts a stay that has just entered into its new place.
func (e *Engine) relink(p *Person, r *run) {
	for at := &p.runs; *at != nil; at = &(*at).next {
		if *at == r {
			*at = r.next
			break
		}
	}
	e.link(p, r)
}

// sortRuns puts all stays back into their order, after a merge.
func (e *Engine) sortRuns(p *Person) {
	var all []*run
	for r := p.runs; r != nil; r = r.next {
		all = append(all, r)
	}
	sort.SliceStable(all, func(i, j int) bool { return e.before(all[i], all[j]) })
	at := &p.runs
	for _, r := range all {
		*at = r
		at = &r.next
	}
	*at = nil
}
