package run_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sample"
)

// sizes are how many people the slope is measured over.
var sizes = []int{10_000, 30_000, 100_000, 300_000, 1_000_000, 5_000_000}

// TestSlope prints what an event costs with ten thousand people and with five
// million: how cost grows with the number of people. It is no test: nothing here
// asserts a time. `make bench-slope` runs it; BENCH_PEOPLE is the largest size.
func TestSlope(t *testing.T) {
	if os.Getenv("BENCH_SLOPE") == "" {
		t.Skip("BENCH_SLOPE is not set")
	}
	prog := lifecycle(t)
	largest := sizes[len(sizes)-1]
	if os.Getenv("BENCH_PEOPLE") != "" {
		largest = people()
	}
	fmt.Printf("%12s %12s %14s %14s\n", "people", "events", "ns an event", "bytes a person")
	var xs, ys []float64
	for _, n := range sizes {
		if n > largest {
			break
		}
		events, seconds, bytes := stream(t, prog, n)
		fmt.Printf("%12d %12d %14.0f %14.0f\n", n, events, seconds*1e9/float64(events), bytes/float64(n))
		xs, ys = append(xs, math.Log(float64(events))), append(ys, math.Log(seconds))
	}
	if len(xs) > 1 {
		fmt.Printf("cost grows with events to the power of %.3f (1 is linear)\n", slopeOf(xs, ys))
	}
}

// stream runs twenty journeys over a generated shop that never lies in memory as a
// whole. It returns the processor seconds spent on deciding alone, and the memory
// that is held at the end.
func stream(t *testing.T, prog *engine.Program, n int) (events int64, seconds, bytes float64) {
	t.Helper()
	debug.FreeOSMemory()
	before := heap()
	pr, pw := io.Pipe()
	cfg := sample.Default()
	cfg.People, cfg.Days = n, 2
	var turn gate
	go func() {
		_, err := sample.Write(gated{pw, &turn}, cfg)
		_ = pw.CloseWithError(err) // nil is the end of the feed
	}()
	rd, err := feed.NewReader(bufio.NewReaderSize(pr, 1<<20), prog.Schema(), feed.Options{Name: "shop", Workers: 1})
	require.NoError(t, err)
	r := run.New(prog, run.Options{Workers: 1, Grace: 10_000, Kinds: []engine.Kind{engine.Send}})
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		turn.Lock()
		begun := cpuSeconds()
		err = r.Feed(b)
		seconds += cpuSeconds() - begun
		turn.Unlock()
		require.NoError(t, err)
		events += b.Lines
		rd.Release(b)
	}
	bytes = heap() - before
	runtime.KeepAlive(r)
	return events, seconds, bytes
}

// gate is closed while a batch is decided: the generator waits then, and what is
// counted is not its work.
type gate struct{ sync.Mutex }

type gated struct {
	io.Writer
	*gate
}

func (g gated) Write(p []byte) (int, error) {
	g.Lock()
	g.Unlock() //nolint:staticcheck // only the wait is wanted
	return g.Writer.Write(p)
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// slopeOf is the slope of the least-squares line through the points.
func slopeOf(xs, ys []float64) float64 {
	var mx, my, xy, xx float64
	for i := range xs {
		mx += xs[i] / float64(len(xs))
		my += ys[i] / float64(len(ys))
	}
	for i := range xs {
		xy += (xs[i] - mx) * (ys[i] - my)
		xx += (xs[i] - mx) * (xs[i] - mx)
	}
	return xy / xx
}
