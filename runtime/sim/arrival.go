package sim

import (
	"fmt"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
)

// Arrival is the first time that somebody came to a line of a file.
type Arrival struct {
	Schema int       `json:"schema"`
	File   string    `json:"file"`
	Line   int       `json:"line"`
	At     Instant   `json:"at"`
	Person PersonRef `json:"person"` // as known then
}

// FirstAt says who came first to a line, over all of the known time. It counts as
// Sources does: whoever has a message that is held came when it was held.
func (s *Session) FirstAt(file string, line int) (*Arrival, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.play.log
	came, steps := s.comes(file, line)
	if came == nil {
		return nil, fmt.Errorf("no step is written on line %d", line)
	}
	who, best := nobody, s.horizon+1
	take := func(person uint32, at int64) {
		if at < best {
			who, best = person, at
		}
	}
	for i := range log.upTo(s.horizon) {
		number := log.formOf(i)
		if !came[number] {
			continue
		}
		at := log.atOf(i)
		if f := &log.forms.list[number]; f.until && f.kind() == engine.Send {
			at = log.entry(i).until
		}
		take(log.personOf(i), at)
	}
	for _, o := range log.open {
		if slices.Contains(steps, [2]int16{o.journey, o.step}) {
			take(o.person, o.since)
		}
	}
	if who == nobody {
		return nil, fmt.Errorf("nobody comes to line %d in these events", line)
	}
	who = s.store.final(who)
	traits, _ := s.profile(s.store.chain(s.store.group(who)), best)
	return &Arrival{Schema: Schema, File: file, Line: line, At: Instant(best), Person: s.ref(who, traits)}, nil
}

// comes says for each form of the decisions whether it brings somebody to a line, and
// which steps, by journey, are written there; nil when nothing is; the lock is held.
func (s *Session) comes(file string, line int) (came []bool, steps [][2]int16) {
	p := s.version().Program.Program
	for at := range p.Journeys {
		j := &p.Journeys[at]
		if j.Std || j.File != file {
			continue
		}
		f := newFlow(p, at, "")
		for i := range f.Rows {
			r := &f.Rows[i]
			if r.Line != line || r.Empty || r.Kind == "again" {
				continue
			}
			node := &f.Graph.Nodes[r.Node]
			if came == nil {
				came = make([]bool, len(s.play.log.forms.list))
			}
			if node.Step >= 0 {
				steps = append(steps, [2]int16{int16(at), int16(node.Step)})
			}
			for n := range came {
				x := &s.play.log.forms.list[n]
				came[n] = came[n] || int(x.journey) == at && brings(j, node, x)
			}
		}
	}
	return came, steps
}

// brings reports whether decisions of a form bring somebody to a node of a journey.
func brings(j *bytecode.Journey, node *graph.Node, f *form) bool {
	kind := f.kind()
	if node.Step >= 0 {
		of := j.Steps[node.Step].Kind
		switch kind {
		case engine.Enter, engine.NoEnter, engine.Late, engine.Goal:
			return false
		case engine.Exit:
			return of == "stop" && f.reason == engine.Stopped && int(f.line) == node.Line
		case engine.Branch, engine.Split:
			return int(f.step) == node.Step && of != "wait" // a race of a wait arrived before
		}
		return int(f.step) == node.Step
	}
	switch node.Kind {
	case graph.Trigger:
		return kind == engine.Enter
	case graph.Goal:
		return kind == engine.Goal
	case graph.Finished:
		return kind == engine.Exit && f.reason == engine.Finished
	case graph.Exit:
		return kind == engine.Exit && (f.reason == engine.ByExit || f.reason == engine.ByWhile) && int(f.line) == node.Line
	}
	return false
}
