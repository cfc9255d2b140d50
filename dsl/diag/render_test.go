package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata. Read the difference before updating.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// marked takes the marks « » out of a text and returns the spans between them.
func marked(text string) (string, []Span) {
	var spans []Span
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "«")
		b.WriteString(before)
		if !found {
			return b.String(), spans
		}
		inside, after, _ := strings.Cut(rest, "»")
		spans = append(spans, Span{b.Len(), b.Len() + len(inside)})
		b.WriteString(inside)
		text = after
	}
}

func render(t testing.TB, format string, ds []Diagnostic, src Sources, opts Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Render(&b, format, ds, src, opts))
	return b.String()
}

// sample is one page with everything that a diagnostic can have.
func sample() ([]Diagnostic, Sources, Options) {
	cart, at := marked("event «signed_up» {}\n\nwhen «purchase»\nthen sms \"سلتك 🛒\" «as» x\n")
	src := Sources{"shop/cart one.journey": cart, "shop/clean.journey": "when visit then stop\n"}
	ds := []Diagnostic{
		{Code: "J0900", Name: "no-config", Severity: Info, File: "journey.yaml", Summary: "the file is empty"},
		{
			Code: "J0301", Name: "name-unused", Severity: Warning, File: "shop/cart one.journey", Span: at[2],
			Summary: "100% of sends, of all: unused", Detail: "take `as x` away\nor use it in a wait",
		},
		{
			Code: "J0201", Name: "unknown-event", Severity: Error, File: "shop/cart one.journey", Span: at[1],
			Summary: "unknown event `purchase`", Detail: "did you mean `purchased`?",
			Notes: []Note{
				{Text: "events are declared by `event` or by a module"},
				{File: "shop/cart one.journey", Span: at[0], Text: "this is the only event of the file"},
			},
			Fixes: []Fix{
				{Title: "write `purchased`", Safe: true, Edits: []Edit{{Span: at[1], Text: "purchased"}}},
				{Title: "declare \x1b it", Edits: []Edit{{Span: Span{at[0].Start - 6, at[0].Start - 6}, Text: "event purchase {\u202e}\n"}}},
			},
		},
	}
	codes := []Code{{ID: "J0201", Severity: Error, Title: "unknown event", Doc: "Nothing declares an event of this name."}}
	return ds, src, Options{Version: "1.2.3", Codes: codes}
}

func TestFormats(t *testing.T) {
	require.Equal(t, []string{"text", "json", "github", "sarif", "junit", "gitlab"}, Formats())
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			ds, src, opts := sample()
			golden(t, "sample."+format, render(t, format, ds, src, opts))
		})
	}
	err := Render(&bytes.Buffer{}, "xml", nil, nil, Options{})
	require.EqualError(t, err, `unknown format "xml", want one of text, json, github, sarif, junit, gitlab`)
}

func TestNothingToSay(t *testing.T) {
	for format, want := range map[string]string{
		"text":   "",
		"github": "",
		"gitlab": "[]\n",
		"json":   "{\n  \"version\": 1,\n  \"diagnostics\": [],\n  \"counts\": {\n    \"error\": 0,\n    \"warning\": 0,\n    \"info\": 0\n  }\n}\n",
	} {
		require.Equal(t, want, render(t, format, nil, nil, Options{}))
	}
	require.Contains(t, render(t, "sarif", nil, nil, Options{}), `"results": []`)
	require.Contains(t, render(t, "junit", nil, Sources{"a.journey": ""}, Options{}), `<testcase name="no findings"`)
}

// TestSort holds the whole order: each neighbour differs in one part.
func TestSort(t *testing.T) {
	want := []Diagnostic{
		{File: "a", Span: Span{9, 9}},
		{File: "b", Span: Span{1, 9}, Code: "J2"},
		{File: "b", Span: Span{2, 3}, Code: "J2"},
		{File: "b", Span: Span{2, 4}, Code: "J1", Summary: "z"},
		{File: "b", Span: Span{2, 4}, Code: "J2", Summary: "y", Severity: Info},
		{File: "b", Span: Span{2, 4}, Code: "J2", Summary: "z", Severity: Error, Detail: "z"},
		{File: "b", Span: Span{2, 4}, Code: "J2", Summary: "z", Severity: Warning, Detail: "x"},
		{File: "b", Span: Span{2, 4}, Code: "J2", Summary: "z", Severity: Warning, Detail: "y"},
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		Sort(got)
		require.Equal(t, want, got)
	}
}

