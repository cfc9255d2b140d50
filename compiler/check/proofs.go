package check

import "github.com/journeylang/journey/dsl/ast"

// checkProofs checks what is claimed about journeys: assertions and tests. An error in
// one harms no journey.
func (c *checker) checkProofs(d ast.Decl) {
	switch d := d.(type) {
	case *ast.Assert:
		c.assert(d)
	case *ast.Test:
		c.test(d)
	}
}

func (c *checker) assert(d *ast.Assert) {
	c.span(d.ExitsIn)
	n := d.Never
	if n == nil {
		return
	}
	c.whole(n.N, mostCounted, "a limit")
	if n.Channel.Text != "message" {
		c.useChannel(n.Channel)
	}
	c.span(n.In)
	for _, p := range []*ast.EventPat{n.After, n.Until} {
		if p != nil {
			c.eventPat(&scope{}, p)
		}
	}
}

// test checks the lines of a test against the journey it is for.
func (c *checker) test(d *ast.Test) {
	s := &scope{entry: &entryScope{any: true}}
	if d.For.Text != "" {
		j := c.journey[d.For.Text]
		if j == nil {
			c.misspelt(UnknownJourney, d.For.Span, d.For.Text, "there is no journey `"+d.For.Text+"`", known(c.journey), "")
			s.filterAny = true
		} else {
			s.steps = j.steps
		}
	}
	for _, line := range d.Lines {
		c.testLine(s, line)
	}
}

func (c *checker) testLine(s *scope, l *ast.TestLine) {
	if l.At != nil {
		c.timeOfDay(l.At.Time)
		c.calendarDay(l.At.Date)
		c.oneWord(l.At.Day, "a day of the week", weekdays)
	}
	if l.Target != nil {
		t := c.trait(s, l.Target, "what is set")
		if l.Value != nil {
			c.want(s, l.Value, maybe(t), "this trait")
		}
		return
	}
	switch l.Kind {
	case "at":
		e := c.findEvent(l.What)
		if l.Fields != nil {
			c.payloadLit(s, e, l.Fields, map[string]place{})
		}
	case "expect":
		c.expected(s, l)
	}
}

// expected resolves the message or step that a test waits for on a channel.
func (c *checker) expected(s *scope, l *ast.TestLine) {
	if !contains(c.channels, l.What.Text) || l.Name.Text == "" || signatures[l.Name.Text] != nil || s.filterAny {
		return
	}
	c.answered(s, l.Name)
}
