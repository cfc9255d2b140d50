package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/stdlib"
)

// source is a file of a test's project.
type source struct{ path, text string }

// checked parses and checks a project with the prelude in front, and returns what both said.
func checked(files ...source) (*check.Info, []diag.Diagnostic) {
	trees := []*ast.File{prelude()}
	var parsed []diag.Diagnostic
	for _, f := range files {
		tree, ds := parse.File(f.path, f.text)
		trees = append(trees, tree)
		parsed = append(parsed, ds...)
	}
	info, ds := check.Check(trees, check.Options{Parsed: parsed})
	return info, append(parsed, ds...)
}

func TestPreludeIsClean(t *testing.T) {
	_, ds := parse.File(stdlib.Prelude())
	require.Empty(t, shown(ds))
	info, ds := checked()
	require.Empty(t, shown(ds))
	require.NotEmpty(t, info.Events)
	for _, e := range info.Events {
		require.True(t, e.Std, e.Name)
	}
	for _, j := range info.Journeys {
		require.True(t, j.Std, j.Name)
	}
}

// Every file in testdata/ok is a project of its own and has nothing to report.
func TestOK(t *testing.T) {
	paths, err := filepath.Glob("testdata/ok/*.journey")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, p := range paths {
		t.Run(filepath.Base(p), func(t *testing.T) {
			text, err := os.ReadFile(p)
			require.NoError(t, err)
			info, ds := checked(source{filepath.Base(p), string(text)})
			require.Empty(t, shown(ds))
			require.NotEmpty(t, own(info), "a clean file has its journeys")
		})
	}
}

// Every file of an archive in testdata/err is a project of its own, unless the archive's
// comment says `together`. A line's `# want J0203 "words"` names what begins on the line.
func TestErr(t *testing.T) {
	paths, err := filepath.Glob("testdata/err/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, p := range paths {
		archive, err := txtar.ParseFile(p)
		require.NoError(t, err)
		var all []source
		for _, f := range archive.Files {
			all = append(all, source{f.Name, string(f.Data)})
		}
		if strings.Contains(string(archive.Comment), "checked together") {
			t.Run(filepath.Base(p), func(t *testing.T) { compare(t, all...) })
			continue
		}
		for _, f := range all {
			t.Run(filepath.Base(p)+"/"+f.path, func(t *testing.T) { compare(t, f) })
		}
	}
}

var (
	wantMark = regexp.MustCompile(`# want (.*)$`)
	wantPart = regexp.MustCompile(`(J\d{4}) ("(?:[^"\\]|\\.)*")`)
)

// compare checks that a project reports what its marks say, and nothing else.
func compare(t *testing.T, files ...source) {
	t.Helper()
	_, ds := checked(files...)
	found := map[string][]string{}
	for _, d := range ds {
		line := 0
		for _, f := range files {
			if f.path == d.File {
				line = 1 + strings.Count(f.text[:d.Span.Start], "\n")
			}
		}
		key := fmt.Sprintf("%s:%d", d.File, line)
		found[key] = append(found[key], d.Code+" "+d.Summary+": "+d.Detail)
	}
	marks := 0
	for _, f := range files {
		for i, line := range strings.Split(f.text, "\n") {
			mark := wantMark.FindStringSubmatch(line)
			if mark == nil {
				continue
			}
			marks++
			key := fmt.Sprintf("%s:%d", f.path, i+1)
			for _, part := range wantPart.FindAllStringSubmatch(mark[1], -1) {
				words, err := strconv.Unquote(part[2])
				require.NoError(t, err)
				found[key] = take(t, key, found[key], part[1], words)
			}
			if len(found[key]) == 0 {
				delete(found, key)
			}
		}
	}
	require.NotZero(t, marks, "a file in testdata/err wants something")
	require.Empty(t, found, "reported and not wanted")
}

func take(t *testing.T, where string, found []string, code, words string) []string {
	t.Helper()
	for i, f := range found {
		if strings.HasPrefix(f, code) && strings.Contains(f, words) {
			return append(append([]string(nil), found[:i]...), found[i+1:]...)
		}
	}
	t.Errorf("%s: want %s %q, have %q", where, code, words, found)
	return found
}

func shown(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, fmt.Sprintf("%s:%d-%d %s %s: %s", d.File, d.Span.Start, d.Span.End, d.Code, d.Summary, d.Detail))
	}
	return out
}

