package engine

import (
	"sort"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// Merge is rule 18: two identities turn out to be one person. It is the other
// person's events arriving late. Histories are united; candidates keep their
// deadlines; of two stays in the same journey the earliest entered survives;
// goals, exits and waits see the other's events at once; nothing is triggered.
// The caller has advanced both to now; from must not be used afterwards.
func (e *Engine) Merge(into, from *Person, now, line int64) {
	e.now, e.line, e.person, e.round = now, line, into, 0
	before := e.zones(into)
	theirs := *from
	// What the survivor's stays must see is what the other side did.
	mine := Person{set: into.set, last: append([]int64(nil), into.last...), more: shallow(into.more)}
	e.uniteRegisters(into, from)
	e.keepLocal(into, before)
	type seen struct {
		r     *run
		other *Person
	}
	var acts []seen
	e.uniteStays(into, from, func(r *run, other bool) {
		if other {
			acts = append(acts, seen{r, &mine})
		} else {
			acts = append(acts, seen{r, &theirs})
		}
	})
	e.uniteCells(into, from)
	sort.SliceStable(acts, func(a, b int) bool { return e.before(acts[a].r, acts[b].r) })
	into.stale = true
	for _, a := range acts {
		e.person = into
		e.catchUp(into, a.r, a.other)
	}
	*from = Person{Name: from.Name, ID: from.ID, next: Never, gone: true}
	e.settle(into, nil)
}

func shallow(m *more) *more {
	if m == nil {
		return nil
	}
	c := *m
	c.wide = append([]wideReg(nil), m.wide...)
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
		// Of two things said at the same moment the survivor's counts.
		if mine, said := into.traitAt(t.index); !said || mine < t.time {
			if into.setTrait(t.index, t.value, t.time) && t.index == e.prog.timezone {
				m.zone = o.zone
			}
		}
	}
	for _, f := range o.fields {
		e.uniteFields(m, f)
	}
	for _, w := range o.windows {
		mine := windowOf(into, w.reg)
		mine.pairs = mergePairs(mine.pairs, w.pairs)
		if over := len(mine.pairs) - maxPairs; over > 0 {
			mine.pairs = mine.pairs[over:]
			m.lost += int64(over)
		}
	}
	for _, t := range o.totals {
		mine := totalOf(into, t.reg)
		mine.count += t.count
		mine.sum += t.sum
	}
	for _, c := range o.consent {
		into.choose(c)
	}
	m.seen = append(m.seen, o.seen...)
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
	for _, s := range o.bought {
		m.bought = e.see(m.bought, int64(s.sec)*1000, s.item)
	}
	m.lost += o.lost
}

func (e *Engine) uniteFields(m *more, f fieldsReg) {
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
// that goes on (or whose goal's window is open), and whose it was.
func (e *Engine) uniteStays(into, from *Person, survived func(r *run, other bool)) {
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
		count := mine.count + r.count
		switch {
		case mine.is(live) && r.is(live):
			// One ends; the frontier does not move by that, since somebody is inside.
			winner, loser := mine, r
			if r.entered < mine.entered {
				winner, loser = r, mine
			}
			e.decide(Decision{
				Kind: Exit, Journey: r.journey, Instance: loser.num, Step: -1, Send: -1,
				Line: e.prog.Journeys[r.journey].Line, Reason: Merged,
			})
			if winner == r {
				next := mine.next
				*mine = *r
				mine.next = next
				survived(mine, true)
			}
		case r.is(live):
			next := mine.next
			*mine = *r
			mine.next = next
			survived(mine, true)
		case mine.is(live):
			// The other's frontier matters only once this stay is over, and leaving moves
			// it further.
		default:
			t, l := mine.frontier()
			ot, ol := r.frontier()
			if r.entered > mine.entered {
				next := mine.next
				*mine = *r
				mine.next = next
				if mine.is(goalOpen) {
					survived(mine, true)
				}
			}
			if t > ot || t == ot && l > ol {
				mine.anchor, mine.due = t, l
			} else {
				mine.anchor, mine.due = ot, ol
			}
		}
		mine.count = count
	}
}

