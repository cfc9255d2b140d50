package bytecode_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

// TestVerifyValues gives the verifier the code of one value, beginning at
// instruction 0: a filter over the first event of everything, with one slot.
func TestVerifyValues(t *testing.T) {
	type in = bytecode.Instr
	yes, ret := op(bytecode.OpTrue), op(bytecode.OpReturn)
	many := func(n int, i in) []in { return slices.Repeat([]in{i}, n) }
	for _, c := range []struct {
		name string
		code []in
		want string
	}{
		{"a value", []in{yes, ret}, ""},
		{"two ways to one height", []in{yes, op(bytecode.OpJumpFalse, 4), yes, op(bytecode.OpJump, 5), yes, ret}, ""},
		{"and keeps what it jumps with", []in{yes, op(bytecode.OpAnd, 3), yes, ret}, ""},
		{"as high as it may be", append(many(256, yes), op(bytecode.OpList, 256), ret), ""},
		{"no such operation", []in{{Op: 255}}, "instruction 0 does not belong into a value"},
		{"a step", []in{op(bytecode.OpSend, 0)}, "instruction 0 does not belong into a value"},
		{"the end of a journey", []in{yes, op(bytecode.OpEnd)}, "instruction 1 does not belong into a value"},
		{"a branch of steps", []in{yes, op(bytecode.OpBranch, 2, 0), ret}, "instruction 1 does not belong into a value"},
		{"nothing to compare", []in{yes, op(bytecode.OpEq), ret}, "instruction 1 takes 2 values from a stack of 1"},
		{"a list of more than there is", []in{yes, op(bytecode.OpList, 2), ret}, "instruction 1 takes 2 values from a stack of 1"},
		{"arguments that are not there", []in{op(bytecode.OpCall, 0), ret}, "instruction 0 takes 1 values from a stack of 0"},
		{"too high", append(many(257, yes), ret), "instruction 256 makes the stack higher than 256"},
		{"a jump back", []in{yes, op(bytecode.OpJump, 0)}, "instruction 1 jumps to 0"},
		{"a jump to itself", []in{yes, op(bytecode.OpJump, 1)}, "instruction 1 jumps to 1"},
		{"a jump to nowhere", []in{yes, op(bytecode.OpJump, 1_000_000), ret}, "instruction 1 jumps to 1000000"},
		{"a jump below", []in{yes, op(bytecode.OpJumpFalse, -1), ret}, "instruction 1 jumps to -1"},
		{"no return but what stands behind", []in{yes}, "instruction 1 does not belong into a value"},
		{"two heights", []in{yes, op(bytecode.OpJumpFalse, 3), yes, ret}, "the stack at instruction 3 has two heights"},
		{"and as if it took what it jumps with", []in{yes, op(bytecode.OpAnd, 2), yes, ret}, "the stack at instruction 2 has two heights"},
		{"return of nothing", []in{ret}, "instruction 0 takes 1 values from a stack of 0"},
		{"return of two", []in{yes, yes, ret}, "a value returns with 2 values on the stack"},
		{"no such number", []in{op(bytecode.OpNumber, 1), ret}, "number 1 is outside its table of 1"},
		{"no such text", []in{op(bytecode.OpText, 1), ret}, "text 1 is outside its table of 1"},
		{"no such field", []in{op(bytecode.OpField, 1), ret}, "field 1 is outside its table of 1"},
		{"no such trait", []in{op(bytecode.OpTrait, 2), ret}, "trait 2 is outside its table of 2"},
		{"no such slot", []in{op(bytecode.OpEntry, 1), ret}, "entry slot 1 is outside its table of 1"},
		{"a parameter outside a message", []in{op(bytecode.OpParam, 0), ret}, "parameter 0 is outside its table of 0"},
		{"no such fact", []in{op(bytecode.OpFact, 4), ret}, "fact 4 is outside its table of 4"},
		{"no such call", []in{yes, op(bytecode.OpCall, 1), ret}, "call 1 is outside its table of 1"},
		{"no such expression", []in{op(bytecode.OpEval, 1), ret}, "expression 1 is outside its table of 1"},
		{"a list of less than nothing", []in{yes, op(bytecode.OpList, -1), ret}, "instruction 1 takes -1 values"},
		{"texts beyond the stack", []in{yes, op(bytecode.OpConcat, 257), ret}, "instruction 1 takes 257 values"},
		{"no items", []in{op(bytecode.OpItems, bytecode.BasisCart, 0), ret}, "instruction 0 recommends 0 items from basis 0"},
		{"too many items", []in{op(bytecode.OpItems, bytecode.BasisCart, 51), ret}, "instruction 0 recommends 51 items from basis 0"},
		{"items from nothing", []in{op(bytecode.OpItems, bytecode.BasisPopular+1, 1), ret}, "instruction 0 recommends 1 items from basis 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, _ := everything()
			// The value stands before everything else, whose code moves along.
			p.Journeys = []bytecode.Journey{{
				While: -1, Entry: p.Journeys[0].Entry, Start: int32(len(c.code)),
				Alts: []bytecode.Pattern{{Kind: bytecode.PatEvent, Parts: [][]bytecode.Test{{{Cond: 0, Key: -1}}}}},
			}}
			p.Regs[1].Cond, p.Messages = -1, nil
			p.Code = append(slices.Clone(c.code), op(bytecode.OpEnd))
			err := bytecode.Verify(p)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
		})
	}
}

