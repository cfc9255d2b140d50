package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
)

// TestTheFirstWhoComesToALine holds that at the moment which is named somebody has come
// to the line, and that a moment earlier nobody had; for each line of the example shop.
func TestTheFirstWhoComesToALine(t *testing.T) {
	s := open(t, shopVersion(t, "v1"), recorded(shopFeed(t, 200, 10)))
	end := s.Status().Horizon
	s.Seek(end)
	reached, never := 0, 0
	for i, f := range s.Sources() {
		for k, l := range f.Lines {
			s.Seek(end)
			x, err := s.FirstAt(f.File, k+1)
			if l.Passed <= 0 {
				require.Error(t, err, "%s:%d %s", f.File, k+1, l.Text)
				never++
				continue
			}
			require.NoError(t, err, "%s:%d %s", f.File, k+1, l.Text)
			reached++
			s.Seek(x.At)
			require.Positive(t, s.Sources()[i].Lines[k].Passed, "%s:%d %s", f.File, k+1, l.Text)
			s.Seek(x.At - 1)
			require.Zero(t, s.Sources()[i].Lines[k].Passed, "%s:%d %s", f.File, k+1, l.Text)
			_, err = s.Person(x.Person.ID)
			require.NoError(t, err)
		}
	}
	require.Positive(t, reached)
	require.Positive(t, never)
	_, err := s.FirstAt("nowhere.journey", 1)
	require.EqualError(t, err, "no step is written on line 1")
}

// TestWhoseMessageIsHeldHasCome holds that a message which waits for the morning brings
// its person to the line when it begins to wait, whether the morning comes or not.
func TestWhoseMessageIsHeldHasCome(t *testing.T) {
	const journey = "policy night { quiet 21:00 to 09:00 hold }\njourney a {\nwhen cart_abandoned\npolicy night\nthen email \"A\"\n}\n"
	const evening = `{"time":"2026-03-02T22:00:00Z","person":"p","event":"Cart Abandoned"}` + "\n"
	for _, last := range []string{"2026-03-02T23:00:00Z", "2026-03-03T12:00:00Z"} {
		s := open(t, version(t, "v1", "a.journey", journey), recorded([]byte(evening+`{"time":"`+last+`","event":"clock"}`+"\n")))
		x, err := s.FirstAt("a.journey", 5)
		require.NoError(t, err)
		require.Equal(t, "Mon 2 Mar 22:00:00", sim.Local(calendar.UTC(), int64(x.At)))
		require.Equal(t, "p", x.Person.ID)
	}
}
