package paths

import (
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/ast"
)

// most of the ways to make one condition come out as it should that are looked at.
const mostWays = 24

// wisher finds out what makes conditions come out as they should. It need not be
// right: what it says is tried with the engine. What it does not understand it leaves
// as it is, which is one way, too.
type wisher struct {
	info     *check.Info
	segments map[string]*check.Segment
	asking   []string // segments that are being looked into
}

func newWisher(info *check.Info) *wisher {
	w := &wisher{info: info, segments: map[string]*check.Segment{}}
	for _, s := range info.Segments {
		w.segments[s.Name] = s
	}
	return w
}

// nothing is one way, for which nothing is needed.
var nothing = []bundle{{}}

// wish returns the ways in which a condition becomes what it should be.
func (w *wisher) wish(e ast.Expr, want bool) []bundle {
	if f := w.info.Facts[e]; f != nil {
		switch f.Kind {
		case check.FactInLast:
			return w.happened(f, want != f.No)
		case check.FactNever:
			return w.happened(f, !want)
		}
	}
	switch e := e.(type) {
	case *ast.UnaryExpr:
		if e.Op == "not" {
			return w.wish(e.X, !want)
		}
	case *ast.BinaryExpr:
		return w.binary(e, want)
	case *ast.CallExpr:
		if e.Fun.Text == "has" && len(e.Args) == 1 {
			return w.has(e.Args[0].Value, want)
		}
		if e.Fun.Text == "any" && len(e.Args) == 2 && want {
			return w.any(e)
		}
	case *ast.InSegment:
		return w.segment(e.Segment.Text, want)
	case *ast.MemberExpr, *ast.IdentExpr:
		if f, ok := w.place(e); ok {
			return w.about(f, "==", true, want)
		}
	case *ast.HasTag:
		return w.tag(e, want)
	}
	return w.hints(e)
}

func (w *wisher) tag(e *ast.HasTag, want bool) []bundle {
	lit, ok := e.Tag.(*ast.StringLit)
	if text, plain := lit.Plain(); ok && plain && want {
		return []bundle{{{kind: aTrait, name: "tags", op: "==", value: text, typ: &check.Type{Kind: check.List}}}}
	}
	return nothing
}

// binary looks at what joins two sides.
func (w *wisher) binary(e *ast.BinaryExpr, want bool) []bundle {
	switch {
	case e.Op == "and" && want, e.Op == "or" && !want:
		return joined(w.wish(e.X, want), w.wish(e.Y, want))
	case e.Op == "and", e.Op == "or":
		return few(slices.Concat(w.wish(e.X, want), w.wish(e.Y, want)))
	case e.Op == "in", e.Op == "not in":
		return w.in(e, want == (e.Op == "in"))
	case e.Op == "contains", e.Op == "startsWith", e.Op == "endsWith", mirrored[e.Op] != "":
		return w.compare(e, want)
	}
	return w.hints(e)
}

// in looks at `x in [a, b]`.
func (w *wisher) in(e *ast.BinaryExpr, want bool) []bundle {
	list, ok := e.Y.(*ast.ListLit)
	if !ok {
		return w.hints(e)
	}
	f, ok := w.place(e.X)
	if !ok {
		return w.hints(e)
	}
	var ways []bundle
	var none bundle
	for _, item := range list.Items {
		v, ok := constant(item)
		if !ok {
			continue
		}
		is := f
		is.op, is.value = "==", v
		ways = append(ways, bundle{is})
		is.op = "!="
		none = append(none, is)
	}
	if !want {
		return []bundle{none}
	}
	return few(ways)
}

// compare looks at a comparison with something that is written out.
func (w *wisher) compare(e *ast.BinaryExpr, want bool) []bundle {
	op, x, y := e.Op, e.X, e.Y
	v, ok := constant(y)
	if !ok {
		if v, ok = constant(x); ok && mirrored[op] != "" {
			op, x = mirrored[op], y
		} else {
			return w.hints(e)
		}
	}
	if f := w.info.Facts[x]; f != nil {
		if f.Kind == check.FactLast {
			return w.last(f, op, v, want)
		}
		if n, ok := v.(float64); ok {
			return w.counted(f, op, n, want)
		}
	}
	if _, ok := x.(*ast.TimeSince); ok {
		return w.hints(e)
	}
	if f, ok := w.place(x); ok {
		return w.about(f, op, v, want)
	}
	return w.hints(e)
}

// about are the ways in which a place compares with a value, or does not.
func (w *wisher) about(f fact, op string, v any, want bool) []bundle {
	f.value, f.op = v, op
	if want {
		return []bundle{{f}}
	}
	if opposite[op] == "" {
		return nothing
	}
	gone := f
	gone.op = "hasn't"
	f.op = opposite[op]
	return []bundle{{gone}, {f}}
}

func (w *wisher) has(e ast.Expr, want bool) []bundle {
	if f := w.info.Facts[e]; f != nil && f.Kind == check.FactExpected && want {
		return []bundle{{{kind: anEvent, name: f.Event.Name, n: 3, most: 90 * day}}}
	}
	if f := w.info.Facts[e]; f != nil {
		return w.happened(f, want)
	}
	f, ok := w.place(e)
	if !ok {
		return w.hints(e)
	}
	f.op = "has"
	if !want {
		f.op = "hasn't"
	}
	return []bundle{{f}}
}

