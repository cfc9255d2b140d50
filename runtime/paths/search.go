package paths

import (
	"context"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/spec"
)

// finder looks for tests of one project.
type finder struct {
	ctx   context.Context
	suite *spec.Suite
	w     *wisher
	seen  map[string]*spec.Result // of the drafts for the point in hand
	left  int                     // how many feeds may still be tried for the point in hand
	tried int
	mates []mate // sends of other journeys, for caps
	known bool   // mates was filled
}

// aim is the point in hand.
type aim struct {
	covered *spec.Covered
	point   *spec.Point
	journey *check.Journey
	steps   []ast.Step
	router  router
	// hits is what is looked for in its place, when it is set.
	hits func(*spec.Result) bool
}

// hit reports whether a draft hits the point.
func (a *aim) hit(res *spec.Result) bool {
	if a.hits != nil {
		return a.hits(res)
	}
	return res.Hits(a.covered, a.point)
}

// found is a draft that the engine has shown to hit.
type found struct {
	draft  draft
	result *spec.Result
}

// play runs a draft; nil when it cannot be written, or the budget is spent.
func (f *finder) play(d *draft) *spec.Result {
	if f.left <= 0 || f.ctx.Err() != nil {
		return nil
	}
	var b strings.Builder
	b.WriteString("test \"\" {\n")
	if !d.write(&b) {
		return nil
	}
	b.WriteString("}\n")
	key := strings.Join(d.journeys, " ") + "\n" + b.String()
	if res, known := f.seen[key]; known {
		return res
	}
	f.left--
	f.tried++
	res := f.run(d, b.String())
	f.seen[key] = res
	return res
}

// run runs the text of a draft.
func (f *finder) run(d *draft, text string) *spec.Result {
	file, ds := parse.File("draft", text)
	if len(ds) > 0 || len(file.Decls) != 1 {
		return nil
	}
	test, ok := file.Decls[0].(*ast.Test)
	if !ok {
		return nil
	}
	res := f.suite.Try(f.ctx, file, test, d.journeys)
	if res.Status == spec.NotRun {
		return nil
	}
	return res
}

// pursue brings about one demand after the other, as the engine says how far it came,
// until the point is hit.
func (f *finder) pursue(a *aim, d draft, demands []demand, depth int) *found {
	res := f.play(&d)
	if res == nil {
		return nil
	}
	if a.hit(res) {
		return &found{d, res}
	}
	if depth == 0 {
		return nil
	}
	run := reading{res: res, journey: journeyOf(res.Program(), a.journey.Name), zone: d.zone()}
	if !run.entered() {
		return nil
	}
	for i := range demands {
		if run.met(&demands[i]) {
			continue
		}
		for _, next := range f.meet(d, run, &demands[i]) {
			if hit := f.pursue(a, next, demands, depth-1); hit != nil {
				return hit
			}
		}
		return nil
	}
	return nil
}

// along looks for a draft that takes a way, from each of several beginnings: first as they
// are, then with what else it takes.
func (f *finder) along(a *aim, drafts []draft, way []demand) *found {
	for _, depth := range []int{0, len(way) + 2} {
		for _, d := range drafts {
			if hit := f.pursue(a, d, way, depth); hit != nil {
				return hit
			}
		}
	}
	return nil
}

// journeyOf is the index of a journey in a program; -1 when it is not there.
func journeyOf(p *bytecode.Program, name string) int {
	return slices.IndexFunc(p.Journeys, func(j bytecode.Journey) bool { return j.Name == name })
}

// zone is where the person lives.
func (d *draft) zone() *calendar.Zone {
	if v, ok := choose(of(d.traits, "timezone")); ok {
		if text, ok := v.(string); ok {
			if z, err := calendar.Load(text); err == nil {
				return z
			}
		}
	}
	return calendar.UTC()
}

// reading is what came of a draft.
type reading struct {
	res     *spec.Result
	journey int
	zone    *calendar.Zone
}

// wall is an instant as the person's wall shows it.
func (r *reading) wall(ms int64) int64 { return calendar.UTC().Instant(r.zone.Civil(ms)) }

func (r *reading) decisions(keep func(*engine.Decision) bool) []engine.Decision {
	var out []engine.Decision
	for _, d := range r.res.Decisions() {
		if int(d.Journey) == r.journey && keep(&d) {
			out = append(out, d)
		}
	}
	return out
}

func (r *reading) entered() bool {
	return len(r.decisions(func(d *engine.Decision) bool { return d.Kind == engine.Enter })) > 0
}

// met reports whether a demand was met.
func (r *reading) met(x *demand) bool {
	arm := func(kind engine.Kind, name string) bool {
		return len(r.decisions(func(d *engine.Decision) bool { return d.Kind == kind && d.Step == x.step && d.Arm == name })) > 0
	}
	switch x.kind {
	case byYes:
		return arm(engine.Branch, "yes")
	case byNo:
		return arm(engine.Branch, "no")
	case byArm:
		return arm(engine.Split, x.name)
	case byEvent:
		return r.res.Passed(r.journey, x.step, x.arm)
	case byState:
		return r.res.Passed(r.journey, x.step, 0)
	}
	return r.res.Passed(r.journey, x.step, -1)
}

// meet are drafts in which a demand may be met.
func (f *finder) meet(d draft, run reading, x *demand) []draft {
	at := run.decisions(func(d *engine.Decision) bool { return d.Step == x.step })
	if x.kind == byArm {
		d = d.clone()
		d.arms = append(d.arms, x.name)
		return []draft{d}
	}
	if len(at) == 0 {
		return nil // nobody came there
	}
	now := run.wall(at[0].At)
	soon := now + soonIn(x.limit)
	if soon%minute != 0 && soonIn(x.limit) >= 2*minute {
		soon -= soon % minute
	}
	var out []draft
	switch x.kind {
	case byEvent:
		for _, p := range ast.Events(x.event) {
			for _, s := range f.happens(p, soon, false) {
				out = append(out, s.on(d))
			}
		}
	case byState:
		for _, way := range f.w.wish(x.cond, true) {
			out = append(out, f.apply(d, way, soon, true)...)
			out = append(out, f.apply(d, way, now, false)...)
		}
	case byYes, byNo, byTime:
		if x.cond == nil {
			return nil
		}
		for _, way := range f.w.wish(x.cond, x.kind == byYes) {
			out = append(out, f.apply(d, way, now, false)...)
			if before := now - minute; before > d.entered() {
				out = append(out, f.apply(d, way, before-before%minute, true)...)
			}
		}
	}
	return out
}

// soonIn is how long after a wait began something comes: well inside of its limit.
func soonIn(limit int64) int64 {
	if limit == 0 {
		return hour
	}
	return round(min(hour, max(limit/2, second)))
}
