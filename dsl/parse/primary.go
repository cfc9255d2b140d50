package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// primary reads a value that no operator is part of.
func (c *cursor) primary() ast.Expr {
	t := c.peek()
	switch kind(t) {
	case token.Number:
		if _, ok := c.unitWord(1); ok {
			return c.duration()
		}
		c.next()
		return numberLit(t)
	case token.Duration:
		return c.duration()
	case token.Percent:
		c.next()
		return percentLit(t)
	case token.Time:
		c.next()
		return timeLit(t)
	case token.Date:
		c.next()
		return dateLit(t)
	case token.StrOpen:
		return c.stringLit()
	case token.LParen:
		return c.parenthesis()
	case token.LBracket:
		return c.list()
	case token.LBrace:
		if !c.around.block {
			return c.record()
		}
	case token.Dot:
		// The element in front of the dot is left out; postfix reads the rest.
		return &ast.ItExpr{Span: ast.Span{Start: t.Pos.Offset, End: t.Pos.Offset}}
	case token.QuotedName:
		return c.nameValue(c.name())
	case token.Name:
		return c.wordValue(t)
	case token.Bad:
		c.next()
		return &ast.BadExpr{Span: span(t)}
	}
	return c.missingValue()
}

// missingValue reports that there is no value here. It takes nothing but a stray
// operator, which could only be reported a second time.
func (c *cursor) missingValue() ast.Expr {
	t := c.peek()
	at := c.here()
	detail := "write a value: a number, a text in double quotes, a name, or something in parentheses"
	if _, ok := symbols[kind(t)]; ok {
		detail = "an operator stands between two values"
	}
	c.report(codeMissingValue, at, "expected a value, got "+describe(t), detail)
	if _, ok := symbols[kind(t)]; ok {
		c.next()
		return &ast.BadExpr{Span: at}
	}
	return &ast.BadExpr{Span: c.since(c.end())}
}

func (c *cursor) parenthesis() ast.Expr {
	open := c.next()
	outer := c.around
	c.around = around{}
	x := c.expr()
	c.around = outer
	c.closeBracket(open, token.RParen, ")")
	return x
}

func (c *cursor) list() ast.Expr {
	open := c.next()
	outer := c.around
	c.around = around{}
	lit := &ast.ListLit{}
	for !c.is(token.RBracket) && !c.atEnd() && !c.is(token.InterpClose) {
		lit.Items = append(lit.Items, c.expr())
		if !c.acceptKind(token.Comma) {
			break
		}
	}
	c.around = outer
	c.closeBracket(open, token.RBracket, "]")
	lit.Span = c.since(open.Pos.Offset)
	return lit
}

// record reads { name: value, … }; fields end by newline or comma.
func (c *cursor) record() *ast.RecordLit {
	start := c.start()
	lit := &ast.RecordLit{}
	if !c.is(token.LBrace) {
		c.report(codeMissingRecord, c.here(), "expected `{`, got "+describe(c.peek()), "write the values in braces: `{ name: value }`")
		lit.Span = c.since(c.end())
		return lit
	}
	open := c.next()
	outer := c.around
	c.around = around{}
	defer func() { c.around = outer }()
	for {
		for c.is(token.Newline) || c.is(token.Comma) {
			c.next()
		}
		if c.is(token.RBrace) || c.is(token.EOF) || c.is(token.InterpClose) {
			break
		}
		lit.Fields = append(lit.Fields, c.recordField())
	}
	c.closeBrace(open)
	lit.Span = c.since(start)
	return lit
}

