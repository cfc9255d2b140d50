package engine

import "github.com/journeylang/journey/compiler/bytecode"

// byDeadline is the way out of a state in which nothing came.
const byDeadline = -1

// out is where a stay goes on that leaves a state: by one of its arms, by its
// condition or after its last run (0), or by its deadline. Whoever wants to know which ways were gone is told.
func (e *Engine) out(r *run, s *bytecode.State, way int) int32 {
	if e.opts.Passed != nil {
		e.opts.Passed(int(r.journey), s.Step, way)
	}
	switch {
	case way == byDeadline:
		return s.Deadline
	case s.Kind == bytecode.StateUntil, s.Kind == bytecode.StateRepeat:
		return s.Then
	}
	return s.Arms[way].PC
}
