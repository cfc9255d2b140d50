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
	least, most := all[0], all[0]
	for _, x := range all {
		least, most = min(least, x), max(most, x)
	}
	c := column{least: least, from: uint32(len(p.words)), width: uint32(bits.Len64(uint64(most - least)))}
	p.list = append(p.list, c)
	if c.width == 0 {
		return
	}
	p.words = append(p.words, make([]uint64, (uint32(len(all))*c.width+63)/64+1)...) // one more, for what is left of a number
	// The words are filled one after the other, with what has been gathered for them.
	at, gathered, room := c.from, uint64(0), uint32(64)
	for _, x := range all {
		x := uint64(x - least)
		gathered |= x << (64 - room)
		if room > c.width {
			room -= c.width
			continue
		}
		p.words[at] = gathered
		at++
		gathered, room = x>>room, room+64-c.width
	}
	p.words[at] = gathered
	p.words = p.words[:len(p.words)-1]
}

// copy returns the same in memory of the exact size.
func (p *columns) copy() columns {
	out := columns{list: slices.Clone(p.list), words: make([]uint64, len(p.words)+2)} // every number is read from two words
	copy(out.words, p.words)
	return out
}
