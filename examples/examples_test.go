// Package examples_test holds every example to what its reader expects: it
// compiles and is linted without a word, decides the same however it is run, and
// does something sensible on the shop's feed.
package examples_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/spec"
)

var update = flag.Bool("update", false, "write the golden file anew")

const (
	shopFeed = "shop/shop.ndjson"
	grace    = 10_000
	dedupe   = 7 * 24 * 3_600_000
)

func journeys(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("shop/*.journey")
	require.NoError(t, err)
	paths = slices.DeleteFunc(paths, func(p string) bool { return strings.HasSuffix(p, "_test.journey") })
	require.GreaterOrEqual(t, len(paths), 6)
	return paths
}

// compile holds a file to having no finding, whatever the project says.
func compile(t *testing.T, paths ...string) *bytecode.Program {
	t.Helper()
	res := read(t, paths...)
	require.Empty(t, lint.Project{Timezone: "UTC"}.Check(res.Info)) // as journey.yaml says
	return res.Program
}

func read(t *testing.T, paths ...string) *compiler.Result {
	t.Helper()
	var sources []compiler.Source
	for _, p := range paths {
		text, err := os.ReadFile(p)
		require.NoError(t, err)
		sources = append(sources, compiler.Source{Path: filepath.ToSlash(p), Text: string(text)})
	}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.Empty(t, res.Diags)
	require.NotNil(t, res.Program)
	return res
}

// result is what a program did with the shop's feed: every decision as a record,
// and the page that sums them up.
type result struct{ records, page string }

func decide(t *testing.T, program *bytecode.Program, workers int) result {
	t.Helper()
	file, err := os.Open(shopFeed)
	require.NoError(t, err)
	defer file.Close()
	return decideOver(t, program, workers, file)
}

func decideOver(t *testing.T, program *bytecode.Program, workers int, events io.Reader) result {
	t.Helper()
	prog, err := engine.Load(program)
	require.NoError(t, err)
	rd, err := feed.NewReader(events, prog.Schema(), feed.Options{Name: "shop"})
	require.NoError(t, err)
	var out result
	var records []byte
	encoder, tally := report.NewEncoder(program), report.NewTally(program)
	r := run.New(prog, run.Options{Workers: workers, Grace: grace, Dedupe: dedupe, Emit: func(ds []engine.Decision) error {
		for i := range ds {
			records = append(encoder.Append(records, &ds[i]), '\n')
			tally.Add(&ds[i])
		}
		return nil
	}})
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.Empty(t, b.Bad)
		require.NoError(t, r.Feed(b))
	}
	require.NoError(t, r.Finish(-1<<62))
	var page strings.Builder
	require.NoError(t, tally.Summary(r.Waiting()).WriteText(&page, report.TextOptions{Width: 100}))
	out.records, out.page = string(records), page.String()
	return out
}

func TestExamplesDecideTheSameHoweverTheyRun(t *testing.T) {
	for _, path := range journeys(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			program := compile(t, path)
			one := decide(t, program, 1)
			require.NotEmpty(t, one.records)
			require.Equal(t, one, decide(t, program, 4), "four workers")
			written := program.Encode()
			require.Equal(t, written, compile(t, path).Encode(), "the same source, the same bytes")
			read, err := bytecode.Decode(written)
			require.NoError(t, err)
			require.Equal(t, one, decide(t, read, 4), "from the compiled file")
		})
	}
}

// The tests of the examples pass, and between them they come through every step,
// branch, wait and gate.
func TestExamplesPassTheirTests(t *testing.T) {
	paths, err := filepath.Glob("shop/*.journey")
	require.NoError(t, err)
	var sources []compiler.Source
	for _, p := range paths {
		text, err := os.ReadFile(p)
		require.NoError(t, err)
		sources = append(sources, compiler.Source{Path: filepath.ToSlash(p), Text: string(text)})
	}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.Empty(t, res.Diags)
	suite, err := spec.New(res.Info, spec.Options{Plain: res.Program})
	require.NoError(t, err)
	cover := suite.Coverage(func(string) bool { return true })
	for _, test := range suite.Tests {
		got := suite.Run(t.Context(), test)
		var page strings.Builder
		require.NoError(t, got.WriteText(&page, spec.TextOptions{}))
		require.Equal(t, spec.Passed, got.Status, page.String())
		cover.Add(got)
	}
	var page strings.Builder
	require.NoError(t, cover.WriteText(&page, spec.TextOptions{}))
	hit, all := cover.Count()
	require.Equal(t, all, hit, page.String())
	require.GreaterOrEqual(t, len(suite.Tests), len(journeys(t)))
}

// What a journey decides does not depend on the journeys beside it.
func TestExamplesTogether(t *testing.T) {
	var alone []string
	for _, path := range journeys(t) {
		alone = append(alone, strings.Split(decide(t, compile(t, path), 2).records, "\n")...)
	}
	require.ElementsMatch(t, alone, append(strings.Split(decide(t, compile(t, journeys(t)...), 2).records, "\n"), make([]string, len(journeys(t))-1)...))
}

// The golden page is for a person: do the numbers make sense?
func TestWhatTheShopSees(t *testing.T) {
	got := decide(t, compile(t, journeys(t)...), 2).page
	golden(t, "testdata/shop.txt", got)
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "go test ./examples -update writes it anew")
}
