package spec

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
)

// Coverage says which parts of journeys tests have come through. Its points are what
// a reader of the file would ask about: every step, both ways of an `if`, every way
// out of a wait, every arm, and every rule of the journey that can turn somebody
// away: goal, exit, while, holdout, and what its policy gates.
type Coverage struct {
	Journeys []*Covered // by file and place
}

// Covered is one journey.
type Covered struct {
	Name, File string
	First      int // the lines of the file that it takes
	Last       int
	Points     []*Point // by line
	lines      []string // of the file
}

// Point is one thing that a test can come through.
type Point struct {
	Line int
	What string // send, step, branch, wait, split or gate
	Way  string // which of several: yes, no, an arm, a reason; of a send or a step its label
	Hits int    // how many tests came through
	Step int32  // which of the journey's steps it is about; -1: the journey itself
	Arm  int    // waits: the way out as engine.Options.Passed tells it
	key  pointKey
}

// String says in a few words what the point is.
func (p *Point) String() string { return p.words() }

// pointKey says which decision, or which way out of a wait, hits a point.
type pointKey struct {
	kind   engine.Kind
	step   int32 // -1: of the journey
	way    int   // waits: as engine.Options.Passed tells it
	arm    string
	reason engine.Reason
	line   int32 // exits
	passed bool
	sent   bool // sends: it was not skipped
}

// Coverage returns the points of the journeys for which keep says yes, none of them
// hit.
func (s *Suite) Coverage(keep func(file string) bool) *Coverage {
	prog := s.opts.Plain
	if prog == nil {
		prog = s.opts.Derived
	}
	c := &Coverage{}
	for _, f := range s.info.Files {
		if !keep(f.Path) {
			continue
		}
		for _, j := range s.info.Journeys {
			i := -1
			if prog != nil && j.File == f && !j.Std {
				i = slices.IndexFunc(prog.Journeys, func(x bytecode.Journey) bool { return x.Name == j.Name })
			}
			if i >= 0 {
				c.Journeys = append(c.Journeys, s.points(prog, &prog.Journeys[i], j))
			}
		}
	}
	slices.SortStableFunc(c.Journeys, func(a, b *Covered) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.First - b.First
	})
	return c
}

// points lists what there is to come through in a journey.
func (s *Suite) points(p *bytecode.Program, j *bytecode.Journey, decl *check.Journey) *Covered {
	c := &Covered{Name: j.Name, File: j.File, First: lineOf(decl.File, decl.Decl.Span), Last: lineOf(decl.File, ast.Span{Start: decl.Decl.End}), lines: strings.Split(decl.File.Src, "\n")}
	for i := range j.Steps {
		step := &j.Steps[i]
		label := step.Label
		if label == "" {
			label = step.ID
		}
		if step.Kind == "stop" {
			c.add(step.Line, "step", label, pointKey{kind: engine.Exit, step: -1, reason: engine.Stopped, line: step.Line})
			c.Points[len(c.Points)-1].Step = int32(i)
			continue
		}
		if slices.ContainsFunc(j.Sends, func(s bytecode.Send) bool { return s.Step == int32(i) }) {
			c.add(step.Line, "send", label, pointKey{kind: engine.Send, step: int32(i), sent: true})
			continue
		}
		c.add(step.Line, "step", label, pointKey{step: int32(i)})
		if step.Kind == "if" {
			c.add(step.Line, "branch", "yes", pointKey{kind: engine.Branch, step: int32(i), arm: "yes"})
			c.add(step.Line, "branch", "no", pointKey{kind: engine.Branch, step: int32(i), arm: "no"})
		}
	}
	c.waits(p, j)
	for i := range j.Splits {
		split := &j.Splits[i]
		line := j.Steps[split.Step].Line
		for _, arm := range split.Arms {
			c.add(line, "split", arm.Name, pointKey{kind: engine.Split, step: split.Step, arm: arm.Name})
		}
	}
	s.gates(c, j, decl)
	slices.SortStableFunc(c.Points, func(a, b *Point) int { return a.Line - b.Line })
	return c
}

func (c *Covered) add(line int32, what, way string, key pointKey) {
	c.Points = append(c.Points, &Point{Line: int(line), What: what, Way: way, Step: key.step, Arm: key.way, key: key})
}

