package lint

import (
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// EndlessCircle is journeys that begin each other for ever.
var EndlessCircle = warning("J0552", "endless-circle", "journeys that begin each other for ever",
	"Each of them begins the next one whatever happens, by `start` or by an event that it emits, and the last one begins the first. Nothing takes people out, so whoever comes in once goes round for the rest of their life.",
	"Let one of them be entered once, or give it an exit, a goal or a condition before it begins the next.",
	"journey first {\n  when signed_up\n  then {\n    wait 30d\n    start second\n  }\n}\njourney second {\n  when purchased\n  then {\n    email \"Another month\"\n    start first\n  }\n}\n",
	"journey first {\n  when signed_up\n  exit when purchased\n  then {\n    wait 30d\n    start second\n  }\n}\njourney second {\n  when purchased\n  then {\n    email \"Another month\"\n    start first\n  }\n}\n")

// The evidence: every journey of the circle does it in its outermost steps, has no
// `stop`, nothing that takes people out, and nothing to wait for behind it, so that it is
// over when its turn comes again.
func newEndlessCircle(p *pass) looker { return &endlessCircle{pass: p} }

type endlessCircle struct {
	*pass
	journeys []*check.Journey
}

func (r *endlessCircle) journey(j *check.Journey) {
	if j.Decl.Body != nil && goesThrough(j.Decl) {
		r.journeys = append(r.journeys, j)
	}
}

// begins is one journey beginning another.
type begins struct {
	to   *check.Journey
	step ast.Step
	took amount // from the beginning of the one to that of the other, at the least
}

func (r *endlessCircle) finish() {
	edges := map[*check.Journey][]begins{}
	for _, j := range r.journeys {
		edges[j] = r.from(j)
	}
	done := map[*check.Journey]bool{}
	for _, j := range r.journeys {
		if path := circle(j, edges, done); path != nil {
			r.say(j, path)
			for _, b := range path {
				done[b.to] = true
			}
		}
	}
}

// circle returns a shortest way, in journeys, from a journey back to itself.
func circle(j *check.Journey, edges map[*check.Journey][]begins, done map[*check.Journey]bool) []begins {
	type place struct {
		at   *check.Journey
		path []begins
	}
	seen := map[*check.Journey]bool{}
	for queue := []place{{at: j}}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		for _, b := range edges[here.at] {
			path := append(append([]begins(nil), here.path...), b)
			switch {
			case b.to == j && !done[j]:
				return path
			case !seen[b.to] && !done[b.to]:
				seen[b.to] = true
				queue = append(queue, place{b.to, path})
			}
		}
	}
	return nil
}

func (r *endlessCircle) say(j *check.Journey, path []begins) {
	var round amount
	for _, b := range path {
		round = round.plus(b.took)
	}
	often := "at once"
	if round != (amount{}) {
		often = "every " + round.String() + " at the soonest"
	}
	d := r.report(EndlessCircle, j.File, path[0].step.Pos(), "whoever comes in goes round for ever, "+often,
		"enter one of the journeys once, or let people leave it")
	for i, b := range path[1:] {
		d.Notes = append(d.Notes, noteAt(path[i].to.File, b.step.Pos(), "and `"+path[i].to.Name+"` begins `"+b.to.Name+"`"))
	}
}

// goesThrough reports whether everybody who comes into a journey comes through its
// outermost steps, each time.
func goesThrough(d *ast.Journey) bool {
	for _, s := range d.Settings {
		switch s := s.(type) {
		case *ast.Goal, *ast.Exit, *ast.While, *ast.Holdout, *ast.Exclusive:
			return false
		case *ast.Enter:
			if s.Mode != ast.OnceAtATime {
				return false
			}
		}
	}
	ok := true
	ast.Walk(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Stop, *ast.Repeat, *ast.BadStep, *ast.WaitDate:
			ok = false
		case *ast.WaitFor:
			ok = ok && n.UpTo != nil
		case *ast.WaitUntil:
			ok = ok && n.UpTo != nil
		}
		return ok
	})
	return ok
}

// from lists the journeys that a journey surely begins.
func (r *endlessCircle) from(j *check.Journey) []begins {
	var out []begins
	steps := j.Decl.Body.Steps
	for i, s := range steps {
		if !atOnce(steps[i+1:]) {
			continue
		}
		var t timing
		took := amount{}
		for _, before := range steps[:i] {
			took = t.step(before, took)
		}
		for _, k := range r.journeys {
			switch s := s.(type) {
			case *ast.Start:
				if s.Journey.Text == k.Name {
					out = append(out, begins{k, s, took})
				}
			case *ast.Emit:
				if after, ok := r.hears(k, s.Event.Text); ok {
					out = append(out, begins{k, s, took.plus(after)})
				}
			}
		}
	}
	return out
}

// atOnce reports whether nothing in steps takes time.
func atOnce(steps []ast.Step) bool {
	quick := true
	for _, s := range steps {
		ast.Walk(s, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.Wait, *ast.WaitTime, *ast.WaitDate, *ast.WaitBest, *ast.WaitFor, *ast.WaitUntil, *ast.Race, *ast.Repeat:
				quick = false
			}
			return quick
		})
	}
	return quick
}

// hears reports whether an event of a name surely begins a journey.
func (r *endlessCircle) hears(j *check.Journey, name string) (after amount, ok bool) {
	w, ok := j.Decl.Trigger.(*ast.When)
	if !ok {
		return after, false
	}
	for _, e := range ast.Events(w.Pattern) {
		if heard := r.info.Heard[e]; e.Where == nil && e.Step.Text == "" && heard != nil && heard.Name == name {
			return after, true
		}
	}
	return after, false
}

// String writes an amount for people.
func (a amount) String() string {
	var out []string
	add := func(n int64, unit string) {
		if n != 0 {
			out = append(out, strconv.FormatInt(n, 10)+unit)
		}
	}
	add(a.months, "mo")
	add(a.days, "d")
	add(a.millis/3_600_000, "h")
	add(a.millis%3_600_000/60_000, "m")
	add(a.millis%60_000/1000, "s")
	return strings.Join(out, " ")
}
