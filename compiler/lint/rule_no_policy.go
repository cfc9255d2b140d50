package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// NoPolicy is a journey that sends without a policy, in a project that has some.
var NoPolicy = warning("J0524", "no-policy", "messages without a policy, in a project that has one",
	"The project says in a policy what consent is asked for and when people are left in peace. A journey that names no policy asks for none of it, and its messages do not know which topic a person said no to.",
	"Name the policy in the journey, or write `transactional` behind a message that must arrive whatever people have chosen.",
	"policy marketing { consent marketing required }\njourney news {\n  when   signed_up\n  policy marketing\n  then email \"The news\"\n}\njourney j {\n  when login\n  then email \"Welcome back\"\n}\n",
	"policy marketing { consent marketing required }\njourney news {\n  when   signed_up\n  policy marketing\n  then email \"The news\"\n}\njourney j {\n  when   login\n  policy marketing\n  then email \"Welcome back\"\n}\n")

// The evidence: another journey asks a policy for consent, so consent is how this
// project does it.
func newNoPolicy(p *pass) looker {
	var asked *ast.Policy
	for _, j := range p.info.Journeys {
		if policy := p.policyOf(j); asked == nil && policy != nil && asksConsent(policy) {
			asked = policy
		}
	}
	return each(func(j *check.Journey) {
		if asked == nil || p.policyOf(j) != nil {
			return
		}
		var first *ast.Send
		ast.Walk(j.Decl, func(n ast.Node) bool {
			if s, ok := n.(*ast.Send); ok && !s.Transactional && first == nil {
				first = s
			}
			return first == nil
		})
		if first == nil {
			return
		}
		name := asked.Name.Text
		d := p.report(NoPolicy, j.File, first.Channel.Span.To(first.Content.Pos()), "no policy is asked before this is sent",
			"add `policy "+name+"` to the journey, or `transactional` to the message")
		if len(p.info.Policies) == 1 && !j.Decl.Bare {
			d.Fixes = append(d.Fixes, afterTrigger(j, "ask the policy `"+name+"`", "policy "+name))
		}
	})
}

func asksConsent(policy *ast.Policy) bool {
	for _, r := range policy.Rules {
		if _, consent := r.(*ast.ConsentRule); consent {
			return true
		}
	}
	return false
}
