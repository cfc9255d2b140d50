package why

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
)

// step explains the decision i of a stay.
func (t *teller) step(s *stay, i int) Step {
	d, j := s.steps[i], s.journey
	out := Step{
		Kind: d.Kind.String(), At: t.moment(d.At, s.index), Line: int(d.Line), Source: t.source(j, d.Line),
		Reason: d.Reason.String(), Arm: d.Arm, Status: d.Status(), Items: d.Items,
	}
	if d.Step >= 0 {
		out.ID, out.Label = j.Steps[d.Step].ID, j.Steps[d.Step].Label
	}
	switch d.Kind {
	case engine.Send:
		t.send(s, d, &out)
	case engine.Wait:
		t.wait(s, i, &out)
	case engine.Branch:
		out.Words = d.Arm
	case engine.Split:
		out.Words = "arm " + d.Arm
		if d.Arm == "" {
			out.Words = "none of the arms, past the split"
		}
	case engine.Goal:
		out.Words = "reached the goal" + t.by(j.Goal.Any, d)
	case engine.Exit:
		out.Words = t.left(s, d)
	case engine.Audience, engine.Webhook, engine.Start, engine.Emit:
		out.Words = acted(d)
	default:
		out.Words = "done"
	}
	return out
}

// acted says what a step did outside of the journey, or why not.
func acted(d *engine.Decision) string {
	words := map[engine.Kind]string{
		engine.Webhook: "called " + d.Target, engine.Start: "started " + d.Target, engine.Emit: "let " + d.Target + " happen",
		engine.Audience: "put into " + d.Target,
	}[d.Kind]
	if d.Kind == engine.Audience && d.Arm == "remove" {
		words = "taken out of " + d.Target
	}
	switch d.Reason {
	case engine.Holdout:
		return "not done: held out, to compare with"
	case engine.NoContent:
		return "not done: there is no name to go by"
	}
	return words
}

// by names the event that a decision answered.
func (t *teller) by(ts []bytecode.Test, d *engine.Decision) string {
	r := t.byLine[d.Cause]
	if r == nil {
		return ""
	}
	if r.Time != d.At {
		return fmt.Sprintf(": %s of %s", r.Name, t.place(r, d.Journey)) // it arrived late
	}
	return ": " + join(r.Name, t.carried(r), feedLine(r.Line))
}

// bestOf says whose hours made an hour the best one.
var bestOf = map[engine.Reason]string{
	engine.ByOwn:      ", the best hour by what the person opens and visits",
	engine.ByEveryone: ", the best hour by what everyone opens and visits",
	engine.ByNobody:   ": nothing is known yet of when anybody opens or visits anything",
}

// wait says how long the person was to wait, and what came of it.
func (t *teller) wait(s *stay, i int, out *Step) {
	d, j := s.steps[i], s.journey
	var state *bytecode.State
	for k := range j.States {
		if j.States[k].Step == d.Step {
			state = &j.States[k]
		}
	}
	if d.Until != 0 && d.Until != engine.Never {
		m := momentIn(t.Shown(d.At, s.index), d.Until) // as the wall was to show it
		out.Until = &m
		out.Words = "until " + m.short() + " at the latest"
		if state != nil && state.Kind == bytecode.StateWait {
			out.Words = "until " + m.short() + bestOf[d.Reason]
		}
	} else if out.Words = "without a limit"; state != nil && state.Follows() {
		out.Words = "there is no date yet"
	}
	if i+1 == len(s.steps) {
		out.Words += "; still waiting when the clock stopped, on " + t.moment(t.in.End, s.index).short()
		return
	}
	next := s.steps[i+1]
	if next.Kind == engine.Send && next.Until != 0 { // held: the wait was over when the message came
		held := *next
		held.At, held.Cause = next.Until, 0
		next = &held
	}
	at := t.moment(next.At, s.index).shortAfter(out.At)
	r := t.byLine[next.Cause]
	switch {
	case next.Kind == engine.Exit && next.Reason != engine.Finished && next.Reason != engine.Stopped || next.Kind == engine.Goal:
		return // the next step says it
	case state != nil && state.Kind == bytecode.StateUntil && next.At == d.At:
		out.Words = "it was so already"
	case next.At == d.Until && next.Cause == 0:
		if state != nil && state.Kind != bytecode.StateWait {
			out.Words += "; it did not come"
			if state.Kind == bytecode.StateRanked {
				out.Words = "until " + out.Until.short() + ", then the best of what came"
			}
			if state.Kind == bytecode.StateUntil {
				out.Words = "until " + out.Until.short() + "; it never was so"
			}
		}
	case state != nil && state.Follows() && next.Cause == 0:
		out.Words += "; the date moved, it went on at " + at
		if out.Until == nil {
			out.Words = "there was no date yet; when there was one, until " + at
		}
	case state != nil && state.Kind == bytecode.StateUntil:
		out.Words += "; it was so from " + at + " on"
	case r != nil:
		out.Words += "; went on at " + at + t.by(nil, next)
	case t.zone(d.At, s.index) != t.zone(next.At, s.index):
		out.Words += "; the person turned out to be in " + t.zone(next.At, s.index).Name() + ", so it went on at " + at
	default:
		out.Words += "; went on at " + at
	}
}

// left says how a stay ended.
func (t *teller) left(s *stay, d *engine.Decision) string {
	j := s.journey
	switch d.Reason {
	case engine.Finished:
		return "came to the end"
	case engine.Stopped:
		return "left: came to `stop`"
	case engine.ByGoal:
		return "left, with the goal"
	case engine.ByExit:
		for i := range j.Exits {
			if j.Exits[i].Line == d.Line {
				return "left by `exit when`" + t.by(j.Exits[i].Any, d)
			}
		}
		return "left by `exit when`" + t.by(nil, d)
	case engine.ByWhile:
		return "left: no longer so: " + graph.ConditionText(t.p, j, j.While)
	case engine.Restarted:
		return "began again" + t.by(nil, d)
	case engine.Merged:
		return "ended: two ids turned out to be one person, who was inside already"
	case engine.Deleted:
		return "ended: the person was deleted"
	case engine.Migrated:
		return "went on in a new version"
	}
	return "left: " + d.Reason.String()
}
