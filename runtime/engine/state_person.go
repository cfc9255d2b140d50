package engine

import (
	"math/bits"

	"github.com/journeylang/journey/compiler/bytecode"
)

// parts are the flags of a person's state.
type parts uint16

const (
	partKnown parts = 1 << iota
	partGone
	partDead
	partLast
	partCells
	partRuns
	partMore
	partMet  // watched segments were asked
	partIn   // the person is in one of the first of them
	partNext // the next timer is none of what follows
	partOut
	partAhead
	unknownParts
)

// set turns a flag on if something is true.
func (f *parts) set(flag parts, on bool) {
	if on {
		*f |= flag
	}
}

// Person codes a person's state, all but the number.
func (c *Coder) Person(p *Person) {
	var has parts
	has.set(partKnown, p.known)
	has.set(partGone, p.gone)
	has.set(partDead, p.dead)
	has.set(partLast, p.set != 0)
	has.set(partCells, p.cells != nil)
	has.set(partRuns, p.runs != nil)
	sections := p.more.sections()
	has.set(partMore, sections != 0)
	has.set(partMet, p.met)
	has.set(partIn, p.in != 0)
	has.set(partNext, !c.reading && p.next < p.deadline(c.prog))
	has.set(partOut, p.out != nil)
	has.set(partAhead, len(p.ahead()) > 0)
	Below(c, &has, uint64(unknownParts), "a person's parts")
	c.Text(&p.Name)
	if c.reading {
		p.known, p.gone, p.dead = has&partKnown != 0, has&partGone != 0, has&partDead != 0
		p.met, p.next = has&partMet != 0, Never
	}
	if has&partIn != 0 {
		Below(c, &p.in, 1<<min(len(c.prog.watch.segments), 32), "the segments of a person")
	}
	next := p.next
	if has&partNext != 0 {
		c.Stamp(&next)
	}
	if has&partLast != 0 {
		c.last(p)
	}
	if has&partAhead != 0 {
		c.ahead(p)
	}
	if has&partCells != 0 {
		c.cells(p)
	}
	if has&partRuns != 0 {
		c.runs(p)
	}
	if has&partMore != 0 {
		c.more(p, sections)
	}
	if has&partOut != 0 {
		c.outbox(p)
	}
	if c.reading {
		p.next = min(p.next, next)
	}
}

// deadline is the earliest deadline of what a person waits for, which is written. A
// watched segment may flip before it; that instant is written beside it.
func (p *Person) deadline(prog *Program) int64 {
	next := p.soonestEarly()
	for x := p.cells; x != nil; x = x.next {
		if prog.active(p, x) {
			next = min(next, x.due)
		}
	}
	for r := p.runs; r != nil; r = r.next {
		if r.is(live) {
			next = min(next, r.soonest())
		}
	}
	for _, at := range p.ahead() {
		next = min(next, at)
	}
	return next
}

// last codes the stamps of the first 64 last-X registers.
func (c *Coder) last(p *Person) {
	c.Uint(&p.set)
	if c.reading {
		p.last = make([]int64, bits.OnesCount64(p.set))
		for left := p.set; left != 0; left &= left - 1 {
			c.register(int32(bits.TrailingZeros64(left)), bytecode.RegLast)
		}
	}
	for i := range p.last[:bits.OnesCount64(p.set)] {
		c.Stamp(&p.last[i])
	}
}

// register checks that a register is of a kind.
func (c *Coder) register(i int32, kind bytecode.RegKind) {
	if int(i) >= len(c.prog.Regs) || c.prog.Regs[i].Kind != kind {
		c.Fail("a register is of another kind")
	}
}

// at codes the journey, and where there is one the value of `enter each`.
func (c *Coder) at(journey *int16, key *uint32) {
	Below(c, journey, uint64(len(c.prog.Journeys)), "a journey")
	if c.err == nil && c.prog.Journeys[*journey].Mode == bytecode.Each {
		c.key(key)
	}
}

