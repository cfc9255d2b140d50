package spell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/spell"
)

func TestClosest(t *testing.T) {
	steps := []string{"wait", "if", "split", "set", "emit", "repeat", "webhook", "stop", "start"}
	for word, want := range map[string]string{
		"wiat":    "wait", // swapped
		"wai":     "wait", // left out
		"waitt":   "wait", // added
		"wajt":    "wait", // changed
		"Wait":    "wait", // another case
		"WAIT":    "wait",
		"slpit":   "split",
		"repaet":  "repeat",
		"webhok":  "webhook",
		"wbehok":  "webhook", // two slips in six letters
		"stpo":    "stop",
		"stap":    "stop",
		"email":   "emit", // two slips in five letters
		"wxyt":    "",     // two slips in four letters are too many
		"i":       "",     // a word with every letter changed is another word
		"x":       "",
		"":        "",
		"segment": "",
	} {
		t.Run(word, func(t *testing.T) {
			got, ok := spell.Closest(word, steps)
			require.Equal(t, want, got)
			require.Equal(t, want != "", ok)
		})
	}
}

// Letters count, not bytes, and an exact word wins over an earlier near one.
func TestClosestInAnyScript(t *testing.T) {
	got, ok := spell.Closest("ürün_görüldu", []string{"ürün_eklendi", "ürün_görüldü"})
	require.True(t, ok)
	require.Equal(t, "ürün_görüldü", got)
	got, _ = spell.Closest("سلة", []string{"سلتك", "سلة"})
	require.Equal(t, "سلة", got)
	got, _ = spell.Closest("total", []string{"totals", "total"})
	require.Equal(t, "total", got)
	got, _ = spell.Closest("totl", []string{"total", "totll"})
	require.Equal(t, "total", got, "of two equally near the earlier")
}

func TestClosestOfNothing(t *testing.T) {
	_, ok := spell.Closest("total", nil)
	require.False(t, ok)
}
