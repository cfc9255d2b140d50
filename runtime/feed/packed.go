package feed

import "github.com/journeylang/journey/runtime/event"

// AppendProps appends a record's properties in the packed form that the sort uses too:
// nothing in it that a garbage collector has to walk. Who keeps a feed in memory keeps
// it so. An Unpacker of the same process reads it back.
func AppendProps(dst []byte, r *event.Record) []byte { return appendProps(dst, r.Props) }

// Unpacker reads packed properties back. What it returns points into the bytes it was
// given and into its own memory, until Free.
type Unpacker struct{ arena arena }

// Free takes the memory of everything that was read back.
func (x *Unpacker) Free() { x.arena.reset() }

// Props reads the properties of a record, which has none yet; it is false at bytes that
// no AppendProps wrote.
func (x *Unpacker) Props(packed []byte, r *event.Record) bool {
	u := unpacker{b: packed, a: &x.arena}
	u.props(r)
	return !u.bad
}

// View is the text that bytes hold, which must not change.
func View(b []byte) string { return view(b) }
