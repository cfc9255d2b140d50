package check

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// The words of the decisions that the engine writes.
var (
	exitReasons    = []string{"finished", "goal", "exit", "while", "stopped", "restarted", "merged", "migrated", "deleted"}
	skipReasons    = []string{"holdout", "unsubscribed", "no_address", "invalid", "no_content", "duplicate", "expired", "quiet", "capped", "left"}
	noEnterReasons = []string{"where", "while", "once", "again", "late", "backfill", "overflow", "killed", "exclusive"}
)

// expectWords are what a test can expect beside a message on a channel.
var expectWords = []string{
	"message", "nothing", "enter", "no_enter", "late", "goal", "exit", "arm", "set", "tag", "audience", "emit", "start", "webhook",
}

// expect checks one line of expectations.
func (c *checker) expect(s testScope, l *ast.Expect) {
	c.whole(l.N, mostCounted, "how many are expected")
	first := l.Chain[0]
	switch {
	case len(l.Chain) > 1 && (l.No || l.N != nil):
		c.report(codeTestEmpty, l.Chain[1].Span, "what is counted or not expected has no order", "write lines of their own")
	case first.What.Text == "nothing" && (l.No || l.N != nil || len(l.Chain) > 1):
		c.report(codeTestEmpty, first.What.Span, "`nothing` stands alone", "write `expect nothing`")
	}
	for _, x := range l.Chain {
		c.expectation(s, x)
	}
	c.expectedPerson(s, l)
}

// expectedPerson reports somebody to whom nothing happens above.
func (c *checker) expectedPerson(s testScope, l *ast.Expect) {
	name := l.Person.Text
	if s.people[name] || name == "" && len(s.people) == 0 {
		return
	}
	if name == "" {
		c.report(codeTestPerson, l.Span, "whom is this about?", "everything above is about somebody by name: end the line in `for NAME`")
		return
	}
	c.misspelt(codeTestPerson, l.Person.Span, name, "nothing happens to `"+name+"` in this test", called(s.people), "say what happens: at 10:00 … for "+name)
}

// called lists the people of a test who have a name.
func called(people map[string]bool) []string {
	return slices.DeleteFunc(known(people), func(name string) bool { return name == "" })
}

// expectation checks what one expectation names.
func (c *checker) expectation(s testScope, x *ast.Expectation) {
	what := x.What.Text
	channel := what == "message" || contains(c.channels, what)
	switch {
	case what == "":
		c.fail()
		return
	case channel:
		c.expectedMessage(s, x)
	case contains(expectWords, what):
		c.expectedWord(s, x)
	default:
		c.misspelt(codeUnknownChannel, x.What.Span, what, "a test cannot expect `"+what+"`", slices.Concat(c.channels, expectWords),
			"write a channel such as `email`, or "+listed(expectWords))
		return
	}
	if channel {
		return
	}
	if x.Skipped {
		c.report(codeTestEmpty, x.Span, "only a message is skipped", "write a channel, such as `expect email skipped`")
	}
	if x.Contains != nil || x.Part.Text != "" {
		c.report(codeTestEmpty, x.Span, "only a message has a content", "write a channel, such as `expect email subject contains \"…\"`")
	}
}

// expectedMessage checks a message on a channel: its name, its text, the reason it
// was skipped for, the part whose content is asked.
func (c *checker) expectedMessage(s testScope, x *ast.Expectation) {
	switch n := x.Name; {
	case n.Text == "" || signatures[n.Text] != nil || !s.known:
	case x.Contains != nil && x.Part.Text == "" && near(n.Text, partNames) && c.message[n.Text] == nil && !hasPlace(s.steps, n.Text):
		c.oneWord(n, "a part of a message", partNames)
	default:
		c.answered(s.scope, n)
	}
	c.oneWord(x.Reason, "a reason to skip", skipReasons)
	for _, lit := range []*ast.StringLit{x.Text, x.Contains} {
		if lit != nil {
			c.writtenOut(lit)
		}
	}
	if x.Skipped && x.Contains != nil {
		c.report(codeTestEmpty, x.Contains.Span, "a message that was skipped has no content", "remove one of the two")
	}
}

// expectedWord checks the name behind a word that is no channel.
func (c *checker) expectedWord(s testScope, x *ast.Expectation) {
	named, text := false, false
	switch x.What.Text {
	case "no_enter":
		named = true
		c.oneWord(x.Name, "a reason not to enter", noEnterReasons)
	case "exit":
		named = true
		c.oneWord(x.Name, "a reason to leave", exitReasons)
	case "arm":
		named = true
		if x.Name.Text != "yes" && x.Name.Text != "no" {
			c.arm(s, x.Name)
		}
	case "emit":
		named = true
		if x.Name.Text != "" {
			c.findEvent(x.Name)
		}
	case "start":
		named = true
		if n := x.Name; n.Text != "" && c.journey[n.Text] == nil {
			c.misspelt(codeUnknownJourney, n.Span, n.Text, "there is no journey `"+n.Text+"`", known(c.journey), "")
		}
	case "set":
		if x.Target != nil {
			t := c.trait(s.scope, x.Target, "what is set")
			if x.Value != nil {
				c.want(s.scope, x.Value, maybe(t), "this trait")
				c.writtenOut(x.Value)
			}
		}
	case "tag", "audience", "webhook":
		text = true
		if x.Text != nil {
			c.writtenOut(x.Text)
		}
	}
	if x.Name.Text != "" && !named {
		c.report(codeTestEmpty, x.Name.Span, "`"+x.Name.Text+"` says nothing here", "remove it")
	}
	if x.Text != nil && !text {
		c.report(codeTestEmpty, x.Text.Span, "a text says nothing here", "remove it")
	}
}
