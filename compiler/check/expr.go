package check

import (
	"github.com/journeylang/journey/dsl/ast"
)

// expr types an expression and remembers the type.
func (c *checker) expr(s *scope, e ast.Expr) *Type {
	if e == nil {
		c.fail()
		return unknown
	}
	t := s.sure(e, c.typed(s, e))
	c.info.Types[e] = t
	return t
}

func (c *checker) typed(s *scope, e ast.Expr) *Type {
	switch e := e.(type) {
	case *ast.NumberLit:
		return number
	case *ast.StringLit:
		return c.template(s, e)
	case *ast.BoolLit:
		return boolean
	case *ast.NullLit:
		return null
	case *ast.DurationLit:
		c.span(e)
		return duration
	case *ast.PercentLit:
		return percent
	case *ast.TimeLit:
		c.report(codeWrongType, e.Span, "a time of day is not a value", "it stands after `at`, `until` and in `quiet`; compare moments with `time since last …`")
		return unknown
	case *ast.DateLit:
		return date
	case *ast.IdentExpr:
		return c.ident(s, e)
	case *ast.MemberExpr:
		return c.memberExpr(s, e)
	case *ast.IndexExpr:
		return c.index(s, e)
	case *ast.SliceExpr:
		return c.slice(s, e)
	case *ast.CallExpr:
		return c.call(s, e)
	case *ast.UnaryExpr:
		return c.unary(s, e)
	case *ast.BinaryExpr:
		return c.binary(s, e)
	case *ast.ChoiceExpr:
		c.condition(s, e.Cond)
		return c.oneType(e.Else.Pos(), "the two results of a choice", c.expr(s.given(e.Cond, true), e.Then), c.expr(s.given(e.Cond, false), e.Else))
	case *ast.ListLit:
		return c.list(s, e)
	case *ast.RecordLit:
		return c.record(s, e)
	case *ast.ItExpr:
		return c.it(s, e)
	case *ast.EventExpr:
		c.eventAsValue(e.Name)
		return unknown
	case *ast.InLast, *ast.Never, *ast.TimeSince:
		return c.pastWords(s, e)
	case *ast.InSegment:
		return c.inSegment(s, e)
	case *ast.HasTag:
		c.want(s, e.Tag, text, "a tag")
		return boolean
	case *ast.Received:
		return c.received(s, e)
	}
	c.fail() // BadExpr: the parser has said why
	return unknown
}

// want types an expression that has to give a value of a type.
func (c *checker) want(s *scope, e ast.Expr, want *Type, what string) *Type {
	got := c.expr(s, e)
	c.wants(e, want, got, what)
	return got
}

// wants reports a value of the wrong type. `what` is what the value is for.
func (c *checker) wants(e ast.Expr, want, got *Type, what string) bool {
	if e == nil {
		return false
	}
	if fits(want, got) {
		return c.oneOf(e, want, what)
	}
	switch {
	case want.Kind == Number && got.Kind == Percent:
		c.percentForNumber(e)
	case want.Kind == Percent && got.Kind == Number:
		c.numberForPercent(e, what)
	default:
		c.report(codeWrongType, e.Pos(), what+" is "+want.described()+", this is "+got.described(), conversion(want, got))
	}
	return false
}

// conversion says how to come from one type to another, when there is a way.
func conversion(want, got *Type) string {
	switch {
	case got.Kind == Null:
		return ""
	case want.Kind == Text && got.Kind == List:
		return "join its elements: join(…, \", \")"
	case want.Kind == Text && got.printable():
		return "put it inside a text: \"{{ … }}\""
	case want.Kind == Number && got.Kind == Text:
		return "number(…) reads a number from a text"
	case want.Kind == Number && got.Kind == List:
		return "len(…) is how many elements a list has"
	case want.Kind == Bool:
		return "compare it with something, or ask has(…)"
	}
	return ""
}

// oneType joins the types of values that stand for one another.
func (c *checker) oneType(at ast.Span, what string, a, b *Type) *Type {
	t, ok := join(a, b)
	if !ok {
		c.report(codeWrongType, at, what+" differ in type: "+a.described()+" and "+b.described(), "give both the same type")
		return unknown
	}
	return t
}

func (c *checker) list(s *scope, e *ast.ListLit) *Type {
	elem := unknown
	for i, item := range e.Items {
		t := c.expr(s, item)
		if i > 0 {
			t = c.oneType(item.Pos(), "the elements of a list", elem, t)
		}
		elem = t
		if elem.Kind == Unknown && i > 0 {
			for _, rest := range e.Items[i+1:] {
				c.expr(s, rest)
			}
			break
		}
	}
	return listOf(elem)
}

func (c *checker) record(s *scope, e *ast.RecordLit) *Type {
	seen, fields := map[string]place{}, map[string]*Type{}
	for _, f := range e.Fields {
		t := c.expr(s, f.Value)
		if c.declare(seen, "field", f.Name) {
			fields[f.Name.Text] = t
		}
	}
	return &Type{Kind: Record, Fields: sortedFields(fields)}
}

func (c *checker) it(s *scope, e *ast.ItExpr) *Type {
	if n := len(s.elems); n > 0 {
		return s.elems[n-1]
	}
	at, summary := e.Span, "`it` is only known inside any, all, filter, map and their like"
	if at.Start == at.End {
		at.End++
		summary = "a name that begins with a dot is only known inside any, all, filter, map and their like"
	}
	c.report(codeElementOutside, at, summary, "there it is the element; here, write where the value comes from, such as `profile.` or `cart.`")
	return unknown
}

func (c *checker) index(s *scope, e *ast.IndexExpr) *Type {
	x := c.expr(s, e.X)
	switch x.Kind {
	case List:
		c.want(s, e.Index, number, "a position in a list")
		return maybe(x.Elem)
	case Unknown:
		c.expr(s, e.Index)
		return unknown
	}
	c.expr(s, e.Index)
	c.report(codeWrongType, e.X.Pos(), "only a list has positions, this is "+x.described(), "")
	return unknown
}

func (c *checker) slice(s *scope, e *ast.SliceExpr) *Type {
	x := c.expr(s, e.X)
	for _, bound := range []ast.Expr{e.Lo, e.Hi} {
		if bound != nil {
			c.want(s, bound, number, "a position")
		}
	}
	if x.Kind != List && x.Kind != Text && x.Kind != Unknown {
		c.report(codeWrongType, e.X.Pos(), "only a list or a text can be cut, this is "+x.described(), "")
		return unknown
	}
	return withoutEnum(x)
}

func withoutEnum(t *Type) *Type {
	if len(t.Enum) == 0 {
		return t
	}
	u := *t
	u.Enum = nil
	return &u
}
