package bytecode_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

// damage is one thing that is wrong with an otherwise valid program.
type damage struct {
	name string
	do   func(p *bytecode.Program, at map[string]int32)
	want string
}

func requireRefused(t *testing.T, damages []damage) {
	t.Helper()
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			p, at := everything()
			d.do(p, at)
			require.EqualError(t, bytecode.Verify(p), d.want)
			_, err := bytecode.Decode(p.Encode())
			require.EqualError(t, err, "the program is not valid: "+d.want)
		})
	}
}

// TestVerifyTables damages one row of each table.
func TestVerifyTables(t *testing.T) {
	type program = bytecode.Program
	requireRefused(t, []damage{
		{"register of no kind", func(p *program, _ map[string]int32) { p.Regs[0].Kind = bytecode.RegTotal + 1 }, "register 0 is of no known kind"},
		{"register of no event", func(p *program, _ map[string]int32) { p.Regs[0].Event = 2 }, "event 2 is outside its table of 2"},
		{"register of event -1", func(p *program, _ map[string]int32) { p.Regs[0].Event = -1 }, "event -1 is outside its table of 2"},
		{"register adds no field", func(p *program, _ map[string]int32) { p.Regs[2].Field = 1 }, "field 1 is outside its table of 1"},
		{"register adds field -2", func(p *program, _ map[string]int32) { p.Regs[2].Field = -2 }, "field -2 is outside its table of 1"},
		{"register keeps no field", func(p *program, _ map[string]int32) { p.Regs[1].Fields[0] = -1 }, "field -1 is outside its table of 1"},
		{"register without a filter's code", func(p *program, _ map[string]int32) { p.Regs[0].Cond = 1000 }, "code 1000 is outside its table of 40"},
		{"fact of no kind", func(p *program, _ map[string]int32) { p.Facts[0].Kind = bytecode.FactExpected + 1 }, "fact 0 is of no known kind"},
		{"fact of no register", func(p *program, _ map[string]int32) { p.Facts[0].Reg = 3 }, "register 3 is outside its table of 3"},
		{"last of a window", func(p *program, _ map[string]int32) { p.Facts[0].Reg = 2 }, "fact 0 asks its register for what it does not keep"},
		{"ever of a window", func(p *program, _ map[string]int32) { p.Facts[0] = bytecode.Fact{Kind: bytecode.FactEver, Reg: 2} }, "fact 0 asks its register for what it does not keep"},
		{"time of a window", func(p *program, _ map[string]int32) { p.Facts[0] = bytecode.Fact{Kind: bytecode.FactTime, Reg: 2} }, "fact 0 asks its register for what it does not keep"},
		{"since of a window", func(p *program, _ map[string]int32) { p.Facts[2].Reg = 2 }, "fact 2 asks its register for what it does not keep"},
		{"since compared by an addition", func(p *program, _ map[string]int32) { p.Facts[2].Cmp = bytecode.OpAdd }, "fact 2 asks its register for what it does not keep"},
		{"count of a last", func(p *program, _ map[string]int32) { p.Facts[3] = bytecode.Fact{Kind: bytecode.FactCount, Reg: 0} }, "fact 3 asks its register for what it does not keep"},
		{"sum of a last", func(p *program, _ map[string]int32) { p.Facts[3].Reg = 0 }, "fact 3 asks its register for what it does not keep"},
		{"field of a last", func(p *program, _ map[string]int32) { p.Facts[1].Reg = 0 }, "fact 1 asks its register for what it does not keep"},
		{"field that is not kept", func(p *program, _ map[string]int32) { p.Facts[1].Field = 1 }, "fact 1 asks its register for what it does not keep"},
		{"message part without code", func(p *program, _ map[string]int32) { p.Messages[0].Parts[0].Code = -1 }, "code -1 is outside its table of 40"},
		{"message without its parameter", func(p *program, _ map[string]int32) { p.Messages[0].Params = nil }, "parameter 0 is outside its table of 0"},
		{"quiet from no minute", func(p *program, _ map[string]int32) { p.Policies[0].Quiet[0].From = 1440 }, "minute 1440 is outside its table of 1440"},
		{"quiet of no time", func(p *program, _ map[string]int32) { p.Policies[0].Quiet[0].From = 540 }, "the quiet time of policy gentle is empty"},
		{"cap of none", func(p *program, _ map[string]int32) { p.Policies[0].Caps[0].N = 0 }, "a cap of policy gentle is 0"},
		{"cap that counts too far", func(p *program, _ map[string]int32) { p.Policies[0].Caps[0].N = 257 }, "a cap of policy gentle is 257"},
		{"cap per nothing", func(p *program, _ map[string]int32) { p.Policies[0].Caps[0].Per = 0 }, "a cap of policy gentle counts over no known time"},
		{"cap in two ways", func(p *program, _ map[string]int32) { p.Policies[0].Caps[1].Per = bytecode.PerWeek }, "a cap of policy gentle counts over no known time"},
		{"cart by one event twice", func(p *program, _ map[string]int32) { p.Cart.Viewed = 1 }, "event 1 does two things to the cart"},
		{"cart of no event", func(p *program, _ map[string]int32) { p.Cart.Viewed = 2 }, "event 2 is outside its table of 2"},
	})
}