// TestVerifyVars damages what an expression reads.
func TestVerifyVars(t *testing.T) {
	read := func(v bytecode.Var) func(*bytecode.Program, map[string]int32) {
		return func(p *bytecode.Program, _ map[string]int32) { p.Exprs[0].Vars[0] = v }
	}
	requireRefused(t, []damage{
		{"a field without an event", read(bytecode.Var{From: bytecode.FromField}), "instruction 18 reads a field where there is no event"},
		{"no such trait", read(bytecode.Var{From: bytecode.FromTrait, Index: 2}), "trait 2 is outside its table of 2"},
		{"no such slot", read(bytecode.Var{From: bytecode.FromEntry, Index: 1}), "entry slot 1 is outside its table of 1"},
		{"no such fact", read(bytecode.Var{From: bytecode.FromFact, Index: -1}), "fact -1 is outside its table of 4"},
		{"a parameter outside a message", read(bytecode.Var{From: bytecode.FromParam}), "parameter 0 is outside its table of 0"},
		{"no such source", read(bytecode.Var{From: bytecode.FromMark + 1}), "an expression reads from no known source"},
		{"arguments below nothing", func(p *bytecode.Program, _ map[string]int32) { p.Calls[0].Args = -1 }, "instruction 16 takes -1 values"},
		{"arguments beyond the stack", func(p *bytecode.Program, _ map[string]int32) { p.Calls[0].Args = 257 }, "instruction 16 takes 257 values"},
	})
}

