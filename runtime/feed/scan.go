package feed

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"unsafe"
)

// The scanner works on a chunk of whole lines that ends in a line feed and has
// padding behind it. A line feed cannot stand inside a JSON token, so it is the
// sentinel of every loop here: no loop asks for the end of the buffer.
//
// Strings are walked eight bytes at a time. bytes.IndexByte is faster on long
// strings, but the strings of an event are 4 to 40 bytes long, where the call
// costs more than the search, and it cannot also see escapes and high bytes.

// padding is how many bytes must be readable behind the last line feed.
const padding = 16

// maxNesting bounds how deep lists and maps may be nested in one line.
const maxNesting = 64

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// load reads eight bytes at i, which padding makes safe for every i of a chunk.
// The check of the bounds would cost a tenth of the time of a line.
func load(buf []byte, i int) uint64 {
	return binary.LittleEndian.Uint64(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(buf)), i)), 8))
}

// hasZero marks the high bit of the lowest zero byte of w. Marks above it may be
// false, so only the lowest one counts.
func hasZero(w uint64) uint64 { return (w - ones) & ^w & highs }

// stringEnd returns the index of the first quote, backslash or control byte from
// i on, and a non-zero word if a byte of 0x80 or more comes before it.
//
// Turning bit 1 over makes the quote 0x20 and keeps control bytes below it, while
// blank and exclamation mark move up: one comparison finds both.
func stringEnd(buf []byte, i int) (int, uint64) {
	var high uint64
	for {
		w := load(buf, i)
		q, s := w^0x02*ones, w^'\\'*ones
		m := ((q-0x21*ones)&^q | (s-ones)&^s) & highs
		if m != 0 {
			n := bits.TrailingZeros64(m) &^ 7
			return i + n>>3, high | w&highs&(1<<n-1)
		}
		high |= w & highs
		i += 8
	}
}

// view is b as a string that shares its bytes.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// bytesOf is s as bytes that nobody may change.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// spanKind is what a value in the line looks like.
type spanKind uint8

const (
	absent   spanKind = iota
	plain             // a text whose bytes are its value
	cooked            // a text with escapes or bytes of 0x80 and more
	numeral           // a number
	null              // null
	truth             // true
	falsity           // false
	mapping           // {…}
	sequence          // […]
)

// span is a value found in the line and not yet read. Of a text, at and end
// leave out the quotes.
type span struct {
	at, end int32
	kind    spanKind
}

// isBlank tells the white space of JSON, without the line feed.
func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

func blanks(buf []byte, i int) int {
	for isBlank(buf[i]) {
		i++
	}
	return i
}

// value finds the extent of the value at i, which must not be blank, and returns
// the index behind it, or -1 after noting the fault.
func (d *decoder) value(buf []byte, i int) (span, int) {
	switch c := buf[i]; c {
	case '"':
		e, high := stringEnd(buf, i+1)
		if buf[e] == '"' {
			if high == 0 {
				return span{int32(i + 1), int32(e), plain}, e + 1
			}
			return span{int32(i + 1), int32(e), cooked}, e + 1
		}
		e = escapedEnd(buf, e)
		if e < 0 {
			return span{}, d.fail(i, "this text is not closed")
		}
		return span{int32(i + 1), int32(e), cooked}, e + 1
	case '{', '[':
		e := d.skipNested(buf, i)
		k := mapping
		if c == '[' {
			k = sequence
		}
		return span{int32(i), int32(e), k}, e
	case 't':
		if view(buf[i:i+4]) == "true" {
			return span{int32(i), int32(i + 4), truth}, i + 4
		}
	case 'f':
		if view(buf[i:i+5]) == "false" {
			return span{int32(i), int32(i + 5), falsity}, i + 5
		}
	case 'n':
		if view(buf[i:i+4]) == "null" {
			return span{int32(i), int32(i + 4), null}, i + 4
		}
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		e := i + 1
		for numeric[buf[e]] {
			e++
		}
		return span{int32(i), int32(e), numeral}, e
	case '\n':
		return span{}, d.fail(i, "the line ends in the middle of the object")
	}
	return span{}, d.fail(i, "a value was expected here")
}

