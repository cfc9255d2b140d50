package sim

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Işıl":             "işil",
		"IŞIL":             "işil",
		"İSTANBUL":         "istanbul",
		"Łukasz ŻAK":       "łukasz żak",
		"STRASSE":          "strasse",
		"Straße":           "strasse",
		"ИВАН":             "иван",
		"Семён":            "семен",
		"ΟΔΟΣ":             "οδοσ",
		"كيان":             "کیان",
		"گل\u200cمحمدی":    "گلمحمدی",
		"Zo\u0065\u0301":   "zoé",
		"ﬁancé":            "fiancé",
		"p17@Example.test": "p17@example.test",
		"":                 "",
	} {
		require.Equal(t, want, fold(in), in)
	}
}

// TestFoldShortAndLong shows that the short way leads where the long one does, for
// every character.
func TestFoldShortAndLong(t *testing.T) {
	for r := rune(1); r < 0x20000; r++ {
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		if s := string(r); fold(s) != string(appendFoldSlowly(nil, s)) {
			t.Errorf("%U %s: %q, %q", r, s, fold(s), appendFoldSlowly(nil, s))
		}
	}
}
