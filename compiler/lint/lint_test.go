package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
)

// all is every diagnostic of a project, as `journey lint` shows them.
func all(files ...compiler.Source) []diag.Diagnostic {
	res := compiler.Compile(files, compiler.Options{})
	return lint.Suppress(res.Files, append(res.Diags, lint.Project{Program: res.Program}.Check(res.Info)...))
}

// asked is every diagnostic of a file of a project that is known better.
func asked(about lint.Project, text string) []diag.Diagnostic {
	res := compiler.Compile([]compiler.Source{{Path: "example.journey", Text: text}}, compiler.Options{})
	about.Program = res.Program
	ds := about.Suppress(res.Files, append(res.Diags, about.Check(res.Info)...))
	// What this version does not run is right all the same.
	return slices.DeleteFunc(ds, func(d diag.Diagnostic) bool { return d.Code == "J0901" })
}

func one(text string) []diag.Diagnostic {
	return all(compiler.Source{Path: "example.journey", Text: text})
}

func shown(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, fmt.Sprintf("%s %s: %s", d.Code, d.Summary, d.Detail))
	}
	return out
}

// The examples of every rule show exactly that rule, and its cure.
func TestCodesAreShownByTheirExamples(t *testing.T) {
	for _, code := range lint.Codes() {
		t.Run(code.Name, func(t *testing.T) {
			require.Regexp(t, `^J05\d\d$`, code.ID)
			require.Regexp(t, `^[a-z]+(-[a-z]+)*$`, code.Name)
			require.NotEqual(t, diag.Error, code.Severity)
			require.NotEmpty(t, code.Title)
			require.True(t, strings.HasSuffix(code.Doc, ".") || strings.HasSuffix(code.Doc, "`."), "the doc is a sentence")
			require.True(t, strings.HasSuffix(code.Cure, "."), "the cure is a sentence")
			about := lint.Project{OptIn: []string{code.ID}, Carries: code.Feed}
			bad := asked(about, code.Bad)
			require.Len(t, bad, 1, shown(bad))
			require.Equal(t, code.ID, bad[0].Code)
			require.NotRegexp(t, `\.$`, bad[0].Summary)
			require.NotEmpty(t, bad[0].Detail)
			require.Empty(t, shown(asked(about, code.Good)))
			for _, f := range bad[0].Fixes {
				require.Empty(t, shown(asked(about, applied(code.Bad, f))), f.Title)
			}
			if code.OptIn {
				require.Empty(t, shown(one(code.Bad)), "nobody asks for it")
			}
		})
	}
}

func applied(text string, f diag.Fix) string {
	for i := len(f.Edits) - 1; i >= 0; i-- {
		e := f.Edits[i]
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text
}

// No code of any part of the toolchain is given twice, nor its name.
func TestCatalogueIsOfDifferentCodes(t *testing.T) {
	ids, names := map[string]bool{}, map[string]bool{}
	last := ""
	for _, c := range lint.Catalogue() {
		require.Less(t, last, c.ID)
		require.False(t, names[c.Name], c.Name)
		ids[c.ID], names[c.Name], last = true, true, c.ID
	}
	for _, want := range []string{"J0101", "J0202", "J0301", "J0501", "J0511", "J0901"} {
		require.True(t, ids[want], want)
	}
}

var (
	wantMark = regexp.MustCompile(`# want ((?:J\d{4} ?)+)`)
	oneCode  = regexp.MustCompile(`J\d{4}`)
)

// Each file of an archive is a project of its own, unless the archive says that they
// are linted together. A line's `# want J0511` names what begins on it; nothing else
// may be found, but for remarks.
func TestArchives(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		require.NoError(t, err)
		var files []compiler.Source
		for _, f := range a.Files {
			files = append(files, compiler.Source{Path: f.Name, Text: string(f.Data)})
		}
		if strings.Contains(string(a.Comment), "linted together") {
			t.Run(filepath.Base(path), func(t *testing.T) { compare(t, files...) })
			continue
		}
		for _, f := range files {
			t.Run(filepath.Base(path)+"/"+f.Path, func(t *testing.T) { compare(t, f) })
		}
	}
}

func compare(t *testing.T, files ...compiler.Source) {
	t.Helper()
	var got, want []string
	for _, d := range all(files...) {
		for _, f := range files {
			if f.Path == d.File && d.Code != "J0901" && (d.Severity != diag.Info || strings.Contains(f.Text, "# want "+d.Code)) {
				got = append(got, fmt.Sprintf("%s:%d %s", f.Path, 1+strings.Count(f.Text[:d.Span.Start], "\n"), d.Code))
			}
		}
	}
	for _, f := range files {
		for i, line := range strings.Split(f.Text, "\n") {
			if m := wantMark.FindStringSubmatch(line); m != nil {
				for _, c := range oneCode.FindAllString(m[1], -1) {
					want = append(want, fmt.Sprintf("%s:%d %s", f.Path, i+1, c))
				}
			}
		}
	}
	require.ElementsMatch(t, want, got)
}

// Whatever another part of the toolchain shows as right is right for every rule, and
// nothing that is wrong brings a rule down.
func TestQuietOnWhatIsRight(t *testing.T) {
	for _, c := range lint.Catalogue() {
		one(c.Bad)
		for _, d := range one(c.Good) {
			if d.Severity == diag.Info {
				continue // it may well be meant
			}
			if c.Name == "duplicate-name" && d.Code == lint.UnusedMessage.ID {
				continue // its second message is there only to have another name
			}
			require.NotRegexp(t, `^J05`, d.Code, "%s: %s\n%s", c.ID, d.Summary, c.Good)
		}
	}
	for _, pattern := range []string{"../check/testdata/ok/*.journey", "../../dsl/parse/testdata/ok/*.journey", "../../examples/*/*.journey"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, d := range asked(lint.Project{Timezone: "UTC"}, string(text)) {
				if d.Severity == diag.Info || d.Code == lint.NoPolicy.ID && strings.Contains(path, "/check/") {
					continue // those files try out forms, with a policy and without
				}
				require.NotRegexp(t, `^J05`, d.Code, "%s: %s", path, d.Summary)
			}
		}
	}
}
