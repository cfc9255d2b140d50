package why_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/why"
)

var update = flag.Bool("update", false, "write the goldens anew")

// load compiles a journey.
func load(t *testing.T, path, src string) *engine.Program {
	t.Helper()
	opts := compiler.Options{}
	opts.Lower.Zones = calendar.Version
	res := compiler.Compile([]compiler.Source{{Path: path, Text: src}}, opts)
	require.Empty(t, res.Diags)
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	return prog
}

// explain runs a journey over a feed, and explains one person.
func explain(t *testing.T, path, src, lines, person, step string) *why.Explanation {
	t.Helper()
	return explainOf(t, load(t, path, src), path, src, lines, person, step)
}

func explainOf(t *testing.T, prog *engine.Program, path, src, lines, person, step string) *why.Explanation {
	t.Helper()
	read := func(schema *event.Schema, to func(*event.Batch) error) {
		rd, err := feed.NewReader(strings.NewReader(lines), schema, feed.Options{Name: "feed"})
		require.NoError(t, err)
		defer rd.Close()
		for {
			b, err := rd.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(t, err)
			require.NoError(t, to(b))
			rd.Release(b)
		}
	}
	search := why.NewSearch(person)
	read(prog.Schema(), search.Feed)
	found, near := search.Found()
	require.True(t, found, near)
	follow := why.NewFollower(prog, search, []why.Named{{Name: "visit"}, {Name: "login"}}, run.Options{Workers: 1, Grace: 0})
	read(follow.Schema(), follow.Feed)
	in, err := follow.Finish(-1 << 62)
	require.NoError(t, err)
	in.Sources, in.Step = map[string]string{path: src}, step
	return why.Explain(in)
}

// Each archive holds a journey, a feed, and what is said about people: a file named
// `about PERSON [STEP]` for each.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for i, f := range a.Files[2:] {
			t.Run(filepath.Base(path)+"/"+f.Name, func(t *testing.T) {
				words := append(strings.Fields(f.Name), "")
				e := explain(t, a.Files[0].Name, string(a.Files[0].Data), string(a.Files[1].Data), words[1], words[2])
				var got bytes.Buffer
				require.NoError(t, e.WriteText(&got, 80, nil))
				if *update {
					a.Files[2+i].Data = got.Bytes()
				} else {
					require.Equal(t, string(f.Data), got.String())
				}
				wellFormed(t, e, got.String())
			})
		}
		if *update {
			require.NoError(t, os.WriteFile(path, txtar.Format(a), 0o644))
		}
	}
}

// wellFormed holds what is true of every explanation.
func wellFormed(t *testing.T, e *why.Explanation, text string) {
	t.Helper()
	data, err := json.Marshal(e)
	require.NoError(t, err)
	var back why.Explanation
	require.NoError(t, json.Unmarshal(data, &back))
	again, err := json.Marshal(&back)
	require.NoError(t, err)
	require.Equal(t, string(data), string(again))
	for _, line := range strings.Split(text, "\n") {
		require.LessOrEqual(t, safetext.Width(line), 80, line)
	}
	for _, j := range e.Journeys {
		for _, c := range j.Chapters {
			require.NotEmpty(t, c.Facts, "every entry, and every one that failed, has its reason: %s %s", c.Kind, c.Reason)
			for _, f := range c.Facts {
				if c.Kind == "enter" {
					require.True(t, f.OK, f.What)
				}
			}
			for _, s := range c.Steps {
				if s.Kind == "send" {
					require.NotEmpty(t, s.Facts)
					require.Equal(t, s.Status == "would_send", s.Facts[len(s.Facts)-1].OK, "the gate that refused comes last")
				}
			}
		}
	}
}

func TestUnknownPersonIsGuessed(t *testing.T) {
	s := why.NewSearch("p117")
	require.NoError(t, s.Feed(&event.Batch{Records: []event.Record{{User: "somebody"}, {User: "p17"}, {Anon: "p118"}, {User: "p1177"}}}))
	found, near := s.Found()
	require.False(t, found)
	require.Equal(t, "p17", near)
}

// Whether everybody runs, because somebody might be recommended something, or the
// person alone, nothing changes but the time it takes.
func TestOthersDoNotMatter(t *testing.T) {
	const lines = `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"cart_abandoned"}
{"time":"2026-03-02T10:00:00Z","person":"p2","event":"cart_abandoned"}
{"time":"2026-03-02T13:00:00Z","person":"p2","event":"visit"}
{"time":"2026-03-02T11:00:00Z","person":"p1","event":"purchased"}
`
	for _, content := range []string{`"Still here"`, `recommend(popular)`} {
		e := explain(t, "x.journey", "when cart_abandoned and not purchased within 2h then email "+content+"\n", lines, "p1", "")
		require.Len(t, e.Journeys[0].Chapters, 2, content)
		require.Equal(t, "enter", e.Journeys[0].Chapters[0].Kind)
		require.Equal(t, "late", e.Journeys[0].Chapters[1].Kind, "the other's visit moved the watermark")
	}
}

// A whole shop, with late lines and repeated ones: everybody can be explained.
func TestEverybody(t *testing.T) {
	cfg := sample.Default()
	cfg.People, cfg.Late, cfg.Duplicates, cfg.Junk = 40, 0.1, 0.05, 0.01
	var lines bytes.Buffer
	_, err := sample.Write(&lines, cfg)
	require.NoError(t, err)
	src := ""
	for _, name := range []string{"patterns", "refusals", "gates"} {
		a, err := txtar.ParseFile("testdata/" + name + ".txtar")
		require.NoError(t, err)
		src += string(a.Files[0].Data)
	}
	prog := load(t, "x.journey", src)
	stays := 0
	for i := range cfg.People {
		id := fmt.Sprintf("p%d", i)
		if !strings.Contains(lines.String(), `"`+id+`"`) {
			continue
		}
		e := explainOf(t, prog, "x.journey", src, lines.String(), id, "")
		var text bytes.Buffer
		require.NoError(t, e.WriteText(&text, 80, nil))
		wellFormed(t, e, text.String())
		require.NotContains(t, text.String(), "another journey", "no journey here emits anything: the event was not found")
		stays += strings.Count(text.String(), "came in;")
	}
	require.Greater(t, stays, 20)
}

// A line that only says who somebody is stands among the events; it answers no message.
func TestAnInvalidAddressAfterAnIdentify(t *testing.T) {
	const lines = `{"type":"identify","userId":"p1","timestamp":"2026-03-02T09:00:00Z","traits":{"email":"a@example.test","timezone":"Europe/Sofia"}}
{"time":"2026-03-02 10:00","person":"p1","event":"bounced","channel":"email"}
{"time":"2026-03-02 11:00","person":"p1","event":"signed_up"}
`
	got := explain(t, "j.journey", "when signed_up then email \"Welcome\"\n", lines, "p1", "")
	var page bytes.Buffer
	require.NoError(t, got.WriteText(&page, 80, func(s string) string { return s }))
	require.Contains(t, page.String(), "bounced")
}
