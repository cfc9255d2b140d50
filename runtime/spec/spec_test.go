package spec_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/calendar"
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
