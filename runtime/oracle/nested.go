package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// A pattern inside another stands for an event of it: it happens at the instant at
// which the pattern comes true, and nothing is used up by that. These are kept, as a
// history of their own; everything else is asked of the history anew.

// occurrence is an event, or a pattern inside that has come true, as a part of a
// pattern.
type occurrence struct {
	key    key // when it happened, or came true
	start  key // where the first of its events lies
	base   key // of an absence or a silence: what it was counted from
	moment moment
	of     *happened // the event, or the one that completed it; nil for a deadline
}

// parts returns the parts of a pattern.
func parts(p ast.Pattern) []ast.Pattern {
	switch p := p.(type) {
	case *ast.AbsencePat:
		return []ast.Pattern{p.Base}
	case *ast.BothPat:
		return p.Parts
	case *ast.SeqPat:
		return p.Parts
	case *ast.CountPat:
		return []ast.Pattern{p.Event}
	case *ast.SilencePat:
		return []ast.Pattern{p.Event}
	}
	return nil
}

// nested reports whether a pattern has others inside.
func nested(p ast.Pattern) bool {
	return slices.ContainsFunc(parts(p), func(q ast.Pattern) bool {
		return slices.ContainsFunc(alternatives(q), func(a ast.Pattern) bool { return parts(a) != nil })
	})
}

// within visits a pattern and those inside it, each with the one around it, its place
// there, and whether it begins the whole.
func eachInside(p ast.Pattern, first bool, visit func(p, around ast.Pattern, slot int, first bool)) {
	var walk func(p, around ast.Pattern, slot int, first bool)
	walk = func(p, around ast.Pattern, slot int, first bool) {
		visit(p, around, slot, first)
		for i, part := range parts(p) {
			for _, a := range alternatives(part) {
				if parts(a) != nil {
					walk(a, p, i, first && i == 0)
				}
			}
		}
	}
	walk(p, nil, 0, first)
}

// around returns the pattern that another stands in, and in which part.
func (j *journey) around(inner ast.Pattern) (outer ast.Pattern, slot int) {
	for _, alt := range j.when {
		eachInside(alt, true, func(p, a ast.Pattern, i int, _ bool) {
			if p == inner {
				outer, slot = a, i
			}
		})
	}
	return outer, slot
}

// begins reports whether a part of a pattern begins the whole trigger.
func (j *journey) beginsWith(inner ast.Pattern, slot int) bool {
	begins := false
	for _, alt := range j.when {
		eachInside(alt, true, func(p, _ ast.Pattern, _ int, first bool) {
			begins = begins || p == inner && first && slot == 0
		})
	}
	return begins
}

// known returns everything after the frontier that may be a part of a pattern.
func (w *world) known(e *entrance, p ast.Pattern, slot int) []*occurrence {
	var all []*occurrence
	first := e.j.beginsWith(p, slot)
	for _, a := range alternatives(parts(p)[slot]) {
		if parts(a) != nil {
			for _, o := range e.came[a] {
				if e.frontier.less(o.start) {
					all = append(all, o)
				}
			}
			continue
		}
		for _, h := range e.p.history {
			if e.frontier.less(h.key) && w.isEvent(e, a, h, first) {
				all = append(all, &occurrence{key: h.key, start: h.key, moment: h.moment, of: h})
			}
		}
	}
	return all
}

func (w *world) isEvent(e *entrance, p ast.Pattern, h *happened, first bool) bool {
	return w.matches(p, h, nil) && (first && !e.wild && w.starts(e, h) || !first && w.touches(e, h))
}

// hear lets an event act on a pattern with others inside, from its last part to the first.
func (w *world) hear(e *entrance, p ast.Pattern, h *happened) {
	for slot := len(parts(p)) - 1; slot >= 0; slot-- {
		heard := false
		for _, a := range alternatives(parts(p)[slot]) {
			switch {
			case !e.frontier.less(h.key):
				return
			case parts(a) != nil:
				w.hear(e, a, h)
			case !heard && w.isEvent(e, a, h, e.j.beginsWith(p, slot)):
				heard = true
				w.isPartOf(e, p, slot, &occurrence{key: h.key, start: h.key, moment: h.moment, of: h})
			}
		}
	}
}

// isPartOf is something that is a part of a pattern, now. It may make it true.
func (w *world) isPartOf(e *entrance, p ast.Pattern, slot int, z *occurrence) {
	var o *occurrence
	switch p := p.(type) {
	case *ast.SeqPat:
		o = w.sequenceTo(e, p, slot, z)
	case *ast.BothPat:
		o = w.bothWith(e, p, slot, z)
	case *ast.CountPat:
		o = w.countTo(e, p, z)
	}
	if o != nil {
		w.comesTrue(e, p, o)
	}
}

