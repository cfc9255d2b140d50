package engine

import "github.com/journeylang/journey/compiler/bytecode"

// Openers are the events of which a person must do one before anything is ever decided
// about them: those that a trigger is made of. ok is false when something else can let
// people in: a moment of the calendar, a segment, a trait that changes. Events that
// journeys emit need no mention, for somebody must be inside first.
func (p *Program) Openers() (events []bool, ok bool) {
	events = make([]bool, len(p.Events))
	note := func(tests []bytecode.Test) {
		for _, t := range tests {
			events[t.Event] = true
		}
	}
	for i := range p.Journeys {
		j := &p.Journeys[i]
		for k := range len(j.Alts) + len(j.Subs) {
			a := j.Alt(int16(k))
			switch a.Kind {
			case bytecode.PatSegment, bytecode.PatChange, bytecode.PatDate, bytecode.PatSchedule:
				return nil, false
			}
			for _, part := range a.Parts {
				note(part)
			}
			if a.Kind != bytecode.PatAbsence { // what must not happen decides nothing alone
				note(a.Not)
			}
		}
	}
	return events, true
}
