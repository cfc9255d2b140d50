package run_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sample/twenty"
)

const sentence = "when cart_abandoned and not purchased within 2h then email recommend(cart)\n"

const plainSentence = "when cart_abandoned and not purchased within 2h then email \"Your cart is waiting\"\n"

func load(b testing.TB, src string) *engine.Program {
	res := compiler.Compile([]compiler.Source{{Path: "cart.journey", Text: src}},
		compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.Empty(b, res.Diags)
	prog, err := engine.Load(res.Program)
	require.NoError(b, err)
	return prog
}

// people is how many people a benchmark has: a million, or BENCH_PEOPLE.
func people() int {
	if n, err := strconv.Atoi(os.Getenv("BENCH_PEOPLE")); err == nil {
		return n
	}
	return 1_000_000
}

// shop is a generated shop's feed, as the generator writes it.
func shop(b testing.TB, people, days int) []byte {
	cfg := sample.Default()
	cfg.People, cfg.Days = people, days
	var buf bytes.Buffer
	_, err := sample.Write(&buf, cfg)
	require.NoError(b, err)
	return buf.Bytes()
}

// decode reads a feed into batches that stay in memory.
func decode(b testing.TB, prog *engine.Program, data []byte) (batches []*event.Batch, lines int64) {
	rd, err := feed.NewReader(bytes.NewReader(data), prog.Schema(), feed.Options{Name: "shop"})
	require.NoError(b, err)
	for {
		x, err := rd.Next()
		if errors.Is(err, io.EOF) {
			return batches, lines
		}
		require.NoError(b, err)
		batches = append(batches, x)
		lines += x.Lines
	}
}

// lifecycle is twenty journeys at once: the example shop's ten, twice.
func lifecycle(b testing.TB) *engine.Program {
	sources, err := twenty.Sources(os.DirFS("../../examples/shop"))
	require.NoError(b, err)
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	for _, d := range res.Diags {
		if d.Severity == diag.Error {
			b.Logf("%s: %s", d.File, d.Summary)
		}
	}
	prog, err := engine.Load(res.Program)
	require.NoError(b, err)
	return prog
}

// decideAll is deciding alone: the feed is in memory, decoded, and one worker
// takes it. The first half, in which people become known, is not counted. It
// returns events per second of the clock and of the processor.
func decideAll(b testing.TB, prog *engine.Program, data []byte) (wall, cpu float64) {
	batches, _ := decode(b, prog, data)
	runtime.GC()
	// The decoded feed is gigabytes of small pieces. Marking them again and again
	// would measure the benchmark, not the engine.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	r := run.New(prog, run.Options{Workers: 1, Grace: 10_000, Kinds: []engine.Kind{engine.Send}})
	half := len(batches) / 2
	for _, x := range batches[:half] {
		require.NoError(b, r.Feed(x))
	}
	lines := int64(0)
	spent, begun := cpuSeconds(), time.Now()
	for _, x := range batches[half:] {
		lines += x.Lines
		require.NoError(b, r.Feed(x))
	}
	require.NoError(b, r.Finish(-1<<62))
	wall = float64(lines) / time.Since(begun).Seconds()
	if spent = cpuSeconds() - spent; spent > 0 {
		cpu = float64(lines) / spent
	}
	return wall, cpu
}

// engineAlone is the engine without anything around it: who a line is about is
// known, lines are in order, and nobody recommends. It returns events per second
// of the clock and of the processor; the first half is not counted.
func engineAlone(b testing.TB, prog *engine.Program, data []byte) (wall, cpu float64) {
	batches, _ := decode(b, prog, data)
	ids := map[string]uint32{}
	var people []engine.Person
	var who []uint32
	var records []*event.Record
	for _, x := range batches {
		for i := range x.Records {
			r := &x.Records[i]
			id := r.User + "\x00" + r.Anon
			if r.User != "" {
				id = r.User
			}
			n, ok := ids[id]
			if !ok {
				n = uint32(len(people))
				ids[id] = n
				people = append(people, engine.NewPerson(id, r.User != ""))
			}
			who, records = append(who, n), append(records, r)
		}
	}
	e := engine.New(prog, nil, engine.Options{})
	e.Want(engine.Send)
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	half := len(records) / 2
	step := func(i int) {
		p := &people[who[i]]
		if t := records[i].Time; p.Next() <= t {
			e.Advance(p, t)
		}
		e.Apply(p, records[i], records[i].Time, false)
		if len(e.Decisions) > 1000 {
			e.Decisions = e.Decisions[:0] // as a run does with what it has reported
		}
	}
	for i := range half {
		step(i)
	}
	spent, begun := cpuSeconds(), time.Now()
	for i := half; i < len(records); i++ {
		step(i)
	}
	wall = float64(len(records)-half) / time.Since(begun).Seconds()
	if spent = cpuSeconds() - spent; spent > 0 {
		cpu = float64(len(records)-half) / spent
	}
	return wall, cpu
}

// readAll is the whole way from bytes to decisions on all cores, in bytes per
// second.
func readAll(b testing.TB, prog *engine.Program, data []byte) float64 {
	cores := runtime.GOMAXPROCS(0)
	begun := time.Now()
	rd, err := feed.NewReader(bytes.NewReader(data), prog.Schema(), feed.Options{Name: "shop", Workers: cores})
	require.NoError(b, err)
	r := run.New(prog, run.Options{Workers: cores, Grace: 10_000, Kinds: []engine.Kind{engine.Send}})
	for {
		x, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(b, err)
		require.NoError(b, r.Feed(x))
		rd.Release(x)
	}
	require.NoError(b, r.Finish(-1<<62))
	return float64(len(data)) / time.Since(begun).Seconds()
}

// BenchmarkEngine measures deciding alone.
func BenchmarkEngine(b *testing.B) {
	data := shop(b, people(), 2)
	for _, x := range []struct{ name, src string }{{"text", plainSentence}, {"recommend", sentence}} {
		b.Run(x.name, func(b *testing.B) {
			prog := load(b, x.src)
			var wall, cpu float64
			for b.Loop() {
				w, c := decideAll(b, prog, data)
				wall, cpu = max(wall, w), max(cpu, c)
			}
			b.ReportMetric(wall, "events/s")
			b.ReportMetric(cpu, "events/cpu-s")
		})
	}
}

// BenchmarkTwenty measures twenty journeys at once, the engine alone.
func BenchmarkTwenty(b *testing.B) {
	data := shop(b, people(), 2)
	prog := lifecycle(b)
	var wall, cpu float64
	for b.Loop() {
		w, c := engineAlone(b, prog, data)
		wall, cpu = max(wall, w), max(cpu, c)
	}
	b.ReportMetric(wall, "events/s")
	b.ReportMetric(cpu, "events/cpu-s")
}

// BenchmarkFeed measures the whole way from bytes to decisions.
func BenchmarkFeed(b *testing.B) {
	data := shop(b, people()/4, 3)
	for _, x := range []struct{ name, src string }{{"text", plainSentence}, {"recommend", sentence}} {
		b.Run(x.name, func(b *testing.B) {
			prog := load(b, x.src)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				readAll(b, prog, data)
			}
		})
	}
}

