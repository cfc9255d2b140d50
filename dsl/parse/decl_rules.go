package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of policies and assertions.

type policyDecl struct {
	Name  nameNode  `parser:"'policy' @@"`
	Rules rulesNode `parser:"@@"`
}

func (p *policyDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Policy{Span: at, Name: p.Name.take(c), Rules: p.Rules.take(c)}
}

type consentRule struct {
	Topic    nameNode `parser:"'consent' @@"`
	Required bool     `parser:"@'required'?"`
}

func (p *consentRule) node(c *cursor, at ast.Span) ast.PolicyRule {
	return &ast.ConsentRule{Span: at, Topic: p.Topic.take(c), Required: p.Required}
}

type quietRule struct {
	From timeNode `parser:"'quiet' @@"`
	To   timeNode `parser:"'to' @@"`
	Hold bool     `parser:"( @'hold'"`
	Drop bool     `parser:"| @'drop' )"`
}

func (p *quietRule) node(c *cursor, at ast.Span) ast.PolicyRule {
	return &ast.QuietRule{Span: at, From: p.From.take(c), To: p.To.take(c), Drop: p.Drop}
}

type capRule struct {
	N       numberNode   `parser:"'at' 'most' @@"`
	Channel nameNode     `parser:"@@"`
	In      durationNode `parser:"( 'in' @@"`
	Per     unitNode     `parser:"| 'per' 'calendar' @@ )"`
}

func (p *capRule) node(c *cursor, at ast.Span) ast.PolicyRule {
	return &ast.CapRule{Span: at, N: p.N.take(c), Channel: p.Channel.take(c), In: p.In.take(c), Per: p.Per.take(c)}
}

type assertDecl struct {
	Never   neverNode    `parser:"'assert' ( 'never' @@"`
	ExitsIn durationNode `parser:"| 'always' 'exits' 'within' @@ )"`
}

func (p *assertDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Assert{Span: at, Never: p.Never.take(c), ExitsIn: p.ExitsIn.take(c)}
}

type neverMoreThan struct {
	N       numberNode   `parser:"'more' 'than' @@"`
	Channel nameNode     `parser:"@@"`
	In      durationNode `parser:"'in' @@"`
}

func (p *neverMoreThan) node(c *cursor, at ast.Span) *ast.AssertNever {
	return &ast.AssertNever{Span: at, N: p.N.take(c), Channel: p.Channel.take(c), In: p.In.take(c)}
}

type neverAfter struct {
	Topic nameNode  `parser:"@@"`
	After eventNode `parser:"'message' 'after' @@"`
	Until eventNode `parser:"('until' @@)?"`
}

func (p *neverAfter) node(c *cursor, at ast.Span) *ast.AssertNever {
	return &ast.AssertNever{Span: at, Topic: p.Topic.take(c), After: p.After.take(c), Until: p.Until.take(c)}
}

const capUsage, capCalendarUsage = `at most 3 email in 7d`, `at most 1 message per calendar day`

var (
	parsePolicy  = rule[policyDecl, ast.Decl](`policy marketing { consent marketing }`)
	parseConsent = rule[consentRule, ast.PolicyRule](`consent marketing`, `consent marketing required`)
	parseQuiet   = rule[quietRule, ast.PolicyRule](`quiet 21:00 to 09:00 hold`, `quiet 21:00 to 09:00 drop`)
	parseCap     = rule[capRule, ast.PolicyRule](capUsage, capCalendarUsage)
	parseAssert  = rule[assertDecl, ast.Decl](`assert never more than 2 email in 24h`, `assert never marketing message after unsubscribed`, `assert always exits within 60d`)
	parseMore    = rule[neverMoreThan, *ast.AssertNever](`assert never more than 2 email in 24h`)
	parseAfter   = rule[neverAfter, *ast.AssertNever](`assert never marketing message after unsubscribed until subscribed`)
)

type (
	rulesNode struct{ held[[]ast.PolicyRule] }
	neverNode struct{ held[*ast.AssertNever] }
	unitNode  struct{ held[ast.Name] }
)

func (n *unitNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).calendarUnit) }

func (n *neverNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) *ast.AssertNever {
		parse := parseAfter
		if c.words("more", "than") || kind(c.ahead(1)) == token.Number || kind(c.ahead(2)) == token.Number {
			parse = parseMore
		}
		never, _ := parse(c)
		return never
	})
}

var ruleWords = []string{"consent", "quiet", "at"}

func (n *rulesNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) []ast.PolicyRule {
		return lines(c, "`consent TOPIC`, `quiet 21:00 to 09:00 hold` and `"+capUsage+"`", ruleWords, func(c *cursor) (ast.PolicyRule, bool) {
			switch c.peek().Value {
			case "consent":
				return parseConsent(c)
			case "quiet":
				return parseQuiet(c)
			}
			return parseCap(c)
		})
	})
}
