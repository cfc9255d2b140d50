package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// block reads `{ steps }`, or one step without braces. A step that cannot be read
// becomes a BadStep; its neighbours do not notice.
func (c *cursor) block() *ast.Block {
	start := c.start()
	b := &ast.Block{}
	if c.word(0, "then") {
		t := c.next()
		d := c.report(codeThenInside, span(t), "`then` stands once, before the steps of a journey", "leave it out: a condition or a wait is followed by its steps in braces")
		d.Fixes = []diag.Fix{replace("leave out then", ast.Span{Start: t.Pos.Offset, End: c.start()}, "", true)}
	}
	if !c.braceFollows() {
		if !c.is(token.Name) || c.word(0, joining...) {
			c.report(codeMissingBlock, c.here(), "expected steps, got "+describe(c.peek()), "write the steps in braces: `{ email welcome }`; one step may stand without them")
			b.Span = c.since(c.end())
			return b
		}
		b.Steps = append(b.Steps, c.step())
		b.Span = c.since(start)
		return b
	}
	open := c.next()
	for {
		c.skipNewlines()
		if c.is(token.RBrace) || c.is(token.EOF) {
			break
		}
		b.Steps = append(b.Steps, c.statement())
	}
	c.closeBrace(open)
	b.Span = c.since(start)
	return b
}

// braceFollows reports whether a { comes next. One on a line of its own is
// reported and taken.
func (c *cursor) braceFollows() bool {
	if c.is(token.Newline) && kind(c.ahead(1)) == token.LBrace {
		at := ast.Span{Start: c.end(), End: c.ahead(1).Pos.Offset}
		c.next()
		d := c.report(codeUnexpected, span(c.peek()), "a `{` on a line of its own", "put it at the end of the line above: a new line ends a statement")
		d.Fixes = []diag.Fix{replace("move it up", at, " ", true)}
	}
	return c.is(token.LBrace)
}

// toBrace wants a { next. When something stands in front of it that is reported,
// and the braces are read all the same; without any it reports false.
func (c *cursor) toBrace(detail string) bool {
	if c.braceFollows() {
		return true
	}
	c.report(codeMissingBlock, c.here(), "expected `{`, got "+describe(c.peek()), detail)
	mark := c.lex.MakeCheckpoint()
	for !c.atEnd() {
		if c.is(token.LBrace) {
			return true
		}
		c.next()
	}
	c.lex.LoadCheckpoint(mark)
	return false
}

// opens reports whether a { comes next, be it on a line of its own.
func opens(lex *lexer.PeekingLexer) bool {
	c := cursor{lex: lex}
	return c.is(token.LBrace) || c.is(token.Newline) && kind(c.ahead(1)) == token.LBrace
}

// closeBrace takes the } that belongs to open. Pieces are cut and mended so that
// it is there, except where a whole expression is read alone.
func (c *cursor) closeBrace(open *lexer.Token) {
	if c.acceptKind(token.RBrace) {
		return
	}
	d := c.report(codeUnclosed, c.here(), "expected `}`, got "+describe(c.peek()), "close the brace with `}`")
	d.Notes = []diag.Note{{Span: diag.Span(span(open)), Text: "opened here"}}
}

// statement reads a step and makes sure that it ends where it should.
func (c *cursor) statement() ast.Step {
	start, before := c.start(), len(c.errs)
	s := c.step()
	if c.atEnd() {
		return s
	}
	if len(c.errs) == before {
		c.leftover("step")
	}
	c.skipBlocks()
	if _, bad := s.(*ast.BadStep); bad {
		return badStep(c.since(start))
	}
	return s
}

