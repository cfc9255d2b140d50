package lower

import (
	"fmt"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// fact lowers a question about the past to the register that answers it.
func (b *builder) fact(a *asm, f *check.Fact, sc scope) {
	a.emit(bytecode.OpFact, b.factRow(f, sc), 0)
	if f.No || f.Kind == check.FactNever {
		a.emit(bytecode.OpNot, 0, 0)
	}
}

func (b *builder) factRow(f *check.Fact, sc scope) int32 {
	out := bytecode.Fact{}
	if f.Last != nil {
		out.Within = duration(f.Last)
	}
	switch f.Kind {
	case check.FactInLast:
		out.Kind, out.Reg = bytecode.FactInLast, b.lastRegister(f, sc)
	case check.FactNever:
		out.Kind, out.Reg = bytecode.FactEver, b.lastRegister(f, sc)
	case check.FactSince:
		// Alone it is the time of the last event; comparisons are lowered by since.
		out.Kind, out.Reg = bytecode.FactTime, b.lastRegister(f, sc)
	case check.FactCount, check.FactSum:
		out.Kind = bytecode.FactCount
		r := bytecode.Register{Kind: bytecode.RegTotal, Event: b.event(f.Event), Cond: b.factWhere(f, sc), Field: -1}
		if f.Kind == check.FactSum {
			out.Kind = bytecode.FactSum
			r.Field = b.field(f.Event, f.Field)
		}
		if f.Last != nil {
			r.Kind, r.Within = bytecode.RegWindow, out.Within
		}
		out.Reg = b.register(r, sc.journey)
	case check.FactExpected:
		out.Kind = bytecode.FactExpected
		out.Reg = b.register(bytecode.Register{Kind: bytecode.RegWindow, Event: b.event(f.Event), Cond: b.factWhere(f, sc), Field: -1}, sc.journey)
	case check.FactLast:
		if f.Field == "time" && f.Event.Field("time") == nil {
			out.Kind, out.Reg = bytecode.FactTime, b.lastRegister(f, sc)
			break
		}
		out.Kind = bytecode.FactField
		out.Reg = b.register(bytecode.Register{
			Kind: bytecode.RegFields, Event: b.event(f.Event), Cond: b.factWhere(f, sc), Field: -1,
			Fields: []int32{b.field(f.Event, f.Field)},
		}, sc.journey)
	}
	return b.addFact(out)
}

func (b *builder) lastRegister(f *check.Fact, sc scope) int32 {
	return b.register(bytecode.Register{Kind: bytecode.RegLast, Event: b.event(f.Event), Cond: b.factWhere(f, sc), Field: -1}, sc.journey)
}

// countsDays reports whether code asks about a window of the calendar, whose end
// depends on a zone. Segments speak of no journey.
func (b *builder) countsDays(code int32) bool {
	days := func(fact int32) bool { return b.p.Facts[fact].Within.Calendar() }
	for pc := code; b.p.Code[pc].Op != bytecode.OpReturn; pc++ {
		switch in := b.p.Code[pc]; in.Op {
		case bytecode.OpFact:
			if days(in.A) {
				return true
			}
		case bytecode.OpEval:
			if slices.ContainsFunc(b.p.Exprs[in.A].Vars, func(v bytecode.Var) bool { return v.From == bytecode.FromFact && days(v.Index) }) {
				return true
			}
		}
	}
	return false
}

func (b *builder) factWhere(f *check.Fact, sc scope) int32 {
	if f.Pat != nil {
		return b.where(f.Pat, sc.journey)
	}
	if f.Where == nil {
		return -1
	}
	return b.condition(f.Where, scope{event: b.event(f.Event)})
}

var unitNames = [...]string{"s", "m", "h", "d", "w", "mo", "y"}

func durationText(d *ast.DurationLit) string { return fmt.Sprintf("%d%s", d.N, unitNames[d.Unit]) }

func dateText(d *ast.DateLit) string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}
