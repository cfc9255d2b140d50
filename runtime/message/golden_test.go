package message_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
)

var update = flag.Bool("update", false, "write what is new")

// TestPreviews compares what messages say with what a person has read. An archive holds
// a journey, a feed, and what the sends of the feed say; its comment may name the
// project's languages, and say `records` for the JSON form.
func TestPreviews(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			require.NoError(t, err)
			comment := string(a.Comment)
			var languages []string
			if _, list, ok := strings.Cut(comment, "languages: "); ok {
				list, _, _ = strings.Cut(list, "\n")
				languages = strings.Fields(list)
			}
			prog, ds := decide(t, string(a.Files[0].Data), string(a.Files[1].Data), languages)
			var out strings.Builder
			if strings.Contains(comment, "records") {
				w := report.NewWriter(&out, prog.Program)
				for i := range ds {
					require.NoError(t, w.Write(&ds[i]))
				}
				require.NoError(t, w.Flush())
			} else {
				require.NoError(t, report.WritePreviews(&out, prog.Program, ds, report.TextOptions{}))
				for i := range ds {
					if d := &ds[i]; d.Skipped {
						out.WriteString("\nskipped, " + d.Reason.String() + ": " + d.Person + ", " + prog.Journeys[d.Journey].Sends[d.Send].Message + "\n")
					}
				}
			}
			if *update {
				a.Files = append(a.Files[:2], txtar.File{Name: "previews", Data: []byte(out.String())})
				require.NoError(t, os.WriteFile(path, txtar.Format(a), 0o644))
				return
			}
			require.Equal(t, string(a.Files[2].Data), out.String(), "go test ./runtime/message -update writes it anew")
		})
	}
}

// decide runs a journey over a feed in the short form and returns what it sends, with
// what that says. Whether anybody looks must change nothing else.
func decide(t testing.TB, journey, lines string, languages []string) (*engine.Program, []engine.Decision) {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: "example.journey", Text: journey}}, compiler.Options{Check: check.Options{Languages: languages}})
	for _, d := range res.Diags {
		require.NotEqual(t, "error", d.Severity.String(), "%s: %s", d.Summary, d.Detail)
	}
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	sends := func(render func(*engine.Decision) bool) []engine.Decision {
		var out []engine.Decision
		r := run.New(prog, run.Options{
			Workers: 1, Kinds: []engine.Kind{engine.Send}, Engine: engine.Options{Site: "https://shop.example", Render: render},
			Emit: func(ds []engine.Decision) error { out = append(out, ds...); return nil },
		})
		src, err := feed.NewReader(strings.NewReader(lines), prog.Schema(), feed.Options{Name: "feed"})
		require.NoError(t, err)
		defer src.Close()
		for {
			b, err := src.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			require.Empty(t, b.Bad)
			require.NoError(t, r.Feed(b))
			src.Release(b)
		}
		require.NoError(t, r.Finish(r.Stats().Last+400*86_400_000))
		return out
	}
	shown := sends(func(*engine.Decision) bool { return true })
	plain := sends(nil)
	require.Len(t, plain, len(shown))
	for i := range plain {
		d := shown[i]
		d.Content = nil
		require.Equal(t, plain[i], d, "looking changes nothing")
		require.Equal(t, d.Skipped, shown[i].Content == nil)
	}
	return prog, shown
}
