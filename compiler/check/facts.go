package check

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// The words about the past. Each becomes a Fact, which the lowering turns into a register;
// no history is ever replayed to answer one.

// pastWords types `E in the last D`, `never E` and `time since last E`.
func (c *checker) pastWords(s *scope, e ast.Expr) *Type {
	switch e := e.(type) {
	case *ast.InLast:
		c.span(e.Last)
		return c.fact(s, e, boolean, &Fact{Kind: FactInLast, No: e.No, Pat: e.Event, Last: e.Last})
	case *ast.Never:
		return c.fact(s, e, boolean, &Fact{Kind: FactNever, Pat: e.Event})
	case *ast.TimeSince:
		c.timeSince(s, e)
		c.report(codeTimeSinceAlone, e.Span, "`time since last …` is only compared with a duration", "write, say, `time since last "+c.eventWord(e.Event)+" > 7d`")
	}
	return unknown
}

// timeSince types the operand of a comparison with a duration.
func (c *checker) timeSince(s *scope, e *ast.TimeSince) {
	c.info.Types[e] = c.fact(s, e, maybe(duration), &Fact{Kind: FactSince, Pat: e.Event})
}

func (c *checker) eventWord(p *ast.EventPat) string {
	if p == nil || p.Name.Text == "" {
		return "visit"
	}
	return p.Name.Text
}

// fact resolves the event of a question about the past and remembers the question.
func (c *checker) fact(s *scope, e ast.Expr, t *Type, f *Fact) *Type {
	if s.inFact {
		c.report(codeFactInFact, e.Pos(), "a question about the past inside the filter of another", "a filter compares the event's own fields; ask the two questions side by side, with `and`")
		return t
	}
	if f.Pat != nil {
		inside := *s
		inside.inFact = true
		f.Event = c.eventPat(&inside, f.Pat)
		f.Where = f.Pat.Where
	}
	if f.Event == nil {
		c.fail()
		return t
	}
	c.info.Facts[e] = f
	return t
}

// aboutPast reports whether a call of count, sum or last asks about an event: its first
// argument names one, or it has a window, which a list has not.
func (c *checker) aboutPast(s *scope, call *ast.CallExpr) bool {
	switch call.Fun.Text {
	case "expected":
		return true
	case "count", "sum", "last":
	default:
		return false
	}
	if call.Last != nil {
		return true
	}
	if len(call.Args) != 1 {
		return false
	}
	subject := call.Args[0].Value
	if m, ok := subject.(*ast.MemberExpr); ok && call.Fun.Text == "sum" {
		subject = m.X
	}
	switch e := subject.(type) {
	case *ast.EventExpr:
		return true
	case *ast.IdentExpr:
		if c.events.byName[e.Text] != nil {
			return s.filter == nil || s.filter.Field(e.Text) == nil
		}
		return c.wouldBeEvent(s, e)
	}
	return false
}

// wouldBeEvent reports whether a name that stands for nothing is nearest to an event, so
// that a slip in `count(purchsed)` is not taken for a missing list.
func (c *checker) wouldBeEvent(s *scope, e *ast.IdentExpr) bool {
	if s.learn != nil && !near(e.Text, c.events.names) {
		return false // it may be a parameter that is a list
	}
	if s.filterAny || s.params[e.Text] != nil || contains(c.namesIn(s), e.Text) || e.Text == "popular" || e.Text == "entry" {
		return false
	}
	return true
}

// pastCall types count(E), sum(E.f) and last(E).
func (c *checker) pastCall(s *scope, call *ast.CallExpr) *Type {
	if call.Last != nil {
		c.span(call.Last)
	}
	if len(call.Args) != 1 {
		c.report(codeWrongArguments, call.Fun.Span, call.Fun.Text+" of an event has one event and, if you like, one window", "write "+c.pastForm(call.Fun.Text))
		for _, a := range call.Args {
			c.quietly(func() { c.expr(s, a.Value) })
		}
		return unknown
	}
	arg := call.Args[0].Value
	switch call.Fun.Text {
	case "count":
		f := &Fact{Kind: FactCount, Last: call.Last}
		if c.subject(s, arg, f) {
			return c.fact(s, call, number, f)
		}
		return number
	case "sum":
		return c.sumOf(s, call, arg)
	case "expected":
		return c.rhythm(s, call, arg)
	}
	c.report(codeEventAsValue, call.Span, "last(…) of an event needs one of its fields", "say which: "+c.pastForm("last"))
	return unknown
}

// rhythm types expected(E): when the next E is due by the person's own rhythm.
func (c *checker) rhythm(s *scope, call *ast.CallExpr, arg ast.Expr) *Type {
	if call.Last != nil {
		c.report(codeWrongArguments, call.Last.Span, "expected(…) looks at the whole history and has no window", "write "+c.pastForm("expected"))
		return unknown
	}
	f := &Fact{Kind: FactExpected}
	if !c.subject(s, arg, f) {
		return unknown
	}
	return c.fact(s, call, maybe(instant), f)
}

