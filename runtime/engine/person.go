package engine

import (
	"math/bits"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// Never is the deadline of what has none.
const Never = int64(1<<63 - 1)

// always is before every instant.
const always = int64(-1 << 63)

// Person is everything the engine knows about one person. The zero value with a
// Name is a person about whom nothing is known.
//
// A million of these have to fit into a couple of hundred megabytes, so what
// most people do not have hangs behind a pointer: the stamps of last events are
// packed (only those that are set take 8 bytes), running journeys and pending
// triggers are lists, and everything else is in more.
type Person struct {
	Name  string // user id, else the first anonymous id
	ID    uint32 // the caller's number for the person
	known bool   // Name is a user id
	gone  bool   // merged into another person
	dead  bool   // deleted: whatever was still on its way to the person is dropped
	stale bool
	met   bool   // watched segments were asked at least once
	in    uint32 // which of the first 32 watched segments the person was in when last asked
	set   uint64 // which of the first 64 last-X registers are set
	last  []int64
	cells *cell
	runs  *run
	more  *more
	out   *outbox
	next  int64 // the earliest deadline of cells and runs; valid unless stale
}

// NewPerson returns a person about whom nothing is known yet.
func NewPerson(name string, user bool) Person {
	return Person{Name: name, known: user, next: Never}
}

// cell is one pending fact of a trigger: a candidate of `A and not X within d`,
// the anchor of a silence, a stamp of a sequence or a count.
type cell struct {
	next *cell
	time int64 // the event's stamp
	line int64 // and place in the order of that instant
	due  int64 // the deadline of a candidate or a silence, or Never
	kept *kept // what few have
	ref  ref
	part int16 // which part of the pattern the event was; notPart for a `no X between`
}

// kept is what few cells have: the fields that `entry` reads, and, of a pattern that
// stands for an event in another, where the first of its own events lies.
type kept struct {
	data  []event.Value
	start orderKey // zero where it is the cell's own place
}

// keeps returns what a cell has to keep, or nil.
func keeps(data []event.Value, start orderKey) *kept {
	if len(data) == 0 && start == (orderKey{}) {
		return nil
	}
	return &kept{data, start}
}

// data is what `entry` reads of a cell's event.
func (c *cell) data() []event.Value {
	if c.kept == nil {
		return nil
	}
	return c.kept.data
}

// start is where the first of the events of a cell lies.
func (c *cell) start() orderKey {
	if c.kept == nil || c.kept.start == (orderKey{}) {
		return orderKey{c.time, c.line}
	}
	return c.kept.start
}

// orderKey is a place in the order of things: by instant, then within it.
type orderKey struct{ time, line int64 }

func (k orderKey) before(o orderKey) bool {
	return k.time < o.time || k.time == o.time && k.line < o.line
}

const notPart = -1

// ref names a trigger of a journey, and the value of `enter each`.
type ref struct {
	journey int16
	alt     int16
	key     uint32
}

// run is a person's stay in a journey, and after it what is remembered of it:
// one for each journey (and key) ever entered or left. Its 80 bytes are paid for
// everybody inside; what few have goes into side.
type run struct {
	next    *run
	journey int16
	state   int16 // resting state
	key     uint32
	num     uint32   // instance number of the latest entry
	flags   runFlags // and how often the journey was entered; see count
	entered int64
	// The frontier: the order key up to which events no longer count for the
	// trigger.
	frontTime, frontLine int64
	anchor               int64 // the instant the step was entered
	due                  int64 // and its deadline
	// The base event of the absence that let somebody in, or Never; see firedAt.
	fired int64
	side  *side
}

// side is what few stays have. Nil is that none of it is there.
type side struct {
	data []event.Value // the entry payload
	wake int64         // when a condition may change by time alone, or Never
	past *past         // nil where it says nothing
	best int16         // of a ranked race: 1 + the best arm whose event came
	got  *[]int32      // the steps that `received` asks about and that sent something
	loop *loop         // the innermost repeat that the stay is in
}

// aside gives a stay its side.
func (r *run) aside() *side {
	if r.side == nil {
		r.side = &side{wake: Never}
	}
	return r.side
}

// wake is when a condition of the stay may change by time alone, or Never.
func (r *run) wake() int64 {
	if r.side == nil {
		return Never
	}
	return r.side.wake
}

// setWake says when that is.
func (r *run) setWake(t int64) {
	if t != Never || r.side != nil {
		r.aside().wake = t
		r.tidy()
	}
}

// soonest is the next instant at which the stay has something to do, or Never.
func (r *run) soonest() int64 { return min(r.due, r.wake()) }

// past is how much later than entered it is, after a merge: the latest entry of all the
// people this one became of, and when the absence fired.
type past struct{ since, firedAt int64 }

// payload is what `entry` reads.
func (r *run) payload() []event.Value {
	if r.side == nil {
		return nil
	}
	return r.side.data
}

// since is the latest entry, for `again after`.
func (r *run) since() int64 {
	if r.side != nil && r.side.past != nil {
		return r.entered + r.side.past.since
	}
	return r.entered
}

// firedAt is when the absence that let somebody in fired, or Never.
func (r *run) firedAt() int64 {
	switch {
	case r.fired == Never:
		return Never
	case r.side != nil && r.side.past != nil:
		return r.entered + r.side.past.firedAt
	}
	return r.entered
}

// setPast says what since and firedAt answer from now on, at the least cost.
func (r *run) setPast(since, fired, firedAt int64) {
	r.fired = fired
	if fired == Never {
		firedAt = r.entered
	}
	if since != r.entered || firedAt != r.entered {
		r.aside().past = &past{since - r.entered, firedAt - r.entered}
	} else if r.side != nil {
		r.side.past = nil
		r.tidy()
	}
}

// tidy drops a side with nothing in it.
func (r *run) tidy() {
	if s := r.side; s != nil && s.data == nil && s.wake == Never && s.past == nil && s.best == 0 && s.got == nil && s.loop == nil {
		r.side = nil
	}
}

// endPayload forgets what `entry` and `received` read.
func (r *run) endPayload() {
	if r.side != nil {
		r.side.data, r.side.got = nil, nil
		r.tidy()
	}
}

// endSteps forgets what steps have left with somebody who is not inside any more.
func (r *run) endSteps() {
	if r.side != nil {
		r.side.best, r.side.loop = 0, nil
		r.tidy()
	}
}

// runFlags are the flags of a stay, and above them how often it was entered.
type runFlags uint32

const (
	live     runFlags = 1 << iota
	goalOpen          // finished, and the goal's window is still open
	lateSaid          // a late event that would have prevented this entry was reported
	heldOut
	holding // a message waits for the end of the quiet time; said by the state in which the stay rests
	oneEntry
)

// mostEntries is how many entries into one journey are counted of a person.
const mostEntries = uint32(^runFlags(0) / oneEntry)

func (r *run) is(f runFlags) bool { return r.flags&f != 0 }

// count is how often the journey was entered.
func (r *run) count() uint32 { return uint32(r.flags / oneEntry) }

// setCount says how often that was.
func (r *run) setCount(n uint32) { r.flags = r.flags%oneEntry + runFlags(min(n, mostEntries))*oneEntry }

// after reports whether an order key lies after the frontier.
func (r *run) after(time, line int64) bool {
	return r == nil || time > r.frontTime || time == r.frontTime && line > r.frontLine
}

// more is what most people do not have.
type more struct {
	zone    *calendar.Zone
	traits  []trait
	windows []window
	cart    []cartOp
	viewed  []seenItem
	rare    *rare
}

// rare is what few of those have who have more: one trait shall not pay for it.
type rare struct {
	bought  []seenItem
	consent []choice
	fields  []fieldsReg
	totals  []total
	wide    []wideReg // last-X registers from 64 on
	in      []uint64  // the watched segments from 32 on
	got     []int32   // the messages that `received` asks about and that were sent
	seen    []uint32  // the quarters of an hour in which the person was there, see habit
	early   []early   // whom journeys let in when they become active
	lost    int64     // what fell out of registers that were full
}

// trait is what was said about a trait last, and when.
type trait struct {
	index      int32
	time, line int64
	value      event.Value
}

// fieldsReg is a register of kind RegFields.
type fieldsReg struct {
	reg        int32
	time, line int64
	values     []event.Value
}

// window is a register of kind RegWindow, its pairs in order of time.
type window struct {
	reg   int32
	pairs []pair
}

type pair struct {
	time  int64
	value float64
}

type total struct {
	reg   int32
	count int64
	sum   float64
}

type wideReg struct {
	reg  int32
	time int64
}

func (p *Person) rest() *more {
	if p.more == nil {
		p.more = &more{}
	}
	return p.more
}

// few returns what few have of the person, to write to.
func (p *Person) few() *rare {
	m := p.rest()
	if m.rare == nil {
		m.rare = &rare{}
	}
	return m.rare
}

// rare returns what few have of the person, to read; nil is nothing of it.
func (p *Person) rare() *rare {
	if p.more == nil {
		return nil
	}
	return p.more.rare
}

// lastOf returns the stamp of a last-X register.
func (p *Person) lastOf(reg int32) (int64, bool) {
	if reg < 64 {
		bit := uint64(1) << uint(reg)
		if p.set&bit == 0 {
			return 0, false
		}
		return p.last[bits.OnesCount64(p.set&(bit-1))], true
	}
	if x := p.rare(); x != nil {
		for _, w := range x.wide {
			if w.reg == reg {
				return w.time, true
			}
		}
	}
	return 0, false
}

// seenAt records that the register's event happened; earlier stamps than the one
// that is kept change nothing.
func (p *Person) seenAt(reg int32, time int64) {
	if reg >= 64 {
		m := p.few()
		for i := range m.wide {
			if m.wide[i].reg == reg {
				m.wide[i].time = max(m.wide[i].time, time)
				return
			}
		}
		m.wide = append(m.wide, wideReg{reg, time})
		return
	}
	bit := uint64(1) << uint(reg)
	at := bits.OnesCount64(p.set & (bit - 1))
	if p.set&bit != 0 {
		if p.last[at] < time {
			p.last[at] = time
		}
		return
	}
	// Grown by one: a person has few registers, and room to spare would be paid
	// for a million times.
	grown := make([]int64, len(p.last)+1)
	copy(grown, p.last[:at])
	grown[at] = time
	copy(grown[at+1:], p.last[at:])
	p.last, p.set = grown, p.set|bit
}

// trait returns a trait as it is now.
func (p *Person) trait(i int32) event.Value {
	if p.more != nil {
		for k := range p.more.traits {
			if p.more.traits[k].index == i {
				return p.more.traits[k].value
			}
		}
	}
	return event.Value{}
}

// traitKnown tells a trait that was said to be null from one never mentioned.
func (p *Person) traitKnown(i int32) (v event.Value, said bool) {
	if p.more != nil {
		for k := range p.more.traits {
			if p.more.traits[k].index == i {
				return p.more.traits[k].value, true
			}
		}
	}
	return event.Value{}, false
}

// setTrait keeps what was said about a trait, unless something later was said
// already; it reports whether it did. Of one line it is the last that counts: a merge
// may set what the line itself then says.
func (p *Person) setTrait(said trait) bool {
	m := p.rest()
	for k := range m.traits {
		t := &m.traits[k]
		if t.index == said.index {
			if t.time > said.time || t.time == said.time && t.line>>markBits > said.line>>markBits {
				return false
			}
			*t = said
			return true
		}
	}
	m.traits = append(m.traits, said)
	return true
}

// run returns what is remembered of a journey and key, or nil.
func (p *Person) run(journey int16, key uint32) *run {
	for r := p.runs; r != nil; r = r.next {
		if r.journey == journey && r.key == key {
			return r
		}
	}
	return nil
}
