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
)

// piece is a run of packed entries.
type piece struct {
	columns
	sends  uint32 // sends before the piece
	isSend [pieceSize / 64]uint64
}

// raw is the i-th entry.
func (p *piece) raw(i uint32) raw {
	return raw{
		at: p.number(atColumn, i), wait: p.number(waitsColumn, uint32(p.number(waitColumn, i))), form: uint32(p.number(formColumn, i)),
		person: uint32(p.number(personColumn, i)), prev: uint32(p.number(prevColumn, i)),
		instance: uint32(p.number(instanceColumn, i)), cause: uint32(p.number(causeColumn, i)),
	}
}

// pack makes a piece of as many entries as one has. room is memory that is used again.
func pack(es []raw, room *columns) *piece {
	room.list, room.words = room.list[:0], room.words[:0]
	var all [waitColumn][pieceSize]int64
	waits := []int64{0}
	for i := range es {
		e := &es[i]
		all[atColumn][i], all[formColumn][i], all[personColumn][i] = e.at, int64(e.form), int64(e.person)
		all[prevColumn][i], all[instanceColumn][i], all[causeColumn][i] = int64(e.prev), int64(e.instance), int64(e.cause)
		if e.wait != 0 {
			waits = append(waits, e.wait)
		}
	}
	for of := range all {
		room.add(all[of][:len(es)])
	}
	slices.Sort(waits)
	waits = slices.Compact(waits)
	none := numberOf(waits, 0)
	last, which := int64(0), none
	numbers := &all[atColumn]
	for i := range es {
		switch wait := es[i].wait; wait {
		case 0:
			numbers[i] = none
		case last:
			numbers[i] = which
		default:
			last, which = wait, numberOf(waits, wait)
			numbers[i] = which
		}
	}
	room.add(numbers[:len(es)])
	room.add(waits)
	return &piece{columns: room.copy()}
}

// numberOf is the place of a number in a sorted list that has it.
func numberOf(list []int64, x int64) int64 {
	i, _ := slices.BinarySearch(list, x)
	return int64(i)
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
