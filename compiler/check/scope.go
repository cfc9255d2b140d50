package check

import (
	"maps"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// scope is what an expression can name. It is copied to be narrowed, never changed.
type scope struct {
	// filter: names are fields of this event first. filterAny: of an event that is
	// unknown, so that any name may be one.
	filter    *Event
	filterAny bool

	entry  *entryScope            // what the trigger carried; nil where nobody has entered
	within *messageState          // the message whose parts are read, once its parameters are known
	params map[string]*paramState // a message's parameters; nil outside of messages
	learn  *messageState          // a first pass: unknown names become parameters of it
	steps  map[string]place       // the names of the journey's steps; nil outside of journeys
	sends  map[string]bool        // those of them that send
	inFact bool                   // inside the filter of a question about the past
	elems  []*Type                // the elements of the closures around, innermost last

	// reader: this is sent, and read by somebody; lang is the language of the text, empty
	// where that is not known yet.
	reader bool
	lang   string

	// present are the paths that are known not to be missing here.
	present map[string]bool
}

// entryScope is the payload of a trigger.
type entryScope struct {
	fields []*Field
	any    bool   // the trigger could not be read: every field may exist
	why    string // why there is no field, as the end of a sentence
}

func (s *scope) withFilter(e *Event) *scope {
	t := *s
	t.filter, t.filterAny, t.elems, t.reader = e, e == nil, nil, false
	return &t
}

func (s *scope) withElem(t *Type) *scope {
	u := *s
	u.elems = append(slices.Clone(s.elems), t)
	return &u
}

// given returns the scope in which cond is known to be true, or false: what a comparison
// with it needs is there.
func (s *scope) given(cond ast.Expr, truth bool) *scope {
	paths := pathsPresent(cond, truth)
	if len(paths) == 0 {
		return s
	}
	t := *s
	t.present = maps.Clone(s.present)
	if t.present == nil {
		t.present = map[string]bool{}
	}
	for _, p := range paths {
		t.present[p] = true
	}
	return &t
}

// pathsPresent returns what cannot be missing when cond has the given truth. A comparison
// with a missing side is false and `!=` true, so a true `==` says that both sides are there.
func pathsPresent(cond ast.Expr, truth bool) []string {
	switch e := cond.(type) {
	case *ast.UnaryExpr:
		if e.Op == "not" {
			return pathsPresent(e.X, !truth)
		}
	case *ast.CallExpr:
		if e.Fun.Text == "has" && truth && len(e.Args) == 1 {
			return pathOf(e.Args[0].Value)
		}
	case *ast.BinaryExpr:
		switch {
		case e.Op == "and" && truth, e.Op == "or" && !truth:
			return append(pathsPresent(e.X, truth), pathsPresent(e.Y, truth)...)
		case e.Op == "!=" && !truth, e.Op == "not in" && !truth, e.Op != "!=" && isComparison(e.Op) && truth:
			return append(pathOf(e.X), pathOf(e.Y)...)
		}
	}
	return nil
}

func isComparison(op string) bool {
	switch op {
	case "==", "!=", "<", "<=", ">", ">=", "in", "contains", "startsWith", "endsWith", "matches":
		return true
	}
	return false
}

// pathOf returns the path of a chain of names, `profile.first_name`, and its beginnings.
func pathOf(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.IdentExpr:
		return []string{e.Text}
	case *ast.MemberExpr:
		if up := pathOf(e.X); up != nil {
			return append([]string{up[0] + "." + e.Name.Text}, up...)
		}
	}
	return nil
}

// sure drops the question mark of a path that is known to be there.
func (s *scope) sure(e ast.Expr, t *Type) *Type {
	if t.Opt && len(s.present) > 0 {
		if p := pathOf(e); p != nil && s.present[p[0]] {
			return surely(t)
		}
	}
	return t
}
