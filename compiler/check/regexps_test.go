package check_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/fn"
)

// What the checker lets through the machine takes, and the other way round.
func TestPatternsAreThoseOfTheMachine(t *testing.T) {
	for pattern, code := range map[string]string{
		"@gmail":                         "",
		"":                               "",
		`^\p{L}+ (?i)b$`:                 "",
		strings.Repeat("a", 1000):        "",
		strings.Repeat("é", 500):         "",
		strings.Repeat("a", 1001):        "J0317",
		strings.Repeat("é", 501):         "J0317",
		"a{999}b{999}":                   "", // 1,998 steps, one to begin and one to match
		"a{999}b{999}c":                  "J0317",
		"[0-9]{900}[a-z]{900}[0-9]{900}": "J0317",
		"a{1001}":                        "J0313",
		"(a{100}){11}":                   "J0313",
		"(gmail":                         "J0313",
		`a(?=b)`:                         "J0313",
		`(a)\1`:                          "J0313",
	} {
		t.Run(pattern[:min(len(pattern), 30)], func(t *testing.T) {
			literal := strconv.Quote(pattern)
			text := "segment s where profile.email matches " + literal + "\nwhen signed_up then email \"Hello\"\n"
			_, ds := checked(source{"f.journey", text})
			require.Equal(t, code == "", fn.CheckPattern(pattern) == nil)
			if code == "" {
				require.Empty(t, shown(ds))
				return
			}
			require.Len(t, ds, 1)
			require.Equal(t, code, ds[0].Code)
			require.Equal(t, literal, text[ds[0].Span.Start:ds[0].Span.End])
		})
	}
}
