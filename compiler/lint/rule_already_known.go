package lint

// AlreadyKnown is a question whose answer follows from the way to it.
var AlreadyKnown = warning("J0545", "condition-already-known", "a question whose answer is known on the way to it",
	"A branch around it, the filter of the trigger or `while` has decided already, or it asks whether the very event has happened that has just let the person in: everybody who comes here gives the same answer, and the other way is for nobody. What the trigger carried does not change any more.",
	"Take the question away, or put right what is asked here or before.",
	"journey j {\n  when purchased where total > 100\n  then if entry.total > 50 { email \"Thank you\" } else { push \"Thank you\" }\n}\n",
	"journey j {\n  when purchased where total > 100\n  then if entry.total > 500 { email \"Thank you\" } else { push \"Thank you\" }\n}\n")

func newAlreadyKnown(p *pass) looker {
	return conditionsOf{p, func(q question) {
		if len(q.known) == 0 {
			return
		}
		known := both(q.known, q.before)
		summary := "this always holds for those who come here"
		core, yes := p.logic().Never(both(known, nil, q.Not())...)
		if !yes {
			summary = "this never holds for those who come here"
			core, yes = p.logic().Never(both(known, nil, q.Claim)...)
		}
		if !yes || !p.possible(known) || !p.possible(both(q.before, nil, q.Claim)) || !p.possible(both(q.before, nil, q.Not())) {
			return // also where it is so without what is known: other rules say that
		}
		if !p.told(q.Place.File, q.Cond.Pos()) {
			d := p.report(AlreadyKnown, q.Place.File, q.Cond.Pos(), summary, "take the question away, or ask something else")
			because(d, q, core, "one of the parts that decide it")
		}
	}}
}
