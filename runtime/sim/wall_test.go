package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A message, its explanation and its reader's timeline are on one wall: the reader's
// own where that is known, wherever the reader has moved since.
func TestOneWall(t *testing.T) {
	const feed = `{"time":"2026-03-02T09:00:00Z","person":"mover","event":"identify","timezone":"Europe/Sofia"}
{"time":"2026-03-02T10:00:00Z","person":"mover","event":"signed_up"}
{"time":"2026-03-03T09:00:00Z","person":"mover","event":"identify","timezone":"America/New_York"}
{"time":"2026-03-04T10:00:00Z","person":"nobody","event":"signed_up"}
{"time":"2026-03-05T10:00:00Z","person":"nobody","event":"purchased"}
`
	s := open(t, version(t, "v1", "a.journey", "when signed_up then { email \"Hello\"\nwait 1d\nemail \"There\" }\n"), recorded([]byte(feed)))
	defer s.Close()
	s.Seek(1 << 62)
	for n, want := range []struct{ local, zone string }{
		{"Mon 2 Mar 12:00:00", "Europe/Sofia"},
		{"Tue 3 Mar 12:00:00", "America/New_York"}, // a day later on the wall, which moved along
		{"Wed 4 Mar 10:00:00", "UTC"},
		{"Thu 5 Mar 10:00:00", "UTC"},
	} {
		m, err := s.Message(int64(n + 1))
		require.NoError(t, err)
		require.Equal(t, want.local, m.Local)
		require.Equal(t, want.zone, m.Zone)
		steps := m.Why.Explanation.Journeys[0].Chapters[0].Steps
		at := steps[len(steps)-1].At
		require.Equal(t, want.local, at.Local[:len("Mon 2 Mar ")]+at.Local[len("Mon 2 Mar 2026 "):])
		p, err := s.Person(m.To.ID)
		require.NoError(t, err)
		found := false
		for _, e := range p.Entries {
			if e.Message == m.Number {
				require.Equal(t, want.local, e.Local)
				found = true
			}
		}
		require.True(t, found, "message %d stands in the timeline", m.Number)
	}
}
