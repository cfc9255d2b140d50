package sim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/oracle/scenario"
	"github.com/journeylang/journey/runtime/sim"
)

// TestOneOfTwoChanges saves one of two journeys again and again, beside a made-up one
// whose lines move: what is shown is what the engine decides over everything, although
// only those run again whom the change can touch.
func TestOneOfTwoChanges(t *testing.T) {
	partial := 0
	for seed := range uint64(80) {
		src := gen.Journey(seed)
		two := func(name, before, second string) *sim.Version {
			sources := []compiler.Source{{Path: "random.journey", Text: before + src}, {Path: "zz_second.journey", Text: second}}
			res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
			if res.Failed() || res.Program == nil {
				return nil
			}
			v, err := sim.NewVersion(name, sources, res)
			require.NoError(t, err)
			return v
		}
		first := two("v1", "", "when a then email \"one\"\n")
		if first == nil {
			continue // what is not run yet
		}
		data := []byte(scenario.WriteFeed(gen.Feed(seed, src, gen.All(grace))))
		s := open(t, first, recorded(data))
		s.Seek(1 << 62)
		for i, v := range []*sim.Version{
			two("v2", "# moved\n\n", "journey zz_second {\n  when a\n  then {\n    wait 1h\n    sms \"two\"\n  }\n}\n"),
			two("v2a", "", "journey zz_second {\n  when a\n  then {\n    wait 30m\n    email \"two\"\n    wait 1d\n    sms \"more\"\n  }\n}\n"),
			two("v2b", "", "journey zz_second {\n  when a\n  then sms \"two\"\n}\n"),
			two("v3", "# moved\n\n", "when x followed by a within 1d then email \"three\"\n"),
			two("v4", "", "when a and not b within 1h then email \"four\"\n"),
			two("v5", "", "when a and not b within 1h then email \"four\"\n"),
		} {
			what := fmt.Sprintf("seed %d, version %d\n%s\n%s", seed, i+2, src, data)
			require.NotNil(t, v, what)
			_, err := s.Reload(background, v, nil)
			require.NoError(t, err, what)
			if s.Partial() {
				partial++
			}
			r, all := straight(t, v, data)
			require.Equal(t, asJSON(t, all), asJSON(t, s.AllDecisions()), what)
			sameRests(t, r, s, what)
		}
		_, err := s.Extend(background, s.Position().At+40*86_400_000) // those who were left out have timers too
		require.NoError(t, err)
		require.False(t, s.Partial())
	}
	require.Greater(t, partial, 80)
}

func TestWhatAChangeTouches(t *testing.T) {
	const before = `event tasted { total: number? }
policy calm { at most 3 email in 1d }
segment rich where profile.points > 10
message hello { subject "Hello" }
message other { subject "Other" }
journey one { when tasted then email hello }
journey two {
  when tasted where total > 5
  policy calm
  then {
    if segment rich { email other } else { email "Plain" }
  }
}
`
	profile := "profile { points: number? }\n"
	for _, c := range []struct {
		old, text string
		names     []string
		ok        bool
	}{
		{"event tasted", "# why\n\nevent tasted", nil, true},
		{`subject "Hello"`, `subject "Good day"`, []string{"one"}, true},
		{"points > 10", "points > 11", []string{"two"}, true},
		{`email "Plain"`, `email "Plainer"`, []string{"two"}, true},
		{"journey one { when tasted then email hello }\n", "", nil, true},
		{"journey one {", "journey three {", []string{"three"}, true},
		{"at most 3", "at most 2", nil, false},
		{"{ total: number? }", "{ total: number?, more: text? }", nil, false},
	} {
		a := version(t, "a", "shop.journey", profile+before)
		b := version(t, "b", "shop.journey", profile+strings.Replace(before, c.old, c.text, 1))
		names, ok := sim.ChangedJourneys(a, b)
		require.Equal(t, c.ok, ok, c.text)
		if ok {
			require.Equal(t, c.names, names, c.text)
		}
	}
}
