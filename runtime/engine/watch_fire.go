package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// entries is the third part of what one event does: the triggers that hear it, and
// those that hear what it made of the person, journey by journey.
func (e *Engine) entries(p *Person, r *event.Record, l *listener, late bool) {
	e.flips(p, l.watched)
	fs := e.inTurn()
	if late {
		fs = nil // it is remembered, but triggers nothing
	}
	for i := range l.triggers {
		t := &l.triggers[i]
		for len(fs) > 0 && e.comesFirst(fs[0], t) {
			e.fireFlip(p, fs[0], e.mark)
			fs = fs[1:]
		}
		e.hear(p, t, r, late)
	}
	e.fireAll(p, fs)
}

// comesFirst reports whether a flip's turn is before that of what hears an event.
func (e *Engine) comesFirst(f firing, t *trigger) bool {
	if f.journey == t.journey {
		return f.alt < t.alt
	}
	return e.prog.rank[f.journey] < e.prog.rank[t.journey]
}

// profileEntries lets people in after the profile has changed. silent is a late line,
// which triggers nothing.
func (e *Engine) profileEntries(p *Person, zone, silent bool) {
	e.changesHeard(p)
	e.flips(p, e.prog.watch.byTrait)
	if zone {
		e.flips(p, e.prog.watch.timed)
	}
	if fs := e.inTurn(); !silent {
		e.fireAll(p, fs)
	}
}

func (e *Engine) fireAll(p *Person, fs []firing) {
	for _, f := range fs {
		e.fireFlip(p, f, e.mark)
	}
}

// meet lets somebody of whom the first line says nothing else into the segments that
// everybody is in.
func (e *Engine) meet(p *Person, late bool) {
	e.flips(p, nil)
	if fs := e.inTurn(); !late {
		e.fireAll(p, fs)
	}
}

// lookAgain brings up to date what is remembered of a person where nothing is
// triggered: after a merge, and where journeys that answer each other without end are
// stopped.
func (e *Engine) lookAgain(p *Person) {
	clear(e.changed)
	e.changed = e.changed[:0]
	if p.met {
		p.met = false // ask everything
		e.flips(p, nil)
		e.fires = e.fires[:0]
	}
}

// fireFlip is a trigger that hears no event and has come true at a place in the order of
// the present instant. What came true by time alone has the place of a timer, however
// late in the instant its turn is.
func (e *Engine) fireFlip(p *Person, f firing, mark int64) {
	j := &e.prog.Journeys[f.journey]
	a := &j.Alts[f.alt]
	stay := p.run(f.journey, 0)
	if !stay.after(e.now, mark) {
		return
	}
	if j.Mode != bytecode.Restart && stay != nil && stay.is(live) {
		if j.Simple() {
			why := BecauseOnce
			if j.Mode == bytecode.Again {
				why = BecauseAgain
			}
			e.noEnter(f.journey, a.Line, why)
		}
		return
	}
	e.fire(p, ref{journey: f.journey, alt: f.alt}, nil, nil)
}

// flipsByTime notes who comes and goes at an instant by time alone. They enter in
// turn, among the timers of the instant; see timer.
func (e *Engine) flipsByTime(p *Person) {
	if len(e.prog.watch.timed) == 0 || !p.met {
		return
	}
	e.flips(p, e.prog.watch.timed)
	e.pending = append(e.pending[:0], e.inTurn()...)
}

// nextFlip is the next instant at which a watched segment can flip by time alone.
func (e *Engine) nextFlip(p *Person) int64 {
	next := Never
	if !p.met {
		return next
	}
	for _, k := range e.prog.watch.timed {
		next = min(next, e.changes(p, &e.prog.watch.segments[k].deps, none))
	}
	return next
}
