package paths

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
)

// A message behind a wait for a time of day, `wait until 10:00`, never meets quiet hours of
// somebody who stays at home. Whoever moves while waiting does: where ten is past already,
// they go on at once.

// afar are zones far enough ahead that a morning of the tests is an evening there.
var afar = []string{"Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata"}

// quiet looks for somebody to whom a message would go in quiet hours.
func (f *finder) quiet(a *aim) *found {
	if hit := f.atSends(a, bases, func(d draft) draft { return d }); hit != nil {
		return hit
	}
	for _, base := range []int64{bases[0], 14 * hour} { // whoever comes at ten does not wait until ten
		for _, m := range f.sends(a.journey, base) {
			if hit := f.moving(a, m.draft); hit != nil {
				return hit
			}
		}
	}
	return nil
}

// moving lets the person of a draft move while a wait runs, the last one first.
func (f *finder) moving(a *aim, d draft) *found {
	res := f.play(&d)
	if res == nil {
		return nil
	}
	run := reading{res: res, journey: journeyOf(res.Program(), a.journey.Name), zone: d.zone()}
	waits := run.decisions(func(d *engine.Decision) bool { return d.Kind == engine.Wait && d.Until > d.At })
	for i := len(waits) - 1; i >= 0; i-- {
		from, until := run.wall(waits[i].At), run.wall(waits[i].Until)
		for _, zone := range afar {
			for _, before := range []int64{30 * minute, minute, 3 * hour} {
				at := until - before
				if at -= at % minute; at <= from {
					continue
				}
				next := d.clone()
				next.lines = append(next.lines, line{at: at, set: fact{kind: aTrait, name: "timezone", op: "==", value: zone}})
				if res := f.play(&next); res != nil && a.hit(res) {
					return &found{next, res}
				}
			}
		}
	}
	return nil
}

// slack is what clocks that jump over a time of day move it on by, at most.
const slack = 3 * 60

// awake says why no message of a journey is ever held back, when that is certain: its
// trigger is a time of day that is not quiet, and all it does, it does at that instant.
func awake(j *check.Journey, started bool) string {
	var at *ast.TimeLit
	switch t := j.Decl.Trigger.(type) {
	case *ast.OnDate:
		at = t.At
	case *ast.Schedule:
		at = t.At
	}
	if at == nil || started || j.Policy == nil || rests(j) {
		return ""
	}
	begins := at.Hour*60 + at.Minute
	for _, r := range j.Policy.Decl.Rules {
		q, ok := r.(*ast.QuietRule)
		if !ok {
			continue
		}
		from, to := q.From.Hour*60+q.From.Minute, q.To.Hour*60+q.To.Minute
		for m := begins; m <= begins+slack; m++ {
			if n := m % (24 * 60); from < to && from <= n && n < to || from >= to && (from <= n || n < to) {
				return ""
			}
		}
	}
	return "proven: people come in at a time of day that is not quiet, and wait for nothing"
}

// rests reports whether a journey may keep people for a while, or let them in at another
// instant than its trigger's.
func rests(j *check.Journey) bool {
	for _, s := range j.Decl.Settings {
		if _, ok := s.(*ast.Backfill); ok {
			return true
		}
	}
	found := false
	ast.Walk(j.Decl.Body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.Wait, *ast.WaitTime, *ast.WaitDate, *ast.WaitBest, *ast.WaitUntil, *ast.WaitFor, *ast.Race, *ast.Repeat:
			found = true
		}
		return !found
	})
	return found
}
