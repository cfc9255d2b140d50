package engine

import (
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

// maxRounds bounds the rounds of events that answer events at one instant (rule 14),
// maxAnswers how many there are in all: two that answer each one would be 65,536.
const (
	maxRounds  = 16
	maxAnswers = 256
)

// markBits make room, behind the arrival number of an event, for numbers of what is
// emitted in answer to it: they come after it and before the next line of the feed.
// Timers count as line 0.
const markBits = 20

// emitted is something that happens at the same instant, in a later round: an
// event that a journey emitted, what a stay wrote about the person (typ note), or
// another journey that it starts (typ starting).
type emitted struct {
	typ     int32
	op      noteOp
	props   []event.Prop
	by      *run
	num     uint32 // the instance: a restarted stay does not know what the one before it set
	trait   int32  // or the mark
	value   event.Value
	journey int16
}

// note is the typ of what is no event.
const note = event.None

const starting = note - 1

// noteOp is what a stay wrote.
type noteOp uint8

const (
	noteSet     noteOp = iota // a trait
	noteTag                   // a tag that is added
	noteNoTag                 // a tag that is removed
	noteSent                  // a message was sent
	noteNothing               // of an event
)

// over is a trait's value after what was written.
func (q *emitted) over(v event.Value) event.Value {
	switch q.op {
	case noteSet:
		return q.value
	case noteTag, noteNoTag:
		return withTag(v, q.value.Str, q.op == noteNoTag)
	}
	return v
}

// Apply lets a record happen to a person at the instant now: the record's own
// time, or later for a late one. The caller has advanced the person to now, and
// applies records of one person in the order of the feed.
func (e *Engine) Apply(p *Person, r *event.Record, now int64, late bool) {
	if p.dead {
		return
	}
	e.Join(p, now)
	heard := e.prog.Listens(r)
	if !heard && !e.prog.Greets(p) {
		return
	}
	e.now, e.line, e.mark, e.person, e.round, e.answers = now, r.Line, r.Line<<markBits, p, 0, 0
	e.turn(nil, none)
	switch r.Kind {
	case event.Track:
		if heard {
			e.track(p, r, late)
		} else {
			e.meet(p, late)
		}
	case event.Identify:
		e.identify(p, r, late)
	case event.Delete:
		e.forget(p)
		return
	default:
		return
	}
	e.settle(p)
}

// track is one event: history, then who is inside, then triggers.
func (e *Engine) track(p *Person, r *event.Record, late bool) {
	l := &e.prog.listeners[r.Type]
	e.turn(nil, none)
	if l.dates {
		dates := e.dateValues(p)
		e.remember(p, r, l)
		e.rearm(p, dates)
	} else {
		e.remember(p, r, l)
	}
	e.consentEvent(p, r, l)
	e.cartEvent(p, r, l)
	e.seen(p, r, l)
	e.inside(p, r, l)
	e.entries(p, r, l, late)
}

// identify changes traits; whoever waits for a state or stays under a `while`
// is asked again, then whoever comes in when the profile changes.
func (e *Engine) identify(p *Person, r *event.Record, late bool) {
	zone := false
	var dates []event.Value
	if slices.ContainsFunc(r.Props, func(x event.Prop) bool { return e.prog.dateTraits[x.Field] }) {
		dates = e.dateValues(p)
	}
	if len(r.Props) > 0 && (p.more == nil || p.more.traits == nil) {
		p.rest().traits = make([]trait, 0, len(r.Props)) // as many as most people ever have
	}
	for _, prop := range r.Props {
		e.setTrait(p, int32(prop.Field), prop.Value, r.Time, nil)
		zone = zone || int32(prop.Field) == e.prog.timezone
	}
	e.rearm(p, dates)
	e.reask(p)
	e.profileEntries(p, zone, late)
}

// setTrait sets a trait as of an instant; a new time zone moves what waits for a
// local time. later is what stays write in this round, from here on.
func (e *Engine) setTrait(p *Person, i int32, v event.Value, time int64, later []emitted) {
	e.noteTrait(p, i)
	if p.setTrait(trait{i, time, e.mark, e.keepWord(v)}) && i == e.prog.timezone {
		before := e.zones(p)
		p.rest().zone = zoneNamed(v)
		e.keepLocal(p, before, later)
	}
}

// settle runs what was emitted at this instant, in rounds, and what a change of
// zone made due: it goes on now, as part of what changed the zone.
func (e *Engine) settle(p *Person) {
	for {
		for len(e.queue) > 0 && e.round < maxRounds {
			e.nextRound(p)
		}
		e.giveUp(p)
		if !p.stale {
			return
		}
		p.stale = false
		e.round, e.answers = 0, 0
		if p.next = e.soonest(p); p.next > e.now || !e.timer(p, e.now) {
			return
		}
		p.stale = true
	}
}

// giveUp ends a circle of journeys that answer each other: what is still asked for
// does not happen any more and is counted; what was set stays set.
func (e *Engine) giveUp(p *Person) {
	if len(e.queue) == 0 {
		return
	}
	batch := e.queue
	e.queue = nil
	for i := range batch {
		if q := &batch[i]; q.typ == note {
			e.write(p, batch[i:])
		} else {
			p.few().lost++
		}
	}
	e.lookAgain(p)
}

// write lets happen what a stay wrote about the person: the first of what is left of a
// round.
func (e *Engine) write(p *Person, left []emitted) {
	q := &left[0]
	if q.op == noteSent {
		p.keepMark(q.trait)
		return
	}
	e.setTrait(p, q.trait, q.over(p.trait(q.trait)), e.now, left)
}

// nextRound lets happen what the round before emitted and set.
func (e *Engine) nextRound(p *Person) {
	e.round++
	batch := e.queue
	e.queue = nil
	changed, zone := false, false
	e.turn(nil, none)
	var dates []event.Value
	for i := range batch {
		q := &batch[i]
		if q.typ != note {
			continue
		}
		if !changed {
			changed = true
			e.mark++ // what changes the person comes behind what led to it
			dates = e.dateValues(p)
		}
		e.write(p, batch[i:])
		zone = zone || e.moves(q)
	}
	e.rearm(p, dates)
	if changed {
		e.reask(p)
		e.profileEntries(p, zone, false)
	}
	if slices.ContainsFunc(batch, func(q emitted) bool { return q.typ != note }) {
		// What is due at this instant comes before what is emitted in it.
		for e.timer(p, e.now) {
		}
	}
	for _, q := range batch {
		if q.typ != note {
			if e.mark++; e.answers == maxAnswers {
				p.few().lost++
				continue
			}
			e.answers++
		}
		switch q.typ {
		case note:
		case starting:
			e.startJourney(p, q.journey)
		default:
			rec := event.Record{Kind: event.Track, Type: q.typ, Time: e.now, Line: e.line, Props: q.props}
			e.track(p, &rec, false)
		}
	}
}

func (e *Engine) soonest(p *Person) int64 {
	if len(e.pending) > 0 {
		return e.now
	}
	next := min(e.nextFlip(p), p.soonestEarly())
	for c := p.cells; c != nil; c = c.next {
		if c.due < next && e.prog.active(p, c) {
			next = c.due
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

// active reports whether a cell's deadline counts: of several candidates of one
// absence only the first one's does, because that one lets the person in. A pattern
// inside another uses nothing up, so there each of them comes true in its own time.
func (prog *Program) active(p *Person, c *cell) bool {
	if prog.Journeys[c.ref.journey].Inside(c.ref.alt) {
		return true
	}
	for d := p.cells; d != c; d = d.next {
		if d.ref == c.ref {
			return false
		}
	}
	return true
}

// Next is the person's earliest timer, or Never.
func (p *Person) Next() int64 { return p.next }

// Advance runs a person's timers up to an instant, inclusive.
func (e *Engine) Advance(p *Person, to int64) {
	for before := always; p.next <= to; {
		at := p.next
		if at != before {
			before, e.mark = at, 0
		}
		e.now, e.line, e.person, e.round, e.answers = at, 0, p, 0, 0
		e.flipsByTime(p)
		if !e.timer(p, at) {
			// Nothing was due after all: the earliest deadline was stale.
			p.next = e.soonest(p)
			if p.next <= at {
				panic("engine: a timer that is due does not run") // a bug in us
			}
			continue
		}
		p.stale = true
		e.settle(p)
	}
}

// timer runs the one timer that comes first at an instant; see order.go.
func (e *Engine) timer(p *Person, at int64) bool {
	if e.activate(p, at) {
		return true
	}
	var first *run
	for r := p.runs; r != nil && first == nil; r = r.next {
		if r.is(live) && r.soonest() <= at {
			first = r
		}
	}
	var cand *cell
	for c := p.cells; c != nil; c = c.next {
		if c.due <= at && e.prog.active(p, c) && (cand == nil || e.firesBefore(c, cand)) {
			cand = c
		}
	}
	date := e.dueDate(p, at)
	if date != nil && (cand == nil || e.firesBefore(date, cand)) {
		cand = date
	}
	flips := len(e.pending) > 0 && (cand == nil || e.flipsBefore(e.pending[0], cand))
	journey := none
	switch {
	case flips:
		journey = e.pending[0].journey
	case cand != nil:
		journey = cand.ref.journey
	}
	switch {
	case first != nil && (journey == none || e.actsBefore(first, journey)):
		e.wakeUp(p, first)
	case flips:
		f := e.pending[0]
		e.pending = e.pending[1:]
		e.fireFlip(p, f, 0)
	case cand != nil && cand == date:
		e.onDate(p, int(date.line))
	case cand != nil:
		e.due(p, cand)
	default:
		return false
	}
	return true
}

// wakeUp is a deadline or the moment at which a condition may have changed.
// `while` is asked first; then the deadline wins over the state that is waited
// for, which came too late if it begins to hold at this very instant.
func (e *Engine) wakeUp(p *Person, r *run) {
	e.ask(p, r)
}

// forget is `delete`: every stay ends and nothing is remembered.
func (e *Engine) forget(p *Person) {
	for r := p.runs; r != nil; r = r.next {
		if r.is(live) {
			e.leave(p, r, Deleted, -1)
		}
	}
	*p = Person{Name: p.Name, ID: p.ID, next: Never, dead: true}
}
