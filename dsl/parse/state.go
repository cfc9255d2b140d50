package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// An event and a state are different questions, and mixing them up is the commonest
// mistake in a journey. `when`, `goal`, `exit when`, `wait for` and `on` hear an event. A
// condition in that place is read as one, so that the answer can be the sentence that was
// meant and not that there is no event `profile`.

// isState reports whether what begins n tokens on is a condition, where an event is
// expected. An event is a name, perhaps with `where`: it has no dot, no brackets, and is
// not compared.
func (c *cursor) isState(n int) bool {
	t := c.ahead(n)
	if kind(t) != token.Name || isWord(t, joining...) || isWord(t, "and", "or", "in") {
		return false
	}
	switch kind(c.ahead(n + 1)) {
	case token.Dot, token.LParen, token.Eq, token.Ne, token.Lt, token.Le, token.Gt, token.Ge:
		return true
	case token.StrOpen:
		return t.Value == "tag"
	case token.Name, token.QuotedName:
		return isWord(t, "segment", "received") && c.bareNameFollows(n+1) || t.Value == "time" && c.word(n+1, "since")
	}
	return false
}

// state reads the condition that stands where a `when` needs an event.
func (c *cursor) state() ast.Pattern {
	start, trait := c.start(), c.word(0, "profile")
	outer := c.around
	c.around.block = true
	x := c.operand(precCompare)
	c.around = outer
	at := c.since(start)
	d := c.report(codeStateForEvent, at, "a condition, where an event belongs", "say what happens, as in `when profile.plan changes to \"pro\"`, or name the condition as a segment and write `when enters vip`")
	switch x := x.(type) {
	case *ast.InSegment:
		name := x.Segment.Text
		d.Detail = "write `when enters " + name + "`"
		d.Fixes = []diag.Fix{replace("write enters "+name, at, "enters "+name, false)}
	case *ast.BinaryExpr:
		if trait && x.Op == "==" {
			d.Detail = "a trait is heard when it `changes to` a value"
			d.Fixes = []diag.Fix{replace("write changes to", x.OpSpan, "changes to", false)}
		}
	}
	return &ast.BadPat{Span: at}
}

// stateAmongEvents reads the condition that stands where a wait, a goal or an exit needs
// an event. The word before it tells which of them it is.
func (c *cursor) stateAmongEvents() ast.Pattern {
	hears := c.before()
	start := c.start()
	c.condition()
	at := c.since(start)
	d := c.report(codeStateForEvent, at, "a condition, where an event belongs", "")
	switch hears.Value {
	case "goal":
		d.Detail = "a goal is an event; a small journey can make one of it: `when profile.plan changes to \"pro\" then emit upgraded`"
	case "when":
		d.Detail = "`exit when` hears an event; `while not (…)` lets people go as soon as the condition holds"
	case "for":
		d.Detail = "`for` listens for an event, `until` asks about a state"
		d.Fixes = []diag.Fix{replace("write until", span(hears), "until", false)}
	default:
		d.Detail = "write an event, such as `purchased`; a state is asked about with `if`, `while` and `wait until`"
	}
	return &ast.BadPat{Span: at}
}

// pastOfEvent reports `in the last 7d` behind an event that is listened for.
func (c *cursor) pastOfEvent(hears *lexer.Token, event string) {
	start := c.start()
	switch {
	case c.words("in", "the", "last"), c.words("in", "the", "past"):
		c.next()
		c.next()
		c.next()
	case c.words("in", "last"):
		c.next()
		c.next()
	default:
		return
	}
	words := c.since(start)
	length := c.duration()
	d := c.report(codeLookBack, words.To(length.Span), "this looks back, and what is listened for comes from now on", "")
	switch hears.Value {
	case "goal":
		d.Detail = "a goal says in which time it must come: `goal " + event + " within 7d`"
		d.Fixes = []diag.Fix{replace("write within", words, "within", false)}
	case "when":
		d.Detail = "leave the time out; a state that must hold all the while is `while no " + event + " in the last …`"
	case "for":
		d.Detail = "`for` listens for an event, `until` asks about a state"
		d.Fixes = []diag.Fix{replace("write until", span(hears), "until", false)}
	default:
		d.Detail = "leave the time out; the past is asked about with `if`, `while` and `wait until`"
	}
}
