package lower

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
)

// scope is where an expression stands.
type scope struct {
	event   int32 // the event in hand (inside a `where`), or -1
	journey *journeyLowerer
	message *check.Message
	with    *ast.RecordLit // what a send binds the names of its inline content to

	// content: this text is sent, so that what is put into it is kept from turning its
	// direction round.
	content bool
	it      *number // what `it` is in a form of plural; nil where it is the element of a list
}

// number is the number of a plural, and where it stands.
type number struct {
	expr  ast.Expr
	scope scope
}

// condition lowers a condition to a piece of code of its own.
func (b *builder) condition(e ast.Expr, sc scope) int32 {
	var a asm
	b.value(&a, e, sc)
	return b.place(&a)
}

// where is the code of an event's filter, or -1. The engagement form
// `clicked first_mail` is a filter too.
func (b *builder) where(p *ast.EventPat, l *journeyLowerer) int32 {
	e := b.info.Heard[p]
	if p.Where == nil && p.Step.Text == "" {
		return -1
	}
	sc := scope{event: b.event(e), journey: l}
	var a asm
	if p.Step.Text != "" {
		names := []string{p.Step.Text}
		if l != nil && len(l.sends[p.Step.Text]) > 0 {
			names = l.sends[p.Step.Text]
		}
		a.emit(bytecode.OpField, b.field(e, "message"), 0)
		for _, n := range names {
			a.emit(bytecode.OpText, b.text(n), 0)
		}
		a.emit(bytecode.OpList, int32(len(names)), 0)
		a.emit(bytecode.OpIn, 0, 0)
	}
	if p.Where != nil {
		if p.Step.Text != "" {
			pc := a.emit(bytecode.OpAnd, 0, 0)
			b.value(&a, p.Where, sc)
			a.patch(pc)
		} else {
			b.value(&a, p.Where, sc)
		}
	}
	return b.place(&a)
}

var binaryOps = map[string]bytecode.Op{
	"+": bytecode.OpAdd, "-": bytecode.OpSub, "*": bytecode.OpMul, "/": bytecode.OpDiv, "%": bytecode.OpMod,
	"==": bytecode.OpEq, "!=": bytecode.OpNe, "<": bytecode.OpLt, "<=": bytecode.OpLe, ">": bytecode.OpGt, ">=": bytecode.OpGe,
	"contains": bytecode.OpContains, "startsWith": bytecode.OpStartsWith, "endsWith": bytecode.OpEndsWith, "in": bytecode.OpIn,
}

// value lowers an expression to code that leaves its value on the stack. What
// has no instructions of its own becomes an expr-lang program, as deep in the
// tree as possible, so that the common case stays in ours.
func (b *builder) value(a *asm, e ast.Expr, sc scope) {
	if f := b.info.Facts[e]; f != nil {
		b.fact(a, f, sc)
		return
	}
	switch e := e.(type) {
	case *ast.NumberLit:
		a.emit(bytecode.OpNumber, b.number(e.Value), 0)
	case *ast.PercentLit:
		a.emit(bytecode.OpNumber, b.number(e.Value), 0)
	case *ast.BoolLit:
		if e.Value {
			a.emit(bytecode.OpTrue, 0, 0)
		} else {
			a.emit(bytecode.OpFalse, 0, 0)
		}
	case *ast.NullLit:
		a.emit(bytecode.OpNull, 0, 0)
	case *ast.DurationLit:
		a.emit(bytecode.OpText, b.text(durationText(e)), 0)
	case *ast.DateLit:
		a.emit(bytecode.OpText, b.text(dateText(e)), 0)
	case *ast.StringLit:
		b.template(a, e, sc)
	case *ast.IdentExpr:
		b.ident(a, e, sc)
	case *ast.MemberExpr:
		b.member(a, e, sc)
	case *ast.ItExpr:
		if sc.it != nil {
			b.value(a, sc.it.expr, sc.it.scope)
			return
		}
		b.eval(a, e, sc)
	case *ast.UnaryExpr:
		b.value(a, e.X, sc)
		if e.Op == "-" {
			a.emit(bytecode.OpNeg, 0, 0)
		} else {
			a.emit(bytecode.OpNot, 0, 0)
		}
	case *ast.BinaryExpr:
		b.binary(a, e, sc)
	case *ast.ChoiceExpr:
		b.value(a, e.Cond, sc)
		no := a.emit(bytecode.OpJumpFalse, 0, 0)
		b.value(a, e.Then, sc)
		end := a.emit(bytecode.OpJump, 0, 0)
		a.patch(no)
		b.value(a, e.Else, sc)
		a.patch(end)
	case *ast.ListLit:
		if len(e.Items) > bytecode.MaxStack/2 {
			b.eval(a, e, sc)
			return
		}
		for _, x := range e.Items {
			b.value(a, x, sc)
		}
		a.emit(bytecode.OpList, int32(len(e.Items)), 0)
	case *ast.CallExpr:
		b.callValue(a, e, sc)
	case *ast.InSegment:
		a.emit(bytecode.OpSegment, b.segment(e.Segment.Text), 0)
	case *ast.HasTag:
		b.value(a, e.Tag, sc)
		a.emit(bytecode.OpTrait, b.trait("tags"), 0)
		a.emit(bytecode.OpIn, 0, 0)
	case *ast.Received:
		a.emit(bytecode.OpReceived, b.mark(e.Name.Text, sc.journey), 0)
	default:
		b.eval(a, e, sc)
	}
}

