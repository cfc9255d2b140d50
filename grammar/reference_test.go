// Package grammar_test holds the reference to what the compiler and the engine
// do. Every fenced block of these pages that is marked is executed:
//
//	```journey                   a whole file; it compiles without any diagnostic, and its tests pass
//	```journey error J0230       a whole file; it gives exactly these codes
//	```feed until=2026-03-10     CSV: what happens to the journey above it
//	```decisions enter send      what is decided, of these kinds (none: all kinds)
//	```previews                  what the messages say that are sent then
//	```bounds                    what compiler/flow says of the journey above it
//	```yaml                      a mapping; it can be read
//	```module retail             a module of the standard library, as it is; it compiles
//
// A feed is run by the engine, however it may be run, and by the oracle where it
// covers the journey. `go test ./grammar -update` writes the decisions, and the
// generated pages, anew; what it wrote is for a person to read.
package grammar_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/scenario"
	"github.com/journeylang/journey/runtime/oracle/versus"
	"github.com/journeylang/journey/runtime/spec"
	"github.com/journeylang/journey/stdlib"
)

var update = flag.Bool("update", false, "write decisions and generated pages anew")

// block is a fenced block of a page.
type block struct {
	page string
	line int      // number of its first line of text
	kind string   // the first word behind the fence
	args []string // the others
	text string
}

func (b *block) name() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

