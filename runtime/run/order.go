package run

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/runtime/engine"
)

// emit hands out the decisions that nothing can precede any more: those before
// an instant. They are ordered by (at, person, journey, instance), and those of
// one stay by the order in which they happened; journeys are in order of name.
func (r *Runner) emit(before int64) error {
	for _, w := range r.workers {
		r.pending = append(r.pending, w.eng.Decisions...)
		clear(w.eng.Decisions)
		w.eng.Decisions = w.eng.Decisions[:0]
	}
	if len(r.pending) == 0 {
		return nil
	}
	slices.SortStableFunc(r.pending, func(a, b engine.Decision) int {
		return cmp.Or(
			cmp.Compare(a.At, b.At),
			cmp.Compare(a.Person, b.Person),
			cmp.Compare(a.ID, b.ID), // somebody who was deleted, and the next one of that name
			cmp.Compare(a.Journey, b.Journey),
			cmp.Compare(a.Instance, b.Instance),
		)
	})
	n := len(r.pending)
	if before != engine.Never {
		n, _ = slices.BinarySearchFunc(r.pending, before, func(d engine.Decision, t int64) int {
			return cmp.Compare(d.At, t)
		})
	}
	if n == 0 {
		return nil
	}
	var err error
	if r.opts.Emit != nil {
		err = r.opts.Emit(r.pending[:n])
	}
	r.pending = append(r.pending[:0], r.pending[n:]...)
	return err
}
