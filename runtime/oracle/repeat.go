package oracle

import "github.com/journeylang/journey/dsl/ast"

// repeating is a `repeat` that an instance is in.
type repeating struct {
	s     *ast.Repeat
	began moment // of the first run
	runs  int    // how many are over
	slot  int    // how many durations after the first the latest run was due
}

// repeat begins the first run.
func (w *world) repeat(in *instance, s *ast.Repeat, next *route) *route {
	end := &route{repeat: &repeating{s: s, began: w.hereIn(in)}, next: next}
	return &route{block: s.Body, next: end}
}

// afterRun is the end of a run: the instance goes on, or waits for the next one.
func (w *world) afterRun(in *instance, at *route) *route {
	rp := at.repeat
	rp.runs++
	d := Decision{Step: in.j.ids[rp.s], Line: in.j.lineOf(rp.s)}
	switch {
	case w.enough(in, rp):
		return w.nextRun(in, at)
	case rp.s.UpTo != nil && rp.runs >= int(rp.s.UpTo.Value):
		d.Kind, d.Arm = "branch", "times"
		w.tell(in, d)
		return at.next
	}
	due := w.runAt(in, rp, rp.slot+1)
	if due <= w.at.ts {
		return w.nextRun(in, at)
	}
	in.wait = &waiting{step: rp.s, since: w.hereIn(in), due: due, then: at}
	d.Kind, d.Until = "wait", due
	w.tell(in, d)
	return nil
}

// nextRun is the moment at which the next run is due. Runs that were missed are left out.
func (w *world) nextRun(in *instance, at *route) *route {
	rp := at.repeat
	if w.enough(in, rp) {
		w.tell(in, Decision{Step: in.j.ids[rp.s], Line: in.j.lineOf(rp.s), Kind: "branch", Arm: "until"})
		return at.next
	}
	rp.slot++
	for rp.s.Every != nil && w.runAt(in, rp, rp.slot+1) <= w.at.ts {
		rp.slot++
	}
	return &route{block: rp.s.Body, next: at}
}

func (w *world) enough(in *instance, rp *repeating) bool {
	return rp.s.Until != nil && w.holds(rp.s.Until, in.scope(true))
}

// runAt returns when the run in a slot is due: so many durations after the first,
// which keeps its local time when the person moves.
func (w *world) runAt(in *instance, rp *repeating, slot int) int64 {
	if rp.s.Every == nil {
		return w.at.ts
	}
	d := *durationOf(rp.s.Every)
	from := rp.began.ts
	if !d.elapsed() {
		from = w.moved(rp.began, in.j, from)
	}
	d.months, d.days, d.millis = d.months*int32(slot), d.days*int32(slot), d.millis*int64(slot)
	return w.afterIn(in, from, &d)
}
