package flow

import (
	"github.com/journeylang/journey/compiler/bytecode"
)

// journey is one journey as a graph. Its nodes are the steps that control comes to, in
// no order that means anything; start is the first one.
type journey struct {
	*bytecode.Journey
	index  int
	nodes  []node
	start  int
	entry  entry
	leaves bool            // people can be taken out wherever they rest
	freely []bool          // node → people can come to it whatever conditions say
	others map[int32]reach // repeat → the time of its runs but the last
}

// node is one step.
type node struct {
	op   bytecode.Op
	step int32 // -1: behind the last one
	send int32 // index into Sends, or -1
	loop int32 // between two runs of a repeat: its state; elsewhere -1
	ways []way
	rest bool // people can rest here
	ends bool // and nothing comes after it
}

// way leads from one node to another.
type way struct {
	to          int
	least, most Amount
	endless     Endless
	label       string
	back        bool  // to the next run of a repeat
	enters      int32 // the repeat whose first run begins, or -1
	free        bool  // whoever waits, is dealt out or sends nothing in between comes by here
}

// Endless says why something may have no end.
type Endless uint8

// The reasons.
const (
	Ends       Endless = iota
	NoLimit            // a wait without a limit
	ByDate             // a wait until a date that is written out
	ByValue            // a wait until a date that hangs on a value
	NoLastTime         // a repeat without a limit
)

// reader builds the graph of one journey.
type reader struct {
	m  *Model
	j  *journey
	at map[int32]int // instruction → its node
}

func (m *Model) read(index int, started bool) *journey {
	j := &journey{Journey: &m.p.Journeys[index], index: index, others: map[int32]reach{}}
	j.leaves = j.Goal != nil || len(j.Exits) > 0 || j.While >= 0 || j.Mode == bytecode.Restart
	r := &reader{m: m, j: j, at: map[int32]int{}}
	j.start = r.node(j.Start)
	j.entry = m.entryOf(j, started)
	j.intervals()
	j.freely = make([]bool, len(j.nodes))
	j.free(j.start)
	return j
}

// free marks what people can come to from a node whatever conditions say.
func (j *journey) free(n int) {
	if j.freely[n] {
		return
	}
	j.freely[n] = true
	for _, w := range j.nodes[n].ways {
		if w.free {
			j.free(w.to)
		}
	}
}

// node returns the node that control comes to from pc.
func (r *reader) node(pc int32) int {
	pc = r.m.p.NextStep(pc)
	if n, ok := r.at[pc]; ok {
		return n
	}
	n := len(r.j.nodes)
	r.at[pc] = n
	in := r.m.p.Code[pc]
	r.j.nodes = append(r.j.nodes, node{op: in.Op, step: -1, send: -1, loop: -1})
	made := r.ways(pc, in) // may append nodes
	made.op = in.Op
	r.j.nodes[n] = made
	return n
}

func (r *reader) ways(pc int32, in bytecode.Instr) node {
	n := node{step: -1, send: -1, loop: -1}
	on := func(pc int32, label string) way { return way{to: r.node(pc), label: label, enters: -1, free: true} }
	switch in.Op {
	case bytecode.OpSend:
		n.send, n.step = in.A, r.j.Sends[in.A].Step
		w := on(pc+1, "")
		if r.j.Sends[in.A].Hold >= 0 {
			n.rest, w.most = true, Amount{Millis: day + ClockChange}
		}
		n.ways = []way{w}
	case bytecode.OpSet, bytecode.OpTag:
		n.step, n.ways = in.B, []way{on(pc+1, "")}
	case bytecode.OpEmit:
		n.step, n.ways = r.j.Emits[in.A].Step, []way{on(pc+1, "")}
	case bytecode.OpAct:
		n.step, n.ways = r.j.Acts[in.A].Step, []way{on(pc+1, "")}
	case bytecode.OpBranch:
		yes, no := on(pc+1, "yes"), on(in.A, "no")
		yes.free, no.free = false, false
		n.step, n.ways = in.B, []way{yes, no}
	case bytecode.OpRepeat:
		w := on(pc+1, "")
		w.enters = in.A
		n.step, n.ways = r.j.States[in.A].Step, []way{w}
	case bytecode.OpSplit:
		s := &r.j.Splits[in.A]
		n.step = s.Step
		from := int32(0)
		for _, a := range s.Arms {
			if a.Upto > from {
				n.ways = append(n.ways, on(a.PC, a.Name))
			}
			from = max(from, a.Upto)
		}
		if from < 10_000 {
			n.ways = append(n.ways, on(s.Rest, ""))
		}
	case bytecode.OpRest:
		if r.j.States[in.A].Kind == bytecode.StateRepeat {
			r.between(&n, in.A, on)
			break
		}
		r.rest(&n, &r.j.States[in.A], on)
	case bytecode.OpStop:
		n.step, n.ends = in.A, true
	default:
		n.ends = true
	}
	return n
}

