package lint

import (
	"fmt"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// OfferExpiresInQuiet is a coupon that may be over before quiet hours are.
var OfferExpiresInQuiet = warning("J0525", "offer-expires-in-quiet", "an offer that may be over before quiet hours end",
	"A message that is held until the quiet hours end keeps the coupon that was made for it. One that is good for less than the quiet hours last is over, or nearly so, when it is read.",
	"Make the coupon good for a day more than the quiet hours, or send it at a time of day.",
	"policy marketing {\n  consent  marketing\n  quiet    21:00 to 09:00 hold\n}\njourney j {\n  when   signed_up\n  policy marketing\n  then email \"Only now: {{ coupon(10%, valid: 6h) }}\"\n}\n",
	"policy marketing {\n  consent  marketing\n  quiet    21:00 to 09:00 hold\n}\njourney j {\n  when   signed_up\n  policy marketing\n  then email \"Only now: {{ coupon(10%, valid: 2d) }}\"\n}\n")

func newOfferExpiresInQuiet(p *pass) looker {
	return each(func(j *check.Journey) {
		quiet := longestHold(p.policyOf(j))
		if quiet == nil || j.Decl.Body == nil {
			return
		}
		held := minutesOf(quiet)
		ast.Walk(j.Decl.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || call.Fun.Text != "coupon" {
				return true
			}
			for _, a := range call.Args {
				d, ok := a.Value.(*ast.DurationLit)
				if !ok || !(amount{millis: held * 60_000}).surelyReaches(amountOf(d)) {
					continue
				}
				r := p.report(OfferExpiresInQuiet, j.File, d.Span, "this offer may be over before it is read",
					fmt.Sprintf("quiet hours hold a message for up to %dh%02dm; make the offer longer", held/60, held%60))
				if f := p.home(quiet); f != nil {
					r.Notes = append(r.Notes, noteAt(f, quiet.Span, "held here"))
				}
			}
			return true
		})
	})
}

// policyOf returns the policy that a journey names, or nil.
func (p *pass) policyOf(j *check.Journey) *ast.Policy {
	for _, s := range j.Decl.Settings {
		if use, ok := s.(*ast.UsePolicy); ok {
			for _, policy := range p.info.Policies {
				if policy.Name == use.Name.Text {
					return policy.Decl
				}
			}
		}
	}
	return nil
}

// longestHold returns the longest quiet hours of a policy that hold messages.
func longestHold(policy *ast.Policy) *ast.QuietRule {
	var out *ast.QuietRule
	if policy == nil {
		return nil
	}
	for _, r := range policy.Rules {
		if q, ok := r.(*ast.QuietRule); ok && !q.Drop && (out == nil || minutesOf(q) > minutesOf(out)) {
			out = q
		}
	}
	return out
}

// minutesOf is how long quiet hours are.
func minutesOf(q *ast.QuietRule) int64 {
	n := int64(q.To.Hour*60 + q.To.Minute - q.From.Hour*60 - q.From.Minute)
	if n <= 0 {
		n += 24 * 60
	}
	return n
}
