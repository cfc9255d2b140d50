package feed

import (
	"bytes"
	"math/bits"
)

// CSV as it is found: cells may be quoted, a quoted cell may hold the delimiter,
// doubled quotes and line feeds; blanks around cells do not count; a quote
// inside a cell that does not begin with one is an ordinary byte.
//
// A quote that is never closed must not swallow the rest of the file. So a row
// whose end is further away than the longest line, or not there at all, is its
// first line alone, which is a bad line, and reading goes on with the next. The
// splitter and the decoder find the end of a row with the same function and so
// agree wherever the chunks are cut.
type quoting struct {
	delimiter byte
}

// cut returns how many bytes of buf are whole rows for one chunk. When more is
// to come it leaves a row that may go on.
func (q *quoting) cut(buf []byte, maxLine int, complete bool) int {
	end := 0
	for lines := 0; lines < maxLines && end < len(buf); lines++ {
		n, closed := q.rowEnd(buf, end, maxLine)
		if n < 0 || !closed && !complete && len(buf)-end <= maxLine {
			break
		}
		end = n
	}
	return end
}

// rowEnd returns the index behind the line feed that ends the row at i, and
// whether all its quotes are closed: if not, it is the first line's. It is -1
// when there is no line feed.
func (q *quoting) rowEnd(buf []byte, i, maxLine int) (end int, closed bool) {
	first := bytes.IndexByte(buf[i:], '\n')
	if first < 0 {
		return -1, true
	}
	if first > maxLine {
		return i + first + 1, true // too long, whatever it holds
	}
	window := buf[i:min(len(buf), i+maxLine+1)]
	if bytes.IndexByte(window[:first], '"') < 0 {
		return i + first + 1, true
	}
	for j := 0; j < len(window); {
		j = q.leading(window, j)
		if j < len(window) && window[j] == '"' {
			for {
				n := bytes.IndexByte(window[j+1:], '"')
				if n < 0 {
					return i + first + 1, false
				}
				j += n + 2
				if j == len(window) || window[j] != '"' {
					break
				}
			}
		}
		for j < len(window) && window[j] != q.delimiter && window[j] != '\n' {
			j++
		}
		if j < len(window) && window[j] == '\n' {
			return i + j + 1, true
		}
		j++
	}
	return i + first + 1, false
}

// leading steps over the blanks before a cell.
func (q *quoting) leading(buf []byte, i int) int {
	for i < len(buf) && buf[i] == ' ' {
		i++
	}
	return i
}

// cellEnd returns the index of the first delimiter or line feed from i on, and a
// non-zero word if a byte of 0x80 or more comes before it. The buffer is a chunk.
func (q *quoting) cellEnd(buf []byte, i int) (int, uint64) {
	var high uint64
	delimiters := uint64(q.delimiter) * ones
	for {
		w := load(buf, i)
		m := hasZero(w^delimiters) | hasZero(w^('\n'*ones))
		if m != 0 {
			n := bits.TrailingZeros64(m) &^ 7
			return i + n>>3, high | w&highs&(1<<n-1)
		}
		high |= w & highs
		i += 8
	}
}

// sniffDelimiter chooses the delimiter of a file by its header: the one of comma,
// semicolon, tab and bar that stands there most often, the comma if none does.
func sniffDelimiter(header []byte) byte {
	best, most := byte(','), 0
	for _, c := range []byte(",;\t|") {
		if n := bytes.Count(header, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}