// TestVerifySteps damages the code of a journey, at places with names.
func TestVerifySteps(t *testing.T) {
	at := func(name string, in bytecode.Instr) func(*bytecode.Program, map[string]int32) {
		return func(p *bytecode.Program, at map[string]int32) { p.Code[at[name]] = in }
	}
	requireRefused(t, []damage{
		{"begins nowhere", func(p *bytecode.Program, _ map[string]int32) { p.Journeys[0].Start = 40 }, "code 40 is outside its table of 40"},
		{"begins inside", func(p *bytecode.Program, at map[string]int32) { p.Journeys[0].Start = at["set"] }, "instruction 26 takes 1 values from a stack of 0"},
		{"no such operation", at("start", bytecode.Instr{Op: 255}), "instruction 25 does not belong into a journey"},
		{"a return", at("start", op(bytecode.OpReturn)), "instruction 25 does not belong into a journey"},
		{"reads a field", at("start", op(bytecode.OpField, 0)), "instruction 25 reads a field where there is no event"},
		{"a value left behind", at("set", op(bytecode.OpSend, 0)), "the stack is not empty after the step at instruction 26"},
		{"a value left at the end", at("set", op(bytecode.OpEnd)), "the stack is not empty after the step at instruction 26"},
		{"nothing to emit", at("emitted", op(bytecode.OpNop)), "instruction 35 takes 1 values from a stack of 0"},
		{"no such send", at("send", op(bytecode.OpSend, 2)), "send 2 is outside its table of 2"},
		{"no such state", at("wait", op(bytecode.OpRest, 4)), "state 4 is outside its table of 4"},
		{"rest where messages are held", at("wait", op(bytecode.OpRest, 3)), "a rest in a state where messages are held"},
		{"no such split", at("split", op(bytecode.OpSplit, 1)), "split 1 is outside its table of 1"},
		{"no such emit", at("emit", op(bytecode.OpEmit, 1)), "emit 1 is outside its table of 1"},
		{"branch of no step", at("branch", op(bytecode.OpBranch, 30, 5)), "step 5 is outside its table of 5"},
		{"stop of no step", at("stop", op(bytecode.OpStop, -1)), "step -1 is outside its table of 5"},
		{"set of no step", at("set", op(bytecode.OpSet, 0, 5)), "step 5 is outside its table of 5"},
		{"set of no trait", at("set", op(bytecode.OpSet, 2, 0)), "trait 2 is outside its table of 2"},
		{"jump to nowhere", at("jump", op(bytecode.OpJump, 40)), "code 40 is outside its table of 40"},
		{"branch to nowhere", at("branch", op(bytecode.OpBranch, -1, 0)), "code -1 is outside its table of 40"},
		{"jump round", at("jump", op(bytecode.OpJump, 34)), "instruction 34 is in a loop without a wait"},
		{"jump to itself", at("jump", op(bytecode.OpJump, 37)), "instruction 37 is in a loop without a wait"},
		{"jump into a value's height", at("jump", op(bytecode.OpJump, 35)), "the stack at instruction 35 has two heights"},
		{"deadline nowhere", func(p *bytecode.Program, _ map[string]int32) { p.Journeys[0].States[0].Deadline = 40 }, "code 40 is outside its table of 40"},
		{"deadline into a value's height", func(p *bytecode.Program, at map[string]int32) {
			p.Journeys[0].States[0].Deadline = at["emit"]
		}, "the stack at instruction 35 has two heights"},
		{"arm nowhere", func(p *bytecode.Program, _ map[string]int32) { p.Journeys[0].States[1].Arms[0].PC = -1 }, "code -1 is outside its table of 40"},
		{"held condition nowhere", func(p *bytecode.Program, _ map[string]int32) { p.Journeys[0].States[2].Then = 40 }, "code 40 is outside its table of 40"},
		{"held condition round", func(p *bytecode.Program, at map[string]int32) { p.Journeys[0].States[2].Then = at["until"] }, "instruction 33 is in a loop without a wait"},
		{"split's arm nowhere", func(p *bytecode.Program, _ map[string]int32) { p.Journeys[0].Splits[0].Arms[0].PC = 40 }, "code 40 is outside its table of 40"},
		{"split's rest round", func(p *bytecode.Program, at map[string]int32) { p.Journeys[0].Splits[0].Rest = at["split"] }, "instruction 30 is in a loop without a wait"},
		{"never reached", func(p *bytecode.Program, _ map[string]int32) {
			p.Code = append(p.Code, op(bytecode.OpEnd))
		}, "instruction 40 can never be reached"},
		{"only by what is never reached", func(p *bytecode.Program, at map[string]int32) {
			p.Code = append(p.Code, op(bytecode.OpJump, at["end"]), op(bytecode.OpEnd))
		}, "instruction 40 can never be reached"},
		{"a message that nobody reads", func(p *bytecode.Program, _ map[string]int32) { p.Messages[0].Parts = nil }, "instruction 4 can never be reached"},
		{"a value without an end", func(p *bytecode.Program, _ map[string]int32) {
			p.Journeys[0].While = int32(len(p.Code))
			p.Code = append(p.Code, op(bytecode.OpTrue))
		}, "instruction 40 jumps to 41"},
	})
}

// TestVerifyRound holds that a loop with a wait is allowed, and one that only a
// condition holds up is not.
func TestVerifyRound(t *testing.T) {
	p, at := everything()
	p.Code[at["jump"]].A = at["wait"]
	require.NoError(t, bytecode.Verify(p))
	p.Code[at["jump"]].A = at["until"]
	require.EqualError(t, bytecode.Verify(p), "instruction 33 is in a loop without a wait")
	p.Journeys[0].States[2].Then = at["end"]
	require.NoError(t, bytecode.Verify(p))
}
