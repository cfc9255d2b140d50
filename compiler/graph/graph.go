// Package graph shows a compiled journey as a graph for people.
//
// The graph is read off the bytecode, not off the source: what is drawn is what
// runs. From a journey's first instruction the package follows control to the next
// instruction that is a step (a condition's own instructions lie between two steps
// and are stepped over), makes a node of it, and goes on from each of its exits.
// A step that is reached twice is one node. What can happen at any moment, the goal
// and the exits, hangs on the trigger by edges of its own kind.
//
// A node's id is made of the journey's and the step's name, so that an edit
// elsewhere in a file does not rename it. Nodes and edges are in the order in which
// a reader meets them in the source.
package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
)

// Kind is the kind of a node.
type Kind uint8

// The kinds.
const (
	Trigger Kind = iota // how people come in
	Send
	Wait
	If
	Split
	Act      // a step that changes something: set, emit
	Stop     // a `stop`
	Finished // behind the last step
	Goal     // the journey's goal
	Exit     // an `exit when`, or a `while` that has become false
)

// Node is one step, or one way in or out.
type Node struct {
	ID   string // letters, digits and _ only
	Kind Kind
	Text string // one or more lines, for people
	Line int    // in the source; 0 where nothing stands there
	Step int    // index into the journey's Steps; -1 where there is none
}

// Edge leads from one node to another, by their indexes.
type Edge struct {
	From, To int
	Label    string // what must be so; empty when nothing
	Any      bool   // at any moment while the person is inside
}

// Graph is one journey.
type Graph struct {
	ID    string
	Title string // the journey's name, and its title when it has one
	Nodes []Node
	Edges []Edge
}

// Of draws one journey of a verified program.
func Of(p *bytecode.Program, journey int) *Graph {
	j := &p.Journeys[journey]
	d := &drawing{p: p, j: j, g: &Graph{ID: "journey_" + plain(j.Name), Title: j.Name}, at: map[int32]int{}, ids: map[string]bool{}}
	if j.Title != "" {
		d.g.Title += ": " + j.Title
	}
	trigger := d.node(Trigger, "when", triggerText(p, j), j.Line)
	d.edge(trigger, d.step(j.Start), "")
	if j.Goal != nil {
		text := "goal " + TestsText(p, j.Goal.Any)
		if !j.Goal.Within.Zero() {
			text += " within " + Duration(j.Goal.Within)
		}
		d.any(trigger, d.node(Goal, "goal", text, j.Goal.Line))
	}
	for _, e := range j.Exits {
		d.any(trigger, d.node(Exit, "exit", "exit when "+TestsText(p, e.Any), e.Line))
	}
	if j.While >= 0 {
		d.any(trigger, d.node(Exit, "while", "exit unless "+ConditionText(p, j, j.While), j.WhileLine))
	}
	slices.SortStableFunc(d.g.Edges, func(a, b Edge) int { return cmp.Compare(a.From, b.From) })
	return d.g
}

// All draws every journey of a program but those of the standard library.
func All(p *bytecode.Program) []*Graph {
	var out []*Graph
	for i := range p.Journeys {
		if !p.Journeys[i].Std {
			out = append(out, Of(p, i))
		}
	}
	return out
}

// drawing is a graph under construction.
type drawing struct {
	p   *bytecode.Program
	j   *bytecode.Journey
	g   *Graph
	at  map[int32]int // instruction → its node
	ids map[string]bool
}

// node adds a node; name is what its id is made of.
func (d *drawing) node(k Kind, name, text string, line int32) int {
	id := plain(d.j.Name) + "_" + plain(name)
	// Two names of which one has characters that an id cannot have may meet.
	for n, base := 2, id; d.ids[id]; n++ {
		id = fmt.Sprintf("%s_%d", base, n)
	}
	d.ids[id] = true
	d.g.Nodes = append(d.g.Nodes, Node{ID: id, Kind: k, Text: text, Line: int(line), Step: -1})
	return len(d.g.Nodes) - 1
}

func (d *drawing) edge(from, to int, label string) {
	d.g.Edges = append(d.g.Edges, Edge{From: from, To: to, Label: label})
}

func (d *drawing) any(from, to int) {
	d.g.Edges = append(d.g.Edges, Edge{From: from, To: to, Label: "at any moment", Any: true})
}

