package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
)

// spentPart is the part of a cell that says in which period of the calendar a count
// fired last. It stays when the frontier moves: a period fires once.
const spentPart = -2

// Unit is the calendar's unit of a period.
func Unit(p bytecode.Period) calendar.Unit { return calendar.Unit(p - bytecode.PerDay) }

// crosses reports whether `N A per calendar week` comes true with an A at an instant
// whose stamp is among the cells: N stamps lie in the person's week, and the week
// has not fired. Then it has.
func (e *Engine) crosses(p *Person, a *bytecode.Pattern, at ref, t int64) bool {
	z := e.zoneOf(p, at.journey)
	start := z.StartOf(t, Unit(a.Per))
	n := int32(0)
	for c := p.cells; c != nil; c = c.next {
		switch {
		case c.ref != at || z.StartOf(c.time, Unit(a.Per)) != start:
		case c.part == spentPart:
			return false
		default:
			n++
		}
	}
	if n < a.N {
		return false
	}
	p.drop(at.journey, at.key, func(c *cell) bool { return c.ref == at && c.part == spentPart })
	e.insert(p, &cell{ref: at, time: t, line: e.mark, due: Never, part: spentPart})
	return true
}

// spent codes whether a cell is a stamp or says when a period fired.
func (c *Coder) spent(part *int16) {
	fired := *part == spentPart
	c.bool(&fired)
	if *part = 0; fired {
		*part = spentPart
	}
}
