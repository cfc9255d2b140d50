package sim

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
)

// A record is kept in few bytes, because most of it is known: a person goes by the same
// ids again and again, it happens when it is seen, and what happens is often the same as
// before, such as looking at one of so many products. Ids are kept once a person,
// properties that come again once, and a record says only what is different. It begins
// with its kind and its event's number plus 1, which are looked at as they lie; then
// come these marks, the line, and what the marks leave.

const (
	usualUser = 1 << iota // the id that this person's first line with one had
	usualAnon
	otherUser // another
	otherAnon
	otherPrev
	otherTime // it is not seen when it happens
	ownProps  // properties that are not shared
	sharedProps
)

// mostShared is how many different properties are kept once, and longestShared how many
// bytes they have at most.
const (
	mostShared    = 1 << 16
	longestShared = 1 << 10
)

// shared are properties that came more than once.
type shared struct {
	list   [][]byte
	number map[uint64]uint32 // hash → number
	seed   maphash.Seed
	once   [1 << 14]uint64 // hashes of what came once, of late
}

// of is the number of properties that came before; ok is false for others.
func (s *shared) of(props []byte) (number uint32, ok bool) {
	if len(props) > longestShared {
		return 0, false
	}
	hash := maphash.Bytes(s.seed, props)
	if number, ok = s.number[hash]; ok {
		return number, string(s.list[number]) == string(props)
	}
	if at := &s.once[hash%uint64(len(s.once))]; *at != hash || len(s.list) == mostShared {
		*at = hash
		return 0, false
	}
	number = uint32(len(s.list))
	s.list = append(s.list, append([]byte(nil), props...))
	s.number[hash] = number
	return number, true
}

// ids are the ids that somebody usually goes by, as places in the store's texts; 0 is
// none yet.
type ids struct{ user, anon uint32 }

// texts are many short texts, in pieces that never move. A text is named by its piece
// and its place there, plus 1.
type texts struct{ pieces [][]byte }

const textPiece = 1 << 16

// keep keeps a text; 0 is one that is too long, or that there is no more room for.
func (t *texts) keep(s string) uint32 {
	need := len(s) + binary.MaxVarintLen16
	if need >= textPiece {
		return 0
	}
	last := len(t.pieces) - 1
	if last < 0 || len(t.pieces[last])+need > textPiece-1 {
		if len(t.pieces) == textPiece {
			return 0
		}
		t.pieces = append(t.pieces, make([]byte, 0, textPiece))
		last++
	}
	p := t.pieces[last]
	at := uint32(last)<<16 | uint32(len(p)+1)
	t.pieces[last] = append(binary.AppendUvarint(p, uint64(len(s))), s...)
	return at
}

func (t *texts) text(at uint32) string {
	b := t.pieces[at>>16][at&(textPiece-1)-1:]
	n, size := binary.Uvarint(b)
	return feed.View(b[size : size+int(n)])
}

// usual reports whether an id is the usual one, which it becomes where there is none.
func (s *store) usual(at *uint32, id string) bool {
	if *at == 0 {
		*at = s.texts.keep(id)
	}
	return *at != 0 && s.texts.text(*at) == id
}

// appendRecord appends a record that is about somebody, or nobody, and was seen at an
// instant. line is a line before it.
func (s *store) appendRecord(b []byte, r *event.Record, who uint32, seen, line int64) []byte {
	b = append(b, byte(r.Kind))
	b = binary.AppendUvarint(b, uint64(r.Type+1))
	marks, at := byte(0), len(b)
	b = append(b, 0)
	b = binary.AppendVarint(b, r.Line-line)
	id := func(id string, usually *uint32, usual, other byte) {
		switch {
		case id == "":
		case usually != nil && s.usual(usually, id):
			marks |= usual
		default:
			marks |= other
			b = append(binary.AppendUvarint(b, uint64(len(id))), id...)
		}
	}
	var user, anon *uint32
	if who != nobody {
		user, anon = &s.ids[who].user, &s.ids[who].anon
	}
	id(r.User, user, usualUser, otherUser)
	id(r.Anon, anon, usualAnon, otherAnon)
	id(r.Prev, nil, 0, otherPrev)
	if r.Time != seen {
		marks |= otherTime
		b = binary.AppendVarint(b, r.Time)
	}
	if len(r.Props) > 0 {
		s.room = feed.AppendProps(s.room[:0], r)
		if number, ok := s.shared.of(s.room); ok {
			marks |= sharedProps
			b = binary.AppendUvarint(b, uint64(number))
		} else {
			marks |= ownProps
			b = append(b, s.room...)
		}
	}
	b[at] = marks
	return b
}

// reading takes a record apart.
type reading struct{ b []byte }

func (x *reading) uvarint() uint64 {
	n, size := binary.Uvarint(x.b)
	x.b = x.b[size:]
	return n
}

func (x *reading) varint() int64 {
	n, size := binary.Varint(x.b)
	x.b = x.b[size:]
	return n
}

func (x *reading) text() string {
	n := x.uvarint()
	s := feed.View(x.b[:n])
	x.b = x.b[n:]
	return s
}

// record reads the i-th record of a block back, with its properties where an unpacker is
// given. A message id is not kept: what came twice is known to have.
func (s *store) record(x *feed.Unpacker, b *block, i int, r *event.Record) {
	in := reading{b.data[b.place(i):]}
	*r = event.Record{Kind: event.RecordKind(in.b[0])}
	in.b = in.b[1:]
	r.Type = int32(in.uvarint()) - 1
	marks := in.b[0]
	in.b = in.b[1:]
	r.Line, r.Time = b.line+in.varint(), b.seen(i)
	switch {
	case marks&usualUser != 0:
		r.User = s.texts.text(s.ids[b.who(i)].user)
	case marks&otherUser != 0:
		r.User = in.text()
	}
	switch {
	case marks&usualAnon != 0:
		r.Anon = s.texts.text(s.ids[b.who(i)].anon)
	case marks&otherAnon != 0:
		r.Anon = in.text()
	}
	if marks&otherPrev != 0 {
		r.Prev = in.text()
	}
	if marks&otherTime != 0 {
		r.Time = in.varint()
	}
	switch {
	case x == nil:
	case marks&sharedProps != 0:
		x.Props(s.shared.list[in.uvarint()], r)
	case marks&ownProps != 0:
		x.Props(in.b, r)
	}
}
