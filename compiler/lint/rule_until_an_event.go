package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// UntilAnEvent is `wait until` where `wait for` was meant.
var UntilAnEvent = warning("J0521", "until-an-event", "a wait for a state that is there already, where an event is meant",
	"`until` asks about a state and goes on at once when it is there; `for` listens for an event from now on. What let the person in, or an answer to an earlier letter, is such a state: the wait is over before it begins.",
	"Write `wait for EVENT up to D`.",
	"journey j {\n  when purchased\n  then {\n    wait until purchased in the last 7d up to 7d\n    email \"Thank you for coming back\"\n  }\n}\n",
	"journey j {\n  when purchased\n  then {\n    wait for purchased up to 7d\n    email \"Thank you for coming back\"\n  }\n}\n")

// The rule asks for evidence: the event is the one that let the person in and nothing
// waits in between, or it is the answer to a message, which is listened for.
func newUntilAnEvent(p *pass) looker {
	return each(func(j *check.Journey) {
		entered := map[*check.Event]bool{}
		if w, ok := j.Decl.Trigger.(*ast.When); ok {
			if es := ast.Events(w.Pattern); len(es) == 1 && es[0].Step.Text == "" {
				entered[p.info.Heard[es[0]]] = true
			}
		}
		first := firstWait(j.Decl.Body)
		ast.Walk(j.Decl, func(n ast.Node) bool {
			s, ok := n.(*ast.WaitUntil)
			if !ok {
				return true
			}
			asked, ok := s.Cond.(*ast.InLast)
			if !ok || asked.No {
				return true
			}
			name := asked.Event.Name.Text
			switch {
			case asked.Event.Step.Text != "":
				p.report(UntilAnEvent, j.File, s.Cond.Pos(), "an answer is an event, and this waits for a state",
					"write `wait for "+name+" "+asked.Event.Step.Text+"`; an answer from an earlier time would end this wait at once")
			case s == first && asked.Event.Where == nil && entered[p.info.Heard[asked.Event]]:
				d := p.report(UntilAnEvent, j.File, s.Cond.Pos(), "this is true already, so nobody waits here",
					"write `wait for "+name+"` to listen for the next one")
				d.Notes = append(d.Notes, noteAt(j.File, j.Decl.Trigger.Pos(), "`"+name+"` let the person in"))
			}
			return true
		})
	})
}

// firstWait returns the wait until a condition that is reached without any wait before
// it; nil when the first wait is another.
func firstWait(b *ast.Block) *ast.WaitUntil {
	if b == nil {
		return nil
	}
	for _, s := range b.Steps {
		switch s := s.(type) {
		case *ast.WaitUntil:
			return s
		case *ast.Send, *ast.Set, *ast.Tag, *ast.Audience, *ast.Emit, *ast.Webhook, *ast.Start:
		default:
			return nil
		}
	}
	return nil
}
