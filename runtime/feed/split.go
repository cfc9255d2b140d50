package feed

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// splitter cuts the text into chunks of whole lines and numbers them. It is the
// only part that must see the text in order; decoding is done chunk by chunk,
// by as many goroutines as the caller likes, and gives the same whatever the
// size of the chunks.
//
// A line longer than maxLine is cut to one byte more than that, so that the
// decoder finds it too long, and the rest of it is thrown away as it comes. What
// stands behind the last line feed is a line if the source ended well, and
// dropped if it broke off.
type splitter struct {
	src     *source
	size    int // of a chunk, about
	maxLine int
	live    bool // hand out what has come instead of filling a chunk

	quotes  *quoting // for CSV, where a line may go on inside quotes
	carry   []byte   // read, and belonging to the next chunk
	line    int64    // number of the next line
	skipped int64    // bytes thrown away since the last chunk
	inLong  bool     // throwing away the rest of a long line
	err     error    // what ended the source
}

// maxLines bounds a chunk of short lines.
const maxLines = 16384

// next fills b with the next chunk. At the end b is empty and the error is
// io.EOF, or says what stopped the reading.
func (s *splitter) next(b *batch) error {
	buf := append(b.buf[:0], s.carry...)
	s.carry = s.carry[:0]
	var cut int
	for {
		if s.err != nil || len(buf) >= s.size || s.live && len(buf) > 0 {
			if cut = s.cut(buf); cut > 0 {
				break
			}
			if s.err != nil {
				break
			}
			if len(buf) > s.maxLine+1 {
				buf, cut = s.long(buf)
				break
			}
		}
		buf = s.read(buf)
	}
	if cut == 0 && s.skipped == 0 {
		b.buf = buf
		if !errors.Is(s.err, io.EOF) {
			return s.src.explain(s.err, s.line-1)
		}
		return io.EOF
	}
	s.carry = append(s.carry, buf[cut:]...)
	b.Bytes = int64(cut) + s.skipped
	s.skipped = 0
	b.firstLine, b.n = s.line, cut
	s.line += int64(bytes.Count(buf[:cut], newline))
	b.buf = slices.Grow(buf[:cut], padding)
	clear(b.buf[cut : cut+padding])
	return nil
}

var newline = []byte{'\n'}

// prime reads until the first byte that is not blank is in carry, so that the
// form of the feed can be told. It drops a byte order mark.
func (s *splitter) prime() error {
	for s.err == nil && len(bytes.TrimLeft(s.carry, blankBytes)) < 4 && len(s.carry) < s.maxLine {
		s.carry = s.read(s.carry)
	}
	s.carry = bytes.TrimPrefix(s.carry, []byte("\xef\xbb\xbf"))
	if s.err != nil && !errors.Is(s.err, io.EOF) && len(s.carry) == 0 {
		return s.src.explain(s.err, 0)
	}
	return nil
}

const blankBytes = " \t\r\n\xef\xbb\xbf"

// first is the first byte that is not blank, 0 for none.
func (s *splitter) first() byte {
	if b := bytes.TrimLeft(s.carry, blankBytes); len(b) > 0 {
		return b[0]
	}
	return 0
}

// read appends what the source gives next.
func (s *splitter) read(buf []byte) []byte {
	want := s.size - len(buf)
	if want <= 0 {
		want = s.size
	}
	buf = slices.Grow(buf, want+padding)
	for idle := 0; idle < 100; idle++ {
		n, err := s.src.r.Read(buf[len(buf) : len(buf)+want])
		got := buf[:len(buf)+n]
		s.err = err
		if s.inLong {
			got = s.skip(buf, got)
		}
		if end := len(got); errors.Is(err, io.EOF) && end > 0 && got[end-1] != '\n' {
			got = append(got, '\n') // the last line is a line without it too
			s.skipped--
		}
		if len(got) > len(buf) || err != nil {
			return got
		}
		if n > 0 {
			idle = 0
		}
	}
	s.err = io.ErrNoProgress
	return buf
}

// skip throws the rest of a long line away from what was just read.
func (s *splitter) skip(before, got []byte) []byte {
	fresh := got[len(before):]
	end := bytes.IndexByte(fresh, '\n') + 1
	if end == 0 {
		s.skipped += int64(len(fresh))
		return before
	}
	s.inLong = false
	s.skipped += int64(end)
	return append(before, fresh[end:]...)
}

// cut returns how many bytes of buf are whole lines for one chunk, 0 for none.
func (s *splitter) cut(buf []byte) int {
	if s.quotes != nil && bytes.IndexByte(buf, '"') >= 0 {
		return s.quotes.cut(buf, s.maxLine, s.err != nil)
	}
	end := bytes.LastIndexByte(buf, '\n') + 1
	if bytes.Count(buf[:end], newline) <= maxLines {
		return end
	}
	end = 0
	for range maxLines {
		end += bytes.IndexByte(buf[end:], '\n') + 1
	}
	return end
}

// long makes a chunk of a line that has become too long.
func (s *splitter) long(buf []byte) ([]byte, int) {
	s.skipped += int64(len(buf) - s.maxLine - 2)
	buf = append(buf[:s.maxLine+1], '\n')
	s.inLong = true
	return buf, len(buf)
}
