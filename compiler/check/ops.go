package check

import (
	"strconv"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/spell"
)

// condition types an expression that has to be true or false.
func (c *checker) condition(s *scope, e ast.Expr) {
	t := c.expr(s, e)
	if e == nil || t.Kind == Bool || t.Kind == Unknown {
		return
	}
	hint := "compare it with something"
	switch t.Kind {
	case Number:
		hint = "compare it, as in `… > 0`"
	case Date, Time:
		hint = "compare it with a date; to wait for it, add a time of day: `wait until … at 09:00`"
	case List:
		hint = "ask whether it has elements: `len(…) > 0`, or any(…)"
	}
	if t.Opt && t.Kind != Null {
		hint += "; has(…) asks whether it is there"
	}
	d := c.report(codeNotCondition, e.Pos(), "a condition is true or false, this is "+t.described(), hint)
	if t.Opt && pathOf(e) != nil {
		at := c.clip(e.Pos())
		replace(d, at, "has("+c.source(e.Pos())+")", "ask whether it is there", false)
	}
}

func (c *checker) unary(s *scope, e *ast.UnaryExpr) *Type {
	if e.Op == "not" {
		c.condition(s, e.X)
		return boolean
	}
	t := c.expr(s, e.X)
	c.wants(e.X, number, t, "a number with a sign")
	if t.Kind == Number {
		return t
	}
	return number
}

func (c *checker) binary(s *scope, e *ast.BinaryExpr) *Type {
	switch e.Op {
	case "and", "or":
		c.condition(s, e.X)
		c.condition(s.given(e.X, e.Op == "and"), e.Y)
		return boolean
	case "??":
		x, y := c.expr(s, e.X), c.expr(s, e.Y)
		t := c.oneType(e.Y.Pos(), "the value and its stand-in", surely(x), y)
		return withOpt(t, y.Opt)
	case "==", "!=", "<", "<=", ">", ">=":
		c.compare(s, e)
		return boolean
	case "in", "not in":
		c.member(s, e)
		return boolean
	case "contains", "startsWith", "endsWith", "matches":
		c.textTest(s, e)
		return boolean
	case "..":
		return c.rangeOf(s, e)
	}
	return c.arithmetic(s, e)
}

// compare types == != < <= > >=.
func (c *checker) compare(s *scope, e *ast.BinaryExpr) {
	if c.compareSince(s, e, e.X, e.Y) || c.compareSince(s, e, e.Y, e.X) {
		return
	}
	x, y := c.expr(s, e.X), c.expr(s, e.Y)
	if c.compareNull(e, e.X, e.Y) || c.compareNull(e, e.Y, e.X) || x.Kind == Unknown || y.Kind == Unknown {
		return
	}
	switch {
	case x.Kind == Percent && y.Kind == Number:
		c.percentForNumber(e.X)
	case y.Kind == Percent && x.Kind == Number:
		c.percentForNumber(e.Y)
	case !sameKind(x, y):
		c.neverComparable(e, x, y)
	case e.Op == "==" || e.Op == "!=":
		if len(x.Enum) > 0 && len(y.Enum) > 0 && !overlap(x.Enum, y.Enum) {
			c.report(codeNeverComparable, e.Span, "these two have no value in common: "+enumString(x.Enum)+" and "+enumString(y.Enum), "")
			return
		}
		c.oneOf(e.Y, x, "this")
		c.oneOf(e.X, y, "this")
	case !x.ordered() || !y.ordered():
		t := x
		if x.ordered() {
			t = y
		}
		hint := "ask with == or !="
		if len(t.Enum) > 0 {
			hint = "the values of a fixed set have no order; list those you mean: … in [" + quote(t.Enum[0]) + "]"
		}
		c.report(codeNeverComparable, e.OpSpan, "there is no greater and smaller for "+t.described(), hint)
	}
}

func sameKind(x, y *Type) bool { return fits(x, y) || fits(y, x) }

func (c *checker) neverComparable(e *ast.BinaryExpr, x, y *Type) {
	d := c.report(codeNeverComparable, e.Span, x.described()+" cannot be compared with "+y.described(), c.comparisonHint(x, y))
	for _, side := range []struct {
		e     ast.Expr
		other *Type
	}{{e.X, y}, {e.Y, x}} {
		lit, ok := side.e.(*ast.StringLit)
		if !ok || side.other.Kind != Number {
			continue
		}
		if v, plain := lit.Plain(); plain {
			if _, err := strconv.ParseFloat(v, 64); err == nil {
				replace(d, c.clip(lit.Span), v, "write the number without quotes", false)
			}
		}
	}
}

