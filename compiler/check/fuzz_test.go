package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/stdlib"
)

// prelude is parsed once: the checker writes nothing into a tree.
var prelude = sync.OnceValue(func() *ast.File {
	f, _ := parse.File(stdlib.Prelude())
	return f
})

func withChannels(t *testing.T, text string, channels ...string) []diag.Diagnostic {
	t.Helper()
	f, ds := parse.File("j.journey", text)
	require.Empty(t, ds)
	_, ds = check.Check([]*ast.File{prelude(), f}, check.Options{Channels: channels})
	return ds
}

// sources are all journey files of the tests.
func sources(t testing.TB) []string {
	var out []string
	paths, err := filepath.Glob("testdata/*/*.*")
	require.NoError(t, err)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		require.NoError(t, err)
		switch filepath.Ext(p) {
		case ".journey":
			out = append(out, string(data))
		case ".txtar":
			for _, f := range txtar.Parse(data).Files {
				out = append(out, string(f.Data))
			}
		}
	}
	for _, c := range check.Codes {
		out = append(out, c.Bad, c.Good)
	}
	return out
}

// FuzzCheck: whatever the source, the checker ends, points into the file, offers fixes that
// can be made, and hands on nothing that is half understood.
func FuzzCheck(f *testing.F) {
	for _, s := range sources(f) {
		f.Add(s)
	}
	std := prelude()
	f.Fuzz(func(t *testing.T, src string) {
		tree, parsed := parse.File("f.journey", src)
		info, ds := check.Check([]*ast.File{std, tree}, check.Options{Parsed: parsed})
		require.Empty(t, outside(src, ds))
		broken := false
		for _, d := range append(parsed, ds...) {
			broken = broken || d.Severity == diag.Error
		}
		require.Empty(t, incomplete(info))
		if !broken {
			for _, d := range tree.Decls {
				if j, ok := d.(*ast.Journey); ok {
					require.True(t, isHealthy(info, j), "nothing is wrong and a journey is left out")
				}
			}
		}
	})
}

func isHealthy(info *check.Info, d *ast.Journey) bool {
	for _, j := range info.Journeys {
		if j.Decl == d {
			return true
		}
	}
	return false
}

// outside lists the spans of diagnostics that are not inside the file.
func outside(src string, ds []diag.Diagnostic) []diag.Diagnostic {
	var out []diag.Diagnostic
	in := func(file string, s diag.Span) bool {
		return file == "f.journey" && 0 <= s.Start && s.Start <= s.End && s.End <= len(src) || strings.HasPrefix(file, "std/")
	}
	for _, d := range ds {
		ok := d.File == "f.journey" && in(d.File, d.Span) && d.Summary != "" && d.Code != ""
		for _, n := range d.Notes {
			ok = ok && in(n.File, n.Span)
		}
		for _, f := range d.Fixes {
			for _, e := range f.Edits {
				ok = ok && in(d.File, e.Span)
			}
		}
		if !ok {
			out = append(out, d)
		}
	}
	return out
}

// Cutting a file short, or a line out of it, is what an editor shows all day.
func TestPiecesOfFiles(t *testing.T) {
	std := prelude()
	try := func(src string) {
		tree, parsed := parse.File("f.journey", src)
		info, ds := check.Check([]*ast.File{std, tree}, check.Options{Parsed: parsed})
		require.Empty(t, outside(src, ds), src)
		require.Empty(t, incomplete(info), src)
	}
	for _, s := range sources(t) {
		lines := strings.SplitAfter(s, "\n")
		for i := range lines {
			try(strings.Join(append(append([]string(nil), lines[:i]...), lines[i+1:]...), ""))
			if i%5 == 0 {
				try(strings.Join(lines[:i], "") + lines[i][:len(lines[i])/2])
			}
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	one, err := os.ReadFile("testdata/ok/language.journey")
	require.NoError(b, err)
	var text strings.Builder
	for i := 0; strings.Count(text.String(), "\n") < 1000; i++ {
		// Every copy has names of its own.
		s := string(one)
		for _, name := range []string{"vip", "lapsing", "marketing", "cart_reminder", "vip_offer", "offer_short", "offer_long", "cart_recovery"} {
			s = strings.ReplaceAll(s, name, name+string(rune('a'+i)))
		}
		text.WriteString(s)
	}
	f, ds := parse.File("big.journey", text.String())
	require.Empty(b, ds)
	files := []*ast.File{prelude(), f}
	_, ds = check.Check(files, check.Options{})
	require.Empty(b, shown(ds))
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		check.Check(files, check.Options{})
	}
}
