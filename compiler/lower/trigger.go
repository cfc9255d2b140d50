package lower

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

func (l *journeyLowerer) trigger(t ast.Trigger) {
	w, ok := t.(*ast.When)
	if !ok {
		l.j.Alts = append(l.j.Alts, l.dateTrigger(t))
		return
	}
	l.alternatives(w.Pattern)
	for i := range l.j.Subs {
		if a := &l.j.Subs[i]; a.Parent < 0 {
			a.Parent = int32(len(l.j.Alts)) - 1 - a.Parent
		}
	}
}

// alternatives lowers a trigger. An `or` of events is one part with several tests; an
// `or` of anything richer is several alternatives.
func (l *journeyLowerer) alternatives(p ast.Pattern) {
	if or, ok := p.(*ast.OrPat); ok && events(or) == nil {
		for _, alt := range or.Alts {
			l.alternatives(alt)
		}
		return
	}
	l.alternative(p)
}

// events returns the events of a pattern that is one event or an `or` of
// events, and nil for anything else.
func events(p ast.Pattern) []*ast.EventPat {
	switch p := p.(type) {
	case *ast.EventPat:
		return []*ast.EventPat{p}
	case *ast.OrPat:
		var out []*ast.EventPat
		for _, alt := range p.Alts {
			es := events(alt)
			if es == nil {
				return nil
			}
			out = append(out, es...)
		}
		return out
	}
	return nil
}

var periods = map[string]bytecode.Period{"day": bytecode.PerDay, "week": bytecode.PerWeek, "month": bytecode.PerMonth}

func (l *journeyLowerer) alternative(p ast.Pattern) {
	a, ok := l.pattern(p, int32(len(l.j.Alts)))
	if !ok {
		return
	}
	if l.checked.Std && !l.opts.AbandonAfter.Zero() {
		a.Within = l.opts.AbandonAfter
	}
	l.j.Alts = append(l.j.Alts, a)
}

// pattern lowers a pattern of a number: that of an alternative, or, below zero, of a
// pattern inside another, until all alternatives are counted.
func (l *journeyLowerer) pattern(p ast.Pattern, number int32) (a bytecode.Pattern, ok bool) {
	a = bytecode.Pattern{Line: l.line(p)}
	within := func(d *ast.DurationLit) {
		if d != nil {
			a.Within = duration(d)
		}
	}
	part := func(p ast.Pattern) {
		a.Parts = append(a.Parts, nil)
		l.part(p, &a, number)
	}
	switch p := p.(type) {
	case *ast.EventPat, *ast.OrPat:
		a.Kind = bytecode.PatEvent
		part(p)
	case *ast.AbsencePat:
		a.Kind = bytecode.PatAbsence
		within(p.Within)
		part(p.Base)
		a.Not = l.tests(p.Not)
		for _, t := range a.Not {
			a.NotReg = append(a.NotReg, l.notRegister(t))
		}
	case *ast.SeqPat:
		a.Kind = bytecode.PatSeq
		within(p.Within)
		for _, q := range p.Parts {
			part(q)
		}
		a.Not = l.tests(p.NoBetween)
	case *ast.BothPat:
		a.Kind = bytecode.PatBoth
		within(p.Within)
		for _, q := range p.Parts {
			part(q)
		}
	case *ast.CountPat:
		a.Per = periods[p.Per.Text]
		a.Kind = bytecode.PatCount
		within(p.In)
		a.N = int32(p.N.Value)
		part(p.Event)
	case *ast.SilencePat:
		a.Kind = bytecode.PatSilence
		within(p.For)
		part(p.Event)
	case *ast.SegmentPat:
		a.Kind, a.Segment, a.Leaves = bytecode.PatSegment, l.watched(p.Segment.Text), p.Leaves
	case *ast.ChangePat:
		l.change(&a, p)
	default:
		l.notYet(p, "this trigger")
		return a, false
	}
	if a.Nested {
		a.Label = l.label(p.Pos())
	}
	l.captures(&a)
	return a, true
}

