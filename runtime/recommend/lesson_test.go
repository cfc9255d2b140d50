package recommend_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/recommend"
)

// TestPupil holds that a pupil, at every hour and also when it skips some, answers as
// the model does that observed.
func TestPupil(t *testing.T) {
	const hour = 3_600_000
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		m, l := recommend.New(recommend.Config{Kept: 5, MaxPairs: 60}), &recommend.Lesson{}
		m.Keep(l)
		pupil, lazy := recommend.Follow(recommend.Config{Kept: 5, MaxPairs: 60}), recommend.Follow(recommend.Config{Kept: 5, MaxPairs: 60})
		var b recommend.Buffer
		observe := func(before int64) {
			for range rnd.IntN(30) {
				at := (before-1)*hour + rnd.Int64N(hour) - rnd.Int64N(2)*rnd.Int64N(hour)
				switch rnd.IntN(20) {
				case 0:
					b.MergePeople(at, rnd.Uint32N(9), rnd.Uint32N(9))
				case 1:
					b.Forget(at, rnd.Uint32N(9))
				default:
					b.Observe(recommend.Observation{Person: rnd.Uint32N(9), Kind: recommend.Kind(rnd.IntN(4)), Item: fmt.Sprint("i", rnd.IntN(14)), Time: at})
				}
			}
		}
		for at := int64(500_000); at < 500_060; at++ {
			observe(at)
			known := at
			at += rnd.Int64N(2) * rnd.Int64N(5) // hours without news
			l.Known(known)
			m.Publish(at, &b)
			q := recommend.Query{Basis: recommend.Basis(rnd.IntN(4)), Items: []string{fmt.Sprint("i", rnd.IntN(14))}, N: 5}
			require.Equal(t, m.Recommend(q), pupil.At(l, at).Recommend(q))
			if rnd.IntN(7) == 0 {
				require.Equal(t, m.Recommend(q), lazy.At(l, at).Recommend(q))
			}
		}
	}
}