// memory measures the bytes of a person about whom next to nothing is known,
// those that a trigger which is counting adds, and those of a person of the
// generated shop.
func memory(b testing.TB, n int) (idle, pending float64) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	prog := load(b, plainSentence)
	records := func(name string) []event.Record {
		typ := int32(event.None)
		for i, e := range prog.Events {
			if e.Name == name {
				typ = int32(i)
			}
		}
		out := make([]event.Record, n)
		for i := range out {
			out[i] = event.Record{Type: typ, Time: 1_772_445_600_000, Line: int64(i + 1), User: fmt.Sprintf("customer-%07d", i)}
		}
		return out
	}
	visits, carts := records("visit"), records("cart_abandoned")
	r := run.New(prog, run.Options{Workers: 1})
	feed := func(records []event.Record) {
		for len(records) > 0 {
			k := min(len(records), 1<<13)
			require.NoError(b, r.Feed(&event.Batch{Records: records[:k]}))
			records = records[k:]
		}
	}
	none := heap()
	feed(visits)
	known := heap()
	feed(carts)
	waiting := heap()
	runtime.KeepAlive(r)
	runtime.KeepAlive(visits)
	runtime.KeepAlive(carts)
	return float64(known-none) / float64(n), float64(waiting-known) / float64(n)
}

