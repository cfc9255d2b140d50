package versus_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/oracle/scenario"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// The rules that the oracle is held to, the engine is held to as well, however
// it is run.
func TestRules(t *testing.T) {
	all, err := scenario.Load("../testdata/rules")
	require.NoError(t, err)
	require.Greater(t, len(all), 40)
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			var sources []compiler.Source
			for _, f := range s.Files {
				sources = append(sources, compiler.Source{Path: f.Name, Text: f.Src})
			}
			prog, err := versus.Compile(sources, s.Options.Zone)
			require.NoError(t, err)
			feed, err := scenario.ReadFeed(s.Feed)
			require.NoError(t, err)
			for _, how := range []versus.How{{Workers: 1}, {Workers: 3, Batch: 1}, {Workers: 2, Batch: 3}, {Workers: 1, Batch: 1, Snapshot: true}} {
				got, err := versus.Machine(prog, feed, s.Options, how)
				require.NoError(t, err)
				require.Equal(t, strings.Join(s.Want, "\n"), strings.Join(s.Lines(got), "\n"), "%s %+v", s.About, how)
			}
		})
	}
}
