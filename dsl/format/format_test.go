package format_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/format"
	"github.com/journeylang/journey/dsl/parse"
)

var update = flag.Bool("update", false, "write what comes out in testdata anew")

// Each archive in testdata holds files as somebody wrote them, NAME.in, each followed
// by how it is laid out, NAME.out.
func TestLayout(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		var fresh []txtar.File
		for _, f := range archive.Files {
			name, isInput := strings.CutSuffix(f.Name, ".in")
			if !isInput {
				continue
			}
			src := strings.ReplaceAll(string(f.Data), "\\r", "\r")
			out, ds, err := format.Source(name, src)
			require.NoError(t, err, f.Name)
			require.Empty(t, ds, f.Name)
			again, _, err := format.Source(name, out)
			require.NoError(t, err, f.Name)
			require.Equal(t, out, again, "%s: laid out twice", f.Name)
			fresh = append(fresh, f, txtar.File{Name: name + ".out", Data: []byte(out)})
			t.Run(filepath.Base(path)+"/"+name, func(t *testing.T) {
				if *update {
					return
				}
				i := slices.IndexFunc(archive.Files, func(g txtar.File) bool { return g.Name == name+".out" })
				require.GreaterOrEqual(t, i, 0)
				require.Equal(t, string(archive.Files[i].Data), out)
			})
		}
		if *update {
			archive.Files = fresh
			require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
		}
	}
}

// What comes out in testdata shows every construct: every field of every node of the
// tree is set there at least once.
func TestLayoutCoversTheGrammar(t *testing.T) {
	seen := map[string]bool{}
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".out") {
				tree, _ := parse.File(f.Name, string(f.Data))
				fieldsSet(reflect.ValueOf(tree), seen)
			}
		}
	}
	var missing []string
	for _, field := range fieldsOfTree(t) {
		if !seen[field] {
			missing = append(missing, field)
		}
	}
	require.Empty(t, missing)
}

// fieldsSet notes the fields that have a value below a node.
func fieldsSet(v reflect.Value, seen map[string]bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			fieldsSet(v.Elem(), seen)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fieldsSet(v.Index(i), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				seen[v.Type().Name()+"."+v.Type().Field(i).Name] = true
				fieldsSet(v.Field(i), seen)
			}
		}
	}
}

// fieldsOfTree lists the fields of the nodes of package ast, but for those of the
// nodes that stand for mistakes.
func fieldsOfTree(t *testing.T) []string {
	t.Helper()
	var out []string
	paths, err := filepath.Glob("../ast/*.go")
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || strings.HasPrefix(spec.Name.Name, "Bad") || spec.Name.Name == "walker" {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						if name.Name != "Start" {
							out = append(out, spec.Name.Name+"."+name.Name)
						}
					}
				}
			}
			return true
		})
	}
	require.Greater(t, len(out), 100, "the package was read")
	return out
}

// A file with a mistake is left alone, and the mistake is told at its place.
func TestBrokenFileIsLeftAlone(t *testing.T) {
	src := "when   signed_up then {\r\n  wait   2\r\n}\r\n"
	out, ds, err := format.Source("x.journey", src)
	require.NoError(t, err)
	require.Equal(t, src, out)
	require.Len(t, ds, 1)
	require.Equal(t, "2", src[ds[0].Span.Start:ds[0].Span.End])
	require.Equal(t, "x.journey", ds[0].File)
}

func TestLastLineEnds(t *testing.T) {
	for _, src := range []string{"use retail", "use retail  ", "use retail\n\n\n", "use retail\r"} {
		out, _, err := format.Source("x.journey", src)
		require.NoError(t, err)
		require.Equal(t, "use retail\n", out)
	}
	out, _, err := format.Source("x.journey", "use retail # why")
	require.NoError(t, err)
	require.Equal(t, "use retail  # why\n", out)
}

func TestEmptyFile(t *testing.T) {
	for _, src := range []string{"", "\n\n", "  \t\n", "\ufeff\r\n"} {
		out, ds, err := format.Source("x.journey", src)
		require.NoError(t, err)
		require.Empty(t, ds)
		require.Empty(t, out)
	}
}
