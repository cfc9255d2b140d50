package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// sequence is a part of `A followed by B …`. Its cells are the parts seen so far
// and the events that must not come between, in order. A pattern of two parts
// keeps only the last of each: an earlier A is never better.
func (e *Engine) sequence(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	if int(t.part) == len(a.Parts)-1 {
		if late {
			return
		}
		if chain := e.chain(p, a, at, r); chain != nil {
			var payload []event.Value
			for _, c := range chain {
				payload = overlay(payload, c.data)
			}
			e.fire(p, at, e.capture(payload, t, test, r), nil)
			return
		}
		return
	}
	if len(a.Parts) == 2 {
		newer := false
		p.drop(at.journey, at.key, func(c *cell) bool {
			if c.ref != at || c.part == notPart {
				return false
			}
			older := c.time < r.Time || c.time == r.Time && c.line < e.mark
			newer = newer || !older
			return older
		})
		if newer {
			return
		}
	}
	e.expire(p, a, at)
	e.insert(p, &cell{ref: at, time: r.Time, line: e.mark, due: Never, data: e.capture(nil, t, test, r), part: t.part})
}

// expire drops what has left the window of a pattern.
func (e *Engine) expire(p *Person, a *bytecode.Pattern, at ref) {
	if a.Within.Zero() {
		return
	}
	p.drop(at.journey, at.key, func(c *cell) bool {
		return c.ref == at && c.part != notPart && e.after(p, c.time, a.Within, at.journey) <= e.now
	})
}

// chain finds earlier parts for a sequence's last part: for each, the latest
// first part that leads to it. nil when there is none.
func (e *Engine) chain(p *Person, a *bytecode.Pattern, at ref, r *event.Record) []*cell {
	var cells []*cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && (c.time < r.Time || c.time == r.Time && c.line < e.mark) {
			cells = append(cells, c)
		}
	}
	last := len(a.Parts) - 1
	// best[k] is the chain of parts 0…k whose first part is the latest.
	best := make([][]*cell, last)
	for len(cells) > 0 {
		n := 1
		for n < len(cells) && cells[n].time == cells[0].time && cells[n].line == cells[0].line {
			n++
		}
		best = extend(best, cells[:n])
		cells = cells[n:]
	}
	found := best[last-1]
	if found == nil {
		return nil
	}
	if !a.Within.Zero() && r.Time >= e.after(p, found[0].time, a.Within, at.journey) {
		return nil
	}
	return found
}

// extend adds one event, which may be several parts, to the best chains. If it
// must not come between parts, only the chains that end with it go on.
func extend(best [][]*cell, same []*cell) [][]*cell {
	next := make([][]*cell, len(best))
	cut := false
	for _, c := range same {
		switch {
		case c.part == notPart:
			cut = true
		case c.part == 0:
			next[0] = []*cell{c}
		case best[c.part-1] != nil:
			next[c.part] = append(append([]*cell(nil), best[c.part-1]...), c)
		}
	}
	for k := range next {
		if next[k] == nil && !cut {
			next[k] = best[k]
		}
	}
	return next
}

// between is an event that must not come between the parts of a sequence.
func (e *Engine) between(p *Person, a *bytecode.Pattern, at ref, r *event.Record) {
	stay := p.run(at.journey, at.key)
	mode := e.prog.Journeys[at.journey].Mode
	if mode != bytecode.Restart && stay != nil && stay.is(live) {
		return
	}
	older := func(c *cell) bool { return c.time < r.Time || c.time == r.Time && c.line <= e.mark }
	// In a pattern of two parts, an A before it can lead nowhere any more, nor can an
	// earlier X stop more.
	p.drop(at.journey, at.key, func(c *cell) bool { return c.ref == at && older(c) && len(a.Parts) == 2 })
	e.insert(p, &cell{ref: at, time: r.Time, line: e.mark, due: Never, part: notPart})
}

func overlay(under, over []event.Value) []event.Value {
	if len(over) == 0 {
		return under
	}
	out := append([]event.Value(nil), over...)
	for i := range out {
		if out[i].Kind == event.Null && i < len(under) {
			out[i] = under[i]
		}
	}
	return out
}
