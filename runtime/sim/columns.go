package sim

import (
	"math/bits"
	"slices"
)

// columns are lists of numbers that never change, packed: each number as what it is
// above the least of its list, in as many bits as the greatest of the list needs. Any of
// them is found at once.
type columns struct {
	list  []column
	words []uint64
}

// column says where one list lies.
type column struct {
	least int64
	from  uint32
	width uint32
}

// number is the i-th number of a list.
func (p *columns) number(of int, i uint32) int64 {
	c := &p.list[of]
	bit := i * c.width
	at := c.from + bit/64
	x := p.words[at]>>(bit%64) | p.words[at+1]<<(64-bit%64)
	return c.least + int64(x&(1<<c.width-1))
}

// add packs another list, which is not empty.
func (p *columns) add(all []int64) {
	c := column{least: slices.Min(all), from: uint32(len(p.words))}
	c.width = uint32(bits.Len64(uint64(slices.Max(all) - c.least)))
	p.list = append(p.list, c)
	if c.width == 0 {
		return
	}
	p.words = append(p.words, make([]uint64, (uint32(len(all))*c.width+63)/64+1)...) // one more, for what is left of a number
	for i, x := range all {
		bit := uint32(i) * c.width
		at, x := c.from+bit/64, uint64(x-c.least)
		p.words[at] |= x << (bit % 64)
		p.words[at+1] |= x >> (64 - bit%64)
	}
	p.words = p.words[:len(p.words)-1]
}

// copy returns the same in memory of the exact size.
func (p *columns) copy() columns {
	out := columns{list: slices.Clone(p.list), words: make([]uint64, len(p.words)+2)} // every number is read from two words
	copy(out.words, p.words)
	return out
}
