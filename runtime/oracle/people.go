package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// What a person is: in which segments and stages, with which tags, and what was sent to
// them. A segment is asked whenever somebody wants to know. Of those that let people in the
// oracle asks after everything that happens, and compares with the answer before.

// sent is a message that went.
type sent struct {
	message, step string
	by            *instance
	round         int
}

// watch finds the segments that let people in, and checks that all that are asked about
// are declared and ask what the oracle covers.
func (prog *program) watch() error {
	for _, j := range prog.journeys {
		c := &checker{j: j}
		asked := func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.InSegment:
				c.segment(prog, n, n.Segment.Text)
			case *ast.SegmentPat:
				c.segment(prog, n, n.Segment.Text)
				if !slices.Contains(prog.watched, n.Segment.Text) {
					prog.watched = append(prog.watched, n.Segment.Text)
				}
			}
			return true
		}
		ast.Walk(j.decl, asked)
		for _, s := range prog.segments {
			c.expr(s.where, place{})
			ast.Walk(s.where, asked)
		}
		if c.err != nil {
			return c.err
		}
	}
	return nil
}

func (c *checker) segment(prog *program, n ast.Node, name string) {
	if prog.segments[name] == nil {
		c.refuse(n, "a segment that nothing declares")
	}
}

// inSegment reports whether a person is in a segment.
func (w *world) inSegment(name string, s scope) bool {
	seg := w.prog.segments[name]
	s.event, s.j = nil, nil
	if !w.holds(seg.where, s) {
		return false
	}
	return !slices.ContainsFunc(seg.later, func(x ast.Expr) bool { return w.holds(x, s) })
}

// hasTag reports whether a text is one of a person's tags.
func (w *world) hasTag(tag event.Value, s scope) bool {
	return among(tag, w.trait(s.p, "tags", s.in, s.pre))
}

// received reports whether a step of this stay, or a message ever, was sent.
func (w *world) received(name string, s scope) bool {
	step := s.in != nil && s.j != nil && s.in.j.stepNamed(name)
	return slices.ContainsFunc(s.p.sent, func(m sent) bool {
		if step {
			return m.by == s.in && m.step == name
		}
		return m.message == name && !(s.pre && m.by != s.in && m.round == w.round)
	})
}

func (j *journey) stepNamed(name string) bool {
	found := false
	eachStep(j.body, func(s ast.Step) { found = found || s.StepName().Text == name })
	return found
}

// mostTags is how many tags a person can have; beyond, the oldest go.
const mostTags = 256

// tagged adds a tag to a list of them, or removes it.
func tagged(tags event.Value, tag, op string) event.Value {
	var kept []event.Value
	if tags.Kind == event.List {
		kept = slices.Clone(tags.Box.Items)
	} else if op == "remove" {
		return tags
	}
	has := func(t event.Value) bool { return text(t) == tag && t.Kind == event.Text }
	switch {
	case op == "remove":
		kept = slices.DeleteFunc(kept, has)
	case !slices.ContainsFunc(kept, has):
		kept = append(kept, event.Of(tag))
	}
	return listOf(kept)
}

func listOf(items []event.Value) event.Value {
	return event.Value{Kind: event.List, Box: &event.Box{Items: items[max(0, len(items)-mostTags):]}}
}

// tag adds or removes a tag on behalf of an instance.
func (w *world) tag(in *instance, s *ast.Tag, d Decision) {
	v := w.value(s.Tag, in.scope(true))
	d.Kind, d.Arm = "tag", "add"
	if s.Remove {
		d.Arm = "remove"
	}
	w.act(in, d, v, nil)
	if in.heldOut || text(v) == "" {
		return
	}
	w.wrote = true
	w.write(in.e.p, trait{key: w.at, name: "tags", value: v, op: d.Arm, by: in})
	w.expelled(in)
}

