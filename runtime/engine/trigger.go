package engine

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
)

// A trigger is a predicate over the person's history. It is true for the first
// time, using only events after the frontier, when the code here says so; that
// is rule 8, and everything in this file serves it. What a pattern must remember
// until then are cells: see each pattern's function.

const maxKeys = 256

func field(r *event.Record, i int32) event.Value { return vm.Field(r, i) }

func keyText(v event.Value) string { return fn.Text(v) }

// hear lets one trigger hear an event.
func (e *Engine) hear(p *Person, t *trigger, r *event.Record, late bool) {
	e.actor = nil
	j := &e.prog.Journeys[t.journey]
	a := &j.Alts[t.alt]
	test := e.passes(p, t.tests, r)
	if t.part == notPart {
		if test != nil {
			e.absent(p, t, test, a, r, late)
		}
		return
	}
	at := ref{journey: t.journey, alt: t.alt}
	if j.Mode == bytecode.Each {
		key, ok := e.keyOf(t.tests[0], r)
		if !ok && t.part == 0 {
			return
		}
		at.key = key
		if !ok {
			// A later part without the field belongs to every value, also to those that
			// are still to come: for them it waits under key 0.
			for _, k := range append(e.keysOf(p, at), 0) {
				at.key = k
				e.part(p, t, test, a, at, r, late)
			}
			return
		}
		e.inherit(p, at)
	}
	e.part(p, t, test, a, at, r, late)
}

// keysOf lists the values of `enter each` that a person is known by in a journey.
func (e *Engine) keysOf(p *Person, at ref) []uint32 {
	var keys []uint32
	add := func(journey int16, key uint32) {
		if journey == at.journey && key != 0 && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for r := p.runs; r != nil; r = r.next {
		add(r.journey, r.key)
	}
	for c := p.cells; c != nil; c = c.next {
		add(c.ref.journey, c.ref.key)
	}
	// Their numbers depend on who was seen first; their names do not.
	slices.SortFunc(keys, func(a, b uint32) int { return strings.Compare(e.prog.keys.name(a), e.prog.keys.name(b)) })
	return keys
}

// inherit gives a value that is new what waits under key 0.
func (e *Engine) inherit(p *Person, at ref) {
	var wild []*cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref.journey == at.journey && c.ref.key == at.key {
			return
		}
		if c.ref.journey == at.journey && c.ref.key == 0 {
			wild = append(wild, c)
		}
	}
	if len(wild) == 0 || p.run(at.journey, at.key) != nil {
		return
	}
	for _, c := range wild {
		copied := *c
		copied.ref.key = at.key
		e.insert(p, &copied)
	}
}

// part is an event that may be a part of a pattern; test is the filter that it
// passed, or nil.
func (e *Engine) part(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	j := &e.prog.Journeys[t.journey]
	stay := p.run(at.journey, at.key)
	if !stay.after(r.Time, r.Line) && e.round == 0 {
		return
	}
	simple := single(j)
	over := j.Mode == bytecode.Once && stay != nil && stay.count > 0 && simple
	if j.Mode != bytecode.Restart && stay != nil && (stay.is(live) || over) {
		if simple && test != nil {
			why := BecauseOnce
			if j.Mode == bytecode.Again {
				why = BecauseAgain
			}
			e.noEnter(t.journey, a, why)
		}
		return
	}
	if test == nil {
		if simple && !late && (stay == nil || !stay.is(live)) {
			e.noEnter(t.journey, a, BecauseWhere)
		}
		return
	}
	switch a.Kind {
	case bytecode.PatEvent:
		if late {
			if simple {
				e.noEnter(t.journey, a, BecauseLate)
			}
			return
		}
		e.fire(p, at, r.Line, e.capture(nil, t, test, r), nil)
	case bytecode.PatAbsence:
		e.candidate(p, t, test, a, at, r, late)
	case bytecode.PatSeq:
		e.sequence(p, t, test, a, at, r, late)
	case bytecode.PatBoth:
		e.both(p, t, test, a, at, r, late)
	case bytecode.PatCount:
		e.count(p, t, test, a, at, r, late)
	case bytecode.PatSilence:
		e.silence(p, t, test, a, at, r, late)
	}
}

