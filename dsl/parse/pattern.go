package parse

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// Patterns are read by hand: `and`, `and not`, `followed by`, `or`, `within` and
// `with no X between` hang on what stands to their left, and a wrong mixture of
// them should be named, not met as an unexpected word.

// open is a composite pattern that was not put in parentheses, so that the next
// `and` or `followed by` goes on with it.
type open struct {
	or   *ast.OrPat
	both *ast.BothPat
	seq  *ast.SeqPat
	not  *ast.AbsencePat
}

// pattern reads the predicate of a `when`.
func (c *cursor) pattern() ast.Pattern {
	start := c.start()
	if !c.enter() {
		return &ast.BadPat{Span: c.since(start)}
	}
	defer c.leave()
	left := c.unit()
	start = min(start, left.Pos().Start) // what is missing stands before start
	var o open
	var either, other, mixed bool
	for {
		t := c.peek()
		switch c.joint() {
		case "and":
			c.next()
			if c.accept("not") || c.acceptKind(token.Not) {
				left = c.absence(start, left, &o)
			} else {
				left = c.both(start, left, &o)
			}
		case "or":
			c.next()
			left = c.either(start, left, &o)
		case "followed":
			c.next()
			c.by()
			left = c.sequence(start, left, &o)
		case "within":
			c.within(start, left, &o)
		case "with":
			c.between(start, &o)
		case "not":
			left = c.bareNot(start, left, &o)
		default:
			return left
		}
		either, other = either || o.or != nil, other || o.both != nil || o.not != nil || o.seq != nil
		if either && other && !mixed {
			mixed = true
			c.report(codeMixedPattern, span(t), "`or` beside `and`, `not` or `followed by`",
				"put one of the two in parentheses, so that there is one way to read it")
		}
		if c.tooLong() {
			return left
		}
	}
}

// joints are the words that a pattern goes on with.
var joints = []string{"and", "or", "followed", "within"}

// joint tells which word a pattern goes on with, and corrects a slip of one.
func (c *cursor) joint() string {
	t := c.peek()
	switch kind(t) {
	case token.And:
		return "and"
	case token.Or:
		return "or"
	case token.Name:
	default:
		return ""
	}
	switch {
	case isWord(t, joints...), t.Value == "not", t.Value == "with" && c.word(1, "no"):
		return t.Value
	case isWord(t, "in") && (c.words("in", "the", "last") || c.isDuration(1)):
		return c.inForWithin()
	case isWord(t, clauseWords...) || isWord(t, reserved...) || stepWords[t.Value] || channels[t.Value] || t.Value == "between":
		return ""
	}
	best, ok := spell.Closest(t.Value, joints)
	if t.Value == "follow" || t.Value == "follows" {
		best, ok = "followed", true
	}
	if ok {
		d := c.report(codeUnexpected, span(t), "unexpected `"+t.Value+"`", "did you mean `"+best+"`?")
		d.Fixes = []diag.Fix{replace("write "+best, span(t), best, false)}
		return best
	}
	return ""
}

// inForWithin reports `in 2h` or `in the last 2h` behind an event of a pattern.
// The words up to the duration stand for `within`; the last of them is left.
func (c *cursor) inForWithin() string {
	at := span(c.peek())
	for !c.isDuration(1) && !c.atEnd() && c.word(1, "the", "last") {
		c.next()
		at = at.To(span(c.peek()))
	}
	d := c.report(codeLookBack, at, "a pattern looks forward with `within`", "write `within 2h`; `in the last` looks back and belongs to `while`, `if` and segments")
	d.Fixes = []diag.Fix{replace("write within", at, "within", false)}
	return "within"
}

// by takes the second word of `followed by`.
func (c *cursor) by() {
	if c.accept("by") {
		return
	}
	d := c.report(codeUnexpected, c.here(), "expected `by`, got "+describe(c.peek()), "write `followed by`")
	d.Fixes = []diag.Fix{insert("add by", c.start(), "by ", true)}
}

