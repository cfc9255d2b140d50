package check

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
)

// partNames are the parts a message can have.
var partNames = stdlib.Parts()

// findParams reads every message once in silence to learn its parameters: the names it
// uses that nothing declares.
func (c *checker) findParams() {
	for _, m := range c.messages {
		c.file = m.file
		s := &scope{entry: &entryScope{any: true}, learn: m}
		c.quietly(func() {
			for _, part := range m.Decl.Parts {
				if part.Value != nil {
					c.expr(s, part.Value)
				}
			}
		})
	}
}

// checkMessage checks the parts of a message, with the parameters' types known.
func (c *checker) checkMessage(m *messageState) {
	c.file, c.blame = m.file, &m.health
	s := &scope{within: m, params: m.params}
	seen := map[string]place{}
	for _, part := range m.Decl.Parts {
		c.part(s, part, seen)
	}
	c.blame = nil
	c.nothingShown(m)
}

func (c *checker) part(s *scope, p *ast.MessagePart, seen map[string]place) {
	c.oneWord(p.Part, "a part of a message", partNames)
	language := c.language(p.Lang)
	if p.Channel.Text != "" {
		c.useChannel(p.Channel)
		c.shownPart(p)
	}
	key := p.Part.Text + "\x00"
	switch {
	case p.Lang.Text != "" && language == "":
		key += p.Lang.Text
	case p.Lang.Text != "":
		key += language
	}
	key += "\x00" + p.Channel.Text
	if first, twice := seen[key]; twice && p.Part.Text != "" {
		d := c.report(codeTwoVariants, p.Part.Span, "there are two of the part `"+p.Part.Text+"`", "keep one, or say for which language or channel each is")
		noteAt(d, first, "the first one is here")
	} else {
		seen[key] = place{c.file, p.Part.Span}
	}
	if p.Value == nil {
		c.fail()
		return
	}
	want := text
	if p.Part.Text == "items" {
		want = listOf(recordTypes["item"])
	}
	got := c.want(s.forReader(language), p.Value, want, "`"+p.Part.Text+"`")
	if got.Opt && (p.Part.Text == "subject" || p.Part.Text == "body") {
		d := c.report(codeMissingValue, p.Value.Pos(), "this may be missing, and then nothing is sent", "say what to write then: `… ?? \"…\"`")
		replace(d, c.clip(p.Value.Pos()), c.operand(p.Value)+" ?? \"\"", "write nothing when it is missing", false)
	}
}

// shownPart reports a part for a channel that does not show it.
func (c *checker) shownPart(p *ast.MessagePart) {
	part, channel := p.Part.Text, p.Channel.Text
	if part == "" || stdlib.Shows(channel, part) || !contains(partNames, part) {
		return
	}
	var shown []string
	for _, name := range partNames {
		if stdlib.Shows(channel, name) {
			shown = append(shown, name)
		}
	}
	c.report(codePartNotShown, p.Part.Span, "`"+channel+"` shows no `"+part+"`", "it shows "+listed(shown))
}

// says are the parts that say something; the others go with them.
var says = []string{"subject", "body", "items", "image"}

// nothingShown reports the sends of a message on channels for which it has nothing.
func (c *checker) nothingShown(m *messageState) {
	for _, s := range m.sends {
		channel, found := s.send.Channel.Text, false
		for _, p := range m.Decl.Parts {
			// A subject stands in for the body where there are no subjects.
			shown := p.Part.Text == "subject" || stdlib.Shows(channel, p.Part.Text)
			found = found || contains(says, p.Part.Text) && shown && (p.Channel.Text == "" || p.Channel.Text == channel) || p.Part.Text == ""
		}
		if found || m.broken {
			continue
		}
		c.file = s.from.File
		d := c.report(codeNothingShown, s.send.Content.Pos(), "`"+m.Name+"` has nothing to show on `"+channel+"`",
			"give it one of these, for every channel or for this one: "+strings.Join(says, ", "))
		noteAt(d, place{m.file, m.Decl.Name.Span}, "the message is here")
	}
}

// entryInMessage refuses what the trigger carried inside a message, and says how the sends
// can hand it over. The field's name is empty when `entry` stands alone.
func (c *checker) entryInMessage(m *messageState, at ast.Span, field string) {
	if field == "" {
		field = "total"
	}
	param, channel := field, "email"
	if c.events.byName[field] != nil || contains(bases, field) || contains([]string{"profile", "entry", "it"}, field) {
		param = "entry_" + field // as a parameter's name, it would mean something else
	}
	if len(m.sends) > 0 && m.sends[0].send.Channel.Text != "" {
		channel = m.sends[0].send.Channel.Text
	}
	c.report(codeEntryInMessage, at, "a message has no `entry`: it belongs to no journey",
		"make it a parameter: write `"+param+"` here, and let every send bind it: `"+channel+" "+m.Name+" with { "+param+": entry."+field+" }`")
}
