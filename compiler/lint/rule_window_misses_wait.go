package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// WindowMissesWait is a look back that does not reach the beginning of the wait before it.
var WindowMissesWait = warning("J0519", "window-misses-wait", "a look back that is shorter than the wait before it",
	"After `wait 3d` the question `no purchased in the last 1d` sees only the last of the three days. Whoever bought on the first two is taken for somebody who did not.",
	"Make the window at least as long as the wait.",
	"journey j {\n  when cart_abandoned\n  then {\n    email \"Still here\"\n    wait 3d\n    if no purchased in the last 1d { push \"Last call\" }\n  }\n}\n",
	"journey j {\n  when cart_abandoned\n  then {\n    email \"Still here\"\n    wait 3d\n    if no purchased in the last 3d { push \"Last call\" }\n  }\n}\n")

// A positive question may well be about the last hours alone (`visit in the last 1h`).
// A negative one, and one about an answer to a message of the journey, is about what
// has happened since.
func newWindowMissesWait(p *pass) looker {
	return each(func(j *check.Journey) {
		sent := map[string]bool{}
		ast.Walk(j.Decl, func(n ast.Node) bool {
			if s, ok := n.(*ast.Send); ok {
				sent[s.As.Text] = true
				if name, ok := s.Content.(*ast.IdentExpr); ok {
					sent[name.Text] = true
				}
			}
			return true
		})
		blocks(j.Decl, func(b *ast.Block) {
			var waited amount
			var wait *ast.Wait
			for _, s := range b.Steps {
				switch s := s.(type) {
				case *ast.Wait:
					waited, wait = waited.plus(amountOf(s.For)), s
				case *ast.If:
					if wait != nil {
						p.looksBack(j, s.Cond, waited, wait, sent)
					}
				case *ast.Send, *ast.Set, *ast.Tag, *ast.Audience, *ast.Emit, *ast.Webhook, *ast.Start:
				default:
					waited, wait = amount{}, nil
				}
			}
		})
	})
}

func (p *pass) looksBack(j *check.Journey, cond ast.Expr, waited amount, wait *ast.Wait, sent map[string]bool) {
	negative := map[ast.Expr]bool{}
	ast.Walk(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == "not" {
				negative[n.X] = true
			}
		case *ast.InLast:
			answer := n.Event.Step.Text != "" && sent[n.Event.Step.Text]
			if !n.No && !negative[n] && !answer {
				return true
			}
			window := amountOf(n.Last)
			if window.surelyReaches(waited) || !waited.surelyReaches(window) {
				return true
			}
			d := p.report(WindowMissesWait, j.File, n.Last.Span, "this window begins after the wait before it",
				"what happens in the first part of the wait is not seen; make it as long as the wait")
			d.Notes = append(d.Notes, noteAt(j.File, wait.Span, "this is longer"))
		}
		return true
	})
}
