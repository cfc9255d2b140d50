// Package message works out what a message says: to a reader, in the reader's
// language, on a channel.
//
// A message is parts (subject, body, items, …), each in variants by language and
// channel. For one reader a part is the variant that is
//
//  1. in the best language: tr-CY, else tr, else the one without a language, which
//     is in the project's default language;
//  2. and of those, the one for the channel, else the one for every channel.
//
// The language comes first, because a text that is too long is read and one in a
// foreign language is not. A part that has variants and none of them fits is shown
// in the first that was written: something is always said.
//
// A variant is code of the program; whoever renders runs it (Machine), and hands
// the functions that write for a reader (money, plural, …) to the Voice that it is
// given. So nothing here knows of people, journeys or time.
//
// # When there is nothing to say
//
// A send is skipped (`no_content`) when a subject or a body that the channel shows
// comes out missing or blank, or when there is neither and also no item and no image.
// Preview, link and action go with the others and are left out when they are blank.
// Where a channel has no subject and the message no body, the subject is the body.
//
// Most texts have words in them whoever reads them. The compiler marks them, and
// nothing is run for them unless somebody wants to see the text.
package message

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/stdlib"
	"github.com/journeylang/journey/stdlib/lang"
)

// Content is what a message says to one reader.
type Content struct {
	Language string // of the message: the reader's, or what it falls back to
	Parts    []Part // those that are there, in the order subject, preview, body, link, image, action
	Items    []Item
}

// Part is one part of a message, as the reader gets it.
type Part struct {
	Name     string
	Language string // of the variant that was chosen
	Text     string
}

// Item is a product of a message.
type Item struct {
	ID       string
	Name     string // empty when the feed does not say
	Price    string // as the reader writes it; empty when the feed does not say
	Quantity float64
	URL      string
	Image    string
}

// Part returns the text of a part; ok is false when the message does not have it.
func (c *Content) Part(name string) (text string, ok bool) {
	for _, p := range c.Parts {
		if p.Name == name {
			return p.Text, true
		}
	}
	return "", false
}

// RightToLeft reports whether the message is read from right to left.
func (c *Content) RightToLeft() bool { return lang.RightToLeft(c.Language) }

// Reader is for whom a message is worked out.
type Reader struct {
	Language string // as the person's trait says it: any text, or nothing
	Country  string
	Zone     *calendar.Zone // nil is UTC
}

// Machine runs the code of a text or a value. The functions that write for a reader
// are the voice's: the machine hands their calls to its Call.
type Machine interface {
	Run(code int32, v *Voice) (event.Value, error)
}

// Set is the messages of a program, prepared. It does not change, and workers share it.
type Set struct {
	p        *bytecode.Program
	language string
	certain  [][]bool // journey, send
}

// New prepares the messages of a verified program.
func New(p *bytecode.Program) *Set {
	s := &Set{p: p, language: lang.Tag(p.Language)}
	if s.language == "" {
		s.language = lang.Default
	}
	for j := range p.Journeys {
		row := make([]bool, len(p.Journeys[j].Sends))
		for i := range p.Journeys[j].Sends {
			row[i] = s.always(&p.Journeys[j].Sends[i])
		}
		s.certain = append(s.certain, row)
	}
	return s
}

// Language is the language of texts that name none.
func (s *Set) Language() string { return s.language }

// Certain reports whether a send has something to say whoever reads it, so that
// nothing needs to be worked out to know that it can be sent.
func (s *Set) Certain(journey int16, send int32) bool { return s.certain[journey][send] }

// always works out Certain.
func (s *Set) always(x *bytecode.Send) bool {
	if x.Content < 0 {
		return x.Certain
	}
	found := false
	for _, name := range s.texts(x) {
		for _, p := range s.variants(x, name) {
			if found = true; !p.Certain {
				return false
			}
		}
	}
	return found
}

// texts are the parts of a send that must not be blank.
func (s *Set) texts(x *bytecode.Send) []string {
	switch {
	case stdlib.Shows(x.Channel, "subject"):
		return []string{"subject", "body"}
	case len(s.variants(x, "body")) > 0:
		return []string{"body"}
	}
	return []string{"subject"}
}

// variants are the variants of a part that can be shown on the send's channel.
func (s *Set) variants(x *bytecode.Send, name string) []*bytecode.Part {
	var out []*bytecode.Part
	parts := s.p.Messages[x.Content].Parts
	for i := range parts {
		if p := &parts[i]; p.Name == name && (p.Channel == "" || p.Channel == x.Channel) {
			out = append(out, p)
		}
	}
	return out
}

// choice is which variant of each part a reader gets.
type choice struct {
	language string
	parts    []chosen
}

type chosen struct {
	name     string // of the part as it is shown: a subject may stand in for the body
	language string
	code     int32
}