// single reports whether one event begins the trigger: only then can a record say
// of an event that it did not let the person in.
func single(j *bytecode.Journey) bool {
	return len(j.Alts) == 1 && (j.Alts[0].Kind == bytecode.PatEvent || j.Alts[0].Kind == bytecode.PatAbsence)
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
func (e *Engine) noEnter(journey int16, a *bytecode.Pattern, why Reason) {
	e.decide(Decision{Kind: NoEnter, Journey: journey, Step: -1, Send: -1, Line: a.Line, Reason: why})
}

// capture copies what `entry` reads of an event over a payload.
func (e *Engine) capture(payload []event.Value, t *trigger, test *bytecode.Test, r *event.Record) []event.Value {
	if len(test.Captures) == 0 {
		return payload
	}
	out := make([]event.Value, len(e.prog.Journeys[t.journey].Entry))
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
	at := &p.cells
	var oldest **cell
	n := 0
	for *at != nil {
		if (*at).ref == c.ref {
			if (*at).time > c.time || (*at).time == c.time && (*at).line > c.line {
				break
			}
			if oldest == nil {
				oldest = at
			}
			n++
		}
		at = &(*at).next
	}
	c.next = *at
	*at = c
	if n >= maxPairs {
		*oldest = (*oldest).next
		p.rest().lost++
	}
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

func all(*cell) bool { return true }

// candidate is the base of `A and not X within d`. Every A that no X has killed
// is kept; the earliest is the active one, because the first abandonment sets the
// two hours. The others matter when a late X kills the first only.
func (e *Engine) candidate(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	j := &e.prog.Journeys[at.journey]
	stay := p.run(at.journey, at.key)
	restart := j.Mode == bytecode.Restart
	if restart && !late && stay != nil && stay.is(live) && single(j) {
		e.leave(p, stay, Restarted, a.Line)
	}
	for _, reg := range a.NotReg {
		if e.happenedSince(p, reg, at.key, r.Time, e.touched) {
			return
		}
	}
	due := e.after(p, r.Time, a.Within, at.journey)
	if late && due <= e.now {
		if single(j) {
			e.noEnter(at.journey, a, BecauseLate)
		}
		return
	}
	if j.Mode == bytecode.Each && stay == nil && !e.roomForKey(p, at) {
		e.noEnter(at.journey, a, BecauseOverflow)
		return
	}
	if restart {
		newer := false
		for c := p.cells; c != nil; c = c.next {
			newer = newer || c.ref == at && c.time > r.Time
		}
		if newer {
			return
		}
		p.drop(at.journey, at.key, func(c *cell) bool { return c.ref == at })
	}
	e.insert(p, &cell{ref: at, time: r.Time, line: r.Line, due: due, data: e.capture(nil, t, test, r)})
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

// roomForKey bounds the values of `enter each` that are remembered.
func (e *Engine) roomForKey(p *Person, at ref) bool {
	keys := e.keysOf(p, at)
	return len(keys) < maxKeys || slices.Contains(keys, at.key)
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
	for s := p.runs; late && s != nil; s = s.next {
		if s.journey == t.journey && (!keyed || s.key == key) && !s.is(lateSaid) &&
			s.firedAt != Never && s.fired <= r.Time && r.Time < s.firedAt {
			s.flags |= lateSaid
			e.decide(Decision{Kind: Late, Journey: t.journey, Step: -1, Send: -1, Line: a.Line})
		}
	}
	e.kill(p, t, a, r, key, keyed)
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
		e.noEnter(t.journey, a, BecauseKilled)
	}
}

// due is a candidate's or a silence's deadline.
func (e *Engine) due(p *Person, c *cell) {
	a := &e.prog.Journeys[c.ref.journey].Alts[c.ref.alt]
	if a.Kind != bytecode.PatAbsence {
		e.fire(p, c.ref, 0, c.data, nil)
		return
	}
	e.fire(p, c.ref, 0, c.data, c)
}

// sequence is a part of `A followed by B …`. Its cells are the parts seen so far
// and the events that must not come between, in order. A pattern of two parts
// keeps only the last of each: an earlier A is never better.
func (e *Engine) sequence(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	if int(t.part) == len(a.Parts)-1 {
		if late {
			return
		}
		if chain := e.chain(p, a, at, r); chain != nil {
			var payload []event.Value
			for _, c := range chain {
				payload = overlay(payload, c.data)
			}
			e.fire(p, at, r.Line, e.capture(payload, t, test, r), nil)
			return
		}
		return
	}
	if len(a.Parts) == 2 {
		newer := false
		p.drop(at.journey, at.key, func(c *cell) bool {
			if c.ref != at || c.part == notPart {
				return false
			}
			older := c.time < r.Time || c.time == r.Time && c.line < r.Line
			newer = newer || !older
			return older
		})
		if newer {
			return
		}
	}
	e.expire(p, a, at)
	e.insert(p, &cell{ref: at, time: r.Time, line: r.Line, due: Never, data: e.capture(nil, t, test, r), part: t.part})
}

// expire drops what has left the window of a pattern.
func (e *Engine) expire(p *Person, a *bytecode.Pattern, at ref) {
	if a.Within.Zero() {
		return
	}
	p.drop(at.journey, at.key, func(c *cell) bool {
		return c.ref == at && c.part != notPart && e.after(p, c.time, a.Within, at.journey) <= e.now
	})
}

// chain finds earlier parts for a sequence's last part: for each, the latest
// first part that leads to it. nil when there is none.
func (e *Engine) chain(p *Person, a *bytecode.Pattern, at ref, r *event.Record) []*cell {
	var cells []*cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && (c.time < r.Time || c.time == r.Time && c.line < r.Line) {
			cells = append(cells, c)
		}
	}
	last := len(a.Parts) - 1
	// best[k] is the chain of parts 0…k whose first part is the latest.
	best := make([][]*cell, last)
	for len(cells) > 0 {
		n := 1
		for n < len(cells) && cells[n].time == cells[0].time && cells[n].line == cells[0].line {
			n++
		}
		best = extend(best, cells[:n])
		cells = cells[n:]
	}
	found := best[last-1]
	if found == nil {
		return nil
	}
	if !a.Within.Zero() && r.Time >= e.after(p, found[0].time, a.Within, at.journey) {
		return nil
	}
	return found
}

// extend adds one event, which may be several parts, to the best chains. If it
// must not come between parts, only the chains that end with it go on.
func extend(best [][]*cell, same []*cell) [][]*cell {
	next := make([][]*cell, len(best))
	cut := false
	for _, c := range same {
		switch {
		case c.part == notPart:
			cut = true
		case c.part == 0:
			next[0] = []*cell{c}
		case best[c.part-1] != nil:
			next[c.part] = append(append([]*cell(nil), best[c.part-1]...), c)
		}
	}
	for k := range next {
		if next[k] == nil && !cut {
			next[k] = best[k]
		}
	}
	return next
}

// between is an event that must not come between the parts of a sequence.
func (e *Engine) between(p *Person, a *bytecode.Pattern, at ref, r *event.Record) {
	stay := p.run(at.journey, at.key)
	mode := e.prog.Journeys[at.journey].Mode
	if mode != bytecode.Restart && stay != nil && stay.is(live) {
		return
	}
	older := func(c *cell) bool { return c.time < r.Time || c.time == r.Time && c.line <= r.Line }
	// In a pattern of two parts, an A before it can lead nowhere any more, nor can an
	// earlier X stop more.
	p.drop(at.journey, at.key, func(c *cell) bool { return c.ref == at && older(c) && len(a.Parts) == 2 })
	e.insert(p, &cell{ref: at, time: r.Time, line: r.Line, due: Never, part: notPart})
}

func overlay(under, over []event.Value) []event.Value {
	if len(over) == 0 {
		return under
	}
	out := append([]event.Value(nil), over...)
	for i := range out {
		if out[i].Kind == event.Null && i < len(under) {
			out[i] = under[i]
		}
	}
	return out
}

// both is a part of `A and B within d`: of every part the latest event is kept,
// and the one before it where an event can be more than one part.
func (e *Engine) both(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	partner := make([]*cell, len(a.Parts))
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && (c.time < r.Time || c.time == r.Time && c.line < r.Line) {
			partner[c.part] = c
		}
	}
	complete := !late
	for i, c := range partner {
		if i != int(t.part) && (c == nil || r.Time >= e.after(p, c.time, a.Within, at.journey)) {
			complete = false
		}
	}
	if complete {
		var payload []event.Value
		for i, c := range partner {
			if i != int(t.part) {
				payload = overlay(payload, c.data)
			}
		}
		e.fire(p, at, r.Line, e.capture(payload, t, test, r), nil)
		return
	}
	e.insert(p, &cell{ref: at, time: r.Time, line: r.Line, due: Never, data: e.capture(nil, t, test, r), part: t.part})
	p.keepLatest(at, t.part, 1+shared(a))
}

