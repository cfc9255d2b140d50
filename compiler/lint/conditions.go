package lint

import (
	"slices"
	"strconv"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/logic"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// Where conditions stand, and what is known there. Package logic says what follows.

// question is a condition that somebody is asked.
type question struct {
	logic.Claim
	kind questionKind
	// before are the conditions of the same chain of `if … else if` that have failed.
	before []logic.Claim
	// known is what else holds here: the branches around, and about what does not change,
	// the trigger and `while`.
	known []logic.Claim
	// otherwise: something is done when the condition fails, or another stage is behind.
	otherwise bool
}

type questionKind uint8

const (
	ofIf questionKind = iota
	ofWhile
	ofWait
	ofRepeat
	ofFilter
	ofSegment
)

// questions returns the conditions of a journey, in the order of the source.
func (p *pass) questions(j *check.Journey) []question {
	if p.asked == nil {
		p.asked = map[*check.Journey][]question{}
	}
	if _, done := p.asked[j]; !done {
		c := &conditions{p: p, j: j}
		c.journey()
		p.asked[j] = c.found
	}
	return p.asked[j]
}

// logic returns what answers questions about this project.
func (p *pass) logic() *logic.Logic {
	if p.answers == nil {
		p.answers = logic.New(p.info)
	}
	return p.answers
}

// conditions walks through a journey.
type conditions struct {
	p     *pass
	j     *check.Journey
	when  int // the number of the instant
	found []question
	// fresh is the event that has let the person in at this very instant; nil once a step
	// may have taken time.
	fresh *ast.EventPat
}

// later is the place of an instant about which nothing is known from another one.
func (c *conditions) later() logic.Place {
	c.when++
	return logic.Place{File: c.j.File, Journey: c.j, When: c.when}
}

func (c *conditions) journey() {
	known := c.trigger()
	c.filters(c.j.Decl.Trigger)
	for _, s := range c.j.Decl.Settings {
		c.filters(s)
		if w, ok := s.(*ast.While); ok && w.Cond != nil {
			q := question{Claim: logic.Claim{Cond: w.Cond, Place: c.later()}, kind: ofWhile}
			c.found = append(c.found, q)
			known = append(known, q.Claim)
		}
	}
	if c.j.Decl.Body != nil {
		if e := c.p.opens(c.j); e != nil && !c.p.started(c.j.Name) {
			c.fresh = e
		}
		c.block(c.j.Decl.Body, known, c.later())
	}
}

// trigger returns what the filter of the trigger says about `entry`. A journey that
// another one starts may have had no event.
func (c *conditions) trigger() []logic.Claim {
	when, ok := c.j.Decl.Trigger.(*ast.When)
	if !ok || c.p.started(c.j.Name) {
		return nil
	}
	base := when.Pattern
	if absence, ok := base.(*ast.AbsencePat); ok {
		base = absence.Base
	}
	e, ok := base.(*ast.EventPat)
	if !ok || e.Where == nil || c.p.info.Heard[e] == nil {
		return nil
	}
	at := c.later()
	at.Event, at.Trigger = c.p.info.Heard[e], true
	return []logic.Claim{{Cond: e.Where, Place: at}}
}

// started reports whether some journey starts this one.
func (p *pass) started(name string) bool {
	if p.starts == nil {
		p.starts = map[string]bool{}
		for _, f := range p.info.Files {
			for _, d := range f.Decls {
				if j, ok := d.(*ast.Journey); ok {
					ast.Walk(j, func(n ast.Node) bool {
						if s, ok := n.(*ast.Start); ok {
							p.starts[s.Journey.Text] = true
						}
						return true
					})
				}
			}
		}
	}
	return p.starts[name]
}

// filters adds the filters of the events below a node, without those of inner blocks.
func (c *conditions) filters(n ast.Node) {
	c.found = append(c.found, c.p.filters(n, c.j, c.j.File)...)
}

func (p *pass) filters(n ast.Node, j *check.Journey, f *ast.File) []question {
	var out []question
	if n == nil {
		return nil
	}
	ast.Walk(n, func(n ast.Node) bool {
		if e, ok := n.(*ast.EventPat); ok && e.Where != nil && p.info.Heard[e] != nil {
			at := logic.Place{File: f, Journey: j, Event: p.info.Heard[e]}
			out = append(out, question{Claim: logic.Claim{Cond: e.Where, Place: at}, kind: ofFilter})
		}
		_, block := n.(*ast.Block)
		return !block
	})
	return out
}

// block walks through steps. The first one is asked at the instant of at; known holds
// all along it.
func (c *conditions) block(b *ast.Block, known []logic.Claim, at logic.Place) {
	if b == nil {
		return
	}
	for i, s := range b.Steps {
		if i > 0 {
			at = c.later()
		}
		now := known
		if c.fresh != nil {
			now = both(known, nil, logic.Claim{Happened: c.fresh, Place: at})
		}
		if s, ok := s.(*ast.If); ok {
			c.branch(s, nil, now, at)
			continue
		}
		c.step(s, now, at)
	}
}

func (c *conditions) branch(s *ast.If, before, known []logic.Claim, at logic.Place) {
	is := logic.Claim{Cond: s.Cond, Place: at}
	c.found = append(c.found, question{
		Claim: is, kind: ofIf, before: before, known: known, otherwise: s.Else != nil && len(s.Else.Steps) > 0,
	})
	c.filters(s.Cond)
	fresh := c.fresh
	c.block(s.Then, both(known, before, is), at)
	if s.Else == nil {
		return
	}
	behind := c.fresh
	c.fresh = fresh
	defer func() {
		if behind == nil {
			c.fresh = nil
		}
	}()
	before = both(before, nil, is.Not())
	if len(s.Else.Steps) == 1 {
		if next, ok := s.Else.Steps[0].(*ast.If); ok {
			c.branch(next, before, known, at)
			return
		}
	}
	c.block(s.Else, both(known, before), at)
}

func both(a, b []logic.Claim, more ...logic.Claim) []logic.Claim {
	return slices.Concat(a, b, more)
}

func (c *conditions) step(s ast.Step, known []logic.Claim, at logic.Place) {
	switch s := s.(type) {
	case *ast.WaitUntil:
		c.found = append(c.found, question{Claim: logic.Claim{Cond: s.Cond, Place: at}, kind: ofWait, known: known})
	case *ast.Repeat:
		if s.Until != nil {
			// Asked behind a run, when what held before it may hold no more.
			c.found = append(c.found, question{Claim: logic.Claim{Cond: s.Until, Place: c.later()}, kind: ofRepeat, known: known})
		}
	}
	c.filters(s)
	if _, deals := s.(*ast.Split); !deals && !takesNoTime(c.j, s) {
		c.fresh = nil
	}
	fresh, behind := c.fresh, c.fresh
	inner(s, func(b *ast.Block) {
		c.fresh = fresh
		c.block(b, known, c.later())
		if c.fresh == nil {
			behind = nil
		}
	})
	c.fresh = behind
}

// groups returns the conditions of the segments of the project.
func (p *pass) groups() []question {
	var out []question
	for _, s := range p.info.Segments {
		if s.Broken || isStd(s.File) || s.Decl.Where == nil {
			continue
		}
		is := logic.Claim{Cond: s.Decl.Where, Place: logic.Place{File: s.File}}
		out = append(out, question{Claim: is, kind: ofSegment, otherwise: len(s.Later) > 0})
		out = append(out, p.filters(s.Decl.Where, nil, s.File)...)
	}
	return out
}

// told reports whether a rule that knows better what was meant has spoken of this place.
func (p *pass) told(f *ast.File, at ast.Span) bool {
	return slices.ContainsFunc(p.diags, func(d diag.Diagnostic) bool {
		return (d.Code == SameAgain.ID || d.Code == OrOfNegations.ID || d.Code == UntilAnEvent.ID) &&
			d.File == f.Path && at.Start <= d.Span.Start && d.Span.End <= at.End
	})
}

// possible reports whether claims can hold together.
func (p *pass) possible(claims []logic.Claim) bool {
	_, never := p.logic().Never(claims...)
	return !never
}

// because adds notes that point at what makes a condition what it is: the smallest set of
// parts that does. together says it of the condition's own parts, where they are not the
// whole condition.
func because(d *diag.Diagnostic, q question, core []logic.Claim, together string) {
	const most = 6
	for i, part := range core {
		if part.Cond == q.Cond && part.Happened == nil {
			continue
		}
		if i == most {
			d.Notes = append(d.Notes, diag.Note{Text: "and " + strconv.Itoa(len(core)-most) + " more"})
			return
		}
		text := together
		if isOf(part, q.before) || isOf(part, q.known) {
			text = "here this holds"
			if part.Fails {
				text = "here this does not hold"
			}
		}
		if part.Happened != nil {
			text = "this has just happened"
		}
		d.Notes = append(d.Notes, noteAt(part.Place.File, part.Pos(), text))
	}
}

// isOf reports whether a claim is a part of one of others.
func isOf(part logic.Claim, whole []logic.Claim) bool {
	at := part.Pos()
	return slices.ContainsFunc(whole, func(w logic.Claim) bool {
		in := w.Pos()
		return w.Place == part.Place && in.Start <= at.Start && at.End <= in.End
	})
}

// conditionsOf is a rule that looks at one condition at a time: those of the journeys,
// then those of the segments.
type conditionsOf struct {
	p   *pass
	ask func(question)
}

func (c conditionsOf) journey(j *check.Journey) {
	for _, q := range c.p.questions(j) {
		c.ask(q)
	}
}

func (c conditionsOf) finish() {
	for _, q := range c.p.groups() {
		c.ask(q)
	}
}
