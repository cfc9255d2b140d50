package bytecode_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

const people = `message guide { subject "How it works" }
segment buyers where count(purchased) >= 1
segment heavy where segment buyers and sum(purchased.total) > 100
journey j {
  when enters heavy or profile.plan changes to "pro"
  then {
    add tag "x"
    email guide
    if received guide { stop }
  }
}
`

// What a person is belongs into its tables, and a segment asks only about those
// before it.
func TestVerifyPeople(t *testing.T) {
	type program = bytecode.Program
	for _, c := range []struct {
		name   string
		damage func(*program)
		want   string
	}{
		{"nothing", func(*program) {}, ""},
		{"a circle", func(p *program) { p.Segments[0], p.Segments[1] = p.Segments[1], p.Segments[0] }, "segment 0 is outside its table of 0"},
		{"no code", func(p *program) { p.Segments[0].Code = int32(len(p.Code)) }, "is outside its table"},
		{"a step in a segment", func(p *program) { p.Segments[1].Code = p.Journeys[0].Start }, "does not belong into a value"},
		{"not watched", func(p *program) { p.Segments[1].Watched = false }, "segment 1 lets people in and is not watched"},
		{"no segment", func(p *program) { p.Journeys[0].Alts[0].Segment = 2 }, "segment 2 is outside its table of 2"},
		{"no trait", func(p *program) { p.Journeys[0].Alts[1].Trait = 99 }, "trait 99 is outside its table"},
		{"a change to no code", func(p *program) { p.Journeys[0].Alts[1].To = -2 }, "code -2 is outside its table"},
		{"a segment with events", func(p *program) { p.Journeys[0].Alts[0].Parts = make([][]bytecode.Test, 1) }, "a trigger that is no event hears one"},
		{"a segment by a field", func(p *program) { p.Journeys[0].Mode = bytecode.Each }, "a trigger that is no event hears one"},
		{"no mark", func(p *program) { p.Journeys[0].Sends[0].Marks[0] = 1 }, "mark 1 is outside its table of 1"},
		{"no such mark", func(p *program) { p.Marks = nil }, "mark 0 is outside its table of 0"},
		{"a tag that is both", func(p *program) { find(p, bytecode.OpTag).A = 2 }, "a tag is neither added nor removed"},
		{"a tag of no step", func(p *program) { find(p, bytecode.OpTag).B = 9 }, "step 9 is outside its table"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := compile(t, "people.journey", people)
			c.damage(p)
			err := bytecode.Verify(p)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func find(p *bytecode.Program, op bytecode.Op) *bytecode.Instr {
	for i := range p.Code {
		if p.Code[i].Op == op {
			return &p.Code[i]
		}
	}
	return nil
}

// A segment's own values come on top of those of whoever asks, and what it asks is paid
// for by whoever asks it.
func TestVerifyBoundsSegments(t *testing.T) {
	high := &bytecode.Program{Zone: "UTC"}
	value := func(before int, ask int32) int32 {
		at := int32(len(high.Code))
		for range before {
			high.Code = append(high.Code, bytecode.Instr{Op: bytecode.OpTrue})
		}
		if ask >= 0 {
			high.Code = append(high.Code, bytecode.Instr{Op: bytecode.OpSegment, A: ask})
			before++
		}
		for range before - 1 {
			high.Code = append(high.Code, bytecode.Instr{Op: bytecode.OpPop})
		}
		high.Code = append(high.Code, bytecode.Instr{Op: bytecode.OpReturn})
		return at
	}
	high.Segments = append(high.Segments, bytecode.Segment{Code: value(200, -1)})
	require.NoError(t, verifySegments(high))
	high.Segments = append(high.Segments, bytecode.Segment{Code: value(56, 0)})
	require.NoError(t, verifySegments(high))
	high.Segments = append(high.Segments, bytecode.Segment{Code: value(1, 1)})
	require.ErrorContains(t, verifySegments(high), "a segment makes the stack higher than 256")

	dear := &bytecode.Program{Zone: "UTC", Segments: []bytecode.Segment{{Code: 0}}, Code: []bytecode.Instr{{Op: bytecode.OpTrue}, {Op: bytecode.OpReturn}}}
	for i := range int32(40) {
		dear.Segments = append(dear.Segments, bytecode.Segment{Code: int32(len(dear.Code))})
		dear.Code = append(dear.Code, bytecode.Instr{Op: bytecode.OpSegment, A: i}, bytecode.Instr{Op: bytecode.OpPop},
			bytecode.Instr{Op: bytecode.OpSegment, A: i}, bytecode.Instr{Op: bytecode.OpReturn})
	}
	require.ErrorContains(t, verifySegments(dear), "takes more than 100000 instructions")
}

func verifySegments(p *bytecode.Program) error {
	p.Cart = bytecode.CartEvents{Added: -1, Removed: -1, Cleared: -1, Bought: -1, Viewed: -1}
	return bytecode.Verify(p)
}
