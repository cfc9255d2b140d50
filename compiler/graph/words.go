package graph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
)

// The bytecode does not keep the text of a trigger or a condition. The functions
// here write it again, in the language's own words. What has no instructions of its
// own (an expr program) becomes an ellipsis: the line of the source says the rest.

const dots = "…"

// Duration writes a duration as the language does: 90s, 2h, 7d, 1mo, 1y.
func Duration(d bytecode.Duration) string {
	switch {
	case d.Months != 0 && d.Months%12 == 0:
		return fmt.Sprintf("%dy", d.Months/12)
	case d.Months != 0:
		return fmt.Sprintf("%dmo", d.Months)
	case d.Days != 0:
		return fmt.Sprintf("%dd", d.Days)
	case d.Millis%3_600_000 == 0:
		return fmt.Sprintf("%dh", d.Millis/3_600_000)
	case d.Millis%60_000 == 0:
		return fmt.Sprintf("%dm", d.Millis/60_000)
	case d.Millis%1000 == 0:
		return fmt.Sprintf("%ds", d.Millis/1000)
	}
	return fmt.Sprintf("%dms", d.Millis)
}

// triggerText is the trigger with what else decides who comes in, a line each.
func triggerText(p *bytecode.Program, j *bytecode.Journey) string {
	alts := make([]string, len(j.Alts))
	for i := range j.Alts {
		alts[i] = PatternText(p, &j.Alts[i])
	}
	lines := []string{"when " + strings.Join(alts, " or ")}
	if j.Alts[0].Date != nil {
		lines[0] = alts[0]
	}
	switch j.Mode {
	case bytecode.Once:
		lines = append(lines, "enter once")
	case bytecode.Again:
		lines = append(lines, "enter again after "+Duration(j.After))
	case bytecode.Each:
		lines = append(lines, "enter each "+j.Key)
	case bytecode.Restart:
		lines = append(lines, "enter restart on repeat")
	}
	if j.Exclusive != "" {
		lines = append(lines, "exclusive "+j.Exclusive)
	}
	if j.Holdout > 0 {
		lines = append(lines, "holdout "+percent(j.Holdout))
	}
	return strings.Join(lines, "\n")
}

// PatternText writes one alternative of a trigger as the language does.
func PatternText(p *bytecode.Program, a *bytecode.Pattern) string {
	if a.Nested {
		return a.Label
	}
	parts := make([]string, len(a.Parts))
	for i, part := range a.Parts {
		parts[i] = TestsText(p, part)
	}
	within := ""
	if !a.Within.Zero() {
		within = " within " + Duration(a.Within)
	}
	switch a.Kind {
	case bytecode.PatDate, bytecode.PatSchedule:
		return dateText(p, a.Date)
	case bytecode.PatAbsence:
		text := parts[0]
		for _, t := range a.Not {
			text += " and not " + testText(p, t)
		}
		return text + within
	case bytecode.PatSeq:
		text := strings.Join(parts, " followed by ") + within
		if len(a.Not) > 0 {
			text += " with no " + TestsText(p, a.Not) + " between"
		}
		return text
	case bytecode.PatBoth:
		return strings.Join(parts, " and ") + within
	case bytecode.PatCount:
		if a.Per != bytecode.NoPeriod {
			return fmt.Sprintf("%d %s per %s", a.N, parts[0], a.Per)
		}
		return fmt.Sprintf("%d %s in %s", a.N, parts[0], Duration(a.Within))
	case bytecode.PatSilence:
		return "no " + parts[0] + " for " + Duration(a.Within)
	case bytecode.PatSegment:
		if a.Leaves {
			return "leaves " + p.Segments[a.Segment].Name
		}
		return "enters " + p.Segments[a.Segment].Name
	case bytecode.PatChange:
		return changeText(p, a)
	}
	return strings.Join(parts, " or ")
}

// changeText writes a trigger that hears a trait.
func changeText(p *bytecode.Program, a *bytecode.Pattern) string {
	text := "profile." + p.Traits[a.Trait].Name + " changes"
	if a.From >= 0 {
		text += " from " + (&writer{p: p}).text(a.From)
	}
	if a.To >= 0 {
		text += " to " + (&writer{p: p}).text(a.To)
	}
	return text
}

// SegmentText writes what a segment asks. Of a stage it is what the stage asks by
// itself.
func SegmentText(p *bytecode.Program, segment int32) string {
	code := p.Segments[segment].Code
	if first := p.Code[code]; first.Op == bytecode.OpSegment && p.Segments[first.A].Name == "" {
		code = p.Segments[first.A].Code
	}
	return (&writer{p: p}).text(code)
}

