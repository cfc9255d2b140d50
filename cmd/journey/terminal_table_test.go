//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sample/twenty"
)

// TestTerminalTable prints what the terminal costs, from a key to bytes, in a terminal of its
// own. It is no test: nothing here asserts a time. `make bench-tui` runs it, with
// BENCH_PEOPLE people.
func TestTerminalTable(t *testing.T) {
	if os.Getenv("BENCH_TABLE") == "" {
		t.Skip("BENCH_TABLE is not set")
	}
	people, err := strconv.Atoi(os.Getenv("BENCH_PEOPLE"))
	if err != nil {
		people = 100_000
	}
	cmd := journey(t)
	sources, err := twenty.Sources(os.DirFS("../../examples/shop"))
	require.NoError(t, err)
	for _, s := range sources {
		require.NoError(t, os.WriteFile(filepath.Join(cmd.Dir, s.Path), []byte(s.Text), 0o600))
	}
	feed, err := os.Create(filepath.Join(cmd.Dir, "feed.ndjson"))
	require.NoError(t, err)
	cfg := sample.Default()
	if cfg.People, cfg.Days = people, 8; people > 500_000 {
		cfg.Days = 2
	}
	_, err = sample.Write(feed, cfg)
	require.NoError(t, err)
	require.NoError(t, feed.Close())
	row := func(what, format string, args ...any) {
		fmt.Printf("  %-52s %s\n", what, fmt.Sprintf(format, args...))
	}
	fmt.Printf("the terminal, 80 columns and 24 rows, twenty journeys, %d people, %d days\n", people, cfg.Days)

	begun := time.Now()
	play := func(args ...string) *screen {
		again := *cmd
		again.Args = append([]string{"journey", "play", ".", "--feed", "feed.ndjson"}, args...)
		return inTerminal(t, &again)
	}
	first := play()
	first.await("DRY RUN")
	row("the first frame, while the feed is read", "%v", time.Since(begun).Round(time.Millisecond))
	_, _ = first.pty.WriteString("q")
	<-first.end

	begun = time.Now()
	s := play("--at", "end")
	for !strings.Contains(s.text(), "DRY RUN") {
		<-s.more
	}
	row("all of the feed read and decided", "%v", time.Since(begun).Round(time.Millisecond))
	row("memory", "%s", s.memory())
	s.quiet(time.Second)
	for _, k := range []struct {
		what string
		keys []string
	}{
		{"a key to bytes: up and down", []string{"\x1b[B", "\x1b[A"}},
		{"an event back, to bytes", []string{"\x1b[D"}},
		{"from end to start and back, to bytes", []string{"\x1b[H", "\x1b[F"}},
		{"another screen, to bytes", []string{"3", "1"}},
	} {
		var all []time.Duration
		for i := range 60 {
			all = append(all, s.press(k.keys[i%len(k.keys)]))
		}
		slices.Sort(all)
		row(k.what, "p50 %v, p95 %v", all[30].Round(100*time.Microsecond), all[57].Round(100*time.Microsecond))
	}
	s.quiet(2 * time.Second)
	bytes, cpu := s.watch(5 * time.Second)
	row("paused", "%.1f%% of a core, %d bytes", cpu, bytes)
	s.press("\x1b[H")
	s.quiet(time.Second)
	s.press(" ")
	bytes, cpu = s.watch(10 * time.Second)
	row("playing", "%.1f%% of a core, %.1f KB/s", cpu, float64(bytes)/10/1024)
	_, _ = s.pty.WriteString("q")
	<-s.end
}

// press sends a key and waits for the first bytes that come of it.
func (s *screen) press(key string) time.Duration {
	before := len(s.text())
	begun := time.Now()
	_, err := s.pty.WriteString(key)
	require.NoError(s.t, err)
	for late := time.After(5 * time.Second); len(s.text()) == before; {
		select {
		case <-s.more:
		case <-late:
			return time.Since(begun) // nothing came of it
		}
	}
	took := time.Since(begun)
	s.quiet(60 * time.Millisecond)
	return took
}

// quiet waits until nothing was written for a while.
func (s *screen) quiet(span time.Duration) {
	for {
		select {
		case <-s.more:
		case <-time.After(span):
			return
		}
	}
}

// watch counts the bytes that are written in a time, and the percents of a core that
// the program takes for it.
func (s *screen) watch(span time.Duration) (written int, percent float64) {
	before, ticks := len(s.text()), s.ticks()
	<-time.After(span)
	return len(s.text()) - before, float64(s.ticks()-ticks) / span.Seconds() // a tick is a hundredth of a second
}

// ticks is the time that the program took of the processor.
func (s *screen) ticks() int {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	require.NoError(s.t, err)
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}

// memory is what the program holds, and held at most.
func (s *screen) memory() string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	require.NoError(s.t, err)
	var out []string
	for _, line := range strings.Split(string(status), "\n") {
		for name, words := range map[string]string{"VmRSS:": "now", "VmHWM:": "at most"} {
			if rest, ok := strings.CutPrefix(line, name); ok {
				kb, _ := strconv.Atoi(strings.Fields(rest)[0])
				out = append(out, fmt.Sprintf("%s %d MB", words, kb>>10))
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
