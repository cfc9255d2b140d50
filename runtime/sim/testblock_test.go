package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/spec"
)

// passes runs a test block against journeys.
func passes(t *testing.T, sources []compiler.Source, block string) {
	t.Helper()
	sources = append(sources[:len(sources):len(sources)], compiler.Source{Path: "kept_test.journey", Text: block})
	res := compiler.Compile(sources, compiler.Options{Check: check.Options{}, Lower: lower.Options{Zones: calendar.Version}})
	for _, d := range res.Diags {
		require.NotEqual(t, "error", d.Severity.String(), "%s: %s\n%s", d.File, d.Summary, block)
	}
	texts := map[string]string{}
	for _, s := range sources {
		texts[s.Path] = s.Text
	}
	suite, err := spec.New(res.Info, spec.Options{Plain: res.Program, Sources: texts})
	require.NoError(t, err)
	for _, x := range suite.Tests {
		if x.File == "kept_test.journey" {
			got := suite.Run(background, x)
			require.Equal(t, spec.Passed.String(), got.Status.String(), "%s %v\n%s", got.Reason, got.Failures, block)
		}
	}
}

// TestKeptWhatIfsPass turns what-ifs about many people into tests, and runs them.
func TestKeptWhatIfsPass(t *testing.T) {
	v := version(t, "v1", "cart.journey", plain)
	s := open(t, v, recorded(shopFeed(t, 150, 8)))
	s.Seek(s.Status().Horizon)
	people, err := s.People(background, sim.PeopleQuery{Limit: 1000})
	require.NoError(t, err)
	kept := 0
	for i, p := range people.Lines {
		if p.Events < 4 {
			continue
		}
		in := sim.Injection{Person: p.ID, At: p.Last - 2*3_600_000, Event: []string{"purchased", "cart_abandoned"}[i%2]}
		if i%3 == 0 {
			in = sim.Injection{Person: p.ID, At: p.Last - 1000, Values: []sim.Trait{{Name: "plan", Value: "pro"}}}
		}
		w, err := s.Inject(background, 0, in)
		if err != nil { // everything of this person lies within two hours
			require.ErrorContains(t, err, "nothing is known of "+p.ID)
			continue
		}
		block, err := s.TestOf(w.ID, "kept "+p.ID)
		require.NoError(t, err)
		passes(t, v.Sources, block)
		kept++
		s.KeepWhatIf(w.ID, true)
		require.True(t, s.WhatIfs()[0].Kept)
		s.DropWhatIf(w.ID)
	}
	require.Greater(t, kept, 40)
}

func TestWhatCannotBeATest(t *testing.T) {
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(shopFeed(t, 20, 3)))
	s.Seek(s.Status().Horizon)
	w, err := s.Inject(background, 0, sim.Injection{Person: "p1", At: s.Position().At, Event: "purchased", Scope: sim.Everyone})
	require.NoError(t, err)
	_, err = s.TestOf(w.ID, "x")
	require.ErrorContains(t, err, "about one person")
	_, err = s.TestOf(99, "x")
	require.ErrorContains(t, err, "there is no what-if 99")
}
