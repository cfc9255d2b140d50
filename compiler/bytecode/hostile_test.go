package bytecode_test

import (
	"encoding/binary"
	"hash/fnv"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

// sealed puts a right head before tables that need not be right, as somebody would
// who means harm: the checksum only finds accidents.
func sealed(tables []byte) []byte {
	h := fnv.New64a()
	h.Write(tables)
	head := append([]byte("JOURNEY\x00"), bytecode.Version)
	return append(binary.LittleEndian.AppendUint64(head, h.Sum64()), tables...)
}

// allocated is how many bytes a function allocates, freed or not.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestLengthsAreNotBelieved puts a gigabyte for the length of each text and table
// that a program consists of, after others that are empty: reading it allocates
// next to nothing.
func TestLengthsAreNotBelieved(t *testing.T) {
	const textsAndTables = 2 + 12
	for empty := range textsAndTables {
		file := sealed(binary.AppendUvarint(make([]byte, empty), 1<<30))
		n := allocated(func() {
			_, err := bytecode.Decode(file)
			require.EqualError(t, err, "the file is damaged")
		})
		require.Less(t, n, uint64(1<<16), "after %d that are empty", empty)
	}
}

// TestRowsAreNotBelieved gives lengths that the file is long enough for, and then no
// rows that can be read.
func TestRowsAreNotBelieved(t *testing.T) {
	const size = 1 << 20
	body := binary.AppendUvarint(make([]byte, 2+10), size) // the journeys
	for range size {
		body = append(body, 0xff)
	}
	n := allocated(func() {
		_, err := bytecode.Decode(sealed(body))
		require.Error(t, err)
	})
	require.Less(t, n, uint64(4*size))
}

// TestWorkIsBounded holds that a file cannot ask for work or memory that grows
// faster than the file does.
func TestWorkIsBounded(t *testing.T) {
	const size = 10_000
	listens := bytecode.CartEvents{Added: -1, Removed: -1, Cleared: -1, Bought: -1, Viewed: -1}
	for name, p := range map[string]*bytecode.Program{
		"values that run into one another": func() *bytecode.Program {
			p := &bytecode.Program{Messages: make([]bytecode.Message, 1), Cart: listens}
			for i := range size {
				p.Messages[0].Parts = append(p.Messages[0].Parts, bytecode.Part{Code: int32(2 * i)})
				p.Code = append(p.Code, op(bytecode.OpTrue), op(bytecode.OpPop))
			}
			p.Code = append(p.Code, op(bytecode.OpTrue), op(bytecode.OpReturn))
			return p
		}(),
		"journeys that share their steps": func() *bytecode.Program {
			p := &bytecode.Program{Journeys: make([]bytecode.Journey, size), Cart: listens}
			for i := range p.Journeys {
				p.Journeys[i].While, p.Journeys[i].Policy = -1, -1
				p.Code = append(p.Code, op(bytecode.OpNop))
			}
			p.Code = append(p.Code, op(bytecode.OpEnd))
			return p
		}(),
		"rests that share their arms": func() *bytecode.Program {
			p := &bytecode.Program{Journeys: []bytecode.Journey{{Policy: -1, While: -1, Steps: make([]bytecode.Step, 1)}}, Cart: listens}
			s := bytecode.State{Kind: bytecode.StateFor, Forever: true}
			for i := range size {
				s.Arms = append(s.Arms, bytecode.Arm{PC: int32(i)})
				p.Code = append(p.Code, op(bytecode.OpRest, 0))
			}
			p.Journeys[0].States = []bytecode.State{s}
			return p
		}(),
		"splits that share their arms": func() *bytecode.Program {
			p := &bytecode.Program{Journeys: []bytecode.Journey{{Policy: -1, While: -1, Steps: make([]bytecode.Step, 1), Splits: make([]bytecode.Split, 1)}}, Cart: listens}
			s := &p.Journeys[0].Splits[0]
			for range size {
				s.Arms = append(s.Arms, bytecode.SplitArm{PC: size})
				p.Code = append(p.Code, op(bytecode.OpSplit, 0))
			}
			s.Rest = size
			p.Code = append(p.Code, op(bytecode.OpEnd))
			p.Journeys[0].States = []bytecode.State{{Kind: bytecode.StateFor, Forever: true}}
			for i := range size {
				p.Journeys[0].States[0].Arms = append(p.Journeys[0].States[0].Arms, bytecode.Arm{PC: int32(i)})
			}
			p.Code[size] = op(bytecode.OpRest, 0)
			return p
		}(),
		"expressions that share their names": func() *bytecode.Program {
			p := &bytecode.Program{Journeys: []bytecode.Journey{{Policy: -1, While: 0, Start: 2*size + 2}}, Traits: make([]bytecode.Field, 1), Exprs: make([]bytecode.Expr, 1), Cart: listens}
			for range size {
				p.Exprs[0].Vars = append(p.Exprs[0].Vars, bytecode.Var{From: bytecode.FromTrait})
				p.Code = append(p.Code, op(bytecode.OpEval, 0), op(bytecode.OpPop))
			}
			p.Code = append(p.Code, op(bytecode.OpTrue), op(bytecode.OpReturn), op(bytecode.OpEnd))
			return p
		}(),
		"events for many journeys": {
			Events: make([]bytecode.Event, size), Journeys: slices.Repeat([]bytecode.Journey{{Policy: -1, While: -1}}, size), Cart: listens,
			Code: []bytecode.Instr{op(bytecode.OpEnd)},
		},
		"events for many conditions": {
			Events: make([]bytecode.Event, size), Cart: listens,
			Journeys: []bytecode.Journey{{Policy: -1, While: -1, Steps: make([]bytecode.Step, 1), States: slices.Repeat([]bytecode.State{{Kind: bytecode.StateUntil}}, size)}},
			Code:     []bytecode.Instr{op(bytecode.OpTrue), op(bytecode.OpReturn)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.EqualError(t, bytecode.Verify(p), "the program takes too long to verify")
		})
	}
}

// TestTablesAreBounded is about what the engine counts in 16 bits.
func TestTablesAreBounded(t *testing.T) {
	type program = bytecode.Program
	for want, do := range map[string]func(p *program){
		"32001 journeys are more than 32000":     func(p *program) { p.Journeys = make([]bytecode.Journey, 32_001) },
		"32001 states are more than 32000":       func(p *program) { p.Journeys[0].States = make([]bytecode.State, 32_001) },
		"32001 alternatives are more than 32000": func(p *program) { p.Journeys[0].Alts = make([]bytecode.Pattern, 32_001) },
		"32001 parts are more than 32000":        func(p *program) { p.Journeys[0].Alts[1].Parts = make([][]bytecode.Test, 32_001) },
		"65001 fields are more than 65000":       func(p *program) { p.Events[1].Fields = make([]bytecode.Field, 65_001) },
		"65001 traits are more than 65000":       func(p *program) { p.Traits = make([]bytecode.Field, 65_001) },
	} {
		t.Run(want, func(t *testing.T) {
			p, _ := everything()
			do(p)
			require.EqualError(t, bytecode.Verify(p), want)
		})
	}
}
