package oracle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/stdlib"
)

// posting is a message that went to a person.
type posting struct {
	ts            int64
	channel       string
	what          content
	transactional bool
}

// content is what goes: a message or a step, and the values it is filled with. Values
// that the oracle cannot compute are not known.
type content struct {
	of, values string
	known      bool
}

// send asks the gates at a send. since is when the message was held first, 0 when it
// comes to the send now. It may be held: then the instance rests at the send.
func (w *world) send(in *instance, s *ast.Send, d Decision, since int64, next *route) {
	d.Kind, d.Channel, d.Status, d.Held = "send", s.Channel.Text, "would_send", since
	switch c := s.Content.(type) {
	case *ast.IdentExpr:
		d.Message = c.Text
	case *ast.CallExpr:
		d.Message = c.Fun.Text
	default:
		d.Message = d.Step
	}
	what, empty := w.content(in, s, d.Step)
	reason, until := w.refusal(in, s, what, empty, since)
	if until != 0 {
		in.wait = &waiting{step: s, since: w.hereIn(in), until: until, held: cmp.Or(since, w.at.ts), then: next}
		return
	}
	if d.Reason = reason; reason != "" {
		d.Status = "skipped"
		w.tell(in, d)
		return
	}
	w.tell(in, d)
	p := in.e.p
	p.posted = append(p.posted, posting{ts: w.at.ts, channel: d.Channel, what: what, transactional: s.Transactional})
	m := sent{step: d.Step, by: in, round: w.round}
	if _, named := s.Content.(*ast.IdentExpr); named {
		m.message = d.Message
		w.wrote = true
	}
	p.sent = append(p.sent, m)
	w.expelled(in)
}

// refusal asks the gates in their order, and returns the reason of the first that does
// not let the message pass, or until when it is held.
func (w *world) refusal(in *instance, s *ast.Send, what content, empty bool, since int64) (reason string, until int64) {
	switch {
	case in.heldOut && since == 0:
		return "holdout", 0
	case !w.consents(in, s):
		return "unsubscribed", 0
	case !w.reachable(in, s.Channel.Text):
		return "no_address", 0
	case w.bounced(in.e.p, s.Channel.Text):
		return "invalid", 0
	case empty:
		return "no_content", 0
	case w.sentAlready(in.e.p, s.Channel.Text, what):
		return "duplicate", 0
	case since != 0 && w.runOut(in, s, since):
		return "expired", 0
	case in.j.policy == nil || s.Transactional:
		return "", 0
	}
	until, drop := w.quiet(in)
	switch {
	case drop:
		return "quiet", 0
	case until != 0:
		return "", until
	case w.capped(in, s.Channel.Text):
		return "capped", 0
	}
	return "", 0
}

// abandon records that a held message will not go: its instance leaves.
func (w *world) abandon(in *instance) {
	if in.wait == nil || in.wait.held == 0 {
		return
	}
	s := in.wait.step.(*ast.Send)
	d := Decision{
		Step: in.j.ids[s], Line: in.j.lineOf(s), Kind: "send", Channel: s.Channel.Text, Status: "skipped",
		Reason: "left", Held: in.wait.held, Message: in.j.ids[s],
	}
	switch c := s.Content.(type) {
	case *ast.IdentExpr:
		d.Message = c.Text
	case *ast.CallExpr:
		d.Message = c.Fun.Text
	}
	in.wait = nil
	w.tell(in, d)
}

// consents reports whether the person may be written to on a channel, now: neither
// the latest choice about the channel nor the one about a topic of the policy is no.
// Transactional content asks only about the choice that names neither.
func (w *world) consents(in *instance, s *ast.Send) bool {
	channel := s.Channel.Text
	if s.Transactional {
		yes, chosen := w.choice(in.e.p, "", "")
		return yes || !chosen
	}
	if yes, chosen := w.choice(in.e.p, channel, ""); chosen && !yes {
		return false
	}
	for _, r := range in.j.rules() {
		c, ok := r.(*ast.ConsentRule)
		if !ok {
			continue
		}
		if yes, chosen := w.choice(in.e.p, channel, c.Topic.Text); chosen && !yes || !chosen && c.Required {
			return false
		}
	}
	return true
}

// choice returns the person's latest choice about a channel and a topic: among those that
// name exactly this topic ("" for none), and the channel or none. At one
// timestamp, no wins.
func (w *world) choice(p *person, channel, topic string) (yes, chosen bool) {
	var at int64
	for _, h := range p.history {
		if h.name != "subscribed" && h.name != "unsubscribed" && h.name != "complained" {
			continue
		}
		c, k := text(w.field(h, "channel")), text(w.field(h, "topic"))
		if h.name == "complained" {
			c = cmp.Or(c, "email")
		}
		if c != "" && c != channel || k != topic {
			continue
		}
		says := h.name == "subscribed"
		switch {
		case !chosen || h.ts > at:
			yes, chosen, at = says, true, h.ts
		case h.ts == at:
			yes = yes && says
		}
	}
	return yes, chosen
}