// numeric holds the bytes that a number may contain.
var numeric = func() (t [256]bool) {
	for _, c := range "0123456789+-.eE" {
		t[c] = true
	}
	return
}()

// escapedEnd goes on from the first stop of stringEnd to the closing quote, or
// returns -1 when the line ends before it. Control bytes other than the line feed
// should have been escaped; what is meant is clear all the same.
func escapedEnd(buf []byte, e int) int {
	for {
		switch buf[e] {
		case '"':
			return e
		case '\n':
			return -1
		case '\\':
			if e++; buf[e] == '\n' {
				return -1
			}
		}
		e, _ = stringEnd(buf, e+1)
	}
}

// What a byte outside strings means to skipNested.
const (
	other = iota
	quote
	open
	shut
	lineEnd
)

var structure = [256]uint8{'"': quote, '{': open, '[': open, '}': shut, ']': shut, '\n': lineEnd}

// skipNested returns the index behind the list or map that begins at i. It
// counts brackets and steps over strings; what stands between is not looked at.
func (d *decoder) skipNested(buf []byte, i int) int {
	depth := d.depth
	for start := i; ; {
		switch structure[buf[i]] {
		case quote:
			e, _ := stringEnd(buf, i+1)
			if buf[e] != '"' {
				if e = escapedEnd(buf, e); e < 0 {
					return d.fail(i, "this text is not closed")
				}
			}
			i = e + 1
		case open:
			if depth++; depth > maxNesting {
				return d.fail(i, "lists and maps are nested too deeply")
			}
			i++
		case shut:
			i++
			if depth--; depth == d.depth {
				return i
			}
		case lineEnd:
			return d.fail(start, "this list or map is not closed")
		default:
			i++
		}
	}
}

var tens = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// parseNumber reads a JSON number at i and returns the index behind it, or -1
// when there is none or it is too large. Up to 15 digits with a power of ten of
// up to 22 are exact in one multiplication (Clinger); the rest goes to strconv.
func parseNumber(b []byte, i int) (float64, int) {
	start := i
	neg := i < len(b) && b[i] == '-'
	if neg {
		i++
	}
	var mant uint64
	first := i
	for i < len(b) && b[i]-'0' <= 9 {
		mant = mant*10 + uint64(b[i]-'0')
		i++
	}
	digits := i - first
	if digits == 0 || digits > 1 && b[first] == '0' {
		return 0, -1
	}
	exp := 0
	if i < len(b) && b[i] == '.' {
		i++
		point := i
		for i < len(b) && b[i]-'0' <= 9 {
			mant = mant*10 + uint64(b[i]-'0')
			i++
		}
		if i == point {
			return 0, -1
		}
		digits += i - point
		exp = point - i
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		e, end := exponent(b, i+1)
		if end < 0 {
			return 0, -1
		}
		exp += e
		i = end
	}
	if digits <= 15 && exp >= -22 && exp <= 22 {
		f := float64(mant)
		if exp < 0 {
			f /= tens[-exp]
		} else {
			f *= tens[exp]
		}
		if neg {
			f = -f
		}
		return f, i
	}
	f, err := strconv.ParseFloat(view(b[start:i]), 64)
	if err != nil {
		return 0, -1
	}
	return f, i
}

// exponent reads the digits of an exponent. It stops adding up at a size that
// already is out of every range.
func exponent(b []byte, i int) (int, int) {
	neg := false
	if i < len(b) && (b[i] == '+' || b[i] == '-') {
		neg = b[i] == '-'
		i++
	}
	start, e := i, 0
	for i < len(b) && b[i]-'0' <= 9 {
		if e < 100_000 {
			e = e*10 + int(b[i]-'0')
		}
		i++
	}
	if i == start {
		return 0, -1
	}
	if neg {
		e = -e
	}
	return e, i
}

// textNumber reads a number written as a text, as in CSV: also with blanks
// around it, a plus sign, leading zeros, or nothing on one side of the point.
func textNumber(s string) (float64, bool) {
	b := bytesOf(strings.TrimSpace(s))
	if len(b) > 1 && b[0] == '+' {
		b = b[1:]
	}
	if f, end := parseNumber(b, 0); end == len(b) && end > 0 {
		return f, true
	}
	for _, c := range b {
		if !numeric[c] {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(view(b), 64)
	return f, err == nil
}
