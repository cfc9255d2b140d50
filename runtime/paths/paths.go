// Package paths makes up tests: for what no test of a journey comes through yet, it looks
// for a feed that does.
//
// The trigger says what has to happen for somebody to come in (entry.go). From there the
// steps of the journey say which way leads to a step and what it takes: which branch,
// which event a wait hears, which arm (route.go). What a condition needs is read off it:
// a trait, a field, something that happened so long ago (wish.go, fact.go); to make that
// happen at the right time is apply.go. All this only guesses. The engine runs every
// draft, as a test (search.go), and says how far the person came and when; that is where
// the next thing is added. Gates, which turn people away, are looked for by letting their
// cause happen at the steps at which they are asked (gates.go). What is found is written
// out with what came of it (expect.go), so it is a test that passes, and covers the point
// that it names.
//
// The search has no chance in it and a budget of feeds, no time: the same journeys give
// the same tests. Where nothing is found, either package logic proves that nobody can
// come there, or it is said that the budget was spent.
package paths

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/logic"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/format"
	"github.com/journeylang/journey/runtime/spec"
)

// Budget is how many feeds are tried for one point when Options do not say.
const Budget = 250

// Options say what is looked for.
type Options struct {
	Budget int                                       // feeds for one point; 0: Budget
	Keep   func(j *spec.Covered, p *spec.Point) bool // only these points; nil: all
}

// Path is what came of looking for one point.
type Path struct {
	Journey, File string
	Line          int
	Point         string // in a few words
	// Test is a test block, laid out, that comes through the point; empty when none was
	// found.
	Test string
	// Also are other points that no test came through before this one.
	Also []string
	// Why says why there is no test.
	Why string
	// Proven: nobody can come there.
	Proven bool
	Tried  int // feeds
}

// Find looks for a test for every point of the coverage that is not hit yet, and counts
// what the found ones come through in it.
func Find(ctx context.Context, s *spec.Suite, c *spec.Coverage, o Options) ([]Path, error) {
	if o.Budget == 0 {
		o.Budget = Budget
	}
	f := &finder{ctx: ctx, suite: s, w: newWisher(s.Info())}
	var out []Path
	for _, j := range c.Journeys {
		decl := journeyDecl(s.Info(), j.Name)
		if decl == nil {
			continue
		}
		for _, p := range j.Points {
			if p.Hits > 0 || o.Keep != nil && !o.Keep(j, p) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			path, hit := f.find(decl, j, p, o.Budget)
			if hit != nil {
				path.Also = also(c, j, p, hit.result)
				path.Test = hit.test(j, p)
				c.Add(hit.result)
			}
			out = append(out, path)
		}
	}
	return out, nil
}

func journeyDecl(info *check.Info, name string) *check.Journey {
	for _, j := range info.Journeys {
		if j.Name == name && !j.Std {
			return j
		}
	}
	return nil
}

// find looks for one point.
func (f *finder) find(decl *check.Journey, j *spec.Covered, p *spec.Point, budget int) (Path, *found) {
	path := Path{Journey: j.Name, File: j.File, Line: p.Line, Point: p.String()}
	all, number := steps(decl)
	a := &aim{covered: j, point: p, journey: decl, steps: all, router: router{number: number}}
	if why := f.proof(a); why != "" {
		path.Why, path.Proven = why, true
		return path, nil
	}
	if len(f.entries(decl, bases[0])) == 0 {
		path.Why = "it is not known how anybody comes in"
		return path, nil
	}
	f.left, f.tried, f.seen = budget, 0, map[string]*spec.Result{}
	hit := f.aimAt(a)
	path.Tried = f.tried
	switch {
	case hit != nil:
	case f.left <= 0:
		path.Why = fmt.Sprintf("not found in %s; it may be possible", feeds(f.tried))
	default:
		path.Why = fmt.Sprintf("not found: nothing is left to try after %s; it may be possible", feeds(f.tried))
	}
	return path, hit
}

