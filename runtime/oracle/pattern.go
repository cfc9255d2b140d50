package oracle

import (
	"math"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// named reports whether the event is one that the pattern names, whatever its filter says.
func named(p ast.Pattern, h *happened) bool {
	for _, a := range alternatives(p) {
		if e, ok := a.(*ast.EventPat); ok && e.Name.Text == h.name {
			return true
		}
	}
	return false
}

// matches reports whether the event is one the pattern names and its filter lets pass.
// in is the instance that listens, nil for a trigger.
func (w *world) matches(p ast.Pattern, h *happened, in *instance) bool {
	for _, a := range alternatives(p) {
		a, ok := a.(*ast.EventPat)
		if !ok || w.catching && w.asksStay(a.Where, in) {
			continue
		}
		if a.Name.Text == h.name && w.answers(a, h, in) && (a.Where == nil || w.holds(a.Where, scope{p: h.of.root(), event: h, in: in})) {
			return true
		}
	}
	return false
}

// answers reports whether an event answers what a pattern says: `clicked first_mail` is
// the click on that step or message of the journey, by either name.
func (w *world) answers(a *ast.EventPat, h *happened, in *instance) bool {
	name := a.Step.Text
	if name == "" {
		return true
	}
	names := []string{name}
	eachStep(in.j.body, func(s ast.Step) {
		send, ok := s.(*ast.Send)
		if !ok {
			return
		}
		step, message := in.j.ids[s], in.j.ids[s]
		switch content := send.Content.(type) {
		case *ast.IdentExpr:
			message = content.Text
		case *ast.CallExpr:
			message = content.Fun.Text
		}
		if step == name || message == name {
			names = append(names, step, message)
		}
	})
	return slices.Contains(names, text(w.field(h, "message")))
}

// asksStay reports whether a filter looks at what let the person in, or at what a step
// of the stay sent.
func (w *world) asksStay(where ast.Expr, in *instance) bool {
	found := false
	if where != nil {
		ast.Walk(where, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IdentExpr:
				found = found || n.Text == "entry"
			case *ast.Received:
				found = found || in != nil && in.j.stepNamed(n.Name.Text)
			}
			return true
		})
	}
	return found
}

func (w *world) matchesAny(list []*ast.EventPat, h *happened, in *instance) bool {
	for _, x := range list {
		if w.matches(x, h, in) {
			return true
		}
	}
	return false
}

// field returns a field of an event as it was declared.
func (w *world) field(h *happened, name string) event.Value {
	k, declared := w.prog.fields[h.name][name]
	if !declared {
		if _, known := w.prog.fields[h.name]; known {
			return event.Value{}
		}
	}
	return typed(h.props[name], k)
}

// starts reports whether an event of the trigger's first part is for this
// entrance: with `enter each F` it must carry exactly its value.
func (w *world) starts(e *entrance, h *happened) bool {
	return e.j.each == "" || keyText(w.field(h, e.j.each)) == e.key
}

// touches reports whether any other event concerns this entrance: with
// `enter each F` it carries its value, or none at all.
func (w *world) touches(e *entrance, h *happened) bool {
	if e.j.each == "" {
		return true
	}
	k := keyText(w.field(h, e.j.each))
	return k == "" || k == e.key
}

// first returns the part of a pattern whose event has the value of `enter each`.
func first(p ast.Pattern) ast.Pattern {
	switch p := p.(type) {
	case *ast.AbsencePat:
		return p.Base
	case *ast.BothPat:
		return p.Parts[0]
	case *ast.SeqPat:
		return p.Parts[0]
	case *ast.CountPat:
		return p.Event
	case *ast.SilencePat:
		return p.Event
	}
	return p
}

// firing is a trigger that has come true.
type firing struct {
	at      int64     // the instant of a deadline; the event's own for a late one
	payload *happened // the event that `entry` means
	alt     ast.Pattern
	from    int64 // of an absence of patterns: when what it was counted from came true
	noted   bool  // a late event that would have prevented it was shown
}

// completes reports whether the event, as the last one in its history, makes the
// pattern true, and with which payload. Only events after the frontier and not
// after the event count.
func (w *world) completes(e *entrance, p ast.Pattern, h *happened) (*happened, bool) {
	switch p := p.(type) {
	case *ast.EventPat:
		return h, w.starts(e, h) && w.matches(p, h, nil)
	case *ast.CountPat:
		return h, w.starts(e, h) && w.matches(p.Event, h, nil) && w.countUpTo(e, p, h) >= int(p.N.Value) && !w.spent(e, p, h)
	case *ast.SeqPat:
		return w.chain(e, p, h)
	case *ast.BothPat:
		return w.together(e, p, h)
	}
	return nil, false
}

// counted returns the events that count for the entrance: after its frontier, up to
// and including the given one.
func counted(e *entrance, upTo *happened) []*happened {
	var all []*happened
	for _, h := range e.p.history {
		if e.frontier.less(h.key) && !upTo.key.less(h.key) {
			all = append(all, h)
		}
	}
	return all
}

func (w *world) countUpTo(e *entrance, p *ast.CountPat, last *happened) int {
	n := 0
	for _, h := range counted(e, last) {
		if w.starts(e, h) && w.matches(p.Event, h, nil) && w.counts(e, p, h, last) {
			n++
		}
	}
	return n
}