// blocks cuts a page into its fenced blocks.
func blocks(t *testing.T, page, text string) []block {
	t.Helper()
	var out []block
	var open *block
	for i, line := range strings.Split(text, "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open == nil:
			open = &block{page: page, line: i + 2}
			if words := strings.Fields(fence); len(words) > 0 {
				open.kind, open.args = words[0], words[1:]
			}
		case isFence:
			out = append(out, *open)
			open = nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	require.Nil(t, open, "%s: a fence without its end", page)
	return out
}

// notExecuted are the kinds of block that only show a form.
var notExecuted = []string{"csv", "sh"}

func TestEveryBlockIsTrue(t *testing.T) {
	paths, err := filepath.Glob("*.md")
	require.NoError(t, err)
	executed, twice := 0, 0
	for _, page := range paths {
		data, err := os.ReadFile(page)
		require.NoError(t, err)
		var journey, lines *block
		fresh := map[int]string{} // line of a decisions block → what is decided
		all := blocks(t, page, string(data))
		for i := range all {
			b := &all[i]
			switch {
			case b.kind == "journey":
				journey, lines = b, nil
				t.Run(b.name(), func(t *testing.T) { compiles(t, b) })
			case b.kind == "feed" && journey != nil:
				lines = b
				continue
			case b.kind == "decisions" && lines != nil:
				t.Run(b.name(), func(t *testing.T) {
					got, byBoth := decides(t, journey, lines, b)
					if byBoth {
						twice++
					}
					fresh[b.line] = got
					if !*update {
						require.Equal(t, b.text, got)
					}
				})
			case b.kind == "previews" && lines != nil:
				t.Run(b.name(), func(t *testing.T) {
					fresh[b.line] = previews(t, journey, lines)
					if !*update {
						require.Equal(t, b.text, fresh[b.line])
					}
				})
			case b.kind == "bounds" && journey != nil:
				t.Run(b.name(), func(t *testing.T) {
					fresh[b.line] = bounds(t, journey)
					if !*update {
						require.Equal(t, b.text, fresh[b.line])
					}
				})
			case b.kind == "yaml":
				t.Run(b.name(), func(t *testing.T) {
					_, err := feed.ParseMapping("mapping.yaml", []byte(b.text))
					require.NoError(t, err)
				})
			case b.kind == "module":
				t.Run(b.name(), func(t *testing.T) {
					_, text, ok := stdlib.Module(b.args[0])
					require.True(t, ok)
					require.Equal(t, text, b.text)
					compiles(t, &block{page: b.page, line: b.line, text: "use " + b.args[0] + "\nwhen signed_up then email \"Welcome\"\n"})
				})
			default:
				require.Contains(t, notExecuted, b.kind, "%s: a block that nothing executes", b.name())
				continue
			}
			executed++
		}
		if *update {
			require.NoError(t, os.WriteFile(page, []byte(rewrite(string(data), all, fresh)), 0o644))
		}
	}
	require.Greater(t, executed, 90, "the pages were read")
	require.Greater(t, twice, 20, "the oracle agreed")
}

// rewrite replaces the text of the blocks that begin at some lines.
func rewrite(page string, all []block, fresh map[int]string) string {
	lines := strings.SplitAfter(page, "\n")
	for i := len(all) - 1; i >= 0; i-- {
		b := all[i]
		text, ok := fresh[b.line]
		if !ok {
			continue
		}
		from := b.line - 1
		lines = slices.Concat(lines[:from], []string{text}, lines[from+strings.Count(b.text, "\n"):])
	}
	return strings.Join(lines, "")
}

func compiles(t *testing.T, b *block) {
	t.Helper()
	var want []string
	if len(b.args) > 0 {
		require.Equal(t, "error", b.args[0])
		want = b.args[1:]
		require.NotEmpty(t, want)
	}
	codes := map[string]bool{}
	told := ""
	res := compiler.Compile([]compiler.Source{source(b)}, compiler.Options{})
	// The pages are read as a project whose people are in UTC. A remark is no reproach.
	about := lint.Project{Timezone: "UTC"}
	for _, d := range append(res.Diags, about.Check(res.Info)...) {
		if d.Severity == diag.Info {
			continue
		}
		codes[d.Code] = true
		told += fmt.Sprintf("%s %s: %s\n", d.Code, d.Summary, d.Detail)
	}
	require.Equal(t, want, slices.Sorted(maps.Keys(codes)), told)
	if want == nil {
		passes(t, res)
	}
}

// passes runs the tests of a journey.
func passes(t *testing.T, res *compiler.Result) {
	t.Helper()
	suite, err := spec.New(res.Info, spec.Options{Plain: res.Program})
	require.NoError(t, err)
	for _, test := range suite.Tests {
		got := suite.Run(t.Context(), test)
		var page strings.Builder
		require.NoError(t, got.WriteText(&page, spec.TextOptions{}))
		require.Contains(t, []spec.Status{spec.Passed, spec.Todo}, got.Status, page.String())
	}
}

// source is the journey of a block. A sentence without a name is called example.
func source(b *block) compiler.Source {
	return compiler.Source{Path: "example.journey", Text: b.text}
}

// decides runs a journey on a feed; byBoth says whether the oracle ran it too.
func decides(t *testing.T, journey, in, want *block) (decisions string, byBoth bool) {
	t.Helper()
	sc := scenarioOf(t, journey, in)
	sc.Kinds = want.args
	lines := func(ds []oracle.Decision) string {
		text := strings.Join(sc.Lines(ds), "\n")
		if text != "" {
			text += "\n"
		}
		return text
	}
	events := events(t, in.text)
	require.True(t, inOrder(events) || strings.Contains(strings.Join(in.args, " "), "grace="), "%s: not in order of time", in.name())
	prog, err := versus.Compile([]compiler.Source{source(journey)}, sc.Options.Zone)
	require.NoError(t, err)
	got, err := versus.Machine(prog, events, sc.Options, versus.How{Workers: 1})
	require.NoError(t, err)
	decisions = lines(got)
	require.NotEmpty(t, decisions)
	again, err := versus.Machine(prog, events, sc.Options, versus.How{Workers: 3, Batch: 1})
	require.NoError(t, err)
	require.Equal(t, decisions, lines(again), "three workers, line by line")
	readsTheSame(t, prog.Schema(), in.text, events)

	trees, err := scenario.Trees(sc.Files...)
	require.NoError(t, err)
	second, err := oracle.Run(trees, events, sc.Options)
	if err != nil {
		require.ErrorContains(t, err, "does not cover")
		return decisions, false
	}
	require.Equal(t, lines(second), decisions, "the oracle")
	return decisions, true
}

// scenarioOf takes the options of a feed's fence: until=2026-03-10, grace=0s.
func scenarioOf(t *testing.T, journey, in *block) scenario.Scenario {
	t.Helper()
	header := "shown in " + strings.ReplaceAll(in.name(), ":", " ") + "\n"
	for _, arg := range in.args {
		key, value, ok := strings.Cut(arg, "=")
		require.True(t, ok, "%s: %s", in.name(), arg)
		if (key == "until" || key == "activated") && !strings.Contains(value, "T") {
			value += "T00:00:00Z"
		}
		header += key + ": " + value + "\n"
	}
	// The feed of the archive is not used; it must have one.
	archive := header + "-- example.journey --\n" + journey.text + "-- feed.ndjson --\n\n"
	sc, err := scenario.Parse(in.name(), []byte(archive))
	require.NoError(t, err)
	return sc
}
