package bytecode_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/run"
)

// FuzzDecode holds that a file is refused, or is a program that can be loaded and
// run, whoever wrote it. The checksum is made right, so that the fuzzer reaches what
// lies behind it. A file may lead to work and memory in proportion to its size.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	for _, body := range bodies(f) {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) <= 1<<16 {
			requireHarmless(t, body)
		}
	})
}

// FuzzDamage does the same with a good program in which a few bytes are changed:
// about half of these pass the verifier. Three bytes are one change, a place and
// what is put there.
func FuzzDamage(f *testing.F) {
	good := bodies(f)
	for which := range good {
		f.Add(uint8(which), []byte{})
	}
	f.Fuzz(func(t *testing.T, which uint8, changes []byte) {
		body := slices.Clone(good[int(which)%len(good)])
		for ; len(changes) >= 3; changes = changes[3:] {
			body[int(binary.LittleEndian.Uint16(changes))%len(body)] = changes[2]
		}
		requireHarmless(t, body)
	})
}

// bodies are the tables of programs: the one with everything, and some that were
// made up.
func bodies(f *testing.F) [][]byte {
	p, _ := everything()
	out := [][]byte{p.Encode()[headSize:]}
	for seed := range uint64(20) {
		res := compiler.Compile([]compiler.Source{{Path: "made.journey", Text: gen.Journey(seed)}}, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
		require.NotNil(f, res.Program)
		out = append(out, res.Program.Encode()[headSize:])
	}
	return out
}

func requireHarmless(t *testing.T, body []byte) {
	t.Helper()
	n := allocated(func() {
		p, err := bytecode.Decode(sealed(body))
		if err != nil {
			require.Nil(t, p)
			return
		}
		// Expressions are compiled, and may be refused, when a program is loaded.
		if prog, err := engine.Load(p); err == nil {
			runTen(t, prog)
		}
	})
	require.Less(t, n, uint64(64<<20+2_000*len(body)))
}

// runTen runs a program over ten records, within ten seconds of event time, of
// two people who turn out to be one. It returns what was decided.
func runTen(t *testing.T, prog *engine.Program) (decisions []engine.Decision) {
	t.Helper()
	schema := prog.Schema()
	const start = 1_772_445_600_000
	records := make([]event.Record, 10)
	for i := range records {
		r := event.Record{Type: event.None, Time: start + int64(i)*1000, Line: int64(i + 1), User: fmt.Sprint("p", i/4%2)}
		fields := schema.Traits
		switch i {
		case 1:
			r.Kind = event.Identify
		case 7:
			r.Kind, r.Prev, fields = event.Alias, "p0", nil // into p1
		case 8:
			r.Time -= 5000 // late
			fallthrough
		default:
			if n := len(schema.Events); n > 0 {
				r.Type = int32(i % n)
				fields = schema.Events[r.Type].Fields
			}
		}
		for k, field := range fields[:min(len(fields), 100)] {
			r.Props = append(r.Props, event.Prop{Field: uint16(k), Value: sample(field.Want, 20*i)})
		}
		records[i] = r
	}
	r := run.New(prog, run.Options{Grace: 1000, Dedupe: 5000, Emit: func(ds []engine.Decision) error {
		decisions = append(decisions, ds...)
		return nil
	}})
	require.NoError(t, r.Feed(&event.Batch{Records: records}))
	require.NoError(t, r.Finish(start+10_000))
	return decisions
}

// TestTenRecordsAreEnough holds that what is fuzzed does something.
func TestTenRecordsAreEnough(t *testing.T) {
	p, _ := everything()
	prog, err := engine.Load(p)
	require.NoError(t, err)
	var kinds []string
	for _, d := range runTen(t, prog) {
		kinds = append(kinds, d.Kind.String())
	}
	require.Subset(t, kinds, []string{"no_enter", "enter", "set", "branch", "split", "wait", "exit"})
}

// sample is a value of the kind that a field wants.
func sample(want event.Kind, i int) event.Value {
	switch want {
	case event.Number, event.Time:
		return event.Value{Kind: want, Num: float64(i)}
	case event.Bool:
		return event.Value{Kind: want, Num: float64(i % 2)}
	case event.List:
		item := event.Value{Kind: event.Map, Box: &event.Box{Names: []string{"product_id"}, Items: []event.Value{event.Of("a")}}}
		return event.Value{Kind: want, Box: &event.Box{Items: []event.Value{item}}}
	case event.Map:
		return event.Value{Kind: want, Box: &event.Box{}}
	}
	return event.Of([]string{"u", "v", "UTC"}[i/20%3])
}
