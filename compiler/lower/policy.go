package lower

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// policy makes the row of a policy, and returns its index.
func (b *builder) policy(p *check.Policy) int32 {
	return b.row("policy "+p.Name, func() int32 {
		lines := b.lines(p.File)
		out := bytecode.Policy{Name: p.Name, File: p.File.Path, Line: lines.of(p.Decl)}
		for _, rule := range p.Decl.Rules {
			line := lines.of(rule)
			switch r := rule.(type) {
			case *ast.ConsentRule:
				out.Consents = append(out.Consents, bytecode.Consent{Line: line, Topic: r.Topic.Text, Required: r.Required})
			case *ast.QuietRule:
				out.Quiet = append(out.Quiet, bytecode.Quiet{Line: line, From: minute(r.From), To: minute(r.To), Drop: r.Drop})
			case *ast.CapRule:
				out.Caps = append(out.Caps, frequencyCap(r, line))
			}
		}
		b.p.Policies = append(b.p.Policies, out)
		return int32(len(b.p.Policies) - 1)
	})
}

func minute(t *ast.TimeLit) int32 { return int32(60*t.Hour + t.Minute) }

func frequencyCap(r *ast.CapRule, line int32) bytecode.Cap {
	c := bytecode.Cap{Line: line, N: int32(r.N.Value)}
	if r.Channel.Text != "message" {
		c.Channel = r.Channel.Text
	}
	if c.Per = periods[r.Per.Text]; c.Per == bytecode.NoPeriod {
		c.In = duration(r.In)
	}
	return c
}

// holds reports whether the journey's policy may keep a message waiting.
func (l *journeyLowerer) holds(s *ast.Send) bool {
	if l.j.Policy < 0 || s.Transactional {
		return false
	}
	for _, q := range l.p.Policies[l.j.Policy].Quiet {
		if !q.Drop {
			return true
		}
	}
	return false
}

// hold gives a send the state in which it waits for the end of the quiet time. It
// goes on with the send itself, which asks its gates again.
func (l *journeyLowerer) hold(s *ast.Send, out *bytecode.Send) {
	if !l.holds(s) {
		return
	}
	out.Hold = int32(len(l.j.States))
	l.j.States = append(l.j.States, bytecode.State{Kind: bytecode.StateHold, Step: out.Step, Cond: -1, Deadline: l.asm.here()})
	out.Valid = l.offers(s)
}

// offers are for how long the coupons in a message are good: those that the send
// gives it, and those in its text.
func (l *journeyLowerer) offers(s *ast.Send) []bytecode.Duration {
	var out []bytecode.Duration
	find := func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Fun.Text != "coupon" {
			return true
		}
		for _, a := range call.Args {
			if d, ok := a.Value.(*ast.DurationLit); ok {
				out = append(out, duration(d))
			}
		}
		return true
	}
	if s.With != nil {
		for _, f := range s.With.Fields {
			ast.Walk(f.Value, find)
		}
	}
	ast.Walk(s.Content, find)
	if id, ok := s.Content.(*ast.IdentExpr); ok {
		if ref := l.info.Refs[id]; ref.Kind == check.RefMessage {
			ast.Walk(ref.Message.Decl, find)
		}
	}
	return out
}
