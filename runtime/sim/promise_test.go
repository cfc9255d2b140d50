package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sim"
)

// TestWhatWouldHaveStoppedItStopsIt holds the promise of the one fact that would
// have changed it: the event that is offered to be tried takes the message away, also
// of people who were joined with their own past only later.
func TestWhatWouldHaveStoppedItStopsIt(t *testing.T) {
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(shopFeed(t, 400, 10)))
	s.Seek(s.Status().Horizon)
	tried := 0
	for _, line := range s.Messages(sim.MessageQuery{Status: "would_send", Limit: 100}).Lines {
		m, err := s.Message(line.Number)
		require.NoError(t, err)
		if m.Why == nil || m.Why.Try == nil {
			continue
		}
		tried++
		w, err := s.Inject(background, 0, *m.Why.Try)
		require.NoError(t, err, "%s", line.To.ID)
		d, err := s.Difference(background, w.ID, line.To.ID)
		require.NoError(t, err)
		gone := false
		for _, e := range d.Before.Entries {
			gone = gone || e.Sent && e.At == line.At && e.Step == line.Step && e.Mark == "-"
		}
		require.True(t, gone, "%s of %s at %s is sent although %s", line.Message, line.To.ID, line.At, m.Why.Pivot)
		s.DropWhatIf(w.ID)
	}
	require.Greater(t, tried, 20)
}
