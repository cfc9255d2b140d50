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
//	given profile.plan = "pro"          given no profile.phone
//	given purchased { total: 80 } 30d ago
//	at 10:00 purchased { total: 80 }    at tue 10:00 …   at 2026-01-06 10:00 …
//	after 2h set profile.plan = "pro"   at +2h …
//	expect no email                     expect email cart_reminder at 12:00
//	expect email skipped capped         expect 2 email within 7d
//	expect email a then push b          expect email subject tr contains "…"
//	expect goal                         expect exit finished
//
// Every line may end in `for NAME`, which names one of several people. What a line
// says is in test_happening.go and test_expectation.go.

type testDecl struct {
	Todo  bool       `parser:"'test' @'todo'?"`
	Title stringNode `parser:"@@"`
	For   namesNode  `parser:"('for' @@)?"`
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

func (p *givenLine) node(c *cursor, at ast.Span) ast.TestLine {
	g := p.What.take(c)
	g.Span, g.Person = at, p.Person.take(c)
	return &g
}

type atLine struct {
	At     momentNode `parser:"('at' @@"`
	After  sinceNode  `parser:"| 'after' @@)"`
	What   happenNode `parser:"@@"`
	Late   bool       `parser:"@'late'?"`
	Person nameNode   `parser:"('for' @@)?"`
}

func (p *atLine) node(c *cursor, at ast.Span) ast.TestLine {
	l := &ast.At{Span: at, At: p.At.take(c), What: p.What.take(c), Late: p.Late, Person: p.Person.take(c)}
	if since := p.After.take(c); since != nil {
		l.At = since
	}
	return l
}

type expectLine struct {
	No     bool        `parser:"'expect' (@'no'"`
	N      countNode   `parser:"| @@)?"`
	What   expectNode  `parser:"@@"`
	Then   []thenChain `parser:"@@*"`
	Person nameNode    `parser:"('for' @@)?"`
}

type thenChain struct {
	What expectNode `parser:"'then' @@"`
}

func (p *expectLine) node(c *cursor, at ast.Span) ast.TestLine {
	l := &ast.Expect{Span: at, No: p.No, N: p.N.take(c), Chain: []*ast.Expectation{p.What.take(c)}}
	for i := range p.Then {
		l.Chain = append(l.Chain, p.Then[i].What.take(c))
	}
	l.Person = p.Person.take(c)
	return l
}

var (
	parseTest   = rule[testDecl, ast.Decl](`test "a title" for cart_recovery { … }`)
	parseGiven  = rule[givenLine, ast.TestLine](`given holdout`, `given arm short`, `given profile.plan = "pro"`, `given purchased 30d ago`)
	parseAt     = rule[atLine, ast.TestLine](`at 10:00 purchased { total: 80 }`, `after 2h purchased`)
	parseExpect = rule[expectLine, ast.TestLine](`expect no email`, `expect email cart_reminder at 12:00`, `expect goal`, `expect exit`)
)

// testBody is the block of a test, and whether there was one.
type testBody struct {
	lines []ast.TestLine
	there bool
}

type (
	optLines   struct{ held[testBody] }
	givenNode  struct{ held[ast.Given] }
	happenNode struct{ held[*ast.Happening] }
	expectNode struct{ held[*ast.Expectation] }
	momentNode struct{ held[*ast.TestTime] }
	sinceNode  struct{ held[*ast.TestTime] }
	countNode  struct{ held[*ast.NumberLit] }
)

var testWords = []string{"given", "at", "after", "expect"}

func (n *optLines) Parse(lex *lexer.PeekingLexer) error {
	if !opens(lex) {
		return participle.NextMatch
	}
	return n.read(lex, func(c *cursor) testBody {
		return testBody{there: true, lines: lines(c, "`given …`, `at TIME EVENT` and `expect …`", testWords, func(c *cursor) (ast.TestLine, bool) {
			switch c.peek().Value {
			case "given":
				return parseGiven(c)
			case "at", "after":
				return parseAt(c)
			}
			return parseExpect(c)
		})}
	})
}

func (n *givenNode) Parse(lex *lexer.PeekingLexer) error  { return n.read(lex, (*cursor).circumstance) }
func (n *happenNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).happening) }
func (n *expectNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).expectation) }
func (n *momentNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).moment) }

func (n *sinceNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) *ast.TestTime {
		start := c.start()
		d := c.duration()
		return &ast.TestTime{Span: c.since(start), After: d}
	})
}

func (n *countNode) Parse(lex *lexer.PeekingLexer) error {
	if kind(lex.Peek()) != token.Number {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).number)
}
