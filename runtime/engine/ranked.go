package engine

import "github.com/journeylang/journey/compiler/bytecode"

// A ranked race holds to its end, where the best of what came decides: the arm
// that is written first. Until then a stay keeps only which one that is.

// rank notes that an arm's event came.
func (r *run) rank(arm int) {
	if best := int16(arm) + 1; r.side == nil || r.side.best == 0 || best < r.side.best {
		r.aside().best = best
	}
}

// setBest says which arm is the best so far; 0 is none.
func (r *run) setBest(best int16) {
	if best != 0 || r.side != nil {
		r.aside().best = best
		r.tidy()
	}
}

// over is where a stay goes on at its deadline.
func (e *Engine) over(p *Person, r *run, s *bytecode.State) int32 {
	if s.Kind == bytecode.StateRepeat {
		return e.nextRun(p, r, s)
	}
	if s.Kind != bytecode.StateRanked {
		return e.out(r, s, byDeadline)
	}
	if r.side == nil || r.side.best == 0 {
		e.step(r, Branch, s.Step, "else")
		return e.out(r, s, byDeadline)
	}
	a := &s.Arms[r.side.best-1]
	e.step(r, Branch, s.Step, a.Name)
	return e.out(r, s, int(r.side.best)-1)
}

// catchUpRanked is what the other of two people did in the time of a ranked race.
func (e *Engine) catchUpRanked(p *Person, r *run, other *Person, s *bytecode.State) {
	for i := range s.Arms {
		if _, _, ok := e.firstOf(other, r, s.Arms[i].Regs, r.anchor, r.due); ok {
			r.rank(i)
			break
		}
	}
	e.watch(p, r)
}