// shared is 1 when one event can be more than one part of a pattern.
func shared(a *bytecode.Pattern) int32 {
	seen := map[int32]bool{}
	for _, part := range a.Parts {
		here := map[int32]bool{}
		for i := range part {
			if seen[part[i].Event] && !here[part[i].Event] {
				return 1
			}
			seen[part[i].Event], here[part[i].Event] = true, true
		}
	}
	return 0
}

// keepLatest keeps the latest n cells of a part.
func (p *Person) keepLatest(at ref, part int16, n int32) {
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at && c.part == part {
			n--
		}
	}
	p.drop(at.journey, at.key, func(c *cell) bool {
		if n >= 0 || c.ref != at || c.part != part {
			return false
		}
		n++
		return true
	})
}

// count is one of `N A in d`: the latest N stamps are kept; when the oldest of
// them is still in the window, there are N in it.
func (e *Engine) count(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	e.insert(p, &cell{ref: at, time: r.Time, line: r.Line, due: Never})
	p.keepLatest(at, 0, a.N)
	n := int32(0)
	var oldest *cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref == at {
			if oldest == nil {
				oldest = c
			}
			n++
		}
	}
	if late || n < a.N || r.Time >= e.after(p, oldest.time, a.Within, at.journey) {
		return
	}
	e.fire(p, at, r.Line, e.capture(nil, t, test, r), nil)
}

