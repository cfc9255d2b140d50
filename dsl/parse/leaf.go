package parse

import (
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
	"golang.org/x/text/unicode/norm"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// The Parseables that productions are made of. Each reads one thing by hand.
type (
	nameNode     struct{ held[ast.Name] }
	numberNode   struct{ held[*ast.NumberLit] }
	durationNode struct{ held[*ast.DurationLit] }
	percentNode  struct{ held[*ast.PercentLit] }
	timeNode     struct{ held[*ast.TimeLit] }
	stringNode   struct{ held[*ast.StringLit] }
	recordNode   struct{ held[*ast.RecordLit] }
	exprNode     struct{ held[ast.Expr] }
	condNode     struct{ held[ast.Expr] }
	placeNode    struct{ held[ast.Expr] }
	patternNode  struct{ held[ast.Pattern] }
	eventsNode   struct{ held[ast.Pattern] }
	eventNode    struct{ held[*ast.EventPat] }
	blockNode    struct{ held[*ast.Block] }
	optString    struct{ held[*ast.StringLit] }
	optRecord    struct{ held[*ast.RecordLit] }
	optBlock     struct{ held[*ast.Block] }
)

func (n *nameNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).name) }
func (n *numberNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).number)
}
func (n *durationNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).duration)
}
func (n *percentNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).percent)
}
func (n *timeNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).timeOfDay) }
func (n *stringNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).text)
}
func (n *recordNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).record)
}
func (n *exprNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).expr) }
func (n *condNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).condition)
}
func (n *placeNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).place) }
func (n *patternNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).pattern)
}
func (n *eventsNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, (*cursor).events)
}
func (n *eventNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).event) }
func (n *blockNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).block) }

func (n *optString) Parse(lex *lexer.PeekingLexer) error {
	if kind(lex.Peek()) != token.StrOpen {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).text)
}

func (n *optRecord) Parse(lex *lexer.PeekingLexer) error {
	if kind(lex.Peek()) != token.LBrace {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).record)
}

func (n *optBlock) Parse(lex *lexer.PeekingLexer) error {
	t := lex.Peek()
	if !opens(lex) && (kind(t) != token.Name || isWord(t, "else", "as", "until")) {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).block)
}

// reserved words are operators and values of expressions; as names they need back-quotes.
var reserved = []string{
	"and", "or", "not", "in", "no", "never", "true", "false", "null", "matches", "contains", "startsWith", "endsWith",
}

// joining words go on with a sentence, also on a new line, so a name that is one
// of them needs back-quotes too.
var joining = []string{"where", "within", "followed", "with", "as", "then", "else", "up"}

// normal writes a name in Unicode's composed form, NFC. An é is one character to
// whoever reads it, whether an editor stores it as one or as an e and an accent, so
// names that look the same are the same; what the source says is left to the span.
func normal(name string) string { return norm.NFC.String(name) }

// name reads a name. When there is none it reports that and returns an empty one.
func (c *cursor) name() ast.Name {
	t := c.peek()
	switch kind(t) {
	case token.QuotedName:
		c.next()
		return ast.Name{Span: span(t), Text: normal(strings.Trim(t.Value, "`"))}
	case token.Name:
		if isWord(t, joining...) {
			c.report(codeMissingName, span(t), "expected a name, got "+describe(t), "a name that is also a word of the language stands in back-quotes")
			return ast.Name{Span: ast.Span{Start: c.end(), End: c.end()}}
		}
		if isWord(t, reserved...) {
			d := c.report(codeReserved, span(t), "`"+t.Value+"` is a reserved word", "write the name in back-quotes: `` `"+t.Value+"` ``")
			d.Fixes = []diag.Fix{replace("put the name in back-quotes", span(t), "`"+t.Value+"`", true)}
		}
		c.next()
		return ast.Name{Span: span(t), Text: normal(t.Value)}
	case token.Bad:
		c.next()
	default:
		c.report(codeMissingName, c.here(), "expected a name, got "+describe(t),
			"a name begins with a letter and goes on with letters, digits and underscores; any other name stands in back-quotes")
	}
	return ast.Name{Span: ast.Span{Start: c.end(), End: c.end()}}
}