func (c *cursor) recordField() *ast.RecordField {
	start := c.start()
	before := len(c.errs)
	f := &ast.RecordField{}
	if c.is(token.StrOpen) {
		lit := c.stringLit()
		name, _ := lit.Plain()
		f.Name = ast.Name{Span: lit.Span, Text: normal(name)}
		d := c.report(codeQuotedField, lit.Span, "a field's name has no quotes", "write `"+name+": value`")
		if isPlainName(name) {
			d.Fixes = []diag.Fix{replace("take off the quotes", lit.Span, name, true)}
		}
	} else {
		f.Name = c.fieldName()
	}
	switch {
	case c.acceptKind(token.Colon):
		f.Value = c.expr()
	case c.is(token.Assign):
		t := c.next()
		d := c.report(codeAssign, span(t), "a field's value follows a colon", "write `"+f.Name.Text+": value`")
		d.Fixes = []diag.Fix{replace("write a colon", span(t), ":", true)}
		f.Value = c.expr()
	default:
		if len(c.errs) == before {
			c.report(codeUnexpected, c.here(), "expected `:` and a value, got "+describe(c.peek()), "write `"+f.Name.Text+": value`")
		}
		f.Value = &ast.BadExpr{Span: c.since(c.end())}
	}
	f.Span = c.since(start)
	if !c.is(token.Newline) && !c.is(token.Comma) && !c.is(token.RBrace) {
		if len(c.errs) == before {
			c.report(codeUnexpected, span(c.peek()), "unexpected "+describe(c.peek())+" after the value of `"+f.Name.Text+"`",
				"a comma or a new line stands between fields")
		}
		c.skipField()
	}
	return f
}

// skipField goes to the end of a field.
func (c *cursor) skipField() {
	depth := 0
	for !c.is(token.EOF) && !c.is(token.InterpClose) {
		switch c.kind() {
		case token.StrOpen:
			c.stringLit()
			continue
		case token.Newline, token.Comma:
			if depth == 0 {
				return
			}
		case token.LBrace, token.LParen, token.LBracket:
			depth++
		case token.RParen, token.RBracket:
			depth = max(0, depth-1)
		case token.RBrace:
			if depth == 0 {
				return
			}
			depth--
		}
		c.next()
	}
}

func isPlainName(s string) bool {
	for i, r := range s {
		if i == 0 && !token.IsNameStart(r) || !token.IsNamePart(r) {
			return false
		}
	}
	return s != ""
}

// wordValue reads a value that begins with a word.
func (c *cursor) wordValue(t *lexer.Token) ast.Expr {
	if isWord(t, joining...) {
		return c.missingValue()
	}
	switch t.Value {
	case "true", "false":
		c.next()
		return &ast.BoolLit{Span: span(t), Value: t.Value == "true"}
	case "null":
		c.next()
		return &ast.NullLit{Span: span(t)}
	case "it":
		c.next()
		return &ast.ItExpr{Span: span(t)}
	case "no", "never":
		return c.noEvent()
	case "and", "or", "in", "contains", "startsWith", "endsWith", "matches":
		c.report(codeMissingValue, span(t), "expected a value before `"+t.Value+"`", "an operator stands between two values")
		c.next()
		return c.postfix()
	case "time":
		if c.word(1, "since") {
			return c.timeSince()
		}
	case "segment":
		if c.bareNameFollows(1) {
			c.next()
			name := c.name()
			return &ast.InSegment{Span: c.since(t.Pos.Offset), Segment: name}
		}
	case "tag":
		if kind(c.ahead(1)) == token.StrOpen {
			c.next()
			tag := c.stringLit()
			return &ast.HasTag{Span: c.since(t.Pos.Offset), Tag: tag}
		}
	case "received":
		if c.bareNameFollows(1) {
			c.next()
			name := c.name()
			return &ast.Received{Span: c.since(t.Pos.Offset), Name: name}
		}
	}
	if d, ok := nearLiterals[t.Value]; ok {
		diagnostic := c.report(codeNearOperator, span(t), "`"+t.Value+"` is not a value", "did you mean `"+d+"`?")
		diagnostic.Fixes = []diag.Fix{replace("write "+d, span(t), d, true)}
		c.next()
		switch d {
		case "null":
			return &ast.NullLit{Span: span(t)}
		default:
			return &ast.BoolLit{Span: span(t), Value: d == "true"}
		}
	}
	return c.nameValue(c.name())
}