// part lowers the last part of a pattern so far: events, and what is richer than
// events as patterns of their own.
func (l *journeyLowerer) part(p ast.Pattern, of *bytecode.Pattern, number int32) {
	slot := len(of.Parts) - 1
	if es := events(p); es != nil {
		of.Parts[slot] = append(of.Parts[slot], l.tests(es)...)
		return
	}
	if or, ok := p.(*ast.OrPat); ok {
		for _, alt := range or.Alts {
			l.part(alt, of, number)
		}
		return
	}
	of.Nested = true
	at := len(l.j.Subs)
	l.j.Subs = append(l.j.Subs, bytecode.Pattern{})
	if inner, ok := l.pattern(p, int32(-1-at)); ok {
		inner.Parent, inner.Part = number, int32(slot)
		l.j.Subs[at] = inner
	}
}

// captures lets the parts of a pattern keep what `entry` reads. The event that
// completes the pattern is asked first; a partner keeps only what the completing
// event cannot give.
func (l *journeyLowerer) captures(a *bytecode.Pattern) {
	last := len(a.Parts) - 1
	for i, part := range a.Parts {
		for k := range part {
			t := &part[k]
			ev := l.eventAt(t.Event)
			for slot, f := range l.j.Entry {
				if a.Kind == bytecode.PatSeq && !a.Nested && i != last && l.allHave(a.Parts[last], f.Name) {
					continue
				}
				if field := l.field(ev, f.Name); field >= 0 {
					t.Captures = append(t.Captures, bytecode.Capture{Slot: int32(slot), Field: field})
				}
			}
		}
	}
}

func (l *journeyLowerer) allHave(part []bytecode.Test, field string) bool {
	if len(part) == 0 {
		return false // a pattern inside, whose events are not the same each time
	}
	for _, t := range part {
		if l.eventAt(t.Event).Field(field) == nil {
			return false
		}
	}
	return true
}

// eventAt is the checked event behind a row of the program's table.
func (b *builder) eventAt(i int32) *check.Event {
	_, e := b.stdEvent(b.p.Events[i].Name)
	return e
}

// tests lowers events with their filters, for anything that listens.
func (l *journeyLowerer) tests(es []*ast.EventPat) []bytecode.Test {
	var out []bytecode.Test
	for _, p := range es {
		e := l.info.Heard[p]
		t := bytecode.Test{Event: l.event(e), Cond: l.where(p, l), Key: -1}
		if l.j.Key != "" {
			t.Key = l.field(e, l.j.Key)
		}
		out = append(out, t)
	}
	return out
}

// heard lowers the events of a goal, an exit or a wait, with the registers that
// a merge of two people asks: was there one since the person came here? The last
// stamp answers that, unless it also matters which was first or whether one lay
// inside a window; then all stamps are kept. A filter that reads `entry` has no
// register: after a merge it hears only what comes.
func (l *journeyLowerer) heard(p ast.Pattern, stamps bool) ([]bytecode.Test, []int32) {
	es := events(p)
	if es == nil {
		l.notYet(p, "a pattern here")
		return nil, nil
	}
	tests := l.tests(es)
	regs := make([]int32, len(tests))
	for i, t := range tests {
		regs[i] = -1
		if l.asksStay(es[i].Where) {
			continue
		}
		r := bytecode.Register{Kind: bytecode.RegLast, Event: t.Event, Cond: t.Cond, Field: -1}
		if stamps || t.Key >= 0 {
			r.Kind, r.Field = bytecode.RegWindow, t.Key
		}
		regs[i] = l.register(r, l)
	}
	return tests, regs
}

// notRegister is what an absence asks when its base arrives: whether an absent
// event with the same or a later stamp is known already. With keys the stamps
// are kept by key.
func (l *journeyLowerer) notRegister(t bytecode.Test) int32 {
	r := bytecode.Register{Kind: bytecode.RegLast, Event: t.Event, Cond: t.Cond, Field: -1}
	if t.Key >= 0 {
		r.Kind, r.Field = bytecode.RegWindow, t.Key
	}
	return l.register(r, l)
}

// asksStay reports whether a filter asks what only a stay can answer.
func (l *journeyLowerer) asksStay(e ast.Expr) bool {
	if e == nil {
		return false
	}
	found := false
	ast.Walk(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IdentExpr:
			found = found || l.info.Refs[n].Kind == check.RefEntry
		case *ast.Received:
			found = found || l.named[n.Name.Text]
		}
		return true
	})
	return found
}
