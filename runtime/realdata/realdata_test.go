// Package realdata_test runs journeys over recorded feeds of real shops and counts
// the same people a second time, without the engine.
//
// The second count knows nothing of journeys: it reads the file with encoding/csv,
// puts each person's times in order, and asks of every single one whether it lies
// as the sentence says (brute_test.go). Both must name the same people at the same
// millisecond. The engine goes the whole way that a user's feed goes: compiler,
// mapping of examples/feeds, reader, run.
//
// The feeds are not part of the repository; without them there is nothing to do.
package realdata_test

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// recorded is a feed of the shared data with the mapping that reads it.
type recorded struct{ path, mapping string }

// root is the folder of go.mod.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		require.NotEqual(t, dir, up, "no go.mod above the test")
		dir = up
	}
}

func (f recorded) open(t *testing.T) *os.File {
	t.Helper()
	file, err := os.Open(filepath.Join(root(t), "..", "shared", "data", f.path))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared data is not here")
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, file.Close()) })
	return file
}

// rows reads the file in the plainest way.
func (f recorded) rows(t *testing.T) [][]string {
	t.Helper()
	text, err := gzip.NewReader(f.open(t))
	require.NoError(t, err)
	rows, err := csv.NewReader(text).ReadAll()
	require.NoError(t, err)
	require.NotEmpty(t, rows)
	return rows
}

// moment is somebody at an instant, in ms.
type moment struct {
	person string
	at     int64
}

// outcome is what the engine decided.
type outcome struct {
	sends   []moment // sent, and skipped for want of content
	skipped int
	// entries are the times of the base events whose absence fired.
	entries []moment
	records []string // every decision, whole
}

// decide runs a journey over the feed.
func (f recorded) decide(t *testing.T, journey string, opts lower.Options, workers int) outcome {
	t.Helper()
	opts.Zones = calendar.Version
	res := compiler.Compile([]compiler.Source{{Path: "cart.journey", Text: journey}}, compiler.Options{Lower: opts})
	require.Empty(t, res.Diags)
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)

	path := filepath.Join("examples", "feeds", f.mapping)
	text, err := os.ReadFile(filepath.Join(root(t), path))
	require.NoError(t, err)
	mapping, err := feed.ParseMapping(path, text)
	require.NoError(t, err)
	reader, err := feed.NewReader(f.open(t), prog.Schema(), feed.Options{Name: f.path, Mapping: mapping, Workers: workers})
	require.NoError(t, err)
	defer reader.Close()

	var out outcome
	r := run.New(prog, run.Options{Workers: workers, Grace: 10_000, Emit: func(ds []engine.Decision) error {
		for _, d := range ds {
			out.add(t, d)
		}
		return nil
	}})
	for {
		b, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.Empty(t, b.Bad)
		require.NoError(t, r.Feed(b))
		reader.Release(b)
	}
	require.NoError(t, r.Finish(-1<<62))
	return out
}

func (o *outcome) add(t *testing.T, d engine.Decision) {
	o.records = append(o.records, fmt.Sprintf("%d %s %d %s %s %s %d %s %s", d.At, d.Person, d.Instance, d.Kind, d.Reason, d.Status(), d.Until, d.Arm, d.Items))
	switch d.Kind {
	case engine.Enter:
		o.entries = append(o.entries, moment{d.Person, d.Until})
	case engine.Send:
		o.sends = append(o.sends, moment{d.Person, d.At})
		if d.Skipped {
			require.Equal(t, engine.NoContent, d.Reason)
			o.skipped++
		}
	}
}

// requireSame compares what the engine decided, with one worker and with four,
// with the count.
func (f recorded) requireSame(t *testing.T, journey string, opts lower.Options, want []moment) outcome {
	t.Helper()
	one := f.decide(t, journey, opts, 1)
	require.NotEmpty(t, want)
	require.Equal(t, inOrder(want), inOrder(one.sends))
	require.Equal(t, one.records, f.decide(t, journey, opts, 4).records)
	t.Logf("%d sends to %d people, %d of them without content", len(one.sends), len(people(one.sends)), one.skipped)
	return one
}

func inOrder(ms []moment) []string {
	out := make([]string, len(ms))
	for i, m := range ms {
		out[i] = fmt.Sprintf("%013d %s", m.at, m.person)
	}
	slices.Sort(out)
	return out
}

func people(ms []moment) map[string]bool {
	out := map[string]bool{}
	for _, m := range ms {
		out[m.person] = true
	}
	return out
}
