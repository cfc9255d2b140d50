package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// GoalOfItsOwn is a goal that everybody reaches on coming in.
var GoalOfItsOwn = warning("J0564", "goal-of-its-own", "a goal that everybody reaches on coming in",
	"A goal is an event after the entry, so it is not true already when somebody comes in, unless the journeys emit it themselves: this one among its first steps, before it waits for anything, or another one that answers the same event. Then everybody leaves by the goal at once, and it says nothing of what the journey did.",
	"Let the goal be something that people do, or emit the event behind what has to come before it.",
	"event activated\njourney j {\n  when signed_up\n  goal activated\n  then {\n    emit activated\n    wait 2d\n    email \"How is it going?\"\n  }\n}\n",
	"event activated\njourney j {\n  when signed_up\n  goal activated\n  then {\n    wait for login up to 2d { emit activated }\n    email \"How is it going?\"\n  }\n}\n")

// The evidence: the event is emitted whatever the person is like, and at the instant of
// the entry. It comes behind the entries of that instant, so the person is inside.
func newGoalOfItsOwn(p *pass) looker {
	r := &goalOfItsOwn{p, p.answersOf()}
	return each(func(j *check.Journey) {
		for _, s := range j.Decl.Settings {
			g, ok := s.(*ast.Goal)
			if !ok || setting[*ast.Enter](j, func(e *ast.Enter) bool { return e.Mode == ast.Each }) || g.Within == nil && !keeps(j) {
				continue
			}
			for _, e := range ast.Events(g.Pattern) {
				if e.Where != nil || e.Step.Text != "" || p.info.Heard[e] == nil {
					continue
				}
				if from, emit := r.emitter(j, p.info.Heard[e]); emit != nil {
					d := p.report(GoalOfItsOwn, j.File, g.Span, "everybody reaches this goal on coming in", "let it be what people do, and not what a journey emits at once")
					d.Notes = append(d.Notes, noteAt(from.File, emit.Span, "`"+e.Name.Text+"` is emitted here, whoever it is"))
					break
				}
			}
		}
	})
}

type goalOfItsOwn struct {
	*pass
	answered map[answer]emission
}

// answer is an event that comes of another one at its instant.
type answer struct {
	to   *check.Event
	with string
}

type emission struct {
	from *check.Journey
	emit *ast.Emit
}

// emitter finds the step that emits an event whenever somebody comes into a journey: its
// own, or that of another journey which the same event lets in, always.
func (r *goalOfItsOwn) emitter(j *check.Journey, e *check.Event) (*check.Journey, *ast.Emit) {
	if emit := r.emitsFirst(j, e.Name); emit != nil {
		return j, emit
	}
	trigger := r.opens(j)
	if trigger == nil || r.started(j.Name) {
		return nil, nil
	}
	found := r.answered[answer{r.info.Heard[trigger], e.Name}]
	return found.from, found.emit
}

// answersOf lists what journeys that keep nobody emit at the instant of an event, always.
func (p *pass) answersOf() map[answer]emission {
	out := map[answer]emission{}
	for _, k := range p.info.Journeys {
		trigger := p.opens(k)
		if k.Std || trigger == nil || trigger.Where != nil || chooses(k) || keeps(k) {
			continue
		}
		for _, s := range k.Decl.Body.Steps {
			if emit, ok := s.(*ast.Emit); ok && p.emitsFirst(k, emit.Event.Text) == emit {
				at := answer{p.info.Heard[trigger], emit.Event.Text}
				if _, first := out[at]; !first {
					out[at] = emission{k, emit}
				}
			}
		}
	}
	return out
}

// emitsFirst finds an event among the first steps of a journey, those that take no time
// and leave nobody out.
func (p *pass) emitsFirst(j *check.Journey, event string) *ast.Emit {
	if j.Decl.Body == nil {
		return nil
	}
	for _, s := range j.Decl.Body.Steps {
		switch s := s.(type) {
		case *ast.Emit:
			if s.Event.Text == event {
				return s
			}
		case *ast.If, *ast.Split, *ast.Stop:
			return nil
		default:
			if !takesNoTime(j, s) {
				return nil
			}
		}
	}
	return nil
}

// opens is the one event that lets people into a journey; nil when it is more than that,
// or a late or an earlier one may.
func (p *pass) opens(j *check.Journey) *ast.EventPat {
	w, ok := j.Decl.Trigger.(*ast.When)
	if !ok || setting[*ast.AcceptLate](j, nil) || setting[*ast.Backfill](j, nil) {
		return nil
	}
	e, ok := w.Pattern.(*ast.EventPat)
	if !ok || e.Step.Text != "" || p.info.Heard[e] == nil {
		return nil
	}
	return e
}

// chooses reports whether a journey does not let everybody in, each time.
func chooses(j *check.Journey) bool {
	return setting[*ast.Enter](j, nil) || setting[*ast.While](j, nil) || setting[*ast.Holdout](j, nil) || setting[*ast.Exclusive](j, nil)
}

// setting reports whether a journey has a setting of a kind, and of the sort that is asked for.
func setting[S ast.Setting](j *check.Journey, sort func(S) bool) bool {
	for _, s := range j.Decl.Settings {
		if s, ok := s.(S); ok && (sort == nil || sort(s)) {
			return true
		}
	}
	return false
}
