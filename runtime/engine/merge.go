package engine

import (
	"slices"
	"sort"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// Merge is rule 18: two identities turn out to be one person. It is the other
// person's events arriving late. Histories are united; candidates keep their
// deadlines, and so do waits, also in another zone; of two stays in the same journey the earliest entered survives;
// goals, exits and waits see the other's events at once; nothing is triggered.
// The caller has advanced both to now; from must not be used afterwards.
func (e *Engine) Merge(into, from *Person, now, line int64) {
	e.Join(into, now)
	e.now, e.line, e.mark, e.person, e.round, e.answers = now, line, line<<markBits, into, 0, 0
	met := into.met || from.met
	dates := e.dateValues(into)
	theirs := *from
	// What the survivor's stays must see is what the other side did.
	mine := Person{set: into.set, last: append([]int64(nil), into.last...), more: shallow(into.more)}
	e.uniteRegisters(into, from)
	uniteOutboxes(into, from)
	others := map[*run]*Person{}
	e.uniteStays(into, from, func(r *run, came bool) {
		if came {
			others[r] = &mine
		} else {
			others[r] = &theirs
		}
	})
	e.uniteCells(into, from, &mine, &theirs)
	into.stale = true
	e.rearm(into, dates)
	e.sortRuns(into)
	var acts []*run
	for r := into.runs; r != nil; r = r.next {
		if others[r] != nil && (r.is(live) || r.is(goalOpen)) {
			acts = append(acts, r)
		}
	}
	for _, r := range acts {
		e.catchUp(into, r, others[r])
	}
	into.met = met
	e.lookAgain(into)
	*from = Person{Name: from.Name, ID: from.ID, next: Never, gone: true}
	e.settle(into)
}

func shallow(m *more) *more {
	if m == nil {
		return nil
	}
	c := *m
	if m.rare != nil {
		few := *m.rare
		few.wide = append([]wideReg(nil), few.wide...)
		c.rare = &few
	}
	c.windows = append([]window(nil), m.windows...)
	for i := range c.windows {
		c.windows[i].pairs = append([]pair(nil), c.windows[i].pairs...)
	}
	return &c
}

func (e *Engine) uniteRegisters(into, from *Person) {
	for reg := int32(0); int(reg) < len(e.prog.Regs); reg++ {
		if t, ok := from.lastOf(reg); ok {
			into.seenAt(reg, t)
		}
	}
	if from.more == nil {
		return
	}
	m, o := into.rest(), from.more
	for _, t := range o.traits {
		if t.index == e.prog.tags {
			into.uniteTags(t)
		} else if into.setTrait(t) && t.index == e.prog.timezone {
			m.zone = o.zone
		}
	}
	for _, w := range o.windows {
		mine := windowOf(into, w.reg)
		mine.pairs = mergePairs(mine.pairs, w.pairs)
		if over := len(mine.pairs) - maxPairs; over > 0 {
			mine.pairs = mine.pairs[over:]
			into.few().lost += int64(over)
		}
	}
	for _, op := range o.cart {
		if op.kind == cartClear {
			e.addOp(into, op)
		}
	}
	for _, op := range o.cart {
		if op.kind != cartClear {
			e.addOp(into, op)
		}
	}
	for _, s := range o.viewed {
		m.viewed = e.see(m.viewed, int64(s.sec)*1000, s.item)
	}
	if o.rare != nil {
		e.uniteRare(into, o.rare)
	}
}

// uniteRare is uniteRegisters for what few have.
func (e *Engine) uniteRare(into *Person, o *rare) {
	m := into.few()
	for _, f := range o.fields {
		m.uniteFields(f)
	}
	for _, t := range o.totals {
		mine := totalOf(into, t.reg)
		mine.count += t.count
		mine.sum += t.sum
	}
	for _, c := range o.consent {
		into.choose(c)
	}
	for _, s := range o.bought {
		m.bought = e.see(m.bought, int64(s.sec)*1000, s.item)
	}
	for _, mark := range o.got {
		into.keepMark(mark)
	}
	m.uniteSeen(o.seen)
	m.uniteEarly(o.early)
	m.lost += o.lost
}

func (m *rare) uniteFields(f fieldsReg) {
	for i := range m.fields {
		mine := &m.fields[i]
		if mine.reg != f.reg {
			continue
		}
		if f.time > mine.time || f.time == mine.time && f.line > mine.line {
			*mine = f
		}
		return
	}
	m.fields = append(m.fields, f)
}

// mergePairs unites two windows in order of time.
func mergePairs(a, b []pair) []pair {
	out := append(append(make([]pair, 0, len(a)+len(b)), a...), b...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].time < out[j].time })
	return out
}

