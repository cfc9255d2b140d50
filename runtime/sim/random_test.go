package sim_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/oracle/scenario"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sim"
)

// TestRandom simulates made-up journeys over made-up feeds: whatever the language
// can say, the log is what the engine decided, who rests where is what its states
// say, a version that comes back decides the same again, and a what-if over one
// person's lines is the one over all. SIM_PAIRS runs more of them.
func TestRandom(t *testing.T) {
	pairs := 150
	if n, err := strconv.Atoi(os.Getenv("SIM_PAIRS")); err == nil {
		pairs = n
	}
	other := version(t, "other", "cart.journey", "when cart_abandoned then email \"x\"\n")
	for seed := range uint64(pairs) {
		src := gen.Journey(seed)
		sources := []compiler.Source{{Path: "random.journey", Text: src}}
		res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
		if res.Failed() || res.Program == nil {
			continue // what is not run yet
		}
		v, err := sim.NewVersion("v1", sources, res)
		require.NoError(t, err)
		data := scenario.WriteFeed(gen.Feed(seed, src, gen.All(grace)))
		what := fmt.Sprintf("seed %d\n%s\n%s", seed, src, data)
		s := open(t, v, recorded([]byte(data)))
		r, all := straight(t, v, []byte(data))
		end := s.Seek(s.Status().Horizon)
		require.Equal(t, asJSON(t, all), asJSON(t, s.AllDecisions()), what)
		sameRests(t, r, s, what)
		require.EqualValues(t, r.Stats().People, s.Status().People, what)

		_, err = s.Reload(background, other, nil)
		require.NoError(t, err, what)
		c, err := s.Reload(background, v, nil)
		require.NoError(t, err, what)
		require.NotNil(t, c)
		require.Equal(t, asJSON(t, all), asJSON(t, s.AllDecisions()), what)
		sameRests(t, r, s, what)
		require.Equal(t, end.At, s.Position().At)
		anything(t, s, seed, v, what)
	}
}

// sameRests compares who rests where. After a merge two stays of one journey may have
// one number, and records of one millisecond are ordered by person, so that it cannot
// be read from them whose stay went on; the shop's people, who merge as people do,
// are compared elsewhere.
func sameRests(t *testing.T, r *run.Runner, s *sim.Session, what string) {
	t.Helper()
	if r.Stats().Merges == 0 {
		require.Equal(t, r.Waiting(), s.Here(), "%s\n%s", s.Dump(), what)
	}
}

// anything looks at all there is, and asks what if.
func anything(t *testing.T, s *sim.Session, seed uint64, v *sim.Version, what string) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 9))
	people, err := s.People(background, sim.PeopleQuery{Limit: 50})
	require.NoError(t, err, what)
	s.Portfolio()
	s.Sources()
	for _, name := range s.Journeys() {
		f, err := s.Flow(name)
		require.NoError(t, err, what)
		for _, row := range f.Rows {
			require.True(t, s.Status().Merges > 0 || row.Here >= 0, "%s\n%s", row.Label, what)
			if row.Step != "" {
				_, err = s.WhyNot(name, row.Step)
				require.NoError(t, err, what)
			}
		}
	}
	for _, p := range people.Lines {
		_, err := s.Person(p.ID)
		require.NoError(t, err, what)
		_, err = s.Why(p.ID, "")
		require.NoError(t, err, what)
	}
	for _, m := range s.Messages(sim.MessageQuery{Limit: 3}).Lines {
		x, err := s.Message(m.Number)
		require.NoError(t, err, what)
		require.True(t, x.Content != nil || x.Unrendered == "it is not sent", "%s at %s to %s: %s\n%s\n%s", m.Message, m.At, m.To.ID, x.Unrendered, s.Dump(), what)
	}
	if len(people.Lines) == 0 || v.Program.ReadsOthers() && !v.Program.Teachable() {
		return
	}
	p := people.Lines[rnd.IntN(len(people.Lines))]
	events := v.Program.Events
	if len(events) == 0 {
		return
	}
	in := sim.Injection{Person: p.ID, At: p.Last - sim.Instant(rnd.Int64N(7_200_000)), Event: events[rnd.IntN(len(events))].Name}
	alone, all, err := s.ImagineBothWays(in)
	require.NoError(t, err, what)
	require.Equal(t, all, alone, "%+v\n%s", in, what)
}
