package logic

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// condition reads a condition: whether it is true. A missing one is not.
func (q *query) condition(e ast.Expr, p Place) *formula {
	if f := q.l.info.Facts[e]; f != nil && (f.Kind == check.FactInLast || f.Kind == check.FactNever) {
		return q.happened(e, f, p)
	}
	switch e := e.(type) {
	case *ast.BoolLit:
		return constant(e.Value)
	case *ast.UnaryExpr:
		if e.Op == "not" {
			return not(q.condition(e.X, p))
		}
	case *ast.BinaryExpr:
		if f := q.binary(e, p); f != nil {
			return f
		}
	case *ast.CallExpr:
		if e.Fun.Text == "has" && len(e.Args) == 1 {
			return q.isThere(q.value(e.Args[0].Value, p))
		}
	case *ast.InSegment:
		return q.segment(e, p)
	case *ast.HasTag:
		return q.free(p.at("tag "+q.l.source(e.Tag, p), false))
	case *ast.Received:
		if p.Journey == nil { // a message; in a journey, a step may have the name
			return q.free(p.at("received by anybody "+e.Name.Text, false))
		}
		return q.free(p.at("received "+e.Name.Text, false))
	}
	return q.isTrue(q.value(e, p))
}

// binary reads what joins two sides; nil when it is no condition.
func (q *query) binary(e *ast.BinaryExpr, p Place) *formula {
	switch e.Op {
	case "and":
		return and(q.condition(e.X, p), q.condition(e.Y, p))
	case "or":
		return or(q.condition(e.X, p), q.condition(e.Y, p))
	case "==", "!=", "<", "<=", ">", ">=":
		if f := q.since(e, p); f != nil {
			return f
		}
		return q.compared(e, p, func(a, b term) (*formula, bool) { return q.compare(e.Op, a, b) }, e.Op == "!=")
	case "in", "not in":
		list, written := e.Y.(*ast.ListLit)
		if !written {
			return q.unknown(e, p)
		}
		var ways []*formula
		if set, ok := texts(list); ok {
			return q.oneOf(e, set, p)
		}
		for _, item := range list.Items {
			ways = append(ways, q.compared(&ast.BinaryExpr{Span: e.Span, Op: "==", X: e.X, Y: item}, p,
				func(a, b term) (*formula, bool) { return q.compare("==", a, b) }, false))
		}
		return negated(or(ways...), e.Op == "not in")
	case "contains", "startsWith", "endsWith", "matches":
		return q.compared(e, p, func(a, b term) (*formula, bool) { return q.likeness(e.Op, a, b) }, false)
	}
	return nil
}

func negated(f *formula, turn bool) *formula {
	if turn {
		return not(f)
	}
	return f
}

// unknown is a condition of which only the way it is written is known.
func (q *query) unknown(e ast.Expr, p Place) *formula {
	return q.free(p.at(q.l.source(e, p), q.l.frozen(e)))
}

// texts returns the elements of a list of texts that are written out.
func texts(list *ast.ListLit) ([]string, bool) {
	var set []string
	for _, item := range list.Items {
		lit, ok := item.(*ast.StringLit)
		if !ok {
			return nil, false
		}
		s, plain := lit.Plain()
		if !plain {
			return nil, false
		}
		set = append(set, s)
	}
	return set, len(set) > 0
}

// oneOf reads `x in ["a", "b"]`, which is one atom however long the list is.
func (q *query) oneOf(e *ast.BinaryExpr, set []string, p Place) *formula {
	var ways []*formula
	for _, o := range q.value(e.X, p) {
		is := no
		switch {
		case o.kind == aText && o.constant:
			for _, s := range set {
				is = constant(is == yes || s == o.str)
			}
		case o.kind == aText:
			is = q.among(o.node, set)
		case o.there != no:
			return q.unknown(e, p)
		}
		ways = append(ways, and(o.when, o.there, is))
	}
	return negated(or(ways...), e.Op == "not in")
}

// compared joins every value of one side with every value of the other. A missing value
// makes it false.
func (q *query) compared(e *ast.BinaryExpr, p Place, compare func(a, b term) (*formula, bool), turn bool) *formula {
	var ways []*formula
	for _, a := range q.value(e.X, p) {
		for _, b := range q.value(e.Y, p) {
			if a.there == no || b.there == no {
				continue
			}
			f, ok := compare(a.term, b.term)
			if !ok {
				return q.unknown(e, p)
			}
			ways = append(ways, and(a.when, b.when, a.there, b.there, f))
		}
	}
	return negated(or(ways...), turn)
}

