package lint

// AlwaysTrue is a condition that everybody meets.
var AlwaysTrue = warning("J0541", "condition-always-true", "a condition that always holds",
	"Whoever is asked, the answer is yes, so the condition decides nothing, and what stands behind `else` is for nobody. Often `or` was meant to be `and`, or a number is off by one. What is declared is believed: a field without `?` is there, and one with a fixed set of values has one of them; a trait may always be missing.",
	"Put the condition right, or take it away.",
	"journey j {\n  when login\n  then if count(purchased) < 5 or count(purchased) > 3 { email \"The news\" }\n}\n",
	"journey j {\n  when login\n  then if count(purchased) < 5 and count(purchased) > 3 { email \"The news\" }\n}\n")

// what an always true condition means where it stands.
var always = map[questionKind][2]string{
	ofIf:      {"this always holds", "everybody goes this way; ask for less, or take the question away"},
	ofWhile:   {"this always holds", "nobody ever leaves by it; ask for less, or take it away"},
	ofWait:    {"this always holds", "nobody waits here; ask for less, or take the wait away"},
	ofRepeat:  {"this always holds", "nothing is ever repeated; ask for less, or take the repetition away"},
	ofFilter:  {"this filter lets every event through", "ask for less, or take the filter away"},
	ofSegment: {"everybody is in this", "ask for less, or do without it"},
}

func newAlwaysTrue(p *pass) looker {
	return conditionsOf{p, func(q question) {
		if q.kind == ofSegment && q.otherwise {
			return // a stage for everybody whom no later one takes
		}
		const together = "one of these parts always holds"
		core, yes := p.logic().Never(q.Not())
		if !yes && len(q.before) > 0 && q.otherwise && p.possible(q.before) {
			// Without an `else`, the last of several cases that are written out is good style.
			core, yes = p.logic().Never(both(q.before, nil, q.Not())...)
		}
		if yes && !p.told(q.Place.File, q.Cond.Pos()) {
			d := p.report(AlwaysTrue, q.Place.File, q.Cond.Pos(), always[q.kind][0], always[q.kind][1])
			because(d, q, core, together)
		}
	}}
}
