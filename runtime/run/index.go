package run

import "iter"

// index finds the rows of a table by the hash of their texts, which stay in the table: a
// million strings in a Go map would cost more than the people themselves. It is an
// open-addressing table whose entries hold half of the hash beside the row. So nearly
// every text that is looked at is the one that is sought, and growing looks at none.
type index struct {
	slots []uint64 // the upper half of the hash, and row + 1; 0 is a free place
	used  int
}

// newIndex makes an index with room for so many rows.
func newIndex(rows int) index {
	size := 1024
	for size*3 < rows*4 {
		size *= 2
	}
	return index{slots: make([]uint64, size)}
}

// start is the place at which the search for a hash begins.
func (x *index) start(hash uint64) int { return int(hash>>32) & (len(x.slots) - 1) }

// seek returns the next row of that hash from a place on, and the place behind it.
func (x *index) seek(hash uint64, from int) (row uint32, next int, ok bool) {
	mask := len(x.slots) - 1
	for at := from; ; at = (at + 1) & mask {
		s := x.slots[at]
		if s == 0 {
			return 0, at, false
		}
		if s>>32 == hash>>32 {
			return uint32(s) - 1, (at + 1) & mask, true
		}
	}
}

// put adds a row. When it makes room it lets those go that gone, if there is one, says.
func (x *index) put(hash uint64, row uint32, gone func(row uint32) bool) {
	if (x.used+1)*4 > len(x.slots)*3 {
		old := x.slots
		x.slots, x.used = make([]uint64, 2*len(old)), 0
		for _, s := range old {
			if s != 0 && (gone == nil || !gone(uint32(s)-1)) {
				x.place(s)
			}
		}
	}
	x.place(hash>>32<<32 | uint64(row+1))
}

func (x *index) place(s uint64) {
	mask := len(x.slots) - 1
	at := int(s>>32) & mask
	for x.slots[at] != 0 {
		at = (at + 1) & mask
	}
	x.slots[at] = s
	x.used++
}

// rows are all rows, in no order that means anything.
func (x *index) rows() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, s := range x.slots {
			if s != 0 && !yield(uint32(s)-1) {
				return
			}
		}
	}
}
