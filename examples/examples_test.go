// Package examples_test holds every example to what its reader expects: it
// compiles without a word from the compiler, decides the same however it is
// run, and does something sensible on the shop's feed.
package examples_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	shopFeed = "shop/shop.ndjson"
	grace    = 10_000
	dedupe   = 7 * 24 * 3_600_000
)

func journeys(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("shop/*.journey")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(paths), 6)
	return paths
}

func compile(t *testing.T, paths ...string) *bytecode.Program {
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
	return res.Program
}

// decide runs a program over the shop's feed and returns every decision, one a line.
func decide(t *testing.T, program *bytecode.Program, workers int, each func(*engine.Program, *engine.Decision)) string {
	t.Helper()
	prog, err := engine.Load(program)
	require.NoError(t, err)
	file, err := os.Open(shopFeed)
	require.NoError(t, err)
	defer file.Close()
	rd, err := feed.NewReader(file, prog.Schema(), feed.Options{Name: shopFeed})
	require.NoError(t, err)
	var out strings.Builder
	r := run.New(prog, run.Options{Workers: workers, Grace: grace, Engine: engine.Options{Dedupe: dedupe}, Emit: func(ds []engine.Decision) error {
		for i := range ds {
			fmt.Fprintf(&out, "%+v\n", ds[i])
			if each != nil {
				each(prog, &ds[i])
			}
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
	return out.String()
}

func TestExamplesDecideTheSameHoweverTheyRun(t *testing.T) {
	for _, path := range journeys(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			program := compile(t, path)
			one := decide(t, program, 1, nil)
			require.NotEmpty(t, one)
			require.Equal(t, one, decide(t, program, 4, nil), "four workers")
			written := program.Encode()
			require.True(t, bytes.Equal(written, compile(t, path).Encode()), "the same source, the same bytes")
			read, err := bytecode.Decode(written)
			require.NoError(t, err)
			require.Equal(t, one, decide(t, read, 4, nil), "from the compiled file")
		})
	}
}

// One project of all files: what journeys do does not depend on what else runs.
func TestExamplesTogether(t *testing.T) {
	var alone []string
	for _, path := range journeys(t) {
		alone = append(alone, summary(t, path))
	}
	require.Equal(t, strings.Join(alone, ""), summary(t, journeys(t)...))
}

func TestSummaryOfTheShop(t *testing.T) {
	var got strings.Builder
	for _, path := range journeys(t) {
		got.WriteString(summary(t, path))
	}
	const golden = "testdata/shop.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String(), "go test ./examples -update writes it anew; read what changed")
}

// summary counts what the journeys of files do, in words that records use.
func summary(t *testing.T, paths ...string) string {
	t.Helper()
	counts := map[string]map[string]int{}
	decide(t, compile(t, paths...), 2, func(p *engine.Program, d *engine.Decision) {
		j := &p.Journeys[d.Journey]
		name := j.File + " " + j.Name
		if counts[name] == nil {
			counts[name] = map[string]int{}
		}
		counts[name][what(j, d)]++
	})
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintln(&out, name)
		for _, w := range slices.Sorted(maps.Keys(counts[name])) {
			fmt.Fprintf(&out, "%6d %s\n", counts[name][w], w)
		}
	}
	return out.String()
}

func what(j *bytecode.Journey, d *engine.Decision) string {
	words := []string{d.Kind.String()}
	if d.Step >= 0 {
		words = append(words, j.Steps[d.Step].ID)
	}
	if d.Send >= 0 {
		words = append(words, j.Sends[d.Send].Channel, j.Sends[d.Send].Message, d.Status())
	}
	for _, w := range []string{d.Arm, d.Reason.String()} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}
