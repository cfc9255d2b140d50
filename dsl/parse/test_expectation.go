package parse

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// contentParts are the parts of a message, of which a test can ask what they contain.
var contentParts = []string{"subject", "preview", "body", "items", "link", "image", "action"}

// expectation reads one thing that should have come of it: a send with its message
// or text, the reason of a skip and what a part contains; a goal, an exit, an arm
// and the like with a name; and when.
func (c *cursor) expectation() *ast.Expectation {
	x := &ast.Expectation{}
	start := c.start()
	if c.word(0, "remove") && c.word(1, "tag", "audience", "from") {
		c.next()
		c.accept("from")
		x.Remove = true
	}
	x.What = c.name()
	if x.What.Text == "set" && c.word(0, "profile") {
		x.Target = c.place()
		if c.acceptKind(token.Assign) {
			x.Value = c.condition()
		}
	}
	for !c.expectationDetail(x) {
	}
	x.When = c.testWindow()
	x.Span = c.since(start)
	return x
}

// expectationDetail reads one detail, and says whether there was none.
func (c *cursor) expectationDetail(x *ast.Expectation) (done bool) {
	t := c.peek()
	switch {
	case isWord(t, "at", "before", "after", "between", "within", "for", "then"):
		return true
	case isWord(t, "skipped") && !x.Skipped:
		c.next()
		x.Skipped = true
		if c.bareNameFollows(0) && !c.word(0, "before", "after", "between") {
			x.Reason = c.fieldName()
		}
	case isWord(t, "contains") && x.Contains == nil:
		c.next()
		x.Contains = c.text()
	case x.Part.Text == "" && x.Contains == nil && c.contentPart():
		x.Part = c.name()
		if !c.word(0, "contains") {
			x.Lang = c.language(c.languageLength(0))
		}
	case kind(t) == token.StrOpen && x.Text == nil:
		x.Text = c.stringLit()
	case isWord(t, joining...) && !isWord(t, "where"):
		return true
	case (kind(t) == token.Name || kind(t) == token.QuotedName) && x.Name.Text == "":
		x.Name = c.fieldName() // a reason may be a word of the language: no_enter where
	default:
		return true
	}
	return false
}

// contentPart reports whether `PART [LANGUAGE] contains` begins here.
func (c *cursor) contentPart() bool {
	return isWord(c.peek(), contentParts...) && (c.word(1, "contains") || c.word(1+c.languageLength(1), "contains"))
}

// testWindow reads when something is expected, if the line says it.
func (c *cursor) testWindow() *ast.TestWindow {
	start := c.start()
	w := &ast.TestWindow{}
	switch {
	case c.accept("at"):
		w.Kind, w.From = ast.WindowAt, c.moment()
	case c.accept("before"):
		w.Kind, w.From = ast.WindowBefore, c.moment()
	case c.accept("after"):
		w.Kind, w.From = ast.WindowAfter, c.moment()
	case c.accept("within"):
		w.Kind, w.Within = ast.WindowWithin, c.duration()
	case c.accept("between"):
		w.Kind, w.From = ast.WindowBetween, c.moment()
		if !c.accept("and") {
			c.report(codeUnexpected, c.here(), "expected `and`, got "+describe(c.peek()), "write `between 11:00 and 12:00`")
			break
		}
		w.To = c.moment()
	default:
		return nil
	}
	w.Span = c.since(start)
	return w
}