// any are the ways in which a list has an element of which a condition holds: a list of
// that one alone.
func (w *wisher) any(e *ast.CallExpr) []bundle {
	list, ok := w.place(e.Args[0].Value)
	if !ok {
		return w.hints(e)
	}
	var out []bundle
	for _, way := range w.wish(e.Args[1].Value, true) {
		text, ok := element(way)
		if !ok {
			continue
		}
		list.op, list.value = "==", raw("["+text+"]")
		out = append(out, bundle{list})
	}
	return out
}

// element writes an element of a list of which facts hold.
func element(facts []fact) (string, bool) {
	var fields []string
	for i, f := range facts {
		if f.kind != anItem || slices.ContainsFunc(facts[:i], func(g fact) bool { return g.name == f.name }) {
			continue
		}
		v, ok := choose(of(facts, f.name))
		if !ok {
			return "", false
		}
		if f.name == "" {
			return written(v), true
		}
		if _, gone := v.(missing); !gone {
			fields = append(fields, name(f.name)+": "+written(v))
		}
	}
	return "{ " + strings.Join(fields, ", ") + " }", true
}

// place is the trait, or the field of the trigger, that an expression reads.
func (w *wisher) place(e ast.Expr) (fact, bool) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == "??" {
			return w.place(e.X)
		}
	case *ast.IdentExpr:
		if r := w.info.Refs[e]; r.Kind == check.RefField {
			return fact{kind: aField, name: e.Text, typ: w.info.Types[e]}, true
		}
	case *ast.ItExpr:
		return fact{kind: anItem, typ: w.info.Types[e]}, true
	case *ast.MemberExpr:
		if _, ok := e.X.(*ast.ItExpr); ok {
			return fact{kind: anItem, name: e.Name.Text, typ: w.info.Types[e]}, true
		}
		x, ok := e.X.(*ast.IdentExpr)
		if !ok {
			return fact{}, false
		}
		switch w.info.Refs[x].Kind {
		case check.RefProfile:
			return fact{kind: aTrait, name: e.Name.Text, typ: w.info.Types[e]}, true
		case check.RefEntry, check.RefField:
			return fact{kind: aField, name: e.Name.Text, typ: w.info.Types[e]}, true
		}
	}
	return fact{}, false
}

// filter are the ways in which a `where` lets an event through.
func (w *wisher) filter(where ast.Expr) []bundle {
	if where == nil {
		return nothing
	}
	return w.wish(where, true)
}

// split parts what is said of an event's own fields from the rest.
func split(b bundle) (fields, others []fact) {
	for _, f := range b {
		if f.kind == aField {
			fields = append(fields, f)
		} else {
			others = append(others, f)
		}
	}
	return fields, others
}

// segment are the ways in which somebody is in a segment, or is not.
func (w *wisher) segment(name string, want bool) []bundle {
	s := w.segments[name]
	if s == nil || s.Decl.Where == nil || slices.Contains(w.asking, name) {
		return nothing
	}
	w.asking = append(w.asking, name)
	defer func() { w.asking = w.asking[:len(w.asking)-1] }()
	ways := w.wish(s.Decl.Where, want)
	for _, later := range s.Later {
		if want && later.Where != nil {
			ways = joined(ways, w.wish(later.Where, false))
		}
	}
	return ways
}

// hints are what could change a value that is not understood: the basket, what was
// looked at, what was bought, and the numbers that it is compared with.
func (w *wisher) hints(e ast.Expr) []bundle {
	out := slices.Clone(nothing)
	number := 1.0
	ast.Walk(e, func(n ast.Node) bool {
		if x, ok := n.(*ast.NumberLit); ok && x.Value > 0 {
			number = x.Value
		}
		return true
	})
	ast.Walk(e, func(n ast.Node) bool {
		x, ok := n.(*ast.IdentExpr)
		if !ok {
			return true
		}
		kinds := map[check.RefKind]string{check.RefCart: "product_added", check.RefViewed: "product_viewed", check.RefBought: "purchased"}
		name, ok := kinds[w.info.Refs[x].Kind]
		if !ok {
			return true
		}
		var several bundle
		for i := range int(min(number+1, 10)) {
			fields := []fact{{kind: aField, name: "product_id", op: "==", value: fmt.Sprintf("product_%d", i+1)}, {kind: aField, name: "price", op: "==", value: number + 1}}
			several = append(several, fact{kind: anEvent, name: name, n: 1, most: hour, fields: fields})
		}
		out = append(out, several[:1], several)
		return true
	})
	return few(out)
}

// joined is every way of one side with every way of the other.
func joined(a, b []bundle) []bundle {
	var out []bundle
	for _, x := range a {
		for _, y := range b {
			out = append(out, slices.Concat(x, y))
		}
	}
	return few(out)
}

func few(ways []bundle) []bundle { return ways[:min(len(ways), mostWays)] }

// constant is the value of what is written out.
func constant(e ast.Expr) (any, bool) {
	switch e := e.(type) {
	case *ast.NumberLit:
		return e.Value, true
	case *ast.PercentLit:
		return e.Value / 100, true
	case *ast.BoolLit:
		return e.Value, true
	case *ast.DurationLit:
		return float64(millis(e)), true
	case *ast.StringLit:
		text, ok := e.Plain()
		return text, ok
	case *ast.UnaryExpr:
		if v, ok := constant(e.X); ok && e.Op == "-" {
			n, ok := v.(float64)
			return -n, ok
		}
	}
	return nil, false
}

// millis is about how long a duration takes.
func millis(d *ast.DurationLit) int64 {
	l := lower.Duration(d)
	return l.Millis + int64(l.Days)*day + int64(l.Months)*30*day
}