// leftover reports a token behind a complete statement.
func (c *cursor) leftover(what string) {
	t := c.peek()
	switch {
	case kind(t) == token.Bad:
		return
	case what == "line" && kind(t) == token.Name && c.looksLikeStep():
		d := c.report(codeUnexpected, span(t), "expected `then` before the steps", "write `then "+t.Value+" …`")
		d.Fixes = []diag.Fix{insert("add then", t.Pos.Offset, "then ", true)}
	case what == "step" && isWord(t, "transactional", "with"):
		c.report(codeUnexpected, span(t), "`"+t.Value+"` in the wrong place", "the order is: content, `transactional`, `with { … }`, `as name`")
	case what == "line" && isWord(t, "every") && c.word(1, "year", "month"):
		c.report(codeUnexpected, span(t), "`every` in the wrong place", "the order is: `on profile.birthday every "+c.ahead(1).Value+" at 09:00`")
	case isWord(t, "as"):
		c.report(codeUnexpected, span(t), "`as` in the wrong place", "a step's name ends its line, before the braces: `wait for purchased up to 1d as decision { … }`")
	case kind(t) == token.Name && c.looksLikeStep():
		d := c.report(codeSameLine, span(t), "two steps on one line", "start `"+t.Value+"` on a line of its own")
		d.Fixes = []diag.Fix{insert("start a new line", t.Pos.Offset, "\n", true)}
	default:
		c.report(codeUnexpected, span(t), "unexpected "+describe(t), "the "+what+" is complete before it; start a new line, or take it out")
	}
}

func (c *cursor) looksLikeStep() bool {
	t := c.peek()
	return stepWords[t.Value] || channels[t.Value]
}

// skipBlocks goes to the end of a broken statement, and reads the blocks in it for
// the sake of what is wrong inside them.
func (c *cursor) skipBlocks() {
	for !c.atEnd() {
		if c.is(token.StrOpen) {
			c.stringLit()
			continue
		}
		if !c.is(token.LBrace) {
			c.next()
			continue
		}
		if k := kind(c.ahead(1)); k == token.RBrace || kind(c.ahead(2)) == token.Colon || k == token.Newline && kind(c.ahead(3)) == token.Colon || !c.enter() {
			c.record()
			continue
		}
		switch k := c.ahead(1); {
		case isWord(k, "on", "else"):
			c.raceArms()
		case kind(k) == token.Percent:
			c.splitArms()
		default:
			c.block()
		}
		c.leave()
	}
}

func badStep(at ast.Span) *ast.BadStep { return &ast.BadStep{StepHead: ast.StepHead{Span: at}} }

// stepWords begin a step that is no message.
var stepWords = map[string]bool{
	"wait": true, "if": true, "split": true, "set": true, "add": true, "remove": true, "emit": true,
	"webhook": true, "start": true, "stop": true, "repeat": true,
}

var stepSpelling = []string{"wait", "if", "split", "set", "add", "remove", "emit", "webhook", "start", "stop", "repeat"}

// channels are those of the standard library. The list only helps to tell a
// misspelt step from a message; projects may have others.
var channels = map[string]bool{
	"email": true, "sms": true, "push": true, "inapp": true, "webpush": true, "messenger": true, "whatsapp": true, "viber": true,
	"telegram": true, "popup": true, "chat": true, "banner": true, "mail": true,
}

// synonyms are words that other tools use for a step.
var synonyms = map[string]string{
	"delay": "wait", "sleep": "wait", "pause": "wait", "hold": "wait", "exit": "stop", "end": "stop", "finish": "stop",
	"send": "email", "message": "email", "branch": "if", "when": "if", "unless": "if not", "trigger": "emit", "track": "emit", "post": "webhook",
	"call": "webhook", "loop": "repeat", "goto": "start", "assign": "set", "update": "set", "tag": "add tag", "untag": "remove tag", "experiment": "split", "test": "split", "while": "wait until",
}

// step reads one step by the production that its first words choose.
func (c *cursor) step() ast.Step {
	start := c.start()
	if !c.enter() {
		return badStep(c.since(start))
	}
	defer c.leave()
	t := c.peek()
	if kind(t) != token.Name {
		switch kind(t) {
		case token.LBrace:
			c.report(codeUnknownStep, span(t), "braces without a step", "a `{` stands at the end of the line that it belongs to")
		default:
			c.report(codeUnknownStep, span(t), "expected a step, got "+describe(t),
				"a step begins with a channel such as `email` or `sms`, or with "+quoteList(stepSpelling, "or"))
		}
		return badStep(c.since(start))
	}
	if s, ok := c.knownStep(t.Value)(c); ok {
		return s
	}
	return badStep(c.since(start))
}

