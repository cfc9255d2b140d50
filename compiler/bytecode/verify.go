package bytecode

import (
	"fmt"
	"slices"
)

// Verify checks that a program can be run without further checks: every index
// lies inside its table, every jump inside the code, the stack has the same
// height however an instruction is reached and never more than MaxStack, what an
// instruction reads exists where it runs (an event's field only where there is
// an event in hand), values end in return and journeys in end or stop, no cycle
// goes round without a rest, and no instruction is unreachable.
//
// A program has two kinds of code. Values (conditions, contents, parameters)
// leave one value and return; they jump forward only. Steps run from a journey's
// Start, and from the targets of its states and splits, on an empty stack.
func Verify(p *Program) error {
	v := &verifier{p: p, reached: make([]bool, len(p.Code))}
	v.tables()
	for i := range p.Journeys {
		if v.err != nil {
			break
		}
		v.journey(&p.Journeys[i])
	}
	if v.err == nil {
		for pc, ok := range v.reached {
			if !ok {
				v.failf("instruction %d can never be reached", pc)
				break
			}
		}
	}
	return v.err
}

// MaxStack bounds the values that code may have on its stack.
const MaxStack = 256

// maxWork bounds how many instructions, with the rows they name, are looked at in
// all. Code is looked at once for each of its uses, so a small file can ask for a
// great deal; a project of a thousand files comes to less than a tenth of this.
const maxWork = 1 << 22

type verifier struct {
	p       *Program
	reached []bool
	work    int
	// Of the segments that are verified, how high the stack is inside and how many
	// instructions an answer takes; and both of the value at hand.
	tall, price []int
	high, spent int
	err         error
}

// The bounds of tables: the engine counts what is below a journey in 16 bits, and
// an event's fields as well.
const (
	MaxRows   = 32_000
	MaxFields = 65_000
)

// fits checks the length of a table.
func (v *verifier) fits(n, limit int, what string) bool {
	return n <= limit || v.failf("%d %s are more than %d", n, what, limit)
}

// spend counts work.
func (v *verifier) spend(n int) bool {
	if v.work += n; v.work > maxWork {
		return v.failf("the program takes too long to verify")
	}
	return true
}

// scope says what code can read where it runs.
type scope struct {
	event  int32 // the event in hand, or -1
	entry  int   // slots of the entry payload
	params int   // parameters of the message
}

func (v *verifier) failf(format string, args ...any) bool {
	if v.err == nil {
		v.err = fmt.Errorf(format, args...)
	}
	return false
}

// in checks an index into a table of n rows.
func (v *verifier) in(i int32, n int, what string) bool {
	if i < 0 || int(i) >= n {
		return v.failf("%s %d is outside its table of %d", what, i, n)
	}
	return true
}

// orNone is in, where -1 stands for none.
func (v *verifier) orNone(i int32, n int, what string) bool {
	return i == -1 || v.in(i, n, what)
}

func (v *verifier) tables() {
	p := v.p
	v.fits(len(p.Journeys), MaxRows, "journeys")
	v.fits(len(p.Traits), MaxFields, "traits")
	for i := range p.Events {
		v.fits(len(p.Events[i].Fields), MaxFields, "fields")
	}
	v.segments()
	for i := range p.Regs {
		r := &p.Regs[i]
		if r.Kind > RegTotal || !v.in(r.Event, len(p.Events), "event") {
			v.failf("register %d is of no known kind", i)
			return
		}
		fields := len(p.Events[r.Event].Fields)
		v.orNone(r.Field, fields, "field")
		for _, f := range r.Fields {
			v.in(f, fields, "field")
		}
		if r.Cond != -1 {
			v.value(r.Cond, scope{event: r.Event})
		}
		v.in(r.Home, len(p.Journeys)+1, "journey")
	}
	for i := range p.Facts {
		f := &p.Facts[i]
		if f.Kind > FactExpected || !v.in(f.Reg, len(p.Regs), "register") {
			v.failf("fact %d is of no known kind", i)
			return
		}
		reg := &p.Regs[f.Reg]
		ok := true
		switch f.Kind {
		case FactInLast, FactEver, FactTime:
			ok = reg.Kind == RegLast || reg.Kind == RegFields
		case FactSince:
			ok = (reg.Kind == RegLast || reg.Kind == RegFields) && f.Cmp >= OpEq && f.Cmp <= OpGe
		case FactCount, FactSum:
			ok = reg.Kind == RegWindow || reg.Kind == RegTotal
		case FactExpected:
			ok = reg.Kind == RegWindow && reg.Field == -1 && reg.Within.Zero()
		case FactField:
			ok = reg.Kind == RegFields && f.Field >= 0 && int(f.Field) < len(reg.Fields)
		}
		if !ok {
			v.failf("fact %d asks its register for what it does not keep", i)
		}
	}
	for i := range p.Messages {
		m := &p.Messages[i]
		for _, part := range m.Parts {
			v.value(part.Code, scope{event: -1, params: len(m.Params)})
		}
	}
	for i := range p.Policies {
		v.policy(&p.Policies[i])
	}
	listens := []int32{p.Cart.Added, p.Cart.Removed, p.Cart.Cleared, p.Cart.Bought, p.Cart.Viewed}
	for i, e := range listens {
		v.orNone(e, len(p.Events), "event")
		if e != -1 && slices.Contains(listens[:i], e) {
			v.failf("event %d does two things to the cart", e)
		}
	}
}

