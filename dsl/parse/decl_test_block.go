package parse

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of test blocks:
//
//	test "title" for journey { … }      the journey may be left out when the file has one
//	test todo "title"                   planned; the braces may be left out
//
//	given holdout                       given arm short
//	given profile.plan = "pro"          given unsubscribed
//	at 10:00 purchased { total: 80 }    at tue 10:00 …   at 2026-01-06 10:00 …   at +2h …
//	at 10:00 set profile.plan = "pro"
//	expect no email                     expect email cart_reminder at 12:00
//	expect email subject tr contains "…"
//	expect goal                         expect exit finished
//
// Every line may end in `for NAME`, which names one of several people.

type testDecl struct {
	Todo  bool       `parser:"'test' @'todo'?"`
	Title stringNode `parser:"@@"`
	For   nameNode   `parser:"('for' @@)?"`
	Lines optLines   `parser:"@@?"`
}

func (p *testDecl) node(c *cursor, at ast.Span) ast.Decl {
	t := &ast.Test{Span: at, Todo: p.Todo, Title: p.Title.take(c), For: p.For.take(c)}
	body := p.Lines.take(c)
	t.Lines = body.lines
	if !body.there && !t.Todo && len(c.errs) == 0 {
		c.report(codeMissingBlock, c.here(), "expected `{`, got "+describe(c.peek()), "write the lines of the test in braces, or `test todo \"…\"` for one to be written later")
	}
	return t
}

type givenLine struct {
	What   givenNode `parser:"'given' @@"`
	Person nameNode  `parser:"('for' @@)?"`
}

func (p *givenLine) node(c *cursor, at ast.Span) *ast.TestLine {
	l := p.What.take(c)
	l.Span, l.Kind, l.Person = at, "given", p.Person.take(c)
	return &l
}

type atLine struct {
	At     momentNode `parser:"'at' @@"`
	What   givenNode  `parser:"@@"`
	Person nameNode   `parser:"('for' @@)?"`
}

func (p *atLine) node(c *cursor, at ast.Span) *ast.TestLine {
	l := p.What.take(c)
	l.Span, l.Kind, l.At, l.Person = at, "at", p.At.take(c), p.Person.take(c)
	return &l
}

type expectLine struct {
	No     bool       `parser:"'expect' @'no'?"`
	What   expectNode `parser:"@@"`
	At     momentNode `parser:"('at' @@)?"`
	Person nameNode   `parser:"('for' @@)?"`
}

func (p *expectLine) node(c *cursor, at ast.Span) *ast.TestLine {
	l := p.What.take(c)
	l.Span, l.Kind, l.No, l.At, l.Person = at, "expect", p.No, p.At.take(c), p.Person.take(c)
	return &l
}

var (
	parseTest   = rule[testDecl, ast.Decl](`test "a title" for cart_recovery { … }`)
	parseGiven  = rule[givenLine, *ast.TestLine](`given holdout`, `given arm short`, `given profile.plan = "pro"`)
	parseAt     = rule[atLine, *ast.TestLine](`at 10:00 purchased { total: 80 }`)
	parseExpect = rule[expectLine, *ast.TestLine](`expect no email`, `expect email cart_reminder at 12:00`, `expect goal`, `expect exit`)
)

// testBody is the block of a test, and whether there was one.
type testBody struct {
	lines []*ast.TestLine
	there bool
}

type (
	optLines   struct{ held[testBody] }
	givenNode  struct{ held[ast.TestLine] }
	expectNode struct{ held[ast.TestLine] }
	momentNode struct{ held[*ast.TestTime] }
)

var testWords = []string{"given", "at", "expect"}

func (n *optLines) Parse(lex *lexer.PeekingLexer) error {
	if !opens(lex) {
		return participle.NextMatch
	}
	return n.read(lex, func(c *cursor) testBody {
		return testBody{there: true, lines: lines(c, "`given …`, `at TIME EVENT` and `expect …`", testWords, func(c *cursor) (*ast.TestLine, bool) {
			switch c.peek().Value {
			case "given":
				return parseGiven(c)
			case "at":
				return parseAt(c)
			}
			return parseExpect(c)
		})}
	})
}

func (n *givenNode) Parse(lex *lexer.PeekingLexer) error  { return n.read(lex, (*cursor).happening) }
func (n *expectNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).expectation) }
func (n *momentNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).moment) }

// happening reads an event with its fields, `holdout`, `arm NAME`, or
// `[set] profile.x = value`.
func (c *cursor) happening() ast.TestLine {
	var l ast.TestLine
	t := c.peek()
	if isWord(t, "set") || c.word(0, "profile") && kind(c.ahead(1)) == token.Dot {
		l.What = ast.Name{Span: span(t), Text: "set"}
		c.accept("set")
		l.Target = c.place()
		if !c.acceptKind(token.Assign) {
			c.report(codeUnexpected, c.here(), "expected `=`, got "+describe(c.peek()), "write `profile.plan = \"pro\"`")
			return l
		}
		l.Value = c.condition()
		return l
	}
	if isWord(t, "holdout", "arm") {
		c.next()
		l.What = ast.Name{Span: span(t), Text: t.Value}
		if t.Value == "arm" {
			l.Name = c.name()
		}
		return l
	}
	l.What = c.name()
	if engagement[l.What.Text] && c.bareNameFollows(0) {
		l.Name = c.name()
	}
	if c.is(token.LBrace) {
		l.Fields = c.record()
	}
	return l
}

// expectation reads what should happen: a send with its message or text, `goal`,
// `exit REASON`, `arm NAME`, `skipped REASON`, with `PART [LANG] contains "…"`.
func (c *cursor) expectation() ast.TestLine {
	var l ast.TestLine
	l.What = c.name()
	for {
		t := c.peek()
		switch {
		case isWord(t, "at", "for"):
			return l
		case isWord(t, "contains"):
			c.next()
			l.Text = c.text()
		case kind(t) == token.StrOpen && l.Text == nil:
			l.Text = c.stringLit()
		case kind(t) == token.Name && (c.word(1, "contains") || c.word(2, "contains") && kind(c.ahead(1)) == token.Name && !c.word(1, "at", "for")) && l.Part.Text == "":
			if c.word(2, "contains") && l.Name.Text == "" && len(c.ahead(1).Value) > 3 {
				l.Name = c.name()
				continue
			}
			l.Part = c.name()
			if c.word(1, "contains") {
				l.Lang = c.name()
			}
		case (kind(t) == token.Name || kind(t) == token.QuotedName) && l.Name.Text == "":
			l.Name = c.name()
		case kind(t) == token.LBrace && l.Fields == nil:
			l.Fields = c.record()
		default:
			return l
		}
	}
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