// waits adds the ways out of every state in which somebody listens.
func (c *Covered) waits(p *bytecode.Program, j *bytecode.Journey) {
	for i := range j.States {
		s := &j.States[i]
		line := j.Steps[s.Step].Line
		way := func(name string, n int) {
			c.add(line, "wait", name, pointKey{step: s.Step, passed: true, way: n})
		}
		switch {
		case s.Kind == bytecode.StateUntil:
			way("came true", 0)
		case len(s.Arms) == 0:
			continue // there is one way
		default:
			for k := range s.Arms {
				way(graph.TestsText(p, s.Arms[k].Any), k)
			}
		}
		if !s.Forever {
			way("nothing came", -1)
		}
	}
}

// gates adds what can turn people away from a journey or keep a message from them.
func (s *Suite) gates(c *Covered, j *bytecode.Journey, decl *check.Journey) {
	for _, setting := range decl.Decl.Settings {
		line := int32(lineOf(decl.File, setting.Pos()))
		switch setting := setting.(type) {
		case *ast.Goal:
			c.add(line, "gate", "goal", pointKey{kind: engine.Goal, step: -1})
		case *ast.Exit:
			c.add(line, "gate", "exit", pointKey{kind: engine.Exit, step: -1, reason: engine.ByExit, line: line})
		case *ast.While:
			c.add(line, "gate", "while", pointKey{kind: engine.Exit, step: -1, reason: engine.ByWhile})
		case *ast.Holdout:
			c.add(line, "gate", "holdout", pointKey{kind: engine.Send, step: -1, reason: engine.Holdout})
		case *ast.UsePolicy:
			s.policy(c, line, setting.Name.Text)
		}
	}
}

// policy adds what a journey's policy asks before a message is sent.
func (s *Suite) policy(c *Covered, line int32, name string) {
	for _, p := range s.info.Policies {
		if p.Name != name {
			continue
		}
		for _, rule := range p.Decl.Rules {
			way, reason := "consent", engine.Unsubscribed
			switch rule.(type) {
			case *ast.QuietRule:
				way, reason = "quiet", engine.Quiet
			case *ast.CapRule:
				way, reason = "capped", engine.Capped
			}
			if !slices.ContainsFunc(c.Points, func(p *Point) bool { return p.Line == int(line) && p.Way == way }) {
				c.add(line, "gate", way, pointKey{kind: engine.Send, step: -1, reason: reason})
			}
		}
	}
}

// Add counts what a test came through. A test that failed has come through it, too.
func (c *Coverage) Add(res *Result) {
	for _, j := range c.Journeys {
		for _, p := range j.Points {
			if res.Hits(j, p) {
				p.Hits++
			}
		}
	}
}

// Hits reports whether a test came through a point of a journey.
func (r *Result) Hits(j *Covered, p *Point) bool {
	if r.run == nil {
		return false
	}
	index := slices.IndexFunc(r.run.prog.Journeys, func(x bytecode.Journey) bool { return x.Name == j.Name })
	return index >= 0 && r.run.journeys[index] && r.run.hits(index, &p.key)
}

// hits reports whether a point was come through.
func (r *running) hits(journey int, k *pointKey) bool {
	if k.passed {
		return slices.Contains(r.passed, passage{journey, k.step, k.way})
	}
	return slices.ContainsFunc(r.decisions, func(d engine.Decision) bool {
		switch {
		case int(d.Journey) != journey:
			return false
		case k.step >= 0 && k.arm == "" && k.kind == 0:
			return d.Step == k.step
		case k.reason == engine.ByWhile && d.Kind == engine.NoEnter:
			return d.Reason == engine.BecauseWhile
		case k.kind != d.Kind || k.step >= 0 && k.step != d.Step:
			return false
		case k.sent:
			return !d.Skipped
		case k.kind == engine.Send && k.reason == engine.Quiet:
			return d.Reason == engine.Quiet || d.Until != 0 // held to the end of the quiet time
		}
		return k.arm == d.Arm && (k.reason == engine.NoReason || k.reason == d.Reason) && (k.line == 0 || k.line == d.Line)
	})
}

// passage is one way out of a wait that somebody went.
type passage struct {
	journey int
	step    int32
	way     int
}

// Count returns how many points were hit, and how many there are.
func (c *Covered) Count() (hit, all int) {
	for _, p := range c.Points {
		if p.Hits > 0 {
			hit++
		}
	}
	return hit, len(c.Points)
}

// Count returns how many points of all journeys were hit, and how many there are.
func (c *Coverage) Count() (hit, all int) {
	for _, j := range c.Journeys {
		h, a := j.Count()
		hit, all = hit+h, all+a
	}
	return hit, all
}

// Percent is a share in percent; nothing to come through is all of it.
func Percent(hit, all int) float64 {
	if all == 0 {
		return 100
	}
	return float64(100*hit) / float64(all)
}
