package sim_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sim"
)

// TestLanguagesWhicheverWay goes to and fro, asking about one step: the languages are
// those that a session counts which was nowhere else before.
func TestLanguagesWhicheverWay(t *testing.T) {
	cfg := sample.Default()
	cfg.People, cfg.Days = 300, 4
	var buf bytes.Buffer
	_, err := sample.Write(&buf, cfg)
	require.NoError(t, err)
	v := version(t, "v1", "cart.journey", plain)
	s, other := open(t, v, recorded(buf.Bytes())), open(t, v, recorded(buf.Bytes()))
	st := s.Status()
	name := s.Journeys()[0]
	s.Seek(st.Horizon)
	f, err := s.Flow(name)
	require.NoError(t, err)
	var steps []string
	for _, r := range f.Rows {
		if r.Step != "" && r.Passed > 0 {
			steps = append(steps, r.Step)
		}
	}
	require.Greater(t, len(steps), 1)
	rnd := rand.New(rand.NewPCG(7, 7))
	seen := 0
	for i := range 100 {
		switch i % 5 {
		case 0:
			s.Seek(st.First + sim.Instant(rnd.Int64N(int64(st.Last-st.First))))
		case 1, 2:
			s.Previous(sim.Decisions)
		default:
			s.Next(sim.Decisions)
		}
		step := steps[i/50]
		got, err := s.Step(name, step)
		require.NoError(t, err)
		other.Seek(s.Position().At)
		_, err = other.Step(name, steps[1-i/50]) // so that the next is counted from the beginning
		require.NoError(t, err)
		want, err := other.Step(name, step)
		require.NoError(t, err)
		require.Equal(t, want, got)
		seen += len(got.Languages)
	}
	require.Greater(t, seen, 100)
}
