package recommend

import "math/bits"

// Popularity is a count that loses half of its weight in a week. It decays by
// whole hours, with a table in fixed point, so that it is the same everywhere.

// HalfLife is the number of hours after which an observation counts half.
const HalfLife = 168

// Weights of an observation in an item's popularity: to buy says more than to
// look. Taking out of the cart changes nothing.
const (
	weighView     = 1
	weighCart     = 4
	weighPurchase = 8
)

// unit is the fixed point of popularity: 24 bits behind the point leave room for
// 10^11 fresh purchases.
const unit = 1 << 24

// root is 2^(-1/168) times 2^64, rounded down.
const root = 18370791886079017691

// decayBy[k] is 2^(-k/168) times 2^64; entry 0 is not used.
var decayBy = func() (t [HalfLife]uint64) {
	t[1] = root
	for k := 2; k < HalfLife; k++ {
		t[k], _ = bits.Mul64(t[k-1], root)
	}
	return t
}()

// decay is v after so many hours.
func decay(v uint64, hours int64) uint64 {
	if hours <= 0 {
		return v
	}
	if hours >= 64*HalfLife {
		return 0
	}
	if k := hours % HalfLife; k > 0 {
		v, _ = bits.Mul64(v, decayBy[k])
	}
	return v >> (hours / HalfLife)
}

// popularity is an item's count as it was in an hour.
type popularity struct {
	value uint64
	hour  int64
}

func (p *popularity) add(weight uint64, hour int64) {
	if p.value == 0 {
		p.hour = hour
	}
	if hour >= p.hour {
		p.value = decay(p.value, hour-p.hour) + weight*unit
		p.hour = hour
		return
	}
	p.value += decay(weight*unit, p.hour-hour) // late
}

// at is the popularity in a later hour.
func (p popularity) at(hour int64) uint64 { return decay(p.value, hour-p.hour) }
