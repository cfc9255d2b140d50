package run_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sample"
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
		if err == io.EOF {
			return batches, lines
		}
		require.NoError(b, err)
		batches = append(batches, x)
		lines += x.Lines
	}
}

func feedAll(b testing.TB, prog *engine.Program, batches []*event.Batch, workers int) *run.Runner {
	r := run.New(prog, run.Options{Workers: workers, Grace: 10_000, Engine: engine.Options{}, Kinds: []engine.Kind{engine.Send}})
	for _, x := range batches {
		require.NoError(b, r.Feed(x))
	}
	require.NoError(b, r.Finish(-1<<62))
	return r
}

// BenchmarkEngine measures deciding alone: the feed is in memory, decoded.
func BenchmarkEngine(b *testing.B) {
	data := shop(b, people(), 2)
	for name, src := range map[string]string{"sentence": plainSentence, "recommend": sentence} {
		b.Run(name, func(b *testing.B) {
			prog := load(b, src)
			batches, lines := decode(b, prog, data)
			b.ReportAllocs()
			cpu := cpuSeconds()
			for b.Loop() {
				feedAll(b, prog, batches, 1)
			}
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			if cpu = cpuSeconds() - cpu; cpu > 0 {
				b.ReportMetric(float64(lines)*float64(b.N)/cpu, "events/cpu-s")
			}
		})
	}
}

// BenchmarkFeed measures the whole way from bytes to decisions on all cores.
func BenchmarkFeed(b *testing.B) {
	data := shop(b, people()/4, 3)
	for name, src := range map[string]string{"sentence": plainSentence, "recommend": sentence} {
		b.Run(name, func(b *testing.B) {
			prog := load(b, src)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				rd, err := feed.NewReader(bytes.NewReader(data), prog.Schema(), feed.Options{Name: "shop", Workers: runtime.GOMAXPROCS(0)})
				require.NoError(b, err)
				r := run.New(prog, run.Options{Workers: runtime.GOMAXPROCS(0), Grace: 10_000, Kinds: []engine.Kind{engine.Send}})
				for {
					x, err := rd.Next()
					if err == io.EOF {
						break
					}
					require.NoError(b, err)
					require.NoError(b, r.Feed(x))
					rd.Release(x)
				}
				require.NoError(b, r.Finish(-1<<62))
			}
		})
	}
}

// BenchmarkIdle measures the memory of people about whom next to nothing is
// known, and of people for whom a trigger is counting.
func BenchmarkIdle(b *testing.B) {
	n := people()
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	make := func(prog *engine.Program, name string) []event.Record {
		typ := int32(-1)
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
	for b.Loop() {
		prog := load(b, plainSentence)
		visits, carts := make(prog, "visit"), make(prog, "cart_abandoned")
		before := heap()
		r := run.New(prog, run.Options{Workers: 1})
		pieces := func(records []event.Record) {
			for len(records) > 0 {
				k := min(len(records), 1<<13)
				require.NoError(b, r.Feed(&event.Batch{Records: records[:k]}))
				records = records[k:]
			}
		}
		pieces(visits)
		idle := heap()
		pieces(carts)
		waiting := heap()
		b.ReportMetric(float64(idle-before)/float64(n), "B/idle")
		b.ReportMetric(float64(waiting-idle)/float64(n), "B/pending")
		runtime.KeepAlive(r)
		runtime.KeepAlive(visits)
		runtime.KeepAlive(carts)
	}
}
