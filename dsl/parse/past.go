package parse

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// engagement names the events that answer a message, so that `clicked first_mail`
// is the click on that message.
var engagement = map[string]bool{
	"delivered": true, "opened": true, "clicked": true, "bounced": true, "complained": true, "converted": true,
}

// subject reads the step or message behind an engagement event, if there is one.
func (c *cursor) subject(event ast.Name) ast.Name {
	if !engagement[event.Text] || !c.bareNameFollows(0) || c.word(0, "changes", "per") || c.stepFollows() {
		return ast.Name{}
	}
	return c.name()
}

// stepFollows reports whether the next word begins a step without braces, as in
// `on opened push "Still here"`. A message may be called `push` all the same: what
// stands behind it tells.
func (c *cursor) stepFollows() bool {
	t := c.peek()
	if kind(t) != token.Name || !stepWords[t.Value] && !channels[t.Value] {
		return false
	}
	if t.Value == "stop" {
		return true
	}
	next := c.ahead(1)
	switch kind(next) {
	case token.LBrace, token.Newline, token.EOF, token.RBrace, token.RParen, token.Comma:
		return false
	}
	return !isWord(next, reserved...) && !isWord(next, clauseWords...) || isWord(next, "up", "for", "until")
}

// eventValue reads what makes a name an event in a condition: a subject, a `where`,
// or `in the last D`. It returns nil when the name is just a name.
func (c *cursor) eventValue(name ast.Name) ast.Expr {
	e := &ast.EventPat{Name: name}
	e.Step = c.subject(name)
	if c.word(0, "where") {
		c.next()
		e.Where = c.test()
	}
	e.Span = c.since(name.Start)
	if last, ok := c.inTheLast(name.Text); ok {
		return &ast.InLast{Span: c.since(name.Start), Event: e, Last: last}
	}
	if e.Where == nil && e.Step.Text == "" {
		return nil
	}
	return &ast.EventExpr{EventPat: e}
}

// inTheLast reads `in the last 30d` and corrects what is close to it.
func (c *cursor) inTheLast(event string) (*ast.DurationLit, bool) {
	start := c.start()
	switch {
	case c.words("in", "the", "last"):
		c.next()
		c.next()
		c.next()
		return c.duration(), true
	case c.words("in", "the", "past"):
		c.next()
		c.next()
		c.next()
	case c.words("in", "last") && c.isDuration(2):
		c.next()
		c.next()
	case c.words("within", "the", "last"):
		c.next()
		c.next()
		c.next()
	case c.word(0, "within") && (c.isDuration(1) || kind(c.ahead(1)) == token.Number):
		c.next()
	case c.word(0, "in") && c.isDuration(1):
		c.next()
	default:
		return nil, false
	}
	at := c.since(start)
	d := c.report(codeLookBack, at, "a condition looks back with `in the last`",
		"write `"+event+" in the last …`; `within` looks forward and belongs to `when`, `goal` and `wait`")
	d.Fixes = []diag.Fix{replace("write in the last", at, "in the last", false)}
	return c.duration(), true
}

// noEvent reads `no E in the last D` and `never E`.
func (c *cursor) noEvent() ast.Expr {
	t := c.next()
	start := t.Pos.Offset
	e := c.event()
	if t.Value == "never" {
		if c.words("in", "the", "last") {
			d := c.report(codeLookBack, span(t), "`never` has no time", "write `no "+e.Name.Text+" in the last …`")
			d.Fixes = []diag.Fix{replace("write no", span(t), "no", true)}
		} else {
			return &ast.Never{Span: c.since(start), Event: e}
		}
	}
	if last, ok := c.inTheLast("no " + e.Name.Text); ok {
		return &ast.InLast{Span: c.since(start), No: true, Event: e, Last: last}
	}
	at := c.since(start)
	if e.Name.Text != "" {
		d := c.report(codeLookBack, at, "`no "+e.Name.Text+"` needs a time",
			"write `no "+e.Name.Text+" in the last 30d`, or `never "+e.Name.Text+"` for all of the past")
		d.Fixes = []diag.Fix{replace("write never", span(t), "never", false), insert("add in the last 30d", c.end(), " in the last 30d", false)}
	}
	return &ast.BadExpr{Span: at}
}

// timeSince reads `time since last E`.
func (c *cursor) timeSince() ast.Expr {
	start := c.start()
	c.next()
	c.next()
	if !c.accept("last") {
		at := ast.Span{Start: c.start(), End: c.start()}
		d := c.report(codeLookBack, c.here(), "expected `last` after `time since`", "write `time since last visit`")
		d.Fixes = []diag.Fix{insert("add last", at.Start, "last ", true)}
	}
	e := c.event()
	return &ast.TimeSince{Span: c.since(start), Event: e}
}

// test reads the filter of an event: one comparison, or anything in parentheses,
// because `and`, `or` and `followed by` go on with the sentence around it. So do
// `within` and `in the last`: in `where price < old_price within 7d` the field
// begins no phrase of its own.
func (c *cursor) test() ast.Expr {
	outer := c.around
	c.around.phrase = true
	defer func() { c.around = outer }()
	start := c.start()
	x := c.operand(precCompare)
	wide := false
	for c.comparisonFollows() {
		op, _ := c.operator()
		opSpan := span(c.next())
		y := c.operand(precCompare)
		x = &ast.BinaryExpr{Span: c.since(start), Op: op.text, OpSpan: opSpan, X: x, Y: y}
		wide = true
	}
	if wide {
		at := c.since(start)
		d := c.report(codeWideWhere, at, "the `where` of an event holds one comparison", "put several in parentheses: `where (a > 1 and b < 2)`")
		d.Fixes = []diag.Fix{{Title: "add parentheses", Safe: true, Edits: []diag.Edit{
			{Span: diag.Span{Start: at.Start, End: at.Start}, Text: "("}, {Span: diag.Span{Start: at.End, End: at.End}, Text: ")"}}}}
	}
	return x
}

// comparisonFollows reports whether `and` or `or` is followed by a comparison,
// which belongs to the filter, and not by an event.
func (c *cursor) comparisonFollows() bool {
	if !c.word(0, "and", "or") {
		return false
	}
	i := 1
	if k := kind(c.ahead(i)); k != token.Name && k != token.QuotedName {
		return false
	}
	if c.word(i, "not", "no", "never") {
		return false
	}
	for i++; kind(c.ahead(i)) == token.Dot && i < 12; i += 2 {
		if k := kind(c.ahead(i + 1)); k != token.Name && k != token.QuotedName {
			return false
		}
	}
	switch kind(c.ahead(i)) {
	case token.Eq, token.Ne, token.Lt, token.Le, token.Gt, token.Ge, token.Assign:
		return true
	}
	if c.word(i, "in") {
		return kind(c.ahead(i+1)) == token.LBracket
	}
	return c.word(i, "contains", "startsWith", "endsWith", "matches")
}
