package sim

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// Who is treated differently is grouped by the first thing that differs: what it is,
// and how. A decision of one run is looked for behind that place in the other. One
// that is found there is not gone: what stands in its place is new. Entries know much
// in common as one number, their form, so that words are made once for each pair of
// forms and not for each person.

// DiffGroup is people who are treated differently in the same way.
type DiffGroup struct {
	Words  string `json:"words"` // the reason: another message: sms "A" instead of sms "B"
	People int64  `json:"people"`
}

// mostOfGroup is how many people of a group are listed at least.
const mostOfGroup = 100

// turn is what becomes of the first decision that differs.
type turn uint8

const (
	ended    turn = iota // it is not made any more
	begun                // it was not made
	replaced             // another is made in its place
	reversed             // both are made, in another order
	altered              // it comes to something else
	later
	earlier
)

// cause is in which way somebody is treated differently.
type cause struct {
	turn turn
	a, b uint32        // the forms of the decisions, plus 1
	why  engine.Reason // where one side does not let in
}

// grouping puts people into groups.
type grouping struct {
	s      *Session
	a, b   *tracer
	na, nb uint32
	name   bool // groups say in which journey
	known  map[cause]int
	groups []DiffGroup
}

func (s *Session) grouping(a, b *tracer, na, nb uint32) *grouping {
	return &grouping{s: s, a: a, b: b, na: na, nb: nb, name: !alone(a.play) || !alone(b.play), known: map[cause]int{}, groups: []DiffGroup{}}
}

// add counts somebody, who is treated differently, and returns the number of the group.
func (g *grouping) add(group []uint32) int {
	ea, eb := seenOf(g.a.play, group, g.na), seenOf(g.b.play, group, g.nb)
	i := same(g.a, g.b, ea, eb)
	c, x, y := g.cause(group, ea[i:], eb[i:])
	at, ok := g.known[c]
	if !ok {
		words := g.words(c, x, y)
		at = slices.IndexFunc(g.groups, func(d DiffGroup) bool { return d.Words == words })
		if at < 0 {
			at = len(g.groups)
			g.groups = append(g.groups, DiffGroup{Words: words})
		}
		g.known[c] = at
	}
	g.groups[at].People++
	return at
}

// sorted are the groups, the largest first.
func (g *grouping) sorted() []DiffGroup {
	out := slices.Clone(g.groups)
	slices.SortFunc(out, func(a, b DiffGroup) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Words, b.Words))
	})
	return out
}

// cause looks at the first decisions that differ: one of each side, or of one.
func (g *grouping) cause(group, ea, eb []uint32) (c cause, x, y *entry) {
	if len(ea) > 0 {
		x = g.a.log.entry(ea[0])
	}
	if len(eb) > 0 {
		y = g.b.log.entry(eb[0])
	}
	switch {
	case y == nil:
		c.turn = ended
	case x == nil:
		c.turn = begun
	case g.alike(x, y):
		c.turn = turnOf(x, y)
	default:
		stays := slices.ContainsFunc(eb[1:], func(i uint32) bool { return g.alike(x, g.b.log.entry(i)) })
		was := slices.ContainsFunc(ea[1:], func(i uint32) bool { return g.alike(g.a.log.entry(i), y) })
		switch {
		case stays && was:
			c.turn = reversed
		case stays:
			c.turn, x = begun, nil
		case was:
			c.turn, y = ended, nil
		default:
			c.turn = replaced
		}
	}
	if x != nil {
		c.a = x.number + 1
	}
	if y != nil {
		c.b = y.number + 1
	}
	switch {
	case c.turn == ended && x.kind() == engine.Enter:
		c.why = refusal(g.b, g.nb, group, g.a.journeys[x.journey], x.at)
	case c.turn == begun && y.kind() == engine.Enter:
		c.why = refusal(g.a, g.na, group, g.b.journeys[y.journey], y.at)
	}
	return c, x, y
}

// turnOf says how the same decision differs in two runs.
func turnOf(x, y *entry) turn {
	switch {
	case withheld(x) != withheld(y) || x.reason != y.reason || x.at == y.at:
		return altered
	case x.at < y.at:
		return later
	}
	return earlier
}