// unheard counts the allocations of an event that no journey listens to.
func unheard(b testing.TB) float64 {
	r := run.New(load(b, plainSentence), run.Options{Workers: 1})
	batch := &event.Batch{Records: []event.Record{{Type: event.None, Time: 1, Line: 1, User: "p1"}}}
	require.NoError(b, r.Feed(batch))
	return testing.AllocsPerRun(1000, func() { require.NoError(b, r.Feed(batch)) })
}

// TestTable prints what was reached of what the project wants to reach. It is
// no test: nothing here asserts a time. `make bench` runs it.
func TestTable(t *testing.T) {
	if os.Getenv("BENCH_TABLE") == "" {
		t.Skip("BENCH_TABLE is not set")
	}
	n := people()
	data := shop(t, n, 2)
	row := func(what, target, reached string) { fmt.Printf("%-58s %14s %s\n", what, target, reached) }
	row("what", "target", "reached")
	row(fmt.Sprintf("with %d people, one core, in memory:", n), "", "")
	rate := func(what, target string, prog *engine.Program, measure func(testing.TB, *engine.Program, []byte) (wall, cpu float64)) {
		var wall, cpu float64
		for range 2 {
			w, c := measure(t, prog, data)
			wall, cpu = max(wall, w), max(cpu, c)
		}
		row(what, target,
			fmt.Sprintf("%.2f M events/s (%.2f M a processor second)", wall/1e6, cpu/1e6))
	}
	rate("the engine alone, the sentence with a text", "3 M events/s", load(t, plainSentence), engineAlone)
	rate("with resolving people, the sentence with a text", "3 M events/s", load(t, plainSentence), decideAll)
	rate("with resolving and learning, recommend(cart)", "3 M events/s", load(t, sentence), decideAll)
	rate("the engine alone, twenty journeys at once", "1 M events/s", lifecycle(t), engineAlone)
	rate("with resolving and learning, twenty journeys at once", "1 M events/s", lifecycle(t), decideAll)
	row("allocations for an event nobody listens to", "0", fmt.Sprint(unheard(t)))
	idle, pending := memory(t, n)
	row("a person who is known, bytes", "150", fmt.Sprintf("%.0f", idle))
	row("a trigger that is counting, bytes more", "100", fmt.Sprintf("%.0f", pending))
	for i := range prices {
		row(prices[i].what+", bytes more", "", fmt.Sprintf("%.0f", prices[i].measure(t, min(n, 100_000))))
	}
	for _, x := range []struct{ what, src string }{{"with a text", plainSentence}, {"with recommend(cart)", sentence}} {
		best := 0.0
		for range 2 {
			best = max(best, readAll(t, load(t, x.src), data))
		}
		row(fmt.Sprintf("%d MB of NDJSON, %d cores, %s", len(data)>>20, runtime.GOMAXPROCS(0), x.what), "250 MB/s", fmt.Sprintf("%.0f MB/s", best/1e6))
	}
}

// TestPrices holds that what a person costs can be measured: every price is of something
// that was kept.
func TestPrices(t *testing.T) {
	for i := range prices {
		require.Positive(t, prices[i].measure(t, 2000), prices[i].what)
	}
}
