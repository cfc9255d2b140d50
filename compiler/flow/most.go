package flow

import (
	"container/heap"

	"github.com/journeylang/journey/compiler/bytecode"
)

// The search for the most messages in a window.
//
// A label is a person somewhere: at a node, so much after the window began at the least,
// with so many messages since. It begins at each send, with one message and no time, and
// is moved on along every way as long as its time fits into the window. Where a stay is
// over, or can be ended from outside, the next one may begin: as soon as the trigger and
// `enter` allow, which is what ready keeps. Of two labels at one node, the one that is
// nowhere better is dropped. In an exclusive group people are in one journey at a time,
// so one label walks through all journeys of the group.
//
// A label that comes back to where it was, with no time gone and more messages, can do
// so for ever: then there is no limit.

// enough is more messages than anybody would call a limit. mostSteps are the labels and
// mostLooks the comparisons of two labels after which the search gives up: what it costs
// is the comparisons, a few dozen nanoseconds each, so that a question takes tenths of a
// second at the most. Both count, and no clock is asked, so the answer is always the same.
const (
	enough    = 250
	mostSteps = 30_000
	mostLooks = 3_000_000
)

// Kind says which messages are counted.
type Kind uint8

// The kinds.
const (
	Counted       Kind = iota // all that caps count: those that are not transactional
	Transactional             // the others
	Every                     // both
)

// Query is a question for the most messages.
type Query struct {
	Window  bytecode.Duration
	Channel string // empty: any
	Kind    Kind
	steady  bool // of days of 24 hours
}

func (q *Query) slack() int64 {
	if q.steady {
		return 0
	}
	return ClockChange
}

// counts reports whether a send is one of those that are asked for.
func (q *Query) counts(s *bytecode.Send) bool {
	return (q.Channel == "" || q.Channel == s.Channel) && (q.Kind == Every || s.Transactional == (q.Kind == Transactional))
}

// label is a place in the search.
type label struct {
	journey, node int // journey: its place in the search's
	t             Amount
	n             int
	ready         []Amount // journey → how soon people can come in again
	left          []int    // and how often, -1 for any number
	rounds        rounds
	prev          *label
	entry         bool // the person has just come in
	free          bool // all along the way nothing was asked
	tail          bool // the window begins so late in a stay that its entry is not known
	order         int
}

type search struct {
	*Query
	js    []*journey
	at    map[[2]int][]*label
	queue labels
	made  int
	looks int
	best  *label
	end   why
}

// why is how a search ended.
type why uint8

const (
	found    why = iota
	looped       // there is no limit
	plenty       // more than enough
	tooLarge     // more ways than can be looked at
)

func (m *Model) search(q Query, js []*journey) *search {
	s := &search{Query: &q, js: js, at: map[[2]int][]*label{}}
	for i, j := range js {
		for n := range j.nodes {
			if send := j.nodes[n].send; send >= 0 && q.counts(&j.Sends[send]) {
				s.begin(i, n)
			}
		}
	}
	for s.queue.Len() > 0 && s.end == found {
		l := heap.Pop(&s.queue).(*label)
		if s.worse(l, l) {
			continue
		}
		s.move(l)
	}
	return s
}

// begin adds the label of a window that begins with a send.
func (s *search) begin(journey, node int) {
	l := &label{journey: journey, node: node, n: 1, free: s.js[journey].freely[node], rounds: s.js[journey].rounds(true)}
	for i, j := range s.js {
		var ready Amount
		left := j.entry.entries(s.Window, s.slack())
		slow := i == journey && j.longest(j.start, node).time != (Amount{})
		if i == journey && j.entry.afterEntry != (Amount{}) {
			ready, l.tail = s.rest(j, node), slow
		}
		if i == journey && !j.entry.again {
			ready = never
		}
		if i == journey && left > 0 && !slow {
			left-- // the period in which the window begins is the one of this entry
		}
		l.ready, l.left = append(l.ready, ready), append(l.left, left)
	}
	s.add(l)
}

// rest is how much is left at a node of the time between two entries, when the person
// has come there as slowly as can be.
func (s *search) rest(j *journey, node int) Amount {
	r := j.longest(j.start, node)
	between := j.entry.afterEntry
	if !r.can || r.endless != Ends {
		return Amount{}
	}
	if r.time.Days == 0 && r.time.Millis == 0 {
		return between
	}
	left := between.nominal() - r.time.nominal() - s.slack()
	return Amount{Millis: max(0, left)}
}

