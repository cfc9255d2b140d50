package oracle

import (
	"fmt"

	"github.com/journeylang/journey/dsl/ast"
)

// checker refuses what the oracle does not cover, so that a test never passes
// because something was overlooked.
type checker struct {
	j    *journey
	prog *program
	err  error
}

func (j *journey) check(prog *program) error {
	c := &checker{j: j, prog: prog}
	for _, p := range j.when {
		c.trigger(p)
	}
	if on, ok := j.date.(*ast.OnDate); ok {
		c.expr(on.Date, place{})
	}
	for _, g := range j.goals {
		c.events(g.pattern, true)
	}
	for _, x := range j.exits {
		c.events(x.pattern, true)
	}
	if j.while != nil {
		c.expr(j.while.Cond, place{entry: true})
	}
	if j.body == nil {
		return fmt.Errorf("journey %s has no steps", j.name)
	}
	eachStep(j.body, c.step)
	return c.err
}

func (c *checker) refuse(n ast.Node, what string) {
	if c.err == nil {
		c.err = fmt.Errorf("line %d: the oracle does not cover %s", c.j.lineOf(n), what)
	}
}

func (c *checker) trigger(p ast.Pattern) {
	switch p := p.(type) {
	case *ast.EventPat:
		c.events(p, false)
	case *ast.AbsencePat:
		c.parts([]ast.Pattern{p.Base})
		c.list(p.Not)
		c.need(p, p.Within)
	case *ast.BothPat:
		c.parts(p.Parts)
		c.need(p, p.Within)
	case *ast.SeqPat:
		c.parts(p.Parts)
		c.list(p.NoBetween)
	case *ast.CountPat:
		c.events(p.Event, false)
		if p.In == nil && p.Per.Text == "" {
			c.need(p, p.In)
		}
		if p.N == nil || !isWhole(p.N.Value) {
			c.refuse(p, "this count")
		}
	case *ast.SilencePat:
		c.events(p.Event, false)
		c.need(p, p.For)
	case *ast.SegmentPat:
	case *ast.ChangePat:
		for _, x := range []ast.Expr{p.From, p.To} {
			if x != nil {
				c.expr(x, place{})
			}
		}
	default:
		c.refuse(p, fmt.Sprintf("the pattern %T", p))
	}
}

func (c *checker) need(n ast.Node, d *ast.DurationLit) {
	if d == nil {
		c.refuse(n, "a pattern without a duration")
	}
}

func (c *checker) parts(parts []ast.Pattern) {
	for _, p := range parts {
		for _, a := range alternatives(p) {
			switch a.(type) {
			case *ast.EventPat:
				c.events(a, false)
			case *ast.SegmentPat, *ast.ChangePat:
				c.refuse(a, "a segment or a trait inside a pattern")
			default:
				c.trigger(a)
			}
		}
	}
}

func (c *checker) list(list []*ast.EventPat) {
	for _, p := range list {
		c.events(p, false)
	}
}

// events checks a pattern that is one event or several joined by or.
func (c *checker) events(p ast.Pattern, entry bool) {
	for _, a := range alternatives(p) {
		e, ok := a.(*ast.EventPat)
		if !ok || e.Step.Text != "" && !entry {
			c.refuse(p, "anything but plain events here")
			continue
		}
		if e.Where != nil {
			c.expr(e.Where, place{where: true, entry: entry})
		}
	}
}

func (c *checker) step(s ast.Step) {
	switch s := s.(type) {
	case *ast.Send:
		c.content(c.prog, s)
	case *ast.Wait, *ast.WaitTime, *ast.WaitBest, *ast.Stop:
	case *ast.WaitDate:
		c.expr(s.Date, place{entry: true})
	case *ast.WaitFor:
		c.events(s.Event, true)
	case *ast.WaitUntil:
		c.expr(s.Cond, place{entry: true})
	case *ast.Race:
		for _, a := range s.Arms {
			c.events(a.Event, true)
		}
	case *ast.If:
		c.expr(s.Cond, place{entry: true})
	case *ast.Split:
		for _, a := range s.Arms {
			if a.Percent == nil {
				c.refuse(s, "an arm without a share")
			}
		}
	case *ast.Repeat:
		if s.Until != nil {
			c.expr(s.Until, place{entry: true})
		}
	case *ast.Emit:
		c.payload(s.Payload)
	case *ast.Audience:
		c.expr(s.Audience, place{entry: true})
	case *ast.Webhook:
		c.expr(s.URL, place{entry: true})
		c.payload(s.Payload)
	case *ast.Start:
	case *ast.Set:
		m, ok := s.Target.(*ast.MemberExpr)
		if !ok || !isName(m.X, "profile") {
			c.refuse(s, "setting anything but a field of the profile")
		}
		c.expr(s.Value, place{entry: true})
	case *ast.Tag:
		c.expr(s.Tag, place{entry: true})
	default:
		c.refuse(s, fmt.Sprintf("the step %T", s))
	}
}

