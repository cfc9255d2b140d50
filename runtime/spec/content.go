package spec

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/message"
	"github.com/journeylang/journey/stdlib/lang"
)

// says reports whether a send is that of a text, word for word. What was skipped says
// nothing, so there the step tells.
func says(d *engine.Decision, label string, lit *ast.StringLit) bool {
	want, _ := lit.Plain()
	if d.Content == nil {
		_, rest, _ := strings.Cut(label, " ")
		return strings.HasPrefix(rest, `"`+want+`"`)
	}
	for _, p := range d.Content.Parts {
		if (p.Name == "subject" || p.Name == "body") && message.Unmarked(p.Text) == want {
			return true
		}
	}
	return false
}

// contains reports whether a part of a message (any, when none is named) contains a
// text, in the language that is named.
func contains(c *message.Content, x *ast.Expectation) bool {
	if c == nil {
		return false
	}
	want, _ := x.Contains.Plain()
	spoken := lang.Tag(x.Lang.Text)
	for _, p := range c.Parts {
		right := (x.Part.Text == "" || x.Part.Text == p.Name) && (spoken == "" || spoken == p.Language)
		if right && strings.Contains(message.Unmarked(p.Text), want) {
			return true
		}
	}
	if x.Part.Text != "" && x.Part.Text != "items" || spoken != "" && spoken != c.Language {
		return false
	}
	for _, it := range c.Items {
		if it.ID == want || strings.Contains(it.Name, want) {
			return true
		}
	}
	return false
}

// spoken is what a message says in a part, or in all, for a failure.
func spoken(c *message.Content, part string) string {
	if c == nil {
		return ""
	}
	var out []string
	for _, p := range c.Parts {
		if part == "" || part == p.Name {
			out = append(out, fmt.Sprintf("%s %s %q", p.Name, p.Language, message.Unmarked(p.Text)))
		}
	}
	if part == "" || part == "items" {
		for _, it := range c.Items {
			out = append(out, "item "+it.ID)
		}
	}
	if len(out) == 0 {
		return ", without a " + part
	}
	return ", " + strings.Join(out, ", ")
}