// TestVerifyJourneys damages one thing of a journey.
func TestVerifyJourneys(t *testing.T) {
	type journey = bytecode.Journey
	of := func(do func(j *journey)) func(*bytecode.Program, map[string]int32) {
		return func(p *bytecode.Program, _ map[string]int32) { do(&p.Journeys[0]) }
	}
	requireRefused(t, []damage{
		{"pattern of no kind", of(func(j *journey) { j.Alts[0].Kind = bytecode.PatSchedule + 1 }), "a pattern is of no known kind"},
		{"date of no date", of(func(j *journey) { j.Alts[0].Kind = bytecode.PatDate }), "a pattern is and is not a date"},
		{"absence with a date", of(func(j *journey) { j.Alts[0].Date = &bytecode.DateTrigger{Cond: -1} }), "a pattern is and is not a date"},
		{"date beside others", of(func(j *journey) {
			j.Alts[2] = bytecode.Pattern{Kind: bytecode.PatSchedule, Date: &bytecode.DateTrigger{At: bytecode.Moment{To: -1}, Cond: -1}}
		}), "a date is one of several patterns"},
		{"date that is a time", of(func(j *journey) {
			j.Alts = []bytecode.Pattern{{Kind: bytecode.PatDate, Date: &bytecode.DateTrigger{At: bytecode.Moment{To: -1}, Cond: -1}}}
		}), "a trigger is no moment that comes"},
		{"schedule of 13 months", of(func(j *journey) {
			j.Alts = []bytecode.Pattern{{Kind: bytecode.PatSchedule, Date: &bytecode.DateTrigger{At: bytecode.Moment{To: -1}, Cond: -1, Every: 13}}}
		}), "a date comes back every 13 months"},
		{"schedule without its segment", of(func(j *journey) {
			j.Alts = []bytecode.Pattern{{Kind: bytecode.PatSchedule, Date: &bytecode.DateTrigger{At: bytecode.Moment{To: -1}, Cond: 1000}}}
		}), "code 1000 is outside its table of 40"},
		{"pattern without a part", of(func(j *journey) { j.Alts[0].Parts = nil }), "a pattern has 0 parts"},
		{"absence of two parts", of(func(j *journey) { j.Alts[0].Parts = j.Alts[1].Parts }), "a pattern has 2 parts"},
		{"sequence of one part", of(func(j *journey) { j.Alts[1].Parts = j.Alts[0].Parts }), "a pattern has 1 parts"},
		{"none of something", of(func(j *journey) { j.Alts[2].N = 0 }), "a pattern counts to 0"},
		{"count in no period", of(func(j *journey) { j.Alts[2].Per = bytecode.PerMonth + 1 }), "a pattern counts in kind 4"},
		{"count in a window and a period", of(func(j *journey) { j.Alts[2].Per = bytecode.PerDay }), "a pattern counts in calendar day"},
		{"absence in a period", of(func(j *journey) { j.Alts[0].Per = bytecode.PerDay }), "a pattern counts in calendar day"},
		{"absence without registers", of(func(j *journey) { j.Alts[0].NotReg = nil }), "1 absent events with 0 registers"},
		{"absence with register -1", of(func(j *journey) { j.Alts[0].NotReg[0] = -1 }), "register -1 is outside its table of 3"},
		{"trigger of no event", of(func(j *journey) { j.Alts[0].Parts[0][0].Event = 7 }), "event 7 is outside its table of 2"},
		{"absence of no event", of(func(j *journey) { j.Alts[0].Not[0].Event = 7 }), "event 7 is outside its table of 2"},
		{"trigger with no such key", of(func(j *journey) { j.Alts[0].Parts[0][0].Key = 1 }), "field 1 is outside its table of 1"},
		{"trigger fills no slot", of(func(j *journey) { j.Alts[0].Parts[0][0].Captures[0].Slot = 1 }), "entry slot 1 is outside its table of 1"},
		{"trigger copies no field", of(func(j *journey) { j.Alts[0].Parts[0][0].Captures[0].Field = 1 }), "field 1 is outside its table of 1"},
		{"trigger without its filter", of(func(j *journey) { j.Alts[0].Parts[0][0].Cond = -2 }), "code -2 is outside its table of 40"},
		{"filter of no slot", of(func(j *journey) { j.Entry = nil; j.Alts[0].Parts[0][0].Captures = nil }), "entry slot 0 is outside its table of 0"},
		{"goal of no event", of(func(j *journey) { j.Goal.Any[0].Event = 2 }), "event 2 is outside its table of 2"},
		{"goal without registers", of(func(j *journey) { j.Goal.Regs = nil }), "1 tests with 0 registers"},
		{"goal of a register of fields", of(func(j *journey) { j.Goal.Regs[0] = 1 }), "register 1 does not keep when its event happened"},
		{"absence of a register of fields", of(func(j *journey) { j.Alts[0].NotReg[0] = 1 }), "register 1 does not keep when its event happened"},
		{"goal of no register", of(func(j *journey) { j.Goal.Regs[0] = 3 }), "register 3 is outside its table of 3"},
		{"exit without registers", of(func(j *journey) { j.Exits[0].Regs = nil }), "1 tests with 0 registers"},
		{"while without code", of(func(j *journey) { j.While = 1000 }), "code 1000 is outside its table of 40"},
		{"state of no kind", of(func(j *journey) { j.States[0].Kind = bytecode.StateRepeat + 1 }), "state 0 is of no known kind"},
		{"ranked for ever", of(func(j *journey) { j.States[1].Kind, j.States[1].Forever = bytecode.StateRanked, true }), "state 1 ranks nothing, or for ever"},
		{"ranked without arms", of(func(j *journey) { j.States[1].Kind, j.States[1].Arms = bytecode.StateRanked, nil }), "state 1 ranks nothing, or for ever"},
		{"state with a moment and a condition", of(func(j *journey) { j.States[2].At = &bytecode.Moment{To: -1} }), "state 2 has a moment beside its own deadline"},
		{"moment of no kind", of(func(j *journey) { j.States[0].At = &bytecode.Moment{Kind: bytecode.MomentBest + 1, To: -1} }), "a moment is of no known kind"},
		{"best time in no time", of(func(j *journey) { j.States[0].At = &bytecode.Moment{Kind: bytecode.MomentBest, To: -1} }), "the best time lies within 0s"},
		{"moment behind the day", of(func(j *journey) { j.States[0].At = &bytecode.Moment{From: 1440, To: -1} }), "a moment is at minute 1440 to -1 of a day"},
		{"moment that is its own end", of(func(j *journey) { j.States[0].At = &bytecode.Moment{From: 5, To: 5} }), "a moment is at minute 5 to 5 of a day"},
		{"moment of an eighth day", of(func(j *journey) { j.States[0].At = &bytecode.Moment{Days: 128, To: -1} }), "a moment is on the days 10000000 of the week"},
		{"moment of no date", of(func(j *journey) {
			j.States[0].At = &bytecode.Moment{Kind: bytecode.MomentDate, Year: 2026, Month: 13, Day: 1, To: -1}
		}), "a moment is on 2026-13-01"},
		{"moment without its value", of(func(j *journey) { j.States[0].At = &bytecode.Moment{Kind: bytecode.MomentValue, Code: -1, To: -1} }), "code -1 is outside its table of 40"},
		{"state of no step", of(func(j *journey) { j.States[0].Step = 5 }), "step 5 is outside its table of 5"},
		{"arm without registers", of(func(j *journey) { j.States[1].Arms[0].Regs = nil }), "1 tests with 0 registers"},
		{"state without its condition", of(func(j *journey) { j.States[2].Cond = -1 }), "code -1 is outside its table of 40"},
		{"policy that is not there", of(func(j *journey) { j.Policy = 1 }), "policy 1 is outside its table of 1"},
		{"send held in no state", of(func(j *journey) { j.Sends[0].Hold = 4 }), "state 4 is outside its table of 4"},
		{"send held in a wait", of(func(j *journey) { j.Sends[0].Hold = 0 }), "a send is held in a state of another kind"},
		{"send held without a policy", of(func(j *journey) { j.Policy = -1 }), "a send is held without a policy"},
		{"held message that goes on elsewhere", of(func(j *journey) { j.States[3].Deadline++ }), "the message of instruction 29 does not go on where it is held"},
		{"send of no step", of(func(j *journey) { j.Sends[0].Step = -1 }), "step -1 is outside its table of 5"},
		{"send of no message", of(func(j *journey) { j.Sends[0].Content = 1 }), "message 1 is outside its table of 1"},
		{"send to no trait", of(func(j *journey) { j.Sends[0].Address = 2 }), "trait 2 is outside its table of 2"},
		{"send of nothing", of(func(j *journey) { j.Sends[0].Content = -1 }), "send 0 has not exactly one content"},
		{"send of two things", of(func(j *journey) { j.Sends[0].Value = 0 }), "send 0 has not exactly one content"},
		{"send without a parameter", of(func(j *journey) { j.Sends[0].Params = nil }), "send 0 binds 0 of 1 parameters"},
		{"send without its value", of(func(j *journey) { j.Sends[1].Value = 1000 }), "code 1000 is outside its table of 40"},
		{"parameter without code", of(func(j *journey) { j.Sends[0].Params[0] = 1000 }), "code 1000 is outside its table of 40"},
		{"parameter reads a field", of(func(j *journey) { j.Sends[0].Params[0] = 0 }), "instruction 0 reads a field where there is no event"},
		{"split of no step", of(func(j *journey) { j.Splits[0].Step = 5 }), "step 5 is outside its table of 5"},
		{"emit of no step", of(func(j *journey) { j.Emits[0].Step = 5 }), "step 5 is outside its table of 5"},
		{"emit of no event", of(func(j *journey) { j.Emits[0].Event = 2 }), "event 2 is outside its table of 2"},
		{"emit of no field", of(func(j *journey) { j.Emits[0].Fields[0] = 1 }), "field 1 is outside its table of 1"},
	})
}