// comesTrue is a pattern that has come true: an event for the one around it, or the firing.
func (w *world) comesTrue(e *entrance, p ast.Pattern, o *occurrence) {
	outer, slot := e.j.around(p)
	if outer == nil {
		w.fire(e, firing{at: w.at.ts, payload: o.of, alt: p, from: o.base.ts})
		return
	}
	if e.came == nil {
		e.came = map[ast.Pattern][]*occurrence{}
	}
	e.came[p] = append(e.came[p], o)
	w.isPartOf(e, outer, slot, o)
}

// sequenceTo looks for the parts before the last one, and takes the first part that
// came true latest. Each part begins after the one before came true.
func (w *world) sequenceTo(e *entrance, p *ast.SeqPat, slot int, z *occurrence) *occurrence {
	if slot != len(p.Parts)-1 {
		return nil
	}
	var best *occurrence
	var extend func(i int, next *occurrence)
	extend = func(i int, next *occurrence) {
		if i < 0 {
			inTime := p.Within == nil || z.key.ts < w.after(e.p, e.j, next.key.ts, durationOf(p.Within))
			later := best == nil || best.key.less(next.key) || best.key == next.key && best.start.less(next.start)
			if inTime && later {
				best = next
			}
			return
		}
		for _, y := range w.known(e, p, i) {
			if y.key.less(next.start) && !w.isBetween(e, p, y.key, next.key) {
				extend(i-1, y)
			}
		}
	}
	extend(slot-1, z)
	if best == nil {
		return nil
	}
	return &occurrence{key: z.key, start: best.start, moment: z.moment, of: z.of}
}

func (w *world) isBetween(e *entrance, p *ast.SeqPat, a, b key) bool {
	return slices.ContainsFunc(e.p.history, func(x *happened) bool {
		return a.less(x.key) && x.key.less(b) && w.touches(e, x) && w.matchesAny(p.NoBetween, x, nil)
	})
}

// bothWith looks for the latest of every other part.
func (w *world) bothWith(e *entrance, p *ast.BothPat, slot int, z *occurrence) *occurrence {
	start := z.start
	for i := range p.Parts {
		if i == slot {
			continue
		}
		var partner *occurrence
		for _, y := range w.known(e, p, i) {
			if y.key.less(z.key) && (partner == nil || !y.key.less(partner.key)) {
				partner = y
			}
		}
		if partner == nil || z.key.ts >= w.after(e.p, e.j, partner.key.ts, durationOf(p.Within)) {
			return nil
		}
		if partner.start.less(start) {
			start = partner.start
		}
	}
	return &occurrence{key: z.key, start: start, moment: z.moment, of: z.of}
}

// countTo counts back from an event.
func (w *world) countTo(e *entrance, p *ast.CountPat, z *occurrence) *occurrence {
	var last []key
	for _, y := range w.known(e, p, 0) {
		if !z.key.less(y.key) && w.counts(e, p, y.of, z.of) {
			last = append(last, y.key)
		}
	}
	n := int(p.N.Value)
	if len(last) < n {
		return nil
	}
	slices.SortFunc(last, key.compare)
	return &occurrence{key: z.key, start: last[len(last)-n], moment: z.moment, of: z.of}
}

// open returns the parts from which an absence is counting, in their order, without
// those that have been counted to the end. without is an event that has just happened:
// the answer is the one before it.
func (w *world) open(e *entrance, p *ast.AbsencePat, without *happened) []*occurrence {
	var all []*occurrence
	d := durationOf(p.Within)
	if e.tracked() || e.wild {
		for _, o := range w.known(e, p, 0) {
			if o.of == nil || o.of != without && !w.tooLate(e, o.of, d) {
				all = append(all, o)
			}
		}
	}
	if e.j.isTop(p) {
		all = append(all, e.keptOpen...)
	}
	all = slices.DeleteFunc(all, func(o *occurrence) bool {
		done := slices.ContainsFunc(e.came[p], func(c *occurrence) bool { return c.base == o.key && c.start == o.start })
		return done || w.isSuppressed(e, p, o, without)
	})
	slices.SortStableFunc(all, func(a, b *occurrence) int { return a.key.compare(b.key) })
	return all
}

func (j *journey) isTop(p ast.Pattern) bool { return slices.Contains(j.when, p) }

func (w *world) isSuppressed(e *entrance, p *ast.AbsencePat, o *occurrence, without *happened) bool {
	return slices.ContainsFunc(e.p.history, func(x *happened) bool {
		return x != o.of && x != without && x.ts >= o.key.ts && w.touches(e, x) && w.matchesAny(p.Not, x, nil)
	})
}

