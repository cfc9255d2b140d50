package parse

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/token"
)

func TestTooManyMistakes(t *testing.T) {
	_, ds := File("x.journey", strings.Repeat("when signed_up then email\n", 500))
	require.Len(t, ds, MaxDiagnostics+1)
	require.Equal(t, codeTooMany.ID, ds[MaxDiagnostics].Code)
	_, ds = File("x.journey", strings.Repeat("when signed_up then email\n", MaxDiagnostics))
	require.Len(t, ds, MaxDiagnostics)
}

func TestTooLarge(t *testing.T) {
	f, ds := File("x.journey", strings.Repeat("#", token.MaxSource+1))
	require.Len(t, ds, 1)
	require.Equal(t, codeTooLarge.ID, ds[0].Code)
	require.Empty(t, f.Decls)
}

// Chains that no bracket limits are limited too, with one diagnostic.
func TestLongChains(t *testing.T) {
	n := 3000
	for name, src := range map[string]string{
		"not":      "segment s where " + strings.Repeat("not ", n) + "x",
		"minus":    "segment s where " + strings.Repeat("-", n) + "x",
		"power":    "segment s where " + strings.Repeat("x ** ", n) + "x",
		"plus":     "segment s where " + strings.Repeat("x + ", n) + "x",
		"members":  "segment s where x" + strings.Repeat(".x", n),
		"choice":   "segment s where " + strings.Repeat("x ? y : ", n) + "z",
		"followed": "when a" + strings.Repeat(" followed by a", n) + " then stop",
		"and not":  "when a" + strings.Repeat(" and not a", n) + " within 1d then stop",
		"else if":  "when a then { " + strings.Repeat("if x { stop } else ", n) + "{ stop } }",
		"if if":    "when a then { " + strings.Repeat("if x ", n) + "stop }",
		"arms":     "when a then " + strings.Repeat("split { 100% a ", n) + "stop" + strings.Repeat(" }", n),
		"list of":  "event e { a: " + strings.Repeat("list of ", n) + "text }",
		"where":    "when " + strings.Repeat("a where no ", n) + "b then stop",
	} {
		t.Run(name, func(t *testing.T) {
			_, ds := File("x.journey", src)
			require.Len(t, ds, 1)
			require.Contains(t, []string{codeTooDeep.ID, codeTooLong.ID}, ds[0].Code)
		})
	}
}

// A parser that reads anything twice would not come to the end of these.
func TestLinear(t *testing.T) {
	for _, piece := range []string{
		"(", "[", "{", "{\n", "\"{{ ", "not ", "- ", "a.", "a(", "a where ", "a and ", "a or ", "if ", "if x {\n", "wait up to 1d {\n", "x ? ", "?", "= ",
		"when ", "when a\n", "when a then ", "then ", "event ", "event a {\n", "journey a {\n", "a: ", "\"", "\"\"\"\n", "email a with { b: ", ")", "}\n", "list of ",
		"count(", "no a in the last ", "a in the last 1d and ", "followed by ", "at most ", "expect ", "50% a ", "on a ", "else ", "a\n", "1 ", "2h ", "`", "#\n", "segment s where a and\n",
	} {
		for name, head := range map[string]string{"": "", "condition": "segment s where ", "steps": "journey j {\nwhen a\nthen {\n", "message": "message m {\n", "test": "test \"x\" for y {\n"} {
			t.Run(name+" "+piece, func(t *testing.T) {
				src := head + strings.Repeat(piece, 1<<16/len(piece))
				f, _ := File("x.journey", src)
				require.Equal(t, src, f.Src)
			})
		}
	}
}
