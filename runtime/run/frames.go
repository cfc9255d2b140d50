package run

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"github.com/journeylang/journey/runtime/engine"
)

// A snapshot is a magic, a version and frames:
//
//	frame = tag length bytes checksum
//
// The checksum is of everything up to there, so that no frame can be lost,
// doubled or moved. Frames of one tag follow each other and are a section; the
// sections have one order. A frame is read whole before anything in it is
// believed, and takes no more memory than there are bytes.

const snapshotMagic = "JOURNEYRUN\x00"

// snapshotVersion is the version of the form of everything but people's states,
// which have their own.
const snapshotVersion = 1

// ErrSnapshot is in every error about bytes that are no snapshot of a run, or a
// damaged one.
var ErrSnapshot = errors.New("not a snapshot of this version, or damaged")

// ErrOtherProgram says that a snapshot was taken while other journeys ran, or
// another version of them. What people wait for means nothing without them.
var ErrOtherProgram = errors.New("the snapshot was taken with other journeys, or another version of them")

// frames writes or reads a snapshot. The first error stays.
type frames struct {
	prog *engine.Program
	w    *bufio.Writer // writing
	r    *bufio.Reader // reading
	sum  uint32
	err  error

	buf  []byte // the frame in hand
	tag  byte   // reading: its tag
	have bool   // reading: it was not taken yet
}

func (f *frames) fail(why string) {
	if f.err == nil {
		f.err = fmt.Errorf("%w: %s", ErrSnapshot, why)
	}
}

func (f *frames) raw(b []byte) {
	if f.err == nil {
		f.sum = crc32.Update(f.sum, crc32.IEEETable, b)
		_, f.err = f.w.Write(b)
	}
}

// put writes a frame.
func (f *frames) put(tag byte, data []byte) {
	f.raw(binary.AppendUvarint([]byte{tag}, uint64(len(data))))
	f.raw(data)
	f.raw(binary.LittleEndian.AppendUint32(nil, f.sum))
}

// next is the tag of the next frame, which is read and checked.
func (f *frames) next() byte {
	if f.have || f.err != nil {
		return f.tag
	}
	f.tag = 0
	tag := f.byte()
	n := f.length()
	if f.err != nil {
		return 0
	}
	f.sum = crc32.Update(f.sum, crc32.IEEETable, binary.AppendUvarint([]byte{tag}, n))
	f.read(int(n))
	f.sum = crc32.Update(f.sum, crc32.IEEETable, f.buf)
	var sum [4]byte
	_, err := io.ReadFull(f.r, sum[:])
	f.broken(err)
	if f.err == nil && binary.LittleEndian.Uint32(sum[:]) != f.sum {
		f.fail("a checksum is another")
	}
	if f.err != nil {
		return 0
	}
	f.sum = crc32.Update(f.sum, crc32.IEEETable, sum[:])
	f.tag, f.have = tag, true
	return tag
}

func (f *frames) byte() byte {
	b, err := f.r.ReadByte()
	f.broken(err)
	return b
}

// length reads the length of a frame.
func (f *frames) length() uint64 {
	var digits [binary.MaxVarintLen32]byte
	for i := range digits {
		if digits[i] = f.byte(); f.err != nil {
			return 0
		}
		if n, k := binary.Uvarint(digits[:i+1]); k > 0 && n <= math.MaxInt32 {
			return n
		}
	}
	f.fail("a part is too long")
	return 0
}

// read fills the buffer; it grows with what really comes.
func (f *frames) read(n int) {
	const step = 1 << 20
	f.buf = f.buf[:0]
	for len(f.buf) < n && f.err == nil {
		at := len(f.buf)
		f.buf = append(f.buf, make([]byte, min(step, n-at))...)
		_, err := io.ReadFull(f.r, f.buf[at:])
		f.broken(err)
	}
}

// broken notes an error of the reader; an end is one as well.
func (f *frames) broken(err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		f.fail("it ends too early")
	} else if err != nil && f.err == nil {
		f.err = err
	}
}

// frame is one frame, whose content code describes for both directions.
func (f *frames) frame(tag byte, code func(c *engine.Coder)) {
	if f.r == nil {
		c := f.prog.Encoder(f.buf[:0])
		code(c)
		f.buf = c.Bytes()
		f.put(tag, f.buf)
		return
	}
	if f.next() != tag {
		f.fail("a part is missing")
	}
	if f.err != nil {
		return
	}
	f.have = false
	c := f.prog.Decoder(f.buf)
	code(c)
	if c.Err() == nil && len(c.Bytes()) > 0 {
		c.Fail("a part is too long")
	}
	if c.Err() != nil && f.err == nil {
		f.err = fmt.Errorf("%w: %w", ErrSnapshot, c.Err())
	}
}

// section is a table of n rows, so many in a frame. Reading, n is not known.
func (f *frames) section(tag byte, n, per int, row func(c *engine.Coder, i int)) {
	done := 0
	for f.err == nil && (f.r == nil && done < n || f.r != nil && f.next() == tag) {
		f.frame(tag, func(c *engine.Coder) {
			here := uint32(min(n-done, per))
			engine.Below(c, &here, uint64(per)+1, "the number of rows")
			for range here {
				if c.Err() != nil {
					return
				}
				row(c, done)
				done++
			}
		})
	}
}

// stream is a section of bytes that somebody else writes or reads.
type stream struct {
	f    *frames
	tag  byte
	left []byte
}

// Write is part of io.Writer.
func (s *stream) Write(b []byte) (int, error) {
	s.f.put(s.tag, b)
	return len(b), s.f.err
}

// Read is part of io.Reader.
func (s *stream) Read(b []byte) (int, error) {
	for len(s.left) == 0 {
		if s.f.next() != s.tag {
			if s.f.err != nil {
				return 0, s.f.err
			}
			return 0, io.EOF
		}
		s.left, s.f.have = s.f.buf, false
	}
	n := copy(b, s.left)
	s.left = s.left[n:]
	return n, nil
}
