package spec_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/spec"
)

var update = flag.Bool("update", false, "write what comes out in testdata anew")

func suite(t testing.TB, files ...txtar.File) *spec.Suite {
	t.Helper()
	var sources []compiler.Source
	texts := map[string]string{}
	for _, f := range files {
		sources = append(sources, compiler.Source{Path: f.Name, Text: string(f.Data)})
		texts[f.Name] = string(f.Data)
	}
	compile := func(derive bool) *compiler.Result {
		return compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version, CartAbandoned: derive}})
	}
	plain := compile(false)
	for _, d := range plain.Diags {
		require.NotEqual(t, diag.Error, d.Severity, "%s: %s %s", d.File, d.Summary, d.Detail)
	}
	s, err := spec.New(plain.Info, spec.Options{Plain: plain.Program, Derived: compile(true).Program, Sources: texts})
	require.NoError(t, err)
	return s
}

// TestTests runs the tests of the archives in testdata/tests. A line that ends in
// `#! words` fails, and what came in its place has these words.
func TestTests(t *testing.T) {
	paths, err := filepath.Glob("testdata/tests/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		s := suite(t, archive.Files...)
		require.NotEmpty(t, s.Tests)
		for _, test := range s.Tests {
			t.Run(filepath.Base(path)+"/"+test.Title, func(t *testing.T) {
				res := s.Run(t.Context(), test)
				require.Equal(t, report(t, res), report(t, s.Run(t.Context(), test)), "the same twice")
				require.NotEqual(t, spec.NotRun, res.Status, res.Reason)
				got := map[string]string{}
				for _, f := range res.Failures {
					got[fmt.Sprintf("%s:%d", test.File, f.Line)] = f.Got
				}
				for place, words := range wanted(archive, test) {
					require.Contains(t, got[place], words, place)
					require.NotEmpty(t, got[place], "%s is true", place)
					delete(got, place)
				}
				if test.Todo {
					require.Equal(t, spec.Todo, res.Status)
					return
				}
				require.Empty(t, got)
			})
		}
	}
}

// wanted are the lines of a test that are to fail.
func wanted(a *txtar.Archive, test *spec.Test) map[string]string {
	out := map[string]string{}
	for _, f := range a.Files {
		if f.Name != test.File {
			continue
		}
		for i, line := range strings.Split(string(f.Data), "\n")[test.Line:] {
			if strings.HasPrefix(line, "}") {
				break
			}
			if _, words, ok := strings.Cut(line, "#! "); ok {
				out[fmt.Sprintf("%s:%d", f.Name, test.Line+i+1)] = words
			}
		}
	}
	return out
}

// report is everything that is written about a result.
func report(t testing.TB, res *spec.Result) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, res.WriteText(&out, spec.TextOptions{Width: 60}))
	require.NoError(t, spec.NewReport([]*spec.Result{res}, nil).WriteJSON(&out))
	require.NoError(t, spec.WriteJUnit(&out, []*spec.Result{res}))
	return out.String()
}

// Every reason that a decision can have can be expected.
func TestReasonsCanBeExpected(t *testing.T) {
	for r := engine.NoReason + 1; int(r) < engine.Reasons(); r++ {
		if r == engine.ByOwn || r == engine.ByEveryone || r == engine.ByNobody {
			continue // of a wait: what is expected is when it ends
		}
		accepted := false
		for _, what := range []string{"no_enter", "exit", "email skipped"} {
			src := "when signed_up then email \"Hello\"\ntest \"t\" {\n  at 10:00 signed_up\n  expect " + what + " " + r.String() + "\n}\n"
			res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, compiler.Options{})
			accepted = accepted || !res.Failed()
		}
		require.True(t, accepted, r.String())
	}
}

// A test that is not run says why.
func TestNotRun(t *testing.T) {
	for _, x := range []struct{ file, why string }{
		{"when signd_up then email \"x\"\ntest \"t\" { expect email }\n", "there is an error in the test or in its journey"},
		{"when signed_up then email \"x\"\ntest \"t\" {\n  given profile.timezone = \"Nowhere/Else\"\n  expect email\n}\n", "there is an error in the test or in its journey"},
		{"journey j {\n  when signed_up\n  enter each plan\n  then email \"x\"\n}\nevent signed_up { plan: text }\ntest \"t\" { expect email }\n", ""},
	} {
		res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: x.file}}, compiler.Options{})
		s, err := spec.New(res.Info, spec.Options{Plain: res.Program})
		require.NoError(t, err)
		got := s.Run(t.Context(), s.Tests[0])
		if x.why == "" {
			require.Equal(t, spec.Failed, got.Status)
			continue
		}
		require.Equal(t, spec.NotRun, got.Status, x.file)
		require.Contains(t, got.Reason, x.why)
		require.Contains(t, report(t, got), x.why)
	}
}

// A test that nobody waits for stops, also in the middle of ten thousand years.
func TestStopped(t *testing.T) {
	s := suite(t, txtar.File{Name: "j.journey", Data: []byte("when signed_up then email \"x\"\ntest \"t\" {\n  at 10:00 signed_up\n  at 9999-12-31 23:59 login\n  expect email\n}\n")})
	require.Equal(t, spec.Passed, s.Run(t.Context(), s.Tests[0]).Status)
	late := errors.New("too late")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(late)
	res := s.Run(ctx, s.Tests[0])
	require.Equal(t, spec.NotRun, res.Status)
	require.Equal(t, "too late", res.Reason)
}

// FuzzTests runs the tests of any file whatever: they end, and everything can be
// written about them.
func FuzzTests(f *testing.F) {
	for _, lines := range []string{
		"at 10:00 signed_up\n  expect email at 10:00 then exit finished",
		"given arm b for ann\n  given purchased { total: 3 } 3d ago for ann\n  at 2026-03-29 02:30 signed_up for ann\n  after 1mo alias bob for ann\n  expect 2 message within 2h for bob",
		"given no products\n  at 10:00 signed_up\n  at 09:00 delete late\n  expect no email subject tr contains \"x\" between tue 10:00 and 09:00",
		"given profile.timezone = \"Asia/Tokyo\"\n  given date 2024-02-29\n  at sun 23:59 set profile.plan = \"pro\"\n  expect set profile.plan before +1y",
	} {
		f.Add("journey j {\n when signed_up\n holdout 1%\n then {\n email \"Hello\" as a\n wait for clicked a up to 1d\n split { 50% a { push \"A\" } 50% b { set profile.plan = \"x\" } }\n }\n}\ntest \"t\" {\n  " + lines + "\n}\n")
	}
	f.Fuzz(func(t *testing.T, src string) {
		res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, compiler.Options{})
		s, err := spec.New(res.Info, spec.Options{Plain: res.Program})
		require.NoError(t, err)
		cover := s.Coverage(func(string) bool { return true })
		for _, test := range s.Tests[:min(len(s.Tests), 3)] {
			got := s.Run(t.Context(), test)
			report(t, got)
			cover.Add(got)
		}
		require.NoError(t, cover.WriteText(io.Discard, spec.TextOptions{}))
		require.NoError(t, cover.WriteHTML(io.Discard))
	})
}
