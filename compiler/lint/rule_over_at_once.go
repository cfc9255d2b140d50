package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// OverAtOnce is a goal or an exit of a journey that is over when it begins.
var OverAtOnce = warning("J0563", "over-at-once", "a goal or an exit of a journey that keeps nobody",
	"A goal without `within` and an exit are heard while people are inside. Where nothing waits and no message is held, the stay ends at the instant at which it begins: the goal is never counted, and nobody leaves by the exit.",
	"Give the goal a time, `goal purchased within 7d`, which goes on when the steps are over; take the exit away.",
	"journey j {\n  when cart_abandoned\n  goal purchased\n  then email \"Still here\"\n}\n",
	"journey j {\n  when cart_abandoned\n  goal purchased within 7d\n  then email \"Still here\"\n}\n")

func newOverAtOnce(p *pass) looker {
	return each(func(j *check.Journey) {
		if keeps(j) {
			return
		}
		for _, s := range j.Decl.Settings {
			switch s := s.(type) {
			case *ast.Goal:
				if s.Within == nil {
					p.report(OverAtOnce, j.File, s.Span, "this goal is never counted: nobody stays in the journey",
						"say in which time it counts, as in `goal purchased within 7d`")
				}
			case *ast.Exit:
				p.report(OverAtOnce, j.File, s.Span, "nobody leaves by this exit: nobody stays in the journey", "take it away")
			}
		}
	})
}

// keeps reports whether people may be in a journey for longer than an instant: it waits
// for something, or a policy holds one of its messages.
func keeps(j *check.Journey) bool {
	if j.Decl.Body == nil {
		return true // nothing is known of it
	}
	found := false
	ast.Walk(j.Decl.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Step); ok && !takesNoTime(j, s) {
			found = true
		}
		return !found
	})
	return found
}

// takesNoTime reports whether a step itself takes no time, what stands inside of it apart.
func takesNoTime(j *check.Journey, s ast.Step) bool {
	switch s := s.(type) {
	case *ast.Send:
		return s.Transactional || j.Policy == nil || longestHold(j.Policy.Decl) == nil
	case *ast.If, *ast.Split, *ast.Stop, *ast.Set, *ast.Tag, *ast.Audience, *ast.Emit, *ast.Webhook, *ast.Start:
		return true
	}
	return false
}