// TestsText writes events joined by `or`, with their filters.
func TestsText(p *bytecode.Program, ts []bytecode.Test) string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = testText(p, t)
	}
	return strings.Join(out, " or ")
}

// testText is one event with its filter. What an engagement event answers is said
// without a `where`, as in the source.
func testText(p *bytecode.Program, t bytecode.Test) string {
	e := &p.Events[t.Event]
	if t.Cond < 0 {
		return e.Name
	}
	if step, ok := answered(p, e, t.Cond); ok {
		return e.Name + " " + step
	}
	w := &writer{p: p, event: e}
	return e.Name + " where " + w.text(t.Cond)
}

// answered recognises the filter of `clicked first_mail`: the field `message` in a
// list of names, of which the first is the one that was written.
func answered(p *bytecode.Program, e *bytecode.Event, pc int32) (string, bool) {
	code := p.Code[pc:]
	if len(code) < 4 || code[0].Op != bytecode.OpField || e.Fields[code[0].A].Name != "message" || code[1].Op != bytecode.OpText {
		return "", false
	}
	i := 1
	for i < len(code) && code[i].Op == bytecode.OpText {
		i++
	}
	if len(code) < i+3 || code[i].Op != bytecode.OpList || code[i+1].Op != bytecode.OpIn || code[i+2].Op != bytecode.OpReturn {
		return "", false
	}
	return p.Texts[code[1].A], true
}

// ConditionText writes a condition of a journey; one that is too rich for it is an
// ellipsis.
func ConditionText(p *bytecode.Program, j *bytecode.Journey, pc int32) string {
	w := &writer{p: p, journey: j}
	return w.text(pc)
}

// writer turns the code of a condition back into text, on a stack of texts.
type writer struct {
	p       *bytecode.Program
	event   *bytecode.Event   // of a filter
	journey *bytecode.Journey // of a condition
	stack   []operand
}

// operand is a text with how loosely it binds: 0 for a name.
type operand struct {
	text    string
	loose   int
	negated string // its negation where that is no `not` in front
}

var infix = map[bytecode.Op]operand{
	bytecode.OpMul: {text: "*", loose: 1}, bytecode.OpDiv: {text: "/", loose: 1}, bytecode.OpMod: {text: "%", loose: 1},
	bytecode.OpAdd: {text: "+", loose: 2}, bytecode.OpSub: {text: "-", loose: 2},
	bytecode.OpEq: {text: "==", loose: 3}, bytecode.OpNe: {text: "!=", loose: 3}, bytecode.OpLt: {text: "<", loose: 3}, bytecode.OpLe: {text: "<=", loose: 3},
	bytecode.OpGt: {text: ">", loose: 3}, bytecode.OpGe: {text: ">=", loose: 3}, bytecode.OpIn: {text: "in", loose: 3},
	bytecode.OpContains: {text: "contains", loose: 3}, bytecode.OpStartsWith: {text: "startsWith", loose: 3}, bytecode.OpEndsWith: {text: "endsWith", loose: 3},
}

const (
	looseNot = 4
	looseAnd = 5
	looseOr  = 6
)

// text writes the condition at pc. `and` and `or` are the only jumps it knows: their
// left side waits on the stack until control comes to where the jump leads.
func (w *writer) text(pc int32) string {
	type join struct {
		at    int32
		word  string
		loose int
	}
	var joins []join
	for ; ; pc++ {
		for len(joins) > 0 && joins[len(joins)-1].at == pc {
			j := joins[len(joins)-1]
			joins = joins[:len(joins)-1]
			y, x := w.pop(j.loose), w.pop(j.loose)
			w.push(x+" "+j.word+" "+y, j.loose)
		}
		switch in := w.p.Code[pc]; in.Op {
		case bytecode.OpReturn:
			return w.pop(looseOr)
		case bytecode.OpAnd:
			joins = append(joins, join{in.A, "and", looseAnd})
		case bytecode.OpOr:
			joins = append(joins, join{in.A, "or", looseOr})
		case bytecode.OpJump, bytecode.OpJumpFalse, bytecode.OpCoalesce:
			return dots
		default:
			w.value(in)
		}
	}
}

func (w *writer) push(text string, loose int) {
	w.stack = append(w.stack, operand{text: text, loose: loose})
}

// pop takes the top of the stack as an operand of something that binds so loosely.
func (w *writer) pop(loose int) string {
	if len(w.stack) == 0 {
		return dots
	}
	x := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	if x.loose > loose {
		return "(" + x.text + ")"
	}
	return x.text
}

