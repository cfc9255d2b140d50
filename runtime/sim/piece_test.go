package sim

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPackedEntries packs entries of all sizes, and reads each back.
func TestPackedEntries(t *testing.T) {
	rnd, room := rand.New(rand.NewPCG(1, 1)), &columns{}
	for _, n := range []int{1, 63, 64, 65, pieceSize} {
		for _, most := range []uint{0, 1, 7, 31, 62} {
			es := make([]raw, n)
			number := func() int64 { return rnd.Int64N(1 << most) }
			for i := range es {
				es[i] = raw{
					at: number() - 5, form: uint32(number()), person: uint32(number()), prev: uint32(number()),
					instance: uint32(number()), cause: uint32(number()),
				}
				if i%3 == 0 {
					es[i].wait = number() - number()/2
				}
			}
			es[0].at, es[n-1].at = -1<<63, 1<<63-1
			p := pack(es, room)
			for i := range es {
				require.Equal(t, es[i], p.raw(uint32(i)), "%d entries, of %d bits", n, most)
			}
		}
	}
}

// TestSendsOfAPiece counts the sends before every entry of a piece.
func TestSendsOfAPiece(t *testing.T) {
	p := &piece{}
	sends := []int{0}
	for i := range pieceSize {
		n := sends[i]
		if i%5 == 0 || i%64 == 63 {
			p.isSend[i/64] |= 1 << (i % 64)
			n++
		}
		sends = append(sends, n)
	}
	for i, n := range sends {
		require.Equal(t, n, p.sendsUpTo(uint32(i)))
	}
}
