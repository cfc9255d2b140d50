package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// both is a part of `A and B within d`: of every part the latest event is kept,
// and the one before it where an event can be more than one part.
func (e *Engine) both(p *Person, a *bytecode.Pattern, at ref, h *hit) {
	var few [8]*cell // patterns have two or three parts: no allocation for them
	partner := few[:]
	if partner = partner[:min(len(a.Parts), len(few))]; len(a.Parts) > len(few) {
		partner = make([]*cell, len(a.Parts))
	}
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && (orderKey{c.time, c.line}).before(orderKey{h.time, e.mark}) {
			partner[c.part] = c
		}
	}
	complete, start := !h.late, h.start
	for i, c := range partner {
		if i == int(h.part) {
			continue
		}
		if c == nil || h.time >= e.after(p, c.time, a.Within, at.journey) {
			complete = false
		} else if c.start().before(start) {
			start = c.start()
		}
	}
	var payload []event.Value
	if complete {
		for i, c := range partner {
			if i != int(h.part) {
				payload = overlay(payload, c.data())
			}
		}
		payload = e.payload(payload, at, h)
	}
	if !complete || e.prog.Journeys[at.journey].Inside(at.alt) {
		e.insert(p, e.cellOf(at, h, Never))
		e.keepLatest(p, at, h.part, 1+e.prog.shared[a])
	}
	if complete {
		e.complete(p, at, payload, start, nil)
	}
}

// shared is 1 when one event can be more than one part of a pattern.
func shared(a *bytecode.Pattern) int32 {
	if a.Nested {
		return 1 // an event may be one part and complete a pattern that is another
	}
	seen := map[int32]bool{}
	for _, part := range a.Parts {
		here := map[int32]bool{}
		for i := range part {
			if seen[part[i].Event] && !here[part[i].Event] {
				return 1
			}
			seen[part[i].Event], here[part[i].Event] = true, true
		}
	}
	return 0
}

// keepLatest keeps the latest n cells of a part.
func (e *Engine) keepLatest(p *Person, at ref, part int16, n int32) {
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && c.part == part {
			n--
		}
	}
	e.discard(p, at.journey, at.key, func(c *cell) bool {
		if n >= 0 || c.ref != at || c.part != part {
			return false
		}
		n++
		return true
	})
}

// count is one of `N A in d`: the latest N stamps are kept; when the oldest of
// them is still in the window, there are N in it.
func (e *Engine) count(p *Person, a *bytecode.Pattern, at ref, h *hit) {
	n, oldest, ok := e.countOn(p, at, h.time, e.mark, a.N)
	if !ok {
		e.insert(p, &cell{ref: at, time: h.time, line: e.mark, due: Never})
		e.keepLatest(p, at, 0, a.N)
		n, oldest = p.stamps(at)
	}
	switch {
	case h.late || n < a.N:
		return
	case a.Per != bytecode.NoPeriod:
		if !e.crosses(p, a, at, h.time) {
			return
		}
	case h.time >= e.after(p, oldest.time, a.Within, at.journey):
		return
	}
	e.complete(p, at, e.payload(nil, at, h), oldest.start(), nil)
}

// stamps is how many stamps a count has kept, and the oldest.
func (p *Person) stamps(at ref) (n int32, oldest *cell) {
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && c.part != spentPart {
			if oldest == nil {
				oldest = c
			}
			n++
		}
	}
	return n, oldest
}

// countOn is what nearly every event of a count is: one that comes after all the
// others. It takes the place of the oldest where there are most already, so that
// somebody who looks at a hundred products costs no memory for them. ok is false where
// it has to go between them.
func (e *Engine) countOn(p *Person, at ref, time, line int64, most int32) (n int32, oldest *cell, ok bool) {
	place := &p.cells
	var first **cell
	var second *cell
	for ; *place != nil; place = &(*place).next {
		c := *place
		if c.ref != at {
			continue
		}
		if c.time > time || c.time == time && c.line > line {
			return 0, nil, false
		}
		if c.part == spentPart {
			continue
		}
		switch n++; n {
		case 1:
			first = place
		case 2:
			second = c
		}
	}
	if n < most {
		c := e.newCell()
		*c = cell{ref: at, time: time, line: line, due: Never}
		*place = c
		if n++; n == 1 {
			return n, c, true
		}
		return n, *first, true
	}
	c := *first
	if place == &c.next {
		place = first
	}
	*first = c.next
	*place, c.next, c.time, c.line = c, nil, time, line
	if second == nil {
		second = c
	}
	return n, second, true
}
