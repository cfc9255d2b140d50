package mutants_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/oracle/mutants"
)

// packages are what is mutated, and the functions that say in which order things
// happen at one instant.
var packages = []struct {
	dir    string
	phases []string
}{
	{"../../engine", []string{"Apply", "track", "identify", "settle", "giveUp", "nextRound", "Advance", "timer", "insideOne", "ask", "rest", "gates", "fire", "mayEnter", "catchUp", "part", "Merge", "leave"}},
	{"../../run", []string{"stamp", "do", "run", "Feed"}},
}

// notMutated are files whose mistakes other tests look for, because no decision shows
// them: the binary form of states, the tables that are built once, what is counted and
// published of everybody, and what only those ask who explain a run or prepare one.
var notMutated = []string{
	"state", "snapshot", "settle", "frames", "census", "bench", "world", "who", "bug", "hand", "asked", "openers", "lessons", "directory",
}

// limits are tests that are neither a rule nor random.
var limits = []string{
	"TestCapsForgetTheOldest", "TestManySegments", "TestTagsAreBounded", "TestClockOfAFilter", "TestKeysAreBounded", "TestPastIsBounded",
	"TestStampsAreBounded", "TestManyLastTimes", "TestManyPeopleAndIDs", "TestSeenIsBounded", "TestTagsOfOneInstant", "TestAnswersAreBounded", "TestClockOfARound",
}

// random is how many random journeys there are for the mistakes that no rule notices,
// tried how many of those that would run into one are tried for it.
const random, tried = 400, 120

// TestMutants switches every mistake on in turn: the rules and the random pairs must
// notice. MUTANTS=1 lets it run, MUTANTS=text only those whose key contains the text.
// testdata/equivalent.txt names the mutants that change nothing that can be observed,
// with the reason.
//
// It takes long. MUTANTS_KILLED names a file of those that were noticed, to which it adds
// as it goes, and which it does not try again: so a run that was cut off goes on, and one
// after a new rule tries only what is left. Delete it when the engine changes.
//
// First everything runs without a mistake and says which of them it would run into. Then
// each mistake is tried on these alone, the rules first, until one notices.
func TestMutants(t *testing.T) {
	which := os.Getenv("MUTANTS")
	if which == "" {
		t.Skip("MUTANTS=1 lets it run")
	}
	program, all := build(t)
	equivalent := reasons(t)
	for key := range equivalent {
		if !slices.ContainsFunc(all, func(m mutants.Mutant) bool { return m.Key() == key }) {
			t.Errorf("is said to change nothing, and there is no such mistake: %s", key)
		}
	}
	tests := units(t)
	reached := reach(t, program, tests)
	kept := killed(t, os.Getenv("MUTANTS_KILLED"))
	results := make([]result, len(all))
	each(len(all), func(i int) {
		m := all[i]
		if which != "1" && !strings.Contains(m.Key(), which) {
			return
		}
		_, known := equivalent[m.Key()]
		results[i] = result{Mutant: m, tried: true, by: kept.by(m), known: known, reached: len(reached[m.Number])}
		if results[i].by == "" {
			results[i].by = notices(t, program, m, reached[m.Number])
			kept.add(t, results[i])
		}
		switch by := results[i].by; {
		case by != "" && known:
			t.Errorf("is said to change nothing, and %s noticed it: %s", by, m.Key())
		case by == "" && !known:
			t.Errorf("%s:%d nobody noticed, and %d run into it: %s", m.File, m.Line, results[i].reached, m.Key())
		}
	})
	report(t, results)
}

// result is what became of a mistake.
type result struct {
	mutants.Mutant
	tried, known bool
	by           string
	reached      int
}

// list is what earlier runs have found.
type list struct {
	mu    sync.Mutex
	file  string
	found map[string]string
}

func killed(t *testing.T, file string) *list {
	t.Helper()
	out := &list{file: file, found: map[string]string{}}
	if file != "" {
		data, _ := os.ReadFile(file) // there is none before the first run
		for text := range strings.Lines(string(data)) {
			if key, by, ok := strings.Cut(strings.TrimSpace(text), " — "); ok {
				out.found[key] = by
			}
		}
	}
	return out
}

func (l *list) by(m mutants.Mutant) string { return l.found[m.Key()] }

func (l *list) add(t *testing.T, r result) {
	if l.file == "" || r.by == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.OpenFile(l.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = fmt.Fprintf(f, "%s — %s\n", r.Key(), r.by)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Error(err)
	}
}

