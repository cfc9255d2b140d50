package sim

import (
	"slices"
	"sort"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/report"
)

// decisions is everything a run decided, in its final order, packed (piece.go). Every
// entry knows the entry before it about the same person, so that one person's story
// costs what it is long; and the step where the stay rested before, so that counting
// who is where means adding and subtracting.
//
// Every so often the counts up to there are kept (point). What was counted at an
// instant is the nearest point before it and the few entries since: the same
// numbers, whichever way one came.
type decisions struct {
	prog   *bytecode.Program
	pieces []*piece
	tail   []raw   // behind the last piece
	room   columns // for packing
	n      uint32
	sent   uint32   // sends among them, skipped ones too
	forms  forms    // what entries have in common
	heads  []uint32 // person → the last entry, plus 1
	called []string // person → the id by which decisions speak of the person
	former map[uint32][]calledBefore
	items  map[uint32][]string   // entry → recommended products
	given  map[uint32]*event.Box // entry → what a webhook is handed
	points []point
	end    *counts // at the last point
	holds  [][]place
	open   []openHold          // what still waits at the end
	lost   map[stay]bool       // stays that ended because their person was inside already; whether that is in the person's own entries
	from   map[uint32][]became // person → who becomes this one; only who writes may look
	bars   histogram
}

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
	l.forms.number = map[form]uint32{}
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
	f := form{
		line: d.Line, step: int16(d.Step), journey: d.Journey, send: int16(d.Send), rested: rested, kindBits: uint8(d.Kind),
		reason: d.Reason, until: d.Until != 0, beside: d.Payload != nil || len(d.Items) > 0,
	}
	if d.Skipped {
		f.kindBits |= skippedBit
	}
	if d.Arm != "" || d.Target != "" {
		f.word = l.forms.words.number(d.Arm + "\x00" + d.Target)
	}
	if d.Payload != nil {
		l.given[l.n] = d.Payload
	}
	if len(d.Items) > 0 {
		l.items[l.n] = append([]string(nil), d.Items...)
	}
	e := raw{at: d.At, form: l.forms.of(f), person: d.ID, instance: d.Instance, cause: uint32(d.Cause)}
	if f.until {
		e.wait = d.Until - d.At
	}
	l.append(e)
}

// append puts an entry behind the others, of which it knows all but the one before.
func (l *decisions) append(e raw) {
	f := &l.forms.list[e.form]
	if f.kind() == engine.Send {
		l.sent++
		l.bars.add(e.at, f.skipped())
		if f.until && f.step >= 0 {
			l.holds[f.journey][f.step].held.add(e.at+e.wait, e.at)
			if f.rested >= 0 {
				l.holds[f.journey][f.rested].from.add(e.at+e.wait, e.at)
			}
		}
	}
	e.prev = l.heads[e.person]
	l.tail = append(l.tail, e)
	l.n++
	l.heads[e.person] = l.n
	if len(l.tail) == pieceSize {
		l.seal()
	}
	if l.n%pointEvery == 0 {
		l.count(l.end, l.n)
		l.points = append(l.points, point{l.n, l.end.clone()})
	}
}

