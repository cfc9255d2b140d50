package lint

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// LinkWithoutCampaign is an address that web analytics cannot tell from any other.
var LinkWithoutCampaign = optIn(warning("J0527", "link-without-campaign", "a link without the parameters of a campaign",
	"Web analytics tells where a visit came from by `utm_source` and its like. A visit through a link without them is counted as one that came from nowhere.",
	"Add the parameters: `link(\"/cart?utm_source=journey&utm_campaign=cart\")`.",
	"when cart_abandoned then sms \"Your cart: {{ link(\"/cart\") }}\"\n",
	"when cart_abandoned then sms \"Your cart: {{ link(\"/cart?utm_source=journey&utm_campaign=cart\") }}\"\n"))

// optIn makes a rule one that is looked for only where a project asks.
func optIn(c diag.Code) diag.Code {
	c.OptIn = true
	return c
}

type linkWithoutCampaign struct{ *pass }

func newLinkWithoutCampaign(p *pass) looker { return linkWithoutCampaign{p} }

func (l linkWithoutCampaign) journey(j *check.Journey) { l.look(j.File, j.Decl.Body) }

func (l linkWithoutCampaign) finish() {
	for _, f := range l.own() {
		for _, d := range f.Decls {
			if m, ok := d.(*ast.Message); ok {
				l.look(f, m)
			}
		}
	}
}

func (l linkWithoutCampaign) look(f *ast.File, n ast.Node) {
	ast.Walk(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Fun.Text != "link" || len(call.Args) == 0 {
			return true
		}
		path, ok := call.Args[0].Value.(*ast.StringLit)
		if !ok {
			return true
		}
		for _, part := range path.Parts {
			if part.Expr != nil || strings.Contains(part.Text, "utm_") {
				return true // the parameters may be in the expression
			}
		}
		l.report(LinkWithoutCampaign, f, path.Span, "nobody can tell that a visit through this link came from here", "add `?utm_source=…&utm_campaign=…`")
		return true
	})
}
