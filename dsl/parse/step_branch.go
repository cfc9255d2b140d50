package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of the steps that divide people or go round.

type ifStep struct {
	Cond condNode  `parser:"'if' @@"`
	As   nameNode  `parser:"('as' @@)?"`
	Then blockNode `parser:"@@"`
	Else blockNode `parser:"('else' @@)?"`
}

func (p *ifStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.If{StepHead: head(c, at, &p.As), Cond: p.Cond.take(c), Then: p.Then.take(c), Else: p.Else.take(c)}
}

type splitStep struct {
	As   nameNode  `parser:"'split' ('as' @@)?"`
	Arms splitNode `parser:"@@"`
}

func (p *splitStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Split{StepHead: head(c, at, &p.As), Arms: p.Arms.take(c)}
}

type splitArm struct {
	Percent percentNode `parser:"@@"`
	Name    nameNode    `parser:"@@"`
	Body    blockNode   `parser:"@@"`
}

func (p *splitArm) node(c *cursor, at ast.Span) *ast.SplitArm {
	return &ast.SplitArm{Span: at, Percent: p.Percent.take(c), Name: p.Name.take(c), Body: p.Body.take(c)}
}

type repeatStep struct {
	Every durationNode `parser:"'repeat' ('every' @@)?"`
	UpTo  numberNode   `parser:"('up' 'to' @@ 'times')?"`
	As    nameNode     `parser:"('as' @@)?"`
	Body  blockNode    `parser:"@@"`
	Until condNode     `parser:"('until' @@)?"`
}

func (p *repeatStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Repeat{StepHead: head(c, at, &p.As), Every: p.Every.take(c), UpTo: p.UpTo.take(c), Body: p.Body.take(c), Until: p.Until.take(c)}
}

var (
	parseIf       = rule[ifStep, ast.Step](`if segment vip { … } else { … }`)
	parseSplit    = rule[splitStep, ast.Step](`split { 50% a { … } 50% b { … } }`)
	parseSplitArm = rule[splitArm, *ast.SplitArm](`50% name { … }`)
	parseRepeat   = rule[repeatStep, ast.Step](`repeat every 7d up to 4 times { … } until purchased in the last 7d`)
)

// timesWithoutUpTo reports whether a repeat says `4 times` and leaves `up to` out.
func (c *cursor) timesWithoutUpTo() bool {
	at := 1
	if c.word(at, "every") {
		at += 2
	}
	return kind(c.ahead(at)) == token.Number && c.word(at+1, "times", "time")
}

func repeatWithoutUpTo(c *cursor) (ast.Step, bool) {
	start := c.start()
	for !c.is(token.Number) {
		c.next()
	}
	t := c.next()
	d := c.report(codeUnexpected, span(t), "expected `up to` before "+describe(t), "write `repeat every 7d up to "+t.Value+" times { … }`: `until` may end it sooner")
	d.Fixes = []diag.Fix{insert("add up to", t.Pos.Offset, "up to ", true)}
	return badStep(c.since(start)), false
}

type splitNode struct{ held[[]*ast.SplitArm] }

func (n *splitNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).splitArms) }

func (c *cursor) splitArms() []*ast.SplitArm {
	var arms []*ast.SplitArm
	c.arms("arms such as `50% a { … }`", func() bool {
		if !c.is(token.Percent) && !c.is(token.Number) {
			return false
		}
		arm, ok := parseSplitArm(c)
		arms = append(arms, arm)
		return ok
	})
	return arms
}
