package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// Expressions are read by precedence climbing, not by participle: a production
// for each level would be left-recursive or read every operand once per level,
// and the words about the past (`in the last`, `time since`) need a look ahead.
//
// From loose to tight: ?: · or · and · not · comparisons and in contains
// startsWith endsWith matches · .. · + - · * / % · unary - · ** · ?? · postfix.
const (
	precOr = iota + 1
	precAnd
	precNot
	precCompare
	precRange
	precSum
	precProduct
	precMinus
	precPower
	precCoalesce
)

// maxOperators bounds one expression, and with it the height of a tree that
// leans to the left, which brackets do not limit.
const maxOperators = 2000

type operator struct {
	text   string
	prec   int
	tokens int  // how many tokens it is written with
	near   bool // another language's spelling, to be reported when it is read
}

var symbols = map[token.Kind]operator{
	token.Or: {"or", precOr, 1, false}, token.And: {"and", precAnd, 1, false},
	token.Eq: {"==", precCompare, 1, false}, token.Ne: {"!=", precCompare, 1, false}, token.Assign: {"==", precCompare, 1, true},
	token.Lt: {"<", precCompare, 1, false}, token.Le: {"<=", precCompare, 1, false},
	token.Gt: {">", precCompare, 1, false}, token.Ge: {">=", precCompare, 1, false},
	token.DotDot: {"..", precRange, 1, false}, token.Plus: {"+", precSum, 1, false}, token.Minus: {"-", precSum, 1, false},
	token.Star: {"*", precProduct, 1, false}, token.Slash: {"/", precProduct, 1, false}, token.Rem: {"%", precProduct, 1, false},
	token.StarStar: {"**", precPower, 1, false}, token.Coalesce: {"??", precCoalesce, 1, false},
}

// expr reads a whole expression.
func (c *cursor) expr() ast.Expr {
	start := c.start()
	if !c.enter() {
		return &ast.BadExpr{Span: c.since(start)}
	}
	defer c.leave()
	x := c.binary(precOr)
	start = min(start, x.Pos().Start) // a value that is missing stands before start
	if !c.is(token.Question) {
		return x
	}
	c.next()
	ch := &ast.ChoiceExpr{Cond: x, Then: c.expr()}
	if !c.acceptKind(token.Colon) {
		if len(c.errs) == 0 {
			c.report(codeUnexpected, c.here(), "expected `:` and a second value, got "+describe(c.peek()), "write `condition ? value : other`")
		}
		ch.Else = &ast.BadExpr{Span: c.since(c.end())}
	} else {
		ch.Else = c.expr()
	}
	ch.Span = c.since(start)
	return ch
}

// tooLong counts an operator and gives up at the limit.
func (c *cursor) tooLong() bool {
	if c.ops++; c.ops <= maxOperators {
		return false
	}
	c.giveUp(codeTooLong, "expression too long", "an expression or pattern holds at most 2000 operators; name parts of it as segments")
	return true
}

// condition reads an expression that a block may follow.
func (c *cursor) condition() ast.Expr {
	outer := c.around
	c.around.block = true
	x := c.expr()
	c.around = outer
	return x
}

// binary reads operators that bind at least as tightly as least.
func (c *cursor) binary(least int) ast.Expr {
	start := c.start()
	x := c.unary()
	start = min(start, x.Pos().Start)
	compared := false
	for {
		op, ok := c.operator()
		if !ok || op.prec < least {
			return x
		}
		if c.tooLong() {
			return x
		}
		if op.prec == precCompare && compared {
			c.report(codeChained, span(c.peek()), "two comparisons in a row",
				"compare two values at a time and join them with `and`: `1 < x and x < 5`")
		}
		compared = op.prec == precCompare
		opSpan := c.readOperator(op)
		tight := op.prec + 1
		if op.prec == precPower {
			tight = op.prec // 2 ** 3 ** 2 groups from the right
		}
		y := c.operand(tight)
		x = &ast.BinaryExpr{Span: c.since(start), Op: op.text, OpSpan: opSpan, X: x, Y: y}
	}
}

