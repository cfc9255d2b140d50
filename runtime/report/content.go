package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/message"
)

// appendContent appends what a message says as a JSON object: the language and the
// direction, then each part under its name, and the products. Parts that are in another
// language than the message, because it is not written in the reader's throughout, are
// listed in `fallback`.
func appendContent(dst []byte, c *message.Content) []byte {
	dst = append(dst, `{"language":`...)
	dst = appendString(dst, c.Language)
	dst = append(dst, `,"direction":"`...)
	dst = append(dst, direction(c)...)
	dst = append(dst, '"')
	for _, p := range c.Parts {
		dst = append(dst, ',')
		dst = appendString(dst, p.Name)
		dst = append(dst, ':')
		dst = appendString(dst, p.Text)
	}
	if len(c.Items) > 0 {
		dst = append(dst, `,"items":[`...)
		for i := range c.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendItem(dst, &c.Items[i])
		}
		dst = append(dst, ']')
	}
	sep := `,"fallback":{`
	for _, p := range c.Parts {
		if p.Language == c.Language || p.Name == "link" || p.Name == "image" {
			continue
		}
		dst = append(dst, sep...)
		dst = appendString(dst, p.Name)
		dst = append(dst, ':')
		dst = appendString(dst, p.Language)
		sep = ","
	}
	if sep == "," {
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

func direction(c *message.Content) string {
	if c.RightToLeft() {
		return "rtl"
	}
	return "ltr"
}

func appendItem(dst []byte, it *message.Item) []byte {
	dst = append(dst, `{"product_id":`...)
	dst = appendString(dst, it.ID)
	for _, f := range [...][2]string{{"name", it.Name}, {"price", it.Price}, {"url", it.URL}, {"image_url", it.Image}} {
		if f[1] != "" {
			dst = append(dst, `,"`...)
			dst = append(dst, f[0]...)
			dst = append(dst, `":`...)
			dst = appendString(dst, f[1])
		}
	}
	dst = append(dst, `,"quantity":`...)
	dst = strconv.AppendFloat(dst, it.Quantity, 'f', -1, 64)
	return append(dst, '}')
}

// WritePreviews writes what messages say, for people: each send that holds its content
// with the moment, the person and the language, then its parts. Control characters are
// shown as signs; the marks that only keep directions apart are left out, for a line of
// a terminal has no use for them.
func WritePreviews(w io.Writer, prog *bytecode.Program, ds []engine.Decision, o TextOptions) error {
	p := newPage(o)
	for i := range ds {
		d := &ds[i]
		if d.Content == nil {
			continue
		}
		s := &prog.Journeys[d.Journey].Sends[d.Send]
		p.line()
		p.line(p.paint(bold, safetext.Line(s.Channel+" "+s.Message)), gap, Minute(d.At), " UTC", gap, "to ", visible(d.Person), ", ", safetext.Line(d.Content.Language))
		p.content(d.Content)
	}
	return p.writeTo(w)
}

// content writes the parts of a message; those in another language say in which.
func (p *page) content(c *message.Content) {
	const margin = 9 // of the names of parts: `subject` and two blanks
	line := func(name, text string) {
		for i, l := range strings.Split(visible(text), "\n") {
			label := ""
			if i == 0 {
				label = name
			}
			p.line(strings.TrimRight("  "+p.paint(dim, label+strings.Repeat(" ", max(margin-len(label), 1)))+l, " "))
		}
	}
	items := func() {
		for _, it := range c.Items {
			name := it.Name
			if name == "" {
				name = it.ID
			}
			if it.Quantity != 1 {
				name = strconv.FormatFloat(it.Quantity, 'f', -1, 64) + " × " + name
			}
			if it.Price != "" {
				name += gap + it.Price
			}
			line("item", name)
		}
	}
	shown := false
	for _, part := range c.Parts {
		if part.Name != "subject" && part.Name != "preview" && part.Name != "body" && !shown {
			items()
			shown = true
		}
		name := part.Name
		if part.Language != c.Language && part.Name != "link" && part.Name != "image" {
			name += " " + part.Language
		}
		line(name, part.Text)
	}
	if !shown {
		items()
	}
}

// visible is a text of other people's for a terminal.
func visible(s string) string { return safetext.Clean(message.Unmarked(s)) }
