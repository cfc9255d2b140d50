package oracle

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// tracked reports whether new events count for the trigger: not while an instance
// is inside, unless it restarts; and not when nobody can enter any more.
func (e *entrance) tracked() bool {
	if e.j.mode == ast.Restart {
		return true
	}
	return e.live == nil && !(e.once() && e.j.simple)
}

func (e *entrance) once() bool { return e.j.mode == ast.Once && e.visits.entries > 0 }

// pending returns the earliest firing that will come by time alone.
func (w *world) pending(e *entrance) (firing, bool) {
	if e.j.date != nil {
		t := w.dateDue(e)
		return firing{at: t}, t != never
	}
	var best firing
	found := false
	for _, alt := range e.j.when {
		var f firing
		ok := false
		switch p := alt.(type) {
		case *ast.AbsencePat:
			if nested(p) {
				if a := w.activeOpen(e, p, nil); a != nil {
					f, ok = firing{at: w.deadline(a.moment, e.j, durationOf(p.Within)), payload: a.of, from: a.key.ts, alt: alt}, true
				}
			} else if a := w.active(e, p, nil); a != nil {
				f, ok = firing{at: w.deadline(a.moment, e.j, durationOf(p.Within)), payload: a, alt: alt}, true
			}
		case *ast.SilencePat:
			if e.tracked() {
				f, ok = w.silence(e, p)
			}
		}
		if ok && (!found || f.at < best.at) {
			best, found = f, true
		}
	}
	return best, found
}

// doors returns the entrances of a journey that an event concerns. With `enter each
// F`, an event of the trigger's first part opens one for a value that is new; if it
// cannot, the reason is left as a record.
func (w *world) doors(p *person, v *visits, h *happened) []*entrance {
	if v.j.each != "" {
		k := keyText(w.field(h, v.j.each))
		known := slices.ContainsFunc(v.entrances, func(e *entrance) bool { return e.key == k })
		switch {
		case k == "" || known:
		case !w.opens(v.j, h):
			if v.j.simple && !w.tardy(p, v.j, h) && slices.ContainsFunc(v.j.when, func(p ast.Pattern) bool { return named(first(p), h) }) {
				w.note(p, v, "no_enter", "where")
			}
		case len(v.entrances) >= most:
			w.note(p, v, "no_enter", "overflow")
		default:
			// A pattern inside may have come true before anything began the whole: an
			// event that comes late begins it too late for that.
			w.passedElsewhere(v.open(p, k))
		}
	}
	var doors []*entrance
	for _, e := range v.entrances {
		if w.touches(e, h) {
			doors = append(doors, e)
		}
	}
	// An event without the field concerns several: they act in the order of their values.
	slices.SortStableFunc(doors, func(a, b *entrance) int { return strings.Compare(a.key, b.key) })
	return doors
}

func (w *world) opens(j *journey, h *happened) bool {
	return slices.ContainsFunc(j.when, func(p ast.Pattern) bool {
		return slices.ContainsFunc(beginnings(p), func(q ast.Pattern) bool { return w.matches(q, h, nil) })
	})
}

// trigger lets an event that has just happened act on one entrance.
// came are the alternatives that hear no event and have come true by it.
func (w *world) trigger(e *entrance, h *happened, came map[ast.Pattern]bool) {
	if e.j.date != nil {
		return // nothing but time
	}
	if w.tooLateFor(e, h) {
		w.note(e.p, e.visits, "late", "")
	}
	if w.killed(e, h) {
		w.note(e.p, e.visits, "no_enter", "killed")
	}
	switch {
	case !e.frontier.less(h.key):
	case !e.tracked():
		if e.j.simple && w.begins(e, h) {
			w.note(e.p, e.visits, "no_enter", e.shut())
		}
		w.come(e, came)
	case w.tardy(e.p, e.j, h):
		if e.j.simple && w.missed(e, h) {
			w.note(e.p, e.visits, "no_enter", "late")
		}
	default:
		w.arrive(e, h, came)
	}
}

// tardy reports whether an event came late, and later than the journey takes it.
func (w *world) tardy(p *person, j *journey, h *happened) bool {
	return h.late && !(j.accepts != nil && w.at.ts < w.after(p, j, h.ts, j.accepts))
}

// overdue reports whether a late event that is accepted begins a waiting that is over by now, or is the
// last one before a silence that is.
func (w *world) overdue(e *entrance, alt ast.Pattern, h *happened) bool {
	newer := func(base ast.Pattern) bool {
		return slices.ContainsFunc(e.p.history, func(o *happened) bool {
			return o.ts > h.ts && e.frontier.less(o.key) && w.starts(e, o) && w.matches(base, o, nil)
		})
	}
	switch p := alt.(type) {
	case *ast.AbsencePat:
		return h.late && w.starts(e, h) && w.matches(p.Base, h, nil) && w.tooLate(e, h, durationOf(p.Within)) &&
			!w.suppressed(e, p, h, nil) && !(e.j.mode == ast.Restart && newer(p.Base))
	case *ast.SilencePat:
		return h.late && w.starts(e, h) && w.matches(p.Event, h, nil) && w.tooLate(e, h, durationOf(p.For)) && !newer(p.Event)
	}
	return false
}

// shut says why nobody enters while nothing is tracked.
func (e *entrance) shut() string {
	if e.j.mode == ast.Again {
		return "again"
	}
	return "once"
}

