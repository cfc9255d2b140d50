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

// testScope is what the lines of a test can name: steps and arms of its journey.
type testScope struct {
	*scope
	journey *journeyState // nil when it is unknown
}

// test checks the lines of a test against the journey it is for.
func (c *checker) test(d *ast.Test) {
	s := testScope{&scope{entry: &entryScope{any: true}}, c.testedJourney(d)}
	if s.journey != nil {
		s.steps = s.journey.steps
	}
	for _, line := range d.Lines {
		c.testLine(s, line)
	}
}

// testedJourney returns the journey that a test is for: the one it names, or its file's only one.
func (c *checker) testedJourney(d *ast.Test) *journeyState {
	if d.For.Text != "" {
		j := c.journey[d.For.Text]
		if j == nil {
			c.misspelt(codeUnknownJourney, d.For.Span, d.For.Text, "there is no journey `"+d.For.Text+"`", known(c.journey), "")
		}
		return j
	}
	var only *journeyState
	for _, j := range c.journeys {
		if j.File != c.file {
			continue
		}
		if only != nil {
			c.report(codeUnknownJourney, d.Title.Pos(), "which journey is this test for?", "say it: test \"…\" for NAME { … }")
			return nil
		}
		only = j
	}
	return only
}

func (c *checker) testLine(s testScope, l *ast.TestLine) {
	switch {
	case l.Target != nil:
		t := c.trait(s.scope, l.Target, "what is set")
		if l.Value != nil {
			c.want(s.scope, l.Value, maybe(t), "this trait")
		}
	case l.What.Text == "arm":
		c.arm(s, l.Name)
	case l.Kind == "expect":
		c.expected(s, l)
	case l.What.Text == "holdout":
	default:
		e := c.findEvent(l.What)
		if l.Name.Text != "" && s.journey != nil {
			c.answered(s.scope, l.Name)
		}
		if l.Fields != nil {
			c.payloadLit(s.scope, e, l.Fields, map[string]place{})
		}
	}
}

func (c *checker) arm(s testScope, n ast.Name) {
	if n.Text == "" || s.journey == nil || hasPlace(s.journey.arms, n.Text) {
		return
	}
	c.misspelt(codeUnknownStep, n.Span, n.Text, "the journey `"+s.journey.Name+"` has no split with an arm `"+n.Text+"`", known(s.journey.arms), "")
}

// exitReasons and skipReasons are the words of the decisions that the engine writes.
var (
	exitReasons = []string{"finished", "goal", "exit", "while", "stopped", "restarted", "merged", "migrated", "deleted"}
	skipReasons = []string{"holdout", "unsubscribed", "no_address", "invalid", "no_content", "duplicate", "expired", "quiet", "capped", "left"}
)

// expected checks what a test waits for: a message on a channel, a reason.
func (c *checker) expected(s testScope, l *ast.TestLine) {
	switch what := l.What.Text; {
	case what == "exit":
		c.oneWord(l.Name, "a reason to leave", exitReasons)
	case what == "skipped":
		c.oneWord(l.Name, "a reason to skip", skipReasons)
	case contains(c.channels, what):
		if l.Name.Text != "" && signatures[l.Name.Text] == nil && s.journey != nil {
			c.answered(s.scope, l.Name)
		}
	case near(what, c.channels):
		c.useChannel(l.What)
	}
}