// seal packs the entries behind the last piece.
func (l *decisions) seal() {
	p := pack(l.tail, &l.room)
	p.sends = l.sent
	for i := range l.tail {
		if l.forms.list[l.tail[i].form].kind() == engine.Send {
			p.isSend[i/64] |= 1 << (i % 64)
			p.sends--
		}
	}
	l.pieces = append(l.pieces, p)
	l.tail = l.tail[:0]
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

// entry is the i-th entry. It is the caller's own.
func (l *decisions) entry(i uint32) *entry {
	e := entry{}
	l.read(i, &e)
	return &e
}

// raw is the i-th entry as it is kept.
func (l *decisions) raw(i uint32) raw {
	if at := i / pieceSize; at < uint32(len(l.pieces)) {
		return l.pieces[at].raw(i % pieceSize)
	}
	return l.tail[i%pieceSize]
}

// read reads an entry.
func (l *decisions) read(i uint32, e *entry) {
	r := l.raw(i)
	*e = entry{
		at: r.at, form: l.forms.list[r.form], number: r.form, cause: r.cause, person: r.person, prev: r.prev, instance: r.instance,
	}
	if e.form.until {
		e.until = r.at + r.wait
	}
}

// look reads the form of an entry alone.
func (l *decisions) look(i uint32) *form { return &l.forms.list[l.formOf(i)] }

func (l *decisions) formOf(i uint32) uint32 {
	if at := i / pieceSize; at < uint32(len(l.pieces)) {
		return uint32(l.pieces[at].number(formColumn, i%pieceSize))
	}
	return l.tail[i%pieceSize].form
}

// atOf reads the instant of an entry alone.
func (l *decisions) atOf(i uint32) int64 {
	if at := i / pieceSize; at < uint32(len(l.pieces)) {
		return l.pieces[at].number(atColumn, i%pieceSize)
	}
	return l.tail[i%pieceSize].at
}

// personOf reads the person of an entry alone.
func (l *decisions) personOf(i uint32) uint32 {
	if at := i / pieceSize; at < uint32(len(l.pieces)) {
		return uint32(l.pieces[at].number(personColumn, i%pieceSize))
	}
	return l.tail[i%pieceSize].person
}

// count brings counts up to entry n, not included: entries of one form together.
func (l *decisions) count(c *counts, n uint32) {
	if n <= c.n {
		return
	}
	times := make([]int64, len(l.forms.list))
	for ; c.n < n; c.n++ {
		times[l.formOf(c.n)]++
	}
	for f, times := range times {
		if times > 0 {
			l.add(c, uint32(f), times)
		}
	}
}

// add counts so many decisions of a form.
func (l *decisions) add(c *counts, number uint32, times int64) {
	f := &l.forms.list[number]
	c.tally.AddTimes(&l.forms.bare[number], times)
	if f.rested >= 0 {
		c.here[f.journey][f.rested] -= times
		if f.kind() == engine.Exit && f.reason != engine.Finished && f.reason != engine.Stopped {
			c.left[f.journey][f.rested] += times
		}
	}
	if f.kind() == engine.Wait {
		c.here[f.journey][f.step] += times
	}
}

// countsOf counts a group of people alone.
func (l *decisions) countsOf(group []uint32, n uint32) *counts {
	c := newCounts(l.prog)
	for _, i := range l.of(group, n) {
		l.add(c, l.formOf(i), 1)
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
	pieces := sort.Search(len(l.pieces), func(i int) bool { return l.pieces[i].number(atColumn, 0) > at })
	from, size := uint32(pieces)*pieceSize, uint32(len(l.tail))
	if pieces < len(l.pieces) || size == 0 || l.tail[0].at > at {
		if pieces == 0 {
			return 0
		}
		from, size = from-pieceSize, pieceSize
	}
	return from + uint32(sort.Search(int(size), func(k int) bool { return l.atOf(from+uint32(k)) > at }))
}

// decision makes an entry a decision again.
func (l *decisions) decision(i uint32) engine.Decision {
	e := l.entry(i)
	d := l.bare(e)
	d.Person = l.name(e.person, i)
	if e.beside {
		d.Items, d.Payload = l.items[i], l.given[i]
	}
	return d
}

// bare is a decision without what is kept beside its entry.
func (l *decisions) bare(e *entry) engine.Decision {
	d := l.forms.bare[e.number]
	d.At, d.ID, d.Instance, d.Cause, d.Until = e.at, e.person, e.instance, int64(e.cause), e.until
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
		for at := l.heads[who]; at > 0; at = l.prevOf(at - 1) {
			if at <= n {
				out = append(out, at-1)
			}
		}
	}
	return inOrder(out, group)
}

// prevOf is the entry before another about the same person, plus 1.
func (l *decisions) prevOf(i uint32) uint32 {
	if at := i / pieceSize; at < uint32(len(l.pieces)) {
		return uint32(l.pieces[at].number(prevColumn, i%pieceSize))
	}
	return l.tail[i%pieceSize].prev
}

// sends is how many sends there are, skipped ones too.
func (l *decisions) sends() int64 { return int64(l.sent) }

// sendsBefore is how many of the first n entries are sends.
func (l *decisions) sendsBefore(n uint32) int64 {
	if at := n / pieceSize; at < uint32(len(l.pieces)) {
		p := l.pieces[at]
		return int64(p.sends) + int64(p.sendsUpTo(n%pieceSize))
	}
	sum := int64(l.sent)
	for k := int(n % pieceSize); k < len(l.tail); k++ {
		if l.forms.list[l.tail[k].form].kind() == engine.Send {
			sum--
		}
	}
	return sum
}

// sendNumber finds the entry of a send by its number, from 1.
func (l *decisions) sendNumber(number int64) (uint32, bool) {
	if number < 1 || number > l.sends() {
		return 0, false
	}
	return uint32(sort.Search(int(l.n), func(i int) bool { return l.sendsBefore(uint32(i)+1) >= number })), true
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
