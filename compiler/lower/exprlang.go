package lower

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
)

// eval lowers an expression to an expr-lang program over a flat environment of
// exactly the names it reads. Comparisons and arithmetic become calls of helper
// functions (eq, lt, add, …, with a leading underscore) that know what a missing
// value does: expr's own operators panic on it.
func (b *builder) eval(a *asm, e ast.Expr, sc scope) {
	w := &exprWriter{builder: b, scope: sc, names: map[string]bool{}}
	w.write(e)
	x := bytecode.Expr{Source: w.String(), Vars: w.vars}
	if t := b.info.Types[e]; t != nil {
		x.Type = Wire(t)
	}
	i := b.row(fmt.Sprintf("expr %+v", x), func() int32 {
		b.p.Exprs = append(b.p.Exprs, x)
		return int32(len(b.p.Exprs) - 1)
	})
	a.emit(bytecode.OpEval, i, 0)
}

type exprWriter struct {
	*builder
	strings.Builder
	scope scope
	vars  []bytecode.Var
	names map[string]bool
}

// name adds a variable to the environment and writes it.
func (w *exprWriter) name(from bytecode.Source, index int32) {
	n := from.String()
	if from == bytecode.FromCart || from == bytecode.FromViewed || from == bytecode.FromBought {
		w.p.Cart.Used = true
	} else {
		n = fmt.Sprintf("%s%d", n, index)
	}
	if !w.names[n] {
		w.names[n] = true
		w.vars = append(w.vars, bytecode.Var{Name: n, From: from, Index: index})
	}
	w.WriteString(n)
}

// helpers are the operators that know about missing values.
var helpers = map[string]string{
	"==": "_eq", "!=": "_ne", "<": "_lt", "<=": "_le", ">": "_gt", ">=": "_ge",
	"+": "_add", "-": "_sub", "*": "_mul", "/": "_div", "%": "_mod", "**": "_pow",
	"in": "_in", "not in": "_notin", "contains": "_contains", "startsWith": "_starts", "endsWith": "_ends", "matches": "_matches",
}

func (w *exprWriter) write(e ast.Expr) {
	if f := w.info.Facts[e]; f != nil {
		w.fact(f)
		return
	}
	switch e := e.(type) {
	case *ast.NumberLit:
		w.WriteString(floatText(e.Value))
	case *ast.PercentLit:
		w.WriteString(floatText(e.Value))
	case *ast.BoolLit:
		w.WriteString(strconv.FormatBool(e.Value))
	case *ast.NullLit:
		w.WriteString("nil")
	case *ast.DurationLit:
		w.WriteString(strconv.Quote(durationText(e)))
	case *ast.DateLit:
		w.WriteString(strconv.Quote(dateText(e)))
	case *ast.StringLit:
		w.template(e)
	case *ast.IdentExpr:
		w.ident(e)
	case *ast.ItExpr:
		if it := w.scope.it; it != nil {
			w.in(it.scope, func() { w.write(it.expr) })
			return
		}
		w.WriteString("#")
	case *ast.MemberExpr:
		w.member(e)
	case *ast.IndexExpr:
		w.call("_at", e.X, e.Index)
	case *ast.SliceExpr:
		w.WriteString("_slice(")
		w.write(e.X)
		for _, x := range []ast.Expr{e.Lo, e.Hi} {
			w.WriteString(", ")
			if x == nil {
				w.WriteString("nil")
			} else {
				w.write(x)
			}
		}
		w.WriteByte(')')
	case *ast.CallExpr:
		w.function(e)
	case *ast.UnaryExpr:
		w.call(map[string]string{"not": "_not", "-": "_neg"}[e.Op], e.X)
	case *ast.BinaryExpr:
		w.binary(e)
	case *ast.ChoiceExpr:
		w.WriteString("(_true(")
		w.write(e.Cond)
		w.WriteString(") ? ")
		w.write(e.Then)
		w.WriteString(" : ")
		w.write(e.Else)
		w.WriteByte(')')
	case *ast.ListLit:
		w.WriteByte('[')
		for i, x := range e.Items {
			if i > 0 {
				w.WriteString(", ")
			}
			w.write(x)
		}
		w.WriteByte(']')
	case *ast.RecordLit:
		w.WriteByte('{')
		for i, f := range e.Fields {
			if i > 0 {
				w.WriteString(", ")
			}
			w.WriteString(strconv.Quote(f.Name.Text) + ": ")
			w.write(f.Value)
		}
		w.WriteByte('}')
	case *ast.InSegment:
		w.name(bytecode.FromSegment, w.segment(e.Segment.Text))
	case *ast.HasTag:
		w.WriteString("_in(")
		w.write(e.Tag)
		w.WriteString(", ")
		w.name(bytecode.FromTrait, w.trait("tags"))
		w.WriteByte(')')
	case *ast.Received:
		w.name(bytecode.FromMark, w.mark(e.Name.Text, w.scope.journey))
	default:
		w.notYet(e, "this expression")
		w.WriteString("nil")
	}
}

func (w *exprWriter) call(fn string, args ...ast.Expr) {
	w.WriteString(fn)
	w.WriteByte('(')
	for i, x := range args {
		if i > 0 {
			w.WriteString(", ")
		}
		w.write(x)
	}
	w.WriteByte(')')
}

// predicates are the functions that take a condition on each element, with the
// name of expr's own, which alone can bind the element.
var predicates = map[string]string{
	"all": "all", "any": "any", "none": "none", "one": "one",
	"filter": "filter", "find": "find", "find_index": "findIndex", "count": "count",
}