// uniteTags gives one person the tags that both had: those that were said last come last.
func (w *world) uniteTags(from, into *person) {
	a, atA, saidA := w.written(into, "tags", nil, false)
	b, atB, saidB := w.written(from, "tags", nil, false)
	isTags := func(t trait) bool { return t.name == "tags" }
	into.traits = slices.DeleteFunc(into.traits, isTags)
	from.traits = slices.DeleteFunc(from.traits, isTags)
	if !saidA && !saidB {
		return
	}
	first, last, at := a, b, atB
	if !saidB || saidA && atB.less(atA) {
		first, last, at = b, a, atA
	}
	v := last
	switch {
	case first.Kind != event.List:
	case last.Kind != event.List:
		v = first
	default:
		all := slices.Clone(first.Box.Items)
		for _, t := range last.Box.Items {
			if !among(t, first) {
				all = append(all, t)
			}
		}
		v = listOf(all)
	}
	w.seq++
	into.traits = append(into.traits, trait{key: at, seq: w.seq, name: "tags", value: v})
}

// comings looks at a person again: which alternatives of triggers come true because the
// person is in another segment than before, or a trait has another value. What was looked at is
// remembered, so that the next time only what is new counts.
func (w *world) comings(p *person) map[ast.Pattern]bool {
	now := scope{p: p, pre: true}
	came := map[ast.Pattern]bool{}
	p.met = true
	flipped := map[string]bool{}
	for _, name := range w.prog.watched {
		if in := w.inSegment(name, now); in != p.in[name] {
			p.in[name], flipped[name] = in, true
		}
	}
	before := map[string]event.Value{}
	for _, j := range w.prog.journeys {
		for _, alt := range j.when {
			switch alt := alt.(type) {
			case *ast.SegmentPat:
				came[alt] = flipped[alt.Segment.Text] && p.in[alt.Segment.Text] != alt.Leaves
			case *ast.ChangePat:
				name := alt.Target.(*ast.MemberExpr).Name.Text
				if _, looked := before[name]; !looked {
					before[name] = p.known[name]
					p.known[name] = w.trait(p, name, nil, true)
				}
				asks := now
				asks.j = j
				came[alt] = !equal(before[name], p.known[name]) &&
					w.isValue(alt.From, before[name], asks) && w.isValue(alt.To, p.known[name], asks)
			}
		}
	}
	return came
}

// isValue reports whether a value is what an expression gives; without one any is.
func (w *world) isValue(x ast.Expr, v event.Value, s scope) bool {
	return x == nil || equal(w.value(x, s), v)
}

// equal is whether two values are the same. A missing value is the same as another one.
func equal(a, b event.Value) bool {
	if a.Kind == event.List && b.Kind == event.List {
		return slices.EqualFunc(a.Box.Items, b.Box.Items, equal)
	}
	return missing(a) && missing(b) || compare("==", a, b)
}

// letIn lets a person in who has come, journey by journey.
func (w *world) letIn(p *person, came map[ast.Pattern]bool) {
	for _, v := range p.journeys {
		for _, e := range v.entrances {
			w.come(e, came)
		}
	}
}

// come fires the alternatives of one trigger that have come true.
func (w *world) come(e *entrance, came map[ast.Pattern]bool) {
	for _, alt := range e.j.when {
		if came[alt] {
			w.comeBy(e, alt, w.at)
		}
	}
}

// comeBy fires one of them, whose place in the order of things is at. What came true by time
// alone has the place of a timer.
func (w *world) comeBy(e *entrance, alt ast.Pattern, at key) {
	switch {
	case !e.frontier.less(at):
	case !e.tracked():
		if e.j.simple {
			w.note(e.p, e.visits, "no_enter", e.shut())
		}
	default:
		w.fire(e, firing{at: w.at.ts, alt: alt})
	}
}

// taken reports whether the person is inside another journey of the same group.
func (w *world) taken(e *entrance) bool {
	return e.j.group != "" && slices.ContainsFunc(e.p.instances(), func(in *instance) bool {
		return in.end == "" && in.j.group == e.j.group && in.e != e
	})
}
