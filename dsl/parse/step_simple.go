package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
)

// The productions of the steps that hold no blocks.

type sendStep struct {
	Channel       nameNode    `parser:"@@"`
	Content       contentNode `parser:"@@"`
	Transactional bool        `parser:"@'transactional'?"`
	With          recordNode  `parser:"('with' @@)?"`
	As            nameNode    `parser:"('as' @@)?"`
}

func (p *sendStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Send{StepHead: head(c, at, &p.As), Channel: p.Channel.take(c), Content: p.Content.take(c), Transactional: p.Transactional, With: p.With.take(c)}
}

type setStep struct {
	Target placeNode `parser:"'set' @@"`
	Value  exprNode  `parser:"'=' @@"`
	As     nameNode  `parser:"('as' @@)?"`
}

func (p *setStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Set{StepHead: head(c, at, &p.As), Target: p.Target.take(c), Value: p.Value.take(c)}
}

type tagStep struct {
	Verb string   `parser:"@('add' | 'remove') 'tag'"`
	Tag  exprNode `parser:"@@"`
	As   nameNode `parser:"('as' @@)?"`
}

func (p *tagStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Tag{StepHead: head(c, at, &p.As), Remove: p.Verb == "remove", Tag: p.Tag.take(c)}
}

type audienceStep struct {
	Add      bool     `parser:"( @'add' 'to'"`
	Remove   bool     `parser:"| @'remove' 'from' ) 'audience'"`
	Audience exprNode `parser:"@@"`
	As       nameNode `parser:"('as' @@)?"`
}

func (p *audienceStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Audience{StepHead: head(c, at, &p.As), Remove: p.Remove, Audience: p.Audience.take(c)}
}

type emitStep struct {
	Event   nameNode  `parser:"'emit' @@"`
	Payload optRecord `parser:"@@?"`
	As      nameNode  `parser:"('as' @@)?"`
}

func (p *emitStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Emit{StepHead: head(c, at, &p.As), Event: p.Event.take(c), Payload: p.Payload.take(c)}
}

type webhookStep struct {
	URL     condNode  `parser:"'webhook' @@"`
	Payload optRecord `parser:"@@?"`
	As      nameNode  `parser:"('as' @@)?"`
}

func (p *webhookStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Webhook{StepHead: head(c, at, &p.As), URL: p.URL.take(c), Payload: p.Payload.take(c)}
}

type startStep struct {
	Journey nameNode `parser:"'start' @@"`
	As      nameNode `parser:"('as' @@)?"`
}

func (p *startStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Start{StepHead: head(c, at, &p.As), Journey: p.Journey.take(c)}
}

type stopStep struct {
	Stop bool     `parser:"@'stop'"`
	As   nameNode `parser:"('as' @@)?"`
}

func (p *stopStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Stop{StepHead: head(c, at, &p.As)}
}

var (
	parseSend     = rule[sendStep, ast.Step](`email cart_reminder with { code: coupon(10%) } as first_mail`)
	parseSet      = rule[setStep, ast.Step](`set profile.stage = "loyal"`)
	parseTag      = rule[tagStep, ast.Step](`add tag "x"`)
	parseAudience = rule[audienceStep, ast.Step](`add to audience "cart abandoners"`, `remove from audience "cart abandoners"`)
	parseEmit     = rule[emitStep, ast.Step](`emit trial_ending { days: 3 }`)
	parseWebhook  = rule[webhookStep, ast.Step](`webhook "https://…" { order: entry.order_id }`)
	parseStart    = rule[startStep, ast.Step](`start other_journey`)
	parseStop     = rule[stopStep, ast.Step](`stop`)
)

func head(c *cursor, at ast.Span, as *nameNode) ast.StepHead {
	return ast.StepHead{Span: at, As: as.take(c)}
}

// contentNode is what a message says. It has an error of its own, because a
// channel without content is the commonest slip.
type contentNode struct{ held[ast.Expr] }

func (n *contentNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).content) }

func (c *cursor) content() ast.Expr {
	if !c.atEnd() && !c.word(0, "with", "as", "transactional") {
		return c.condition()
	}
	channel := "email"
	if raw := c.lex.RawCursor(); raw > 0 {
		channel = c.lex.Range(raw-1, raw)[0].Value
	}
	at := ast.Span{Start: c.end() - len(channel), End: c.end()}
	c.report(codeMissingContent, at, "`"+channel+"` without content",
		"say what to send: a message's name, a text in double quotes, or a value such as `recommend(cart)`")
	return &ast.BadExpr{Span: ast.Span{Start: c.end(), End: c.end()}}
}
