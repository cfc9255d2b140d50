package recommend

import "math/bits"

// row counts, for one item, how many people have it together with each other
// item. It is an open hash table of 8 bytes a slot: the other item plus one
// above, the count below. A count that falls to zero keeps its slot until the
// table grows, so that linear probing needs no markers.
type row struct {
	slots []uint64
	used  int // slots taken, with a count of zero too
}

// at finds the slot of an item, or the empty one where it would go.
func (r *row) at(item uint32) int {
	mask := len(r.slots) - 1
	h := int(uint64(item*0x9e3779b1) >> (32 - bits.Len(uint(mask))))
	for {
		s := r.slots[h]
		if s == 0 || uint32(s>>32) == item+1 {
			return h
		}
		h = (h + 1) & mask
	}
}

// add changes a count and says how the number of pairs changed by it. A count
// never falls below zero: the pair may have been forgotten in between.
func (r *row) add(item uint32, d int32) int64 {
	if len(r.slots) == 0 {
		if d < 0 {
			return 0
		}
		r.put(item, 1)
		return 1
	}
	i := r.at(item)
	count := uint32(r.slots[i])
	if d < 0 {
		if count == 0 {
			return 0
		}
		r.slots[i]--
		if count == 1 {
			return -1
		}
		return 0
	}
	if r.slots[i] != 0 {
		r.slots[i]++
	} else {
		r.put(item, 1)
	}
	if count == 0 {
		return 1
	}
	return 0
}

// put adds an item that has no slot.
func (r *row) put(item, count uint32) {
	if (r.used+1)*4 > len(r.slots)*3 {
		r.rebuild(0)
	}
	r.used++
	r.slots[r.at(item)] = uint64(item+1)<<32 | uint64(count)
}

// rebuild makes a table with room for the pairs whose count is above the floor,
// and drops the others.
func (r *row) rebuild(floor uint32) {
	old := r.slots
	live := 0
	for _, s := range old {
		if uint32(s) > floor {
			live++
		}
	}
	size := 4
	for size < live*2+2 {
		size *= 2
	}
	r.slots, r.used = make([]uint64, size), live
	for _, s := range old {
		if uint32(s) > floor {
			r.slots[r.at(uint32(s>>32)-1)] = s
		}
	}
}

// count is the number of people who have this item and the other.
func (r *row) count(item uint32) uint32 {
	if len(r.slots) == 0 {
		return 0
	}
	return uint32(r.slots[r.at(item)])
}