// function writes a call. Functions with a condition or a value per element
// become expr's all, any, map, …; all others are the runtime's, under their name
// with a leading underscore.
func (w *exprWriter) function(e *ast.CallExpr) {
	name := e.Fun.Text
	each := func(fn, wrap string) {
		w.WriteString(fn + "(")
		w.call("_list", e.Args[0].Value)
		w.WriteString(", " + wrap + "(")
		element := w.scope
		element.it = nil
		w.in(element, func() { w.write(e.Args[1].Value) })
		w.WriteString("))")
	}
	switch {
	case len(e.Args) == 2 && predicates[name] != "":
		each(predicates[name], "_true")
	case name == "map":
		each("map", "")
	case name == "sum" && len(e.Args) == 2:
		w.WriteString("_sum(")
		each("map", "")
		w.WriteByte(')')
	case name == "sort_by":
		w.WriteString("_sort_by(")
		w.call("_list", e.Args[0].Value)
		w.WriteString(", ")
		each("map", "")
		for _, arg := range e.Args[2:] {
			w.WriteString(", ")
			w.write(arg.Value)
		}
		w.WriteByte(')')
	case stdlib.ForReader(name):
		w.reader(e)
	default:
		args := make([]ast.Expr, len(e.Args))
		for i, arg := range e.Args {
			args[i] = arg.Value
		}
		w.call("_"+name, args...)
	}
}

func (w *exprWriter) binary(e *ast.BinaryExpr) {
	switch e.Op {
	case "and", "or":
		w.WriteString("(_true(")
		w.write(e.X)
		w.WriteString(") " + e.Op + " _true(")
		w.write(e.Y)
		w.WriteString("))")
	case "??", "..":
		w.WriteByte('(')
		w.write(e.X)
		w.WriteString(" " + e.Op + " ")
		w.write(e.Y)
		w.WriteByte(')')
	default:
		var a asm
		if w.since(&a, e, w.scope) {
			w.name(bytecode.FromFact, a.code[0].A)
			return
		}
		w.call(helpers[e.Op], e.X, e.Y)
	}
}

func (w *exprWriter) fact(f *check.Fact) {
	no := f.No || f.Kind == check.FactNever
	if no {
		w.WriteString("_not(")
	}
	w.name(bytecode.FromFact, w.factRow(f, w.scope))
	if no {
		w.WriteByte(')')
	}
}

func (w *exprWriter) template(s *ast.StringLit) {
	if text, plain := s.Plain(); plain {
		w.WriteString(strconv.Quote(text))
		return
	}
	w.WriteString("_text(")
	inner := w.scope
	inner.content = false
	for i, p := range s.Parts {
		if i > 0 {
			w.WriteString(", ")
		}
		if p.Expr != nil {
			isolated := w.scope.content && !isPlural(p.Expr)
			if isolated {
				w.WriteString("_isolate(")
			}
			w.in(inner, func() { w.write(p.Expr) })
			if isolated {
				w.WriteByte(')')
			}
		} else {
			w.WriteString(strconv.Quote(p.Text))
		}
	}
	w.WriteByte(')')
}

func (w *exprWriter) ident(e *ast.IdentExpr) {
	switch w.info.Refs[e].Kind {
	case check.RefField:
		w.name(bytecode.FromField, w.field(w.eventAt(w.scope.event), e.Text))
	case check.RefParam:
		if w.scope.message == nil {
			w.bound(e.Text)
			return
		}
		w.name(bytecode.FromParam, paramIndex(w.scope.message, e.Text))
	case check.RefCart:
		w.name(bytecode.FromCart, 0)
	case check.RefViewed:
		w.name(bytecode.FromViewed, 0)
	case check.RefBought:
		w.name(bytecode.FromBought, 0)
	default:
		w.WriteString("nil")
	}
}

// bound writes the value that a send binds a name of its inline content to.
func (w *exprWriter) bound(name string) {
	value, outside := w.scope.bound(name)
	if value == nil {
		w.WriteString("nil")
		return
	}
	w.in(outside, func() { w.write(value) })
}

// in writes something that stands in another scope.
func (w *exprWriter) in(sc scope, write func()) {
	saved := w.scope
	w.scope = sc
	write()
	w.scope = saved
}

// reader writes the call of a function for readers, with all of its arguments.
func (w *exprWriter) reader(e *ast.CallExpr) {
	args, inner := w.placed(e, w.scope)
	w.WriteString("_" + e.Fun.Text + "(")
	for i, arg := range args {
		if i > 0 {
			w.WriteString(", ")
		}
		if arg == nil {
			w.WriteString("nil")
		} else {
			w.in(inner(i), func() { w.write(arg) })
		}
	}
	w.WriteByte(')')
}

func (w *exprWriter) member(e *ast.MemberExpr) {
	if id, ok := e.X.(*ast.IdentExpr); ok {
		switch w.info.Refs[id].Kind {
		case check.RefProfile:
			w.name(bytecode.FromTrait, w.trait(e.Name.Text))
			return
		case check.RefEntry:
			if w.scope.journey != nil {
				w.name(bytecode.FromEntry, w.scope.journey.slot(e.Name.Text))
				return
			}
		}
	}
	w.WriteString("_get(")
	w.write(e.X)
	w.WriteString(", " + strconv.Quote(e.Name.Text) + ")")
}

func floatText(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.ContainsRune(s, '.') {
		s += ".0"
	}
	return s
}
