package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// ExitBehindGoal is an exit whose events are all the goal's.
var ExitBehindGoal = warning("J0559", "exit-behind-goal", "an exit on an event that is the goal",
	"Of one event the goal comes first and takes the person out, so the exit never happens.",
	"Take the exit away; or, if only some of the events are the goal, say which with `where`.",
	"journey j {\n  when cart_abandoned\n  goal purchased\n  exit when purchased\n  then {\n    wait 1d\n    email \"Still here\"\n  }\n}\n",
	"journey j {\n  when cart_abandoned\n  goal purchased where total >= 20\n  exit when purchased\n  then {\n    wait 1d\n    email \"Still here\"\n  }\n}\n")

// A goal with a window leaves the time after it to the exit.
func newExitBehindGoal(p *pass) looker {
	return each(func(j *check.Journey) {
		goals := map[*check.Event]ast.Setting{}
		for _, s := range j.Decl.Settings {
			g, ok := s.(*ast.Goal)
			if !ok || g.Within != nil {
				continue
			}
			for _, e := range ast.Events(g.Pattern) {
				if e.Where == nil && e.Step.Text == "" && p.info.Heard[e] != nil {
					goals[p.info.Heard[e]] = g
				}
			}
		}
		for _, s := range j.Decl.Settings {
			x, ok := s.(*ast.Exit)
			if !ok {
				continue
			}
			var goal ast.Setting
			for _, e := range ast.Events(x.Pattern) {
				if goal = goals[p.info.Heard[e]]; goal == nil {
					break
				}
			}
			if goal != nil {
				d := p.report(ExitBehindGoal, j.File, x.Span, "nobody leaves by this exit", "take it away, or say with `where` which events are the goal")
				d.Notes = append(d.Notes, noteAt(j.File, goal.Pos(), "the goal takes them out first"))
			}
		}
	})
}