var nearLiterals = map[string]string{
	"True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "nil": "null", "None": "null", "NULL": "null", "Null": "null", "undefined": "null",
}

// bareNameFollows reports whether a name that is no operator stands n places on.
func (c *cursor) bareNameFollows(n int) bool {
	t := c.ahead(n)
	if kind(t) == token.QuotedName {
		return true
	}
	return kind(t) == token.Name && !isWord(t, reserved...) && !isWord(t, clauseWords...)
}

// clauseWords go on with a sentence behind a value, so they are not part of it.
var clauseWords = []string{"where", "within", "followed", "with", "as", "then", "else", "up", "until", "for", "every", "at", "is", "equals"}

// nameValue reads what a name begins: a call, an event with words about the past, or just the name.
func (c *cursor) nameValue(name ast.Name) ast.Expr {
	if c.is(token.LParen) {
		return c.call(name)
	}
	if c.around.phrase {
		return &ast.IdentExpr{Name: name}
	}
	if e := c.eventValue(name); e != nil {
		return e
	}
	return &ast.IdentExpr{Name: name}
}

func (c *cursor) call(name ast.Name) ast.Expr {
	e := &ast.CallExpr{Fun: name}
	e.Args, e.Last = c.arguments()
	e.Span = c.since(name.Start)
	return e
}

// arguments reads (a, name: b, last 90d).
func (c *cursor) arguments() (args []*ast.Arg, last *ast.DurationLit) {
	open := c.next()
	outer := c.around
	c.around = around{}
	defer func() { c.around = outer }()
	for !c.is(token.RParen) && !c.atEnd() && !c.is(token.InterpClose) {
		start := c.start()
		switch {
		case c.word(0, "last") && (c.isDuration(1) || kind(c.ahead(1)) == token.Number):
			c.next()
			last = c.duration()
		case c.word(0, "in") && c.word(1, "the") && c.word(2, "last"):
			at := span(c.next())
			at = at.To(span(c.next()))
			d := c.report(codeUnexpected, at, "the window of a function is written `last`", "write `"+"last 90d`")
			d.Fixes = []diag.Fix{replace("leave out `in the`", at, "", true)}
			continue
		case kind(c.ahead(1)) == token.Colon && (c.is(token.Name) || c.is(token.QuotedName)):
			name := c.fieldName()
			c.next()
			args = append(args, &ast.Arg{Name: name, Value: c.expr()})
			args[len(args)-1].Span = c.since(start)
		default:
			args = append(args, &ast.Arg{Value: c.argument()})
			args[len(args)-1].Span = c.since(start)
		}
		if !c.acceptKind(token.Comma) {
			break
		}
	}
	c.closeBracket(open, token.RParen, ")")
	return args, last
}

// argument reads one value; braces around a closure are another language's.
func (c *cursor) argument() ast.Expr {
	if !c.is(token.LBrace) || kind(c.ahead(1)) == token.RBrace || kind(c.ahead(2)) == token.Colon || kind(c.ahead(1)) == token.Newline {
		return c.expr()
	}
	open := c.next()
	x := c.expr()
	closer := c.peek()
	d := c.report(codeClosureBraces, span(open), "a condition inside a function has no braces",
		"write it plainly, with `it` or a leading dot for the element: `any(cart.items, .price > 50)`")
	if c.acceptKind(token.RBrace) {
		d.Fixes = []diag.Fix{{Title: "take off the braces", Safe: true, Edits: []diag.Edit{
			{Span: diag.Span(span(open))}, {Span: diag.Span(span(closer))}}}}
	}
	return x
}

// place reads something that a value can be put into or a date be read from:
// profile.stage, last(purchased).time.
func (c *cursor) place() ast.Expr {
	return c.postfix()
}