// cells codes pending triggers. Those of one trigger are in order; the first
// one's deadline is the one that counts.
func (c *Coder) cells(p *Person) {
	n := uint64(0)
	for x := p.cells; x != nil; x = x.next {
		n++
	}
	c.Uint(&n)
	if !c.reading {
		for x := p.cells; x != nil; x = x.next {
			c.cell(x)
		}
		return
	}
	clear(c.seenAt)
	end := &p.cells
	for range n {
		x := &cell{}
		if c.cell(x); c.err != nil {
			return
		}
		before, more := c.latest(x.ref, orderKey{x.time, x.line})
		if more && (before.time > x.time || before.time == x.time && before.line > x.line) {
			c.Fail("what is pending is not in order")
			return
		}
		if !more || c.prog.Journeys[x.ref.journey].Inside(x.ref.alt) {
			p.next = min(p.next, x.due)
		}
		*end, end = x, &x.next
	}
}

// latest notes the latest of a trigger, and returns the one before.
func (c *Coder) latest(at ref, k orderKey) (before orderKey, more bool) {
	if before, more = c.seenAt[at]; c.seenAt == nil {
		c.seenAt = map[ref]orderKey{}
	}
	c.seenAt[at] = k
	return before, more
}

func (c *Coder) cell(x *cell) {
	c.at(&x.ref.journey, &x.ref.key)
	if c.err != nil {
		return
	}
	j := &c.prog.Journeys[x.ref.journey]
	Below(c, &x.ref.alt, uint64(len(j.Alts)+len(j.Subs)), "a pattern")
	if c.err != nil {
		return
	}
	a := j.Alt(x.ref.alt)
	switch a.Kind {
	case bytecode.PatEvent:
		c.Fail("one event leaves nothing pending")
	case bytecode.PatSeq: // the last part is never pending
		orNone(c, &x.part, len(a.Parts)-1, "a part")
	case bytecode.PatBoth:
		Below(c, &x.part, uint64(len(a.Parts)), "a part")
	case bytecode.PatCount:
		if a.Per != bytecode.NoPeriod {
			c.spent(&x.part)
		}
	}
	c.Stamp(&x.time)
	c.mark(&x.line)
	const hasDue, hasData, hasStart = 1, 2, 4
	has := uint8(0)
	if x.due != Never {
		has |= hasDue
	}
	if len(x.data()) > 0 {
		has |= hasData
	}
	if x.start() != (orderKey{x.time, x.line}) {
		has |= hasStart
	}
	Below(c, &has, 8, "what is pending")
	switch {
	case has&hasDue == 0:
		x.due = Never
	case a.Kind == bytecode.PatAbsence || a.Kind == bytecode.PatSilence:
		c.Stamp(&x.due)
	default:
		c.Fail("a trigger without deadlines has one")
	}
	data, start := x.data(), orderKey{}
	if has&hasData != 0 {
		c.values(&data, len(j.Entry))
	}
	if has&hasStart != 0 {
		start = x.start()
		c.Stamp(&start.time)
		c.mark(&start.line)
	}
	if c.reading {
		x.kept = keeps(data, start)
	}
}

// Beside the flags of a stay, these say what follows.
const (
	stayDue runFlags = 1 << (iota + 4)
	stayWake
	stayFired
	stayData
	stayGot
	unknownStay
	stayFlags = stayDue - 1
)

// runs codes stays, in the order in which they act.
func (c *Coder) runs(p *Person) {
	n := uint64(0)
	for r := p.runs; r != nil; r = r.next {
		n++
	}
	c.Uint(&n)
	if !c.reading {
		for r := p.runs; r != nil; r = r.next {
			c.run(r)
		}
		return
	}
	end := &p.runs
	var last *run
	clear(c.seenAt)
	for range n {
		r := &run{}
		if c.run(r); c.err != nil {
			return
		}
		at := ref{journey: r.journey, key: r.key}
		if _, twice := c.latest(at, orderKey{}); twice || last != nil && c.prog.before(r, last) {
			c.Fail("stays are not in order")
			return
		}
		last = r
		p.next = min(p.next, r.soonest())
		*end, end = r, &r.next
	}
}

