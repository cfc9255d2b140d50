package engine

import "github.com/journeylang/journey/compiler/bytecode"

// Openers are the events of which a person must do one before anything is ever decided
// about them: those that a trigger is made of. ok is false when something else can let
// people in: a moment of the calendar, a segment, a trait that changes.
func (p *Program) Openers() (events []bool, ok bool) {
	all := make([]bool, len(p.Journeys))
	for i := range all {
		all[i] = true
	}
	return p.OpenersOf(all)
}

// OpenersOf are the openers of some journeys alone. Where others let people into them,
// by an event that they emit or by starting them, those of the others are with them.
func (p *Program) OpenersOf(journeys []bool) (events []bool, ok bool) {
	events = make([]bool, len(p.Events))
	done := make([]bool, len(p.Journeys))
	for {
		next := -1
		for i := range p.Journeys {
			if !done[i] && (journeys[i] || p.letsInto(i, events, done)) {
				next = i
				break
			}
		}
		if next < 0 {
			return events, true
		}
		done[next] = true
		if !p.addOpeners(events, &p.Journeys[next]) {
			return nil, false
		}
	}
}

// letsInto reports whether a journey lets people into one of those that are done.
func (p *Program) letsInto(i int, events, done []bool) bool {
	j := &p.Journeys[i]
	for k := range j.Emits {
		if events[j.Emits[k].Event] {
			return true
		}
	}
	for k := range j.Acts {
		if a := &j.Acts[k]; a.Kind == bytecode.ActStart && done[a.Journey] {
			return true
		}
	}
	return false
}

// addOpeners adds the openers of one journey.
func (p *Program) addOpeners(events []bool, j *bytecode.Journey) bool {
	note := func(tests []bytecode.Test) {
		for _, t := range tests {
			events[t.Event] = true
		}
	}
	for k := range len(j.Alts) + len(j.Subs) {
		a := j.Alt(int16(k))
		switch a.Kind {
		case bytecode.PatSegment, bytecode.PatChange, bytecode.PatDate, bytecode.PatSchedule:
			return false
		}
		for _, part := range a.Parts {
			note(part)
		}
		if a.Kind != bytecode.PatAbsence { // what must not happen decides nothing alone
			note(a.Not)
		}
	}
	return true
}
