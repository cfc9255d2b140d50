package why

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
)

// Triggers that hear no event: who comes into a segment, and whose trait changes.

// hearsPerson reports whether an alternative of a trigger hears no event.
func hearsPerson(a *bytecode.Pattern) bool {
	return a.Kind == bytecode.PatSegment || a.Kind == bytecode.PatChange
}

// becauseOfPerson explains such an alternative: what it says, and what made it so.
func (t *teller) becauseOfPerson(d *engine.Decision, a *bytecode.Pattern) []Fact {
	what := graph.PatternText(t.p, a)
	m := t.moment(d.At, d.Journey)
	first := Fact{OK: true, What: what, Words: join(m.short(), "by the passing of time"), At: &m}
	if r := t.byLine[d.Cause]; r != nil {
		first = t.fact(true, what, r, d.Journey)
		if r.Name != "" {
			first.Words = r.Name + ", " + first.Words
		}
	}
	if a.Kind != bytecode.PatSegment {
		return []Fact{first}
	}
	words := "from then on it was so"
	if a.Leaves {
		words = "from then on it was no longer so"
	}
	return []Fact{first, {OK: true, What: t.asks(a), Words: words}}
}

// asks is what a segment asks, with its name.
func (t *teller) asks(a *bytecode.Pattern) string {
	return t.p.Segments[a.Segment].Name + ": " + graph.SegmentText(t.p, a.Segment)
}

// neverCame says what somebody lacks whom such an alternative never let in.
func (t *teller) neverCame(a *bytecode.Pattern) []Fact {
	what := graph.PatternText(t.p, a)
	if a.Kind == bytecode.PatChange {
		return []Fact{{What: what, Words: "it never did"}}
	}
	words := "it never came to be so"
	if a.Leaves {
		words = "it was never so, or is so still"
	}
	return []Fact{{What: what, Words: words}, {What: t.asks(a), Words: "this is what it asks"}}
}

// taken names the journey of the same exclusive group that somebody was inside.
func (t *teller) taken(j *bytecode.Journey, d *engine.Decision) Fact {
	f := Fact{What: "exclusive " + j.Exclusive, Words: "inside another journey of the group"}
	inside := map[int16]*engine.Decision{}
	for i := range t.in.Decisions {
		x := &t.in.Decisions[i]
		if x == d {
			break
		}
		if t.p.Journeys[x.Journey].Exclusive != j.Exclusive {
			continue
		}
		switch x.Kind {
		case engine.Enter:
			inside[x.Journey] = x
		case engine.Exit:
			delete(inside, x.Journey)
		}
	}
	for i := range t.p.Journeys {
		if x := inside[int16(i)]; x != nil {
			since := t.moment(x.At, d.Journey)
			f.Words, f.At = fmt.Sprintf("inside %s, since %s", t.p.Journeys[i].Name, since.short()), &since
			break
		}
	}
	return f
}
