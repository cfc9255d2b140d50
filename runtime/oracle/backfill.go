package oracle

import (
	"cmp"
	"slices"
)

// tooEarly is a firing before the journeys are active: they keep the latest one of
// whoever came within the time before that they say.
func (w *world) tooEarly(e *entrance, f firing) {
	if e.j.backfill == nil || w.after(e.p, e.j, w.at.ts, e.j.backfill) <= w.opts.Activated {
		w.note(e.p, e.visits, "no_enter", "backfill")
		return
	}
	e.early, e.earlyAt = &f, w.at.ts
}

// activations are those of a person who come in now that the journeys are active, by
// journey and value.
func (w *world) activations(p *person) []due {
	type waits struct {
		e    *entrance
		rank int
	}
	var all []waits
	for rank, v := range p.journeys {
		for _, e := range v.entrances {
			if e.early != nil && w.at.ts >= w.opts.Activated {
				all = append(all, waits{e, rank})
			}
		}
	}
	slices.SortFunc(all, func(a, b waits) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.e.key, b.e.key))
	})
	var out []due
	for _, x := range all {
		out = append(out, due{act: func() {
			if f := x.e.early; f != nil {
				x.e.early = nil
				w.fire(x.e, *f)
			}
		}})
	}
	return out
}
