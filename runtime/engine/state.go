package engine

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// The binary form of a person's state.
//
//	person = flags name [last] [cells] [runs] [more] [outbox]
//
// Some flags say which parts follow, so that somebody about whom nothing
// is known costs the name, its length and two bytes. Whole numbers are varints,
// stamps are distances from the stamp before, lists are their length and their
// elements. Nothing is a map, and lists keep their order, so the same state gives
// the same bytes.
//
// What a number means is settled by the program (registers, journeys, traits),
// whose fingerprint whoever stores states keeps beside them; or it is the number
// of a value of `enter each` or of a product, which another process would number
// otherwise. These are written out where they occur first, and by their place in
// the order of first occurrence after that.
//
// One function for both directions describes each part, so that what is written
// and what is read cannot come apart. Reading trusts nothing: a length is believed
// only as far as the bytes that are left could hold it, and whatever the engine
// takes for granted about a state (that an index lies in its table, that a stay
// rests in a state of its journey, that stamps are in order) is checked here.

// StateVersion is the version of the form. States of another version are refused.
const StateVersion = 4

// ErrState is in every error about bytes that are no state, or a damaged one.
var ErrState = errors.New("not a person's state of this version, or damaged")

// AppendPerson appends the state of a person to dst. The bytes stand alone.
func (p *Program) AppendPerson(dst []byte, who *Person) []byte {
	c := p.Encoder(append(dst, StateVersion))
	c.Person(who)
	return c.Bytes()
}

// DecodePerson reads what AppendPerson wrote for the same program, and returns
// what follows it. The caller gives the person its number.
func (p *Program) DecodePerson(data []byte, number uint32) (who Person, rest []byte, err error) {
	if len(data) == 0 || data[0] != StateVersion {
		return Person{}, nil, fmt.Errorf("%w: its version is another", ErrState)
	}
	c := p.Decoder(data[1:])
	c.Person(&who)
	if c.err != nil {
		return Person{}, nil, c.err
	}
	who.ID = number
	return who, c.buf, nil
}

// Coder writes or reads states, and what else the engine hands out. Its methods
// take pointers: a Coder that writes reads from them, and one that reads fills
// them. After the first fault everything that is read is zero; see Err.
type Coder struct {
	prog    *Program
	reading bool
	buf     []byte // written so far, or left to read
	err     error
	clock   int64 // the stamp before, to which the next one is close
	depth   int   // lists around the value in hand

	// Values of `enter each` and products in the order in which they first came up:
	// when writing their place by number, when reading their number by place.
	keyAt, productAt map[uint32]uint64
	keys, products   []uint32

	seenAt map[ref]orderKey // what was read of the person in hand, the latest of each trigger
}

// Encoder returns a Coder that appends to dst.
func (p *Program) Encoder(dst []byte) *Coder { return &Coder{prog: p, buf: dst} }

// Decoder returns a Coder that reads data. It keeps no part of data.
func (p *Program) Decoder(data []byte) *Coder { return &Coder{prog: p, buf: data, reading: true} }

// Reading reports whether the Coder reads.
func (c *Coder) Reading() bool { return c.reading }

// Bytes is what was written, or what is left to read.
func (c *Coder) Bytes() []byte { return c.buf }

// Err is the first fault of what was read.
func (c *Coder) Err() error { return c.err }

// Fail notes a fault of what is being read.
func (c *Coder) Fail(why string) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %s", ErrState, why)
	}
	c.buf = nil
}

// Uint codes a whole number that is not negative.
func (c *Coder) Uint(v *uint64) {
	if !c.reading {
		c.buf = binary.AppendUvarint(c.buf, *v)
		return
	}
	x, n := binary.Uvarint(c.buf)
	if n <= 0 {
		c.Fail("a number is cut off")
		x, n = 0, 0
	}
	*v, c.buf = x, c.buf[n:]
}

// Int codes a whole number.
func (c *Coder) Int(v *int64) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	c.Uint(&u)
	*v = int64(u>>1) ^ -int64(u&1)
}

// mark codes a place in the order of an instant. Most are lines of the feed.
func (c *Coder) mark(m *int64) {
	const within = 1<<markBits - 1
	if c.reading {
		*m = 0 // what is not written is nothing, whatever was here
	}
	line, n := *m>>markBits<<1, uint64(*m&within)
	if n != 0 {
		line |= 1
	}
	if c.Int(&line); line&1 != 0 {
		c.Uint(&n)
	}
	if !c.reading {
		return
	}
	if n > within || line>>1 != line>>1<<markBits>>markBits {
		c.Fail("a place in an instant is out of range")
		return
	}
	*m = line>>1<<markBits | int64(n)
}

// Text codes a text.
func (c *Coder) Text(v *string) {
	n := uint64(len(*v))
	c.Uint(&n)
	if !c.reading {
		c.buf = append(c.buf, *v...)
		return
	}
	if n > uint64(len(c.buf)) {
		c.Fail("a text is cut off")
		n = 0
	}
	*v, c.buf = string(c.buf[:n]), c.buf[n:]
}

// Stamp codes an instant as its distance from the one before.
func (c *Coder) Stamp(t *int64) {
	d := *t - c.clock
	c.Int(&d)
	if c.reading {
		if *t = c.clock + d; *t < calendar.First {
			c.Fail("a stamp lies before the year 1")
			*t = 0
		}
	}
	c.clock = *t
}

