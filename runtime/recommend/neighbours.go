package recommend

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
)

// neighbour is another item and how alike it is, in 1/2^30.
type neighbour struct {
	item uint32
	cos  uint32
}

// damp is added to the number of people of an item; see the formula. Without it
// the hit rate on a sparse shop (the carts of the quality test) is 7.0 %, with 1
// 8.4, with 3 10.4, with 5 to 10 10.7, with 20 10.3; where there is much data it
// changes little.
const damp = 5

// cosine is c / sqrt((a+damp)*(b+damp)) in 1/2^30. The product is exact below
// 2^53, that is up to 90 million people an item; square root and quotient are
// rounded as IEEE 754 says, and there is no sum that a processor could fuse. It
// is never zero, which means "not together at all".
func cosine(c, a, b uint32) uint32 {
	q := float64(c) / math.Sqrt(float64((uint64(a)+damp)*(uint64(b)+damp)))
	return max(1, uint32(float64(q*(1<<30))))
}

// cached is a value that was worked out for one version by whoever asked first.
// Two who ask at once work out the same; either may keep its own.
type cached[T any] struct{ p atomic.Pointer[versioned[T]] }

type versioned[T any] struct {
	version uint64
	value   T
}

func (c *cached[T]) get(version uint64, work func() T) T {
	if v := c.p.Load(); v != nil && v.version == version {
		return v.value
	}
	v := &versioned[T]{version, work()}
	c.p.Store(v)
	return v.value
}

// neighbours are the items most alike to one, in no particular order. Where not
// all are kept, of equally alike ones those known for longer are.
func (m *Model) neighbours(l *layer, item uint32) []neighbour {
	return l.near[item].get(l.version, func() []neighbour {
		// The cosine above and the item's number, turned round, below: one number to
		// sort by.
		var all []uint64
		for _, s := range l.rows[item].slots {
			if c := uint32(s); c > 0 {
				other := uint32(s>>32) - 1
				all = append(all, uint64(cosine(c, l.people[item], l.people[other]))<<32|uint64(^other))
			}
		}
		if len(all) > l.keptNear {
			slices.Sort(all)
			all = all[len(all)-l.keptNear:]
		}
		near := make([]neighbour, len(all))
		for i, v := range all {
			// The best first: then Recommend seldom finds a better one later.
			near[len(all)-1-i] = neighbour{item: ^uint32(v), cos: uint32(v >> 32)}
		}
		return near
	})
}

// popularKept is how many popular items are known at once. A question asks for
// at most some dozens and excludes at most a cart and what was just bought.
const popularKept = 1024

// ranked is an item with its popularity.
type ranked struct {
	item  uint32
	value uint64
}

// popular are the items that are asked for most at this hour, the most popular
// first; equal ones by id. A shop has many more items than anybody can be shown,
// so the best are picked with a heap instead of sorting all.
func (m *Model) popular() []uint32 {
	return m.rank.get(m.version, func() []uint32 {
		better := func(a, b ranked) int {
			if a.value != b.value {
				return cmp.Compare(b.value, a.value)
			}
			return cmp.Compare(m.names[a.item], m.names[b.item])
		}
		var best []ranked // a heap whose first is the worst
		for i, p := range m.pops {
			r := ranked{uint32(i), p.at(m.hour)}
			switch {
			case r.value == 0:
			case len(best) < popularKept:
				best = append(best, r)
				for k := len(best) - 1; k > 0 && better(best[(k-1)/2], best[k]) < 0; k = (k - 1) / 2 {
					best[k], best[(k-1)/2] = best[(k-1)/2], best[k]
				}
			case better(r, best[0]) < 0:
				best[0] = r
				sink(best, better)
			}
		}
		slices.SortFunc(best, better)
		out := make([]uint32, len(best))
		for i, r := range best {
			out[i] = r.item
		}
		return out
	})
}

// sink restores a heap whose first element was replaced.
func sink(heap []ranked, better func(a, b ranked) int) {
	for k := 0; ; {
		worst := 2*k + 1
		if worst >= len(heap) {
			return
		}
		if right := worst + 1; right < len(heap) && better(heap[worst], heap[right]) < 0 {
			worst = right
		}
		if better(heap[k], heap[worst]) >= 0 {
			return
		}
		heap[k], heap[worst] = heap[worst], heap[k]
		k = worst
	}
}
