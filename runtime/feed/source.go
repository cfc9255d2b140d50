package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// source is the feed's text: unpacked, with what it consumed counted, so that an
// error can say how far it came.
type source struct {
	name   string
	r      io.Reader
	packed string // "gzip", "zstd" or ""
	taken  *counted
	close  func()
}

// counted counts the bytes read from the caller's reader.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// maxWindow bounds what a zstd file may ask us to keep in memory.
const maxWindow = 128 << 20

// openSource looks at the first bytes and unpacks what is packed.
func openSource(name string, r io.Reader) (*source, error) {
	s := &source{name: name, taken: &counted{r: r}, close: func() {}}
	head := make([]byte, 4)
	n, err := io.ReadFull(s.taken, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	head = head[:n]
	s.r = io.MultiReader(bytes.NewReader(head), s.taken)
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		s.packed = "gzip"
		z, err := gzip.NewReader(s.r)
		if err != nil {
			return nil, s.explain(err, 0)
		}
		s.r = z
	case bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		s.packed = "zstd"
		z, err := zstd.NewReader(s.r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, s.explain(err, 0)
		}
		s.r, s.close = z, z.Close
	case bytes.Equal(head, []byte("PK\x03\x04")):
		return nil, fmt.Errorf("%s is a zip archive; unpack it, or pack the feed with gzip or zstd", name)
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return nil, fmt.Errorf("%s is UTF-16 text; save it as UTF-8", name)
	}
	return s, nil
}

// explain says what went wrong while reading behind the given line.
func (s *source) explain(err error, lines int64) error {
	where := fmt.Sprintf("after line %d", lines)
	if lines == 0 {
		where = "before the first line"
	}
	switch {
	case s.packed == "":
		return fmt.Errorf("reading %s stopped %s: %w", s.name, where, err)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return fmt.Errorf("the %s file %s is cut off %s (%d bytes of it were read): %w", s.packed, s.name, where, s.taken.n, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("the %s file %s is damaged %s (%d bytes of it were read): %w", s.packed, s.name, where, s.taken.n, err)
}