type stepParser = func(*cursor) (ast.Step, bool)

// knownStep picks the production. It is a switch and not a table, because the
// productions lead back here.
func (c *cursor) knownStep(word string) stepParser {
	switch word {
	case "wait":
		return c.waitForm()
	case "if":
		return parseIf
	case "split":
		return parseSplit
	case "set":
		return parseSet
	case "add", "remove":
		if c.word(1, "tag") {
			return parseTag
		}
		return parseAudience
	case "emit":
		return parseEmit
	case "webhook":
		return parseWebhook
	case "start":
		return parseStart
	case "stop":
		return parseStop
	case "repeat":
		if c.timesWithoutUpTo() {
			return repeatWithoutUpTo
		}
		return parseRepeat
	}
	return sendOrUnknown
}

// sendOrUnknown reads a message. Any name can be a channel, so a misspelt step
// shows only by what follows it.
func sendOrUnknown(c *cursor) (ast.Step, bool) {
	t := c.peek()
	if settings[t.Value] != nil {
		return c.unknownStep(t)
	}
	if !channels[t.Value] {
		switch k := kind(c.ahead(1)); k {
		case token.Name, token.QuotedName, token.StrOpen, token.LParen, token.Bad:
			if !synonymsBefore(t.Value, c.ahead(1)) {
				break
			}
			return c.unknownStep(t)
		default:
			return c.unknownStep(t)
		}
	}
	mark, before := c.lex.MakeCheckpoint(), len(c.errs)
	s, ok := parseSend(c)
	if (ok && c.atEnd() && len(c.errs) == before) || channels[t.Value] {
		return s, ok
	}
	if _, near := nearStep(t.Value); near {
		c.lex.LoadCheckpoint(mark)
		c.errs = c.errs[:before]
		return c.unknownStep(t)
	}
	return s, ok
}

// synonymsBefore reports whether a word that is no channel of ours is surely
// another tool's word for a step: `send email x`, `tag "beta"`.
func synonymsBefore(word string, next *lexer.Token) bool {
	switch word {
	case "send", "message":
		return channels[next.Value]
	case "when", "unless", "while", "goto", "assign", "update", "untag":
		return true
	}
	return false
}

// nearStep finds the step that a word was meant to be.
func nearStep(word string) (string, bool) {
	if s, ok := synonyms[word]; ok {
		return s, true
	}
	return spell.Closest(word, stepSpelling)
}

func (c *cursor) unknownStep(t *lexer.Token) (ast.Step, bool) {
	start := t.Pos.Offset
	if settings[t.Value] != nil && synonyms[t.Value] == "" {
		c.report(codeUnknownStep, span(t), "`"+t.Value+"` is a setting, not a step", "write it between the journey's `when` and its `then`")
		c.next()
		return badStep(c.since(start)), false
	}
	all := append(append([]string{}, stepSpelling...), "email", "sms", "push", "every")
	d := c.report(codeUnknownStep, span(t), "unknown step `"+t.Value+"`",
		"a step begins with a channel such as `email` or `sms`, or with "+quoteList(stepSpelling, "or"))
	best, ok := synonyms[t.Value]
	if !ok {
		best, ok = spell.Closest(t.Value, all)
	}
	if ok {
		d.Detail = "did you mean `" + best + "`?"
		at := span(t)
		if isWord(t, "send", "message") && channels[c.ahead(1).Value] {
			d.Detail = "the channel is the word for sending: `" + c.ahead(1).Value + " …`"
			at.End = c.ahead(1).Pos.Offset
			best = ""
		}
		d.Fixes = []diag.Fix{replace("write "+best, at, best, false)}
		if best == "" {
			d.Fixes[0].Title = "leave out " + t.Value
			c.next()
			return c.step(), true
		}
		if stepWords[best] {
			c.reword(best)
			return c.knownStep(best)(c)
		}
	}
	c.next()
	return badStep(c.since(start)), false
}
