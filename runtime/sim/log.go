package sim

import (
	"slices"
	"sort"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/report"
)

// decisions is everything a run decided, in its final order, 48 bytes each, in
// pieces that never move. Every entry knows the entry before it about the same
// person, so that one person's story costs what it is long; and the step where the
// stay rested before, so that counting who is where means adding and subtracting.
//
// Every so often the counts up to there are kept (point). What was counted at an
// instant is the nearest point before it and the few entries since: the same
// numbers, whichever way one came.
type decisions struct {
	prog   *bytecode.Program
	pieces []*piece
	n      uint32
	heads  []uint32 // person → the last entry, plus 1
	called []string // person → the id by which decisions speak of the person
	former map[uint32][]calledBefore
	words  names
	items  map[uint32][]string   // entry → recommended products
	given  map[uint32]*event.Box // entry → what a webhook is handed
	points []point
	end    *counts // at the end
	holds  [][]place
	open   []openHold          // what still waits at the end
	lost   map[stay]bool       // stays that ended because their person was inside already; whether that is in the person's own entries
	from   map[uint32][]became // person → who becomes this one; only who writes may look
	bars   histogram
}

const pieceSize = 4096

// piece is a run of entries.
type piece struct {
	e     [pieceSize]entry
	sends uint32 // sends before the piece
}

// entry is a decision. What decisions have in common with all others of their step
// is looked up in the program.
type entry struct {
	at, until int64
	cause     uint32
	person    uint32
	prev      uint32 // the entry about the same person before it, plus 1
	instance  uint32
	line      int32
	word      uint16 // the arm, and what it is about
	step      int16
	journey   int16
	send      int16
	rested    int16 // the step where the stay rested before, or -1
	kindBits  uint8 // the kind, and whether it was skipped
	reason    engine.Reason
}

const (
	skippedBit = 1 << 7
	kindMask   = skippedBit - 1
)

func (e *entry) kind() engine.Kind { return engine.Kind(e.kindBits & kindMask) }
func (e *entry) skipped() bool     { return e.kindBits&skippedBit != 0 }

// calledBefore is the id by which somebody was known before an entry.
type calledBefore struct {
	before uint32
	id     string
}

// counts is what was counted up to an entry.
type counts struct {
	n     uint32
	tally *report.Tally
	here  [][]int64 // journey, step → who rests there
	left  [][]int64 // journey, step → who left the journey from there
}

// point are counts that are kept.
type point struct {
	n      uint32
	counts *counts
}

// pointEvery is how many entries lie between two points: to add that many takes
// less than a frame of the screen.
const pointEvery = 1 << 16

func newDecisions(prog *bytecode.Program) *decisions {
	l := &decisions{prog: prog, former: map[uint32][]calledBefore{}, items: map[uint32][]string{}, given: map[uint32]*event.Box{}, from: map[uint32][]became{}, lost: map[stay]bool{}}
	l.end = newCounts(prog)
	l.points = []point{{0, newCounts(prog)}}
	l.holds = make([][]place, len(prog.Journeys))
	for i := range l.holds {
		l.holds[i] = make([]place, len(prog.Journeys[i].Steps))
	}
	return l
}

func newCounts(prog *bytecode.Program) *counts {
	c := &counts{tally: report.NewTally(prog), here: make([][]int64, len(prog.Journeys)), left: make([][]int64, len(prog.Journeys))}
	for i := range c.here {
		c.here[i] = make([]int64, len(prog.Journeys[i].Steps))
		c.left[i] = make([]int64, len(prog.Journeys[i].Steps))
	}
	return c
}

func (c *counts) clone() *counts {
	out := &counts{n: c.n, tally: c.tally.Clone()}
	for i := range c.here {
		out.here = append(out.here, slices.Clone(c.here[i]))
		out.left = append(out.left, slices.Clone(c.left[i]))
	}
	return out
}