// uniteCells brings the other's pending triggers over: candidates keep their
// deadlines unless an absent event of the union kills them; stamps at or before
// the frontier no longer count.
func (e *Engine) uniteCells(into, from *Person) {
	var theirs []*cell
	for c := from.cells; c != nil; c = c.next {
		theirs = append(theirs, c)
	}
	for _, c := range theirs {
		copied := *c
		copied.next = nil
		e.insert(into, &copied)
	}
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

func (e *Engine) stillCounts(p *Person, c *cell) bool {
	a := &e.prog.Journeys[c.ref.journey].Alts[c.ref.alt]
	if a.Kind == bytecode.PatAbsence {
		for i, reg := range a.NotReg {
			if e.happenedSince(p, reg, &a.Not[i], c.ref.key, c.time) {
				return false
			}
		}
		return true
	}
	return p.run(c.ref.journey, c.ref.key).after(c.time, c.line)
}

// latestOnly keeps of silences and pairs the latest stamp, and of counts the
// latest N, as if all events had been one person's from the start.
func (e *Engine) latestOnly(p *Person) {
	type slot struct {
		ref  ref
		part int16
	}
	// Cells are in order of time, so going backwards the latest come first.
	var cells []*cell
	for c := p.cells; c != nil; c = c.next {
		cells = append(cells, c)
	}
	kept := map[slot]int32{}
	gone := map[*cell]bool{}
	for i := len(cells) - 1; i >= 0; i-- {
		c := cells[i]
		a := &e.prog.Journeys[c.ref.journey].Alts[c.ref.alt]
		limit := int32(1)
		switch {
		case a.Kind == bytecode.PatCount:
			limit = a.N
		case a.Kind == bytecode.PatAbsence && e.prog.Journeys[c.ref.journey].Mode != bytecode.Restart,
			a.Kind == bytecode.PatSeq:
			continue
		}
		s := slot{c.ref, c.part}
		if kept[s]++; kept[s] > limit {
			gone[c] = true
		}
	}
	for at := &p.cells; *at != nil; {
		if gone[*at] {
			*at = (*at).next
		} else {
			at = &(*at).next
		}
	}
}

// catchUp lets a stay see what the other person did since it began: goal, else
// exit, else the waiting step.
func (e *Engine) catchUp(p *Person, r *run, other *Person) {
	j := &e.prog.Journeys[r.journey]
	happened := func(regs []int32, since, before int64) bool {
		for _, reg := range regs {
			if reg < 0 {
				continue
			}
			if t, ok := other.lastOf(reg); ok && t >= since && t < before {
				return true
			}
		}
		return false
	}
	if g := j.Goal; g != nil {
		end := Never
		if !g.Within.Zero() {
			end = e.after(p, r.entered, g.Within, r.journey)
		}
		if happened(g.Regs, r.entered, end) {
			e.reach(p, r)
			return
		}
	}
	if !r.is(live) {
		return
	}
	for i := range j.Exits {
		if happened(j.Exits[i].Regs, r.entered, Never) {
			e.leave(p, r, ByExit, j.Exits[i].Line)
			return
		}
	}
	if e.outOfBounds(p, r) {
		return
	}
	s := &j.States[r.state]
	best, bestAt := -1, Never
	for i := range s.Arms {
		for _, reg := range s.Arms[i].Regs {
			if reg < 0 {
				continue
			}
			if t, ok := other.lastOf(reg); ok && t >= r.anchor && t < bestAt {
				best, bestAt = i, t
			}
		}
	}
	if best >= 0 {
		e.walk(p, r, s.Arms[best].PC)
		return
	}
	if s.Kind == bytecode.StateUntil {
		e.ask(p, r)
	} else {
		e.watch(p, r)
	}
}

// Gone reports whether the person was merged into another.
func (p *Person) Gone() bool { return p.gone }

// Rename gives a person the name by which it is known from now on.
func (p *Person) Rename(name string, user bool) {
	if user || !p.known {
		p.Name, p.known = name, p.known || user
	}
}

// Duplicate reports whether a message id was accepted for this person not long
// ago, and accepts it otherwise. Ids are kept as 40 bits of hash and the minute
// they expire by, so that one costs 8 bytes.
func (e *Engine) Duplicate(p *Person, r *event.Record, now int64) bool {
	if r.ID == "" || e.opts.Dedupe <= 0 {
		return false
	}
	const minute = 60_000
	h := keyHash(r.ID)
	m := p.rest()
	nowMin, kept := floorMinute(now), m.seen[:0]
	found := false
	for _, s := range m.seen {
		old := int64(s & 0xffffff)
		age := (nowMin - old) & 0xffffff
		if age >= e.opts.Dedupe/minute && age < 1<<23 {
			continue
		}
		kept = append(kept, s)
		found = found || s>>24 == h>>24
	}
	m.seen = kept
	if found {
		return true
	}
	m.seen = append(m.seen, h>>24<<24|uint64(floorMinute(r.Time))&0xffffff)
	return false
}

func floorMinute(ms int64) int64 {
	q := ms / 60_000
	if ms%60_000 < 0 {
		q--
	}
	return q
}

func keyHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	// FNV's high bits are weak for short texts; one round of mixing spreads them.
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}