// chain looks for events a < b < … < last, one per part. Of several chains it is the one
// with the latest a, then the latest b, and so on. The payload is the last event, over those
// before it; what all events of the last part have is its alone.
func (w *world) chain(e *entrance, p *ast.SeqPat, last *happened) (*happened, bool) {
	all := counted(e, last)
	var best []*happened
	// extend tries every event before the first of those found as the part i, and so on down to
	// the first part.
	var extend func(i int, found []*happened)
	extend = func(i int, found []*happened) {
		next := found[0]
		if i < 0 {
			inTime := p.Within == nil || last.ts < w.after(e.p, e.j, next.ts, durationOf(p.Within))
			if inTime && (best == nil || slices.CompareFunc(best, found, func(a, b *happened) int { return a.key.compare(b.key) }) < 0) {
				best = found
			}
			return
		}
		for _, h := range all {
			if h.key.less(next.key) && w.isPart(e, p.Parts, i, h) && !w.between(e, p, h, next) {
				extend(i-1, slices.Concat([]*happened{h}, found))
			}
		}
	}
	if w.isPart(e, p.Parts, len(p.Parts)-1, last) {
		extend(len(p.Parts)-2, []*happened{last})
	}
	if best == nil {
		return nil, false
	}
	payload := over(best)
	payload.alone = ast.Events(p.Parts[len(p.Parts)-1])
	return payload, true
}

// said is a field of what let somebody in.
func (w *world) said(payload *happened, name string) event.Value {
	for h := payload; h != nil; h = h.under {
		alone := len(h.alone) > 0 && !slices.ContainsFunc(h.alone, func(x *ast.EventPat) bool {
			_, declared := w.prog.fields[x.Name.Text][name]
			return !declared
		})
		if v := w.field(h, name); v.Kind != event.Null || alone {
			return v
		}
	}
	return event.Value{} // no event let the person in, or none had it
}

// over is the last of some events, which has the fields that it has not from those before
// it, the later ones first.
func over(all []*happened) *happened {
	var top *happened
	for _, h := range all {
		one := *h
		one.under = top
		top = &one
	}
	return top
}

func (w *world) isPart(e *entrance, parts []ast.Pattern, i int, h *happened) bool {
	return w.matches(parts[i], h, nil) && (i > 0 && w.touches(e, h) || i == 0 && w.starts(e, h))
}

// between reports whether one of the events that must not come between two
// consecutive parts did, strictly, in the order of instants and lines.
func (w *world) between(e *entrance, p *ast.SeqPat, a, b *happened) bool {
	for _, x := range e.p.history {
		if a.key.less(x.key) && x.key.less(b.key) && w.touches(e, x) && w.matchesAny(p.NoBetween, x, nil) {
			return true
		}
	}
	return false
}

// together looks for a partner of the last event for every part but one that it is
// itself. The payload is the event, over the partners in the order of the source.
func (w *world) together(e *entrance, p *ast.BothPat, last *happened) (*happened, bool) {
	all := counted(e, last)
	for own := range p.Parts {
		if !w.isPart(e, p.Parts, own, last) {
			continue
		}
		var partners []*happened
		for i := range p.Parts {
			if i == own {
				continue
			}
			var partner *happened
			for _, h := range all {
				if h != last && w.isPart(e, p.Parts, i, h) &&
					last.ts < w.after(e.p, e.j, h.ts, durationOf(p.Within)) &&
					(partner == nil || partner.key.less(h.key)) {
					partner = h
				}
			}
			if partner == nil {
				break
			}
			partners = append(partners, partner)
		}
		if len(partners) == len(p.Parts)-1 {
			return over(append(partners, last)), true
		}
	}
	return nil, false
}

// silence returns the end of the silence that is running: counted from the latest event after the
// frontier. One that arrived after its own silence was over starts nothing.
func (w *world) silence(e *entrance, p *ast.SilencePat) (firing, bool) {
	var anchor *happened
	for _, h := range e.p.history {
		if e.frontier.less(h.key) && w.starts(e, h) && w.matches(p.Event, h, nil) &&
			!w.tooLate(e, h, durationOf(p.For)) && (anchor == nil || anchor.key.less(h.key)) {
			anchor = h
		}
	}
	if anchor == nil {
		return firing{}, false
	}
	return firing{at: w.deadline(anchor.moment, e.j, durationOf(p.For)), payload: anchor, alt: p}, true
}

// tooLate reports whether an event arrived only after the duration from it was over.
func (w *world) tooLate(e *entrance, h *happened, d *duration) bool {
	return h.late && d.from(w.zoneOf(h.zone, e.j), h.ts) <= h.now
}

// keyText is the value of `enter each F` as text; "" when it is missing.
func keyText(v event.Value) string {
	switch v.Kind {
	case event.Text:
		return v.Str
	case event.Number:
		return numberText(v.Num)
	case event.Bool:
		if v.Num != 0 {
			return "true"
		}
		return "false"
	}
	return ""
}

// most is how many stamps a count, and how many values an `enter each`, remembers.
const most = 256

// isWhole reports whether a number is one that can be counted up to.
func isWhole(x float64) bool { return x == math.Trunc(x) && x >= 1 && x <= most }
