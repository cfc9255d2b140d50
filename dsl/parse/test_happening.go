package parse

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// circumstance reads what is given: a happening, with how long ago it was.
func (c *cursor) circumstance() ast.Given {
	g := ast.Given{}
	start := c.start()
	switch {
	case c.word(0, "holdout", "anonymous"):
		t := c.next()
		kinds := map[string]ast.HappeningKind{"holdout": ast.HappensHoldout, "anonymous": ast.HappensAnonymous}
		g.What = &ast.Happening{Kind: kinds[t.Value]}
	case c.word(0, "arm"):
		c.next()
		g.What = &ast.Happening{Kind: ast.HappensArm, Name: c.name()}
	case c.word(0, "date") && kind(c.ahead(1)) == token.Date:
		c.next()
		g.What = &ast.Happening{Kind: ast.HappensDate, Date: dateLit(c.next())}
	case c.word(0, "product") && kind(c.ahead(1)) == token.LBrace:
		c.next()
		g.What = &ast.Happening{Kind: ast.HappensProduct, Fields: c.record()}
	case c.words("no", "products"):
		c.next()
		c.next()
		g.What = &ast.Happening{Kind: ast.HappensProduct, No: true}
	default:
		g.What = c.happening()
	}
	g.What.Span = c.since(start)
	if c.isDuration(0) {
		g.Ago = c.duration()
		if !c.accept("ago") {
			c.report(codeUnexpected, c.here(), "expected `ago`, got "+describe(c.peek()), "write how long before the test it was: `given purchased 30d ago`")
		}
	}
	return g
}

// happening reads what happens: an event with its fields, a change of the profile,
// or one of the few things that are no events.
func (c *cursor) happening() *ast.Happening {
	h := &ast.Happening{}
	start := c.start()
	switch t := c.peek(); {
	case isWord(t, "no"):
		c.next()
		h.Kind, h.No, h.Target = ast.HappensSet, true, c.place()
	case isWord(t, "set"), isWord(t, "profile") && kind(c.ahead(1)) == token.Dot:
		c.traitSet(h)
	case isWord(t, "alias") && c.bareNameFollows(1):
		c.next()
		h.Kind, h.Name = ast.HappensAlias, c.name()
	case isWord(t, "delete") && kind(c.ahead(1)) != token.LBrace:
		c.next()
		h.Kind = ast.HappensDelete
	case isWord(t, "clock") && kind(c.ahead(1)) != token.LBrace:
		c.next()
		h.Kind = ast.HappensClock
	default:
		h.Name = c.name()
		if engagement[h.Name.Text] && c.bareNameFollows(0) && !c.word(0, "late") {
			h.Answer = c.name()
		}
		if c.is(token.LBrace) {
			h.Fields = c.record()
		}
	}
	h.Span = c.since(start)
	return h
}

// traitSet reads `[set] profile.plan = "pro"`.
func (c *cursor) traitSet(h *ast.Happening) {
	h.Kind = ast.HappensSet
	c.accept("set")
	h.Target = c.place()
	if !c.acceptKind(token.Assign) {
		c.report(codeUnexpected, c.here(), "expected `=`, got "+describe(c.peek()), "write `profile.plan = \"pro\"`")
		return
	}
	h.Value = c.condition()
}

// moment reads 10:00, `tue 10:00`, `2026-01-06 10:00` or `+2h`.
func (c *cursor) moment() *ast.TestTime {
	start := c.start()
	m := &ast.TestTime{}
	switch {
	case c.acceptKind(token.Plus):
		m.After = c.duration()
	case c.is(token.Date):
		m.Date = dateLit(c.next())
		m.Time = c.timeOfDay()
	case c.is(token.Name) && kind(c.ahead(1)) == token.Time:
		m.Day = c.day()
		m.Time = c.timeOfDay()
	case c.is(token.Name):
		m.Time = c.timeOfDay()
		m.Time.Span = span(c.next())
	default:
		m.Time = c.timeOfDay()
	}
	m.Span = c.since(start)
	return m
}