// operand reads the right side of an operator, one level down.
func (c *cursor) operand(least int) ast.Expr {
	start := c.start()
	if !c.enter() {
		return &ast.BadExpr{Span: c.since(start)}
	}
	defer c.leave()
	return c.binary(least)
}

// unary reads `not`, `-` and what they apply to. `not` takes a whole comparison:
// `not a == b` is the opposite of `a == b`.
func (c *cursor) unary() ast.Expr {
	start := c.start()
	t := c.peek()
	switch {
	case kind(t) == token.Not || isWord(t, "not") && !c.word(1, "in"):
		c.next()
		x := c.operand(precCompare)
		return &ast.UnaryExpr{Span: c.since(start), Op: "not", X: x}
	case kind(t) == token.Minus:
		c.next()
		x := c.operand(precPower)
		return &ast.UnaryExpr{Span: c.since(start), Op: "-", X: x}
	}
	return c.postfix()
}

// readOperator takes the tokens of an operator, and reports it if it is not ours.
func (c *cursor) readOperator(op operator) ast.Span {
	start := c.start()
	text := c.peek().Value
	for range op.tokens {
		c.next()
	}
	at := c.since(start)
	if !op.near {
		return at
	}
	code, summary, detail := codeNearOperator, "`"+text+"` is not an operator", "did you mean `"+op.text+"`?"
	if text == "=" {
		code, summary, detail = codeAssign, "`=` does not compare", "write `==` to ask whether two values are equal"
	}
	d := c.report(code, at, summary, detail)
	d.Fixes = []diag.Fix{replace("write "+op.text, at, op.text, true)}
	return at
}

// operator looks at the next tokens for a binary operator, or for what is close to one.
func (c *cursor) operator() (operator, bool) {
	t := c.peek()
	k := kind(t)
	if op, ok := symbols[k]; ok {
		return op, true
	}
	if k != token.Name {
		return operator{}, false
	}
	return c.wordOperator(t)
}

func (c *cursor) wordOperator(t *lexer.Token) (operator, bool) {
	switch t.Value {
	case "or":
		return operator{"or", precOr, 1, false}, true
	case "and":
		return operator{"and", precAnd, 1, false}, true
	case "contains", "startsWith", "endsWith", "matches":
		return operator{t.Value, precCompare, 1, false}, true
	case "in":
		// `in the last 30d` and `in 10d` are about the past, not about a list.
		if c.word(1, "the") && c.word(2, "last", "past") || c.isDuration(1) || c.word(1, "last") && c.isDuration(2) {
			return operator{}, false
		}
		return operator{"in", precCompare, 1, false}, true
	case "not":
		if c.word(1, "in") {
			return operator{"not in", precCompare, 2, false}, true
		}
	}
	return c.nearOperator(t)
}

// nearWords are the ways of writing an operator that other languages, or the shift key, suggest.
var nearWords = map[string]operator{
	"AND": {"and", precAnd, 1, true}, "And": {"and", precAnd, 1, true}, "OR": {"or", precOr, 1, true}, "Or": {"or", precOr, 1, true},
	"IN": {"in", precCompare, 1, true}, "In": {"in", precCompare, 1, true},
	"is": {"==", precCompare, 1, true}, "equals": {"==", precCompare, 1, true}, "eq": {"==", precCompare, 1, true},
	"like": {"matches", precCompare, 1, true}, "includes": {"contains", precCompare, 1, true},
	"startswith": {"startsWith", precCompare, 1, true}, "starts_with": {"startsWith", precCompare, 1, true},
	"endswith": {"endsWith", precCompare, 1, true}, "ends_with": {"endsWith", precCompare, 1, true},
	"mod": {"%", precProduct, 1, true},
}

