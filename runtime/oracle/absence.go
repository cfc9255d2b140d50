package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// candidates returns the events for which `A and not X within d` is still open, in
// their order: every A after the frontier, and those a merge has kept, without an X
// at or after their timestamp. For X only the timestamp counts, and no frontier.
//
// without is an event that has just happened: the answer is the one before it. It
// may be nil.
func (w *world) candidates(e *entrance, p *ast.AbsencePat, without *happened) []*happened {
	var open []*happened
	for _, h := range e.p.history {
		if h != without && w.mayStart(e, p, h) && !w.suppressed(e, p, h, without) {
			open = append(open, h)
		}
	}
	slices.SortFunc(open, func(a, b *happened) int { return a.key.compare(b.key) })
	return open
}

func (w *world) mayStart(e *entrance, p *ast.AbsencePat, h *happened) bool {
	if !w.starts(e, h) || !w.matches(p.Base, h, nil) {
		return false
	}
	if slices.Contains(e.kept, h) {
		return true
	}
	return e.tracked() && e.frontier.less(h.key) && !w.tooLate(e, h, durationOf(p.Within))
}

// suppressed reports whether an X other than the event itself has its timestamp or a later one.
func (w *world) suppressed(e *entrance, p *ast.AbsencePat, h, without *happened) bool {
	return slices.ContainsFunc(e.p.history, func(x *happened) bool {
		return x != h && x != without && x.ts >= h.ts && w.touches(e, x) && w.matchesAny(p.Not, x, nil)
	})
}

// active returns the candidate that counts: the earliest, or with `restart on repeat` the latest.
func (w *world) active(e *entrance, p *ast.AbsencePat, without *happened) *happened {
	open := w.candidates(e, p, without)
	switch {
	case len(open) == 0:
		return nil
	case e.j.mode == ast.Restart:
		return open[len(open)-1]
	}
	return open[0]
}

// killed reports whether an event that has just happened ends the waiting of the
// candidate that counted until then.
func (w *world) killed(e *entrance, x *happened) bool {
	for _, alt := range e.j.when {
		p, ok := alt.(*ast.AbsencePat)
		if !ok || !w.touches(e, x) || !w.matchesAny(p.Not, x, nil) {
			continue
		}
		if nested(p) {
			if a := w.activeOpen(e, p, x); a != nil && x.ts >= a.key.ts {
				return true
			}
			continue
		}
		if a := w.active(e, p, x); a != nil && x.ts >= a.ts {
			return true
		}
	}
	return false
}

// tooLateFor reports whether the late event would have prevented the latest firing
// of an absence; it says so once.
func (w *world) tooLateFor(e *entrance, x *happened) bool {
	f := e.fired
	if f == nil || f.noted || !x.late {
		return false
	}
	p := f.alt.(*ast.AbsencePat)
	from := f.from
	if f.payload != nil && !nested(p) {
		from = f.payload.ts
	}
	f.noted = from <= x.ts && x.ts < f.at && w.touches(e, x) && w.matchesAny(p.Not, x, nil)
	return f.noted
}
