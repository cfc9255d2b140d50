package parse

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of the declarations.

type useDecl struct {
	Target targetNode `parser:"'use' @@"`
}

func (p *useDecl) node(c *cursor, at ast.Span) ast.Decl {
	u := p.Target.take(c)
	u.Span = at
	return &u
}

type eventDecl struct {
	Name    nameNode  `parser:"'event' @@"`
	HeardAs namesNode `parser:"('heard' 'as' @@)?"`
	Fields  optFields `parser:"@@?"`
}

func (p *eventDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Event{Span: at, Name: p.Name.take(c), HeardAs: p.HeardAs.take(c), Fields: p.Fields.take(c)}
}

type profileDecl struct {
	Fields fieldsNode `parser:"'profile' @@"`
}

func (p *profileDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Profile{Span: at, Fields: p.Fields.take(c)}
}

type segmentDecl struct {
	Name  nameNode `parser:"'segment' @@"`
	Where exprNode `parser:"'where' @@"`
}

func (p *segmentDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Segment{Span: at, Name: p.Name.take(c), Where: p.Where.take(c)}
}

type lifecycleDecl struct {
	Name   nameNode   `parser:"'lifecycle' @@"`
	Stages stagesNode `parser:"@@"`
}

func (p *lifecycleDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Lifecycle{Span: at, Name: p.Name.take(c), Stages: p.Stages.take(c)}
}

type stageLine struct {
	Name  nameNode `parser:"'stage' @@"`
	Where exprNode `parser:"'where' @@"`
}

func (p *stageLine) node(c *cursor, at ast.Span) *ast.Segment {
	return &ast.Segment{Span: at, Name: p.Name.take(c), Where: p.Where.take(c)}
}

type messageDecl struct {
	Name  nameNode  `parser:"'message' @@"`
	Parts partsNode `parser:"@@"`
}

func (p *messageDecl) node(c *cursor, at ast.Span) ast.Decl {
	return &ast.Message{Span: at, Name: p.Name.take(c), Parts: p.Parts.take(c)}
}

type partLine struct {
	Part    nameNode `parser:"@@"`
	Lang    optLang  `parser:"@@?"`
	Channel nameNode `parser:"('for' @@)?"`
	Value   exprNode `parser:"@@"`
}

func (p *partLine) node(c *cursor, at ast.Span) *ast.MessagePart {
	return &ast.MessagePart{Span: at, Part: p.Part.take(c), Lang: p.Lang.take(c), Channel: p.Channel.take(c), Value: p.Value.take(c)}
}

type journeyDecl struct {
	Name  nameNode  `parser:"'journey' @@"`
	Title optString `parser:"@@?"`
	Body  bodyNode  `parser:"@@"`
}

func (p *journeyDecl) node(c *cursor, at ast.Span) ast.Decl {
	j := p.Body.take(c)
	if j == nil {
		j = &ast.Journey{}
	}
	j.Span, j.Name, j.Title = at, p.Name.take(c), p.Title.take(c)
	return j
}

var (
	parseUse       = rule[useDecl, ast.Decl](`use retail`, `use "shared/events.journey"`)
	parseEvent     = rule[eventDecl, ast.Decl](`event order_shipped { order_id: text }`)
	parseProfile   = rule[profileDecl, ast.Decl](`profile { plan: "free" | "pro" }`)
	parseSegment   = rule[segmentDecl, ast.Decl](`segment vip where sum(purchased.total, last 365d) >= 1000`)
	parseLifecycle = rule[lifecycleDecl, ast.Decl](`lifecycle customer { stage lead where … }`)
	parseStage     = rule[stageLine, *ast.Segment](`stage lead where never purchased`)
	parseMessage   = rule[messageDecl, ast.Decl](`message welcome { subject "…" }`)
	parsePart      = rule[partLine, *ast.MessagePart](`subject "…"`, `subject tr "…"`, `body for sms "…"`)
	parseJourney   = rule[journeyDecl, ast.Decl](`journey welcome "Title" { when signed_up then { … } }`)
)

// declWords are in the order in which messages name them.
var declWords = []string{
	"use", "event", "profile", "segment", "lifecycle", "message", "policy", "journey", "assert", "test",
}

