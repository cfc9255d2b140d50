package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/vm"
)

// A trigger is a predicate over the person's history. It is true for the first
// time, using only events after the frontier, when the code here says so; that
// is rule 8, and everything in this file serves it. What a pattern must remember
// until then are cells: see each pattern's function.

func field(r *event.Record, i int32) event.Value { return vm.Field(r, i) }

// hear lets one trigger hear an event.
func (e *Engine) hear(p *Person, t *trigger, r *event.Record, late bool) {
	e.turn(nil, t.journey)
	e.hearing = t
	j := &e.prog.Journeys[t.journey]
	a := j.Alt(t.alt)
	test := e.passes(p, t.tests, r)
	if t.part == notPart {
		if test != nil {
			e.absent(p, t, test, a, r, late)
		}
		return
	}
	at := ref{journey: t.journey, alt: t.alt}
	h := &hit{part: t.part, late: late, time: r.Time, start: orderKey{r.Time, e.mark}, test: test, rec: r}
	if j.Mode == bytecode.Each {
		key, ok := e.keyOf(t.tests[0], r)
		if !ok && t.first {
			return
		}
		at.key = key
		if !ok {
			// A later part without the field belongs to every value, also to those that
			// are still to come: for them it waits under key 0.
			for _, k := range append(e.keysOf(p, at), 0) {
				at.key = k
				e.part(p, a, at, h)
			}
			return
		}
		e.inherit(p, at)
	}
	e.part(p, a, at, h)
}

// hit is an event that may be a part of a pattern, or a pattern inside it that has come
// true and stands for one.
type hit struct {
	part  int16
	late  bool
	time  int64
	start orderKey // where the first of its events lies: itself, or one of a pattern inside
	// An event with the filter that it passed, or nil; a pattern has data instead.
	test  *bytecode.Test
	rec   *event.Record
	inner bool
	data  []event.Value
}

// payload puts what `entry` reads of a hit over what it reads of the other parts.
func (e *Engine) payload(under []event.Value, at ref, h *hit) []event.Value {
	if h.inner {
		return overlay(under, h.data)
	}
	return e.capture(under, at.journey, h.test, h.rec)
}

// cellOf keeps a hit for later.
func (e *Engine) cellOf(at ref, h *hit, due int64) *cell {
	c := e.newCell()
	*c = cell{ref: at, time: h.time, line: e.mark, due: due, part: h.part}
	start := orderKey{}
	if h.inner {
		start = h.start
	}
	c.kept = keeps(e.payload(nil, at, h), start)
	return c
}

// part is something that may be a part of a pattern.
func (e *Engine) part(p *Person, a *bytecode.Pattern, at ref, h *hit) {
	j := &e.prog.Journeys[at.journey]
	h.late = h.late && !e.accepts(p, at.journey, h.time)
	stay := p.run(at.journey, at.key)
	if !stay.after(h.time, e.mark) {
		return
	}
	simple, passed := j.Simple(), h.inner || h.test != nil
	over := j.Mode == bytecode.Once && stay != nil && stay.count() > 0 && simple
	if j.Mode != bytecode.Restart && stay != nil && (stay.is(live) || over) {
		if simple && passed {
			why := BecauseOnce
			if j.Mode == bytecode.Again {
				why = BecauseAgain
			}
			e.noEnter(at.journey, a.Line, why)
		}
		return
	}
	if !passed {
		if simple && !h.late && (stay == nil || !stay.is(live)) {
			e.noEnter(at.journey, a.Line, BecauseWhere)
		}
		return
	}
	switch a.Kind {
	case bytecode.PatEvent:
		if h.late {
			if simple {
				e.noEnter(at.journey, a.Line, BecauseLate)
			}
			return
		}
		e.fire(p, at, e.payload(nil, at, h), nil)
	case bytecode.PatAbsence:
		e.candidate(p, a, at, h)
	case bytecode.PatSeq:
		e.sequence(p, a, at, h)
	case bytecode.PatBoth:
		e.both(p, a, at, h)
	case bytecode.PatCount:
		e.count(p, a, at, h)
	case bytecode.PatSilence:
		e.silence(p, a, at, h)
	}
}

// complete is a pattern that has come true. One that stands inside another is now an
// event there, and uses nothing up: what it is made of may make it true again. start is
// where its first event lies; from is the candidate of an absence, or nil.
func (e *Engine) complete(p *Person, at ref, payload []event.Value, start orderKey, from *cell) {
	j := &e.prog.Journeys[at.journey]
	if !j.Inside(at.alt) {
		e.fire(p, at, payload, from)
		return
	}
	a := j.Alt(at.alt)
	up := ref{journey: at.journey, alt: int16(a.Parent), key: at.key}
	e.part(p, j.Alt(up.alt), up, &hit{part: int16(a.Part), time: e.now, start: start, inner: true, data: payload})
}

// accepts reports whether an event that comes late lets somebody in all the same: the
// journey says how late it may be, counted from the event's own time.
func (e *Engine) accepts(p *Person, journey int16, time int64) bool {
	d := e.prog.Journeys[journey].AcceptLate
	return !d.Zero() && e.now < e.after(p, time, d, journey)
}

// passes returns the first of an event's filters that lets it pass, or nil.
func (e *Engine) passes(p *Person, tests []*bytecode.Test, r *event.Record) *bytecode.Test {
	for _, t := range tests {
		if t.Cond < 0 || e.test(t.Cond, p, r, nil) {
			return t
		}
	}
	return nil
}

