package run_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/run"
)

// decide compiles a source and runs it over a feed in the short form; it returns
// the decisions as short lines, and what the run counted.
func decide(t *testing.T, src, lines string, opts compiler.Options, how run.Options) ([]string, run.Stats) {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: "cart.journey", Text: src}}, opts)
	require.Empty(t, res.Diags)
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	rd, err := feed.NewReader(strings.NewReader(lines), prog.Schema(), feed.Options{Name: "feed"})
	require.NoError(t, err)
	var out []string
	how.Emit = func(ds []engine.Decision) error {
		for _, d := range ds {
			line := fmt.Sprintf("%s %s %s", oracle.Time(d.At), d.Person, d.Kind)
			if d.Reason != engine.NoReason {
				line += " " + d.Reason.String()
			}
			if len(d.Items) > 0 {
				line += " " + strings.Join(d.Items, ",")
			}
			out = append(out, line)
		}
		return nil
	}
	r := run.New(prog, how)
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
	return out, r.Stats()
}

func TestSentence(t *testing.T) {
	const lines = `{"time":"2026-03-02T08:00:00Z","person":"p3","event":"product_added","product_id":"a"}
{"time":"2026-03-02T08:00:01Z","person":"p3","event":"product_added","product_id":"b"}
{"time":"2026-03-02T08:30:00Z","person":"p3","event":"purchased","products":[{"product_id":"a"},{"product_id":"b"}]}
{"time":"2026-03-02T10:00:00Z","person":"p1","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:00:00Z","person":"p1","event":"cart_abandoned","total":80}
{"time":"2026-03-02T10:00:00Z","person":"p2","event":"cart_abandoned","total":80}
{"time":"2026-03-02T11:59:59.999Z","person":"p2","event":"purchased","product_id":"b"}
{"time":"2026-03-02T15:00:00Z","event":"clock"}
`
	for _, workers := range []int{1, 3} {
		got, stats := decide(t, sentence, lines, compiler.Options{}, run.Options{Workers: workers})
		require.Equal(t, []string{
			"2026-03-02 11:59:59.999 p2 no_enter killed",
			"2026-03-02 12:00 p1 enter",
			"2026-03-02 12:00 p1 send b", // a is in the cart; whoever took a took b
			"2026-03-02 12:00 p1 exit finished",
		}, got)
		require.EqualValues(t, 3, stats.People)
		require.EqualValues(t, 7, stats.Records)
	}
}

// A feed without cart_abandoned gets it an hour after the last thing that
// happened to a cart with something in it.
func TestDerivedAbandonment(t *testing.T) {
	const lines = `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:30:00Z","person":"p1","event":"product_added","product_id":"b"}
{"time":"2026-03-02T10:00:00Z","person":"p2","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:10:00Z","person":"p2","event":"product_removed","product_id":"a"}
{"time":"2026-03-02T10:00:00Z","person":"p3","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:59:59Z","person":"p3","event":"purchased"}
{"time":"2026-03-02T15:00:00Z","event":"clock"}
`
	derive := compiler.Options{Lower: lower.Options{CartAbandoned: true}}
	got, _ := decide(t, plainSentence, lines, derive, run.Options{Grace: 3_600_000, Kinds: []engine.Kind{engine.Send}})
	require.Equal(t, []string{"2026-03-02 13:30 p1 send"}, got)
	got, _ = decide(t, plainSentence, lines, compiler.Options{}, run.Options{Grace: 3_600_000})
	require.Empty(t, got)
}

func TestDuplicatesAreCounted(t *testing.T) {
	const lines = `{"type":"track","messageId":"m1","userId":"p1","timestamp":"2026-03-02T10:00:00Z","event":"Cart Abandoned"}
{"type":"track","messageId":"m1","userId":"p1","timestamp":"2026-03-02T10:00:00Z","event":"Cart Abandoned"}
{"type":"track","messageId":"m2","userId":"p1","timestamp":"2026-03-01T10:00:00Z","event":"Cart Viewed"}
`
	_, stats := decide(t, plainSentence, lines, compiler.Options{}, run.Options{Dedupe: 86_400_000})
	require.EqualValues(t, 1, stats.Duplicates)
	require.EqualValues(t, 1, stats.Late)
}