func declParser(word string) func(*cursor) (ast.Decl, bool) {
	switch word {
	case "use":
		return parseUse
	case "event":
		return parseEvent
	case "profile":
		return parseProfile
	case "segment":
		return parseSegment
	case "lifecycle":
		return parseLifecycle
	case "message":
		return parseMessage
	case "policy":
		return parsePolicy
	case "journey":
		return parseJourney
	case "assert":
		return parseAssert
	case "test":
		return parseTest
	}
	return nil
}

// decl reads the declaration that a piece holds. bad is the span of the whole piece.
func (c *cursor) decl(whole ast.Span) ast.Decl {
	t := c.peek()
	if c.startsTrigger() || isWord(t, "then") {
		return c.bareJourney(whole)
	}
	var parse func(*cursor) (ast.Decl, bool)
	if kind(t) == token.Name {
		parse = declParser(t.Value)
	}
	if parse == nil {
		if best := c.unknownDecl(t); best != "" {
			c.reword(best)
			return c.decl(whole)
		}
		return &ast.BadDecl{Span: whole}
	}
	before := len(c.errs)
	d, ok := parse(c)
	if !ok {
		return &ast.BadDecl{Span: whole}
	}
	c.skipNewlines()
	if !c.is(token.EOF) && len(c.errs) == before {
		if c.is(token.RBrace) {
			c.report(codeStrayBrace, span(c.peek()), "a `}` that closes nothing", "take it out, or look for a missing `{` above it")
		} else {
			c.leftover("declaration")
		}
	}
	return d
}

// bareJourney reads a journey that is the file's own sentence.
func (c *cursor) bareJourney(whole ast.Span) ast.Decl {
	j := &ast.Journey{Bare: true}
	c.journeyBody(j)
	if c.is(token.RBrace) {
		c.report(codeStrayBrace, span(c.peek()), "a `}` that closes nothing", "take it out, or look for a missing `{` above it")
	}
	if len(c.errs) == 0 {
		if j.Trigger == nil {
			c.report(codeNoTrigger, ast.Span{Start: whole.Start, End: whole.Start}, "steps without a trigger", "begin the sentence with `when …`, `on …` or `every …`")
		} else if j.Body == nil {
			at := j.Trigger.Pos()
			c.report(codeNoSteps, ast.Span{Start: at.End, End: at.End}, "a journey without steps", "go on with `then email …` or `then { … }`")
		}
	}
	j.Span = whole
	return j
}

// declSynonyms are words that people try for a declaration.
var declSynonyms = map[string]string{
	"import": "use", "include": "use", "flow": "journey", "campaign": "journey", "workflow": "journey", "automation": "journey",
	"template": "message", "audience": "segment", "traits": "profile", "user": "profile", "rules": "policy", "check": "assert",
}

// unknownDecl reports a declaration that begins with no word of ours, and returns
// the word that was meant.
func (c *cursor) unknownDecl(t *lexer.Token) string {
	if kind(t) == token.Bad {
		return ""
	}
	if kind(t) == token.RBrace {
		c.report(codeStrayBrace, span(t), "a `}` that closes nothing", "take it out, or look for a missing `{` above it")
		return ""
	}
	detail := "a file holds a sentence that begins with `when`, or declarations: " + quoteList(declWords, "and")
	if stepWords[t.Value] || channels[t.Value] || settings[t.Value] != nil {
		detail = "this line belongs into a journey; is there a `}` too many above it?"
	}
	d := c.report(codeUnknownDecl, c.here(), "expected a declaration, got "+describe(t), detail)
	if kind(t) != token.Name {
		return ""
	}
	if t.Value == "language" {
		d.Summary, d.Detail = "`language` in the wrong place", "it stands on the first line, or not at all"
		return ""
	}
	best, ok := declSynonyms[t.Value]
	if !ok && detail[0] == 'a' {
		best, ok = spell.Closest(t.Value, append(append([]string{}, declWords...), "when", "every"))
	}
	if ok {
		d.Detail = "did you mean `" + best + "`?"
		d.Fixes = []diag.Fix{replace("write "+best, span(t), best, false)}
	}
	return best
}

type (
	namesNode  struct{ held[[]ast.Name] }
	fieldsNode struct{ held[[]*ast.Field] }
	optFields  struct{ held[[]*ast.Field] }
	stagesNode struct{ held[[]*ast.Segment] }
	partsNode  struct{ held[[]*ast.MessagePart] }
	optLang    struct{ held[ast.Name] }
	bodyNode   struct{ held[*ast.Journey] }
	targetNode struct{ held[ast.Use] }
)

