package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// RemindsBuyers is a journey about a cart that goes on when the cart has been bought.
var RemindsBuyers = warning("J0517", "reminds-buyers", "a cart journey that reminds those who have bought",
	"The journey begins with a cart, waits and then writes, and looks nowhere at whether a purchase has happened meanwhile. People who bought are asked to buy; it is the commonest complaint about automated mail.",
	"Let people leave with `goal purchased` or `exit when purchased`, or begin with `and not purchased within …` and ask again before each later message.",
	"journey j {\n  when cart_abandoned\n  then {\n    wait 1d\n    email \"Still here\"\n  }\n}\n",
	"journey j {\n  when cart_abandoned\n  goal purchased\n  then {\n    wait 1d\n    email \"Still here\"\n  }\n}\n")

// carts are the events that a purchase is hoped for after.
var carts = map[string]bool{"cart_abandoned": true, "checkout_started": true, "product_added": true, "cart_viewed": true}

// A journey that asks about states on the way may ask for the purchase in other words
// (`cart.quantity > 0`), and is left in peace.
func newRemindsBuyers(p *pass) looker {
	bought := p.event("purchased")
	return each(func(j *check.Journey) {
		w, ok := j.Decl.Trigger.(*ast.When)
		if !ok || bought == nil || j.Decl.Body == nil || decidesItself(j.Decl) || p.mentions(j.Decl, bought) {
			return
		}
		begins := ast.Events(w.Pattern)
		if len(begins) == 0 {
			return
		}
		for _, e := range begins {
			if heard := p.info.Heard[e]; heard == nil || !carts[heard.Name] {
				return
			}
		}
		send, _ := afterWait(j.Decl.Body, false)
		if send == nil {
			return
		}
		d := p.report(RemindsBuyers, j.File, send.Channel.Span.To(send.Content.Pos()), "this is sent even to those who have bought while they waited",
			"add `goal purchased` or `exit when purchased` to the journey")
		d.Notes = append(d.Notes, noteAt(j.File, begins[0].Pos(), "it begins with a cart, and asks nowhere for a purchase"))
		if !j.Decl.Bare {
			d.Fixes = append(d.Fixes, afterTrigger(j, "leave on `purchased`", "exit when purchased"))
		}
	})
}
