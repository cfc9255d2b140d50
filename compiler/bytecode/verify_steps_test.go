package bytecode_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

const acting = `journey j {
  when purchased
  then {
    add to audience "buyers"
    remove from audience "lookers"
    webhook "https://shop.example/hook" { order: entry.order_id, plan: profile.plan }
    start k
  }
}
journey k {
  when login
  then email "hello"
}
`

// What a step does to the world is checked like everything else.
func TestVerifyActs(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(*bytecode.Journey)
		want   string
	}{
		{"nothing", func(*bytecode.Journey) {}, ""},
		{"no kind", func(j *bytecode.Journey) { j.Acts[0].Kind = bytecode.ActStart + 1 }, "an act is of no known kind"},
		{"no step", func(j *bytecode.Journey) { j.Acts[1].Step = 4 }, "step 4 is outside its table of 4"},
		{"no journey", func(j *bytecode.Journey) { j.Acts[3].Journey = 2 }, "journey 2 is outside its table of 2"},
		{"audience with fields", func(j *bytecode.Journey) { j.Acts[0].Names = []string{"x"} }, "an audience has 1 fields"},
		{"a field too many", func(j *bytecode.Journey) { j.Acts[2].Names = append(j.Acts[2].Names, "x") }, "instruction 7 takes 4 values from a stack of 3"},
		{"a field too few", func(j *bytecode.Journey) { j.Acts[2].Names = j.Acts[2].Names[:1] }, "the stack is not empty after the step at instruction 7"},
		{"no such act", func(j *bytecode.Journey) { j.Acts = j.Acts[:3] }, "act 3 is outside its table of 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := compile(t, "acting.journey", acting)
			c.damage(&p.Journeys[0])
			err := bytecode.Verify(p)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

const repeating = `journey j {
  when purchased
  then {
    repeat every 7d up to 4 times { email "a" }
    repeat up to 2 times {
      wait 1d
    }
  }
}
`

// A repeat has an end, and time passes from run to run.
func TestVerifyRepeats(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(*bytecode.Program, *bytecode.Journey)
		want   string
	}{
		{"nothing", func(*bytecode.Program, *bytecode.Journey) {}, ""},
		{"no time between", func(_ *bytecode.Program, j *bytecode.Journey) { j.States[0].Limit = bytecode.Duration{} }, "is in a loop without a wait"},
		{"no time inside", func(_ *bytecode.Program, j *bytecode.Journey) { j.States[2].Limit = bytecode.Duration{} }, "is in a loop without a wait"},
		{"until a moment that may be now", func(_ *bytecode.Program, j *bytecode.Journey) {
			j.States[2].At = &bytecode.Moment{Kind: bytecode.MomentDate, Year: 2026, Month: 1, Day: 1, From: 540, To: -1, Code: -1}
		}, "is in a loop without a wait"},
		{"for ever", func(_ *bytecode.Program, j *bytecode.Journey) { j.States[0].Forever = true }, "state 0 repeats what cannot be repeated"},
		{"fewer than no times", func(_ *bytecode.Program, j *bytecode.Journey) { j.States[0].Times = -1 }, "state 0 repeats what cannot be repeated"},
		{"on no level", func(_ *bytecode.Program, j *bytecode.Journey) { j.States[1].Level = -1 }, "state 1 repeats what cannot be repeated"},
		{"until nothing", func(_ *bytecode.Program, j *bytecode.Journey) { j.States[0].Cond = 1000 }, "code 1000 is outside"},
		{"what is no repeat", func(p *bytecode.Program, _ *bytecode.Journey) {
			for i := range p.Code {
				if p.Code[i].Op == bytecode.OpRepeat {
					p.Code[i].A = 2
				}
			}
		}, "state 2 does not repeat"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := compile(t, "repeating.journey", repeating)
			c.damage(p, &p.Journeys[0])
			err := bytecode.Verify(p)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

const nesting = `journey j {
  when (purchased and login within 1d) and not (wishlisted or visit) within 2h
  then email "x"
}
`

// A pattern inside another stands in one of its parts, and none stands in itself.
func TestVerifyNests(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(*bytecode.Journey)
		want   string
	}{
		{"nothing", func(*bytecode.Journey) {}, ""},
		{"in itself", func(j *bytecode.Journey) { j.Subs[0].Parent = 1 }, "pattern 1 is outside its table of 1"},
		{"in none", func(j *bytecode.Journey) { j.Subs[0].Parent = -1 }, "pattern -1 is outside its table of 1"},
		{"in a part that is not there", func(j *bytecode.Journey) { j.Subs[0].Part = 1 }, "part 1 is outside its table of 1"},
		{"in one without any inside", func(j *bytecode.Journey) { j.Alts[0].Nested, j.Alts[0].Parts[0] = false, j.Subs[0].Parts[0] }, "a pattern is inside one that has none inside"},
		{"of one event", func(j *bytecode.Journey) { j.Subs[0].Kind, j.Subs[0].Parts = bytecode.PatEvent, j.Subs[0].Parts[:1] }, "a pattern that stands alone is inside another"},
		{"hears nothing", func(j *bytecode.Journey) { j.Subs[0].Parts[1] = nil }, "part 1 of a pattern hears nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := compile(t, "nesting.journey", nesting)
			c.damage(&p.Journeys[0])
			err := bytecode.Verify(p)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