func (n *targetNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) ast.Use {
		if c.is(token.StrOpen) {
			return ast.Use{Path: c.stringLit()}
		}
		return ast.Use{Name: c.name()}
	})
}

func (n *namesNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) []ast.Name {
		names := []ast.Name{c.name()}
		for c.acceptKind(token.Comma) {
			names = append(names, c.name())
		}
		return names
	})
}

func (n *fieldsNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).fields) }

func (n *optFields) Parse(lex *lexer.PeekingLexer) error {
	if !opens(lex) {
		return participle.NextMatch
	}
	return n.read(lex, (*cursor).fields)
}

func (n *stagesNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) []*ast.Segment {
		return lines(c, "`stage NAME where …`", []string{"stage"}, parseStage)
	})
}

func (n *partsNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) []*ast.MessagePart {
		return lines(c, "parts such as `subject \"…\"` or `body \"…\"`", nil, parsePart)
	})
}

func (n *bodyNode) Parse(lex *lexer.PeekingLexer) error {
	return n.read(lex, func(c *cursor) *ast.Journey {
		j := &ast.Journey{}
		if !c.toBrace("write the journey's trigger, settings and steps in braces") {
			return j
		}
		open := c.next()
		before := len(c.errs)
		c.journeyBody(j)
		if len(c.errs) == before {
			if j.Trigger == nil {
				c.report(codeNoTrigger, span(open), "a journey without a trigger", "begin it with `when …`, `on …`, `3d before …` or `every …`")
			} else if j.Body == nil {
				c.report(codeNoSteps, span(open), "a journey without steps", "add `then { … }`")
			}
		}
		c.closeBrace(open)
		return j
	})
}

// lines reads `{ line … }` with one production for every line. words are the
// words a line may begin with; none means any name.
func lines[N any](c *cursor, legal string, words []string, one func(*cursor) (N, bool)) []N {
	var out []N
	if !c.toBrace("write " + legal + " in braces, one a line") {
		return nil
	}
	open := c.next()
	for {
		c.skipNewlines()
		if c.is(token.RBrace) || c.is(token.EOF) {
			break
		}
		before := len(c.errs)
		if len(words) > 0 && !c.word(0, words...) || !c.is(token.Name) && !c.is(token.QuotedName) {
			best := c.unknownLine(legal, words)
			if best == "" {
				c.skipStatement()
				continue
			}
			c.reword(best)
		}
		n, ok := one(c)
		if ok {
			out = append(out, n)
		}
		if !c.atEnd() {
			if len(c.errs) == before {
				c.leftover("line")
			}
			c.skipStatement()
		}
	}
	c.closeBrace(open)
	return out
}

// unknownLine reports a line that begins with none of the words, and returns the
// one that was meant.
func (c *cursor) unknownLine(legal string, words []string) string {
	t := c.peek()
	d := c.report(codeUnexpected, span(t), "unexpected "+describe(t), "here stand "+legal)
	if kind(t) != token.Name {
		return ""
	}
	best, ok := spell.Closest(t.Value, words)
	if ok {
		d.Detail = "did you mean `" + best + "`?"
		d.Fixes = []diag.Fix{replace("write "+best, span(t), best, false)}
	}
	return best
}

// Parse reads a language tag: a short name with the value or `for` behind it, so
// that `items recommend(cart)` and `items picks` are parts without a language.
func (n *optLang) Parse(lex *lexer.PeekingLexer) error {
	c := cursor{lex: lex}
	i := c.languageLength(0)
	// Languages have two or three letters. A longer word is one only before a text, where
	// nothing else could stand: the checker says what `turkish` should have been.
	text := kind(c.ahead(i)) == token.StrOpen
	if !c.is(token.Name) || len(c.peek().Value) > 3 && !text || c.word(0, "for") || !text && kind(c.ahead(i)) != token.Name {
		return participle.NextMatch
	}
	return n.read(lex, func(c *cursor) ast.Name { return c.language(i) })
}

// languageLength counts the tokens of the language tag n places on: pt-BR has three.
func (c *cursor) languageLength(n int) int {
	i := 1
	for kind(c.ahead(n+i)) == token.Minus && span(c.ahead(n+i-1)).End == c.ahead(n+i).Pos.Offset {
		i += 2
	}
	return i
}

// language reads a language tag of so many tokens.
func (c *cursor) language(tokens int) ast.Name {
	start := c.start()
	text := ""
	for range tokens {
		text += c.next().Value
	}
	return ast.Name{Span: c.since(start), Text: text}
}
