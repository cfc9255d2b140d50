package mutants_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/oracle/mutants"
)

func TestInstrument(t *testing.T) {
	const src = `package p

func before(a, b int) bool {
	if a != b && f(a > 1) < 2 {
		return a <= b
	}
	return false
}

func gates() int {
	one()
	two()
	switch {
	case x < 1:
		return 1
	case y():
		return 2
	}
	return 0
}
`
	out, found, err := mutants.Instrument("p.go", []byte(src), 10, []string{"gates"})
	require.NoError(t, err)
	var got []string
	for i, m := range found {
		require.Equal(t, 10+i, m.Number)
		got = append(got, fmt.Sprintf("%d %s", m.Line, m.Key()))
	}
	require.Equal(t, []string{
		"4 p.go before: `f(a > 1) < 2` with equality",
		"4 p.go before: `f(a > 1) < 2` turned round",
		"4 p.go before: `a > 1` with equality",
		"4 p.go before: `a > 1` turned round",
		"5 p.go before: `a <= b` without equality",
		"5 p.go before: `a <= b` turned round",
		"11 p.go gates: `one()` after `two()`",
		"14 p.go gates: case `x < 1` after `y()`",
		"14 p.go gates: `x < 1` with equality",
		"14 p.go gates: `x < 1` turned round",
	}, got)
	text := string(out)
	require.Contains(t, text, "a != b && mutantLess(10, f(mutantLess(12, 1, a)), 2)")
	require.Contains(t, text, "return mutantAtMost(14, a, b)")
	require.Contains(t, text, "case (mutantLess(18, x, 1)) && !(mutant == 17 && (y())):")
	_, err = parser.ParseFile(token.NewFileSet(), "p.go", out, 0)
	require.NoError(t, err)
}

// packages are what is mutated, and the functions that say in which order things
// happen at one instant.
var packages = []struct {
	dir    string
	phases []string
}{
	{"../../engine", []string{"track", "settle", "nextRound", "timer", "insideOne", "ask", "gates", "fire", "catchUp", "part", "Merge", "leave"}},
	{"../../run", []string{"stamp", "do", "run", "Feed"}},
}

// notMutated are files whose mistakes other tests look for: the binary form of
// states has its own, and the tables are built once.
var notMutated = []string{"state", "snapshot", "settle", "frames", "census", "bench", "world", "who"}

// TestMutants switches every mistake on in turn: the rules and the random pairs must
// notice. It takes long; MUTANTS=1 lets it run, MUTANTS=text only those whose key
// contains the text. testdata/equivalent.txt names the mutants that change nothing
// that can be observed, with the reason.
func TestMutants(t *testing.T) {
	which := os.Getenv("MUTANTS")
	if which == "" {
		t.Skip("MUTANTS=1 lets it run")
	}
	program, all := build(t)
	equivalent := reasons(t)
	var mu sync.Mutex
	var lines []string
	killed, excused := 0, 0
	work := make(chan mutants.Mutant)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for m := range work {
				by := notices(t, program, m)
				mu.Lock()
				switch _, known := equivalent[m.Key()]; {
				case by != "" && known:
					t.Errorf("is said to change nothing, and %s noticed it: %s", by, m.Key())
				case by != "":
					killed++
				case known:
					excused++
				default:
					t.Errorf("%s:%d nobody noticed: %s", m.File, m.Line, m.Key())
				}
				lines = append(lines, fmt.Sprintf("%-60s killed by %s", m.Key(), by))
				mu.Unlock()
			}
		}()
	}
	for _, m := range all {
		if which == "1" || strings.Contains(m.Key(), which) {
			work <- m
		}
	}
	close(work)
	wg.Wait()
	slices.Sort(lines)
	t.Logf("%s\n%d mutants: %d killed, %d change nothing that can be observed", strings.Join(lines, "\n"), len(lines), killed, excused)
}

// build compiles one test program with all mistakes in it, all switched off.
func build(t *testing.T) (program string, all []mutants.Mutant) {
	t.Helper()
	dir := t.TempDir()
	overlay := map[string]string{}
	put := func(path string, text []byte) {
		abs, err := filepath.Abs(path)
		require.NoError(t, err)
		file := filepath.Join(dir, fmt.Sprintf("%d.go", len(overlay)))
		require.NoError(t, os.WriteFile(file, text, 0o600))
		overlay[abs] = file
	}
	next := 1
	for _, p := range packages {
		files, err := filepath.Glob(filepath.Join(p.dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			base := filepath.Base(file)
			if strings.HasSuffix(base, "_test.go") || slices.ContainsFunc(notMutated, func(s string) bool { return strings.HasPrefix(base, s) }) {
				continue
			}
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			name := filepath.Base(p.dir) + "/" + base
			out, found, err := mutants.Instrument(name, src, next, p.phases)
			require.NoError(t, err)
			put(file, out)
			next += len(found)
			all = append(all, found...)
		}
		put(filepath.Join(p.dir, "mutant.go"), mutants.Helper(filepath.Base(p.dir)))
	}
	table, err := json.Marshal(map[string]any{"Replace": overlay})
	require.NoError(t, err)
	list := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(list, table, 0o600))
	program = filepath.Join(dir, "versus.test")
	out, err := exec.Command("go", "test", "-c", "-overlay", list, "-o", program, "../versus").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program, all
}

// patience is how long one run may take; a mistake that makes the engine go round
// for ever has been noticed.
const patience = 3 * time.Minute

// notices runs the rules and the limits, then the random pairs, with one mistake switched on. It
// returns what noticed, or nothing.
func notices(t *testing.T, program string, m mutants.Mutant) string {
	t.Helper()
	for _, test := range []string{"TestRules", "Test(CapsForgetTheOldest|ManySegments|TagsAreBounded|ClockOfAFilter)", "TestRandom"} {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		cmd := exec.CommandContext(ctx, program, "-test.run", "^"+test+"$", "-test.failfast")
		cmd.Dir = "../versus"
		cmd.Env = append(os.Environ(), fmt.Sprint("MUTANT=", m.Number), "ORACLE_SHRINK=0", "GOMAXPROCS=1")
		out, err := cmd.CombinedOutput()
		late := ctx.Err() != nil
		cancel()
		var exit *exec.ExitError
		switch {
		case late:
			return "its running on and on"
		case errors.As(err, &exit):
			if bytes.Contains(out, []byte("panic:")) {
				return test + " (panic)"
			}
			return test
		}
		require.NoError(t, err)
	}
	return ""
}

// reasons reads which mutants change nothing that can be observed: `key — reason`.
func reasons(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/equivalent.txt")
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	out := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := strings.TrimSpace(s.Text()); line != "" && !strings.HasPrefix(line, "#") {
			key, reason, ok := strings.Cut(line, " — ")
			require.True(t, ok, line)
			out[key] = reason
		}
	}
	return out
}