// compare compares two values that are there; ok is false when that is not understood.
func (q *query) compare(op string, a, b term) (f *formula, ok bool) {
	if a.kind != b.kind || a.moment && b.moment {
		return nil, false // a date and an instant may have no order
	}
	switch {
	case op == "!=":
		f, ok = q.compare("==", a, b) // the caller turns it round
		return f, ok
	case a.kind == aNumber:
		less, more := q.less(a.node, b.node), q.less(b.node, a.node)
		switch op {
		case "<":
			return less, true
		case ">":
			return more, true
		case "<=":
			return not(more), true
		case ">=":
			return not(less), true
		}
		return and(not(less), not(more)), true
	case a.kind == aTruth && op == "==":
		return or(and(a.truth, b.truth), and(not(a.truth), not(b.truth))), true
	case a.kind == aText:
		return q.compareTexts(op, a, b)
	}
	return nil, false
}

func (q *query) compareTexts(op string, a, b term) (*formula, bool) {
	if a.constant && !b.constant {
		turned := map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
		return q.compareTexts(turned[op], b, a)
	}
	switch {
	case a.constant:
		c := strings.Compare(a.str, b.str)
		return constant(op == "==" && c == 0 || op == "<" && c < 0 || op == "<=" && c <= 0 || op == ">" && c > 0 || op == ">=" && c >= 0), true
	case op == "==" && b.constant:
		return q.among(a.node, []string{b.str}), true
	case op == "==":
		return q.same(a.node, b.node), true
	case !b.constant:
		return nil, false
	case op == "<" || op == ">":
		return q.like(a.node, like{op, b.str}), true
	}
	return not(q.like(a.node, like{map[string]string{"<=": ">", ">=": "<"}[op], b.str})), true
}

func (q *query) likeness(op string, a, b term) (*formula, bool) {
	if a.kind != aText || b.kind != aText || !b.constant {
		return nil, false
	}
	l := like{op, b.str}
	if a.constant {
		t := l.of(a.str)
		return constant(t == isTrue), t != unknown
	}
	return q.like(a.node, l), true
}

// segment reads `segment vip` as its condition. A person is in the last stage of a
// lifecycle whose condition holds.
func (q *query) segment(e *ast.InSegment, p Place) *formula {
	s := q.l.segments[e.Segment.Text]
	key := p.at("segment "+e.Segment.Text, false)
	if f := q.segments[key]; f != nil {
		return f
	}
	q.segments[key] = q.free(key) // also for segments that ask about each other in a circle
	if s == nil || s.Decl.Where == nil || len(q.atoms) > mostAtoms || q.l.settled(s) {
		return q.segments[key]
	}
	inside := Place{File: s.File, When: p.When}
	list := []*formula{q.condition(s.Decl.Where, inside)}
	for _, later := range s.Later {
		list = append(list, not(q.condition(later.Where, inside)))
	}
	q.segments[key] = and(list...)
	return q.segments[key]
}

// settled reports whether everybody or nobody meets the condition of a segment. That is
// a mistake of the segment, and no more is concluded from it.
func (l *Logic) settled(s *check.Segment) bool {
	is, known := l.constant[s.Name]
	if known {
		return is
	}
	l.constant[s.Name] = false // for segments that ask about each other in a circle
	c := Claim{Cond: s.Decl.Where, Place: Place{File: s.File}}
	_, never := l.Never(c)
	_, always := l.Never(c.Not())
	l.constant[s.Name] = never || always
	return never || always
}

// at is the name of something at the instant of a place.
func (p Place) at(key string, frozen bool) string {
	if frozen || p.When == 0 {
		return key
	}
	return "@" + itoa(int64(p.When)) + " " + key
}

// source is how an expression is written, and where, as far as that says what it means.
func (l *Logic) source(e ast.Expr, p Place) string {
	at := e.Pos()
	text := p.File.Src[at.Start:at.End]
	if p.Event != nil {
		return p.Event.Name + ": " + text
	}
	return text
}

// frozen reports whether an expression is about nothing but what the trigger carried.
func (l *Logic) frozen(e ast.Expr) bool {
	still := true
	ast.Walk(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IdentExpr:
			still = still && l.info.Refs[n].Kind == check.RefEntry
		case *ast.InSegment, *ast.HasTag, *ast.Received, *ast.InLast, *ast.Never, *ast.TimeSince, *ast.CallExpr:
			still = false
		}
		return still
	})
	return still
}
