package sim

import (
	"math/bits"
	"slices"
)

// Entries of the log lie packed, in pieces that never change once they are full. What
// decisions have in common (the journey, the step, the line, what kind, why) is their
// form, of which a program has some hundreds; an entry names it by number. What is left
// are seven numbers, and each of them takes the bits that it needs in its piece: times
// that follow each other closely, people up to the one with the greatest number. That
// makes about 13 bytes of 48, and every entry is still found at once.

// pieceSize is how many entries a piece has.
const pieceSize = 1024

// raw is an entry before it is packed.
type raw struct {
	at       int64
	wait     int64  // from at until the entry's other instant
	form     uint32 // what it has in common with others
	person   uint32
	prev     uint32 // the entry about the same person before it, plus 1
	instance uint32
	cause    uint32
}

// The columns of a piece. Waits are numbers of the piece's different waits: most
// entries have none, and most others have one of a few.
const (
	atColumn = iota
	formColumn
	personColumn
	prevColumn
	instanceColumn
	causeColumn
	waitColumn
	waitsColumn
	columns
)

// piece is a run of packed entries.
type piece struct {
	sends  uint32 // sends before the piece
	column [columns]column
	words  []uint64
	isSend [pieceSize / 64]uint64
}

// column says where numbers of one kind lie in a piece: each as what it is above the
// least of them, in so many bits.
type column struct {
	least int64
	from  uint32
	width uint32
}

// number is the i-th number of a column.
func (p *piece) number(of int, i uint32) int64 {
	c := &p.column[of]
	bit := i * c.width
	at := c.from + bit/64
	x := p.words[at]>>(bit%64) | p.words[at+1]<<(64-bit%64)
	return c.least + int64(x&(1<<c.width-1))
}

// raw is the i-th entry.
func (p *piece) raw(i uint32) raw {
	return raw{
		at: p.number(atColumn, i), wait: p.number(waitsColumn, uint32(p.number(waitColumn, i))), form: uint32(p.number(formColumn, i)),
		person: uint32(p.number(personColumn, i)), prev: uint32(p.number(prevColumn, i)),
		instance: uint32(p.number(instanceColumn, i)), cause: uint32(p.number(causeColumn, i)),
	}
}

// pack makes a piece of as many entries as one has.
func pack(es []raw) *piece {
	p := &piece{}
	var words [columns*pieceSize + 2]uint64
	used := uint32(0)
	add := func(of int, all []int64) {
		c := &p.column[of]
		c.from, c.least = used, slices.Min(all)
		c.width = uint32(bits.Len64(uint64(slices.Max(all) - c.least)))
		for i, x := range all {
			bit := uint32(i) * c.width
			at, x := c.from+bit/64, uint64(x-c.least)
			words[at] |= x << (bit % 64)
			words[at+1] |= x >> (64 - bit%64)
		}
		used += (uint32(len(all))*c.width + 63) / 64
		words[used] = 0
	}
	var all [pieceSize]int64
	put := func(of int, get func(e *raw) int64) {
		for i := range es {
			all[i] = get(&es[i])
		}
		add(of, all[:len(es)])
	}
	put(atColumn, func(e *raw) int64 { return e.at })
	put(formColumn, func(e *raw) int64 { return int64(e.form) })
	put(personColumn, func(e *raw) int64 { return int64(e.person) })
	put(prevColumn, func(e *raw) int64 { return int64(e.prev) })
	put(instanceColumn, func(e *raw) int64 { return int64(e.instance) })
	put(causeColumn, func(e *raw) int64 { return int64(e.cause) })
	waits := []int64{0}
	for i := range es {
		if es[i].wait != 0 {
			waits = append(waits, es[i].wait)
		}
	}
	slices.Sort(waits)
	waits = slices.Compact(waits)
	put(waitColumn, func(e *raw) int64 {
		i, _ := slices.BinarySearch(waits, e.wait)
		return int64(i)
	})
	add(waitsColumn, waits)
	p.words = slices.Clone(words[:used+2])
	return p
}

// sendsUpTo is how many of the first n entries are sends.
func (p *piece) sendsUpTo(n uint32) int {
	sum := 0
	for _, w := range p.isSend[:n/64] {
		sum += bits.OnesCount64(w)
	}
	if n%64 > 0 {
		sum += bits.OnesCount64(p.isSend[n/64] << (64 - n%64))
	}
	return sum
}
