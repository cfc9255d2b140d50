package check

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// mostCounted is how many occurrences a register keeps.
const mostCounted = 256

// eventPat resolves one event with its filter, and returns it; nil when it is unknown.
func (c *checker) eventPat(s *scope, p *ast.EventPat) *Event {
	if p == nil {
		c.fail()
		return nil
	}
	e := c.findEvent(p.Name)
	if e != nil {
		c.info.Heard[p] = e
	}
	if p.Where != nil {
		c.condition(s.withFilter(e), p.Where)
	}
	if p.Step.Text != "" {
		c.answered(s, p.Step)
	}
	return e
}

// answered resolves the step or the message that an event answers.
func (c *checker) answered(s *scope, n ast.Name) {
	if n.Text == "" || hasPlace(s.steps, n.Text) || c.message[n.Text] != nil {
		return
	}
	names := append(known(s.steps), known(c.message)...)
	c.misspelt(codeUnknownStep, n.Span, n.Text, "there is no step and no message `"+n.Text+"`", names, "name a step with `as "+n.Text+"`")
}

// pattern checks an entry pattern.
func (c *checker) pattern(s *scope, p ast.Pattern) {
	switch p := p.(type) {
	case *ast.EventPat:
		c.eventPat(s, p)
	case *ast.OrPat:
		for _, alt := range p.Alts {
			c.pattern(s, alt)
		}
	case *ast.AbsencePat:
		if base, ok := p.Base.(*ast.BothPat); ok {
			c.both(s, base)
		} else {
			c.within(s, p.Base)
		}
		c.eventPats(s, p.Not)
		c.absence(p)
	case *ast.BothPat:
		c.both(s, p)
		if p.Within == nil {
			d := c.report(codeNoWindow, p.Span, "how near to each other must these events be?", "say it: `… within 7d`")
			c.append(d, p.Span, " within 7d", "let them be within 7 days of each other")
		}
	case *ast.SeqPat:
		for _, part := range p.Parts {
			c.within(s, part)
		}
		c.eventPats(s, p.NoBetween)
		c.span(p.Within)
	case *ast.CountPat:
		c.eventPat(s, p.Event)
		c.whole(p.N, mostCounted, "a count of events")
		c.span(p.In)
	case *ast.SilencePat:
		c.eventPat(s, p.Event)
		c.span(p.For)
	case *ast.SegmentPat:
		c.useSegment(p.Segment)
	case *ast.ChangePat:
		c.change(s, p)
	default:
		c.fail() // BadPat, or nothing
	}
}

// within checks a part of a longer pattern: events, or patterns that stand for one.
func (c *checker) within(s *scope, p ast.Pattern) {
	switch x := p.(type) {
	case *ast.OrPat:
		for _, alt := range x.Alts {
			c.within(s, alt)
		}
		return
	case *ast.SegmentPat, *ast.ChangePat:
		c.report(codePersonInPattern, p.Pos(), "`"+c.source(p.Pos())+"` begins a journey by itself; it is no part of a longer pattern",
			"let a journey of its own `emit` an event, and ask for that event here")
	}
	c.pattern(s, p)
}

func (c *checker) eventPats(s *scope, pats []*ast.EventPat) {
	for _, p := range pats {
		c.eventPat(s, p)
	}
}

func (c *checker) both(s *scope, p *ast.BothPat) {
	for _, part := range p.Parts {
		c.within(s, part)
	}
	c.span(p.Within)
}

func (c *checker) append(d *diag.Diagnostic, at ast.Span, words, title string) {
	end := c.clip(at).End
	replace(d, diag.Span{Start: end, End: end}, words, title, false)
}