// reachable reports whether there is an address: one that is known, or, where addresses
// are assumed, one that was not said to be null or empty.
func (w *world) reachable(in *instance, channel string) bool {
	address := ""
	for _, c := range stdlib.Channels() {
		if c.Name == channel {
			address = c.Address
		}
	}
	if address == "" {
		return true
	}
	if text(w.trait(in.e.p, address, in, true)) != "" {
		return true
	}
	said := slices.ContainsFunc(in.e.p.traits, func(t trait) bool {
		return t.name == address && (t.by == nil || t.by == in || t.round != w.round)
	})
	return !w.opts.Addresses && !said
}

// bounced reports whether a message on the channel ever came back.
func (w *world) bounced(p *person, channel string) bool {
	return slices.ContainsFunc(p.history, func(h *happened) bool {
		return h.name == "bounced" && cmp.Or(text(w.field(h, "channel")), "email") == channel
	})
}

// sentAlready reports whether the same went over the same channel at this very instant.
func (w *world) sentAlready(p *person, channel string, what content) bool {
	for _, x := range p.posted {
		if x.ts != w.at.ts || x.channel != channel || x.what.of != what.of {
			continue
		}
		if !x.what.known || !what.known {
			w.fail(fmt.Errorf("the oracle does not cover two messages of %s at one instant", what.of))
		}
		if x.what.values == what.values {
			return true
		}
	}
	return false
}

// runOut reports whether an offer in a message is over that was held since an instant.
func (w *world) runOut(in *instance, s *ast.Send, since int64) bool {
	over := false
	find := func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && call.Fun.Text == "coupon" {
			for _, a := range call.Args {
				if d, ok := a.Value.(*ast.DurationLit); ok && w.afterIn(in, since, durationOf(d)) <= w.at.ts {
					over = true
				}
			}
		}
		return true
	}
	ast.Walk(s, find)
	if id, ok := s.Content.(*ast.IdentExpr); ok {
		ast.Walk(w.prog.messages[id.Text], find)
	}
	return over
}

// content computes what a send would send, and whether there is nothing in it.
func (w *world) content(in *instance, s *ast.Send, id string) (what content, empty bool) {
	if m, ok := s.Content.(*ast.IdentExpr); ok {
		what = content{of: "message " + m.Text, known: true}
		if s.With == nil {
			return what, !w.says(in, s, id)
		}
		fields := slices.Clone(s.With.Fields)
		slices.SortFunc(fields, func(a, b *ast.RecordField) int { return strings.Compare(a.Name.Text, b.Name.Text) })
		for _, f := range fields {
			v, known := w.filled(in, f.Value, s, id)
			what.known = what.known && known
			what.values += fmt.Sprintf("%d %q ", v.Kind, exact(v))
		}
		return what, !w.says(in, s, id)
	}
	v, known := w.filled(in, s.Content, s, id)
	what = content{of: "step " + in.j.name + "/" + id, values: exact(v), known: known}
	return what, !w.says(in, s, id)
}

// filled computes a value that a message is filled with, as far as the oracle covers it.
func (w *world) filled(in *instance, x ast.Expr, s *ast.Send, id string) (v event.Value, known bool) {
	switch x := x.(type) {
	case *ast.StringLit:
		all := ""
		for _, p := range x.Parts {
			if p.Expr == nil {
				all += p.Text
				continue
			}
			part, known := w.filled(in, p.Expr, s, id)
			if !known {
				return event.Of("?"), false
			}
			all += exact(part)
		}
		return event.Of(all), true
	case *ast.IdentExpr:
		if s.With != nil {
			for _, f := range s.With.Fields {
				if f.Name.Text == x.Text {
					return w.filled(in, f.Value, nil, id)
				}
			}
		}
	case *ast.CallExpr:
		if x.Fun.Text == "recommend" || x.Fun.Text == "coupon" {
			src := in.j.file.Src[x.Start:x.End]
			if x.Fun.Text == "coupon" {
				src += in.e.p.display() + in.j.name + id
			}
			return event.Of(src), true
		}
	}
	c := &checker{j: in.j}
	if c.expr(x, place{entry: true}); c.err != nil {
		return event.Of("?"), false
	}
	return w.value(x, in.scope(true)), true
}

func exact(v event.Value) string {
	switch v.Kind {
	case event.Text:
		return v.Str
	case event.Number:
		return numberText(v.Num)
	case event.Bool:
		return fmt.Sprint(v.Num != 0)
	}
	return ""
}
