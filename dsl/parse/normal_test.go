package parse

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/journeylang/journey/dsl/ast"
)

// Every way to write a name gives the composed form; the span is of what was written.
func TestNamesAreComposed(t *testing.T) {
	const one, two = "caf\u00e9", "cafe\u0301"
	for name, pattern := range map[string]string{
		"event":        "event NAME { NAME: number }\nwhen NAME where NAME > 3 then stop",
		"back-quoted":  "event `NAME` { `NAME`: number }\nwhen `NAME` where `NAME` > 3 then stop",
		"field":        "segment NAME where profile.NAME == entry?.NAME and last(NAME).NAME > 3",
		"call":         "segment s where NAME(NAME, NAME: 3) and segment NAME and received NAME",
		"record":       "when a then email NAME with { NAME: 3, `NAME`: 4 } as NAME",
		"trait change": "when profile.NAME changes then start NAME",
		"test":         "test \"x\" for NAME {\nat 10:00 NAME { NAME: 3 }\nexpect email NAME for NAME\n}",
	} {
		t.Run(name, func(t *testing.T) {
			composed, decomposed := strings.ReplaceAll(pattern, "NAME", one), strings.ReplaceAll(pattern, "NAME", two)
			want, ds := File("x.journey", composed)
			require.Empty(t, tell(composed, ds))
			got, ds := File("x.journey", decomposed)
			require.Empty(t, tell(decomposed, ds))
			require.Contains(t, dump(want), one)
			require.Equal(t, dump(want), dump(got))
		})
	}
	f, _ := File("x.journey", "when "+two+" then stop")
	event := f.Decls[0].(*ast.Journey).Trigger.(*ast.When).Pattern.(*ast.EventPat)
	require.Equal(t, one, event.Name.Text)
	require.Equal(t, two, f.Src[event.Name.Start:event.Name.End])
}

// A text says what it says: only names are composed.
func TestTextsStayAsTheyAreWritten(t *testing.T) {
	x, ds := Expr("\"cafe\u0301\"")
	require.Empty(t, ds)
	text, plain := x.(*ast.StringLit).Plain()
	require.True(t, plain)
	require.Equal(t, "cafe\u0301", text)
	require.False(t, norm.NFC.IsNormalString(text))
}