// absence checks the window of `A and not X within D`. Without one it is not known when
// "not" is decided; with two events before it, not known from which of them it counts.
func (c *checker) absence(p *ast.AbsencePat) {
	c.span(p.Within)
	base, both := p.Base.(*ast.BothPat)
	if both && base.Within == nil {
		c.absenceOfTwo(p, base)
		return
	}
	if p.Within != nil || len(p.Not) == 0 || p.Not[0] == nil {
		return
	}
	var names, past []string
	for _, x := range p.Not {
		names = append(names, x.Name.Text)
		past = append(past, "no "+c.source(x.Span)+" in the last 30d")
	}
	d := c.report(codeNoWindow, p.Span, "until when must there be no `"+strings.Join(names, "`, no `")+"`?",
		"say `… within 2h` to wait and see, or ask about the past with `no … in the last 30d`")
	c.append(d, p.Span, " within 2h", "wait two hours and see")
	if ev, ok := p.Base.(*ast.EventPat); ok {
		where := strings.Join(past, " and ")
		at := ast.Span{Start: ev.End, End: p.End}
		head := " where ("
		if ev.Where != nil {
			head = " where (" + c.operand(ev.Where) + " and "
			at.Start = c.beforeWhere(ev)
		}
		replace(d, c.clip(at), head+where+")", "look at the 30 days before", false)
	}
}

// beforeWhere returns the offset at which an event's filter begins, its word included.
func (c *checker) beforeWhere(p *ast.EventPat) int {
	head := c.source(ast.Span{Start: p.Start, End: p.Where.Pos().Start})
	if i := strings.LastIndex(head, "where"); i >= 0 {
		return p.Start + len(strings.TrimRight(head[:i], " \t\r\n"))
	}
	return p.Name.End
}

func (c *checker) absenceOfTwo(p *ast.AbsencePat, base *ast.BothPat) {
	within := "2h"
	if p.Within != nil {
		within = c.source(p.Within.Span)
	}
	var parts []string
	for _, part := range base.Parts {
		parts = append(parts, c.source(part.Pos()))
	}
	var nots []string
	for _, x := range p.Not {
		nots = append(nots, c.source(x.Span))
	}
	d := c.report(codeAbsenceOfTwo, p.Span, "after which of these events must there be none of `"+strings.Join(nots, "`, `")+"`?",
		"say whether one follows the other without it, or whether both must come first")
	none := strings.Join(nots, " or ")
	if len(nots) > 1 {
		none = "(" + none + ")"
	}
	seq := strings.Join(parts, " followed by ") + " within " + within + " with no " + none + " between"
	replace(d, c.clip(p.Span), seq, "one follows the other, without it between them", false)
	first := "(" + strings.Join(parts, " and ") + " within " + within + ") and not " + strings.Join(nots, " and not ") + " within " + within
	replace(d, c.clip(p.Span), first, "both come, and then for a while none of it", false)
}

// change checks `profile.x changes from A to B`.
func (c *checker) change(s *scope, p *ast.ChangePat) {
	t := c.trait(s, p.Target, "what changes")
	for _, v := range []ast.Expr{p.From, p.To} {
		if v != nil {
			c.want(s, v, maybe(t), "a value of this trait")
		}
	}
}

// trait types an expression that has to name a trait of the profile.
func (c *checker) trait(s *scope, e ast.Expr, what string) *Type {
	t := c.expr(s, e)
	if m, ok := e.(*ast.MemberExpr); ok {
		if id, ok := m.X.(*ast.IdentExpr); ok && id.Text == "profile" {
			return t
		}
	}
	if e != nil && t.Kind != Unknown {
		c.report(codeNotATrait, e.Pos(), what+" is a trait of the person", "write profile.NAME")
	}
	return unknown
}

// listened checks what a wait, a goal or an exit listens to: an event, or several joined by `or`.
func (c *checker) listened(s *scope, p ast.Pattern) {
	switch p := p.(type) {
	case *ast.EventPat:
		c.eventPat(s, p)
	case *ast.OrPat:
		for _, alt := range p.Alts {
			c.listened(s, alt)
		}
	default:
		c.fail() // the parser lets nothing else stand here
	}
}