// refusal is why somebody was not let into a journey, the nearest in time; NoReason
// where nothing was decided about that.
func refusal(t *tracer, n uint32, group []uint32, journey uint64, at int64) engine.Reason {
	why, best := engine.NoReason, int64(-1)
	for _, i := range t.log.of(group, n) {
		f := t.log.look(i)
		if k := f.kind(); k != engine.NoEnter && k != engine.Late || t.journeys[f.journey] != journey {
			continue
		}
		if off := max(t.log.atOf(i)-at, at-t.log.atOf(i)); best < 0 || off < best {
			why, best = f.reason, off
		}
	}
	return why
}

// alike reports whether decisions of both runs are about the same thing, whenever and
// however it was decided.
func (g *grouping) alike(x, y *entry) bool {
	return x.kind() == y.kind() && g.a.journeys[x.journey] == g.b.journeys[y.journey] && labelOf(g.a, x) == labelOf(g.b, y)
}

// labelOf is the step of a decision as it is written; coming, the goal and leaving are
// the same wherever somebody stands.
func labelOf(t *tracer, e *entry) string {
	switch e.kind() {
	case engine.Enter, engine.Goal, engine.Exit:
		return ""
	}
	if e.step < 0 {
		return ""
	}
	x := &t.version.Program.Journeys[e.journey].Steps[e.step]
	return cmp.Or(x.Label, x.ID)
}

// withheld reports whether something was to be done and was not.
func withheld(e *entry) bool {
	switch e.kind() {
	case engine.Webhook, engine.Audience, engine.Start, engine.Emit:
		return e.reason != engine.NoReason
	}
	return e.skipped()
}

// words says in which way people are treated differently.
func (g *grouping) words(c cause, x, y *entry) string {
	in := ""
	if g.name {
		t, e := g.a, x
		if e == nil {
			t, e = g.b, y
		}
		in = t.version.Program.Journeys[e.journey].Name + ", "
	}
	switch c.turn {
	case ended:
		if x.kind() == engine.Enter {
			return in + "did not come in" + because(c.why, ": ")
		}
		return in + "no longer: " + said(g.a, x)
	case begun:
		if y.kind() == engine.Enter {
			return in + "came in" + because(c.why, ", and did not before: ")
		}
		return in + "new: " + said(g.b, y)
	case reversed:
		return in + "in another order: " + said(g.b, y) + " before " + said(g.a, x)
	case later:
		return in + "later: " + said(g.b, y)
	case earlier:
		return in + "earlier: " + said(g.b, y)
	case altered:
		return in + g.alteration(x, y)
	}
	if x.kind() == engine.Send && y.kind() == engine.Send && !x.skipped() && !y.skipped() {
		in += "another message: "
	}
	return in + said(g.b, y) + " instead of " + said(g.a, x)
}

func because(why engine.Reason, before string) string {
	if words := report.NotEnteredBecause(why.String()); words != "" {
		return before + words
	}
	return ""
}

// alteration says how a decision about the same thing comes to something else.
func (g *grouping) alteration(x, y *entry) string {
	if x.kind() == engine.Exit {
		return said(g.b, y) + " instead of: " + report.LeftBecause(x.reason.String())
	}
	label, was, is := labelOf(g.b, y), report.SkippedBecause(x.reason.String()), report.SkippedBecause(y.reason.String())
	done, not := "done", "not done"
	if x.kind() == engine.Send {
		done, not = "sent", "not sent"
	}
	switch {
	case withheld(x) && !withheld(y):
		return done + " instead of " + not + " (" + was + "): " + label
	case withheld(y) && !withheld(x):
		return not + " (" + is + ") instead of " + done + ": " + label
	case withheld(y) && x.reason != y.reason:
		return not + " for another reason (" + is + " instead of " + was + "): " + label
	case x.beside && y.beside && x.kind() == engine.Send:
		return "other products: " + label
	}
	return "says something else: " + said(g.b, y)
}

// said is a decision in words, without when it was made.
func said(t *tracer, e *entry) string {
	switch e.kind() {
	case engine.Enter:
		return "comes in"
	case engine.Goal:
		return "reaches the goal"
	case engine.Exit:
		return "leaves: " + report.LeftBecause(e.reason.String())
	}
	if label := labelOf(t, e); withheld(e) {
		return "not " + map[bool]string{true: "sent", false: "done"}[e.kind() == engine.Send] + " (" + report.SkippedBecause(e.reason.String()) + "): " + label
	} else if label != "" {
		return label
	}
	return e.kind().String()
}
