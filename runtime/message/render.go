package message

import (
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/stdlib"
)

// Render works out everything that a send says to a reader. It is for a send that has
// something to say; what cannot be worked out is left out.
func (r *Renderer) Render(x *bytecode.Send, to Reader, m Machine) *Content {
	if x.Content < 0 {
		return r.inline(x, to, m)
	}
	chosen := r.choose(x, to.Language)
	c := &Content{Language: chosen.language}
	for _, p := range chosen.parts {
		voice := r.voice(p.language, to)
		v, err := m.Run(p.code, voice)
		switch {
		case err != nil:
		case p.name == "items":
			c.Items = items(v, r.voice(chosen.language, to))
		case !blank(v):
			c.Parts = append(c.Parts, Part{p.name, p.language, shown(p.name, fn.Text(v))})
		}
	}
	return c
}

// inline renders a value that is sent as it stands: a text is the subject and the body
// of an e-mail and the body of anything else, a list is products.
func (r *Renderer) inline(x *bytecode.Send, to Reader, m Machine) *Content {
	c := &Content{Language: r.language}
	v, ok := r.Inline(x, to, m)
	switch {
	case !ok:
	case v.Kind == event.List:
		c.Items = items(v, r.own(to))
	default:
		if x.Channel == "email" && stdlib.Shows(x.Channel, "subject") {
			c.Parts = append(c.Parts, Part{"subject", r.language, shown("subject", fn.Text(v))})
		}
		c.Parts = append(c.Parts, Part{"body", r.language, shown("body", fn.Text(v))})
	}
	return c
}

// shown is a text as its part holds it: only a body has lines.
func shown(part, text string) string {
	if part == "body" {
		return strings.TrimRight(text, " \t\r\n")
	}
	return strings.TrimSpace(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(text))
}

// items are the products of a list.
func items(v event.Value, voice *Voice) []Item {
	if v.Kind != event.List || v.Box == nil {
		return nil
	}
	out := make([]Item, 0, len(v.Box.Items))
	for _, x := range v.Box.Items {
		text := func(field string) string { return fn.Text(x.Field(field)) }
		item := Item{ID: text("product_id"), Name: text("name"), Quantity: 1, URL: text("url"), Image: text("image_url")}
		if x.Kind != event.Map {
			item.ID = fn.Text(x)
		}
		if n := x.Field("quantity"); n.Kind == event.Number {
			item.Quantity = n.Num
		}
		if price := x.Field("price"); price.Kind == event.Number {
			item.Price = voice.Locale.Money(price.Num, text("currency"))
		}
		out = append(out, item)
	}
	return out
}