// run codes a stay. What only those inside have is not written of others.
func (c *Coder) run(r *run) {
	c.at(&r.journey, &r.key)
	if c.err != nil {
		return
	}
	j := &c.prog.Journeys[r.journey]
	has := r.flags & stayFlags
	if !c.reading {
		if r.is(live) && r.due != Never {
			has |= stayDue
		}
		if r.is(live) && r.wake() != Never {
			has |= stayWake
		}
		if r.fired != Never {
			has |= stayFired
		}
		if len(r.payload()) > 0 {
			has |= stayData
		}
		if r.side != nil && r.side.got != nil {
			has |= stayGot
		}
	}
	Below(c, &has, uint64(unknownStay), "the flags of a stay")
	count := r.count()
	Below(c, &count, uint64(mostEntries)+1, "the number of entries")
	if c.reading {
		r.flags = has & stayFlags
		r.setCount(count)
		r.due, r.fired = Never, Never
		c.checkStay(r, j, has)
	}
	if c.err != nil {
		return
	}
	c.Stamp(&r.frontTime)
	c.mark(&r.frontLine)
	if count > 0 {
		Below(c, &r.num, 1<<32, "an instance")
		c.Stamp(&r.entered)
		since, fired, firedAt := r.since(), r.fired, r.firedAt()
		c.Stamp(&since)
		if has&stayFired != 0 {
			c.Stamp(&fired)
			c.Stamp(&firedAt)
		}
		if c.reading {
			r.setPast(since, fired, firedAt)
		}
	}
	if r.is(live) {
		c.rests(r, j, has)
	}
	if has&stayData != 0 {
		c.values(&r.aside().data, len(j.Entry))
	}
	if has&stayGot != 0 {
		if c.reading {
			r.aside().got = &[]int32{}
		}
		c.marks(r.side.got)
	}
}

// marks codes what `received` knows of.
func (c *Coder) marks(list *[]int32) {
	List(c, list, len(c.prog.Marks), "sends", func(m *int32) { Below(c, m, uint64(len(c.prog.Marks)), "a send") })
}

// checkStay refuses flags that no stay has.
func (c *Coder) checkStay(r *run, j *bytecode.Journey, has runFlags) {
	inside := r.is(live) || r.is(goalOpen)
	switch {
	case (inside || has&stayFired != 0) && r.count() == 0, r.is(live) && r.is(goalOpen):
		c.Fail("a stay is and is not")
	case r.is(goalOpen) && (j.Goal == nil || j.Goal.Within.Zero()):
		c.Fail("a goal is awaited that the journey does not have")
	case !r.is(live) && has&(stayDue|stayWake) != 0:
		c.Fail("a stay that is over waits for something")
	case !inside && has&(stayData|stayGot) != 0:
		c.Fail("a stay that is over has a payload")
	}
}

// rests codes where a stay rests, and until when.
func (c *Coder) rests(r *run, j *bytecode.Journey, has runFlags) {
	Below(c, &r.state, uint64(len(j.States)), "a resting place")
	if c.err != nil {
		return
	}
	c.loops(r, j)
	if s := &j.States[r.state]; s.Kind == bytecode.StateRanked {
		best := int16(0)
		if r.side != nil {
			best = r.side.best
		}
		Below(c, &best, uint64(len(s.Arms))+1, "an arm")
		r.setBest(best)
	}
	c.Stamp(&r.anchor)
	if c.err == nil && j.States[r.state].Kind == bytecode.StateHold {
		r.flags |= holding
	}
	if r.is(holding) && has&stayDue == 0 {
		c.Fail("a message is held without an end")
	}
	if has&stayDue != 0 {
		c.Stamp(&r.due)
		if c.err == nil && j.States[r.state].Forever {
			c.Fail("a state without a deadline has one")
		}
	}
	if has&stayWake != 0 {
		wake := r.wake()
		c.Stamp(&wake)
		r.setWake(wake)
	}
}