func (b *builder) binary(a *asm, e *ast.BinaryExpr, sc scope) {
	if b.since(a, e, sc) {
		return
	}
	switch e.Op {
	case "and", "or", "??":
		op := map[string]bytecode.Op{"and": bytecode.OpAnd, "or": bytecode.OpOr, "??": bytecode.OpCoalesce}[e.Op]
		b.value(a, e.X, sc)
		pc := a.emit(op, 0, 0)
		b.value(a, e.Y, sc)
		a.patch(pc)
		if e.Op != "??" {
			a.emit(bytecode.OpTruth, 0, 0)
		}
		return
	case "not in":
		b.value(a, e.X, sc)
		b.value(a, e.Y, sc)
		a.emit(bytecode.OpIn, 0, 0)
		a.emit(bytecode.OpNot, 0, 0)
		return
	}
	op, ok := binaryOps[e.Op]
	if !ok {
		b.eval(a, e, sc)
		return
	}
	b.value(a, e.X, sc)
	b.value(a, e.Y, sc)
	a.emit(op, 0, 0)
}

// since lowers `time since last E > 7d`, in either order, to a question of its
// own: a calendar duration can only be compared as an instant.
func (b *builder) since(a *asm, e *ast.BinaryExpr, sc scope) bool {
	op, ok := binaryOps[e.Op]
	if !ok || op < bytecode.OpEq || op > bytecode.OpGe {
		return false
	}
	fact, dur := e.X, e.Y
	if _, swapped := fact.(*ast.DurationLit); swapped {
		fact, dur = dur, fact
		switch op {
		case bytecode.OpLt:
			op = bytecode.OpGt
		case bytecode.OpLe:
			op = bytecode.OpGe
		case bytecode.OpGt:
			op = bytecode.OpLt
		case bytecode.OpGe:
			op = bytecode.OpLe
		}
	}
	f := b.info.Facts[fact]
	d, isDur := dur.(*ast.DurationLit)
	if f == nil || f.Kind != check.FactSince || !isDur {
		return false
	}
	reg := b.lastRegister(f, sc)
	a.emit(bytecode.OpFact, b.addFact(bytecode.Fact{Kind: bytecode.FactSince, Reg: reg, Within: duration(d), Cmp: op}), 0)
	return true
}

func (b *builder) template(a *asm, s *ast.StringLit, sc scope) {
	if text, plain := s.Plain(); plain {
		a.emit(bytecode.OpText, b.text(text), 0)
		return
	}
	inner := sc
	inner.content = false
	for _, p := range s.Parts {
		if p.Expr != nil {
			b.value(a, p.Expr, inner)
			if sc.content && !isPlural(p.Expr) {
				a.emit(bytecode.OpCall, b.call("isolate", 1), 0)
			}
		} else {
			a.emit(bytecode.OpText, b.text(p.Text), 0)
		}
	}
	a.emit(bytecode.OpConcat, int32(len(s.Parts)), 0)
}