func (c *checker) pastForm(fun string) string {
	switch fun {
	case "expected":
		return "expected(purchased)"
	case "count":
		return "count(purchased, last 90d)"
	case "sum":
		return "sum(purchased.total, last 365d)"
	}
	return "last(purchased).total, or last(purchased).time for when it was"
}

// subject resolves the event that a call asks about. The fact of a bare name has no pattern.
func (c *checker) subject(s *scope, e ast.Expr, f *Fact) bool {
	switch e := e.(type) {
	case *ast.IdentExpr:
		f.Event = c.findEvent(e.Name)
		if f.Event == nil {
			return false
		}
		c.info.Refs[e] = Ref{Kind: RefEvent, Event: f.Event}
		return true
	case *ast.EventExpr:
		f.Pat = e.EventPat
		return true
	}
	c.expr(s, e)
	c.report(codeWrongArguments, e.Pos(), "a window `last …` belongs to an event, this is not one", "write, say, "+c.pastForm("count"))
	return false
}

func (c *checker) sumOf(s *scope, call *ast.CallExpr, arg ast.Expr) *Type {
	m, ok := arg.(*ast.MemberExpr)
	if !ok {
		c.report(codeWrongArguments, arg.Pos(), "sum of an event needs the field to add up", "write "+c.pastForm("sum"))
		return number
	}
	f := &Fact{Kind: FactSum, Field: m.Name.Text, Last: call.Last}
	if !c.subject(s, m.X, f) {
		return number
	}
	t := c.fact(s, call, number, f)
	if f.Event == nil {
		return t
	}
	field := c.eventField(f.Event, m.Name)
	if field == nil {
		delete(c.info.Facts, call)
		return unknown
	}
	c.info.Types[m] = field.Type
	if field.Type.Kind != Number && field.Type.Kind != Unknown {
		c.report(codeWrongType, m.Name.Span, "only numbers can be added up, `"+m.Name.Text+"` is "+field.Type.described(), "")
	}
	if field.Type.Money {
		return money
	}
	return t
}

// lastField types last(E).f, which is a fact at the member expression.
func (c *checker) lastField(s *scope, e *ast.MemberExpr, call *ast.CallExpr) *Type {
	if call.Last != nil || len(call.Args) != 1 {
		c.report(codeWrongArguments, call.Span, "last(…) of an event looks at the whole history and has no window", "write "+c.pastForm("last"))
		return unknown
	}
	f := &Fact{Kind: FactLast, Field: e.Name.Text}
	if !c.subject(s, call.Args[0].Value, f) {
		return unknown
	}
	c.fact(s, e, unknown, f)
	if f.Event == nil {
		return unknown
	}
	if e.Name.Text == "time" {
		return maybe(instant)
	}
	field := c.eventField(f.Event, e.Name)
	if field == nil {
		delete(c.info.Facts, e)
		return unknown
	}
	return maybe(field.Type)
}

// findEvent resolves an event's name.
func (c *checker) findEvent(n ast.Name) *Event {
	if e := c.events.byName[n.Text]; e != nil {
		return e
	}
	if n.Text == "" {
		c.fail()
		return nil
	}
	for _, name := range c.events.names {
		if contains(c.events.byName[name].HeardAs, n.Text) {
			d := c.report(codeUnknownEvent, n.Span, "the feed's `"+n.Text+"` is called `"+name+"` here", "an event has one name in journeys, whatever the feed calls it")
			replace(d, c.clip(n.Span), name, "write `"+name+"`", true)
			return nil
		}
	}
	summary, declare := "there is no event `"+n.Text+"`", "declare it: event "+n.Text+" { … }"
	if heard := c.events.heardLike(n.Text); heard != "" && !near(n.Text, c.events.names) {
		c.report(codeUnknownEvent, n.Span, summary, "did you mean `"+heard+"`? Else "+declare)
		return nil
	}
	c.misspelt(codeUnknownEvent, n.Span, n.Text, summary, c.events.names, declare)
	return nil
}

// heardLike returns the event that the feed knows by a name like the given one, or "".
func (t *eventTable) heardLike(name string) string {
	for _, n := range t.names {
		if near(name, t.byName[n].HeardAs) {
			return n
		}
	}
	return ""
}

// eventField resolves a field of an event.
func (c *checker) eventField(e *Event, n ast.Name) *Field {
	if f := e.Field(n.Text); f != nil {
		return f
	}
	if n.Text == "" {
		c.fail()
		return nil
	}
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = f.Name
	}
	slices.Sort(names)
	c.misspelt(codeUnknownField, n.Span, n.Text, "`"+e.Name+"` has no field `"+n.Text+"`", names, "declare it: event "+e.Name+" { "+n.Text+": … }")
	return nil
}

// eventAsValue reports an event where a value or a condition is needed.
func (c *checker) eventAsValue(n ast.Name) {
	c.report(codeEventAsValue, n.Span, "`"+n.Text+"` is an event, not a value",
		"ask about the past: `"+n.Text+" in the last 30d`, `never "+n.Text+"`, count("+n.Text+", last 90d) or last("+n.Text+").…")
}

// quietly runs f without reporting what it finds.
func (c *checker) quietly(f func()) {
	was := c.muted
	c.muted = true
	f()
	c.muted = was
}
