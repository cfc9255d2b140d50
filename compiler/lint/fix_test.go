package lint_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
)

const fixPath = "example.journey"

// finder reports every place of some words, with a fix each.
func finder(severity diag.Severity, safe bool, pairs ...string) func(diag.Sources) []diag.Diagnostic {
	return func(texts diag.Sources) []diag.Diagnostic {
		var out []diag.Diagnostic
		text := texts[fixPath]
		for i := 0; i < len(pairs); i += 2 {
			for at := 0; ; {
				n := strings.Index(text[at:], pairs[i])
				if n < 0 {
					break
				}
				span := diag.Span{Start: at + n, End: at + n + len(pairs[i])}
				out = append(out, diag.Diagnostic{Code: "J0599", File: fixPath, Span: span, Severity: severity, Summary: pairs[i],
					Fixes: []diag.Fix{{Title: "write " + pairs[i+1], Safe: safe, Edits: []diag.Edit{{Span: span, Text: pairs[i+1]}}}}})
				at = span.End
			}
		}
		diag.Sort(out)
		return out
	}
}

func TestFixesAreMade(t *testing.T) {
	got := lint.Fix(diag.Sources{fixPath: "a b a-ab"}, finder(diag.Warning, true, "a", "bb"), false)
	require.Equal(t, "bb b bb-bbb", got.Texts[fixPath])
	require.Equal(t, 3, got.Made)
	require.Empty(t, got.Left)
}

func TestUnsafeFixesAreAskedFor(t *testing.T) {
	find := finder(diag.Warning, false, "a", "b")
	got := lint.Fix(diag.Sources{fixPath: "a"}, find, false)
	require.Equal(t, "a", got.Texts[fixPath])
	require.Len(t, got.Left, 1)
	require.Equal(t, "b", lint.Fix(diag.Sources{fixPath: "a"}, find, true).Texts[fixPath])
}

// Fixes that touch wait for the next round, where they may be gone.
func TestFixesThatTouch(t *testing.T) {
	got := lint.Fix(diag.Sources{fixPath: "abc"}, finder(diag.Warning, true, "ab", "x", "bc", "y"), false)
	require.Equal(t, "xc", got.Texts[fixPath])
	require.Equal(t, 1, got.Made)
	got = lint.Fix(diag.Sources{fixPath: "aaaa"}, finder(diag.Warning, true, "a", "b"), false)
	require.Equal(t, "bbbb", got.Texts[fixPath])
}

// Of several answers none is taken.
func TestOneAnswer(t *testing.T) {
	find := func(texts diag.Sources) []diag.Diagnostic {
		ds := finder(diag.Warning, false, "a", "b")(texts)
		for i := range ds {
			ds[i].Fixes = append(ds[i].Fixes, ds[i].Fixes[0])
		}
		return ds
	}
	require.Equal(t, "a", lint.Fix(diag.Sources{fixPath: "a"}, find, true).Texts[fixPath])
}

// A fix after which there is an error more is not made; those beside it are.
func TestFixThatBreaks(t *testing.T) {
	find := func(texts diag.Sources) []diag.Diagnostic {
		ds := finder(diag.Warning, true, "a", "E", "b", "c")(texts)
		for range strings.Count(texts[fixPath], "E") {
			ds = append(ds, diag.Diagnostic{Code: "J0100", File: fixPath, Severity: diag.Error})
		}
		return ds
	}
	got := lint.Fix(diag.Sources{fixPath: "a b a b"}, find, false)
	require.Equal(t, "a c a c", got.Texts[fixPath])
	require.Equal(t, 2, got.Made)
	require.Len(t, got.Left, 2)
}

// Fixes that undo one another come to an end.
func TestFixesInACircle(t *testing.T) {
	got := lint.Fix(diag.Sources{fixPath: "a"}, finder(diag.Warning, true, "a", "b", "b", "a"), false)
	require.Len(t, got.Texts[fixPath], 1)
}

// Edits that cannot be made together are not made.
func TestFixWithOverlappingEdits(t *testing.T) {
	find := func(texts diag.Sources) []diag.Diagnostic {
		return []diag.Diagnostic{{Code: "J0599", File: fixPath, Fixes: []diag.Fix{{Safe: true, Edits: []diag.Edit{
			{Span: diag.Span{Start: 0, End: 2}, Text: "x"}, {Span: diag.Span{Start: 1, End: 3}, Text: "y"}}}}}}
	}
	require.Equal(t, "abc", lint.Fix(diag.Sources{fixPath: "abc"}, find, false).Texts[fixPath])
}

// A safe fix of a file that compiles leaves one that compiles to the same program; and
// no fix of the catalogue brings up an error.
func TestSafeFixesChangeNothing(t *testing.T) {
	made := 0
	for _, c := range lint.Catalogue() {
		about := lint.Project{OptIn: []string{c.ID}, Carries: c.Feed}
		find := func(texts diag.Sources) []diag.Diagnostic { return asked(about, texts[fixPath]) }
		if !slices.ContainsFunc(asked(about, c.Bad), func(d diag.Diagnostic) bool { return len(d.Fixes) > 0 }) {
			continue
		}
		before := compiler.Compile([]compiler.Source{{Path: fixPath, Text: c.Bad}}, compiler.Options{})
		for _, unsafe := range []bool{false, true} {
			got := lint.Fix(diag.Sources{fixPath: c.Bad}, find, unsafe)
			made += got.Made
			after := compiler.Compile([]compiler.Source{{Path: fixPath, Text: got.Texts[fixPath]}}, compiler.Options{})
			if before.Failed() || before.Program == nil {
				continue
			}
			require.False(t, after.Failed(), "%s:\n%s", c.ID, got.Texts[fixPath])
			if _, but := nearlySame[c.ID]; !unsafe && !but {
				require.Equal(t, disassembled(t, before), disassembled(t, after), "%s:\n%s", c.ID, got.Texts[fixPath])
			}
		}
	}
	require.Greater(t, made, 20)
}

// nearlySame are the codes whose fix takes something out of a program that it never
// comes to.
var nearlySame = map[string]string{"J0321": "a plural form that no number takes"}

var lineNumber = regexp.MustCompile(`line \d+|journey:\d+`)

// disassembled is a program without its places in the source.
func disassembled(t *testing.T, res *compiler.Result) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, res.Program.Disassemble(&out))
	return lineNumber.ReplaceAllString(out.String(), "line")
}

func TestBaseline(t *testing.T) {
	before := diag.Sources{fixPath: "message a { subject \"A\" }\nmessage b { subject \"B\" }\nwhen signed_up then email \"x\"\n"}
	ds := one(before[fixPath])
	require.Len(t, ds, 2)
	text, err := lint.WriteBaseline(ds, before)
	require.NoError(t, err)
	known, err := lint.ReadBaseline(text)
	require.NoError(t, err)
	fresh, gone := known.New(ds, before)
	require.Equal(t, []bool{false, false}, fresh)
	require.Zero(t, gone)

	after := diag.Sources{fixPath: "# new\nmessage c { subject \"C\" }\n  message b { subject \"B\" }\nwhen signed_up then email \"x\"\n"}
	fresh, gone = known.New(one(after[fixPath]), after)
	require.Equal(t, []bool{true, false}, fresh)
	require.Equal(t, 1, gone)

	for text, want := range map[string]string{
		"":               "no baseline",
		"[]":             "no baseline",
		"{}":             "version 0",
		`{"version": 2}`: "version 2",
	} {
		_, err := lint.ReadBaseline([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
}