// step returns the node of the step that control comes to from pc, and draws what
// lies behind it when it is new.
func (d *drawing) step(pc int32) int {
	pc = d.p.NextStep(pc)
	if n, ok := d.at[pc]; ok {
		return n
	}
	in := d.p.Code[pc]
	add := func(k Kind, step int32) int {
		s := &d.j.Steps[step]
		n := d.node(k, s.ID, s.Label, s.Line)
		d.g.Nodes[n].Step = int(step)
		d.at[pc] = n
		return n
	}
	switch in.Op {
	case bytecode.OpSend:
		n := add(Send, d.j.Sends[in.A].Step)
		d.edge(n, d.step(pc+1), "")
		return n
	case bytecode.OpSet, bytecode.OpEmit, bytecode.OpAct, bytecode.OpTag:
		step := in.B
		switch in.Op {
		case bytecode.OpEmit:
			step = d.j.Emits[in.A].Step
		case bytecode.OpAct:
			step = d.j.Acts[in.A].Step
		}
		n := add(Act, step)
		d.edge(n, d.step(pc+1), "")
		return n
	case bytecode.OpBranch:
		n := add(If, in.B)
		d.edge(n, d.step(pc+1), "yes")
		d.edge(n, d.step(in.A), "no")
		return n
	case bytecode.OpSplit:
		n := add(Split, d.j.Splits[in.A].Step)
		d.split(n, &d.j.Splits[in.A])
		return n
	case bytecode.OpRest:
		n := add(Wait, d.j.States[in.A].Step)
		d.rest(n, &d.j.States[in.A])
		return n
	case bytecode.OpStop:
		return add(Stop, in.A)
	}
	n := d.node(Finished, "finished", "finished", 0)
	d.at[pc] = n
	return n
}

func (d *drawing) split(n int, s *bytecode.Split) {
	from := int32(0)
	for _, a := range s.Arms {
		d.edge(n, d.step(a.PC), strings.TrimSpace(percent(a.Upto-from)+" "+a.Name))
		from = a.Upto
	}
	if from < 10_000 {
		d.edge(n, d.step(s.Rest), percent(10_000-from)+" the rest")
	}
}

func (d *drawing) rest(n int, s *bytecode.State) {
	for i, a := range s.Arms {
		text := TestsText(d.p, a.Any)
		if s.Kind == bytecode.StateRanked {
			text = fmt.Sprintf("%d. %s", i+1, text)
		}
		d.edge(n, d.step(a.PC), text)
	}
	if s.Kind == bytecode.StateUntil {
		d.edge(n, d.step(s.Then), "as soon as it is so")
	}
	if s.Forever {
		return
	}
	if s.At != nil { // the step's own words say when
		d.edge(n, d.step(s.Deadline), "then")
		return
	}
	if s.Kind == bytecode.StateRepeat {
		d.repeat(n, s)
		return
	}
	label := "after " + Duration(s.Limit)
	if s.Kind != bytecode.StateWait {
		label = "else, after " + Duration(s.Limit)
	}
	d.edge(n, d.step(s.Deadline), label)
}

// repeat draws the way back to the block and the way on.
func (d *drawing) repeat(n int, s *bytecode.State) {
	again := "again"
	if !s.Limit.Zero() {
		again += " every " + Duration(s.Limit)
	}
	if s.Times > 0 {
		again += fmt.Sprintf(", %d times at most", s.Times)
	}
	d.edge(n, d.step(s.Deadline), again)
	done := "then"
	if s.Cond >= 0 {
		done = "as soon as " + ConditionText(d.p, d.j, s.Cond)
	}
	d.edge(n, d.step(s.Then), done)
}

// percent writes hundredths of a percent.
func percent(n int32) string {
	switch {
	case n%100 == 0:
		return fmt.Sprintf("%d%%", n/100)
	case n%10 == 0:
		return fmt.Sprintf("%d.%d%%", n/100, n%100/10)
	}
	return fmt.Sprintf("%d.%02d%%", n/100, n%100)
}

// plain makes an id of a name: ASCII letters and digits stay, everything else is
// written as its code point.
func plain(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "u%04x", r)
		}
	}
	return b.String()
}