// begins reports whether the event is the one a simple trigger begins with.
func (w *world) begins(e *entrance, h *happened) bool {
	return slices.ContainsFunc(e.j.when, func(p ast.Pattern) bool {
		return w.starts(e, h) && w.matches(first(p), h, nil)
	})
}

// missed reports whether a late event would have fired the trigger, or begun a waiting
// that is over by now.
func (w *world) missed(e *entrance, h *happened) bool {
	return slices.ContainsFunc(e.j.when, func(alt ast.Pattern) bool {
		if p, ok := alt.(*ast.AbsencePat); ok {
			return w.starts(e, h) && w.matches(p.Base, h, nil) && !w.suppressed(e, p, h, nil) && w.tooLate(e, h, durationOf(p.Within))
		}
		_, ok := w.completes(e, alt, h)
		return ok
	})
}

// arrive lets an event that is in time fire the trigger.
func (w *world) arrive(e *entrance, h *happened, came map[ast.Pattern]bool) {
	if e.j.hearsNone() {
		w.come(e, came)
		return
	}
	if e.j.simple && !w.begins(e, h) {
		if e.live == nil && w.filtered(e, h) {
			w.note(e.p, e.visits, "no_enter", "where")
		}
		return
	}
	if _, absence := e.j.when[0].(*ast.AbsencePat); absence && e.j.simple && e.live != nil {
		in := e.live
		w.leave(in, "restarted", e.j.line)
		e.frontier = key{ts: h.key.ts, line: h.key.line, before: true}
	}
	for _, alt := range e.j.when {
		if came[alt] {
			w.comeBy(e, alt, w.at)
			return
		}
		if nested(alt) {
			if w.hear(e, alt, h); !e.frontier.less(h.key) {
				return
			}
			continue
		}
		if w.overdue(e, alt, h) {
			w.fire(e, firing{at: w.at.ts, payload: h, alt: alt})
			return
		}
		if payload, ok := w.completes(e, alt, h); ok {
			w.fire(e, firing{at: w.at.ts, payload: payload, alt: alt})
			return
		}
	}
}

// hearsNone reports whether a simple trigger hears no event.
func (j *journey) hearsNone() bool {
	_, event := first(j.when[0]).(*ast.EventPat)
	_, several := first(j.when[0]).(*ast.OrPat)
	return j.simple && !event && !several
}

// filtered reports whether the event is the one a simple trigger begins with, but
// for the filter.
func (w *world) filtered(e *entrance, h *happened) bool {
	return slices.ContainsFunc(e.j.when, func(p ast.Pattern) bool {
		return w.starts(e, h) && named(first(p), h)
	})
}

// fire moves the frontier to the present and lets the person in, if the journey admits it.
func (w *world) fire(e *entrance, f firing) {
	e.advance(w.at)
	e.spend(f)
	if w.at.ts < w.opts.Activated {
		w.tooEarly(e, f)
		return
	}
	w.admit(e, f)
}

// start lets the person in because another journey says so. There is no payload, and
// what the trigger waits for goes on if nobody comes in.
func (w *world) start(p *person, journey string) {
	for _, v := range p.journeys {
		if v.j.name == journey {
			w.admit(v.entrances[0], firing{at: w.at.ts})
		}
	}
}

// admit lets the person in, if the mode of entry allows it.
func (w *world) admit(e *entrance, f firing) {
	if e.once() {
		w.note(e.p, e.visits, "no_enter", "once")
		return
	}
	if e.j.mode == ast.Again && e.entered && w.at.ts < w.after(e.p, e.j, e.since, e.j.again) {
		w.note(e.p, e.visits, "no_enter", "again")
		return
	}
	if e.live == nil && w.taken(e) {
		w.note(e.p, e.visits, "no_enter", "exclusive")
		return
	}
	if e.live != nil {
		if e.j.mode != ast.Restart {
			w.note(e.p, e.visits, "no_enter", "once")
			return
		}
		w.leave(e.live, "restarted", e.j.line)
	}
	in := &instance{e: e, j: e.j, payload: f.payload, entered: w.here(e.p)}
	if e.j.while != nil && !w.holds(e.j.while.Cond, in.scope(true)) {
		w.note(e.p, e.visits, "no_enter", "while")
		return
	}
	// Only a firing that let somebody in can be one that a late event would have
	// prevented.
	e.fired = nil
	if _, ok := f.alt.(*ast.AbsencePat); ok {
		e.fired = &f
	}
	e.advance(w.at)
	w.enter(in)
}

// advance moves the frontier. What came before it counts no more.
func (e *entrance) advance(to key) {
	e.frontier = later(e.frontier, to)
	e.kept, e.keptOpen = nil, nil
}

// note leaves a record that concerns no instance.
func (w *world) note(p *person, v *visits, kind, reason string) {
	if w.at.ts < w.opts.Activated && reason != "backfill" {
		return // a journey that lets nobody in has nothing to say
	}
	v.records++
	w.record(p, Decision{Journey: v.j.name, Number: v.records, Line: v.j.line, Kind: kind, Reason: reason})
}

func (w *world) record(p *person, d Decision) {
	d.At, d.Person, d.who = w.at.ts, p.display(), p.n
	w.out = append(w.out, d)
}
