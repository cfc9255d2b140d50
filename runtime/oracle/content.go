package oracle

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// Whether there is anything to send. What a message says, nobody asks here: only
// whether the reader would find something to read.

// says reports whether a send has something to say to its reader. id is the step's.
func (w *world) says(in *instance, s *ast.Send, id string) bool {
	c, named := s.Content.(*ast.IdentExpr)
	if !named {
		return !w.blank(in, s.Content, s, id)
	}
	language := text(w.trait(in.e.p, "language", in, true))
	return w.messageSays(w.prog.messages[c.Text], s.Channel.Text, language, func(p *ast.MessagePart) bool { return w.blank(in, p.Value, s, id) })
}

// titleless are the channels that show no subject.
var titleless = []string{"sms", "whatsapp", "viber", "telegram", "messenger", "chat"}

func (w *world) messageSays(m *ast.Message, channel, language string, blank func(*ast.MessagePart) bool) bool {
	subject := variant(m, "subject", channel, language)
	body := variant(m, "body", channel, language)
	if slices.Contains(titleless, channel) {
		if body == nil {
			body = subject
		}
		subject = nil
	}
	for _, p := range []*ast.MessagePart{subject, body} {
		if p != nil && blank(p) {
			return false
		}
	}
	if subject != nil || body != nil || variant(m, "items", channel, language) != nil {
		return true
	}
	image := variant(m, "image", channel, language)
	return image != nil && channel != "sms" && !blank(image)
}

// variant returns the text of a part that a reader gets on a channel.
func variant(m *ast.Message, name, channel, language string) *ast.MessagePart {
	in := func(fits func(tag string) bool) *ast.MessagePart {
		var found *ast.MessagePart
		for _, p := range m.Parts {
			if p.Part.Text != name || p.Channel.Text != "" && p.Channel.Text != channel || !fits(p.Lang.Text) {
				continue
			}
			if found == nil || found.Channel.Text == "" && p.Channel.Text != "" {
				found = p
			}
		}
		return found
	}
	for tag := language; tag != ""; {
		if p := in(func(lang string) bool { return lang == tag || lang == "" && tag == "en" }); p != nil {
			return p
		}
		tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}
	for _, tag := range []string{"", "en"} {
		if p := in(func(lang string) bool { return lang == tag }); p != nil {
			return p
		}
	}
	first := in(func(string) bool { return true })
	if first == nil {
		return nil
	}
	for _, p := range m.Parts { // the first that was written, and of its language the one for the channel
		if p.Part.Text == name && (p.Channel.Text == "" || p.Channel.Text == channel) {
			return in(func(lang string) bool { return lang == p.Lang.Text })
		}
	}
	return first
}

// blank reports whether nothing can be read in a value.
func (w *world) blank(in *instance, x ast.Expr, s *ast.Send, id string) bool {
	if lit, ok := x.(*ast.StringLit); ok && worded(lit) {
		return false
	}
	v, known := w.filled(in, x, s, id)
	return known && blankValue(v)
}

func blankValue(v event.Value) bool {
	switch v.Kind {
	case event.Text:
		return strings.TrimSpace(v.Str) == ""
	case event.Number, event.Bool, event.Time:
		return false
	}
	return true
}

// worded reports whether a text has words that do not depend on anything.
func worded(lit *ast.StringLit) bool {
	return slices.ContainsFunc(lit.Parts, func(p ast.StringPart) bool { return p.Expr == nil && strings.TrimSpace(p.Text) != "" })
}

// content refuses what a send says in a way that the oracle cannot follow: it must be
// able to tell whether there is anything to read.
func (c *checker) content(prog *program, s *ast.Send) {
	id, named := s.Content.(*ast.IdentExpr)
	if !named {
		c.prose(s.Content, s)
		return
	}
	m := prog.messages[id.Text]
	if m == nil {
		c.refuse(s, "a message that is not declared")
		return
	}
	for _, p := range m.Parts {
		switch p.Part.Text {
		case "subject", "body", "image":
			c.prose(p.Value, s)
		case "items":
			if call, ok := p.Value.(*ast.CallExpr); !ok || call.Fun.Text != "recommend" {
				c.refuse(s, "a message with items that may be none")
			}
		}
	}
}

// prose checks a value of which it is asked whether it is blank. Outside of a send, s is
// nil.
func (c *checker) prose(x ast.Expr, s *ast.Send) {
	switch x := x.(type) {
	case *ast.StringLit:
		for _, p := range x.Parts {
			if p.Expr != nil && !worded(x) {
				c.prose(p.Expr, s)
			}
		}
		return
	case *ast.CallExpr:
		if x.Fun.Text == "recommend" || x.Fun.Text == "coupon" {
			return
		}
	case *ast.IdentExpr:
		if s != nil && s.With != nil {
			for _, f := range s.With.Fields {
				if f.Name.Text == x.Text {
					c.prose(f.Value, nil)
					return
				}
			}
		}
	}
	c.expr(x, place{entry: true})
}
