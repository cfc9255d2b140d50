// Package engine decides.
//
// It is one function of state and input: (a person's state, an event or the
// passing of time) → (the state, decisions). It reads no clock and does no I/O;
// simulation, tests and the durable runtime call the same methods. An Engine
// holds no person's state, only scratch space, so every worker has its own and
// all give the same answers.
//
// At one instant things happen in this order (semantics.md, rule 14): timers by
// deadline, then for each event: it goes into the registers; live instances act
// on it (goal, else exit, else `while`, else the waiting step); triggers act on
// it; then the events that were emitted, in rounds. Files: apply.go holds that
// order, trigger.go and pattern_*.go when somebody comes in, inside.go what
// happens between entry and exit, dates.go who comes in on a date,
// send.go the gates, zone.go whose clock counts, quiet.go and outbox.go those of
// policies, registers.go what is kept of the past, merge.go the union of two people, state.go the binary form.
package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/bucket"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/habit"
	"github.com/journeylang/journey/runtime/message"
	"github.com/journeylang/journey/runtime/vm"
)

// World is what the engine asks about other people: a versioned input, the same
// for every worker at the same instant.
type World interface {
	// Items recommends up to n products. Basis is one of bytecode's; the items are
	// the basis, the most recent last; nothing of exclude is recommended.
	Items(basis int32, items, exclude []string, n int) []string
	// Product returns what is known of a product: name, price and so on.
	Product(id string) event.Value
	// Hours are the hours of the week at which people are there, as they are known now.
	Hours() *habit.Week
}

// Observation is something a person did with a product, for World to learn from.
type Observation struct {
	Person *Person
	Kind   int32 // bytecode.BasisViewed, BasisCart or BasisBought; -1: removed
	Item   string
	Time   int64
	// Product is the number of this description of the product, Row the
	// description.
	Product uint32
	Row     event.Value
}

// Options are what the project says about all journeys.
type Options struct {
	RequireAddress bool   // an address must be known; otherwise only a null one is missing
	Site           string // link() builds on it
	// Bucket, when it is set, deals people out to splits and holdouts in the place of
	// bucket.Bucket. Admit, when it is set, is asked before somebody enters: whoever it
	// refuses stays outside and leaves no record. Tests of journeys say so who is where.
	Bucket func(person, salt string) uint32
	Admit  func(person string, journey int, at int64) bool
	// Passed, when it is set, is told by which way a stay left the state of a step: the
	// number of an arm, 0 for a condition that came true, -1 for the deadline.
	Passed func(journey int, step int32, way int)
	// Sets, when it is set, is told what a step sets a trait to, with when, who, and which
	// stay and step it is of the decision that says so.
	Sets func(d Decision, v event.Value)
	// Render is asked for every message that would be sent whether the decision shall
	// hold what the message says; nil never does. Workers ask it at the same time, and
	// what it answers changes nothing else. It must not keep the decision.
	Render func(*Decision) bool
	// Activated is when journeys begin to let people in; 0 is always. See backfill.go.
	Activated int64
	// Resume, when it is set, is asked when a stay begins to wait for the best time, and
	// may say until when it waits and why: as it did when the same was decided before.
	Resume func(journey int16, instance uint32, now int64) (at int64, why Reason, ok bool)
}

// bucket deals a person out.
func (e *Engine) bucket(p *Person, salt string) int32 {
	if e.opts.Bucket != nil {
		return int32(e.opts.Bucket(p.Name, salt))
	}
	return int32(bucket.Bucket(p.Name, salt))
}

// admits asks whether a journey may let somebody in. Those of the standard library
// always may.
func (e *Engine) admits(p *Person, journey int16) bool {
	return e.opts.Admit == nil || e.prog.Journeys[journey].Std || e.opts.Admit(p.Name, int(journey), e.now)
}