func (c *checker) comparisonHint(x, y *Type) string {
	either := func(k Kind) bool { return x.Kind == k || y.Kind == k }
	switch {
	case either(Duration) && (either(Time) || either(Date)):
		return "to ask how long ago, write `time since last EVENT > 7d` or `EVENT in the last 7d`"
	case either(Duration):
		return "only `time since last EVENT` is compared with a duration"
	case x.Money || y.Money:
		return "an amount of money is compared with a number; its currency is a field of its own"
	case either(List):
		return "ask `… in …` for an element, or len(…) for how many there are"
	case either(Text) && either(Number):
		return "a number is written without quotes, a text within"
	case either(Record):
		return "compare one of its fields"
	}
	return "both sides must be of one type"
}

// compareSince handles a comparison with `time since last`; false when there is none.
func (c *checker) compareSince(s *scope, e *ast.BinaryExpr, x, y ast.Expr) bool {
	since, ok := x.(*ast.TimeSince)
	if !ok {
		return false
	}
	c.timeSince(s, since)
	lit, constant := y.(*ast.DurationLit)
	switch {
	case !constant:
		c.expr(s, y)
		c.report(codeTimeSinceAlone, y.Pos(), "`time since last …` is only compared with a constant duration", "write, say, `> 7d`, so that its becoming true is a moment known in advance")
	case e.Op == "==" || e.Op == "!=":
		c.expr(s, y)
		c.report(codeTimeSinceAlone, e.OpSpan, "a time that passes is equal to a duration for one millisecond only", "use < <= > or >=")
	default:
		c.expr(s, lit)
	}
	return true
}

// compareNull handles a comparison with null; false when there is none.
func (c *checker) compareNull(e *ast.BinaryExpr, n, other ast.Expr) bool {
	if _, ok := n.(*ast.NullLit); !ok {
		return false
	}
	d := c.report(codeNullCompared, e.Span, "a comparison with null never tells whether a value is missing", "a missing value equals nothing, not even null; ask has(…)")
	asked := "has(" + c.source(other.Pos()) + ")"
	switch e.Op {
	case "==":
		asked = "not " + asked
	case "!=":
	default:
		return true
	}
	replace(d, c.clip(e.Span), asked, "write `"+asked+"`", false)
	return true
}

// oneOf reports a constant that is not among the values of a fixed set.
func (c *checker) oneOf(e ast.Expr, want *Type, what string) bool {
	if len(want.Enum) == 0 {
		return true
	}
	switch e := e.(type) {
	case *ast.ChoiceExpr:
		a := c.oneOf(e.Then, want, what)
		return c.oneOf(e.Else, want, what) && a
	case *ast.StringLit:
		v, plain := e.Plain()
		if !plain || contains(want.Enum, v) {
			return true
		}
		detail := "it is one of " + enumString(want.Enum)
		best, near := spell.Closest(v, want.Enum)
		if near {
			detail = "did you mean " + quote(best) + "? It is one of " + enumString(want.Enum)
		}
		d := c.report(codeNotOneOf, e.Span, what+" is never "+quote(v), detail)
		if near && certain(v, best, want.Enum) {
			replace(d, c.clip(e.Span), quote(best), "write "+quote(best), false)
		}
		return false
	}
	return true
}

// member types `x in list`.
func (c *checker) member(s *scope, e *ast.BinaryExpr) {
	x, y := c.expr(s, e.X), c.expr(s, e.Y)
	if c.compareNull(e, e.X, e.Y) {
		return
	}
	switch y.Kind {
	case Unknown:
		return
	case List:
	case Text:
		d := c.report(codeWrongType, e.Y.Pos(), "`in` looks into a list, this is "+y.described(), "for a part of a text write `… contains …`")
		if e.Op == "in" {
			replace(d, c.clip(e.Span), c.operand(e.Y)+" contains "+c.operand(e.X), "use contains", false)
		}
		return
	default:
		c.report(codeWrongType, e.Y.Pos(), "`in` looks into a list, this is "+y.described(), "write the values as a list: [\"a\", \"b\"]")
		return
	}
	if x.Kind == Unknown || y.Elem.Kind == Unknown {
		return
	}
	if !sameKind(x, y.Elem) {
		c.report(codeNeverComparable, e.Span, x.described()+" is never an element of "+y.described(), c.comparisonHint(x, y.Elem))
		return
	}
	if lit, ok := e.Y.(*ast.ListLit); ok {
		for _, item := range lit.Items {
			c.oneOf(item, x, "this")
		}
	}
	c.oneOf(e.X, y.Elem, "an element of this list")
}

