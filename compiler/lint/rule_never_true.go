package lint

// NeverTrue is a condition that nobody meets.
var NeverTrue = warning("J0542", "condition-never-true", "a condition that never holds",
	"Whoever is asked, the answer is no, so what stands behind the condition is for nobody. Often `and` was meant to be `or`, or a number is in the wrong place. What is declared is believed: a field without `?` is there, and one with a fixed set of values has one of them; a trait may always be missing.",
	"Put the condition right, or take it away with what stands behind it.",
	"journey j {\n  when purchased where (total > 50 and total < 20)\n  then email \"Thank you\"\n}\n",
	"journey j {\n  when purchased where (total > 50 or total < 20)\n  then email \"Thank you\"\n}\n")

// what a condition that is never true means where it stands.
var never = map[questionKind][2]string{
	ofIf:      {"this never holds", "nobody goes this way; put the condition right, or take it away"},
	ofWhile:   {"this never holds", "nobody gets into the journey; put the condition right"},
	ofWait:    {"this never holds", "everybody waits for the whole time; put the condition right"},
	ofRepeat:  {"this never holds", "it never ends the repetition; put the condition right"},
	ofFilter:  {"this filter lets no event through", "what listens for it never hears it; put the filter right"},
	ofSegment: {"nobody is in this", "put the condition right, or take it away"},
}

func newNeverTrue(p *pass) looker {
	return conditionsOf{p, func(q question) {
		core, yes := p.logic().Never(q.Claim)
		if !yes && len(q.before) > 0 && p.possible(q.before) {
			core, yes = p.logic().Never(both(q.before, nil, q.Claim)...)
		}
		if yes && !p.told(q.Place.File, q.Cond.Pos()) {
			d := p.report(NeverTrue, q.Place.File, q.Cond.Pos(), never[q.kind][0], never[q.kind][1])
			because(d, q, core, "one of the parts that never hold together")
		}
	}}
}
