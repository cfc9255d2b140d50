package check

import "github.com/journeylang/journey/dsl/ast"

// template types a string with what stands between its braces.
func (c *checker) template(s *scope, lit *ast.StringLit) *Type {
	for i := range lit.Parts {
		e := lit.Parts[i].Expr
		if e == nil {
			continue
		}
		t := c.inserted(s, e)
		switch {
		case !t.printable():
			c.report(codeNotPrintable, e.Pos(), t.described()+" cannot stand inside a text", conversion(text, t))
		case t.Opt && t.Kind != Null && !elementOf(e):
			d := c.report(codeMissingValue, e.Pos(), "this may be missing, and would leave a gap in the text", "say what to write then: `… ?? \"…\"`, or ask has(…) first")
			replace(d, c.clip(e.Pos()), c.operand(e)+" ?? \"\"", "write nothing when it is missing", false)
		}
	}
	return text
}

// inserted types an expression between braces. There a stand-in may be of another type than
// the value, as in {{ entry.total ?? "some" }}: both end as text.
func (c *checker) inserted(s *scope, e ast.Expr) *Type {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || b.Op != "??" {
		return c.expr(s, e)
	}
	x, y := c.expr(s, b.X), c.expr(s, b.Y)
	t, same := join(surely(x), y)
	switch {
	case same:
		t = withOpt(t, y.Opt)
	case x.printable() && y.printable():
		t = withOpt(text, y.Opt)
	default:
		t = c.oneType(b.Y.Pos(), "the value and its stand-in", surely(x), y)
	}
	c.info.Types[b] = t
	return t
}

// elementOf reports whether an expression takes its value from an element of a list.
// Whoever asks for `cart.items[0].name` says that there is one, with a name.
func elementOf(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.MemberExpr:
		return elementOf(e.X)
	case *ast.IndexExpr, *ast.ItExpr:
		return true
	}
	return false
}
