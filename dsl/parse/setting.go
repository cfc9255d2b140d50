package parse

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of a journey's settings, one a line.

type enterSetting struct {
	Once    bool         `parser:"'enter' ( @'once'"`
	AtATime bool         `parser:"@('at' 'a' 'time')?"`
	After   durationNode `parser:"| 'again' 'after' @@"`
	Each    nameNode     `parser:"| 'each' @@"`
	Restart bool         `parser:"| @'restart' 'on' 'repeat' )"`
}

func (p *enterSetting) node(c *cursor, at ast.Span) ast.Setting {
	e := &ast.Enter{Span: at, After: p.After.take(c), Field: p.Each.take(c)}
	switch {
	case p.Restart:
		e.Mode = ast.Restart
	case e.After != nil:
		e.Mode = ast.Again
	case e.Field != (ast.Name{}):
		e.Mode = ast.Each
	case p.Once && !p.AtATime:
		e.Mode = ast.Once
	}
	return e
}

type goalSetting struct {
	Event  eventsNode   `parser:"'goal' @@"`
	Within durationNode `parser:"('within' @@)?"`
}

func (p *goalSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Goal{Span: at, Pattern: p.Event.take(c), Within: p.Within.take(c)}
}

type exitSetting struct {
	Event eventsNode `parser:"'exit' 'when' @@"`
}

func (p *exitSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Exit{Span: at, Pattern: p.Event.take(c)}
}

type whileSetting struct {
	Cond condNode `parser:"'while' @@"`
}

func (p *whileSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.While{Span: at, Cond: p.Cond.take(c)}
}

type holdoutSetting struct {
	Percent percentNode `parser:"'holdout' @@"`
}

func (p *holdoutSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Holdout{Span: at, Percent: p.Percent.take(c)}
}

type prioritySetting struct {
	N numberNode `parser:"'priority' @@"`
}

func (p *prioritySetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Priority{Span: at, N: p.N.take(c)}
}

type exclusiveSetting struct {
	Group nameNode `parser:"'exclusive' @@"`
}

func (p *exclusiveSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Exclusive{Span: at, Group: p.Group.take(c)}
}

type policySetting struct {
	Name nameNode `parser:"'policy' @@"`
}

func (p *policySetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.UsePolicy{Span: at, Name: p.Name.take(c)}
}

type acceptSetting struct {
	D durationNode `parser:"'accept' 'late' @@"`
}

func (p *acceptSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.AcceptLate{Span: at, D: p.D.take(c)}
}

type leapSetting struct {
	Mar1 bool `parser:"'leap' 'day' ( @'mar' '1'"`
	Feb  bool `parser:"| @'feb' '28' )"`
}

func (p *leapSetting) node(_ *cursor, at ast.Span) ast.Setting {
	return &ast.LeapDay{Span: at, Mar1: p.Mar1}
}

type backfillSetting struct {
	D durationNode `parser:"'backfill' @@"`
}

func (p *backfillSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Backfill{Span: at, D: p.D.take(c)}
}

type timezoneSetting struct {
	Zone stringNode `parser:"'timezone' @@"`
}

func (p *timezoneSetting) node(c *cursor, at ast.Span) ast.Setting {
	return &ast.Timezone{Span: at, Zone: p.Zone.take(c)}
}

// settingWords are in the order in which messages name them.
var settingWords = []string{
	"enter", "goal", "exit", "while", "holdout", "priority", "exclusive", "policy", "accept", "leap", "backfill", "timezone",
}

