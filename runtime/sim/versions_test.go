package sim_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheLatestVersionsAreKept saves more often than versions are kept, and goes back.
func TestTheLatestVersionsAreKept(t *testing.T) {
	at := func(n int) string { return fmt.Sprintf("when cart_abandoned then email \"%d\"", n) }
	feed := []byte(`{"time":"2026-03-02T10:00:00Z","person":"a","event":"Cart Abandoned"}` + "\n")
	s := open(t, version(t, "v1", "cart.journey", at(1)), recorded(feed))
	require.Equal(t, []string{"v1"}, s.Shown())
	const saves = 55
	for n := 2; n <= saves; n++ {
		_, err := s.Reload(background, version(t, fmt.Sprint("v", n), "cart.journey", at(n)), nil)
		require.NoError(t, err)
	}
	shown := s.Shown()
	require.Len(t, shown, 50)
	require.Equal(t, "v55", shown[0])
	_, err := s.GoBack(background, "v1")
	require.EqualError(t, err, `no version "v1" is kept`)
	_, err = s.GoBack(background, shown[49])
	require.NoError(t, err)
	now, _ := s.Versions()
	require.Equal(t, "v6", now)
	require.Equal(t, shown, s.Shown())
}
