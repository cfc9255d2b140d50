package oracle

import (
	"fmt"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// scope is where an expression is asked.
type scope struct {
	p     *person
	event *happened    // the event that a `where` filters; its fields need no prefix
	in    *instance    // whose `entry` is meant
	j     *journey     // whose question it is; nil of a segment, which speaks of no journey
	it    *event.Value // the element that a function of lists is at
	pre   bool         // what others wrote to the profile in this round is not seen yet
}

// holds asks a condition. A missing answer is no.
func (w *world) holds(x ast.Expr, s scope) bool {
	v := w.value(x, s)
	return v.Kind == event.Bool && v.Num != 0
}

// value computes an expression over everything that has happened so far.
func (w *world) value(x ast.Expr, s scope) event.Value {
	switch x := x.(type) {
	case *ast.NumberLit:
		return event.Of(x.Value)
	case *ast.PercentLit:
		return event.Of(x.Value)
	case *ast.BoolLit:
		return event.Of(x.Value)
	case *ast.NullLit:
		return event.Value{}
	case *ast.StringLit:
		t, _ := x.Plain()
		return event.Of(t)
	case *ast.ListLit:
		box := &event.Box{}
		for _, it := range x.Items {
			box.Items = append(box.Items, w.value(it, s))
		}
		return event.Value{Kind: event.List, Box: box}
	case *ast.IdentExpr:
		switch {
		case s.event != nil:
			return w.field(s.event, x.Text)
		case x.Text == "viewed":
			return w.seen(s.p, "product_viewed")
		}
		return w.seen(s.p, "purchased")
	case *ast.ItExpr:
		return *s.it
	case *ast.MemberExpr:
		return w.member(x, s)
	case *ast.UnaryExpr:
		if x.Op == "not" {
			return event.Of(!w.holds(x.X, s))
		}
		return arithmetic("-", event.Of(0), w.value(x.X, s))
	case *ast.BinaryExpr:
		return w.binary(x, s)
	case *ast.ChoiceExpr:
		if w.holds(x.Cond, s) {
			return w.value(x.Then, s)
		}
		return w.value(x.Else, s)
	case *ast.InLast:
		return event.Of(x.No != (len(w.within(s, x.Event, x.Last)) > 0))
	case *ast.Never:
		return event.Of(len(w.within(s, x.Event, nil)) == 0)
	case *ast.CallExpr:
		return w.call(x, s)
	case *ast.InSegment:
		return event.Of(w.inSegment(x.Segment.Text, s))
	case *ast.HasTag:
		return event.Of(w.hasTag(w.value(x.Tag, s), s))
	case *ast.Received:
		return event.Of(w.received(x.Name.Text, s))
	}
	panic(fmt.Sprintf("oracle: %T was not refused when the files were read", x))
}

func (w *world) member(x *ast.MemberExpr, s scope) event.Value {
	switch from := x.X.(type) {
	case *ast.ItExpr:
		return s.it.Field(x.Name.Text)
	case *ast.CallExpr: // last(E).f
		if ofList(from) {
			return w.list(from, s).Field(x.Name.Text)
		}
		if last := w.last(s, eventOf(from.Args[0].Value)); last != nil {
			if _, declared := w.prog.fields[last.name]["time"]; x.Name.Text == "time" && !declared {
				return event.Value{Kind: event.Time, Num: float64(last.ts)}
			}
			return w.field(last, x.Name.Text)
		}
		return event.Value{}
	case *ast.IdentExpr:
		if from.Text == "cart" {
			return w.cart(s.p).Field(x.Name.Text)
		}
		if from.Text == "entry" {
			return w.said(s.in.payload, x.Name.Text)
		}
	}
	return w.trait(s.p, x.Name.Text, s.in, s.pre)
}

func (w *world) binary(x *ast.BinaryExpr, s scope) event.Value {
	switch x.Op {
	case "and":
		return event.Of(w.holds(x.X, s) && w.holds(x.Y, s))
	case "or":
		return event.Of(w.holds(x.X, s) || w.holds(x.Y, s))
	}
	if t, ok := x.X.(*ast.TimeSince); ok {
		return event.Of(w.since(x.Op, t, x.Y.(*ast.DurationLit), s))
	}
	if t, ok := x.Y.(*ast.TimeSince); ok {
		return event.Of(w.since(turned[x.Op], t, x.X.(*ast.DurationLit), s))
	}
	a, b := w.value(x.X, s), w.value(x.Y, s)
	switch x.Op {
	case "??":
		if missing(a) {
			return b
		}
		return a
	case "in":
		return event.Of(among(a, b))
	case "not in":
		return event.Of(!among(a, b))
	case "contains", "startsWith", "endsWith":
		return event.Of(textTest(x.Op, a, b))
	case "+", "-", "*", "/":
		return arithmetic(x.Op, a, b)
	}
	return event.Of(compare(x.Op, a, b))
}

// turned says what a comparison becomes when its sides change places.
var turned = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

func (w *world) call(x *ast.CallExpr, s scope) event.Value {
	if ofList(x) {
		return w.list(x, s)
	}
	switch x.Fun.Text {
	case "has":
		return event.Of(!missing(w.value(x.Args[0].Value, s)))
	case "expected":
		return w.expected(s, eventOf(x.Args[0].Value))
	case "count":
		return event.Of(len(latest(w.within(s, eventOf(x.Args[0].Value), x.Last))))
	}
	// sum(E.field, last d): the kept values are added in their order.
	m := x.Args[0].Value.(*ast.MemberExpr)
	total := 0.0
	for _, h := range latest(w.within(s, eventOf(m.X), x.Last)) {
		if v := w.field(h, m.Name.Text); v.Kind == event.Number {
			total += v.Num
		}
	}
	return event.Of(total)
}

// latest returns at most the last 256: more are not remembered.
func latest(list []*happened) []*happened { return list[max(0, len(list)-most):] }
