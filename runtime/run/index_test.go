package run

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestIndex holds that a row is found by its hash, also among others of nearly the same,
// and that those who are gone go when room is made.
func TestIndex(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := newIndex(0)
	var hashes []uint64
	gone := func(row uint32) bool { return row%3 == 0 }
	for row := range uint32(20_000) {
		h := rng.Uint64N(1000)<<32 | rng.Uint64N(2) // many share a place, and some all that is kept
		hashes = append(hashes, h)
		x.put(h, row, gone)
	}
	seen := 0
	for row, h := range hashes {
		var found []uint32
		for r, next, ok := x.seek(h, x.start(h)); ok; r, next, ok = x.seek(h, next) {
			require.Equal(t, h>>32, hashes[r]>>32)
			found = append(found, r)
		}
		if slices.Contains(found, uint32(row)) {
			seen++
		} else {
			require.True(t, gone(uint32(row)))
		}
	}
	require.Equal(t, x.used, seen)
	require.Less(t, seen, len(hashes))
	require.Len(t, slices.Collect(x.rows()), seen)
	_, _, ok := x.seek(1001<<32, x.start(1001<<32))
	require.False(t, ok)
}
