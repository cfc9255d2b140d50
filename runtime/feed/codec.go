package feed

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/journeylang/journey/runtime/event"
)

// Records that wait to be sorted are kept as bytes: in a run in memory or in a
// scratch file there is nothing for the garbage collector to walk. The form is
// read back by the same process only, so it has no version.
//
//	record = kind type+1 time line user anon prev id count { field value }
//	value  = kind [8 bytes | text | count { value } | count { text value }]
//	text   = length bytes
//
// Whole numbers are varints.

func appendRecord(b []byte, r *event.Record) []byte {
	b = append(b, byte(r.Kind))
	b = binary.AppendUvarint(b, uint64(r.Type+1))
	b = binary.AppendVarint(b, r.Time)
	b = binary.AppendVarint(b, r.Line)
	for _, s := range [...]string{r.User, r.Anon, r.Prev, r.ID} {
		b = appendText(b, s)
	}
	return appendProps(b, r.Props)
}

func appendProps(b []byte, props []event.Prop) []byte {
	b = binary.AppendUvarint(b, uint64(len(props)))
	for i := range props {
		b = binary.AppendUvarint(b, uint64(props[i].Field))
		b = appendValue(b, &props[i].Value)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendValue(b []byte, v *event.Value) []byte {
	b = append(b, byte(v.Kind))
	switch v.Kind {
	case event.Bool, event.Number, event.Time:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Num))
	case event.Text:
		return appendText(b, v.Str)
	case event.List, event.Map:
		b = binary.AppendUvarint(b, uint64(len(v.Box.Items)))
		for i := range v.Box.Items {
			if v.Kind == event.Map {
				b = appendText(b, v.Box.Names[i])
			}
			b = appendValue(b, &v.Box.Items[i])
		}
	}
	return b
}

// errRun says that a scratch file did not give back what was written to it.
var errRun = errors.New("the scratch file of the sort was changed or damaged")

// unpacker reads records back. What it returns points into its bytes and into the
// arena. A fault leaves bad set and values zero.
type unpacker struct {
	b   []byte
	a   *arena
	bad bool
}

func (u *unpacker) uvarint() uint64 {
	x, n := binary.Uvarint(u.b)
	if n <= 0 {
		u.bad, u.b = true, nil
		return 0
	}
	u.b = u.b[n:]
	return x
}

func (u *unpacker) varint() int64 {
	x := u.uvarint()
	return int64(x>>1) ^ -int64(x&1)
}

func (u *unpacker) bytes(n uint64) []byte {
	if n > uint64(len(u.b)) {
		u.bad, u.b = true, nil
		return nil
	}
	out := u.b[:n]
	u.b = u.b[n:]
	return out
}

func (u *unpacker) byte() byte {
	if b := u.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (u *unpacker) text() string { return view(u.bytes(u.uvarint())) }

// count reads how many elements follow; each takes a byte at least.
func (u *unpacker) count() int {
	n := u.uvarint()
	if n > uint64(len(u.b)) {
		u.bad, u.b = true, nil
		return 0
	}
	return int(n)
}

func (u *unpacker) record(r *event.Record) {
	r.Kind = event.RecordKind(u.byte())
	r.Type = int32(u.uvarint()) - 1
	r.Time, r.Line = u.varint(), u.varint()
	r.User, r.Anon, r.Prev, r.ID = u.text(), u.text(), u.text(), u.text()
	u.props(r)
}

func (u *unpacker) props(r *event.Record) {
	n := u.count()
	if n == 0 {
		return
	}
	r.Props = take(&u.a.props, n)
	for i := range r.Props {
		r.Props[i].Field = uint16(u.uvarint())
		r.Props[i].Value = u.value()
	}
}

func (u *unpacker) value() event.Value {
	v := event.Value{Kind: event.Kind(u.byte())}
	switch v.Kind {
	case event.Bool, event.Number, event.Time:
		if b := u.bytes(8); b != nil {
			v.Num = math.Float64frombits(binary.LittleEndian.Uint64(b))
		}
	case event.Text:
		v.Str = u.text()
	case event.List, event.Map:
		n := u.count()
		v.Box = &take(&u.a.boxes, 1)[0]
		v.Box.Items = take(&u.a.items, n)
		if v.Kind == event.Map {
			v.Box.Names = take(&u.a.names, n)
		}
		for i := range n {
			if v.Kind == event.Map {
				v.Box.Names[i] = u.text()
			}
			v.Box.Items[i] = u.value()
		}
	}
	return v
}