// TestOrder: the order of the input is not seen in the output.
func TestOrder(t *testing.T) {
	ds, src, opts := sample()
	ds = append(ds, ds[1], Diagnostic{File: "a", Span: Span{5, 6}}, Diagnostic{File: "a", Span: Span{5, 5}}, Diagnostic{File: "a", Span: Span{5, 5}, Code: "J1"})
	r := rand.New(rand.NewPCG(1, 2))
	for _, format := range Formats() {
		want := render(t, format, ds, src, opts)
		for range 20 {
			r.Shuffle(len(ds), func(i, j int) { ds[i], ds[j] = ds[j], ds[i] })
			given := slices.Clone(ds)
			require.Equal(t, want, render(t, format, ds, src, opts))
			require.Equal(t, given, ds, "the caller's order is the caller's")
		}
	}
}

// TestFingerprint: text above moves a finding and does not make it a new one.
func TestFingerprint(t *testing.T) {
	names := func(text string) []string {
		text, at := marked(text)
		p := &page{src: Sources{"a": text}, lines: map[string]*Lines{}}
		for _, s := range at {
			p.ds = append(p.ds, Diagnostic{Code: "J0201", File: "a", Span: s, Summary: "unknown event"})
		}
		return p.fingerprints()
	}
	before := names("when «x»\nwhen «y»\nwhen «y»\n")
	require.Equal(t, before, names("# new\n\n  when «x»\n\nwhen «y»\nwhen «y»\n"))
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(before))), 3)
	require.NotEqual(t, before[0], names("when «z»\n")[0])
}

func TestGitHubCommandsCannotBeForged(t *testing.T) {
	text := "a%b\r\n::error::c:d,e"
	got := render(t, "github", []Diagnostic{{Code: text, File: text, Summary: text, Detail: text}}, nil, Options{})
	require.Equal(t, "::error file=a%25b␍%0A%3A%3Aerror%3A%3Ac%3Ad%2Ce,title=a%25b␍%0A%3A%3Aerror%3A%3Ac%3Ad%2Ce"+
		"::a%25b␍%0A::error::c:d,e%0Aa%25b␍%0A::error::c:d,e\n", got)
}

func TestURI(t *testing.T) {
	for path, want := range map[string]string{
		"shop/cart.journey": "shop/cart.journey",
		"a b/ü#1?.journey":  "a%20b/%C3%BC%231%3F.journey",
		"/tmp/a.journey":    "file:///tmp/a.journey",
		"C:/a.journey":      "file:///C:/a.journey",
		"a%20\xff":          "a%2520%FF",
	} {
		require.Equal(t, want, uri(path))
	}
}

// FuzzRender: whatever a file and its spans are, every format is harmless to show,
// well formed and bounded.
func FuzzRender(f *testing.F) {
	f.Add("when «purchase»", 5, 14, 0, 20)
	f.Add("\ufeffa\tb\r\n\x1b[31m\u202eカート\xff\n\n", 3, 9, -4, 100)
	f.Add(strings.Repeat("長い行", 300)+"\n\n", 400, 410, 500, 1)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		diagnostic := Diagnostic{
			Code: "J0101", Name: text, File: "a.journey", Span: Span{a, b}, Context: Span{c, d}, Summary: text, Detail: text,
			Notes: []Note{{Text: text}, {File: "a.journey", Span: Span{c, d}, Text: text}, {File: text, Text: text}},
			Fixes: []Fix{{Title: text, Edits: []Edit{{Span: Span{a, b}, Text: text}, {Span: Span{c, d}}}}},
		}
		src := Sources{"a.journey": text}
		for _, format := range Formats() {
			got := render(t, format, []Diagnostic{diagnostic}, src, Options{})
			if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && r != '\t' && r < ' ' || r == '\u202e' || r == '\ufeff' }); i >= 0 {
				t.Fatalf("%s passes %q on", format, got[i:])
			}
			switch format {
			case "json", "sarif", "gitlab":
				if !json.Valid([]byte(got)) {
					t.Fatalf("%s is not JSON: %s", format, got)
				}
			case "junit":
				if err := xml.Unmarshal([]byte(got), &junitSuites{}); err != nil {
					t.Fatalf("junit is not XML: %v", err)
				}
			case "github":
				if strings.Count(got, "\n") != 1 {
					t.Fatalf("github is not one command: %q", got)
				}
			}
		}
	})
}
