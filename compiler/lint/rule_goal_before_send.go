package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// GoalBeforeSend is a goal whose window is over before the journey does anything.
var GoalBeforeSend = warning("J0513", "goal-before-send", "a goal's window that is over before the first message",
	"The window of a goal counts from entry. When everything the journey does comes after the window has ended, no conversion is ever counted for it.",
	"Make the window longer than the waits before the first message, or leave it out.",
	"journey j {\n  when cart_abandoned\n  goal purchased within 1d\n  then {\n    wait 2d\n    email \"Still here\"\n  }\n}\n",
	"journey j {\n  when cart_abandoned\n  goal purchased within 7d\n  then {\n    wait 2d\n    email \"Still here\"\n  }\n}\n")

func newGoalBeforeSend(p *pass) looker {
	return each(func(j *check.Journey) {
		for _, s := range j.Decl.Settings {
			g, ok := s.(*ast.Goal)
			if !ok || g.Within == nil || j.Decl.Body == nil {
				continue
			}
			t := &timing{window: amountOf(g.Within)}
			t.block(j.Decl.Body, amount{})
			if t.first == nil || t.early {
				continue
			}
			d := p.report(GoalBeforeSend, j.File, g.Within.Span, "this window is over before the journey does anything",
				"it counts from entry; make it longer than the wait before the first message")
			d.Notes = append(d.Notes, noteAt(j.File, t.first.Pos(), "this comes first, and comes after it"))
		}
	})
}

// amount is an amount of time by kind of unit; kinds are compared with care,
// because a day is not always 24 hours nor a month always 30 days.
type amount struct{ months, days, millis int64 }

func amountOf(d *ast.DurationLit) amount {
	switch d.Unit {
	case ast.Second:
		return amount{millis: d.N * 1000}
	case ast.Minute:
		return amount{millis: d.N * 60_000}
	case ast.Hour:
		return amount{millis: d.N * 3_600_000}
	case ast.Day:
		return amount{days: d.N}
	case ast.Week:
		return amount{days: 7 * d.N}
	case ast.Month:
		return amount{months: d.N}
	}
	return amount{months: 12 * d.N}
}

func (a amount) plus(b amount) amount {
	return amount{a.months + b.months, a.days + b.days, a.millis + b.millis}
}

// least is an amount that neither a nor b is below.
func (a amount) least(b amount) amount {
	return amount{min(a.months, b.months), min(a.days, b.days), min(a.millis, b.millis)}
}

// surelyReaches reports whether a is at least b, whatever the calendar says: in one
// kind of unit exactly, otherwise with days of 22 to 26 hours.
func (a amount) surelyReaches(b amount) bool {
	if a.months >= b.months && a.days >= b.days && a.millis >= b.millis {
		return true
	}
	const hour = 3_600_000
	return (a.months*28+a.days)*22*hour+a.millis >= (b.months*31+b.days)*26*hour+b.millis
}

// timing follows the ways through a journey with the least time each takes.
type timing struct {
	window amount
	first  ast.Step // the first act in the source
	early  bool     // one may come inside the window
}

// block follows a list of steps begun at t, and returns the least time behind it.
func (c *timing) block(b *ast.Block, t amount) amount {
	if b == nil {
		return t
	}
	for _, s := range b.Steps {
		t = c.step(s, t)
	}
	return t
}

func (c *timing) step(s ast.Step, t amount) amount {
	if isAct(s) {
		if c.first == nil {
			c.first = s
		}
		c.early = c.early || !t.surelyReaches(c.window)
	}
	after := func(d *ast.DurationLit) amount {
		if d == nil {
			return t
		}
		return t.plus(amountOf(d))
	}
	switch s := s.(type) {
	case *ast.Wait:
		return after(s.For)
	case *ast.WaitFor:
		return c.block(s.Then, t).least(c.block(s.Else, after(s.UpTo)))
	case *ast.WaitUntil:
		return c.block(s.Then, t).least(c.block(s.Else, after(s.UpTo)))
	case *ast.If:
		return c.block(s.Then, t).least(c.block(s.Else, t))
	case *ast.Race:
		end := c.block(s.Else, after(s.UpTo))
		for _, a := range s.Arms {
			end = end.least(c.block(a.Body, t))
		}
		return end
	case *ast.Split:
		end := t
		for _, a := range s.Arms {
			end = end.least(c.block(a.Body, t))
		}
		return end
	case *ast.Repeat:
		c.block(s.Body, t)
	}
	return t
}
