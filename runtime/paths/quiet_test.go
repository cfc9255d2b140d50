package paths_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/paths"
)

// Quiet hours are met, by moving where nothing else does it, or it is proven that they
// cannot be. What is proven of the first must be found of its neighbours.
func TestQuiet(t *testing.T) {
	const policy = "policy p { quiet 21:00 to 09:00 hold }\nsegment vip where purchased in the last 30d\n"
	for _, x := range []struct {
		journey, more string
		proven        bool
	}{
		{"on profile.birthday every year at 09:00\npolicy p\nthen email \"Hello\"", "", true},
		{"every monday at 17:59 for segment vip\npolicy p\nthen {\nsplit { 50% a { email \"A\" } 50% b { push \"B\" } }\nset profile.plan = \"x\"\n}", "", true},
		{"every monday at 18:00\npolicy p\nthen email \"Clocks may jump over it, to nine\"", "", false},
		{"every day at 22:00\npolicy p\nthen email \"Hello\"", "", false},
		{"every day at 10:00\npolicy p\nthen {\nwait 12h\nemail \"Hello\"\n}", "", false},
		{"every day at 10:00\nbackfill 3d\npolicy p\nthen email \"Whoever is taken in later\"", "", false},
		{"every day at 10:00\npolicy p\nthen email \"Hello\"", "journey k {\nwhen login\nthen start j\n}\n", false},
		{"when login\npolicy p\nthen {\nwait until 10:00\nemail \"Hello\"\n}", "", false},
		{"when login\npolicy p\nthen {\nwait until tue..thu 09:00 to 17:00\nemail \"Hello\"\n}", "", false},
		{"when login\npolicy p\nthen email \"Hello\"", "", false},
	} {
		s := suite(t, compiler.Source{Path: "j.journey", Text: policy + "journey j {\n" + x.journey + "\n}\n" + x.more})
		all, err := paths.Find(t.Context(), s, s.Coverage(everything), paths.Options{})
		require.NoError(t, err)
		found := false
		for _, p := range all {
			if p.Journey == "j" && p.Point == "quiet" {
				require.Equal(t, x.proven, p.Proven, x.journey)
				if x.proven {
					require.Contains(t, p.Why, "not quiet")
				}
				found = true
			}
		}
		require.True(t, found, x.journey)
	}
}
