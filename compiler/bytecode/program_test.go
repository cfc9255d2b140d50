package bytecode_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

// code is written with names for places, so that a change does not move what the
// tests damage.
type code struct {
	instrs []bytecode.Instr
	at     map[string]int32
}

// value puts a piece of value code and returns where it begins.
func (c *code) value(instrs ...bytecode.Instr) int32 {
	start := int32(len(c.instrs))
	for _, in := range append(instrs, op(bytecode.OpReturn)) {
		c.put("", in)
	}
	return start
}

// put adds an instruction under a name.
func (c *code) put(name string, in bytecode.Instr) int32 {
	at := int32(len(c.instrs))
	if name != "" {
		c.at[name] = at
	}
	c.instrs = append(c.instrs, in)
	return at
}

func op(o bytecode.Op, operands ...int32) bytecode.Instr {
	in := bytecode.Instr{Op: o}
	for i, x := range operands {
		if i == 0 {
			in.A = x
		} else {
			in.B = x
		}
	}
	return in
}

// everything is a valid program, written by hand, with one of each thing that the
// verifier looks at, and the places of its code.
func everything() (*bytecode.Program, map[string]int32) {
	c := &code{at: map[string]int32{}}
	filter := c.value(op(bytecode.OpField, 0), op(bytecode.OpNumber, 0), op(bytecode.OpGe))
	body := c.value(op(bytecode.OpParam, 0), op(bytecode.OpText, 0), op(bytecode.OpConcat, 2))
	c.at["while"] = int32(len(c.instrs))
	while := c.value(op(bytecode.OpFact, 0), op(bytecode.OpAnd, c.at["while"]+4), op(bytecode.OpTrait, 1), op(bytecode.OpHas))
	inline := c.value(op(bytecode.OpItems, bytecode.BasisCart, 3))
	param := c.value(op(bytecode.OpText, 0), op(bytecode.OpCall, 0))
	until := c.value(op(bytecode.OpEval, 0))
	payload := c.value(op(bytecode.OpEntry, 0), op(bytecode.OpEntry, 0), op(bytecode.OpList, 1), op(bytecode.OpIn))

	start := c.put("start", op(bytecode.OpNumber, 0))
	c.put("set", op(bytecode.OpSet, 1, 0))
	c.put("asked", op(bytecode.OpFact, 2))
	c.put("branch", op(bytecode.OpBranch, start+5, 1))
	c.put("send", op(bytecode.OpSend, 0))
	c.put("split", op(bytecode.OpSplit, 0))
	wait := c.put("wait", op(bytecode.OpRest, 0))
	listen := c.put("for", op(bytecode.OpRest, 1))
	hold := c.put("until", op(bytecode.OpRest, 2))
	emitted := c.put("emitted", op(bytecode.OpText, 0))
	c.put("emit", op(bytecode.OpEmit, 0))
	c.put("inline", op(bytecode.OpSend, 1))
	c.put("jump", op(bytecode.OpJump, emitted+4))
	end := c.put("end", op(bytecode.OpEnd))
	stop := c.put("stop", op(bytecode.OpStop, 4))

	// Every use has rows of its own, so that damage to one is damage to one.
	cart := func() []bytecode.Test {
		return []bytecode.Test{{Event: 0, Cond: filter, Key: -1, Captures: []bytecode.Capture{{Slot: 0, Field: 0}}}}
	}
	bought := func() []bytecode.Test { return []bytecode.Test{{Event: 1, Cond: -1, Key: 0}} }
	two := bytecode.Duration{Millis: 2000}
	return &bytecode.Program{
		Zone: "UTC",
		Events: []bytecode.Event{
			{Name: "carted", Fields: []bytecode.Field{{Name: "total", Type: bytecode.Number}}},
			{Name: "purchased", HeardAs: []string{"order_completed"}, Fields: []bytecode.Field{{Name: "order_id", Type: bytecode.Text}}},
		},
		Traits: []bytecode.Field{{Name: "timezone", Type: bytecode.Text}, {Name: "points", Type: bytecode.Number}},
		Regs: []bytecode.Register{
			{Kind: bytecode.RegLast, Event: 1, Cond: -1, Field: -1},
			{Kind: bytecode.RegFields, Event: 0, Cond: filter, Field: -1, Fields: []int32{0}},
			{Kind: bytecode.RegWindow, Event: 0, Cond: -1, Field: 0, Within: two},
		},
		Facts: []bytecode.Fact{
			{Kind: bytecode.FactInLast, Reg: 0, Within: two},
			{Kind: bytecode.FactField, Reg: 1, Field: 0},
			{Kind: bytecode.FactSince, Reg: 0, Within: two, Cmp: bytecode.OpGt},
			{Kind: bytecode.FactSum, Reg: 2, Within: two},
		},
		Exprs: []bytecode.Expr{{Source: "_gt(x, 1.0)", Vars: []bytecode.Var{{Name: "x", From: bytecode.FromFact, Index: 3}}, Type: bytecode.Bool}},
		Calls: []bytecode.Call{{Func: "link", Args: 1}},
		Messages: []bytecode.Message{
			{Name: "reminder", Params: []string{"code"}, Parts: []bytecode.Part{{Name: "body", Code: body}}},
		},
		Numbers: []float64{30},
		Texts:   []string{"hello"},
		Durs:    []bytecode.Duration{{Days: 1}},
		Journeys: []bytecode.Journey{{
			Name: "everything", File: "everything.journey", Line: 1,
			Alts: []bytecode.Pattern{
				{Kind: bytecode.PatAbsence, Line: 1, Parts: [][]bytecode.Test{cart()}, Not: bought(), NotReg: []int32{0}, Within: two},
				{Kind: bytecode.PatSeq, Line: 2, Parts: [][]bytecode.Test{cart(), bought()}, Within: two},
				{Kind: bytecode.PatCount, Line: 3, Parts: [][]bytecode.Test{cart()}, Within: two, N: 3},
			},
			Goal:  &bytecode.Goal{Line: 4, Any: bought(), Regs: []int32{0}, Within: two},
			Exits: []bytecode.Exit{{Line: 5, Any: []bytecode.Test{{Event: 1, Cond: payload, Key: -1}}, Regs: []int32{-1}}},
			While: while, WhileLine: 6,
			Entry: []bytecode.Field{{Name: "total", Type: bytecode.Number}},
			Start: start,
			States: []bytecode.State{
				{Kind: bytecode.StateWait, Limit: two, Deadline: listen},
				{Kind: bytecode.StateFor, Step: 1, Limit: two, Deadline: hold, Arms: []bytecode.Arm{{Any: bought(), Regs: []int32{0}, PC: stop}}},
				{Kind: bytecode.StateUntil, Step: 2, Limit: two, Deadline: emitted, Cond: until, Then: emitted},
				{Kind: bytecode.StateHold, Step: 3, Deadline: start + 4, Cond: -1},
			},
			Steps: []bytecode.Step{{ID: "a", Line: 7, Kind: "wait"}, {ID: "b", Line: 8, Kind: "wait"}, {ID: "c", Line: 9, Kind: "wait"}, {ID: "d", Line: 10, Kind: "email"}, {ID: "e", Line: 11, Kind: "stop"}},
			Sends: []bytecode.Send{
				{Step: 3, Channel: "email", Message: "reminder", Content: 0, Value: -1, Params: []int32{param}, Address: -1, Hold: 3, Valid: []bytecode.Duration{two}},
				{Step: 3, Channel: "email", Message: "recommend", Content: -1, Value: inline, Address: 1, Hold: -1},
			},
			Splits: []bytecode.Split{{Step: 2, Salt: "c", Arms: []bytecode.SplitArm{{Name: "x", Upto: 9000, PC: wait}, {Name: "y", Upto: 9500, PC: listen}}, Rest: end}},
			Emits:  []bytecode.Emit{{Step: 3, Event: 1, Fields: []int32{0}}},
		}},
		Code: c.instrs,
		Policies: []bytecode.Policy{{
			Name: "gentle", File: "everything.journey", Line: 12,
			Consents: []bytecode.Consent{{Line: 13, Topic: "news", Required: true}},
			Quiet:    []bytecode.Quiet{{Line: 14, From: 1260, To: 540}},
			Caps:     []bytecode.Cap{{Line: 15, N: 1, Per: bytecode.PerDay}, {Line: 16, N: 3, Channel: "email", In: two}},
		}},
		Cart: bytecode.CartEvents{Used: true, Added: 0, Removed: -1, Cleared: -1, Bought: 1, Viewed: -1},
	}, c.at
}

// TestEverything holds that the program which the other tests damage is whole.
func TestEverything(t *testing.T) {
	p, _ := everything()
	require.NoError(t, bytecode.Verify(p))
	again, err := bytecode.Decode(p.Encode())
	require.NoError(t, err)
	require.Equal(t, p, again)
}
