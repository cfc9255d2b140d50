package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// both is a part of `A and B within d`: of every part the latest event is kept,
// and the one before it where an event can be more than one part.
func (e *Engine) both(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	partner := make([]*cell, len(a.Parts))
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && (c.time < r.Time || c.time == r.Time && c.line < e.mark) {
			partner[c.part] = c
		}
	}
	complete := !late
	for i, c := range partner {
		if i != int(t.part) && (c == nil || r.Time >= e.after(p, c.time, a.Within, at.journey)) {
			complete = false
		}
	}
	if complete {
		var payload []event.Value
		for i, c := range partner {
			if i != int(t.part) {
				payload = overlay(payload, c.data)
			}
		}
		e.fire(p, at, e.capture(payload, t, test, r), nil)
		return
	}
	e.insert(p, &cell{ref: at, time: r.Time, line: e.mark, due: Never, data: e.capture(nil, t, test, r), part: t.part})
	p.keepLatest(at, t.part, 1+shared(a))
}

// shared is 1 when one event can be more than one part of a pattern.
func shared(a *bytecode.Pattern) int32 {
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
func (p *Person) keepLatest(at ref, part int16, n int32) {
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && c.part == part {
			n--
		}
	}
	p.drop(at.journey, at.key, func(c *cell) bool {
		if n >= 0 || c.ref != at || c.part != part {
			return false
		}
		n++
		return true
	})
}

// count is one of `N A in d`: the latest N stamps are kept; when the oldest of
// them is still in the window, there are N in it.
func (e *Engine) count(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	e.insert(p, &cell{ref: at, time: r.Time, line: e.mark, due: Never})
	p.keepLatest(at, 0, a.N)
	if a.Per != bytecode.NoPeriod {
		if !late && e.crosses(p, a, at, r.Time) {
			e.fire(p, at, e.capture(nil, t, test, r), nil)
		}
		return
	}
	n := int32(0)
	var oldest *cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at {
			if oldest == nil {
				oldest = c
			}
			n++
		}
	}
	if late || n < a.N || r.Time >= e.after(p, oldest.time, a.Within, at.journey) {
		return
	}
	e.fire(p, at, e.capture(nil, t, test, r), nil)
}