func (v *verifier) tests(ts []Test, j *Journey) {
	for i := range ts {
		t := &ts[i]
		if !v.in(t.Event, len(v.p.Events), "event") {
			return
		}
		fields := len(v.p.Events[t.Event].Fields)
		v.orNone(t.Key, fields, "field")
		for _, c := range t.Captures {
			v.in(c.Slot, len(j.Entry), "entry slot")
			v.in(c.Field, fields, "field")
		}
		if t.Cond != -1 {
			v.value(t.Cond, scope{event: t.Event, entry: len(j.Entry)})
		}
	}
}

// heard checks tests that come with the registers asked after a merge.
func (v *verifier) heard(ts []Test, regs []int32, j *Journey) {
	v.tests(ts, j)
	if len(regs) != len(ts) {
		v.failf("%d tests with %d registers", len(ts), len(regs))
	}
	for _, r := range regs {
		if r != -1 {
			v.stamps(r)
		}
	}
}

// stamps checks a register that is asked when its event happened.
func (v *verifier) stamps(r int32) {
	if !v.in(r, len(v.p.Regs), "register") {
		return
	}
	if k := v.p.Regs[r].Kind; k != RegLast && k != RegWindow {
		v.failf("register %d does not keep when its event happened", r)
	}
}

func (v *verifier) journey(j *Journey) {
	if !v.spend(len(v.p.Events)) || !v.fits(len(j.States), MaxRows, "states") || !v.fits(len(j.Alts), MaxRows, "alternatives") {
		return
	}
	v.orNone(j.Policy, len(v.p.Policies), "policy")
	for i := range j.Alts {
		v.pattern(&j.Alts[i], j)
	}
	v.nest(j)
	if j.Goal != nil {
		v.heard(j.Goal.Any, j.Goal.Regs, j)
	}
	for i := range j.Exits {
		v.heard(j.Exits[i].Any, j.Exits[i].Regs, j)
	}
	here := scope{event: -1, entry: len(j.Entry)}
	if j.While != -1 {
		v.value(j.While, here)
	}
	for i := range j.States {
		s := &j.States[i]
		v.in(s.Step, len(j.Steps), "step")
		for _, a := range s.Arms {
			v.heard(a.Any, a.Regs, j)
		}
		switch {
		case s.Kind > StateRepeat:
			v.failf("state %d is of no known kind", i)
		case s.Kind == StateRanked && (s.Forever || len(s.Arms) == 0):
			v.failf("state %d ranks nothing, or for ever", i)
		case s.At != nil && (s.Kind != StateWait || s.Forever):
			v.failf("state %d has a moment beside its own deadline", i)
		case s.At != nil && v.spend(len(v.p.Events)):
			v.moment(s.At, here)
		case s.Kind == StateRepeat:
			v.repeat(i, s, here)
		case s.Kind == StateUntil && v.spend(len(v.p.Events)):
			v.value(s.Cond, here)
		}
	}
	for i := range j.Sends {
		s := &j.Sends[i]
		v.in(s.Step, len(j.Steps), "step")
		v.orNone(s.Content, len(v.p.Messages), "message")
		v.orNone(s.Address, len(v.p.Traits), "trait")
		v.hold(j, s)
		if (s.Content == -1) == (s.Value == -1) {
			v.failf("send %d has not exactly one content", i)
			return
		}
		if s.Value != -1 {
			v.value(s.Value, here)
		} else if v.err == nil && len(s.Params) != len(v.p.Messages[s.Content].Params) {
			v.failf("send %d binds %d of %d parameters", i, len(s.Params), len(v.p.Messages[s.Content].Params))
		}
		for _, code := range s.Params {
			v.value(code, here)
		}
		for _, m := range s.Marks {
			v.in(m, len(v.p.Marks), "mark")
		}
	}
	for i := range j.Splits {
		v.in(j.Splits[i].Step, len(j.Steps), "step")
	}
	for i := range j.Emits {
		e := &j.Emits[i]
		v.in(e.Step, len(j.Steps), "step")
		if !v.in(e.Event, len(v.p.Events), "event") {
			return
		}
		for _, f := range e.Fields {
			v.in(f, len(v.p.Events[e.Event].Fields), "field")
		}
	}
	for i := range j.Acts {
		v.act(&j.Acts[i], j)
	}
	v.steps(j, here)
}

// maxLevel bounds repeats inside each other.
const maxLevel = 64