func (c *choice) find(name string) *chosen {
	for i := range c.parts {
		if c.parts[i].name == name {
			return &c.parts[i]
		}
	}
	return nil
}

// Renderer works out messages for one worker.
type Renderer struct {
	*Set
	chosen map[chooseKey]*choice
}

type chooseKey struct {
	content           int32
	channel, language string
}

// Renderer returns a renderer; one for each worker.
func (s *Set) Renderer() *Renderer { return &Renderer{Set: s, chosen: map[chooseKey]*choice{}} }

// maxChosen bounds what is remembered: a feed may invent languages.
const maxChosen = 4096

// choose returns the variants of a declared message for a reader's language.
func (r *Renderer) choose(x *bytecode.Send, language string) *choice {
	key := chooseKey{x.Content, x.Channel, language}
	c := r.chosen[key]
	if c == nil {
		if len(r.chosen) >= maxChosen {
			clear(r.chosen)
		}
		key.language = strings.Clone(language)
		c = r.variantsFor(x, language)
		r.chosen[key] = c
	}
	return c
}

func (s *Set) variantsFor(x *bytecode.Send, language string) *choice {
	chain := lang.Chain(lang.Tag(language))
	c := &choice{language: s.language}
	best := len(chain)
	for _, name := range stdlib.Parts() {
		if !stdlib.Shows(x.Channel, name) {
			continue
		}
		variants := s.variants(x, name)
		if name == "body" && len(variants) == 0 && !stdlib.Shows(x.Channel, "subject") {
			variants = s.variants(x, "subject")
		}
		if len(variants) == 0 {
			continue
		}
		p, step := s.pick(variants, chain)
		tag := s.tag(p)
		c.parts = append(c.parts, chosen{name, tag, p.Code})
		if step < best && written(name) {
			best, c.language = step, tag
		}
	}
	if texts := slices.DeleteFunc(slices.Clone(c.parts), func(x chosen) bool { return !written(x.name) }); best == len(chain) && len(texts) > 0 {
		c.language = texts[0].language // nothing is in a language of the reader's
	}
	return c
}

// written reports whether a part is a text in a language.
func written(part string) bool { return part != "items" && part != "link" && part != "image" }

// tag is the language of a variant.
func (s *Set) tag(p *bytecode.Part) string {
	if p.Lang == "" {
		return s.language
	}
	return p.Lang
}

// pick returns the variant for the first language of the chain that there is one in,
// and which that was; beyond the chain it is the default, and else what there is.
func (s *Set) pick(variants []*bytecode.Part, chain []string) (*bytecode.Part, int) {
	best := func(fits func(*bytecode.Part) bool) *bytecode.Part {
		var found *bytecode.Part
		for _, p := range variants {
			if fits(p) && (found == nil || found.Channel == "" && p.Channel != "") {
				found = p
			}
		}
		return found
	}
	for i, step := range chain {
		if p := best(func(p *bytecode.Part) bool { return s.tag(p) == step }); p != nil {
			return p, i
		}
	}
	if p := best(func(p *bytecode.Part) bool { return p.Lang == "" }); p != nil {
		return p, len(chain)
	}
	for _, step := range lang.Chain(s.language) {
		if p := best(func(p *bytecode.Part) bool { return p.Lang == step }); p != nil {
			return p, len(chain)
		}
	}
	first := variants[0].Lang
	return best(func(p *bytecode.Part) bool { return p.Lang == first }), len(chain)
}

// Inline works out a value that is sent as it stands; ok is false when there is
// nothing in it.
func (r *Renderer) Inline(x *bytecode.Send, to Reader, m Machine) (v event.Value, ok bool) {
	v, err := m.Run(x.Value, r.voice(r.language, to))
	switch {
	case err != nil:
		return v, false
	case v.Kind == event.List:
		return v, v.Box != nil && len(v.Box.Items) > 0
	}
	return v, !blank(v)
}

// Says reports whether a declared message has something to say to a reader.
func (r *Renderer) Says(x *bytecode.Send, to Reader, m Machine) bool {
	c := r.choose(x, to.Language)
	texts := false
	for _, name := range []string{"subject", "body"} {
		if p := c.find(name); p != nil {
			texts = true
			if v, err := m.Run(p.code, r.voice(p.language, to)); err != nil || blank(v) {
				return false
			}
		}
	}
	if texts {
		return true
	}
	if p := c.find("items"); p != nil {
		if v, err := m.Run(p.code, r.voice(p.language, to)); err == nil && v.Kind == event.List && v.Box != nil && len(v.Box.Items) > 0 {
			return true
		}
	}
	if p := c.find("image"); p != nil {
		v, err := m.Run(p.code, r.voice(p.language, to))
		return err == nil && !blank(v)
	}
	return false
}

// blank reports whether there is nothing to read in a value.
func blank(v event.Value) bool { return strings.TrimSpace(fn.Text(v)) == "" }