// bareNot reports a `not` without `and`.
func (c *cursor) bareNot(start int, left ast.Pattern, o *open) ast.Pattern {
	t := c.next()
	d := c.report(codeLoneNot, span(t), "`not` without `and`", "write `A and not B within 2h`")
	if c.is(token.Name) && !c.word(0, joining...) {
		d.Fixes = []diag.Fix{insert("add and", t.Pos.Offset, "and ", true)}
		return c.absence(start, left, o)
	}
	return left
}

// absence reads what follows `and not`: one event, or several in parentheses.
func (c *cursor) absence(start int, base ast.Pattern, o *open) ast.Pattern {
	if o.not == nil {
		*o = open{not: &ast.AbsencePat{Base: base}}
	}
	o.not.Not = append(o.not.Not, c.someEvents()...)
	o.not.Span = c.since(start)
	if c.word(0, "for") && c.isDuration(1) {
		d := c.report(codeUnexpected, c.here(), "expected `within`, got `for`", "write `and not purchased within 2h`; `for` is the length of a silence, `no visit for 30d`")
		d.Fixes = []diag.Fix{replace("write within", c.here(), "within", true)}
		c.reword("within")
	}
	return o.not
}

// someEvents reads an event, or events joined by `or` in parentheses.
func (c *cursor) someEvents() []*ast.EventPat {
	if !c.is(token.LParen) {
		return []*ast.EventPat{c.event()}
	}
	opener := c.next()
	var es []*ast.EventPat
	for {
		es = append(es, c.event())
		if !c.accept("or") && !c.accept("and") {
			break
		}
	}
	c.closeBracket(opener, token.RParen, ")")
	return es
}

func (c *cursor) both(start int, left ast.Pattern, o *open) ast.Pattern {
	if o.both == nil {
		*o = open{both: &ast.BothPat{Parts: []ast.Pattern{left}}}
	}
	o.both.Parts = append(o.both.Parts, c.unit())
	o.both.Span = c.since(start)
	return o.both
}

func (c *cursor) either(start int, left ast.Pattern, o *open) ast.Pattern {
	if o.or == nil {
		*o = open{or: &ast.OrPat{Alts: []ast.Pattern{left}}}
	}
	o.or.Alts = append(o.or.Alts, c.unit())
	o.or.Span = c.since(start)
	return o.or
}

func (c *cursor) sequence(start int, left ast.Pattern, o *open) ast.Pattern {
	if o.seq == nil || o.seq.Within != nil {
		*o = open{seq: &ast.SeqPat{Parts: []ast.Pattern{left}}}
	}
	o.seq.Parts = append(o.seq.Parts, c.unit())
	o.seq.Span = c.since(start)
	return o.seq
}

// within gives the pattern on its left its window.
func (c *cursor) within(start int, left ast.Pattern, o *open) {
	word := c.next()
	if c.words("the", "last") {
		at := span(word).To(span(c.ahead(1)))
		c.next()
		c.next()
		d := c.report(codeLookBack, at, "a pattern looks forward", "write `within 2h`; the past is asked about in `while`, `if` and segments, with `in the last`")
		d.Fixes = []diag.Fix{replace("write within", at, "within", false)}
	}
	d := c.duration()
	if w, ok := left.(*ast.EventPat); ok && w.Name.Text == "" {
		return
	}
	at := c.since(start)
	var slot **ast.DurationLit
	switch {
	case o.not != nil:
		slot = &o.not.Within
		o.not.Span = at
	case o.both != nil:
		slot = &o.both.Within
		o.both.Span = at
	case o.seq != nil:
		slot = &o.seq.Within
		o.seq.Span = at
	}
	switch {
	case slot == nil:
		c.report(codeLoneWithin, span(word).To(d.Span), "`within` needs two events",
			"say what must follow, or must not: `when cart_abandoned and not purchased within 2h`")
	case *slot != nil:
		c.report(codeLoneWithin, span(word).To(d.Span), "a second `within` for the same events", "leave one of them out")
	default:
		*slot = d
	}
}