// uniteStays brings the other's stays over. survived is told of every live stay
// that goes on (or whose goal's window is open), and whether it came from the
// other; what it is told last counts.
func (e *Engine) uniteStays(into, from *Person, survived func(r *run, came bool)) {
	var theirs []*run
	for r := from.runs; r != nil; r = r.next {
		theirs = append(theirs, r)
	}
	for r := into.runs; r != nil; r = r.next {
		if r.is(live) || r.is(goalOpen) {
			survived(r, false)
		}
	}
	for _, r := range theirs {
		r.next = nil
		mine := into.run(r.journey, r.key)
		if mine == nil {
			e.link(into, r)
			if r.is(live) || r.is(goalOpen) {
				survived(r, true)
			}
			continue
		}
		count, since := uint64(mine.count())+uint64(r.count()), max(mine.since(), r.since())
		front, fired := *mine, *mine
		if r.fired != Never && (mine.fired == Never || r.firedAt() > mine.firedAt()) {
			fired = *r
		}
		firedAt := fired.firedAt()
		if !r.after(mine.frontTime, mine.frontLine) {
			front = *r
		}
		switch {
		case mine.is(live) && r.is(live):
			winner, loser := mine, r
			if r.entered < mine.entered {
				winner, loser = r, mine
			}
			e.abandon(loser)
			e.decide(Decision{
				Kind: Exit, Journey: r.journey, Instance: loser.num, Step: -1, Send: -1,
				Line: e.prog.Journeys[r.journey].Line, Reason: Merged,
			})
			if winner == r {
				replace(mine, r)
				survived(mine, true)
			}
		case r.is(live), !mine.is(live) && r.entered > mine.entered:
			replace(mine, r)
			if mine.is(live) || mine.is(goalOpen) {
				survived(mine, true)
			}
		}
		mine.setCount(uint32(min(count, uint64(mostEntries))))
		mine.setPast(since, fired.fired, firedAt)
		mine.flags = mine.flags&^lateSaid | fired.flags&lateSaid
		mine.frontTime, mine.frontLine = front.frontTime, front.frontLine
	}
}

// replace puts a stay in the place of another.
func replace(old, by *run) {
	next := old.next
	*old = *by
	old.next = next
}

// uniteCells brings the other's pending triggers over: candidates keep their
// deadlines unless an absent event of the other side kills them; stamps at or
// before the frontier no longer count.
func (e *Engine) uniteCells(into, from, mine, theirs *Person) {
	alive := func(c *cell, other *Person) bool {
		a := e.prog.Journeys[c.ref.journey].Alt(c.ref.alt)
		for _, reg := range a.NotReg {
			if e.happenedSince(other, reg, c.ref.key, c.time, nil) {
				return false
			}
		}
		return true
	}
	for at := &into.cells; *at != nil; {
		if alive(*at, theirs) {
			at = &(*at).next
		} else {
			*at = (*at).next
		}
	}
	for c := from.cells; c != nil; {
		next := c.next
		if c.next = nil; alive(c, mine) {
			e.insert(into, c)
		}
		c = next
	}
	e.shareWild(into)
	for at := &into.cells; *at != nil; {
		if e.stillCounts(into, *at) {
			at = &(*at).next
		} else {
			*at = (*at).next
		}
	}
	e.latestOnly(into)
	into.stale = true
}

// stillCounts reports whether a stamp can still be part of a firing.
func (e *Engine) stillCounts(p *Person, c *cell) bool {
	j := &e.prog.Journeys[c.ref.journey]
	if j.Alt(c.ref.alt).Kind == bytecode.PatAbsence && !j.Inside(c.ref.alt) || c.part == spentPart {
		return true
	}
	stay := p.run(c.ref.journey, c.ref.key)
	if stay != nil && stay.is(live) && j.Mode != bytecode.Restart {
		return false // nothing is tracked while somebody is inside
	}
	start := c.start()
	return stay.after(start.time, start.line)
}

