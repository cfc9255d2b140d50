package why

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
)

// becauseNested explains a pattern that has others inside: as a whole, with the
// instant from which an absence counted, and the event that completed it.
func (t *teller) becauseNested(s *stay, a *bytecode.Pattern, last *Record) []Fact {
	at := t.moment(s.enter.At, s.index)
	whole := Fact{OK: true, What: a.Label, Words: "came true on " + at.short(), At: &at}
	switch {
	case s.enter.Until != 0:
		from := t.moment(s.enter.Until, s.index)
		return []Fact{
			{OK: true, What: a.Label, Words: "what comes first came true on " + from.short(), At: &from},
			{OK: true, What: "not " + graph.TestsText(t.p, a.Not), Words: "none until " + at.short(), At: &at},
		}
	case last != nil:
		return []Fact{whole, t.fact(true, last.Name, last, s.index)}
	}
	return []Fact{whole}
}

// missingNested says of all events of a pattern with others inside which of them came.
func (t *teller) missingNested(j *bytecode.Journey, number int16, index int16) []Fact {
	a := j.Alt(number)
	var facts []Fact
	for i, part := range a.Parts {
		if len(part) > 0 {
			facts = append(facts, t.presence(part, index))
		}
		for k := range j.Subs {
			if s := &j.Subs[k]; int16(s.Parent) == number && int(s.Part) == i {
				facts = append(facts, t.missingNested(j, int16(len(j.Alts)+k), index)...)
			}
		}
	}
	return facts
}
