package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
)

// A repeat runs its block at once, and then at its first run plus once, twice, three
// times its duration, by the calendar of the person; so that a month from the 31st is
// the 28th and then the 31st again. Its condition is asked after each run and again
// when the next one is due. When a run has taken longer than that, the next one begins
// as soon as it is over, and those that were missed in between are left out: the days
// stay what they are, and nobody gets three letters in a row.

// loop is a repeat that a stay is in.
type loop struct {
	outer  *loop
	anchor int64  // when the first run began
	slot   uint32 // in which duration from there the latest run began
	runs   uint32 // how many are over
	state  int16
}

// innermost is the innermost repeat that a stay is in, or nil.
func (r *run) innermost() *loop {
	if r.side == nil {
		return nil
	}
	return r.side.loop
}

// enterLoop begins a repeat.
func (r *run) enterLoop(j *bytecode.Journey, state int16, now int64) {
	r.leaveLoops(j, j.States[state].Level)
	s := r.aside()
	s.loop = &loop{outer: s.loop, anchor: now, state: state}
}

// leaveLoops forgets the repeats from a level inwards.
func (r *run) leaveLoops(j *bytecode.Journey, level int32) {
	if r.side == nil {
		return
	}
	for r.side.loop != nil && j.States[r.side.loop.state].Level >= level {
		r.side.loop = r.side.loop.outer
	}
	r.tidy()
}

// loopOf is the repeat whose end a stay has come to.
func (e *Engine) loopOf(r *run, s *bytecode.State) *loop {
	j := &e.prog.Journeys[r.journey]
	r.leaveLoops(j, s.Level+1)
	if l := r.innermost(); l == nil || l.state != r.state {
		r.enterLoop(j, r.state, e.now)
	}
	return r.side.loop
}

// afterRun is the end of a run: the person goes on, or waits for the next one.
func (e *Engine) afterRun(p *Person, r *run, s *bytecode.State) (pc int32, rest bool) {
	l := e.loopOf(r, s)
	l.runs++
	if s.Times > 0 && l.runs >= uint32(s.Times) && !e.enough(p, r, s) {
		return e.endLoop(r, s, "times"), false
	}
	r.due = e.now
	if !s.Limit.Zero() {
		r.due = runAt(e.zoneOf(p, r.journey), l, s, l.slot+1)
	}
	if r.due <= e.now || e.enough(p, r, s) {
		return e.nextRun(p, r, s), false
	}
	return 0, true
}

// nextRun is the moment at which the next run is due.
func (e *Engine) nextRun(p *Person, r *run, s *bytecode.State) int32 {
	if e.enough(p, r, s) {
		return e.endLoop(r, s, "until")
	}
	if l := e.loopOf(r, s); !s.Limit.Zero() {
		l.slot = max(l.slot+1, slotAt(e.zoneOf(p, r.journey), l, s, e.now))
	}
	return e.out(r, s, byDeadline)
}

func (e *Engine) enough(p *Person, r *run, s *bytecode.State) bool {
	return s.Cond >= 0 && e.condition(p, s.Cond, r, r.payload())
}

// endLoop goes on behind a repeat, and says why.
func (e *Engine) endLoop(r *run, s *bytecode.State, why string) int32 {
	e.step(r, Branch, s.Step, why)
	r.leaveLoops(&e.prog.Journeys[r.journey], s.Level)
	return e.out(r, s, 0)
}

// runAt is when the run in a slot is due.
func runAt(z *calendar.Zone, l *loop, s *bytecode.State, slot uint32) int64 {
	return z.AddFrom(l.anchor, int(slot), s.Limit.Months, s.Limit.Days, s.Limit.Millis)
}

// slotAt is the latest slot whose run is due by now.
func slotAt(z *calendar.Zone, l *loop, s *bytecode.State, now int64) uint32 {
	over := uint32(1)
	for over < 1<<31 && runAt(z, l, s, l.slot+over) <= now {
		over *= 2
	}
	low, high := uint32(0), over // due by now, and not
	for low+1 < high {
		if mid := (low + high) / 2; runAt(z, l, s, l.slot+mid) <= now {
			low = mid
		} else {
			high = mid
		}
	}
	return l.slot + low
}

// moveLoops lets the repeats of a stay keep their local time in another zone.
func (e *Engine) moveLoops(r *run, move func(int64, int16) int64) {
	for l := r.innermost(); l != nil; l = l.outer {
		if e.prog.Journeys[r.journey].States[l.state].Limit.Calendar() {
			l.anchor = move(l.anchor, r.journey)
		}
	}
}

// loops codes the repeats that a stay is in, the innermost first.
func (c *Coder) loops(r *run, j *bytecode.Journey) {
	n := int64(0)
	for l := r.innermost(); l != nil; l = l.outer {
		n++
	}
	if Below(c, &n, uint64(len(j.States))+1, "the number of repeats"); n == 0 {
		return
	}
	end := &r.aside().loop
	level := int32(1 << 30)
	for range n {
		if c.reading {
			*end = &loop{}
		}
		l := *end
		Below(c, &l.state, uint64(len(j.States)), "a repeat")
		c.Stamp(&l.anchor)
		Below(c, &l.slot, 1<<32, "a run")
		Below(c, &l.runs, 1<<32, "the number of runs")
		if c.err != nil {
			return
		}
		if s := &j.States[l.state]; s.Kind != bytecode.StateRepeat || s.Level >= level {
			c.Fail("a repeat is inside another that it is not in")
			return
		}
		level = j.States[l.state].Level
		end = &l.outer
	}
}
