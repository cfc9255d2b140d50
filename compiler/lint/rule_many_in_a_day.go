package lint

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/flow"
)

// ManyInADay is a journey that can send one person more messages in a day than the
// project allows: five, when it does not say.
var ManyInADay = measured(5, "messages in 24 hours", warning("J0555", "many-in-a-day", "more than five messages in 24 hours from one stay",
	"There is a way through the journey on which one person gets more than five messages within 24 hours, although they came in only once. A project may say another number. Whoever is written to so often unsubscribes.",
	"Wait between the messages, or let a policy with `at most` count them. `journey check --paths` shows the way, and `--max-messages 3/24h` holds all journeys together to a number of your own.",
	"journey j {\n  when signed_up\n  then {\n    email \"One\"\n    push \"Two\"\n    wait 2h\n    email \"Three\"\n    push \"Four\"\n    wait 2h\n    email \"Five\"\n    push \"Six\"\n  }\n}\n",
	"journey j {\n  when signed_up\n  then {\n    email \"One\"\n    push \"Two\"\n    wait 1d\n    email \"Three\"\n    push \"Four\"\n    wait 1d\n    email \"Five\"\n    push \"Six\"\n  }\n}\n"))

func newManyInADay(p *pass) looker {
	program, most := p.about.Program, p.about.most(ManyInADay)
	if program == nil {
		return each(func(*check.Journey) {})
	}
	var model *flow.Model
	return each(func(j *check.Journey) {
		for i := range program.Journeys {
			c := &program.Journeys[i]
			if c.Name != j.Name || !mayBeMany(c, most) {
				continue
			}
			if model == nil {
				model = flow.New(program, flow.Options{})
			}
			q := flow.Query{Window: flow.Windows[0]}
			b := model.InOneStayWithin(i, q)
			// Where conditions lie on the way, they may not all hold for one person.
			if b.Steady <= most && !b.Unlimited || !b.Exact {
				continue
			}
			n := fmt.Sprint(b.Steady)
			if b.Unlimited {
				n = "any number of"
			}
			p.report(ManyInADay, j.File, j.Decl.Trigger.Pos(), "one person can get "+n+" messages in 24 hours from one stay",
				"wait between them, or add a policy with `at most`; `journey check --paths` shows the way")
		}
	})
}

// mayBeMany tells at a glance whether a journey has enough messages, or repeats some.
func mayBeMany(j *bytecode.Journey, most int) bool {
	if len(j.Sends) > most {
		return true
	}
	for i := range j.States {
		if j.States[i].Kind == bytecode.StateRepeat {
			return len(j.Sends) > 0
		}
	}
	return false
}
