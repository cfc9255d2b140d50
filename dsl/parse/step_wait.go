package parse

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of `wait`. The words behind it choose among them.

type waitStep struct {
	For durationNode `parser:"'wait' @@"`
	As  nameNode     `parser:"('as' @@)?"`
}

func (p *waitStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.Wait{StepHead: head(c, at, &p.As), For: p.For.take(c)}
}

type waitTimeStep struct {
	Next  bool     `parser:"'wait' 'until' @'next'?"`
	Day   optDay   `parser:"@@?"`
	ToDay dayNode  `parser:"('..' @@)?"`
	Date  optDate  `parser:"@@?"`
	At    optTime  `parser:"@@?"`
	To    timeNode `parser:"('to' @@)?"`
	As    nameNode `parser:"('as' @@)?"`
}

func (p *waitTimeStep) node(c *cursor, at ast.Span) ast.Step {
	s := &ast.WaitTime{
		StepHead: head(c, at, &p.As), Next: p.Next, FromDay: p.Day.take(c), ToDay: p.ToDay.take(c), Date: p.Date.take(c),
		At: p.At.take(c), To: p.To.take(c),
	}
	if s.Next && s.FromDay.Text == "" {
		where := ast.Span{Start: at.End, End: at.End}
		if s.At != nil {
			where = s.At.Span
		}
		c.report(codeUnexpected, where, "expected a weekday after `next`", "write `wait until next monday 09:00`")
	}
	return s
}

type waitDateStep struct {
	Offset durationNode `parser:"'wait' 'until' @@"`
	Side   string       `parser:"@('before' | 'after')"`
	Date   placeNode    `parser:"@@"`
	At     timeNode     `parser:"('at' @@)?"`
	As     nameNode     `parser:"('as' @@)?"`
}

func (p *waitDateStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.WaitDate{StepHead: head(c, at, &p.As), Offset: p.Offset.take(c), Before: p.Side == "before", Date: p.Date.take(c), At: p.At.take(c)}
}

type waitBestStep struct {
	Within durationNode `parser:"'wait' 'until' 'best' 'time' 'within' @@"`
	As     nameNode     `parser:"('as' @@)?"`
}

func (p *waitBestStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.WaitBest{StepHead: head(c, at, &p.As), Within: p.Within.take(c)}
}

// waitUntilStep is a state to wait for; with `at` behind it, it is a date.
type waitUntilStep struct {
	Cond condNode     `parser:"'wait' 'until' @@"`
	At   timeNode     `parser:"('at' @@)?"`
	UpTo durationNode `parser:"('up' 'to' @@)?"`
	As   nameNode     `parser:"('as' @@)?"`
	Then optBlock     `parser:"@@?"`
	Else blockNode    `parser:"('else' @@)?"`
}

func (p *waitUntilStep) node(c *cursor, at ast.Span) ast.Step {
	h := head(c, at, &p.As)
	if t := p.At.take(c); t != nil {
		return &ast.WaitDate{StepHead: h, Date: p.Cond.take(c), At: t}
	}
	return &ast.WaitUntil{StepHead: h, Cond: p.Cond.take(c), UpTo: p.UpTo.take(c), Then: p.Then.take(c), Else: p.Else.take(c)}
}

type waitForStep struct {
	Event eventsNode   `parser:"'wait' 'for' @@"`
	UpTo  durationNode `parser:"('up' 'to' @@)?"`
	As    nameNode     `parser:"('as' @@)?"`
	Then  optBlock     `parser:"@@?"`
	Else  blockNode    `parser:"('else' @@)?"`
}

func (p *waitForStep) node(c *cursor, at ast.Span) ast.Step {
	return &ast.WaitFor{StepHead: head(c, at, &p.As), Event: p.Event.take(c), UpTo: p.UpTo.take(c), Then: p.Then.take(c), Else: p.Else.take(c)}
}

type raceStep struct {
	UpTo   durationNode `parser:"'wait' 'up' 'to' @@"`
	Ranked bool         `parser:"@'ranked'?"`
	As     nameNode     `parser:"('as' @@)?"`
	Arms   raceNode     `parser:"@@"`
}

