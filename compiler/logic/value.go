package logic

import (
	"math"
	"slices"
	"time"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// term is a value, if it is there.
type term struct {
	kind     termKind
	there    *formula
	node     int  // aNumber: a number; aText: a text, unless constant
	moment   bool // aNumber: a date or an instant
	constant bool
	str      string   // aText, constant
	truth    *formula // aTruth
}

type termKind uint8

const (
	aThing termKind = iota // of which it is only known whether it is there
	aNumber
	aText
	aTruth
)

// option is one of the values that an expression may have, and when it is that one.
type option struct {
	when *formula
	term
}

// mostOptions bounds the values of one expression.
const mostOptions = 8

func only(t term) []option { return []option{{yes, t}} }

func (q *query) isThere(list []option) *formula {
	var ways []*formula
	for _, o := range list {
		ways = append(ways, and(o.when, o.there))
	}
	return or(ways...)
}

func (q *query) isTrue(list []option) *formula {
	var ways []*formula
	for _, o := range list {
		if o.kind == aTruth {
			ways = append(ways, and(o.when, o.there, o.truth))
		}
	}
	return or(ways...)
}

// value reads a value.
func (q *query) value(e ast.Expr, p Place) []option {
	if f := q.l.info.Facts[e]; f != nil {
		return q.fact(e, f, p)
	}
	switch e := e.(type) {
	case *ast.NumberLit:
		return q.literal(e, e.Value, p)
	case *ast.PercentLit:
		return q.literal(e, e.Value, p)
	case *ast.BoolLit:
		return only(term{kind: aTruth, there: yes, truth: constant(e.Value)})
	case *ast.StringLit:
		if s, plain := e.Plain(); plain {
			return only(term{kind: aText, there: yes, constant: true, str: s})
		}
	case *ast.NullLit:
		return only(term{there: no})
	case *ast.DateLit:
		days := time.Date(e.Year, time.Month(e.Month), e.Day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 3600)
		return q.literal(e, float64(days), p)
	case *ast.IdentExpr, *ast.MemberExpr:
		return q.path(e, p)
	case *ast.ChoiceExpr:
		return q.choice(e, p)
	case *ast.UnaryExpr:
		if n, ok := e.X.(*ast.NumberLit); ok && e.Op == "-" {
			return q.literal(e, -n.Value, p)
		}
	case *ast.CallExpr:
		if e.Fun.Text == "len" && len(e.Args) == 1 {
			return q.length(e, p)
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case "??":
			return q.standIn(e, p)
		case "+", "-":
			if sums := q.sums(e, p); sums != nil {
				return sums
			}
		}
	}
	if t := q.l.info.Types[e]; t != nil && t.Kind == check.Bool && isQuestion(e) {
		return only(term{kind: aTruth, there: yes, truth: q.condition(e, p)})
	}
	return q.opaque(q.l.source(e, p), q.l.info.Types[e], q.l.frozen(e), p, true, nil)
}

// isQuestion reports whether an expression is a condition of a form that is read, which
// is true or false and never missing.
func isQuestion(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return e.Op == "not"
	case *ast.BinaryExpr:
		return slices.Contains([]string{"and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "startsWith", "endsWith", "matches"}, e.Op)
	case *ast.CallExpr:
		return e.Fun.Text == "has"
	case *ast.InSegment, *ast.HasTag, *ast.Received:
		return true
	}
	return false
}

func (q *query) literal(e ast.Expr, x float64, p Place) []option {
	n, ok := units(x)
	if !ok {
		return q.opaque(q.l.source(e, p), nil, true, p, false, nil)
	}
	return only(term{kind: aNumber, there: yes, node: q.constant(n)})
}

// path reads what a name stands for: a field, what the trigger carried, a trait.
func (q *query) path(e ast.Expr, p Place) []option {
	switch e := e.(type) {
	case *ast.IdentExpr:
		ref := q.l.info.Refs[e]
		switch {
		case ref.Kind == check.RefField && ref.Field != nil && p.Trigger:
			return q.entry(e.Text, p)
		case ref.Kind == check.RefField && ref.Field != nil && p.Event != nil:
			return q.opaque(p.Event.Name+"."+e.Text, ref.Field.Type, false, p, ref.Field.Type.Opt, nil)
		}
	case *ast.MemberExpr:
		id, ok := e.X.(*ast.IdentExpr)
		if !ok {
			break
		}
		switch q.l.info.Refs[id].Kind {
		case check.RefEntry:
			return q.entry(e.Name.Text, p)
		case check.RefProfile:
			if f := q.l.traits[e.Name.Text]; f != nil {
				return q.opaque("profile."+e.Name.Text, f.Type, false, p, true, nil)
			}
		}
	}
	return q.opaque(q.l.source(e, p), q.l.info.Types[e], q.l.frozen(e), p, true, nil)
}

func (q *query) entry(field string, p Place) []option {
	if p.Journey != nil {
		for _, f := range p.Journey.Entry {
			if f.Name == field {
				return q.opaque("entry."+field, f.Type, true, p, f.Type.Opt, nil)
			}
		}
	}
	return q.opaque("entry."+field, nil, true, p, true, nil)
}

// opaque is a value that a place holds; there is when it is there, if that is known.
func (q *query) opaque(key string, t *check.Type, frozen bool, p Place, maybe bool, there *formula) []option {
	key = p.at(key, frozen)
	if there == nil {
		there = yes
		if maybe {
			there = q.free("there " + key)
		}
	}
	out := term{there: there}
	if t == nil {
		return only(out)
	}
	switch t.Kind {
	case check.Number, check.Percent:
		out.kind, out.node = aNumber, q.number(key, node{base: -1})
	case check.Date, check.Time:
		out.kind, out.moment, out.node = aNumber, true, q.number(key, node{base: -1})
	case check.Text:
		out.kind, out.node = aText, q.place(key, t.Enum)
	case check.Bool:
		out.kind, out.truth = aTruth, q.free("true "+key)
	}
	return only(out)
}

// choice reads `cond ? a : b`.
func (q *query) choice(e *ast.ChoiceExpr, p Place) []option {
	cond := q.condition(e.Cond, p)
	var out []option
	for _, o := range q.value(e.Then, p) {
		out = append(out, option{and(cond, o.when), o.term})
	}
	for _, o := range q.value(e.Else, p) {
		out = append(out, option{and(not(cond), o.when), o.term})
	}
	return q.few(out, e, p)
}

// standIn reads `a ?? b`.
func (q *query) standIn(e *ast.BinaryExpr, p Place) []option {
	var out []option
	first := q.value(e.X, p)
	for _, o := range first {
		when := and(o.when, o.there)
		o.there = yes
		out = append(out, option{when, o.term})
	}
	missing := not(q.isThere(first))
	for _, o := range q.value(e.Y, p) {
		out = append(out, option{and(missing, o.when), o.term})
	}
	return q.few(out, e, p)
}

func (q *query) few(list []option, e ast.Expr, p Place) []option {
	list = slices.DeleteFunc(list, func(o option) bool { return o.when == no })
	if len(list) > mostOptions {
		return q.opaque(q.l.source(e, p), q.l.info.Types[e], q.l.frozen(e), p, true, nil)
	}
	return list
}

// sums reads a number plus or minus one that is written out; nil when it is not that.
func (q *query) sums(e *ast.BinaryExpr, p Place) []option {
	x, y, sign := e.X, e.Y, 1.0
	if e.Op == "-" {
		sign = -1
	}
	if _, ok := x.(*ast.NumberLit); ok && e.Op == "+" {
		x, y = y, x
	}
	lit, ok := y.(*ast.NumberLit)
	if !ok {
		return nil
	}
	plus, ok := units(sign * lit.Value)
	if !ok {
		return nil
	}
	list := slices.Clone(q.value(x, p))
	for i, o := range list {
		if o.there == no {
			continue
		}
		if o.kind != aNumber || q.nodes[o.node].constant && (plus%unit != 0 || !q.nodes[o.node].whole) {
			return nil
		}
		if at := q.nodes[o.node]; at.constant {
			if sum := at.value + plus; math.Abs(float64(sum)) <= greatest*unit {
				list[i].node = q.constant(sum)
				continue
			}
			return nil
		}
		if list[i].node, ok = q.sum(o.node, plus); !ok {
			return nil
		}
	}
	return list
}

// length reads `len(x)`, which is there when x is.
func (q *query) length(e *ast.CallExpr, p Place) []option {
	inside := e.Args[0].Value
	key := p.at("len "+q.l.source(inside, p), q.l.frozen(inside))
	there := q.isThere(q.value(inside, p))
	return only(term{kind: aNumber, there: there, node: q.number(key, node{whole: true, natural: true, base: -1})})
}