// report lists every mistake, and counts them by file.
func report(t *testing.T, results []result) {
	var lines []string
	files := map[string]*[5]int{}
	for _, r := range results {
		if !r.tried {
			continue
		}
		way := 4
		switch {
		case strings.HasPrefix(r.by, "TestRules"):
			way = 0
		case strings.HasPrefix(r.by, "TestRandom"):
			way = 2
		case r.by != "":
			way = 1
		case r.known:
			way = 3
		}
		for _, name := range []string{r.File, "~ all"} {
			if files[name] == nil {
				files[name] = &[5]int{}
			}
			files[name][way]++
		}
		lines = append(lines, fmt.Sprintf("%s — %s", r.Key(), cmp.Or(r.by, []string{"changes nothing", "nobody noticed"}[way-min(way, 3)])))
	}
	slices.Sort(lines)
	lines = append(lines, fmt.Sprintf("%-32s %6s %6s %6s %6s %6s %6s", "file", "all", "rules", "limits", "random", "equal", "left"))
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		n := files[name]
		lines = append(lines, fmt.Sprintf("%-32s %6d %6d %6d %6d %6d %6d", name, n[0]+n[1]+n[2]+n[3]+n[4], n[0], n[1], n[2], n[3], n[4]))
	}
	t.Log("\n" + strings.Join(lines, "\n"))
}

// each does something with the numbers below n, on all processors.
func each(n int, do func(int)) {
	work := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
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
			if len(found) > 0 {
				next = found[len(found)-1].Number + 1
			}
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

// unit is something that can notice a mistake: a rule by its name, a limit, or a random
// journey by its seed.
type unit struct{ test, name string }

// run is how the test program runs units of one test.
func run(test string, names ...string) (pattern, seeds string) {
	switch test {
	case "TestRandom":
		return "^TestRandom$", strings.Join(names, ",")
	case "TestRules":
		return "^TestRules$/^(" + strings.Join(names, "|") + ")$", ""
	}
	return "^(" + strings.Join(names, "|") + ")$", ""
}

func units(t *testing.T) []unit {
	t.Helper()
	files, err := filepath.Glob("../testdata/rules/*.txtar")
	require.NoError(t, err)
	var out []unit
	for _, f := range files {
		out = append(out, unit{"TestRules", strings.TrimSuffix(filepath.Base(f), ".txtar")})
	}
	for _, name := range limits {
		out = append(out, unit{"limits", name})
	}
	for seed := range random {
		out = append(out, unit{"TestRandom", strconv.Itoa(seed + 1)})
	}
	return out
}

// reach finds for every mistake what would run into it.
func reach(t *testing.T, program string, tests []unit) map[int][]unit {
	t.Helper()
	dir := t.TempDir()
	met := make([][]int, len(tests))
	each(len(tests), func(i int) {
		pattern, seeds := run(tests[i].test, tests[i].name)
		file := filepath.Join(dir, strconv.Itoa(i))
		out, late, err := execute(program, pattern, "REACHED="+file, "ORACLE_SEEDS="+seeds)
		if err != nil || late {
			t.Errorf("without a mistake: %s %s: %v\n%s", tests[i].test, tests[i].name, err, out)
			return
		}
		data, _ := os.ReadFile(file) // there is none if it ran into nothing
		for _, n := range strings.Fields(string(data)) {
			if number, err := strconv.Atoi(n); err == nil {
				met[i] = append(met[i], number)
			}
		}
	})
	if t.Failed() {
		t.FailNow()
	}
	out := map[int][]unit{}
	for i, numbers := range met {
		for _, n := range numbers {
			out[n] = append(out[n], tests[i])
		}
	}
	return out
}

// patience is how long one run may take. Whoever goes round for ever gives up by itself
// long before (mutants.Helper), unless it compares nothing.
const patience = 3 * time.Minute

func execute(program, pattern string, env ...string) (out []byte, late bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-test.run", pattern, "-test.failfast")
	cmd.Dir = "../versus"
	cmd.Env = append(append(os.Environ(), "ORACLE_SHRINK=0", "GOMAXPROCS=1"), env...)
	out, err = cmd.CombinedOutput()
	return out, ctx.Err() != nil, err
}

var failed = regexp.MustCompile(`(?m)^ *--- FAIL: (\S*/\S*)|seed (\d+)`)

// notices runs what would run into a mistake with the mistake made: rules, limits, then
// random journeys. It returns what noticed, or nothing.
func notices(t *testing.T, program string, m mutants.Mutant, tests []unit) string {
	t.Helper()
	for _, test := range []string{"TestRules", "limits", "TestRandom"} {
		var names []string
		for _, u := range tests {
			if u.test == test && (test != "TestRandom" || len(names) < tried) {
				names = append(names, u.name)
			}
		}
		if len(names) == 0 {
			continue
		}
		pattern, seeds := run(test, names...)
		out, late, err := execute(program, pattern, fmt.Sprint("MUTANT=", m.Number), "ORACLE_SEEDS="+seeds)
		var exit *exec.ExitError
		switch {
		case late:
			return test + " (it runs on and on)"
		case bytes.Contains(out, []byte("panic: mutant:")):
			return test + " (it goes round for ever)"
		case bytes.Contains(out, []byte("panic:")):
			return test + " (panic)"
		case errors.As(err, &exit):
			if by := failed.FindSubmatch(out); by != nil && test != "limits" {
				return strings.TrimSpace(fmt.Sprintf("%s %s", strings.Split(string(by[1]), "/shard")[0], by[2]))
			}
			return test
		case err != nil:
			t.Errorf("%s: %v", m.Key(), err)
		}
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