func (c *checker) payload(r *ast.RecordLit) {
	if r == nil {
		return
	}
	for _, f := range r.Fields {
		c.expr(f.Value, place{entry: true})
	}
}

// place is where an expression stands.
type place struct {
	where bool // in the filter of an event: bare names are its fields
	entry bool // there is an instance: `entry` has a meaning
	it    bool // in a function of lists
}

func isName(x ast.Expr, name string) bool {
	id, ok := x.(*ast.IdentExpr)
	return ok && id.Text == name
}

func (c *checker) expr(x ast.Expr, at place) {
	switch x := x.(type) {
	case *ast.NumberLit, *ast.PercentLit, *ast.BoolLit, *ast.NullLit:
	case *ast.StringLit:
		if _, ok := x.Plain(); !ok {
			c.refuse(x, "a text with parts that are computed")
		}
	case *ast.ListLit:
		for _, it := range x.Items {
			c.expr(it, at)
		}
	case *ast.IdentExpr:
		if !at.where && x.Text != "viewed" && x.Text != "bought" {
			c.refuse(x, "a bare name here")
		}
	case *ast.ItExpr:
		if !at.it {
			c.refuse(x, "it here")
		}
	case *ast.MemberExpr:
		c.member(x, at)
	case *ast.UnaryExpr:
		c.expr(x.X, at)
	case *ast.ChoiceExpr:
		c.expr(x.Cond, at)
		c.expr(x.Then, at)
		c.expr(x.Else, at)
	case *ast.BinaryExpr:
		c.binary(x, at)
	case *ast.InLast:
		c.past(x, x.Event, at)
	case *ast.Never:
		c.past(x, x.Event, at)
	case *ast.CallExpr:
		c.call(x, at)
	case *ast.InSegment, *ast.Received:
		if at.where {
			c.refuse(x, "the past inside a filter")
		}
	case *ast.HasTag:
		c.expr(x.Tag, at)
	default:
		c.refuse(x, fmt.Sprintf("the expression %T", x))
	}
}

// past checks a question about history. The filter of an event asks about that event alone.
func (c *checker) past(n ast.Node, p *ast.EventPat, at place) {
	if at.where || p == nil {
		c.refuse(n, "the past inside a filter")
		return
	}
	c.events(p, false)
}

func (c *checker) member(x *ast.MemberExpr, at place) {
	call, ok := x.X.(*ast.CallExpr)
	_, it := x.X.(*ast.ItExpr)
	switch {
	case ok && ofList(call):
		c.call(call, at)
	case it && at.it:
	case isName(x.X, "cart") && !at.where:
	case ok && call.Fun.Text == "last" && len(call.Args) == 1:
		c.past(x, eventOf(call.Args[0].Value), at)
	case isName(x.X, "profile") && !at.where:
	case isName(x.X, "entry") && at.entry:
	default:
		c.refuse(x, "this field")
	}
}

var covered = map[string]bool{
	"and": true, "or": true, "??": true, "in": true, "not in": true, "contains": true, "startsWith": true, "endsWith": true,
	"+": true, "-": true, "*": true, "/": true, "==": true, "!=": true, "<": true, "<=": true, ">": true, ">=": true,
}

func (c *checker) binary(x *ast.BinaryExpr, at place) {
	if !covered[x.Op] {
		c.refuse(x, "the operator "+x.Op)
	}
	for _, side := range [][2]ast.Expr{{x.X, x.Y}, {x.Y, x.X}} {
		if t, ok := side[0].(*ast.TimeSince); ok {
			_, constant := side[1].(*ast.DurationLit)
			if !constant || turned[x.Op] == "" {
				c.refuse(x, "comparing a time with anything but a duration")
			}
			c.past(t, t.Event, at)
			return
		}
	}
	c.expr(x.X, at)
	c.expr(x.Y, at)
}

func (c *checker) call(x *ast.CallExpr, at place) {
	switch {
	case ofList(x):
		if m, ok := x.Args[0].Value.(*ast.MemberExpr); ok && isName(m.X, "profile") {
			c.refuse(x, "what may be a text or a list")
		}
		c.expr(x.Args[0].Value, at)
		for _, arg := range x.Args[1:] {
			at.it = true
			c.expr(arg.Value, at)
		}
	case x.Fun.Text == "has" && len(x.Args) == 1 && x.Last == nil:
		c.expr(x.Args[0].Value, at)
	case x.Fun.Text == "expected" && len(x.Args) == 1:
		c.past(x, eventOf(x.Args[0].Value), at)
	case x.Fun.Text == "count" && len(x.Args) == 1:
		c.past(x, eventOf(x.Args[0].Value), at)
	case x.Fun.Text == "sum" && len(x.Args) == 1:
		m, ok := x.Args[0].Value.(*ast.MemberExpr)
		if !ok {
			c.refuse(x, "a sum of anything but a field")
			return
		}
		c.past(x, eventOf(m.X), at)
	default:
		c.refuse(x, "the function "+x.Fun.Text)
	}
}