// textTest types contains, startsWith, endsWith and matches.
func (c *checker) textTest(s *scope, e *ast.BinaryExpr) {
	x, y := c.expr(s, e.X), c.expr(s, e.Y)
	if x.Kind == List && e.Op == "contains" {
		swapped := c.operand(e.Y) + " in " + c.operand(e.X)
		d := c.report(codeWrongType, e.X.Pos(), "`contains` looks into a text, this is "+x.described(), "for an element of a list write `"+swapped+"`")
		replace(d, c.clip(e.Span), swapped, "use in", false)
		return
	}
	c.wants(e.X, text, withoutEnum(x), "the left side of `"+e.Op+"`")
	if !c.wants(e.Y, text, withoutEnum(y), "the right side of `"+e.Op+"`") || e.Op != "matches" {
		return
	}
	lit, ok := e.Y.(*ast.StringLit)
	if !ok {
		c.report(codeNotConstant, e.Y.Pos(), "the pattern of `matches` must be written out", "a computed pattern could fail when it is too late to tell you")
		return
	}
	pattern, plain := lit.Plain()
	if !plain {
		c.report(codeNotConstant, lit.Span, "the pattern of `matches` must be written out", "a computed pattern could fail when it is too late to tell you")
		return
	}
	c.regexp(lit, pattern)
}

// rangeLimit bounds the lists that a condition can make out of nothing.
const rangeLimit = 1000

func (c *checker) rangeOf(s *scope, e *ast.BinaryExpr) *Type {
	c.want(s, e.X, number, "the beginning of a range")
	c.want(s, e.Y, number, "the end of a range")
	lo, okLo := constantNumber(e.X)
	hi, okHi := constantNumber(e.Y)
	switch {
	case !okLo || !okHi:
		c.report(codeNotConstant, e.Span, "the ends of a range must be written out", "compare instead: `x >= a and x <= b`")
	case lo != float64(int64(lo)) || hi != float64(int64(hi)):
		c.report(codeBadNumber, e.Span, "a range is of whole numbers", "compare instead: `x >= a and x <= b`")
	case hi-lo >= rangeLimit:
		c.report(codeBadNumber, e.Span, "a range holds at most 1000 numbers", "compare instead: `x >= a and x <= b`")
	}
	return listOf(number)
}

// constantNumber returns the value of a number as written, with its sign.
func constantNumber(e ast.Expr) (float64, bool) {
	switch e := e.(type) {
	case *ast.NumberLit:
		return e.Value, true
	case *ast.UnaryExpr:
		v, ok := constantNumber(e.X)
		return -v, ok && e.Op == "-"
	}
	return 0, false
}

func (c *checker) arithmetic(s *scope, e *ast.BinaryExpr) *Type {
	x, y := c.expr(s, e.X), c.expr(s, e.Y)
	opt := x.Opt || y.Opt
	if e.Op == "+" && (x.Kind == Text || y.Kind == Text) {
		okX := c.wants(e.X, text, withoutEnum(x), "what is added to a text")
		if okX {
			c.wants(e.Y, text, withoutEnum(y), "what is added to a text")
		}
		return withOpt(text, opt)
	}
	what := "a side of `" + e.Op + "`"
	if x.Kind == Duration || y.Kind == Duration || x.Kind == Time || y.Kind == Time || x.Kind == Date || y.Kind == Date {
		at := e.X
		if t := x.Kind; t != Duration && t != Time && t != Date {
			at = e.Y
		}
		c.report(codeWrongType, at.Pos(), what+" is a number, this is "+c.info.Types[at].described(),
			"there is no arithmetic with moments; `time since last …`, `wait until 3d before …` and `in the last 7d` say the usual things")
		return unknown
	}
	okX := c.wants(e.X, number, x, what)
	if !c.wants(e.Y, number, y, what) || !okX {
		return withOpt(number, opt)
	}
	if x.Money && y.Money {
		switch e.Op {
		case "+", "-", "%":
		case "/":
			return withOpt(number, opt)
		default:
			c.report(codeMoneyProduct, e.Span, "money times money is no amount of money", "multiply an amount by a plain number")
		}
	}
	if x.Money || y.Money {
		return withOpt(money, opt)
	}
	return withOpt(number, opt)
}

func (c *checker) percentForNumber(e ast.Expr) {
	hint := "a percent is given to coupon, split and holdout; for arithmetic write a number"
	lit, ok := e.(*ast.PercentLit)
	if !ok {
		c.report(codePercentOrNumber, e.Pos(), "this is a percent, a number is needed", hint)
		return
	}
	share := strconv.FormatFloat(lit.Value/100, 'f', -1, 64)
	d := c.report(codePercentOrNumber, lit.Span, "this is a percent, a number is needed", "write `"+share+"` for the share")
	replace(d, c.clip(lit.Span), share, "write `"+share+"`", false)
}

func (c *checker) numberForPercent(e ast.Expr, what string) {
	d := c.report(codePercentOrNumber, e.Pos(), what+" is a percent, this is a number", "write it with its sign, as in 10%")
	if lit, ok := e.(*ast.NumberLit); ok {
		replace(d, c.clip(lit.Span), lit.Text+"%", "write `"+lit.Text+"%`", false)
	}
}
