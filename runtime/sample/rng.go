package sample

import "math/bits"

// rng is splitmix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom
// number generators"). It is written out here because the bytes of a feed are a
// promise: they may not change with a version of Go.
type rng uint64

// mix is splitmix64's finalizer, a bijection on 64 bits.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// stream is an independent generator for one subject: a purpose, a person, a
// count. What one person does never shifts what another one draws.
func stream(seed uint64, purpose, a, b uint64) rng {
	h := mix(seed + 0x9e3779b97f4a7c15*purpose)
	h = mix(h + 0x9e3779b97f4a7c15*(a+1))
	return rng(mix(h + 0x9e3779b97f4a7c15*(b+1)))
}

func (r *rng) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	return mix(uint64(*r))
}

// n is a number in [0, k), by Lemire's multiplication; the bias of at most
// k/2^64 is of no interest here.
func (r *rng) n(k int) int {
	hi, _ := bits.Mul64(r.next(), uint64(k))
	return int(hi)
}

// chance is true in k of 1000 cases.
func (r *rng) chance(k int) bool { return r.n(1000) < k }

// between is a number in [lo, hi).
func (r *rng) between(lo, hi int) int { return lo + r.n(hi-lo) }

// tail counts coin tosses until the first tail, at most limit: 0 in half of the
// cases, 1 in a quarter, and so on. With a table of growing values behind it, it
// makes a heavy tail without a logarithm, whose last bit differs by processor.
func (r *rng) tail(limit int) int { return min(bits.TrailingZeros64(r.next()), limit) }

// pick draws an index with the given whole weights.
func (r *rng) pick(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := r.n(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	panic("sample: bug: weights do not add up")
}
