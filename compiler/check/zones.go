package check

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/stdlib"
)

// zone checks the time zone of a journey.
func (c *checker) zone(lit *ast.StringLit) {
	if lit == nil {
		return
	}
	if lit.Start == lit.End {
		c.fail() // the parser has said that there is none
		return
	}
	if _, plain := lit.Plain(); !plain {
		c.report(codeNotConstant, lit.Span, "a time zone must be written out", "write it as \"Europe/Sofia\"")
		return
	}
	c.zoneName(lit)
}

// zoneOf checks what a trait is set to, where the trait is the person's zone and the value
// is written out. Nothing would be said of a misspelt one later: the person would live
// in the zone of those who have none.
func (c *checker) zoneOf(target, value ast.Expr) {
	m, ok := target.(*ast.MemberExpr)
	if !ok || m.Name.Text != "timezone" {
		return
	}
	if lit, ok := value.(*ast.StringLit); ok {
		if _, plain := lit.Plain(); plain && lit.Start < lit.End {
			c.zoneName(lit)
		}
	}
}

func (c *checker) zoneName(lit *ast.StringLit) {
	name, _ := lit.Plain()
	if stdlib.Zone(name) {
		return
	}
	d := c.report(codeBadMoment, lit.Span, quote(name)+" is not the name of a time zone", "write it as \"Europe/Sofia\", or \"UTC\"")
	if best, ok := spell.Closest(name, stdlib.Zones()); ok {
		d.Detail = "did you mean " + quote(best) + "?"
		replace(d, c.clip(lit.Span), quote(best), "write "+quote(best), false)
	}
}
