package sim

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// Who did not come to a step is grouped by the first thing that kept them from it.
// That is what was decided at the last place from which the step could still be
// reached: the other arm of a branch, an exit, or that they still wait there. Who
// did not even enter is grouped by the reason.

// WhyNot says who did not come to a step, and why.
func (s *Session) WhyNot(name, step string) (*WhyNot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.version().Program
	at, err := journey(p, name)
	if err != nil {
		return nil, err
	}
	all := stepNames(p.Program, at)
	index := int16(slices.Index(all, step))
	if index < 0 {
		return nil, unknown("step", step, all)
	}
	s.counted()
	return s.whyNot(int16(at), index), nil
}

// standing is how far somebody has come in one stay: the last thing that was decided
// where the step could still be reached, and what came after it.
type standing struct {
	last, next *entry
	came       bool
}

// whyNot groups who did not come to a step; the lock is held, the position counted.
func (s *Session) whyNot(at, step int16) *WhyNot {
	log, p := s.play.log, s.version().Program.Program
	j := &p.Journeys[at]
	out := &WhyNot{Schema: Schema, Journey: j.Name, Step: j.Steps[step].ID, At: Instant(s.cursor.at), Groups: []WhyNotWhat{}}
	leads := leadsTo(p, int(at), int(step))
	stays := map[uint64]*standing{}
	var order []*standing
	for i := range s.cursor.n {
		if f := log.look(i); f.journey != at || f.kind() == engine.Goal {
			continue
		}
		e := log.entry(i)
		if e.kind() == engine.NoEnter || e.kind() == engine.Late {
			order = append(order, &standing{last: e})
			continue
		}
		key := uint64(s.store.final(e.person))<<32 | uint64(e.instance)
		x := stays[key]
		if x == nil || e.kind() == engine.Enter {
			x = &standing{}
			stays[key] = x
			order = append(order, x)
		}
		switch {
		case e.step == step:
			x.came = true
		case e.kind() == engine.Enter || e.step >= 0 && leads[e.step]:
			x.last, x.next = e, nil
		case x.next == nil:
			x.next = e
		}
	}
	groups := map[string]*WhyNotWhat{}
	var found []*WhyNotWhat
	for _, x := range order {
		if x.came {
			out.Came++
			continue
		}
		words, line, who := kept(p, log, x)
		g := groups[words]
		if g == nil {
			g = &WhyNotWhat{Words: words, Line: line, People: []PersonRef{}}
			groups[words] = g
			found = append(found, g)
		}
		g.N++
		if len(g.People) < 5 {
			g.People = append(g.People, s.refOf(s.store.final(who)))
		}
	}
	slices.SortStableFunc(found, func(a, b *WhyNotWhat) int { return cmp.Compare(b.N, a.N) })
	for _, g := range found {
		out.Groups = append(out.Groups, *g)
	}
	return out
}

// kept says what kept somebody from going on.
func kept(p *bytecode.Program, log *decisions, x *standing) (words string, line int, who uint32) {
	e := x.last
	left := x.next != nil && x.next.kind() == engine.Exit && x.next.reason != engine.Finished && x.next.reason != engine.Stopped
	if e == nil || left {
		e = x.next
	}
	d := log.bare(e)
	words = report.Describe(p, &d)
	label := ""
	if e.step >= 0 {
		label = p.Journeys[e.journey].Steps[e.step].Label
	}
	switch {
	case e.kind() == engine.Wait && x.next == nil:
		words = "still waits: " + label
	case e.kind() == engine.Wait:
		words = "went another way: " + label
	case e.kind() == engine.Enter:
		words = "entered, and did not come here"
	}
	return words, int(e.line), e.person
}

// leadsTo tells from which steps of a journey a step can be reached.
func leadsTo(p *bytecode.Program, at, step int) []bool {
	g := graph.Of(p, at)
	on := make([]bool, len(g.Nodes))
	for i, n := range g.Nodes {
		on[i] = n.Step == step
	}
	for changed := true; changed; {
		changed = false
		for _, e := range g.Edges {
			if !e.Any && on[e.To] && !on[e.From] {
				on[e.From], changed = true, true
			}
		}
	}
	out := make([]bool, len(p.Journeys[at].Steps))
	for i, n := range g.Nodes {
		if n.Step >= 0 {
			out[n.Step] = on[i]
		}
	}
	return out
}