func (w *writer) value(in bytecode.Instr) {
	if op, ok := infix[in.Op]; ok {
		y, x := w.pop(op.loose-1), w.pop(op.loose)
		if in.Op == bytecode.OpIn && y == "profile.tags" {
			w.push("tag "+x, 0)
			return
		}
		w.push(x+" "+op.text+" "+y, op.loose)
		return
	}
	switch in.Op {
	case bytecode.OpTruth, bytecode.OpNop: // a matter of the machine
	case bytecode.OpNull:
		w.push("null", 0)
	case bytecode.OpTrue:
		w.push("true", 0)
	case bytecode.OpFalse:
		w.push("false", 0)
	case bytecode.OpNumber:
		w.push(strconv.FormatFloat(w.p.Numbers[in.A], 'f', -1, 64), 0)
	case bytecode.OpText:
		w.push(strconv.Quote(w.p.Texts[in.A]), 0)
	case bytecode.OpField:
		w.push(w.event.Fields[in.A].Name, 0)
	case bytecode.OpTrait:
		w.push("profile."+w.p.Traits[in.A].Name, 0)
	case bytecode.OpEntry:
		w.entry(in.A)
	case bytecode.OpFact:
		w.stack = append(w.stack, w.fact(&w.p.Facts[in.A]))
	case bytecode.OpSegment:
		w.segment(in.A)
	case bytecode.OpReceived:
		w.push("received "+w.p.Marks[in.A].Name, 0)
	case bytecode.OpNot:
		w.not()
	case bytecode.OpNeg:
		w.push("-"+w.pop(0), 1)
	case bytecode.OpHas:
		w.push("has("+w.pop(looseOr)+")", 0)
	case bytecode.OpList:
		items := make([]string, in.A)
		for i := len(items) - 1; i >= 0; i-- {
			items[i] = w.pop(looseOr)
		}
		w.push("["+strings.Join(items, ", ")+"]", 0)
	case bytecode.OpConcat:
		for range in.A {
			w.pop(looseOr)
		}
		w.push(dots, 0)
	case bytecode.OpCall:
		for range w.p.Calls[in.A].Args {
			w.pop(looseOr)
		}
		w.push(w.p.Calls[in.A].Func+"("+dots+")", 0)
	default:
		w.push(dots, 0)
	}
}

func (w *writer) entry(slot int32) {
	if w.journey == nil {
		w.push(dots, 0) // a filter may read the payload of a journey that it does not name
		return
	}
	w.push("entry."+w.journey.Entry[slot].Name, 0)
}

func (w *writer) segment(i int32) {
	if name := w.p.Segments[i].Name; name != "" {
		w.push("segment "+name, 0)
		return
	}
	own := &writer{p: w.p}
	w.push(own.text(w.p.Segments[i].Code), looseOr)
}

func (w *writer) not() {
	if n := len(w.stack); n > 0 && w.stack[n-1].negated != "" {
		w.stack[n-1] = operand{text: w.stack[n-1].negated, loose: 3}
		return
	}
	w.push("not "+w.pop(looseNot), looseNot)
}

// fact writes a question about the past.
func (w *writer) fact(f *bytecode.Fact) operand {
	r := &w.p.Regs[f.Reg]
	name := testText(w.p, bytecode.Test{Event: r.Event, Cond: r.Cond})
	e := &w.p.Events[r.Event]
	last := ""
	if !f.Within.Zero() {
		last = ", last " + Duration(f.Within)
	}
	call := func(text string) operand { return operand{text: text} }
	switch f.Kind {
	case bytecode.FactInLast:
		text := name + " in the last " + Duration(f.Within)
		return operand{text: text, loose: 3, negated: "no " + text}
	case bytecode.FactEver:
		return operand{text: "count(" + name + ") >= 1", loose: 3, negated: "never " + name}
	case bytecode.FactCount:
		return call("count(" + name + last + ")")
	case bytecode.FactSum:
		if r.Field >= 0 {
			name += "." + e.Fields[r.Field].Name
		}
		return call("sum(" + name + last + ")")
	case bytecode.FactField:
		return call("last(" + name + ")." + e.Fields[r.Fields[f.Field]].Name)
	case bytecode.FactExpected:
		return call("expected(" + name + ")")
	case bytecode.FactTime:
		return call("last(" + name + ").time")
	}
	return operand{text: "time since last " + name + " " + infix[f.Cmp].text + " " + Duration(f.Within), loose: 3}
}
