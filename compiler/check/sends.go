package check

import "github.com/journeylang/journey/dsl/ast"

// sendState is a send of a declared message, remembered until all sends are known: only
// then can it be said which type a parameter has and who does not bind it.
type sendState struct {
	from *journeyState
	send *ast.Send
	with map[string]bound
}

// bound is a value that a send gives to a parameter.
type bound struct {
	field *ast.RecordField
	typ   *Type
}

// paramState is a parameter of a message, or of a text that is sent as it stands.
type paramState struct {
	*Param
	first place // where the message uses it
	used  bool
	value ast.Expr // what the one send of a text binds; nil for a message
}

func (p *paramState) typ() *Type {
	p.used = true
	if p.Type == nil {
		return unknown
	}
	return p.Type
}

// learnParam makes a parameter of a name that nothing declares.
func (m *messageState) learnParam(e *ast.IdentExpr) *Type {
	if m.params[e.Text] == nil {
		m.params[e.Text] = &paramState{Param: &Param{Name: e.Text}, first: place{m.file, e.Span}}
	}
	return unknown
}

// send checks one send: its channel, its content and what it binds.
func (c *checker) send(j *journeyScope, x *ast.Send) {
	c.useChannel(x.Channel)
	with := c.with(j.scope, x.With)
	switch content := x.Content.(type) {
	case nil:
		c.fail()
	case *ast.IdentExpr:
		c.sendNamed(j, x, content, with)
	case *ast.StringLit:
		c.sendText(j.scope, x, content, with)
	default:
		t := c.expr(j.forReader(c.defaultLanguage()), content)
		if !fits(text, t) && !fits(listOf(recordTypes["item"]), t) {
			c.report(codeWrongType, content.Pos(), "a channel sends a message, a text or products, this is "+t.described(), "")
		}
		c.unusedWith(with, x, "this content")
	}
}

// with types the values that a send binds, by name.
func (c *checker) with(s *scope, lit *ast.RecordLit) map[string]bound {
	out := map[string]bound{}
	if lit == nil {
		return out
	}
	seen := map[string]place{}
	for _, f := range lit.Fields {
		t := c.expr(s, f.Value)
		if c.declare(seen, "field", f.Name) {
			out[f.Name.Text] = bound{f, t}
		}
	}
	return out
}

// sendNamed resolves a content that is a name: a message, if there is one.
func (c *checker) sendNamed(j *journeyScope, x *ast.Send, id *ast.IdentExpr, with map[string]bound) {
	if m := c.message[id.Text]; m != nil {
		c.info.Refs[id] = Ref{Kind: RefMessage, Message: m.Message}
		c.need(&m.health)
		m.sends = append(m.sends, &sendState{j.journeyState, x, with})
		return
	}
	switch {
	case id.Text == "":
		c.fail()
	case contains(bases, id.Text):
		d := c.report(codeUnknownMessage, id.Span, "`"+id.Text+"` is not a message", "to send products that go with it, write recommend("+id.Text+")")
		replace(d, c.clip(id.Span), "recommend("+id.Text+")", "write `recommend("+id.Text+")`", false)
	default:
		c.misspelt(codeUnknownMessage, id.Span, id.Text, "there is no message `"+id.Text+"`", known(c.message),
			"declare it: message "+id.Text+" { … }, or send a text: \"…\"")
	}
}

// sendText checks a text that is sent as it stands; the names bound by `with` are its own.
func (c *checker) sendText(s *scope, x *ast.Send, lit *ast.StringLit, with map[string]bound) {
	inner := *s.forReader(c.defaultLanguage())
	inner.params = map[string]*paramState{}
	for name, b := range with {
		inner.params[name] = &paramState{Param: &Param{Name: name, Type: b.typ}, value: b.field.Value}
	}
	c.expr(&inner, lit)
	for name, p := range inner.params {
		if p.used {
			delete(with, name)
		}
	}
	c.unusedWith(with, x, "this text")
}

// unusedWith reports what is bound to no name of the content.
func (c *checker) unusedWith(with map[string]bound, x *ast.Send, content string) {
	if x.With == nil {
		return
	}
	for _, f := range x.With.Fields {
		if b, ok := with[f.Name.Text]; ok && b.field == f {
			c.report(codeUnknownParam, f.Name.Span, content+" has no `{{ "+f.Name.Text+" }}` to give this to", "remove it, or use it in the text")
		}
	}
}

// bindParams settles the parameters of every message: one type for each, bound by each send.
func (c *checker) bindParams() {
	for _, m := range c.messages {
		names := known(m.params)
		for _, name := range names {
			p := m.params[name]
			p.Type = unknown
			m.Message.Params = append(m.Message.Params, p.Param)
			c.bindParam(m, p)
		}
		for _, s := range m.sends {
			c.unknownParams(m, s, names)
		}
	}
	c.blame = nil
}

func (c *checker) bindParam(m *messageState, p *paramState) {
	var first *bound
	var firstFile *ast.File
	for _, s := range m.sends {
		b, ok := s.with[p.Name]
		if !ok {
			continue
		}
		if first == nil {
			first, firstFile, p.Type = &b, s.from.File, b.typ
			continue
		}
		t, agree := join(p.Type, b.typ)
		if !agree {
			c.file, c.blame = s.from.File, &s.from.health
			d := c.report(codeParamTypes, b.field.Value.Pos(), "`"+p.Name+"` of `"+m.Name+"` is "+p.Type.described()+" elsewhere, this is "+b.typ.described(), "every send gives a parameter the same type")
			noteAt(d, place{firstFile, first.field.Value.Pos()}, "it is "+p.Type.described()+" here")
			continue
		}
		p.Type = t
	}
	c.unboundParam(m, p, first != nil)
}

// unboundParam reports the sends that leave a parameter open. If none binds it and its name
// is nearly one that exists, the message is wrong and not its senders.
func (c *checker) unboundParam(m *messageState, p *paramState, someBind bool) {
	if !someBind && c.likelySlip(m, p) {
		return
	}
	for _, s := range m.sends {
		if _, ok := s.with[p.Name]; ok {
			continue
		}
		c.file, c.blame = s.from.File, &s.from.health
		d := c.report(codeParamMissing, s.send.Content.Pos(), "`"+m.Name+"` needs `"+p.Name+"`", "bind it: with { "+p.Name+": … }")
		noteAt(d, p.first, "the message uses it here")
	}
}

func (c *checker) likelySlip(m *messageState, p *paramState) bool {
	known := c.namesIn(&scope{})
	slip := near(p.Name, known) || c.traits[p.Name] != nil && !boundAnywhere(m, p.Name)
	if !slip {
		return false
	}
	c.file, c.blame = m.file, &m.health
	c.unknownName(&scope{}, ast.Name{Span: p.first.span, Text: p.Name})
	return true
}

func boundAnywhere(m *messageState, name string) bool {
	for _, s := range m.sends {
		if _, ok := s.with[name]; ok {
			return true
		}
	}
	return false
}

// unknownParams reports what a send binds and the message does not use.
func (c *checker) unknownParams(m *messageState, s *sendState, names []string) {
	if s.send.With == nil {
		return
	}
	c.file, c.blame = s.from.File, &s.from.health
	var open []string
	for _, name := range names {
		if _, ok := s.with[name]; !ok {
			open = append(open, name)
		}
	}
	for _, f := range s.send.With.Fields {
		if f.Name.Text != "" && m.params[f.Name.Text] == nil {
			c.misspelt(codeUnknownParam, f.Name.Span, f.Name.Text, "`"+m.Name+"` uses no `"+f.Name.Text+"`", open, "remove it, or use it in the message")
		}
	}
}
