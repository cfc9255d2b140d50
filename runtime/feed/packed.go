package feed

import "github.com/journeylang/journey/runtime/event"

// AppendRecord appends a record in the packed form that the sort uses too: a few
// dozen bytes, nothing in them that a garbage collector has to walk. Who keeps a
// feed in memory keeps it so. An Unpacker of the same process reads it back.
func AppendRecord(dst []byte, r *event.Record) []byte { return appendRecord(dst, r) }

// Unpacker reads packed records back. What it returns points into the bytes it was
// given and into its own memory, until Free.
type Unpacker struct {
	u     unpacker
	arena arena
}

// Open begins to read other bytes. What was read before stays.
func (x *Unpacker) Open(packed []byte) { x.u = unpacker{b: packed, a: &x.arena} }

// Free takes the memory of everything that was read back.
func (x *Unpacker) Free() { x.arena.reset() }

// Next reads the next record; it is false at the end, and at bytes that no
// AppendRecord wrote.
func (x *Unpacker) Next(r *event.Record) bool {
	if len(x.u.b) == 0 {
		return false
	}
	*r = event.Record{}
	x.u.record(r)
	return !x.u.bad
}
