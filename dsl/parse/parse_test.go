package parse

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

var update = flag.Bool("update", false, "write the trees in testdata anew")

func files(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", pattern))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

func tell(src string, ds []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range ds {
		line := 1 + strings.Count(src[:d.Span.Start], "\n")
		fmt.Fprintf(&b, "%d: %s %q: %s\n\t%s\n", line, d.Code, src[d.Span.Start:d.Span.End], d.Summary, d.Detail)
	}
	return b.String()
}

// The files in ok hold every form of the language.
func TestOK(t *testing.T) {
	for _, path := range files(t, "ok/*.journey") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			src := read(t, path)
			f, ds := File(path, src)
			require.Empty(t, tell(src, ds))
			for _, d := range f.Decls {
				_, bad := d.(*ast.BadDecl)
				require.False(t, bad, "%v", d.Pos())
			}
		})
	}
}

// The archives in tree hold sources, each followed by its tree.
func TestTrees(t *testing.T) {
	for _, path := range files(t, "tree/*.txtar") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			require.NoError(t, err)
			var out []txtar.File
			for _, f := range ar.Files {
				if strings.HasSuffix(f.Name, ".tree") {
					continue
				}
				name := strings.TrimSuffix(f.Name, ".journey")
				tree, ds := File(f.Name, string(f.Data))
				require.Empty(t, tell(string(f.Data), ds), f.Name)
				out = append(out, f, txtar.File{Name: name + ".tree", Data: []byte(dump(tree) + "\n")})
			}
			if *update {
				ar.Files = out
				require.NoError(t, os.WriteFile(path, txtar.Format(ar), 0o666))
			}
			require.Equal(t, string(txtar.Format(&txtar.Archive{Comment: ar.Comment, Files: out})), read(t, path))
		})
	}
}

// The files in err say on each line what is wrong with it, behind #!, which is
// taken off before the file is parsed:
//
//	wait 2   #! J0115 "2": a number needs a unit
func TestErr(t *testing.T) {
	for _, path := range files(t, "err/*.journey") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			annotated := read(t, path)
			lines := strings.Split(annotated, "\n")
			for i, l := range lines {
				l, _, _ = strings.Cut(l, "#!")
				lines[i] = strings.TrimRight(l, " ")
			}
			src := strings.Join(lines, "\n")
			_, ds := File(path, src)
			require.NotEmpty(t, ds)
			for _, d := range ds {
				line := strings.Count(src[:d.Span.Start], "\n")
				at := src[d.Span.Start:d.Span.End]
				if len(at) > 30 {
					at = at[:30] + "…"
				}
				lines[line] += fmt.Sprintf("  #! %s %q: %s | %s", d.Code, at, d.Summary, d.Detail)
				for _, f := range d.Fixes {
					lines[line] += " [" + f.Title + "]"
				}
			}
			got := strings.Join(lines, "\n")
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o666))
			}
			require.Equal(t, annotated, got)
		})
	}
}