// noEnter records that an event did not let the person in.
func (e *Engine) noEnter(journey int16, line int32, why Reason) {
	if e.asleep(journey) {
		return // nobody could have come in
	}
	e.decide(Decision{Kind: NoEnter, Journey: journey, Step: -1, Send: -1, Line: line, Reason: why})
}

// capture copies what `entry` reads of an event over a payload.
func (e *Engine) capture(payload []event.Value, journey int16, test *bytecode.Test, r *event.Record) []event.Value {
	if len(test.Captures) == 0 {
		return payload
	}
	out := make([]event.Value, len(e.prog.Journeys[journey].Entry))
	copy(out, payload)
	for _, c := range test.Captures {
		if v := field(r, c.Field); v.Kind != event.Null {
			out[c.Slot] = keep(v)
		}
	}
	return out
}

// insert puts a cell among those of the same trigger, in order key order. What
// is beyond maxPairs drops the oldest.
func (e *Engine) insert(p *Person, c *cell) {
	p.stale = p.stale || c.due != Never
	place := &p.cells
	var oldest **cell
	n := 0
	later, first := false, false // a later cell was passed; c comes before them all
	for at := &p.cells; *at != nil; at = &(*at).next {
		if (*at).ref == c.ref {
			later = later || (*at).time > c.time || (*at).time == c.time && (*at).line > c.line
			if oldest == nil {
				oldest, first = at, later
			}
			n++
		}
		if !later {
			place = &(*at).next
		}
	}
	if n >= maxPairs {
		p.few().lost++
		if first {
			return
		}
		gone := *oldest
		if place == &gone.next {
			place = oldest
		}
		*oldest = gone.next
	}
	c.next = *place
	*place = c
}

// newCell returns a cell to be filled: one that was dropped, or a new one.
func (e *Engine) newCell() *cell {
	if n := len(e.spare) - 1; n >= 0 {
		c := e.spare[n]
		e.spare = e.spare[:n]
		return c
	}
	return &cell{}
}

// mostSpare is how many dropped cells are kept for others.
const mostSpare = 64

// discard is drop of cells that nobody looks at any more: somebody else gets them.
func (e *Engine) discard(p *Person, journey int16, key uint32, gone func(*cell) bool) {
	p.drop(journey, key, func(c *cell) bool {
		if !gone(c) {
			return false
		}
		if len(e.spare) < mostSpare {
			e.spare = append(e.spare, c)
		}
		return true
	})
}

// drop removes the cells of a trigger's journey and key (any alternative) for
// which gone is true.
func (p *Person) drop(journey int16, key uint32, gone func(*cell) bool) {
	for at := &p.cells; *at != nil; {
		c := *at
		if c.ref.journey == journey && c.ref.key == key && gone(c) {
			*at = c.next
			p.stale = p.stale || c.due != Never
			continue
		}
		at = &c.next
	}
}

// all is every cell that the frontier does away with.
func all(c *cell) bool { return c.part != spentPart }

// fire is the moment a trigger becomes true: the frontier moves here, and the
// person enters if `enter` and `while` allow it.
func (e *Engine) fire(p *Person, at ref, payload []event.Value, from *cell) {
	j := &e.prog.Journeys[at.journey]
	a := &j.Alts[at.alt]
	e.discard(p, at.journey, at.key, all)
	stay := p.run(at.journey, at.key)
	if stay == nil {
		if j.Mode == bytecode.Each && !e.roomForKey(p, at) {
			e.noEnter(at.journey, a.Line, BecauseOverflow)
			return
		}
		stay = e.newStay(p, at)
	}
	stay.frontTime, stay.frontLine = e.now, e.mark
	if e.asleep(at.journey) {
		e.tooEarly(p, at, a.Line, payload, from)
	} else if e.mayEnter(p, stay, at, a.Line, payload) {
		e.enter(p, stay, a.Line, payload, from)
	}
	e.turn(nil, none)
}

// newStay is what is remembered of a journey that the person comes to know.
func (e *Engine) newStay(p *Person, at ref) *run {
	stay := &run{journey: at.journey, key: at.key, due: Never, fired: Never}
	e.link(p, stay)
	return stay
}

// mayEnter reports whether `enter` and `while` let somebody in, and says why not. With
// `restart on repeat` the stay before ends here. stay is nil if there never was one.
func (e *Engine) mayEnter(p *Person, stay *run, at ref, line int32, payload []event.Value) bool {
	j := &e.prog.Journeys[at.journey]
	if !e.admits(p, at.journey) {
		return false
	}
	been := stay != nil && stay.count() > 0
	why := NoReason
	switch {
	case j.Mode == bytecode.Once && been:
		why = BecauseOnce
	case j.Mode == bytecode.Again && been && e.now < e.after(p, stay.since(), j.After, at.journey):
		why = BecauseAgain
	case (stay == nil || !stay.is(live)) && e.taken(p, at.journey, stay):
		why = BecauseExclusive
	case stay != nil && stay.is(live) && j.Mode == bytecode.Restart:
		e.leave(p, stay, Restarted, line)
	case stay != nil && stay.is(live):
		why = BecauseOnce
	}
	e.turn(nil, at.journey)
	if why == NoReason && j.While >= 0 && !e.test(j.While, p, nil, payload) {
		why = BecauseWhile
	}
	if why != NoReason {
		e.noEnter(at.journey, line, why)
	}
	return why == NoReason
}
