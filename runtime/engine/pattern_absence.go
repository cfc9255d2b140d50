package engine

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// candidate is the base of `A and not X within d`. Every A that no X has killed
// is kept; the earliest is the active one, because the first abandonment sets the
// two hours. The others matter when a late X kills the first only.
func (e *Engine) candidate(p *Person, a *bytecode.Pattern, at ref, h *hit) {
	j := &e.prog.Journeys[at.journey]
	stay := p.run(at.journey, at.key)
	inside := j.Inside(at.alt)
	restart := j.Mode == bytecode.Restart && !inside
	if restart && !h.late && stay != nil && stay.is(live) && j.Simple() {
		e.leave(p, stay, Restarted, a.Line)
	}
	for _, reg := range a.NotReg {
		if e.happenedSince(p, reg, at.key, h.time, e.touched) {
			return
		}
	}
	due := e.after(p, h.time, a.Within, at.journey)
	if h.late && due <= e.now {
		if j.Simple() {
			e.noEnter(at.journey, a.Line, BecauseLate)
		}
		return
	}
	if j.Mode == bytecode.Each && !inside && stay == nil && !e.roomForKey(p, at) {
		e.noEnter(at.journey, a.Line, BecauseOverflow)
		return
	}
	if restart {
		newer := false
		for c := p.cells; c != nil; c = c.next {
			newer = newer || c.ref == at && c.time > h.time
		}
		if newer {
			return
		}
		p.drop(at.journey, at.key, func(c *cell) bool { return c.ref == at })
	}
	if due <= e.now { // accepted late, and the wait is over
		e.fire(p, at, e.payload(nil, at, h), &cell{ref: at, time: h.time, due: e.now})
		return
	}
	e.insert(p, e.cellOf(at, h, due))
}

// happenedSince reports whether an absent event with this stamp or a later one
// is known, other than the event in hand, which touched some registers itself.
func (e *Engine) happenedSince(p *Person, reg int32, key uint32, since int64, touched []wideReg) bool {
	at := slices.IndexFunc(touched, func(w wideReg) bool { return w.reg == reg })
	if e.prog.Regs[reg].Kind == bytecode.RegLast {
		if at >= 0 {
			return touched[at].time >= since
		}
		t, ok := p.lastOf(reg)
		return ok && t >= since
	}
	if p.more == nil {
		return false
	}
	n := 0
	want := keyNumber(event.Value{Kind: event.Text, Str: e.prog.keys.name(key)})
	for i := range p.more.windows {
		if w := &p.more.windows[i]; w.reg == reg {
			for _, x := range w.pairs {
				// An event without the field (NaN) correlates with every key.
				if x.time >= since && (x.value != x.value || x.value == want) {
					n++
				}
			}
		}
	}
	if at >= 0 {
		n--
	}
	return n > 0
}

// absent is an X: of `and not X within d`, or of `with no X between`.
func (e *Engine) absent(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, r *event.Record, late bool) {
	j := &e.prog.Journeys[t.journey]
	key, keyed := uint32(0), false
	if j.Mode == bytecode.Each {
		key, keyed = e.keyOf(test, r)
	}
	if a.Kind == bytecode.PatSeq {
		at := ref{journey: t.journey, alt: t.alt, key: key}
		if keyed {
			e.inherit(p, at)
		}
		keys := []uint32{key}
		if j.Mode == bytecode.Each && !keyed {
			keys = append(e.keysOf(p, at), 0)
		}
		for _, k := range keys {
			at.key = k
			e.between(p, a, at, r)
		}
		return
	}
	if !late || j.Inside(t.alt) {
		e.kill(p, t, a, r, key, keyed)
		return
	}
	keys := []uint32{key}
	if j.Mode == bytecode.Each && !keyed {
		// It is about every value: one after the other, by name.
		keys = append(e.keysOf(p, ref{journey: t.journey}), 0)
	}
	for _, k := range keys {
		e.tooLate(p, t, a, r, k)
		e.kill(p, t, a, r, k, j.Mode == bytecode.Each)
	}
}

// tooLate says of an absent event that comes late that it would have kept somebody out
// who is in already.
func (e *Engine) tooLate(p *Person, t *trigger, a *bytecode.Pattern, r *event.Record, key uint32) {
	for s := p.runs; s != nil; s = s.next {
		if s.journey == t.journey && s.key == key && !s.is(lateSaid) && s.fired <= r.Time && r.Time < s.firedAt() {
			s.flags |= lateSaid
			e.decide(Decision{Kind: Late, Journey: t.journey, Step: -1, Send: -1, Line: a.Line})
		}
	}
}

// kill ends the candidates at or before an absent event, one record for each key
// whose active candidate dies.
func (e *Engine) kill(p *Person, t *trigger, a *bytecode.Pattern, r *event.Record, key uint32, keyed bool) {
	var active []uint32
next:
	for at := &p.cells; *at != nil; {
		c := *at
		if c.ref.journey != t.journey || c.ref.alt != t.alt || keyed && c.ref.key != key || c.time > r.Time {
			at = &c.next
			continue
		}
		*at = c.next
		p.stale = true
		for _, k := range active {
			if k == c.ref.key {
				continue next
			}
		}
		active = append(active, c.ref.key)
		if e.prog.Journeys[t.journey].Inside(t.alt) {
			continue
		}
		e.noEnter(t.journey, a.Line, BecauseKilled)
	}
}

// due is a candidate's or a silence's deadline.
func (e *Engine) due(p *Person, c *cell) {
	j := &e.prog.Journeys[c.ref.journey]
	from := c
	if j.Alt(c.ref.alt).Kind != bytecode.PatAbsence {
		from = nil
	}
	e.turn(nil, c.ref.journey)
	e.hearing, e.touched = nil, e.touched[:0]
	p.drop(c.ref.journey, c.ref.key, func(d *cell) bool { return d == c })
	e.complete(p, c.ref, c.data(), c.start(), from)
}

// silence is an X of `no X for d`: the last one is the anchor.
func (e *Engine) silence(p *Person, a *bytecode.Pattern, at ref, h *hit) {
	due := e.after(p, h.time, a.Within, at.journey)
	newer := false
	e.discard(p, at.journey, at.key, func(c *cell) bool {
		if c.ref != at {
			return false
		}
		newer = newer || c.time > h.time
		return c.time <= h.time
	})
	if newer || h.late && due <= e.now {
		return
	}
	if due <= e.now { // accepted late, and the silence is over
		e.fire(p, at, e.payload(nil, at, h), nil)
		return
	}
	e.insert(p, e.cellOf(at, h, due))
}