// between reads `with no X between`.
func (c *cursor) between(start int, o *open) {
	first := c.start()
	c.next()
	c.next()
	es := c.someEvents()
	if !c.accept("between") {
		d := c.report(codeUnexpected, c.here(), "expected `between`, got "+describe(c.peek()), "write `with no purchased between`")
		d.Fixes = []diag.Fix{insert("add between", c.end(), " between", true)}
	}
	if o.seq == nil {
		c.report(codeLoneWithin, c.since(first), "`between` needs two events in order", "write `A followed by B with no X between`")
		return
	}
	o.seq.NoBetween = append(o.seq.NoBetween, es...)
	o.seq.Span = c.since(start)
}

// unit reads a pattern that no joining word is part of.
func (c *cursor) unit() ast.Pattern {
	start := c.start()
	t := c.peek()
	switch kind(t) {
	case token.LParen:
		opener := c.next()
		p := c.pattern()
		c.closeBracket(opener, token.RParen, ")")
		return p
	case token.Number:
		return c.count()
	case token.Name, token.Not:
		switch {
		case t.Value == "no":
			return c.silence()
		case isWord(t, "enters", "leaves") && c.bareNameFollows(1):
			c.next()
			c.accept("segment")
			name := c.name()
			return &ast.SegmentPat{Span: c.since(start), Leaves: t.Value == "leaves", Segment: name}
		case c.changes():
			return c.change()
		case c.isState(0):
			return c.state()
		case t.Value == "not" || kind(t) == token.Not:
			c.next()
			e := c.event()
			c.report(codeLoneNot, c.since(start), "a pattern cannot begin with `not`",
				"say what happens first: `when cart_abandoned and not "+e.Name.Text+" within 2h`; silence is `no "+e.Name.Text+" for 30d`")
			return &ast.BadPat{Span: c.since(start)}
		}
	}
	e := c.event()
	if e.Name.Text == "" {
		return &ast.BadPat{Span: c.since(start)}
	}
	return e
}

// count reads `7 X in 10d` or `3 X per calendar week`.
func (c *cursor) count() ast.Pattern {
	start := c.start()
	p := &ast.CountPat{N: c.number()}
	p.Event = c.event()
	switch {
	case c.accept("in"):
		p.In = c.duration()
	case c.word(0, "within"):
		at := span(c.next())
		d := c.report(codeUnexpected, at, "a count says `in`", "write `"+p.N.Text+" "+p.Event.Name.Text+" in …`")
		d.Fixes = []diag.Fix{replace("write in", at, "in", true)}
		p.In = c.duration()
	case c.accept("per"):
		if !c.accept("calendar") {
			d := c.report(codeUnexpected, c.here(), "expected `calendar`, got "+describe(c.peek()),
				"write `per calendar day`, `per calendar week` or `per calendar month`; `in 7d` slides")
			d.Fixes = []diag.Fix{insert("add calendar", c.end(), " calendar", false)}
		}
		p.Per = c.calendarUnit()
	default:
		c.report(codeUnexpected, c.here(), "expected `in` or `per calendar`, got "+describe(c.peek()),
			"a count needs its time: `"+p.N.Text+" "+p.Event.Name.Text+" in 10d` or `… per calendar week`")
	}
	p.Span = c.since(start)
	return p
}

func (c *cursor) calendarUnit() ast.Name {
	if c.word(0, "day", "week", "month") {
		t := c.next()
		return ast.Name{Span: span(t), Text: t.Value}
	}
	c.report(codeUnexpected, c.here(), "expected `day`, `week` or `month`, got "+describe(c.peek()), "a calendar count runs per day, week or month")
	if c.is(token.Name) {
		c.next()
	}
	return ast.Name{Span: c.since(c.end())}
}

