package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// world is everything there is while a feed is played.
type world struct {
	prog   *program
	opts   Options
	people []*person // in the order in which they first appear
	out    []Decision

	at    key // the instant that is being decided, and the line that decides it
	seq   int // grows with everything that happens
	round int // grows with every round of reactions
	wrote bool
	moves []move     // the zones that instances have set in this round
	asked []reaction // what the steps of this round have asked for
	// The alternatives of triggers that came true by time alone at this instant, and whose
	// turn is still to come.
	byTime map[ast.Pattern]bool

	err error // what the oracle turned out not to cover

	shown []showing // when anybody was there

	catching bool // a merge shows an instance what the other person did
}

func (w *world) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// key is a place in the order of things: by instant, then by line. Timers come
// before the lines of their instant (line 0). What journeys emit in answer to a line
// comes behind it, in the order in which it is asked for.
type key struct {
	ts, line int64
	sub      int
	before   bool // just before that line: what a restart leaves to the event that caused it
}

func (k key) compare(o key) int {
	switch {
	case k.ts != o.ts:
		return sign(k.ts < o.ts)
	case k.line != o.line:
		return sign(k.line < o.line)
	case k.sub != o.sub:
		return sign(k.sub < o.sub)
	case k.before != o.before:
		return sign(k.before)
	}
	return 0
}

func (k key) less(o key) bool { return k.compare(o) < 0 }

func later(a, b key) key {
	if a.less(b) {
		return b
	}
	return a
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}

// play runs the whole feed. Lines wait in a buffer until the watermark has passed
// them, so that the order of lines does not matter within the grace. Only a late
// line shows how far the clock had come, so only there, and at the end, is the
// clock moved.
func (w *world) play(items []item) {
	var buffer []item
	end := always
	for _, it := range items {
		end = max(end, it.Time)
		if it.Kind == event.Clock {
			continue
		}
		if !it.late {
			buffer = append(buffer, it)
			continue
		}
		buffer = w.runTo(it.watermark, buffer)
		w.at = key{ts: it.watermark, line: it.Line}
		w.apply(it)
	}
	if len(items) > 0 {
		w.runTo(max(end, w.opts.Until), buffer)
	}
}

// runTo runs timers and buffered lines in time order up to and including an
// instant, and returns the lines that are still ahead.
func (w *world) runTo(to int64, buffer []item) []item {
	slices.SortStableFunc(buffer, func(a, b item) int {
		return key{ts: a.Time, line: a.Line}.compare(key{ts: b.Time, line: b.Line})
	})
	for {
		next := never
		if len(buffer) > 0 {
			next = buffer[0].Time
		}
		p, at := w.nextTimer()
		switch {
		case p != nil && at <= to && at <= next:
			if w.at.ts != at || w.at.line != 0 {
				w.at = key{ts: at}
			}
			w.timers(p)
		case next <= to:
			it := buffer[0]
			buffer = buffer[1:]
			w.at = key{ts: it.Time, line: it.Line}
			w.apply(it)
		default:
			return buffer
		}
	}
}

// nextTimer returns the person and the earliest instant, of all people, at which
// something may change by time alone.
func (w *world) nextTimer() (who *person, at int64) {
	at = never
	for _, p := range w.people {
		if t := w.nextOf(p); t < at {
			who, at = p, t
		}
	}
	return who, at
}

// nextOf returns the next such instant of one person: a deadline of a pattern or of a wait, or
// an instant at which a condition that somebody waits for may change its answer.
func (w *world) nextOf(p *person) int64 {
	next := never
	for _, t := range w.flipPoints(p) {
		if t > p.clock {
			next = min(next, t)
		}
	}
	for _, v := range p.journeys {
		if v.wild != nil && p.into == nil {
			if d, ok := w.nextInner(v.wild); ok {
				next = min(next, max(d.at, p.clock))
			}
		}
	}
	for _, e := range p.entrances() {
		if e.early != nil {
			next = min(next, max(w.opts.Activated, p.clock))
		}
		if f, ok := w.pending(e); ok {
			next = min(next, max(f.at, p.clock))
		}
		if d, ok := w.nextInner(e); ok {
			next = min(next, max(d.at, p.clock))
		}
		in := e.live
		if in == nil {
			continue
		}
		if d := w.waitDeadline(in); d != never {
			next = min(next, max(d, p.clock))
		}
		for _, t := range w.turningPoints(in) {
			if t > p.clock {
				next = min(next, t)
			}
		}
	}
	return next
}

// timers does for one person what is due at the instant, one after the other. What
// one of them does is settled before the next one is asked.
func (w *world) timers(p *person) {
	p.clock = w.at.ts
	if p.met {
		w.byTime = w.comings(p)
	}
	for _, d := range w.due(p) {
		d.act()
		w.settle(p)
	}
	w.byTime = nil
}

// due is one thing that may have come due.
type due struct {
	turn
	act func()
}

// due returns everything of one person that a timer can move at the instant.
func (w *world) due(p *person) []due {
	var all []due
	for _, e := range p.entrances() {
		if in := e.live; in != nil {
			all = append(all, due{in.turn(), func() {
				if in.e.live == in {
					w.react(in, nil)
				}
			}})
		}
		all = append(all, due{e.turn(w.at.ts), func() {
			if e.j.date != nil {
				if f, ok := w.pending(e); ok && f.at <= w.at.ts {
					w.onDate(e, f)
				}
				return
			}
			for _, alt := range e.j.when {
				if w.byTime[alt] {
					delete(w.byTime, alt)
					w.comeBy(e, alt, key{ts: w.at.ts})
				}
				if f, ok := w.pending(e); ok && f.at <= w.at.ts && f.alt == alt {
					w.fire(e, f)
				}
			}
			w.passInner(e)
		}})
	}
	for _, v := range p.journeys {
		if v.wild != nil {
			w.passInner(v.wild)
		}
	}
	slices.SortStableFunc(all, func(a, b due) int { return a.compare(b.turn) })
	return append(w.activations(p), all...)
}

// apply does what one line says: first who is who, then what happened.
func (w *world) apply(it item) {
	if it.who.gone(it.Line) {
		return
	}
	p := it.who.root()
	w.meet(p)
	w.seq++
	if it.naming != "" && p.user == "" {
		p.user = it.naming
	}
	p.clock = w.at.ts
	if it.absorb != nil && !it.absorb.gone(it.Line) {
		w.meet(it.absorb.root())
		w.merge(it.absorb.root(), p)
	}
	w.at.sub = 0
	switch it.Kind {
	case event.Track:
		w.occur(p, it)
	case event.Identify:
		w.identify(p, it)
	case event.Delete:
		w.forget(it)
	}
}

// meet takes note of a person. A person that was united into another is never
// asked about timers, so the list keeps them.
func (w *world) meet(p *person) {
	if !slices.Contains(w.people, p) {
		w.people = append(w.people, p)
		w.firstMet(p)
	}
}

// forget ends every instance of the person and empties their history. Lines that arrived before
// this one and are still ahead are forgotten with it.
func (w *world) forget(it item) {
	for _, q := range it.forget {
		p := q.root()
		for _, e := range p.entrances() {
			if e.live != nil {
				w.leave(e.live, "deleted", e.j.line)
			}
		}
		q.deleted, p.deleted = it.Line, it.Line
		p.reset(w.prog)
	}
}
