package run_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
	"github.com/stretchr/testify/require"
)

// decide compiles a source and runs it over a feed in the short form; it returns
// decisions as short lines.
func decide(t *testing.T, src, lines string, workers int) []string {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: "test.journey", Text: src}}, compiler.Options{})
	require.Empty(t, res.Diags)
	require.NotNil(t, res.Program)
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	rd, err := feed.NewReader(strings.NewReader(lines), prog.Schema(), feed.Options{Name: "feed"})
	require.NoError(t, err)
	var out []string
	r := run.New(prog, run.Options{Workers: workers, Emit: func(ds []engine.Decision) error {
		for _, d := range ds {
			out = append(out, fmt.Sprintf("%d %s %s %d %s %s", d.At, d.Person, prog.Journeys[d.Journey].Name, d.Instance, d.Kind, d.Reason))
		}
		return nil
	}})
	for {
		b, err := rd.Next()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		require.Empty(t, b.Bad)
		require.NoError(t, r.Feed(b))
	}
	require.NoError(t, r.Finish(-1<<62))
	return out
}

func TestSentence(t *testing.T) {
	const src = "when cart_abandoned and not purchased within 2h then email recommend(cart)\n"
	const lines = `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:00:00Z","person":"p1","event":"cart_abandoned","total":80}
{"time":"2026-03-02T10:00:00Z","person":"p2","event":"cart_abandoned","total":80}
{"time":"2026-03-02T11:59:59.999Z","person":"p2","event":"purchased","product_id":"b"}
{"time":"2026-03-02T15:00:00Z","person":"p2","event":"purchased","product_id":"c"}
`
	got := decide(t, src, lines, 1)
	fmt.Println(strings.Join(got, "\n"))
}

func TestDerivedAbandonment(t *testing.T) {
	const src = "when cart_abandoned and not purchased within 2h then email \"hi\"\n"
	const lines = `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:30:00Z","person":"p1","event":"product_added","product_id":"b"}
{"time":"2026-03-02T10:00:00Z","person":"p2","event":"product_added","product_id":"a"}
{"time":"2026-03-02T10:10:00Z","person":"p2","event":"product_removed","product_id":"a"}
{"time":"2026-03-02T15:00:00Z","event":"clock"}
`
	res := compiler.Compile([]compiler.Source{{Path: "test.journey", Text: src}}, compiler.Options{Lower: lower.Options{CartAbandoned: true}})
	fmt.Println(res.Diags)
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	rd, _ := feed.NewReader(strings.NewReader(lines), prog.Schema(), feed.Options{Name: "feed"})
	r := run.New(prog, run.Options{Emit: func(ds []engine.Decision) error {
		for _, d := range ds {
			fmt.Println(d.At, d.Person, d.Kind, d.Reason)
		}
		return nil
	}})
	b, _ := rd.Next()
	r.Feed(b)
	r.Finish(-1 << 62)
}