// activeOpen is the one of open that counts at the top: the earliest, or with `restart on repeat`
// the latest.
func (w *world) activeOpen(e *entrance, p *ast.AbsencePat, without *happened) *occurrence {
	all := w.open(e, p, without)
	switch {
	case len(all) == 0:
		return nil
	case e.j.mode == ast.Restart:
		return all[len(all)-1]
	}
	return all[0]
}

// inner is a deadline of a pattern inside.
type inner struct {
	at   int64
	p    ast.Pattern
	from *occurrence
}

// nextInner returns the earliest deadline of the patterns inside.
func (w *world) nextInner(e *entrance) (next inner, ok bool) {
	if !e.tracked() && !e.wild {
		return next, false
	}
	for _, alt := range e.j.when {
		eachInside(alt, true, func(p, around ast.Pattern, _ int, _ bool) {
			if around == nil {
				return
			}
			for _, o := range w.counting(e, p) {
				if at := w.deadline(o.moment, e.j, durationOf(windowOf(p))); !ok || at < next.at {
					next, ok = inner{at, p, o}, true
				}
			}
		})
	}
	return next, ok
}

func windowOf(p ast.Pattern) *ast.DurationLit {
	switch p := p.(type) {
	case *ast.AbsencePat:
		return p.Within
	case *ast.SilencePat:
		return p.For
	}
	return nil
}

// counting returns what an absence or a silence inside is counting from.
func (w *world) counting(e *entrance, p ast.Pattern) []*occurrence {
	switch p := p.(type) {
	case *ast.AbsencePat:
		return w.open(e, p, nil)
	case *ast.SilencePat:
		var last *occurrence
		for _, o := range w.known(e, p, 0) {
			if !w.tooLate(e, o.of, durationOf(p.For)) && (last == nil || last.key.less(o.key)) {
				last = o
			}
		}
		if last == nil || slices.ContainsFunc(e.came[p], func(c *occurrence) bool { return c.base == last.key }) {
			return nil
		}
		return []*occurrence{last}
	}
	return nil
}

// passInner lets the deadlines of patterns inside pass that are due.
func (w *world) passInner(e *entrance) {
	for {
		d, ok := w.nextInner(e)
		if !ok || d.at > w.at.ts {
			return
		}
		w.comesTrue(e, d.p, &occurrence{key: w.at, start: d.from.start, base: d.from.key, moment: w.here(e.p)})
	}
}

// passedElsewhere lets the deadlines of patterns inside pass that were over before two people turned
// out to be one, or before the value of an `enter each` had begun. Where nobody had begun the pattern around them they came true all the
// same, at their own time, and now it is too late for anything to be triggered by it.
func (w *world) passedElsewhere(e *entrance) {
	for {
		d, ok := w.nextInner(e)
		if !ok || d.at > w.at.ts {
			return
		}
		if e.came == nil {
			e.came = map[ast.Pattern][]*occurrence{}
		}
		then := w.here(e.p)
		then.ts, then.now = d.at, d.at
		e.came[d.p] = append(e.came[d.p], &occurrence{key: key{ts: d.at}, start: d.from.start, base: d.from.key, moment: then})
	}
}

// hearWild keeps what happens to everybody of an `enter each`, also to the values that
// are still to come.
func (w *world) hearWild(v *visits, p *person, h *happened) {
	if v.j.each == "" || keyText(w.field(h, v.j.each)) != "" {
		return
	}
	for _, alt := range v.j.when {
		if nested(alt) && !h.late {
			w.hear(v.wildcard(p), alt, h)
		}
	}
}

// wildcard is the entrance that no value has.
func (v *visits) wildcard(p *person) *entrance {
	if v.wild == nil {
		v.wild = &entrance{p: p, j: v.j, visits: v, frontier: key0, wild: true}
	}
	return v.wild
}

// inherit gives an entrance what came true for everybody.
func (e *entrance) inherit(from *entrance) {
	if from == nil {
		return
	}
	for p, all := range from.came {
		if e.came == nil {
			e.came = map[ast.Pattern][]*occurrence{}
		}
		for _, o := range all {
			if !slices.Contains(e.came[p], o) {
				e.came[p] = append(e.came[p], o)
			}
		}
	}
}

// beginnings returns the events that can be the first of a pattern.
func beginnings(p ast.Pattern) []ast.Pattern {
	if parts(p) != nil {
		p = parts(p)[0]
	}
	var all []ast.Pattern
	for _, a := range alternatives(p) {
		if parts(a) != nil {
			all = append(all, beginnings(a)...)
		} else {
			all = append(all, a)
		}
	}
	return all
}