func (v *verifier) repeat(i int, s *State, here scope) {
	if s.Forever || s.At != nil || len(s.Arms) > 0 || s.Times < 0 || s.Level < 0 || s.Level >= maxLevel {
		v.failf("state %d repeats what cannot be repeated", i)
		return
	}
	if s.Cond != -1 && v.spend(len(v.p.Events)) {
		v.value(s.Cond, here)
	}
}

func (v *verifier) act(a *Act, j *Journey) {
	v.in(a.Step, len(j.Steps), "step")
	switch {
	case a.Kind > ActStart:
		v.failf("an act is of no known kind")
	case a.Kind == ActStart:
		v.in(a.Journey, len(v.p.Journeys), "journey")
	case a.Kind != ActWebhook && len(a.Names) > 0:
		v.failf("an audience has %d fields", len(a.Names))
	}
}

// segments verifies what segments ask. One that asks about another asks about one
// that is verified already, so that there is no circle and the stack is as high as
// it says.
func (v *verifier) segments() {
	if !v.fits(len(v.p.Segments), MaxRows, "segments") {
		return
	}
	for i := range v.p.Segments {
		v.high, v.spent = 0, 0
		v.value(v.p.Segments[i].Code, scope{event: -1})
		v.tall, v.price = append(v.tall, v.high), append(v.price, v.spent)
	}
}

// maxAnswer bounds the instructions of one answer: segments that each ask twice about
// the one before would double it every time.
const maxAnswer = 100_000

// inSegment checks a question about a segment where the stack has a height.
func (v *verifier) inSegment(i int32, height int) bool {
	if !v.in(i, len(v.tall), "segment") {
		return false
	}
	if height += v.tall[i]; height > MaxStack {
		return v.failf("a segment makes the stack higher than %d", MaxStack)
	}
	v.high = max(v.high, height)
	if v.spent += v.price[i]; v.spent > maxAnswer {
		return v.failf("what a segment asks takes more than %d instructions", maxAnswer)
	}
	return true
}

// flip verifies a trigger that is no event.
func (v *verifier) flip(a *Pattern, j *Journey) {
	if len(a.Parts) > 0 || len(a.Not) > 0 || len(a.NotReg) > 0 || j.Mode == Each {
		v.failf("a trigger that is no event hears one")
		return
	}
	if a.Kind == PatSegment {
		if v.in(a.Segment, len(v.p.Segments), "segment") && !v.p.Segments[a.Segment].Watched {
			v.failf("segment %d lets people in and is not watched", a.Segment)
		}
		return
	}
	v.in(a.Trait, len(v.p.Traits), "trait")
	for _, code := range []int32{a.From, a.To} {
		if code != -1 {
			v.value(code, scope{event: -1})
		}
	}
}

// nest checks the patterns inside others: each is inside one that comes before it, so
// that none is inside itself.
func (v *verifier) nest(j *Journey) {
	if !v.fits(len(j.Alts)+len(j.Subs), MaxRows, "patterns") {
		return
	}
	for i := range j.Subs {
		a := &j.Subs[i]
		v.pattern(a, j)
		if a.Kind == PatEvent || a.Kind == PatSegment || a.Kind == PatChange {
			v.failf("a pattern that stands alone is inside another")
		}
		if !v.in(a.Parent, len(j.Alts)+i, "pattern") {
			return
		}
		up := j.Alt(int16(a.Parent))
		if !up.Nested {
			v.failf("a pattern is inside one that has none inside")
		}
		v.in(a.Part, len(up.Parts), "part")
	}
}

func (v *verifier) pattern(a *Pattern, j *Journey) {
	switch {
	case a.Kind > PatSchedule:
		v.failf("a pattern is of no known kind")
		return
	case a.Kind >= PatDate || a.Date != nil:
		v.dated(a, j)
		return
	case a.Kind == PatSegment || a.Kind == PatChange:
		v.flip(a, j)
		return
	}
	want := 1
	if a.Kind == PatSeq || a.Kind == PatBoth {
		want = 2
	}
	if !v.fits(len(a.Parts), MaxRows, "parts") {
		return
	}
	if len(a.Parts) < want || want == 1 && len(a.Parts) > 1 {
		v.failf("a pattern has %d parts", len(a.Parts))
		return
	}
	if a.Kind == PatCount && a.N < 1 {
		v.failf("a pattern counts to %d", a.N)
		return
	}
	if a.Per > PerMonth || a.Per != NoPeriod && (a.Kind != PatCount || !a.Within.Zero()) {
		v.failf("a pattern counts in %s", a.Per)
		return
	}
	for i, part := range a.Parts {
		v.tests(part, j)
		if len(part) == 0 && !a.Nested {
			v.failf("part %d of a pattern hears nothing", i)
		}
	}
	v.tests(a.Not, j)
	if a.Kind == PatAbsence {
		if len(a.NotReg) != len(a.Not) {
			v.failf("%d absent events with %d registers", len(a.Not), len(a.NotReg))
		}
		for _, r := range a.NotReg {
			v.stamps(r)
		}
	}
}
