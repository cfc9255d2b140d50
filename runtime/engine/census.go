package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
)

// Stays calls f for every journey that the person is inside, with the step where
// the person rests.
func (p *Person) Stays(prog *Program, f func(journey int16, step int32)) {
	for r := p.runs; r != nil; r = r.next {
		if r.is(live) {
			f(r.journey, prog.Journeys[r.journey].States[r.state].Step)
		}
	}
}

// User reports whether the person is known by a user id.
func (p *Person) User() bool { return p.known }

// ReadsOthers reports whether what happens to one person can depend on what other
// people do: whether some journey recommends, or waits for the best time.
func (p *Program) ReadsOthers() bool { return p.best || p.Recommends() }

// Recommends reports whether some journey recommends products.
func (p *Program) Recommends() bool {
	for _, in := range p.Code {
		if in.Op == bytecode.OpItems {
			return true
		}
	}
	return false
}

// Holding calls f for every message that is held until a quiet time ends, with the
// step where the person rests and when that began.
func (p *Person) Holding(prog *Program, f func(journey int16, instance uint32, step int32, since int64)) {
	for r := p.runs; r != nil; r = r.next {
		if r.is(live) && r.is(holding) {
			f(r.journey, r.num, prog.Journeys[r.journey].States[r.state].Step, r.anchor)
		}
	}
}

// Teachable reports whether a program reads of other people only what they recommend:
// what another run learned of that can be told to it.
func (p *Program) Teachable() bool { return p.Recommends() && !p.best }

// Teaches says of what a program learns what to recommend: two programs of which it
// says the same learn the same from a feed.
func (p *Program) Teaches() string {
	c := &p.Cart
	if !c.Used {
		return ""
	}
	var b strings.Builder
	for kind, i := range []int32{c.Added, c.Removed, c.Cleared, c.Bought, c.Viewed} {
		if i < 0 {
			continue
		}
		e := &p.Events[i]
		fmt.Fprintf(&b, "%d %s %v", kind, e.Name, e.HeardAs)
		for _, name := range append(productFields[:], "products") {
			if k := slices.IndexFunc(e.Fields, func(f bytecode.Field) bool { return f.Name == name }); k >= 0 {
				fmt.Fprintf(&b, " %s:%d", name, e.Fields[k].Type)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
