package sim

import (
	"encoding/binary"

	"github.com/journeylang/journey/runtime/event"
)

// nobody is the person of a line that is about none.
const nobody = ^uint32(0)

// blockRecords is how many records a block has.
const blockRecords = 1024

const longAgo = int64(-1 << 62)

// block is a run of records. What is known of each beside what it says lies in lists,
// which are packed when the block is full.
type block struct {
	first        uint32
	n            int
	line         int64 // of its first record
	data         []byte
	open         *[4][]int64 // the lists of a block that is not full yet
	columns                  // of one that is
	links        [blockRecords / 64]uint64
	people       int64 // records about somebody
	least, last  int64 // of seen, over those about somebody
	before, upto int64 // greatest event time before the block, and up to its end
}

// The lists of a block.
const (
	placeColumn = iota // where a record begins
	whoColumn          // whom it is about
	backColumn         // the record of the same person before it, plus 1
	seenColumn         // when it could be seen
)

func newBlock(first uint32, before int64) *block {
	return &block{first: first, open: &[4][]int64{}, least: 1<<63 - 1, last: longAgo, before: before, upto: before}
}

func (b *block) get(of, i int) int64 {
	if b.open != nil {
		return b.open[of][i]
	}
	return b.number(of, uint32(i))
}

func (b *block) place(i int) uint32 { return uint32(b.get(placeColumn, i)) }
func (b *block) who(i int) uint32   { return uint32(b.get(whoColumn, i) - 1) }
func (b *block) prev(i int) uint32  { return uint32(b.get(backColumn, i)) }
func (b *block) seen(i int) int64   { return b.get(seenColumn, i) }

// kind is the kind of a record, as it lies there.
func (b *block) kind(i int) event.RecordKind { return event.RecordKind(b.data[b.place(i)]) }

// typ is the event of a record, as it lies there; event.None for none.
func (b *block) typ(i int) int32 {
	n, _ := binary.Uvarint(b.data[b.place(i)+1:])
	return int32(n) - 1
}

// links reports whether a record changed who is who.
func (b *block) linked(i int) bool { return b.links[i/64]&(1<<(i%64)) != 0 }

// seal packs a full block, in memory of its exact size.
func (b *block) seal(room *columns) {
	b.data = append(make([]byte, 0, len(b.data)), b.data...)
	room.list, room.words = room.list[:0], room.words[:0]
	for _, list := range b.open {
		room.add(list)
	}
	b.columns, b.open = room.copy(), nil
}
