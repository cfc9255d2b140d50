package check

import "github.com/journeylang/journey/dsl/ast"

// findStarted marks the journeys that others start. They are entered without an event,
// so their `entry` may be empty; this is known before any of them is checked.
func (c *checker) findStarted() {
	for _, j := range c.journeys {
		ast.Walk(j.Decl, func(n ast.Node) bool {
			if s, ok := n.(*ast.Start); ok && c.journey[s.Journey.Text] != nil {
				c.journey[s.Journey.Text].started = true
			}
			return true
		})
	}
}

// maybe is an entry whose fields may all be missing.
func (e *entryScope) maybe() *entryScope {
	out := &entryScope{any: e.any, why: e.why}
	for _, f := range e.fields {
		out.fields = append(out.fields, &Field{Name: f.Name, Type: maybe(f.Type)})
	}
	return out
}

// start checks the journey that a step starts.
func (c *checker) start(n ast.Name) {
	j := c.journey[n.Text]
	if j == nil {
		if n.Text != "" {
			c.misspelt(codeUnknownJourney, n.Span, n.Text, "there is no journey `"+n.Text+"`", known(c.journey), "")
		}
		return
	}
	c.need(&j.health)
	for _, s := range j.Decl.Settings {
		if enter, ok := s.(*ast.Enter); ok && enter.Mode == ast.Each {
			d := c.report(codeStartEach, n.Span, "`"+n.Text+"` runs once for each `"+enter.Field.Text+"`, and `start` gives it none",
				"emit an event that carries `"+enter.Field.Text+"` and that `"+n.Text+"` hears")
			noteAt(d, place{j.File, enter.Span}, "it is said here")
		}
	}
}