// The examples of every code show exactly that code, and its cure.
func TestCodesAreShownByTheirExamples(t *testing.T) {
	ids := map[string]string{}
	names := map[string]string{}
	for _, code := range check.Codes {
		t.Run(code.ID, func(t *testing.T) {
			require.Empty(t, ids[code.ID])
			require.Empty(t, names[code.Name])
			ids[code.ID], names[code.Name] = code.Name, code.ID
			require.Regexp(t, `^J0[23]\d\d$`, code.ID)
			require.Regexp(t, `^[a-z]+(-[a-z]+)*$`, code.Name)
			require.NotEmpty(t, code.Title)
			require.NotEmpty(t, code.Doc)
			_, bad := checked(source{"example.journey", code.Bad})
			require.NotEmpty(t, bad)
			for _, d := range bad {
				require.Equal(t, code.ID, d.Code, shown(bad))
			}
			_, good := checked(source{"example.journey", code.Good})
			require.Empty(t, shown(good))
		})
	}
}

// The table holds every code that is declared, in the order of their numbers.
func TestCodesAreAllInTheTable(t *testing.T) {
	var declared []string
	paths, err := filepath.Glob("codes_*.go")
	require.NoError(t, err)
	for _, p := range paths {
		text, err := os.ReadFile(p)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`"(J0\d{3})"`).FindAllStringSubmatch(string(text), -1) {
			declared = append(declared, m[1])
		}
	}
	slices.Sort(declared)
	var listed []string
	for _, c := range check.Codes {
		listed = append(listed, c.ID)
	}
	require.Equal(t, declared, listed)
	require.True(t, slices.IsSorted(listed))
}

// applied returns a text after the edits of a fix.
func applied(text string, f diag.Fix) string {
	for i := len(f.Edits) - 1; i >= 0; i-- {
		e := f.Edits[i]
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text
}

// A fix removes the mistake it belongs to, and makes no other.
func TestFixesOfExamplesCureThem(t *testing.T) {
	fixes := 0
	for _, code := range check.Codes {
		_, bad := checked(source{"example.journey", code.Bad})
		if len(bad) != 1 {
			continue
		}
		for _, f := range bad[0].Fixes {
			fixes++
			text := applied(code.Bad, f)
			_, after := checked(source{"example.journey", text})
			require.Empty(t, shown(after), "%s: %s\n%s", code.ID, f.Title, text)
		}
	}
	require.Greater(t, fixes, 15)
}

// Every fix that any test offers can be parsed, and takes the mistake away.
func TestFixesTakeTheirMistakeAway(t *testing.T) {
	count := func(ds []diag.Diagnostic, code string) int {
		n := 0
		for _, d := range ds {
			if strings.HasPrefix(d.Code, code) {
				n++
			}
		}
		return n
	}
	for _, text := range sources(t) {
		_, before := checked(source{"f.journey", text})
		for _, d := range before {
			if !strings.HasPrefix(d.Code, "J02") && !strings.HasPrefix(d.Code, "J03") {
				continue
			}
			for _, f := range d.Fixes {
				fixed := applied(text, f)
				_, after := checked(source{"f.journey", fixed})
				place := fmt.Sprintf("%s: %s\n%s\n→ %s", shown([]diag.Diagnostic{d}), f.Title, text[d.Span.Start:d.Span.End], shown(after))
				require.Less(t, count(after, d.Code), count(before, d.Code), place)
				require.LessOrEqual(t, count(after, "J01"), count(before, "J01"), place)
			}
		}
	}
}

func TestAFixIsOfferedWhenOnlyOneWordCanBeMeant(t *testing.T) {
	tests := map[string]string{
		"purchsed":        "purchased",
		"unsubscribd":     "unsubscribed", // two slips from subscribed
		"Cart_Abandoneed": "cart_abandoned",
		"cart_viewedd":    "cart_viewed",
		"subscribedd":     "subscribed",
		"orderd_shipedd":  "order_shipped",
		"page_viewe":      "page_viewed",
		"night_sail":      "", // night_mail or night_rail
		"zebra":           "",
	}
	for word, want := range tests {
		t.Run(word, func(t *testing.T) {
			_, ds := checked(source{"f.journey", "event night_mail\nevent night_rail\nwhen " + word + " then email \"x\"\n"})
			require.Len(t, ds, 1)
			got := ""
			if len(ds[0].Fixes) > 0 {
				got = ds[0].Fixes[0].Edits[0].Text
			}
			require.Equal(t, want, got, ds[0].Detail)
		})
	}
}