// move adds what can come after a label.
func (s *search) move(l *label) {
	j := s.js[l.journey]
	n := &j.nodes[l.node]
	for i := range n.ways {
		w := &n.ways[i]
		rounds, ok, free := l.rounds.on(j, n, w)
		if !ok {
			continue
		}
		on := *l
		on.rounds = rounds
		on.prev, on.entry = l, false
		on.node, on.t, on.free = w.to, l.t.plus(w.least), l.free && w.free && free
		s.arrive(&on)
	}
	if n.ends || n.rest && j.leaves {
		s.over(l, n.ends)
	}
}

// over lets people come in again after a stay.
func (s *search) over(l *label, ended bool) {
	j := s.js[l.journey]
	ready := append([]Amount(nil), l.ready...)
	ready[l.journey] = later(l.t.plus(j.entry.afterLeave), ready[l.journey])
	for i, next := range s.js {
		if l.left[i] == 0 {
			continue
		}
		on := &label{journey: i, node: next.start, n: l.n, prev: l, entry: true, rounds: next.rounds(false)}
		on.free = l.free && ended && i == l.journey && !l.tail && next.simple()
		on.t = later(l.t, ready[i])
		on.ready = append([]Amount(nil), ready...)
		on.ready[i] = never
		if next.entry.again {
			on.ready[i] = on.t.plus(next.entry.afterEntry)
		}
		on.left = append([]int(nil), l.left...)
		if on.left[i] > 0 {
			on.left[i]--
		}
		s.arrive(on)
	}
}

// arrive adds a label that has just come to its node, when it is in time.
func (s *search) arrive(l *label) {
	if !l.t.fits(s.Window, s.slack()) {
		return
	}
	j := s.js[l.journey]
	if send := j.nodes[l.node].send; send >= 0 && s.counts(&j.Sends[send]) {
		l.n++
	}
	s.add(l)
}

func (s *search) add(l *label) {
	if s.worse(l, nil) {
		return
	}
	if s.best == nil || l.n > s.best.n || l.n == s.best.n && l.free && !s.best.free {
		s.best = l
	}
	switch {
	case l.entry && s.turns(l):
		s.end, s.best = looped, l
	case l.n > enough:
		s.end = plenty
	case s.made > mostSteps || s.looks > mostLooks:
		s.end = tooLarge
	}
	s.made++
	l.order = s.made
	key := [2]int{l.journey, l.node}
	s.looks += len(s.at[key])
	kept := s.at[key][:0]
	for _, o := range s.at[key] {
		if !o.within(l) {
			kept = append(kept, o)
		}
	}
	s.at[key] = append(kept, l)
	heap.Push(&s.queue, l)
}

// worse reports whether another label at the same node is nowhere worse than l. With
// but, it asks whether l itself was dropped since.
func (s *search) worse(l, but *label) bool {
	for _, o := range s.at[[2]int{l.journey, l.node}] {
		s.looks++
		if o == but {
			return false
		}
		if but == nil && l.within(o) {
			return true
		}
	}
	return but != nil
}

// within reports whether l is nowhere better than o.
func (l *label) within(o *label) bool {
	if l.n > o.n || !o.t.below(l.t) || l.free && !o.free && l.n == o.n {
		return false
	}
	if !l.rounds.same(o.rounds) {
		return false
	}
	for i := range l.ready {
		if !o.ready[i].below(l.ready[i]) || !moreLeft(o.left[i], l.left[i]) {
			return false
		}
	}
	return true
}

func moreLeft(a, b int) bool { return a < 0 || b >= 0 && a >= b }

// turns reports whether the person has come in like this before in the same window, with
// fewer messages and no time gone.
func (s *search) turns(l *label) bool {
	for o := l.prev; o != nil; o = o.prev {
		if !o.entry || o.journey != l.journey || o.t != l.t || o.n >= l.n {
			continue
		}
		same := true
		for i := range l.ready {
			same = same && l.ready[i].below(o.ready[i]) && l.left[i] == o.left[i]
		}
		if same {
			return true
		}
	}
	return false
}

// labels is a queue of labels, the earliest first.
type labels []*label

func (q labels) Len() int { return len(q) }
func (q labels) Less(i, j int) bool {
	a, b := q[i].t.nominal(), q[j].t.nominal()
	if a != b {
		return a < b
	}
	return q[i].order < q[j].order
}
func (q labels) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is part of heap.Interface.
func (q *labels) Push(x any) { *q = append(*q, x.(*label)) }

// Pop is part of heap.Interface.
func (q *labels) Pop() any {
	last := len(*q) - 1
	l := (*q)[last]
	*q = (*q)[:last]
	return l
}

// simple reports whether one event, whatever is in it, lets people in.
func (j *journey) simple() bool {
	if j.While >= 0 {
		return false
	}
	for i := range j.Alts {
		a := &j.Alts[i]
		if a.Kind == bytecode.PatEvent && !a.Nested && len(a.Parts) == 1 && anyOf(a.Parts[0]) {
			return true
		}
	}
	return false
}
