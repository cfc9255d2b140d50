package check

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// Segments may ask about one another, which must come to an end. A stage also asks
// what the stages behind it ask, because a person is in the last one that holds.

// asked is one segment that another one asks about, and where.
type asked struct {
	name string
	at   ast.Node // nil for the next stage
}

// asks lists what a segment's own condition asks about, in the order of the source, and
// then the stage behind it.
func asks(s *Segment) []asked {
	var out []asked
	if s.Decl.Where != nil {
		ast.Walk(s.Decl.Where, func(n ast.Node) bool {
			if in, ok := n.(*ast.InSegment); ok {
				out = append(out, asked{in.Segment.Text, in})
			}
			return true
		})
	}
	if len(s.Later) > 0 {
		out = append(out, asked{name: s.Later[0].Name.Text})
	}
	return out
}

// segmentCircles reports every circle of segments once, at a question that closes it.
func (c *checker) segmentCircles() {
	byName := map[string]*Segment{}
	for _, s := range c.info.Segments {
		byName[s.Name] = s
	}
	done := map[string]bool{}
	var path []*Segment
	var visit func(s *Segment)
	visit = func(s *Segment) {
		if done[s.Name] {
			return
		}
		path = append(path, s)
		for _, a := range asks(s) {
			next := byName[a.name]
			if next == nil {
				continue // reported where it stands
			}
			if i := slices.Index(path, next); i >= 0 {
				c.circle(path[i:], a)
				continue
			}
			visit(next)
		}
		path = path[:len(path)-1]
		done[s.Name] = true
	}
	for _, s := range c.info.Segments {
		visit(s)
	}
}

// circle reports segments of which each asks about the next and the last about the first.
func (c *checker) circle(path []*Segment, closing asked) {
	names := make([]string, 0, len(path)+1)
	for _, s := range path {
		names = append(names, s.Name)
	}
	names = append(names, path[0].Name)
	last := path[len(path)-1]
	c.file = last.File
	at := last.Decl.Name.Span
	if closing.at != nil {
		at = closing.at.Pos()
	}
	for _, s := range path {
		if h := c.owner["segment "+s.Name]; h != nil {
			h.broken = true
		}
	}
	c.blame = c.owner["segment "+last.Name]
	c.report(codeSegmentCircle, at, "the segment `"+path[0].Name+"` asks about itself: "+strings.Join(names, " → "),
		"let one of them ask its own question")
}

// inSegment types `segment NAME`.
func (c *checker) inSegment(s *scope, e *ast.InSegment) *Type {
	c.useSegment(e.Segment)
	if s.inFact {
		c.report(codeFactInFact, e.Span, "a segment inside the filter of a question about the past", "a filter compares the event's own fields; ask the two questions side by side, with `and`")
	}
	return boolean
}

// mostAsked is how many questions one segment may come to, with those it asks by way of
// others.
const mostAsked = 1000

// segmentSizes reports segments that ask so much, by way of others, that every answer
// would take long. A circle is reported already.
func (c *checker) segmentSizes() {
	byName := map[string]*Segment{}
	for _, s := range c.info.Segments {
		byName[s.Name] = s
	}
	sizes := map[string]int{}
	var size func(s *Segment) int
	size = func(s *Segment) int {
		if n, known := sizes[s.Name]; known {
			return n
		}
		sizes[s.Name] = 1 // for circles
		n := 1
		for _, a := range asks(s) {
			if next := byName[a.name]; next != nil {
				n = min(n+size(next), 2*mostAsked)
			}
		}
		sizes[s.Name] = n
		return n
	}
	for _, s := range c.info.Segments {
		if size(s) <= mostAsked || slices.ContainsFunc(asks(s), func(a asked) bool { return sizes[a.name] > mostAsked }) {
			continue // reported where it begins to be too much
		}
		c.file, c.blame = s.File, c.owner["segment "+s.Name]
		c.report(codeSegmentSize, s.Decl.Name.Span, "the segment `"+s.Name+"` comes to more than 1000 questions, by way of the segments it asks about",
			"ask each of them once")
	}
}

// received types `received STEP-OR-MESSAGE`.
func (c *checker) received(s *scope, e *ast.Received) *Type {
	c.answered(s, e.Name)
	if hasPlace(s.steps, e.Name.Text) && !s.sends[e.Name.Text] {
		c.report(codeUnknownStep, e.Name.Span, "the step `"+e.Name.Text+"` sends nothing", "`received` asks about a step that sends, or about a message")
	}
	if s.inFact {
		c.report(codeFactInFact, e.Span, "`received` inside the filter of a question about the past", "a filter compares the event's own fields; ask the two questions side by side, with `and`")
	}
	return boolean
}
