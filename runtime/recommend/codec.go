package recommend

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// encoder and decoder write and read the parts of a snapshot: whole numbers in
// the variable length of encoding/binary, and a checksum of all bytes at the
// end. The first error stays.

type encoder struct {
	w   *bufio.Writer
	sum uint32
	err error
	tmp [binary.MaxVarintLen64]byte
}

func newEncoder(w io.Writer, magic string) *encoder {
	e := &encoder{w: bufio.NewWriter(w)}
	e.raw([]byte(magic))
	return e
}

func (e *encoder) raw(b []byte) {
	if e.err == nil {
		e.sum = crc32.Update(e.sum, crc32.IEEETable, b)
		_, e.err = e.w.Write(b)
	}
}

func (e *encoder) uint(v uint64) { e.raw(e.tmp[:binary.PutUvarint(e.tmp[:], v)]) }
func (e *encoder) int(v int64)   { e.raw(e.tmp[:binary.PutVarint(e.tmp[:], v)]) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.raw([]byte(s))
}

func (e *encoder) close() error {
	e.raw(binary.LittleEndian.AppendUint32(nil, e.sum))
	if e.err == nil {
		e.err = e.w.Flush()
	}
	return e.err
}

// ErrSnapshot is in every error about bytes that are no snapshot, or a damaged one.
var ErrSnapshot = errors.New("not a snapshot of this version, or damaged")

type decoder struct {
	r   *bufio.Reader
	sum uint32
	err error
}

// newDecoder reads from r itself when it is a *bufio.Reader, and then no byte
// more than the snapshot has.
func newDecoder(r io.Reader, magic string) *decoder {
	b, ok := r.(*bufio.Reader)
	if !ok {
		b = bufio.NewReader(r)
	}
	d := &decoder{r: b}
	for i := range len(magic) {
		if c, err := d.ReadByte(); err != nil || c != magic[i] {
			d.fail("its first bytes are others")
			break
		}
	}
	return d
}

func (d *decoder) fail(why string) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", ErrSnapshot, why)
	}
}

// ReadByte lets encoding/binary read from the decoder.
func (d *decoder) ReadByte() (byte, error) {
	if d.err != nil {
		return 0, d.err
	}
	c, err := d.r.ReadByte()
	if err != nil {
		if err == io.EOF {
			d.fail("it ends too early")
		} else {
			d.err = err
		}
		return 0, d.err
	}
	d.sum = crc32.Update(d.sum, crc32.IEEETable, []byte{c})
	return c, nil
}

// uint reads a number up to limit, so that nothing is believed that could cost
// memory before its bytes are there.
func (d *decoder) uint(limit uint64, what string) uint64 {
	v, err := binary.ReadUvarint(d)
	if err != nil || v > limit {
		d.fail(what + " is out of range")
		return 0
	}
	return v
}

func (d *decoder) int(what string) int64 {
	v, err := binary.ReadVarint(d)
	if err != nil {
		d.fail(what + " cannot be read")
		return 0
	}
	return v
}

// maxName bounds an item's id in a snapshot.
const maxName = 1 << 20

func (d *decoder) text(what string) string {
	n := d.uint(maxName, what)
	var b []byte
	for range n {
		c, err := d.ReadByte()
		if err != nil {
			return ""
		}
		b = append(b, c)
	}
	return string(b)
}

func (d *decoder) close() error {
	want := d.sum
	var b [4]byte
	for i := range b {
		b[i], _ = d.ReadByte()
	}
	if binary.LittleEndian.Uint32(b[:]) != want {
		d.fail("its checksum is another")
	}
	return d.err
}