// silence reads `no X for D`.
func (c *cursor) silence() ast.Pattern {
	start := c.start()
	c.next()
	e := c.event()
	if c.words("in", "the", "last") {
		at := span(c.next())
		c.next()
		at = at.To(span(c.next()))
		d := c.report(codeLookBack, at, "a pattern waits for silence with `for`", "write `no "+e.Name.Text+" for …`; `in the last` belongs to `while`, `if` and segments")
		d.Fixes = []diag.Fix{replace("write for", at, "for", false)}
	} else if !c.accept("for") {
		c.report(codeUnexpected, c.here(), "expected `for`, got "+describe(c.peek()), "silence needs its length: `no "+e.Name.Text+" for 30d`")
		return &ast.BadPat{Span: c.since(start)}
	}
	d := c.duration()
	return &ast.SilencePat{Span: c.since(start), Event: e, For: d}
}

// changes reports whether `profile.x changes` comes next.
func (c *cursor) changes() bool {
	i := 1
	for kind(c.ahead(i)) == token.Dot && i < 16 {
		if k := kind(c.ahead(i + 1)); k != token.Name && k != token.QuotedName {
			break
		}
		i += 2
	}
	return c.word(i, "changes")
}

func (c *cursor) change() ast.Pattern {
	start := c.start()
	p := &ast.ChangePat{Target: c.place()}
	c.next() // changes
	outer := c.around
	c.around.phrase = true
	defer func() { c.around = outer }()
	if c.accept("from") {
		p.From = c.operand(precRange)
	}
	if c.accept("to") {
		p.To = c.operand(precRange)
	}
	p.Span = c.since(start)
	return p
}

// event reads one event with its filter.
func (c *cursor) event() *ast.EventPat {
	start := c.start()
	if !c.enter() {
		return &ast.EventPat{Span: c.since(start)}
	}
	defer c.leave()
	e := &ast.EventPat{}
	if t := c.peek(); kind(t) != token.Name && kind(t) != token.QuotedName && kind(t) != token.Bad || isWord(t, joining...) {
		c.report(codeMissingEvent, c.here(), "expected an event, got "+describe(t), "write the event's name, such as `purchased`")
		e.Span = c.since(c.end())
		return e
	}
	e.Name = c.name()
	e.Step = c.subject(e.Name)
	if c.accept("where") {
		e.Where = c.test()
	}
	e.Span = c.since(start)
	return e
}

// events reads events joined by `or`, which is all that a wait, a goal and an exit listen for.
func (c *cursor) events() ast.Pattern {
	start := c.start()
	var alts []ast.Pattern
	for {
		hears := c.before()
		if c.word(0, "when") && c.bareNameFollows(1) { // `goal when purchased`
			at := span(c.next())
			d := c.report(codeUnexpected, at, "unexpected `when`", "leave it out: `"+hears.Value+" "+c.peek().Value+"`")
			d.Fixes = []diag.Fix{replace("leave out when", ast.Span{Start: at.Start, End: c.start()}, "", true)}
		}
		if c.isState(0) || c.word(0, "no", "never") {
			alts = append(alts, c.stateAmongEvents())
		} else if opener := c.peek(); kind(opener) == token.LParen && c.enter() {
			c.next()
			alts = append(alts, c.events())
			c.closeBracket(opener, token.RParen, ")")
			c.leave()
		} else if e := c.event(); e.Name.Text == "" {
			alts = append(alts, &ast.BadPat{Span: e.Span})
		} else {
			c.pastOfEvent(hears, e.Name.Text)
			alts = append(alts, e)
		}
		if !c.accept("or") {
			break
		}
	}
	if c.word(0, "and") || c.words("followed", "by") {
		first := c.start()
		c.next()
		c.accept("by")
		c.accept("not")
		c.event()
		c.report(codeOnlyEvents, c.since(first), "only events joined by `or` can stand here",
			"a longer pattern belongs into `when`; here write `purchased` or `purchased or unsubscribed`")
	}
	if len(alts) == 1 {
		return alts[0]
	}
	return &ast.OrPat{Span: c.since(min(start, alts[0].Pos().Start)), Alts: alts}
}
