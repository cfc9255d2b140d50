package sim_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sample/twenty"
	"github.com/journeylang/journey/runtime/sim"
)

// benchPeople is how many people the tables are made for: 100,000, or BENCH_PEOPLE.
func benchPeople() int {
	if n, err := strconv.Atoi(os.Getenv("BENCH_PEOPLE")); err == nil {
		return n
	}
	return 100_000
}

// TestTable prints what a simulation costs. It is no test: nothing here asserts a
// time. `make bench-tui` runs it.
func TestTable(t *testing.T) {
	if os.Getenv("BENCH_TABLE") == "" {
		t.Skip("BENCH_TABLE is not set")
	}
	cfg := sample.Default()
	cfg.People, cfg.Days = benchPeople(), 8
	if cfg.People > 500_000 {
		cfg.Days = 2
	}
	var buf bytes.Buffer
	_, err := sample.Write(&buf, cfg)
	require.NoError(t, err)
	data := buf.Bytes()
	for _, x := range []struct {
		name  string
		v     *sim.Version
		saved *sim.Version // with one wait that is longer
	}{
		{"one journey", version(t, "v1", "cart.journey", plain), version(t, "v2", "cart.journey", strings.Replace(plain, "wait 1d", "wait 2d", 1))},
		{"twenty journeys", twentyVersion(t, "v1", "", ""), twentyVersion(t, "v2", "wait 1d", "wait 2d")},
	} {
		simTable(t, x.name, cfg.People, x.v, x.saved, data)
	}
}

// twentyVersion is the example shop's journeys twice, with one text put in the place
// of another in the first that has it.
func twentyVersion(t *testing.T, name, old, text string) *sim.Version {
	t.Helper()
	sources, err := twenty.Sources(os.DirFS(shopDir))
	require.NoError(t, err)
	var files []string
	for _, s := range sources {
		if old != "" && strings.Contains(s.Text, old) {
			s.Text, old = strings.Replace(s.Text, old, text, 1), ""
		}
		files = append(files, s.Path, s.Text)
	}
	return version(t, name, files...)
}

func simTable(t *testing.T, name string, people int, v, saved *sim.Version, data []byte) {
	row := func(what string, format string, args ...any) {
		fmt.Printf("  %-52s %s\n", what, fmt.Sprintf(format, args...))
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	begun, spent := time.Now(), cpuSeconds()
	s := open(t, v, sim.Feed{Name: "shop", Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}})
	took := time.Since(begun)
	st := s.Status()
	fmt.Printf("%s, %d people, %d lines, %d MB\n", name, people, st.Lines, len(data)>>20)
	row("read, decided and kept", "%.2f s, of the processor %.2f s", took.Seconds(), cpuSeconds()-spent)
	row("memory, with rewind", "%d MB", (heap()-before)>>20)
	s.Seek(st.Horizon)
	row("decisions", "%d", s.Position().Decisions)
	rnd := rand.New(rand.NewPCG(1, 2))
	measure := func(what string, n int, do func()) {
		all := make([]time.Duration, n)
		spent := cpuSeconds()
		for i := range all {
			at := time.Now()
			do()
			all[i] = time.Since(at)
		}
		slices.Sort(all)
		if spent = (cpuSeconds() - spent) / float64(n); all[n/2] > 20*time.Millisecond {
			row(what, "p50 %v, of the processor %.3f s", all[n/2].Round(time.Millisecond), spent)
			return
		}
		row(what, "p50 %v, p99 %v", all[n/2].Round(time.Microsecond), all[n*99/100].Round(time.Microsecond))
	}
	anywhere := func() sim.Instant { return st.First + sim.Instant(rnd.Int64N(int64(st.Last-st.First))) }
	journey := s.Journeys()[0]
	measure("seek anywhere, and the flow there", 300, func() {
		s.Seek(anywhere())
		_, err := s.Flow(journey)
		require.NoError(t, err)
	})
	measure("an event back", 300, func() { s.Previous(sim.Events) })
	measure("a message on", 300, func() { s.Next(sim.Messages) })
	at := st.First
	measure("a frame of playing: ten minutes on, the flow", 300, func() {
		at += 600_000
		s.Seek(at)
		_, err := s.Flow(journey)
		require.NoError(t, err)
	})
	s.Seek(st.Horizon)
	measure("a list of messages, unfiltered", 20, func() { s.Messages(sim.MessageQuery{Limit: 30}) })
	measure("a list of messages, of one language", 20, func() { s.Messages(sim.MessageQuery{Limit: 30, Language: "tr"}) })
	measure("find somebody who is not there", 5, func() {
		_, err := s.People(background, sim.PeopleQuery{Text: "Nobody Anywhere", Limit: 20})
		require.NoError(t, err)
	})
	who := s.Messages(sim.MessageQuery{Limit: 1}).Lines[0]
	measure("one person", 50, func() {
		_, err := s.Person(who.To.ID)
		require.NoError(t, err)
	})
	measure("why", 50, func() {
		_, err := s.Why(who.To.ID, "")
		require.NoError(t, err)
	})
	measure("the portfolio", 5, func() { s.Portfolio() })
	measure("a what-if about one person", 5, func() {
		w, err := s.Inject(background, 0, sim.Injection{Person: who.To.ID, At: who.At - 60_000, Event: "purchased"})
		require.NoError(t, err)
		s.DropWhatIf(w.ID)
	})
	measure("save to new numbers", 2, func() {
		_, err := s.Reload(background, saved, nil)
		require.NoError(t, err)
		v, saved = saved, v
	})
}
