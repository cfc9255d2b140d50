package check

import (
	"regexp"

	"github.com/journeylang/journey/dsl/ast"
)

// partNames are the parts a message can have.
var partNames = []string{"subject", "preview", "body", "items", "link", "image", "action"}

// languageTag is the form of a language's tag: tr, pt-BR, zh-Hant.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

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
}

func (c *checker) part(s *scope, p *ast.MessagePart, seen map[string]place) {
	c.oneWord(p.Part, "a part of a message", partNames)
	if p.Lang.Text != "" && !languageTag.MatchString(p.Lang.Text) {
		c.report(codeUnknownWord, p.Lang.Span, "`"+p.Lang.Text+"` is not a language's tag", "write it as tr, ar or pt-BR")
	}
	if p.Channel.Text != "" {
		c.useChannel(p.Channel)
	}
	key := p.Part.Text + "\x00" + p.Lang.Text + "\x00" + p.Channel.Text
	if first, twice := seen[key]; twice && p.Part.Text != "" {
		d := c.report(codeDuplicateName, p.Part.Span, "there are two of the part `"+p.Part.Text+"`", "keep one, or say for which language or channel each is")
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
	c.want(s, p.Value, want, "`"+p.Part.Text+"`")
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
