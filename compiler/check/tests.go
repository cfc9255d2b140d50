package check

import (
	"path"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// Tests are checked like journeys: every event, field, message, arm and reason that
// a line names must be there, and values have the types that the feed would bring.
// tests_time.go holds the times of the lines together.

// testScope is what the lines of a test can name: steps and arms of its journeys.
type testScope struct {
	*scope
	known bool // the journeys are; otherwise their steps and arms could be anything
	arms  map[string]place
	// people to whom something happens or is given; the test's own person is "".
	people map[string]bool
}

// test checks the lines of a test against the journeys it is for.
func (c *checker) test(d *ast.Test) {
	t := &Test{File: c.file, Decl: d}
	if d.Title != nil {
		t.Title, _ = d.Title.Plain()
	}
	c.info.Tests = append(c.info.Tests, t)
	s := testScope{scope: &scope{entry: &entryScope{any: true}, steps: map[string]place{}}, known: true, arms: map[string]place{}, people: map[string]bool{}}
	journeys := c.testedJourneys(d)
	s.known = len(journeys) > 0
	for _, j := range journeys {
		t.Journeys = append(t.Journeys, j.Name)
		c.need(&j.health)
		for name, p := range j.steps {
			s.steps[name] = p
		}
		for name, p := range j.arms {
			s.arms[name] = p
		}
	}
	if !s.known {
		c.fail()
	}
	c.testTimes(d)
	for _, line := range d.Lines {
		c.testLine(s, line)
	}
	c.givenInVain(d)
}

// givenInVain reports what is given of somebody to whom nothing happens, while
// something happens to others.
func (c *checker) givenInVain(d *ast.Test) {
	met := map[string]bool{}
	for _, line := range d.Lines {
		switch l := line.(type) {
		case *ast.At:
			met[l.Person.Text] = true
			if l.What.Kind == ast.HappensAlias {
				met[l.What.Name.Text] = true
			}
		case *ast.Expect:
			if l.Person.Text != "" {
				met[l.Person.Text] = true
			}
		}
	}
	for _, line := range d.Lines {
		g, ok := line.(*ast.Given)
		if !ok || len(met) == 0 || met[g.Person.Text] || g.What.Kind == ast.HappensDate || g.What.Kind == ast.HappensProduct {
			continue
		}
		if g.Person.Text == "" {
			c.report(codeTestPerson, g.Span, "of whom is this given?", "everything below is about somebody by name: end the line in `for NAME`")
			continue
		}
		c.misspelt(codeTestPerson, g.Person.Span, g.Person.Text, "nothing happens to `"+g.Person.Text+"` in this test", called(met), "say what happens: at 10:00 … for "+g.Person.Text)
	}
}

// testedJourneys returns the journeys that a test is for: those it names, or the only
// one of its file or, for cart_test.journey, of cart.journey beside it.
func (c *checker) testedJourneys(d *ast.Test) []*journeyState {
	var out []*journeyState
	for _, n := range d.For {
		j := c.journey[n.Text]
		switch {
		case j != nil && slices.Contains(out, j):
			c.report(codeDuplicateName, n.Span, "the test is for `"+n.Text+"` already", "remove it")
		case j != nil:
			out = append(out, j)
		case n.Text != "":
			c.misspelt(codeUnknownJourney, n.Span, n.Text, "there is no journey `"+n.Text+"`", known(c.journey), "")
		}
	}
	if len(d.For) > 0 {
		return out
	}
	for _, file := range []string{c.file.Path, tested(c.file.Path)} {
		for _, j := range c.journeys {
			if j.File.Path == file {
				out = append(out, j)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	if len(out) == 1 {
		return out
	}
	if !d.Todo || len(d.Lines) > 0 {
		c.report(codeUnknownJourney, d.Title.Pos(), "which journey is this test for?", "say it: test \"…\" for NAME { … }")
	}
	return nil
}

// tested is the file that a file of tests stands beside.
func tested(file string) string {
	name, ok := strings.CutSuffix(path.Base(file), "_test.journey")
	if !ok {
		return file
	}
	return path.Join(path.Dir(file), name+".journey")
}

func (c *checker) testLine(s testScope, line ast.TestLine) {
	switch l := line.(type) {
	case *ast.Given:
		if l.What.Kind != ast.HappensDate && l.What.Kind != ast.HappensProduct {
			s.people[l.Person.Text] = true
		}
		c.span(l.Ago)
		c.happening(s, l.What)
		if l.Ago != nil && l.What.Kind != ast.HappensEvent && l.What.Kind != ast.HappensSet {
			c.report(codeTestTime, l.Ago.Span, "only an event or a change of the profile has a time", "remove it")
		}
	case *ast.At:
		s.people[l.Person.Text] = true
		c.happening(s, l.What)
		if l.What.Kind == ast.HappensAlias {
			s.people[l.What.Name.Text] = true
		}
	case *ast.Expect:
		c.expect(s, l)
	}
}

// happening checks what a line makes happen.
func (c *checker) happening(s testScope, h *ast.Happening) {
	switch h.Kind {
	case ast.HappensSet:
		t := c.trait(s.scope, h.Target, "what is set")
		if h.Value != nil {
			c.want(s.scope, h.Value, maybe(t), "this trait")
			c.writtenOut(h.Value)
			c.zoneOf(h.Target, h.Value)
		}
	case ast.HappensArm:
		c.arm(s, h.Name)
	case ast.HappensProduct:
		if h.Fields != nil {
			c.productLit(s.scope, h.Fields)
		}
	case ast.HappensEvent:
		e := c.findEvent(h.Name)
		if h.Answer.Text != "" && s.known {
			c.answered(s.scope, h.Answer)
		}
		if h.Fields != nil {
			c.payloadLit(s.scope, e, h.Fields, map[string]place{})
			c.writtenOut(h.Fields)
		}
	case ast.HappensHoldout, ast.HappensDate, ast.HappensAlias, ast.HappensDelete, ast.HappensClock, ast.HappensAnonymous:
	}
}

// productLit checks a product that recommend can find.
func (c *checker) productLit(s *scope, lit *ast.RecordLit) {
	seen := map[string]place{}
	for _, f := range lit.Fields {
		t := c.expr(s, f.Value)
		if !c.declare(seen, "field", f.Name) {
			continue
		}
		field := recordTypes["item"].field(f.Name.Text)
		if field == nil {
			var names []string
			for _, x := range recordTypes["item"].Fields {
				names = append(names, x.Name)
			}
			c.misspelt(codeUnknownField, f.Name.Span, f.Name.Text, "a product has no field `"+f.Name.Text+"`", names, "")
			continue
		}
		c.wants(f.Value, maybe(field.Type), t, "`"+f.Name.Text+"`")
	}
	c.writtenOut(lit)
	if !hasPlace(seen, "product_id") {
		c.report(codeFieldMissing, lit.Span, "a product has a `product_id`", "add it: product_id: \"p1\"")
	}
}

// writtenOut refuses values that a feed could not carry as they stand.
func (c *checker) writtenOut(e ast.Expr) {
	switch e := e.(type) {
	case nil, *ast.NumberLit, *ast.BoolLit, *ast.NullLit, *ast.DateLit, *ast.BadExpr:
		return
	case *ast.StringLit:
		if _, plain := e.Plain(); plain {
			return
		}
	case *ast.UnaryExpr:
		if _, number := e.X.(*ast.NumberLit); number && e.Op == "-" {
			return
		}
	case *ast.ListLit:
		for _, item := range e.Items {
			c.writtenOut(item)
		}
		return
	case *ast.RecordLit:
		for _, f := range e.Fields {
			c.writtenOut(f.Value)
		}
		return
	}
	c.report(codeNotConstant, e.Pos(), "a value in a test must be written out", "nothing is computed in a test: write the text, the number or the list itself")
}

func (c *checker) arm(s testScope, n ast.Name) {
	if n.Text == "" || !s.known || hasPlace(s.arms, n.Text) {
		return
	}
	c.misspelt(codeUnknownStep, n.Span, n.Text, "there is no split with an arm `"+n.Text+"`", known(s.arms), "")
}