// rest adds the ways out of a state.
func (r *reader) rest(n *node, s *bytecode.State, on func(int32, string) way) {
	n.step, n.rest = s.Step, true
	limit := way{least: least(s.Limit), most: most(s.Limit)}
	switch {
	case s.Forever:
		limit.endless = NoLimit
	case s.At != nil:
		limit = r.moment(s.At)
	}
	for i, a := range s.Arms {
		w := on(a.PC, "")
		w.free = r.heard(a.Any, s.Arms[:i])
		w.most, w.endless = limit.most, limit.endless
		if s.Kind == bytecode.StateRanked { // they hold to the end
			w.least = limit.least
		}
		n.ways = append(n.ways, w)
	}
	if s.Kind == bytecode.StateUntil {
		w := on(s.Then, "")
		w.free, w.most, w.endless = false, limit.most, limit.endless
		n.ways = append(n.ways, w)
	}
	if !s.Forever {
		w := on(s.Deadline, "")
		w.least, w.most, w.endless = limit.least, limit.most, limit.endless
		w.free = w.free && s.Kind != bytecode.StateUntil
		n.ways = append(n.ways, w)
	}
}

// moment is how long a wait until a moment takes.
func (r *reader) moment(m *bytecode.Moment) way {
	switch m.Kind {
	case bytecode.MomentDate:
		return way{endless: ByDate}
	case bytecode.MomentBest:
		return way{most: most(m.Offset)}
	case bytecode.MomentValue:
		return way{endless: ByValue}
	}
	w := way{most: Amount{Days: longestGap(m.Days)}}
	if m.Later { // it is a later date, so midnight comes first
		w.least = Amount{Millis: max(1, int64(m.From)*minute-ClockChange)}
		w.most.Days++
	}
	return w
}

// longestGap is the most days between two of a set of weekdays; without any it is every
// day.
func longestGap(days int32) int64 {
	if days == 0 {
		return 1
	}
	gap, last := int64(0), int64(-1)
	for i := int64(0); i < 14; i++ {
		if days&(1<<(i%7)) == 0 {
			continue
		}
		if last >= 0 {
			gap = max(gap, i-last)
		}
		last = i
	}
	return gap
}

// heard reports whether some event surely takes this way: whatever is in it, and
// because neither an earlier arm nor what takes people out hears it.
func (r *reader) heard(tests []bytecode.Test, earlier []bytecode.Arm) bool {
	taken := map[int32]bool{}
	take := func(ts []bytecode.Test) {
		for i := range ts {
			taken[ts[i].Event] = true
		}
	}
	for i := range earlier {
		take(earlier[i].Any)
	}
	if r.j.Goal != nil {
		take(r.j.Goal.Any)
	}
	for i := range r.j.Exits {
		take(r.j.Exits[i].Any)
	}
	for i := range tests {
		if tests[i].Cond < 0 && !taken[tests[i].Event] {
			return true
		}
	}
	return false
}

// anyOf reports whether one of the tests takes any event of its name.
func anyOf(tests []bytecode.Test) bool {
	for i := range tests {
		if tests[i].Cond < 0 {
			return true
		}
	}
	return false
}