var settings = map[string]func(*cursor) (ast.Setting, bool){
	"enter":     rule[enterSetting, ast.Setting](`enter once`, `enter again after 30d`, `enter each order_id`, `enter restart on repeat`),
	"goal":      rule[goalSetting, ast.Setting](`goal purchased within 7d`),
	"exit":      rule[exitSetting, ast.Setting](`exit when unsubscribed`),
	"while":     rule[whileSetting, ast.Setting](`while profile.country != "US"`),
	"holdout":   rule[holdoutSetting, ast.Setting](`holdout 10%`),
	"priority":  rule[prioritySetting, ast.Setting](`priority 5`),
	"exclusive": rule[exclusiveSetting, ast.Setting](`exclusive winback`),
	"policy":    rule[policySetting, ast.Setting](`policy marketing`),
	"accept":    rule[acceptSetting, ast.Setting](`accept late 6h`),
	"leap":      rule[leapSetting, ast.Setting](`leap day mar 1`),
	"backfill":  rule[backfillSetting, ast.Setting](`backfill 30d`),
	"timezone":  rule[timezoneSetting, ast.Setting](`timezone "Europe/Sofia"`),
}

// journeyBody reads the trigger, the settings and the steps up to a closing
// brace or the end of the piece.
func (c *cursor) journeyBody(j *ast.Journey) {
	for {
		c.skipNewlines()
		if c.is(token.RBrace) || c.is(token.EOF) {
			return
		}
		before, at := len(c.errs), c.start()
		c.journeyLine(j)
		// `then` goes on with the sentence, so it needs no new line.
		if c.atEnd() || c.word(0, "then") && c.start() > at {
			continue
		}
		if len(c.errs) == before {
			c.leftover("line")
		}
		for !c.atEnd() && !c.word(0, "then") {
			c.skipToThen()
		}
	}
}

// skipToThen skips one token, or one whole block, of a broken line.
func (c *cursor) skipToThen() {
	if !c.is(token.LBrace) {
		c.next()
		return
	}
	c.next()
	c.skipBraces()
}

// skipBraces goes behind the } that closes the innermost open brace.
func (c *cursor) skipBraces() {
	for depth := 0; !c.is(token.EOF); {
		k := kind(c.next())
		if k == token.LBrace {
			depth++
		}
		if k == token.RBrace {
			if depth == 0 {
				return
			}
			depth--
		}
	}
}

func (c *cursor) journeyLine(j *ast.Journey) {
	t := c.peek()
	switch {
	case c.startsTrigger():
		trigger, ok := c.trigger()
		if j.Trigger != nil {
			c.report(codeTwice, span(t), "a second trigger", "a journey has one `when`; join patterns with `or`, or write a second journey")
			return
		}
		if ok {
			j.Trigger = trigger
		}
	case isWord(t, "then"):
		c.next()
		body := c.block()
		if j.Body != nil {
			c.report(codeTwice, span(t), "a second `then`", "put all steps into one block")
			return
		}
		j.Body = body
	case kind(t) == token.Name && settings[t.Value] != nil:
		s, ok := settings[t.Value](c)
		if j.Body != nil {
			c.report(codeOrder, span(t), "a setting after `then`", "settings stand between the trigger and `then`")
		}
		if ok {
			j.Settings = append(j.Settings, s)
		}
	default:
		c.unknownSetting(j, t.Value)
	}
}

func (c *cursor) unknownSetting(j *ast.Journey, word string) {
	t := c.peek()
	if kind(t) == token.Bad {
		c.next()
		return
	}
	if stepWords[word] || channels[word] {
		c.report(codeUnknownSetting, span(t), "`"+word+"` is a step", "put the steps of a journey behind `then`: `then { "+word+" … }`")
		c.skipStatement()
		return
	}
	d := c.report(codeUnknownSetting, c.here(), "unknown setting "+describe(t), "a journey holds a trigger such as `when …`, then "+quoteList(settingWords, "or")+", then `then { … }`")
	if kind(t) == token.Name {
		if best, ok := spell.Closest(word, append(append([]string{}, settingWords...), "when", "every", "then")); ok {
			d.Detail = "did you mean `" + best + "`?"
			d.Fixes = []diag.Fix{replace("write "+best, span(t), best, false)}
			c.reword(best)
			c.journeyLine(j)
			return
		}
	}
	c.next()
}