func (p *raceStep) node(c *cursor, at ast.Span) ast.Step {
	arms := p.Arms.take(c)
	return &ast.Race{StepHead: head(c, at, &p.As), UpTo: p.UpTo.take(c), Ranked: p.Ranked, Arms: arms.arms, Else: arms.other}
}

type raceArm struct {
	Event eventsNode `parser:"'on' @@"`
	Body  blockNode  `parser:"@@"`
}

func (p *raceArm) node(c *cursor, at ast.Span) *ast.RaceArm {
	return &ast.RaceArm{Span: at, Event: p.Event.take(c), Body: p.Body.take(c)}
}

type elseArm struct {
	Body blockNode `parser:"'else' @@"`
}

func (p *elseArm) node(c *cursor, _ ast.Span) *ast.Block { return p.Body.take(c) }

var (
	parseWait      = rule[waitStep, ast.Step](`wait 2d`)
	parseWaitTime  = rule[waitTimeStep, ast.Step](`wait until next monday 09:00`)
	parseWaitDate  = rule[waitDateStep, ast.Step](`wait until 3d before profile.renewal_date at 10:00`)
	parseWaitBest  = rule[waitBestStep, ast.Step](`wait until best time within 24h`)
	parseWaitUntil = rule[waitUntilStep, ast.Step](`wait until profile.plan == "pro" up to 1d { … } else { … }`)
	parseWaitFor   = rule[waitForStep, ast.Step](`wait for purchased up to 1d { … } else { … }`)
	parseRace      = rule[raceStep, ast.Step](`wait up to 1d { on clicked first_mail { … } else { … } }`)
	parseRaceArm   = rule[raceArm, *ast.RaceArm](`on clicked first_mail { … }`)
	parseElse      = rule[elseArm, *ast.Block](`else { … }`)
)

// waitForm picks the production of a wait by the words behind it.
func (c *cursor) waitForm() stepParser {
	t := c.ahead(1)
	switch {
	case isWord(t, "for"):
		return parseWaitFor
	case isWord(t, "up"):
		return parseRace
	case isWord(t, "until"):
		return c.untilForm()
	case isWord(t, "ranked"):
		return rankedWithoutEnd
	case kind(t) == token.Name:
		if _, ok := weekday(t.Value); ok {
			return waitWithoutUntil
		}
		if _, ok := spell.Closest(t.Value, waitWords); ok {
			return misspeltWait
		}
	case kind(t) == token.Time, kind(t) == token.Date:
		return waitWithoutUntil
	}
	return parseWait
}

var waitWords = []string{"for", "until", "up"}

func misspeltWait(c *cursor) (ast.Step, bool) {
	start := c.start()
	c.next()
	t := c.peek()
	best, _ := spell.Closest(t.Value, waitWords)
	d := c.report(codeUnexpected, span(t), "unknown word `"+t.Value+"` after `wait`", "did you mean `"+best+"`?")
	d.Fixes = []diag.Fix{replace("write "+best, span(t), best, false)}
	c.next()
	return badStep(c.since(start)), false
}

func waitWithoutUntil(c *cursor) (ast.Step, bool) {
	start := c.start()
	c.next()
	t := c.peek()
	d := c.report(codeUnexpected, span(t), "expected `until` before "+describe(t), "write `wait until "+t.Value+"`")
	d.Fixes = []diag.Fix{insert("add until", t.Pos.Offset, "until ", true)}
	c.next()
	return badStep(c.since(start)), false
}

func rankedWithoutEnd(c *cursor) (ast.Step, bool) {
	start := c.start()
	c.next()
	t := c.next()
	d := c.report(codeMissingDuration, span(t), "`ranked` without an end: when is it decided what was the best?", "write `wait up to 1d ranked { … }`")
	d.Fixes = []diag.Fix{insert("decide after a day", t.Pos.Offset, "up to 1d ", false)}
	return badStep(c.since(start)), false
}

