package bucket

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// The vectors were computed by an independent implementation of the definition in
// the package comment. They never change.
func TestBucketIsStable(t *testing.T) {
	for _, v := range []struct {
		person, salt string
		want         uint32
	}{
		{"", "", 3092},
		{"p1", "cart/split_1", 6434},
		{"p2", "cart/split_1", 1212},
		{"p1", "cart/split_2", 709},
		{"ab", "c", 3007},
		{"a", "bc", 3076},
		{"Işıl", "hoş_geldin/offer", 2234},
	} {
		t.Run(v.person+" "+v.salt, func(t *testing.T) {
			require.Equal(t, v.want, Bucket(v.person, v.salt))
		})
	}
}

// Ids that differ only in their last digits must spread evenly, and two splits
// must deal independently: with 20 cells of 5,000 expected, a chi-square above 50
// (19 degrees of freedom) has a chance below one in ten thousand.
func TestBucketSpreadsEvenly(t *testing.T) {
	const people = 100_000
	var one, pair [20]float64
	for i := range people {
		p := fmt.Sprintf("p%d", i)
		a, b := Bucket(p, "a/split_1"), Bucket(p, "a/split_2")
		one[a/500]++
		pair[a/1000+10*(b/5000)]++
	}
	for name, cells := range map[string][20]float64{"one split": one, "two splits": pair} {
		chi := 0.0
		for _, n := range cells {
			chi += (n - people/20) * (n - people/20) / (people / 20)
		}
		require.Less(t, chi, 50.0, name)
	}
}