func feeds(n int) string {
	if n == 1 {
		return "1 feed"
	}
	return fmt.Sprintf("%d feeds", n)
}

// also are the other points that a result comes through and nothing did before.
func also(c *spec.Coverage, in *spec.Covered, at *spec.Point, res *spec.Result) []string {
	var out []string
	for _, j := range c.Journeys {
		for _, p := range j.Points {
			if p.Hits == 0 && p != at && j == in && res.Hits(j, p) {
				out = append(out, fmt.Sprintf("line %d: %s", p.Line, p))
			}
		}
	}
	return out
}

// gateTitles are what tests of gates are called.
var gateTitles = map[string]string{
	"goal": "the goal is reached", "while": "somebody who is not meant", "holdout": "held out", "consent": "after a no to messages", "quiet": "in quiet hours",
	"capped": "one message too many",
}

// test writes what was found as a block, laid out as journey fmt does.
func (h *found) test(j *spec.Covered, p *spec.Point) string {
	var b strings.Builder
	title := fmt.Sprintf("%s, line %d", strings.Join(strings.Fields(strings.ReplaceAll(p.String(), `"`, "'")), " "), p.Line)
	if words := gateTitles[p.Way]; p.What == "gate" && words != "" {
		title = fmt.Sprintf("%s, line %d", words, p.Line)
	}
	names := make([]string, len(h.draft.journeys))
	for i, n := range h.draft.journeys {
		names[i] = name(n)
	}
	fmt.Fprintf(&b, "# Comes through line %d of %s: %s.\n", p.Line, lastPart(j.File), strings.Join(strings.Fields(p.String()), " "))
	fmt.Fprintf(&b, "test %s for %s {\n", quoted(title), strings.Join(names, ", "))
	h.draft.write(&b)
	for _, x := range h.expectations(j.Name) {
		b.WriteString(x + "\n")
	}
	b.WriteString("}\n")
	text, ds, err := format.Source("paths", b.String())
	if err != nil || len(ds) > 0 {
		return b.String()
	}
	return text
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// proof says why nobody comes to the point in hand, when that is certain.
func (f *finder) proof(a *aim) string {
	if a.point.What == "gate" && a.point.Way == "quiet" {
		return awake(a.journey, f.started(a.journey.Name))
	}
	if a.point.Step < 0 {
		return ""
	}
	a.router.target = a.steps[a.point.Step]
	way, ok := a.router.to(a.journey.Decl.Body)
	if !ok {
		return "proven: every way there ends before it in `stop`"
	}
	for _, d := range a.own(a.router.target) {
		d.around = true
		way = append(way, d)
	}
	l := logic.New(f.w.info)
	when := 0
	at := func() logic.Place {
		when++
		return logic.Place{File: a.journey.File, Journey: a.journey, When: when}
	}
	var known []logic.Claim
	for _, d := range way {
		if d.cond == nil || d.kind == byTime || !d.around {
			continue
		}
		is := logic.Claim{Cond: d.cond, Place: at(), Fails: d.kind == byNo}
		if _, never := l.Never(append(slices.Clone(known), is)...); never {
			text := "never holds here"
			if is.Fails {
				text = "always holds here"
			}
			return fmt.Sprintf("proven: the condition on line %d %s", diag.NewLines(a.journey.File.Src).Position(d.cond.Pos().Start).Line, text)
		}
		known = append(known, is)
	}
	return ""
}

// started reports whether some journey begins this one by `start`.
func (f *finder) started(journey string) bool {
	found := false
	for _, j := range f.w.info.Journeys {
		ast.Walk(j.Decl, func(n ast.Node) bool {
			s, ok := n.(*ast.Start)
			found = found || ok && s.Journey.Text == journey
			return !found
		})
	}
	return found
}

// lineOf is the line on which a setting of the journey begins.
func (f *finder) lineOf(a *aim, n ast.Node) int {
	return diag.NewLines(a.journey.File.Src).Position(n.Pos().Start).Line
}