// Engine runs a program. It is not safe for concurrent use.
type Engine struct {
	prog  *Program
	opts  Options
	m     *vm.Machine
	world World
	// Learn receives observations, when it is set.
	Learn func(Observation)
	// LearnHour receives the hours of the week in which people are there, when it is set.
	LearnHour func(hour int)

	// Decisions collects what was decided since the caller last emptied it.
	Decisions []Decision

	now     int64
	line    int64 // arrival number of the event in hand, 0 for a timer
	mark    int64 // its place in the order of an instant; see markBits
	person  *Person
	actor   *run     // the stay whose steps or conditions run, or nil
	asks    int16    // the journey whose question is in hand, or none; see turn
	hearing *trigger // what hears an event, where no stay acts
	near    int32    // the line of the step that was decided last, or 0; see InHand
	queue   []emitted
	round   int    // of answers to the event in hand
	answers int    // in all its rounds
	kinds   uint32 // which kinds of decision are wanted
	shelf   shelf
	// touched are the registers that the event in hand went into, with the stamp
	// that a last-X register had before.
	touched []wideReg
	date    cell   // the date trigger that is due
	via     fn.Via // the send whose content is being evaluated
	voice   *message.Voice
	spoken  speaker
	// messages works out what is sent.
	messages *message.Renderer
	// Triggers that hear no event: those that come true now, those whose turn at this
	// instant is still to come, and traits that have changed.
	fires, pending []firing
	changed        []change
	print          []byte // scratch: of what its fingerprint is made
	words          words
	spare          []*cell // that nobody needs any more
}

// New returns an engine for a loaded program.
func New(p *Program, world World, opts Options) *Engine {
	e := &Engine{asks: none, prog: p, opts: opts, world: world, m: vm.New(p.Program, p.exprs.NewMachine()), messages: p.messages.Renderer(), kinds: ^uint32(0)}
	if p.Cart.Used {
		e.shelf.recent = new([len(e.shelf.recent)]uint32)
	}
	return e
}

// Want limits the decisions that are collected to some kinds.
func (e *Engine) Want(kinds ...Kind) {
	e.kinds = 0
	for _, k := range kinds {
		e.kinds |= 1 << k
	}
}

// test runs a condition over an event and an entry payload.
func (e *Engine) test(code int32, p *Person, r *event.Record, entry []event.Value) bool {
	e.person = p
	f := vm.Frame{Event: r, Entry: entry, Person: e}
	ok, err := e.m.True(code, &f)
	return err == nil && ok
}

// value runs a piece of value code about a person.
func (e *Engine) value(p *Person, code int32) event.Value {
	e.person = p
	v, err := e.m.Value(code, &vm.Frame{Person: e})
	if err != nil {
		return event.Value{}
	}
	return v
}

// of reports whether it was this stay that emitted or set something.
func (q *emitted) of(r *run) bool { return r != nil && q.by == r && q.num == r.num }

// after is the instant d after t for a person.
func (e *Engine) after(p *Person, t int64, d bytecode.Duration, journey int16) int64 {
	if !d.Calendar() {
		if s := t + d.Millis; s >= t {
			return s
		}
		return Never
	}
	return e.zoneOf(p, journey).Add(t, d.Months, d.Days, d.Millis)
}

// The machine asks about the person in hand.

// Trait is part of vm.Person. A stay sees what it has set itself at once.
func (e *Engine) Trait(i int32) event.Value {
	v, _ := e.traitKnown(i)
	return v
}

// traitKnown tells a trait that was said to be null from one never mentioned.
func (e *Engine) traitKnown(i int32) (v event.Value, said bool) {
	v, said = e.person.traitKnown(i)
	for k := range e.queue {
		if q := &e.queue[k]; q.typ == note && q.op != noteSent && q.trait == i && q.of(e.actor) {
			v, said = q.over(v), true
		}
	}
	return v, said
}

// Fact is part of vm.Person.
func (e *Engine) Fact(i int32, apart bool) event.Value {
	if apart {
		return e.fact(e.person, i, none)
	}
	return e.fact(e.person, i, e.asks)
}