// Below codes a number that is smaller than limit, such as an index.
func Below[T ~int16 | ~int32 | ~uint8 | ~uint16 | ~uint32 | ~int64](c *Coder, v *T, limit uint64, what string) {
	x := uint64(*v)
	c.Uint(&x)
	if c.reading && x >= limit && c.err == nil {
		c.Fail(what + " is out of range")
		x = 0
	}
	*v = T(x)
}

// orNone is Below for what can also be -1.
func orNone[T int16 | int32](c *Coder, v *T, limit int, what string) {
	x := int64(*v) + 1
	Below(c, &x, uint64(limit)+1, what)
	*v = T(x - 1)
}

// exact is how long a list may be to be given its room at once; a longer one
// grows with the elements that are really there.
const exact = maxPairs

// List codes a list of at most so many elements, each of which takes one byte or
// more.
func List[T any](c *Coder, s *[]T, most int, what string, each func(*T)) {
	n := int64(len(*s))
	Below(c, &n, uint64(most)+1, "the number of "+what)
	if !c.reading {
		for i := range *s {
			each(&(*s)[i])
		}
		return
	}
	if n > int64(len(c.buf)) {
		c.Fail("a list is cut off")
	}
	if c.err != nil || n == 0 {
		return
	}
	out := make([]T, 0, min(n, exact))
	for range n {
		var x T
		if out = append(out, x); c.err != nil {
			return
		}
		each(&out[len(out)-1])
	}
	*s = out
}

// float codes a number with all its bits, those that most numbers have first.
func (c *Coder) float(v *float64) {
	u := bits.ReverseBytes64(math.Float64bits(*v))
	c.Uint(&u)
	if c.reading { // what is written may be a product that other workers look at
		*v = math.Float64frombits(bits.ReverseBytes64(u))
	}
}

func (c *Coder) bool(v *bool) {
	x := uint8(0)
	if *v {
		x = 1
	}
	Below(c, &x, 2, "a yes or no")
	*v = x == 1
}

// key codes the number of a value of `enter each`; 0 is none.
func (c *Coder) key(k *uint32) {
	place := uint64(0)
	if !c.reading && *k != 0 {
		if place = c.keyAt[*k]; place == 0 {
			place = uint64(len(c.keyAt)) + 1
			if c.keyAt == nil {
				c.keyAt = map[uint32]uint64{}
			}
			c.keyAt[*k] = place
			c.Uint(&place)
			name := c.prog.keys.name(*k)
			c.Text(&name)
			return
		}
	}
	c.Uint(&place)
	if !c.reading {
		return
	}
	switch n := uint64(len(c.keys)); {
	case place == 0 || c.err != nil:
		*k = 0
	case place <= n:
		*k = c.keys[place-1]
	case place == n+1:
		var name string
		if c.Text(&name); c.err == nil {
			*k = c.prog.keys.id(name)
			c.keys = append(c.keys, *k)
		}
	default:
		c.Fail("a key is out of range")
	}
}

// product codes the number of a product's description.
func (c *Coder) product(item *uint32) {
	var place uint64
	if !c.reading {
		if place = c.productAt[*item]; place == 0 {
			place = uint64(len(c.productAt)) + 1
			if c.productAt == nil {
				c.productAt = map[uint32]uint64{}
			}
			c.productAt[*item] = place
			c.Uint(&place)
			fields := c.prog.products.all()[*item].fields
			c.fields(&fields)
			return
		}
	}
	c.Uint(&place)
	if !c.reading {
		return
	}
	switch n := uint64(len(c.products)); {
	case c.err != nil:
		*item = 0
	case place > 0 && place <= n:
		*item = c.products[place-1]
	case place == n+1:
		var fields [len(productFields)]event.Value
		if c.fields(&fields); c.err == nil {
			*item = c.prog.products.intern(&fields)
			c.products = append(c.products, *item)
		}
	default:
		c.Fail("a product is out of range")
	}
}

// fields codes a product's fields, those that it has.
func (c *Coder) fields(fields *[len(productFields)]event.Value) {
	mask := uint16(0)
	for i := range fields {
		if fields[i].Kind != event.Null {
			mask |= 1 << i
		}
	}
	Below(c, &mask, 1<<len(productFields), "a product's fields")
	for i := range fields {
		if mask&(1<<i) != 0 {
			c.Value(&fields[i])
		}
	}
}

// productKey appends a description's own text: descriptions are the same when it
// is, whatever their numbers.
func productKey(dst []byte, fields *[len(productFields)]event.Value) []byte {
	c := Coder{buf: dst}
	c.fields(fields)
	return c.buf
}

// intern gives a description its number in this process.
func (t *products) intern(fields *[len(productFields)]event.Value) uint32 {
	return t.id(productKey(nil, fields), func() *productRow { return describe(fields) })
}

// Fingerprint tells programs apart: it is a hash of the program's file. States
// belong to the program under which they were written.
func (p *Program) Fingerprint() string {
	sum := sha256.Sum256(p.Program.Encode())
	return string(sum[:])
}

// Deleted reports whether the person asked to be forgotten, and was.
func (p *Person) Deleted() bool { return p.dead }