func (b *builder) ident(a *asm, e *ast.IdentExpr, sc scope) {
	ref := b.info.Refs[e]
	switch ref.Kind {
	case check.RefField:
		a.emit(bytecode.OpField, b.field(b.eventAt(sc.event), e.Text), 0)
	case check.RefParam:
		if sc.message == nil {
			if value, outside := sc.bound(e.Text); value != nil {
				b.value(a, value, outside)
			} else {
				a.emit(bytecode.OpNull, 0, 0)
			}
			return
		}
		a.emit(bytecode.OpParam, paramIndex(sc.message, e.Text), 0)
	default:
		b.eval(a, e, sc)
	}
}

// bound is what stands in the place of a name of inline content: the value that its
// send binds it to, or nil. The value itself is outside of the content.
func (sc scope) bound(name string) (ast.Expr, scope) {
	outside := scope{event: -1, journey: sc.journey}
	if sc.with != nil {
		for _, f := range sc.with.Fields {
			if f.Name.Text == name {
				return f.Value, outside
			}
		}
	}
	return nil, outside
}

func paramIndex(m *check.Message, name string) int32 {
	for i, p := range m.Params {
		if p.Name == name {
			return int32(i)
		}
	}
	return -1
}

func (b *builder) member(a *asm, e *ast.MemberExpr, sc scope) {
	if id, ok := e.X.(*ast.IdentExpr); ok {
		switch b.info.Refs[id].Kind {
		case check.RefProfile:
			a.emit(bytecode.OpTrait, b.trait(e.Name.Text), 0)
			return
		case check.RefEntry:
			if sc.journey != nil {
				a.emit(bytecode.OpEntry, sc.journey.slot(e.Name.Text), 0)
				return
			}
		}
	}
	b.eval(a, e, sc)
}

// slot is the place of a trigger's field in the entry payload.
func (l *journeyLowerer) slot(field string) int32 {
	if i, ok := l.slots[field]; ok {
		return i
	}
	t := bytecode.Any
	for _, f := range l.checked.Entry {
		if f.Name == field {
			t = Wire(f.Type)
		}
	}
	i := int32(len(l.j.Entry))
	l.j.Entry = append(l.j.Entry, bytecode.Field{Name: field, Type: t})
	l.slots[field] = i
	return i
}

// ours are the functions whose code is the runtime's and that need a call of
// their own, because they depend on the person and the instant.
var ours = map[string]bool{"coupon": true, "link": true}

func (b *builder) callValue(a *asm, e *ast.CallExpr, sc scope) {
	switch {
	case e.Fun.Text == "has" && len(e.Args) == 1:
		b.value(a, e.Args[0].Value, sc)
		a.emit(bytecode.OpHas, 0, 0)
	case e.Fun.Text == "recommend" && len(e.Args) >= 1:
		n := int32(4)
		if len(e.Args) > 1 {
			if lit, ok := e.Args[1].Value.(*ast.NumberLit); ok {
				n = int32(lit.Value)
			}
		}
		basis := bytecode.BasisCart
		if id, ok := e.Args[0].Value.(*ast.IdentExpr); ok {
			switch b.info.Refs[id].Kind {
			case check.RefViewed:
				basis = bytecode.BasisViewed
			case check.RefBought:
				basis = bytecode.BasisBought
			case check.RefPopular:
				basis = bytecode.BasisPopular
			}
		}
		b.p.Cart.Used = true
		a.emit(bytecode.OpItems, basis, n)
	case ours[e.Fun.Text]:
		for _, arg := range e.Args {
			b.value(a, arg.Value, sc)
		}
		a.emit(bytecode.OpCall, b.call(e.Fun.Text, len(e.Args)), 0)
	case stdlib.ForReader(e.Fun.Text):
		args, inner := b.placed(e, sc)
		for i, arg := range args {
			if arg == nil {
				a.emit(bytecode.OpNull, 0, 0)
			} else {
				b.value(a, arg, inner(i))
			}
		}
		a.emit(bytecode.OpCall, b.call(e.Fun.Text, len(args)), 0)
	default:
		b.eval(a, e, sc)
	}
}