// put keeps the next decision.
func (l *decisions) put(d *engine.Decision) {
	rested := int16(-1)
	switch {
	case d.Kind == engine.Exit && d.Reason == engine.Merged:
		rested = l.lose(d.ID, d.Journey, d.Instance, d.At)
	case moves(d.Kind):
		since := int64(0)
		if d.Kind == engine.Send {
			since = d.Until
		}
		rested = l.restOf(d.ID, d.Journey, d.Instance, d.At, since)
	}
	l.keep(d, rested)
}

// keep is put for a decision of which it is known where the stay rested before.
func (l *decisions) keep(d *engine.Decision, rested int16) {
	if l.n%pieceSize == 0 {
		p := &piece{}
		if l.n > 0 {
			p.sends = uint32(l.sends())
		}
		l.pieces = append(l.pieces, p)
	}
	for int(d.ID) >= len(l.heads) {
		l.heads = append(l.heads, 0)
		l.called = append(l.called, "")
	}
	if before := l.called[d.ID]; before != d.Person {
		if before != "" {
			l.former[d.ID] = append(l.former[d.ID], calledBefore{l.n, before})
		}
		l.called[d.ID] = d.Person
	}
	e := entry{
		at: d.At, until: d.Until, cause: uint32(d.Cause), person: d.ID, prev: l.heads[d.ID], instance: d.Instance, line: d.Line,
		step: int16(d.Step), journey: d.Journey, send: int16(d.Send), rested: rested,
		kindBits: uint8(d.Kind), reason: d.Reason,
	}
	if d.Skipped {
		e.kindBits |= skippedBit
	}
	if d.Arm != "" || d.Target != "" {
		e.word = l.words.number(d.Arm + "\x00" + d.Target)
	}
	if d.Payload != nil {
		l.given[l.n] = d.Payload
	}
	if len(d.Items) > 0 {
		l.items[l.n] = append([]string(nil), d.Items...)
	}
	if d.Kind == engine.Send {
		l.bars.add(d.At, d.Skipped)
		if d.Until != 0 && d.Step >= 0 {
			l.holds[d.Journey][d.Step].held.add(d.Until, d.At)
			if e.rested >= 0 {
				l.holds[d.Journey][e.rested].from.add(d.Until, d.At)
			}
		}
	}
	l.pieces[len(l.pieces)-1].e[l.n%pieceSize] = e
	l.n++
	l.heads[d.ID] = l.n
	l.count(l.end, l.n)
	if l.n%pointEvery == 0 {
		l.points = append(l.points, point{l.n, l.end.clone()})
	}
}

// moves reports whether a decision means that a stay is not where it rested
// before.
func moves(k engine.Kind) bool {
	switch k {
	case engine.Enter, engine.NoEnter, engine.Late, engine.Goal:
		return false
	}
	return true
}

func (l *decisions) entry(i uint32) *entry { return &l.pieces[i/pieceSize].e[i%pieceSize] }

// count brings counts up to entry n, not included.
func (l *decisions) count(c *counts, n uint32) {
	var d engine.Decision
	for ; c.n < n; c.n++ {
		e := l.entry(c.n)
		d = l.bare(e)
		c.tally.Add(&d)
		if e.rested >= 0 {
			c.here[e.journey][e.rested]--
			if e.kind() == engine.Exit && e.reason != engine.Finished && e.reason != engine.Stopped {
				c.left[e.journey][e.rested]++
			}
		}
		if e.kind() == engine.Wait {
			c.here[e.journey][e.step]++
		}
	}
}

// countsOf counts a group of people alone.
func (l *decisions) countsOf(group []uint32, n uint32) *counts {
	c := newCounts(l.prog)
	for _, i := range l.of(group, n) {
		c.n = i
		l.count(c, i+1)
	}
	return c
}

