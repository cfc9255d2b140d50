package engine

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// sequence is a part of `A followed by B …`. Its cells are the parts seen so far
// and the events that must not come between, in order. A pattern of two parts
// keeps only the last of each: an earlier A is never better. It may be where B is a
// pattern, which has to begin after A.
func (e *Engine) sequence(p *Person, a *bytecode.Pattern, at ref, h *hit) {
	if int(h.part) == len(a.Parts)-1 {
		if h.late {
			return
		}
		if chain := e.chain(p, a, at, h); chain != nil {
			var payload []event.Value
			for _, c := range chain {
				payload = overlay(payload, c.data())
			}
			e.complete(p, at, e.payload(payload, at, h), chain[0].start(), nil)
		}
		return
	}
	if len(a.Parts) == 2 && !a.Nested {
		newer := false
		p.drop(at.journey, at.key, func(c *cell) bool {
			if c.ref != at || c.part == notPart {
				return false
			}
			older := (orderKey{c.time, c.line}).before(orderKey{h.time, e.mark})
			newer = newer || !older
			return older
		})
		if newer {
			return
		}
	}
	e.expire(p, a, at)
	e.insert(p, e.cellOf(at, h, Never))
}

// expire drops what has left the window of a pattern on every clock there is: whoever
// moves may be within it again.
func (e *Engine) expire(p *Person, a *bytecode.Pattern, at ref) {
	p.drop(at.journey, at.key, func(c *cell) bool {
		return c.ref == at && c.part != notPart && latestEnd(c.time, a.Within) <= e.now
	})
}

// chain finds earlier parts for a sequence's last part: for each, the latest
// first part that leads to it. nil when there is none.
func (e *Engine) chain(p *Person, a *bytecode.Pattern, at ref, h *hit) []*cell {
	var cells []*cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && (orderKey{c.time, c.line}).before(orderKey{h.time, e.mark}) {
			cells = append(cells, c)
		}
	}
	var found []*cell
	if a.Nested {
		found = nestedChain(cells, h, e.mark, len(a.Parts)-1)
	} else {
		found = plainChain(cells, len(a.Parts)-1)
	}
	if found == nil || !a.Within.Zero() && h.time >= e.after(p, found[0].time, a.Within, at.journey) {
		return nil
	}
	return found
}

// plainChain goes through the cells once: best[k] is the chain of parts 0…k whose first
// part is the latest.
func plainChain(cells []*cell, last int) []*cell {
	best := make([][]*cell, last)
	for len(cells) > 0 {
		n := 1
		for n < len(cells) && cells[n].time == cells[0].time && cells[n].line == cells[0].line {
			n++
		}
		best = extend(best, cells[:n])
		cells = cells[n:]
	}
	return best[last-1]
}

// nestedChain is plainChain where parts are patterns, which take time: each has to
// begin after the one before came true. So it matters which cell a chain ends with.
func nestedChain(cells []*cell, h *hit, mark int64, last int) []*cell {
	chains := make([][]*cell, len(cells)) // the best that ends with each cell
	// to is the best chain of parts 0…k that something can follow that begins at start and
	// comes true at a place in the order.
	to := func(k int16, start, end orderKey) (best []*cell) {
		for i, c := range cells {
			from := orderKey{c.time, c.line}
			if c.part != k || chains[i] == nil || !from.before(start) {
				continue
			}
			cut := slices.ContainsFunc(cells, func(x *cell) bool {
				at := orderKey{x.time, x.line}
				return x.part == notPart && from.before(at) && at.before(end)
			})
			if !cut && (best == nil || firstBefore(best[0], chains[i][0])) {
				best = chains[i]
			}
		}
		return best
	}
	for i, c := range cells {
		if c.part == 0 {
			chains[i] = []*cell{c}
		} else if c.part > 0 {
			if before := to(c.part-1, c.start(), orderKey{c.time, c.line}); before != nil {
				chains[i] = append(slices.Clone(before), c)
			}
		}
	}
	return to(int16(last-1), h.start, orderKey{h.time, mark})
}

// firstBefore orders first parts: by when they came true, then by when they began.
func firstBefore(a, b *cell) bool {
	x, y := orderKey{a.time, a.line}, orderKey{b.time, b.line}
	if x != y {
		return x.before(y)
	}
	return a.start().before(b.start())
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