// silence is an X of `no X for d`: the last one is the anchor.
func (e *Engine) silence(p *Person, t *trigger, test *bytecode.Test, a *bytecode.Pattern, at ref, r *event.Record, late bool) {
	due := e.after(p, r.Time, a.Within, at.journey)
	newer := false
	p.drop(at.journey, at.key, func(c *cell) bool {
		if c.ref != at {
			return false
		}
		newer = newer || c.time > r.Time
		return c.time <= r.Time
	})
	if newer || late && due <= e.now {
		return
	}
	e.insert(p, &cell{ref: at, time: r.Time, line: r.Line, due: due, data: e.capture(nil, t, test, r)})
}

// fire is the moment a trigger becomes true: the frontier moves here, and the
// person enters if `enter` and `while` allow it.
func (e *Engine) fire(p *Person, at ref, line int64, payload []event.Value, from *cell) {
	j := &e.prog.Journeys[at.journey]
	a := &j.Alts[at.alt]
	p.drop(at.journey, at.key, all)
	stay := p.run(at.journey, at.key)
	if stay == nil {
		if j.Mode == bytecode.Each && !e.roomForKey(p, at) {
			e.noEnter(at.journey, a, BecauseOverflow)
			return
		}
		stay = &run{journey: at.journey, key: at.key, due: Never, wake: Never, fired: Never, firedAt: Never}
		e.link(p, stay)
	}
	stay.frontTime, stay.frontLine = e.now, line
	switch {
	case j.Mode == bytecode.Once && stay.count > 0:
		e.noEnter(at.journey, a, BecauseOnce)
		return
	case j.Mode == bytecode.Again && stay.count > 0 && e.now < e.after(p, stay.since, j.After, at.journey):
		e.noEnter(at.journey, a, BecauseAgain)
		return
	case stay.is(live) && j.Mode == bytecode.Restart:
		e.leave(p, stay, Restarted, a.Line)
	case stay.is(live):
		e.noEnter(at.journey, a, BecauseOnce)
		return
	}
	if j.While >= 0 && !e.condition(p, j.While, nil, payload) {
		e.noEnter(at.journey, a, BecauseWhile)
		return
	}
	e.enter(p, stay, a, payload, from)
	e.actor = nil
}

// link puts a stay into the person's list, in the order in which stays act.
func (e *Engine) link(p *Person, r *run) {
	at := &p.runs
	for *at != nil && e.prog.rank[(*at).journey] <= e.prog.rank[r.journey] {
		at = &(*at).next
	}
	r.next = *at
	*at = r
}