// latestOnly keeps of silences and pairs the latest stamps, and of counts the
// latest N, as if all events had been one person's from the start.
func (e *Engine) latestOnly(p *Person) {
	type slot struct {
		ref  ref
		part int16
	}
	var slots []slot
	for c := p.cells; c != nil; c = c.next {
		if s := (slot{c.ref, c.part}); !slices.Contains(slots, s) {
			slots = append(slots, s)
		}
	}
	for _, s := range slots {
		j := &e.prog.Journeys[s.ref.journey]
		a := j.Alt(s.ref.alt)
		switch {
		case s.part == spentPart:
			e.keepLatest(p, s.ref, s.part, 1)
		case a.Kind == bytecode.PatCount:
			e.keepLatest(p, s.ref, s.part, a.N)
		case a.Kind == bytecode.PatBoth:
			e.keepLatest(p, s.ref, s.part, 1+e.prog.shared[a])
		case a.Kind == bytecode.PatSilence, a.Kind == bytecode.PatAbsence && j.Mode == bytecode.Restart && !j.Inside(s.ref.alt):
			e.keepLatest(p, s.ref, s.part, 1)
		}
	}
}

// shareWild gives every value of `enter each` what waits for all of them, on
// either side.
func (e *Engine) shareWild(p *Person) {
	var wild []*cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref.key == 0 && e.prog.Journeys[c.ref.journey].Mode == bytecode.Each {
			wild = append(wild, c)
		}
	}
	for _, c := range wild {
		for _, key := range e.keysOf(p, c.ref) {
			copied := *c
			copied.ref.key = key
			there := false
			for d := p.cells; d != nil; d = d.next {
				there = there || d.ref == copied.ref && d.part == c.part && d.time == c.time && d.line == c.line
			}
			if !there {
				e.insert(p, &copied)
			}
		}
	}
}

// catchUp lets a stay see what the other person did since it began: goal, else
// exit, else the waiting step.
func (e *Engine) catchUp(p *Person, r *run, other *Person) {
	j := &e.prog.Journeys[r.journey]
	e.turn(r, r.journey)
	if g := j.Goal; g != nil {
		end := Never
		if !g.Within.Zero() {
			end = e.after(p, r.entered, g.Within, r.journey)
		}
		if _, _, ok := e.firstOf(other, r, g.Regs, r.entered, end); ok {
			e.reach(p, r)
			return
		}
	}
	if !r.is(live) {
		return
	}
	for i := range j.Exits {
		if _, _, ok := e.firstOf(other, r, j.Exits[i].Regs, r.entered, Never); ok {
			e.leave(p, r, ByExit, j.Exits[i].Line)
			return
		}
	}
	if e.outOfBounds(p, r) {
		return
	}
	s := &j.States[r.state]
	if s.Kind == bytecode.StateRanked {
		e.catchUpRanked(p, r, other, s)
		return
	}
	best, bestAt, bestLine := -1, Never, 0.0
	for i := range s.Arms {
		t, line, ok := e.firstOf(other, r, s.Arms[i].Regs, r.anchor, r.due)
		if ok && (t < bestAt || t == bestAt && line < bestLine) {
			best, bestAt, bestLine = i, t, line
		}
	}
	switch {
	case best >= 0:
		e.walk(p, r, e.out(r, s, best))
	case s.Kind == bytecode.StateUntil || s.Follows():
		e.ask(p, r)
	default:
		e.watch(p, r)
	}
}

// firstOf is the first event of a person that one of the registers knows and
// that lies in [since, before), with its arrival number where that is known.
func (e *Engine) firstOf(p *Person, r *run, regs []int32, since, before int64) (first int64, line float64, ok bool) {
	first = before
	for _, reg := range regs {
		if reg < 0 {
			continue
		}
		if e.prog.Regs[reg].Kind == bytecode.RegLast {
			if t, known := p.lastOf(reg); known && t >= since && t < first {
				first, ok = t, true
			}
			continue
		}
		keyed := e.prog.Regs[reg].Field >= 0
		want := keyNumber(event.Value{Kind: event.Text, Str: e.prog.keys.name(r.key)})
		if p.more == nil {
			continue
		}
		for i := range p.more.windows {
			w := &p.more.windows[i]
			if w.reg != reg {
				continue
			}
			for _, x := range w.pairs {
				mine := !keyed || x.value != x.value || x.value == want
				if mine && x.time >= since && x.time < first {
					first, ok = x.time, true
					if !keyed {
						line = x.value
					}
				}
			}
		}
	}
	return first, line, ok
}

// Gone reports whether the person was merged into another.
func (p *Person) Gone() bool { return p.gone }

// Rename gives a person the name by which it is known from now on, unless it
// has a user id already.
func (p *Person) Rename(name string, user bool) {
	if !p.known {
		p.Name, p.known = name, user
	}
}
