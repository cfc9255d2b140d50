package engine

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

// Journeys may begin to let people in at an instant (Options.Activated). What was before
// is history: patterns and conditions know it, and what would have let somebody in then
// is used up and lets nobody in (`no_enter backfill`). With `backfill D` whoever would
// have come in during the D before is kept, and comes in at that instant, before
// anything else does; of several times the latest counts. So nothing is ever sent
// before a journey was there to send it.

// early is somebody whom a trigger would have let in before the journey was active.
type early struct {
	ref  ref
	time int64 // when that was
	due  int64 // when the journey becomes active
	data []event.Value
	// Of an absence: its base event, and its deadline; Never otherwise.
	base, baseDue int64
}

// asleep reports whether a journey lets nobody in yet.
func (e *Engine) asleep(journey int16) bool {
	return e.now < e.opts.Activated && !e.prog.Journeys[journey].Std
}

// tooEarly is a trigger that has come true before its journey is active.
func (e *Engine) tooEarly(p *Person, at ref, line int32, payload []event.Value, from *cell) {
	d := e.prog.Journeys[at.journey].Backfill
	if d.Zero() || e.after(p, e.now, d, at.journey) <= e.opts.Activated {
		e.decide(Decision{Kind: NoEnter, Journey: at.journey, Step: -1, Send: -1, Line: line, Reason: BecauseBackfill})
		return
	}
	x := early{ref: at, time: e.now, due: e.opts.Activated, data: payload, base: Never, baseDue: Never}
	if from != nil {
		x.base, x.baseDue = from.time, from.due
	}
	p.few().keepEarly(x)
	p.stale = true
}

// keepEarly keeps of each journey and value of `enter each` the latest.
func (m *rare) keepEarly(x early) {
	for i := range m.early {
		if o := &m.early[i]; o.ref.journey == x.ref.journey && o.ref.key == x.ref.key {
			if x.time >= o.time {
				*o = x
			}
			return
		}
	}
	m.early = append(m.early, x)
}

// uniteEarly is merging: of what both kept the latest, and of equal ones the survivor's.
func (m *rare) uniteEarly(others []early) {
	for _, x := range others {
		if !slices.ContainsFunc(m.early, func(o early) bool {
			return o.ref.journey == x.ref.journey && o.ref.key == x.ref.key && o.time >= x.time
		}) {
			m.keepEarly(x)
		}
	}
}

// soonestEarly is when the first journey becomes active that somebody is kept for.
func (p *Person) soonestEarly() int64 {
	next := Never
	if x := p.rare(); x != nil {
		for i := range x.early {
			next = min(next, x.early[i].due)
		}
	}
	return next
}

// activate lets somebody in who was kept; it reports whether there was one. They come in
// the order of journeys, then of values.
func (e *Engine) activate(p *Person, at int64) bool {
	if p.soonestEarly() > at {
		return false
	}
	m := p.rare()
	first := 0
	for i := range m.early {
		a, b := &m.early[i], &m.early[first]
		x, y := e.prog.rank[a.ref.journey], e.prog.rank[b.ref.journey]
		if x < y || x == y && strings.Compare(e.prog.keys.name(a.ref.key), e.prog.keys.name(b.ref.key)) < 0 {
			first = i
		}
	}
	x := m.early[first]
	m.early = slices.Delete(m.early, first, first+1)
	p.stale = true
	var from *cell
	if x.base != Never {
		from = &cell{ref: x.ref, time: x.base, due: x.baseDue}
	}
	e.fire(p, x.ref, x.data, from)
	return true
}

// early codes those who are kept for a journey that is not active yet.
func (c *Coder) early(p *Person) {
	List(c, &p.few().early, 1<<20, "people before an activation", func(x *early) {
		c.at(&x.ref.journey, &x.ref.key)
		if c.err != nil {
			return
		}
		j := &c.prog.Journeys[x.ref.journey]
		Below(c, &x.ref.alt, uint64(len(j.Alts)), "a pattern")
		const hasData, hasBase = 1, 2
		has := uint8(0)
		if len(x.data) > 0 {
			has |= hasData
		}
		if x.base != Never {
			has |= hasBase
		}
		Below(c, &has, 4, "what is kept of somebody")
		c.Stamp(&x.time)
		c.Stamp(&x.due)
		if has&hasData != 0 {
			c.values(&x.data, len(j.Entry))
		}
		if c.reading {
			p.next = min(p.next, x.due)
			x.base, x.baseDue = Never, Never
		}
		if has&hasBase != 0 {
			c.Stamp(&x.base)
			c.Stamp(&x.baseDue)
		}
	})
}
