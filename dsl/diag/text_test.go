package diag

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestText renders marked texts: the first span is the subject, the second, if
// there is one, the context.
func TestText(t *testing.T) {
	long := strings.Repeat("step ", 60)
	for _, c := range []struct{ name, text string }{
		{"plain", "journey a {\n  when «purchase»\n}\n"},
		{"empty span at the end of a line", "when purchased«»\nthen\n"},
		{"end of the file", "when purchased\n«»"},
		{"empty file", "«»"},
		{"tab before and inside", "\twhen «a\tb» c\n"},
		{"wide letters", "sms \"カート\" «として» x\n"},
		{"combining marks", "sms \"u\u0308ru\u0308n 👩\u200d👩\u200d👧\" «as» x\n"},
		{"arabic", "sms \"سلتك\" «as» x\n"},
		{"controls", "sms \"\x1b[31m\u202e\xff\" «as» x\n"},
		{"byte order mark", "\ufeff«when» x\n"},
		{"carriage returns", "when a\r\n«when b»\r\n"},
		{"two lines", "x\n  «then {\n    email a\n  }» y\n"},
		{"ends with the line end", "«when a\n»when b\n"},
		{"many lines", "«a\nb\nc\nd\ne\nf\ng»\n"},
		{"blank line inside", "«a {\n\n}»\n"},
		{"long line", long + "«here» " + long + "\n"},
		{"long span on a long line", "«" + long + "»\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, at := marked(c.text)
			d := Diagnostic{Code: "J0101", File: "a.journey", Span: at[0], Summary: c.name}
			golden(t, "text/"+strings.ReplaceAll(c.name, " ", "_"), render(t, "text", []Diagnostic{d}, Sources{"a.journey": text}, Options{}))
		})
	}
}

func TestContext(t *testing.T) {
	text := "journey a {\n" + strings.Repeat("  wait 1d\n", 8) + "  email x\n" + strings.Repeat("  wait 2d\n", 8) + "}\n"
	at := strings.Index(text, "email")
	d := Diagnostic{Code: "J0101", File: "a", Span: Span{at, at + 5}, Context: Span{0, len(text) - 1}, Summary: "too many"}
	golden(t, "text/context", render(t, "text", []Diagnostic{d}, Sources{"a": text}, Options{}))
}

func TestFixes(t *testing.T) {
	text := "when a\nthen sms \"x\"\nthen stop\n"
	for _, c := range []struct {
		name  string
		edits []Edit
	}{
		{"replace", []Edit{{Span{5, 6}, "b"}}},
		{"two on a line, in any order", []Edit{{Span{17, 18}, "y"}, {Span{12, 15}, "email"}}},
		{"delete a line", []Edit{{Span{7, 20}, ""}}},
		{"insert a line", []Edit{{Span{7, 7}, "# why\n"}}},
		{"append", []Edit{{Span{len(text), len(text)}, "then stop\n"}}},
		{"many lines", []Edit{{Span{5, 6}, strings.Repeat("x\n", 20)}}},
		{"overlapping", []Edit{{Span{5, 9}, "b"}, {Span{7, 8}, "c"}}},
		{"outside", []Edit{{Span{500, 501}, "b"}}},
		{"no edits", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Diagnostic{Code: "J0101", Name: "x", File: "a", Summary: c.name, Fixes: []Fix{{Title: "do it", Safe: true, Edits: c.edits}}}
			got := render(t, "text", []Diagnostic{d}, Sources{"a": text}, Options{})
			_, got, _ = strings.Cut(got, "fix: ")
			golden(t, "fix/"+strings.ReplaceAll(c.name, " ", "_"), got)
		})
	}
}

func TestColor(t *testing.T) {
	text, at := marked("when «x»\n")
	ds := []Diagnostic{{Code: "J0101", File: "a", Span: at[0], Summary: "unknown", Detail: "look"}}
	plain := render(t, "text", ds, Sources{"a": text}, Options{})
	require.NotContains(t, plain, "\x1b")
	colored := render(t, "text", ds, Sources{"a": text}, Options{Color: true})
	require.Contains(t, colored, "\x1b[1;31merror[J0101]\x1b[0m")
	stripped := colored
	for _, style := range []string{bold, blue, red, grn, "0"} {
		stripped = strings.ReplaceAll(stripped, "\x1b["+style+"m", "")
	}
	require.Equal(t, plain, stripped, "colour changes nothing else")
}

// TestPosition marks places by |.
func TestPosition(t *testing.T) {
	for _, c := range []struct {
		text string
		want Position
	}{
		{"|", Position{1, 1, 1}},
		{"ab|c", Position{1, 3, 3}},
		{"ab|\nc", Position{1, 3, 3}},
		{"ab\n|c", Position{2, 1, 1}},
		{"ab\r\nc|", Position{2, 2, 2}},
		{"ab\r|\n", Position{1, 4, 4}},
		{"ab\n|", Position{2, 1, 1}},
		{"ürün|", Position{1, 5, 5}},
		{"🛒|x", Position{1, 2, 3}},
		{"u\u0308|", Position{1, 3, 3}},
		{"\xff\xfe|", Position{1, 3, 3}},
		{"\ufeffa|", Position{1, 2, 2}},
		{"|\ufeffa", Position{1, 1, 1}},
		{"a\ufeff|", Position{1, 3, 3}},
	} {
		before, after, _ := strings.Cut(c.text, "|")
		require.Equal(t, c.want, NewLines(before+after).Position(len(before)), "%q", c.text)
	}
	inside := NewLines("a🛒b")
	for offset := 1; offset < 5; offset++ {
		require.Equal(t, Position{1, 2, 2}, inside.Position(offset), "an offset inside a character is its start")
	}
	require.Equal(t, Position{1, 1, 1}, inside.Position(-7))
	require.Equal(t, Position{1, 4, 5}, inside.Position(1000))
}

func TestLines(t *testing.T) {
	text := "\ufeffa\r\n\nlast"
	l := NewLines(text)
	got := make([]string, 0, 3)
	for n := 1; n <= l.Count(); n++ {
		s := l.Line(n)
		got = append(got, text[s.Start:s.End])
	}
	require.Equal(t, []string{"a", "", "last"}, got)
}