// untilForm tells a time from a state by its first word.
func (c *cursor) untilForm() stepParser {
	t := c.ahead(2)
	switch {
	case kind(t) == token.Time, kind(t) == token.Date, isWord(t, "next"):
		return parseWaitTime
	case isWord(t, "best"):
		return parseWaitBest
	case c.isDuration(2):
		return parseWaitDate
	case kind(t) == token.Name:
		if _, ok := weekday(t.Value); ok {
			return parseWaitTime
		}
	}
	return parseWaitUntil
}

// race is what stands in the braces of `wait up to`.
type race struct {
	arms  []*ast.RaceArm
	other *ast.Block
}

type raceNode struct{ held[race] }

func (n *raceNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).raceArms) }

func (c *cursor) raceArms() race {
	var r race
	c.arms("`on EVENT { … }` and `else { … }`", func() bool {
		switch {
		case c.word(0, "on"):
			arm, ok := parseRaceArm(c)
			r.arms = append(r.arms, arm)
			return ok
		case c.word(0, "else"):
			t := c.peek()
			b, ok := parseElse(c)
			if r.other != nil {
				c.report(codeTwice, span(t), "a second `else`", "a race has one `else`, for the case that nothing happened in time")
			}
			r.other = b
			return ok
		}
		return false
	})
	return r
}

// arms reads `{ arm … }`, several of which need no new line between them. one reads an arm
// and reports false if there was none or it broke.
func (c *cursor) arms(legal string, one func() bool) {
	if !c.toBrace("write " + legal + " in braces") {
		return
	}
	open := c.next()
	for {
		c.skipNewlines()
		if c.is(token.RBrace) || c.is(token.EOF) {
			break
		}
		before, at := len(c.errs), c.start()
		ok := one()
		if !ok && len(c.errs) == before && !c.is(token.Bad) {
			c.report(codeUnexpected, span(c.peek()), "unexpected "+describe(c.peek()), "here stand "+legal)
		}
		if !ok {
			c.skipBlocks()
			if c.start() == at && !c.is(token.RBrace) && !c.is(token.EOF) {
				c.next()
			}
		}
	}
	c.closeBrace(open)
}

type (
	dayNode struct{ held[ast.Name] }
	optDay  struct{ held[ast.Name] }
	optDate struct{ held[*ast.DateLit] }
	optTime struct{ held[*ast.TimeLit] }
)

func (n *dayNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).day) }

func (n *optDay) Parse(lex *lexer.PeekingLexer) error {
	if t := lex.Peek(); kind(t) != token.Name || isWord(t, "as") {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).day)
}

func (n *optDate) Parse(lex *lexer.PeekingLexer) error {
	if kind(lex.Peek()) != token.Date {
		return participle.NextMatch
	}
	return n.read(lex, func(c *cursor) *ast.DateLit { return dateLit(c.next()) })
}

func (n *optTime) Parse(lex *lexer.PeekingLexer) error {
	if kind(lex.Peek()) != token.Time {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).timeOfDay)
}

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// weekday gives the three letters of a day, from its short or long name.
func weekday(s string) (string, bool) {
	for _, d := range weekdays {
		if s == d || s == d[:3] {
			return d[:3], true
		}
	}
	return "", false
}

func isWeekday(s string) bool {
	_, ok := weekday(s)
	return ok
}

// day reads a weekday. Its name in the tree is the short one.
func (c *cursor) day() ast.Name {
	t := c.peek()
	if kind(t) == token.Name {
		if d, ok := weekday(t.Value); ok {
			c.next()
			return ast.Name{Span: span(t), Text: d}
		}
		d := c.report(codeUnknownDay, span(t), "unknown weekday `"+t.Value+"`", "write `monday` … `sunday`, or `mon` … `sun`")
		if best, ok := spell.Closest(t.Value, weekdays); ok {
			d.Detail = "did you mean `" + best + "`?"
			d.Fixes = []diag.Fix{replace("write "+best, span(t), best, false)}
		}
		c.next()
		return ast.Name{Span: span(t), Text: "mon"}
	}
	if kind(t) != token.Bad {
		c.report(codeUnknownDay, c.here(), "expected a weekday, got "+describe(t), "write `monday` … `sunday`, or `mon` … `sun`")
	} else {
		c.next()
	}
	return ast.Name{Span: c.since(c.end())}
}