func (c *cursor) number() *ast.NumberLit {
	t := c.peek()
	if kind(t) == token.Number {
		c.next()
		return numberLit(t)
	}
	if kind(t) == token.Bad {
		c.next()
	} else {
		c.report(codeMissingNumber, c.here(), "expected a number, got "+describe(t), "write a number such as `3`")
	}
	return &ast.NumberLit{Span: c.since(c.end()), Text: "0"}
}

func numberLit(t *lexer.Token) *ast.NumberLit {
	v, err := strconv.ParseFloat(t.Value, 64)
	if err != nil {
		v = 0 // the lexer has told why
	}
	return &ast.NumberLit{Span: span(t), Value: v, Text: t.Value}
}

func (c *cursor) percent() *ast.PercentLit {
	t := c.peek()
	switch kind(t) {
	case token.Percent:
		c.next()
		return percentLit(t)
	case token.Number:
		c.next()
		lit := percentLit(t)
		at := span(t)
		if c.is(token.Rem) {
			at = at.To(span(c.next()))
		}
		d := c.report(codePercent, at, "expected a percent", "write `"+t.Value+"%`, without a blank before the sign")
		d.Fixes = []diag.Fix{replace("write a percent", at, t.Value+"%", true)}
		return lit
	case token.Bad:
		c.next()
	default:
		c.report(codePercent, c.here(), "expected a percent, got "+describe(t), "write a percent such as `10%`")
	}
	return &ast.PercentLit{Span: c.since(c.end()), Text: "0"}
}

func percentLit(t *lexer.Token) *ast.PercentLit {
	text := strings.TrimSuffix(t.Value, "%")
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		v = 0
	}
	return &ast.PercentLit{Span: span(t), Value: v, Text: text}
}

func (c *cursor) timeOfDay() *ast.TimeLit {
	t := c.peek()
	switch kind(t) {
	case token.Time:
		c.next()
		return timeLit(t)
	case token.Bad:
		c.next()
	default:
		d := c.report(codeMissingTime, c.here(), "expected a time of day, got "+describe(t), "write hours and minutes, such as `09:00`")
		if n, err := strconv.Atoi(t.Value); kind(t) == token.Number && err == nil && n < 24 {
			c.next()
			text := t.Value + ":00"
			if n < 10 && len(t.Value) == 1 {
				text = "0" + text
			}
			d.Fixes = []diag.Fix{replace("write "+text, span(t), text, true)}
			return &ast.TimeLit{Span: span(t), Hour: n}
		}
	}
	return &ast.TimeLit{Span: c.since(c.end())}
}

// timeLit reads HH:MM. The lexer has reported what is no time of day.
func timeLit(t *lexer.Token) *ast.TimeLit {
	h, m, _ := strings.Cut(t.Value, ":")
	return &ast.TimeLit{Span: span(t), Hour: min(leading(h), 23), Minute: min(leading(m), 59)}
}

func dateLit(t *lexer.Token) *ast.DateLit {
	parts := strings.Split(t.Value, "-")
	return &ast.DateLit{Span: span(t), Year: leading(parts[0]), Month: leading(parts[1]), Day: leading(parts[2])}
}

// leading reads the digits that s begins with.
func leading(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9'; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// replace is a fix of one edit.
func replace(title string, at ast.Span, text string, safe bool) diag.Fix {
	return diag.Fix{Title: title, Safe: safe, Edits: []diag.Edit{{Span: diag.Span(at), Text: text}}}
}

// insert is a fix that only adds text.
func insert(title string, at int, text string, safe bool) diag.Fix {
	return replace(title, ast.Span{Start: at, End: at}, text, safe)
}
