package parse

import (
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// programs are all programs of testdata.
func programs(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, path := range append(files(t, "ok/*.journey"), files(t, "err/*.journey")...) {
		out = append(out, read(t, path))
	}
	for _, path := range files(t, "tree/*.txtar") {
		for _, f := range txtar.Parse([]byte(read(t, path))).Files {
			if !strings.HasSuffix(f.Name, ".tree") {
				out = append(out, string(f.Data))
			}
		}
	}
	return out
}

// check holds for every source: a tree with spans that are inside their parents,
// diagnostics in order with all they need, and no Bad node without a diagnostic.
func check(t testing.TB, src string) {
	t.Helper()
	f, ds := File("x.journey", src)
	if len(ds) > MaxDiagnostics+1 {
		t.Fatalf("%d diagnostics", len(ds))
	}
	inside := func(s diag.Span) bool { return 0 <= s.Start && s.Start <= s.End && s.End <= len(src) }
	last := 0
	for _, d := range ds {
		if !inside(d.Span) || d.Span.Start < last || d.Code == "" || d.Name == "" || d.File != "x.journey" || d.Summary == "" || d.Detail == "" {
			t.Fatalf("bad diagnostic %+v", d)
		}
		last = d.Span.Start
		for _, n := range d.Notes {
			if !inside(n.Span) || n.File == "" {
				t.Fatalf("bad note %+v", d)
			}
		}
		for _, fix := range d.Fixes {
			end := 0
			for _, e := range fix.Edits {
				if !inside(e.Span) || e.Span.Start < end {
					t.Fatalf("bad fix %+v", d)
				}
				end = e.Span.End
			}
		}
	}
	at := 0
	for _, d := range f.Decls {
		if d.Pos().Start < at {
			t.Fatalf("declarations overlap at %d", d.Pos().Start)
		}
		at = d.Pos().End
		spans(t, src, d, len(ds) == 0)
	}
}

// spans checks that every node is inside its parent.
func spans(t testing.TB, src string, parent ast.Node, clean bool) {
	at := parent.Pos()
	if at.Start < 0 || at.Start > at.End || at.End > len(src) {
		t.Fatalf("%T has span %v of %d bytes", parent, at, len(src))
	}
	ast.Walk(parent, func(n ast.Node) bool {
		if n == parent {
			return true
		}
		s := n.Pos()
		if s.Start < at.Start || s.End > at.End {
			t.Fatalf("%T %v is outside of its %T %v in %q", n, s, parent, at, src)
		}
		switch n.(type) {
		case *ast.BadExpr, *ast.BadStep, *ast.BadPat, *ast.BadDecl:
			if clean {
				t.Fatalf("%T at %v without a diagnostic", n, s)
			}
		}
		if clean && s.Start == s.End {
			if _, it := n.(*ast.ItExpr); !it {
				t.Fatalf("%T at %v is empty", n, s)
			}
		}
		spans(t, src, n, clean)
		return false
	})
}

// What an editor sees while somebody types: every beginning of every program, and
// every program with a line missing.
func TestBrokenPrograms(t *testing.T) {
	for _, src := range programs(t) {
		for i := 0; i < len(src); i += 61 {
			check(t, src[:i])
		}
		lines := strings.SplitAfter(src, "\n")
		for i := 0; i < len(lines); i += 2 {
			check(t, strings.Join(lines[:i], "")+strings.Join(lines[i+1:], ""))
		}
	}
}

// A mistake stays in its declaration: taking a bite out of one leaves the trees of
// the others as they were.
func TestMistakesStayAtHome(t *testing.T) {
	good := "journey good {\n  when signed_up\n  then {\n    email welcome\n  }\n}\n"
	alone, ds := File("x.journey", good)
	require.Empty(t, ds)
	for _, src := range programs(t) {
		if strings.Count(src, "\n") > 60 || strings.Contains(src, `"""`) {
			continue
		}
		for i := 0; i < len(src); i += 37 {
			f, _ := File("x.journey", src[:i]+"\n"+good)
			require.NotEmpty(t, f.Decls)
			last := f.Decls[len(f.Decls)-1]
			require.Equal(t, dump(alone.Decls[0]), dump(last), "after %q", src[:i])
		}
	}
}

func TestSameTreeEveryTime(t *testing.T) {
	for _, src := range programs(t) {
		f, ds := File("x.journey", src)
		g, es := File("x.journey", src)
		require.True(t, reflect.DeepEqual(f, g))
		require.Equal(t, ds, es)
	}
}

// With other line ends the tree is the same.
func TestLineEnds(t *testing.T) {
	for _, src := range programs(t) {
		f, ds := File("x.journey", src)
		g, es := File("x.journey", strings.ReplaceAll(src, "\n", "\r\n"))
		require.Equal(t, dump(f), dump(g))
		require.Len(t, es, len(ds))
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range programs(f) {
		f.Add(src)
	}
	for _, c := range Codes {
		if len(c.Bad) < 500 {
			f.Add(c.Bad)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		check(t, src)
		Expr(src)
	})
}