// at returns the counts up to entry n. had are counts that the caller had before,
// which may be brought forward; they are the caller's to give away.
func (l *decisions) at(had *counts, n uint32) *counts {
	i := sort.Search(len(l.points), func(i int) bool { return l.points[i].n > n }) - 1
	p := l.points[i]
	if had == nil || had.n > n || had.n < p.n {
		had = p.counts.clone()
		had.n = p.n
	}
	l.count(had, n)
	return had
}

// upTo is how many entries lie at or before an instant.
func (l *decisions) upTo(at int64) uint32 {
	i := sort.Search(len(l.pieces), func(i int) bool { return l.pieces[i].e[0].at > at })
	if i == 0 {
		return 0
	}
	first := uint32(i-1) * pieceSize
	size := min(l.n-first, pieceSize)
	p := l.pieces[i-1]
	return first + uint32(sort.Search(int(size), func(k int) bool { return p.e[k].at > at }))
}

// decision makes an entry a decision again.
func (l *decisions) decision(i uint32) engine.Decision {
	e := l.entry(i)
	d := l.bare(e)
	d.Person, d.Items, d.Payload = l.name(e.person, i), l.items[i], l.given[i]
	return d
}

// bare is a decision without what is kept beside its entry.
func (l *decisions) bare(e *entry) engine.Decision {
	d := engine.Decision{
		At: e.at, ID: e.person, Journey: e.journey, Kind: e.kind(), Reason: e.reason, Skipped: e.skipped(),
		Instance: e.instance, Step: int32(e.step), Send: int32(e.send), Line: e.line, Cause: int64(e.cause), Until: e.until,
	}
	d.Arm, d.Target, _ = strings.Cut(l.words.name(e.word), "\x00")
	return d
}

// name is the id by which an entry speaks of a person.
func (l *decisions) name(person, at uint32) string {
	for _, f := range l.former[person] {
		if at < f.before {
			return f.id
		}
	}
	return l.called[person]
}

// of lists the entries about a group of people up to entry n, in their order.
func (l *decisions) of(group []uint32, n uint32) []uint32 {
	var out []uint32
	for _, who := range group {
		if int(who) >= len(l.heads) {
			continue
		}
		for at := l.heads[who]; at > 0; at = l.entry(at - 1).prev {
			if at <= n {
				out = append(out, at-1)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// sends is how many sends there are, skipped ones too.
func (l *decisions) sends() int64 { return l.sendsBefore(l.n) }

// sendsBefore is how many of the first n entries are sends.
func (l *decisions) sendsBefore(n uint32) int64 {
	if n == 0 {
		return 0
	}
	i := (n - 1) / pieceSize
	p := l.pieces[i]
	sum := int64(p.sends)
	for k := range n - i*pieceSize {
		if p.e[k].kind() == engine.Send {
			sum++
		}
	}
	return sum
}

// sendNumber finds the entry of a send by its number, from 1.
func (l *decisions) sendNumber(number int64) (uint32, bool) {
	if number < 1 {
		return 0, false
	}
	i := sort.Search(len(l.pieces), func(i int) bool { return int64(l.pieces[i].sends) >= number }) - 1
	if i < 0 {
		return 0, false
	}
	n := int64(l.pieces[i].sends)
	for k := uint32(i) * pieceSize; k < l.n; k++ {
		if l.entry(k).kind() == engine.Send {
			if n++; n == number {
				return k, true
			}
		}
	}
	return 0, false
}

func (s *spans) count(at int64) int64 {
	after := func(ts []int64) int64 {
		return int64(sort.Search(len(ts), func(i int) bool { return ts[i] > at }))
	}
	return after(s.starts) - after(s.ends)
}

// add notes a wait. Those that end together began at about the same time, so the
// place of a start is near the end.
func (s *spans) add(start, end int64) {
	s.ends = append(s.ends, end)
	s.starts = append(s.starts, start)
	for i := len(s.starts) - 1; i > 0 && s.starts[i-1] > start; i-- {
		s.starts[i-1], s.starts[i] = s.starts[i], s.starts[i-1]
	}
}