func (c *cursor) nearOperator(t *lexer.Token) (operator, bool) {
	op, ok := nearWords[t.Value]
	if !ok || !c.valueFollows(1) && !c.word(1, "not") {
		return operator{}, false
	}
	if op.text == "==" && c.word(1, "not") {
		op.text, op.tokens = "!=", 2
	}
	return op, true
}

// valueFollows reports whether a value begins n places on.
func (c *cursor) valueFollows(n int) bool {
	switch kind(c.ahead(n)) {
	case token.Name, token.QuotedName, token.Number, token.Duration, token.Percent, token.Time, token.Date,
		token.StrOpen, token.LParen, token.LBracket, token.Minus, token.Dot:
		return true
	}
	return false
}

// postfix reads a value and what is attached to it.
func (c *cursor) postfix() ast.Expr {
	start := c.start()
	x := c.primary()
	start = min(start, x.Pos().Start)
	for {
		switch c.kind() {
		case token.Dot, token.OptDot:
			x = c.member(start, x)
		case token.LBracket:
			x = c.index(start, x)
		case token.LParen:
			if _, bad := x.(*ast.BadExpr); bad {
				return x
			}
			c.report(codeNotCallable, span(c.peek()), "only a name can be called", "write `f(x)`; a value has no functions of its own")
			c.arguments()
		default:
			return x
		}
		if c.tooLong() {
			return x
		}
	}
}

func (c *cursor) member(start int, x ast.Expr) ast.Expr {
	optional := kind(c.next()) == token.OptDot
	name := c.fieldName()
	return &ast.MemberExpr{Span: c.since(start), X: x, Name: name, Optional: optional}
}

// fieldName reads the name behind a dot, where no word is reserved.
func (c *cursor) fieldName() ast.Name {
	if t := c.peek(); kind(t) == token.Name {
		c.next()
		return ast.Name{Span: span(t), Text: normal(t.Value)}
	}
	return c.name()
}

// index reads x[i] or x[lo:hi].
func (c *cursor) index(start int, x ast.Expr) ast.Expr {
	open := c.next()
	outer := c.around
	c.around = around{}
	defer func() { c.around = outer }()
	var lo, hi ast.Expr
	if !c.is(token.Colon) {
		lo = c.expr()
	}
	if c.acceptKind(token.Colon) {
		if !c.is(token.RBracket) {
			hi = c.expr()
		}
		c.closeBracket(open, token.RBracket, "]")
		return &ast.SliceExpr{Span: c.since(start), X: x, Lo: lo, Hi: hi}
	}
	c.closeBracket(open, token.RBracket, "]")
	return &ast.IndexExpr{Span: c.since(start), X: x, Index: lo}
}

// closeBracket expects a closing bracket. When it is missing the statement goes on
// from here, unless the bracket is further along the same statement.
func (c *cursor) closeBracket(open *lexer.Token, k token.Kind, text string) {
	if c.acceptKind(k) {
		return
	}
	before := len(c.errs)
	if before == 0 || c.atEnd() {
		d := c.report(codeUnclosed, c.here(), "expected `"+text+"`, got "+describe(c.peek()), "close the bracket with `"+text+"`")
		d.Notes = []diag.Note{{Span: diag.Span(span(open)), Text: "opened here"}}
		if c.atEnd() {
			d.Fixes = []diag.Fix{insert("add "+text, c.end(), text, false)}
		}
	}
	mark := c.lex.MakeCheckpoint()
	depth := 0
	for !c.atEnd() && !c.is(token.InterpClose) && !c.is(token.LBrace) {
		switch c.kind() {
		case token.LParen, token.LBracket:
			depth++
		case token.RParen, token.RBracket:
			if depth == 0 {
				if c.is(k) {
					c.next()
					return
				}
				c.lex.LoadCheckpoint(mark)
				return
			}
			depth--
		}
		c.next()
	}
	c.lex.LoadCheckpoint(mark)
}
