package engine

import (
	"slices"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// Calendar time is counted on somebody's clock: the person's own, else that of the
// journey that asks, else the project's. A segment speaks of people and not of a
// journey.
//
// A journey may move a person: it sets their zone. Like everything that a stay sets, it
// counts for itself at once and for everybody else from the next round on, and so every
// stay has its own moment from which on its local times are those of the new zone: what
// it has found before keeps its local time, what it finds from then on needs not.

// turn says whose turn it is: a stay's, or nobody's, and which journey's questions are
// asked. Where a person has no zone of their own, windows are counted on its clock.
func (e *Engine) turn(r *run, journey int16) { e.actor, e.asks = r, journey }

// zoneOf is the zone of a person in a journey: the person's own, else the
// journey's, else the project's. Journey -1 asks outside any journey.
func (e *Engine) zoneOf(p *Person, journey int16) *calendar.Zone {
	own, moved := e.ownZone()
	if !moved && p.more != nil {
		own = p.more.zone
	}
	if own != nil {
		return own
	}
	if journey >= 0 && e.prog.zones[journey] != nil {
		return e.prog.zones[journey]
	}
	return e.prog.zone
}

// ownZone is the zone that the stay in hand has set in this round, if it has; nil is
// none.
func (e *Engine) ownZone() (z *calendar.Zone, moved bool) {
	for k := len(e.queue) - 1; k >= 0; k-- {
		if q := &e.queue[k]; e.moves(q) && q.of(e.actor) {
			return zoneNamed(q.value), true
		}
	}
	return nil, false
}

// moves reports whether something that a stay wrote is the person's zone.
func (e *Engine) moves(q *emitted) bool {
	return q.typ == note && q.op == noteSet && q.trait == e.prog.timezone
}

// setZone is a stay that moves the person: its repeats, which have begun before, keep
// their local time from now on.
func (e *Engine) setZone(p *Person, r *run, set func()) {
	before := e.zoneOf(p, r.journey)
	set()
	if now := e.zoneOf(p, r.journey); now != before {
		e.moveLoops(r, func(at int64, _ int16) int64 { return now.Instant(before.Civil(at)) })
	}
}

// zoneNamed is the zone that a trait names, or nil.
func zoneNamed(v event.Value) *calendar.Zone {
	if v.Kind == event.Text {
		if z, err := calendar.Load(v.Str); err == nil {
			return z
		}
	}
	return nil
}

// zones is the zone of the person in every journey.
func (e *Engine) zones(p *Person) func(journey int16) *calendar.Zone {
	if p.more != nil && p.more.zone != nil {
		own := p.more.zone
		return func(int16) *calendar.Zone { return own }
	}
	return func(j int16) *calendar.Zone {
		if e.prog.zones[j] != nil {
			return e.prog.zones[j]
		}
		return e.prog.zone
	}
}

// keepLocal is rule 6: what waits for a local time keeps it in the new zone, and
// goes on now if that is past; elapsed waits are not touched. later is what is being
// written in this round, this move and those after it: a stay that has set one of them
// has found its times since.
func (e *Engine) keepLocal(p *Person, before func(journey int16) *calendar.Zone, later []emitted) {
	e.moveDates(p, before)
	move := func(due int64, journey int16) int64 {
		old, now := before(journey), e.zoneOf(p, journey)
		if old == now {
			return due
		}
		return now.Instant(old.Civil(due))
	}
	for r := p.runs; r != nil; r = r.next {
		if slices.ContainsFunc(later, func(q emitted) bool { return e.moves(&q) && q.of(r) }) {
			continue
		}
		e.moveLoops(r, move)
		if r.is(live) && r.due != Never && e.prog.Journeys[r.journey].States[r.state].Local() {
			r.due = move(r.due, r.journey)
			p.stale = true
		}
	}
	for c := p.cells; c != nil; c = c.next {
		if c.due != Never && e.prog.Journeys[c.ref.journey].Alt(c.ref.alt).Within.Calendar() {
			c.due = move(c.due, c.ref.journey)
			p.stale = true
		}
	}
}
