package oracle_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/scenario"
)

// Every rule of the language has a scenario in testdata/rules; the expectations
// were written from the rules, by hand.
func TestRules(t *testing.T) {
	all, err := scenario.Load("testdata/rules")
	require.NoError(t, err)
	require.Greater(t, len(all), 40)
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			trees, err := scenario.Trees(s.Files...)
			require.NoError(t, err)
			feed, err := scenario.ReadFeed(s.Feed)
			require.NoError(t, err)
			got, err := oracle.Run(trees, feed, s.Options)
			require.NoError(t, err)
			require.Equal(t, strings.Join(s.Want, "\n"), strings.Join(s.Lines(got), "\n"), s.About)
		})
	}
}
