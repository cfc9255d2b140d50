package run

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTimers holds that whatever goes in comes out, the soonest first.
func TestTimers(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var h timers
	var left [][2]int64
	for range 20_000 {
		if len(left) == 0 || rng.IntN(5) < 3 {
			at, who := rng.Int64N(500), uint32(rng.IntN(100))
			h.push(at, who)
			left = append(left, [2]int64{at, int64(who)})
			continue
		}
		at := h.soonest()
		took := [2]int64{at, int64(h.pop())}
		place := slices.Index(left, took)
		require.NotEqual(t, -1, place, "%v was not among them", took)
		require.False(t, slices.ContainsFunc(left, func(x [2]int64) bool { return x[0] < at }), "%v was not the soonest", took)
		left = slices.Delete(left, place, place+1)
	}
	require.Len(t, left, h.len())
}
