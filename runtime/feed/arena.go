package feed

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/journeylang/journey/runtime/event"
)

// batch is an event.Batch with everything its records point into. One batch is
// one chunk of the feed; the memory is used again after Release, so that a feed
// of any length is read without allocating per line.
type batch struct {
	event.Batch

	buf       []byte // the chunk, then padding
	n         int    // the chunk's length; buf[n-1] is a line feed
	firstLine int64  // number of the chunk's first line in the file
	err       error  // what ended the feed, on the last batch
	done      chan struct{}

	arena arena
}

// reset makes the batch ready for another chunk.
func (b *batch) reset() {
	clear(b.Records) // so that the last batch of a feed does not keep others alive
	b.Batch = event.Batch{Records: b.Records[:0], Bad: b.Bad[:0]}
	b.n, b.firstLine, b.err = 0, 0, nil
	b.arena.reset()
}

// arena holds what does not stand in the chunk as it is: projected properties,
// texts with escapes, lists and maps. Blocks are never moved, so what points
// into them stays valid while they grow.
type arena struct {
	props []event.Prop
	text  []byte
	boxes []event.Box
	items []event.Value
	names []string
}

// worthKeeping is the largest block, in elements, that is worth keeping for the next
// chunk; one odd line must not pin its memory for the rest of the feed.
const worthKeeping = 1 << 17

func (a *arena) reset() {
	a.props, a.text, a.boxes = again(a.props), again(a.text), again(a.boxes)
	a.items, a.names = again(a.items), again(a.names)
}

func again[T any](block []T) []T {
	if cap(block) > worthKeeping {
		return nil
	}
	clear(block)
	return block[:0]
}

// take cuts n elements off a block, starting a new block when it is full.
func take[T any](block *[]T, n int) []T {
	if cap(*block)-len(*block) < n {
		*block = make([]T, 0, max(n, 2*cap(*block), 256))
	}
	at := len(*block)
	*block = (*block)[:at+n]
	return (*block)[at : at+n : at+n]
}

// hold copies bytes into the arena.
func (a *arena) hold(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	c := take(&a.text, len(b))
	copy(c, b)
	return view(c)
}

// unquote decodes a text with escapes or bytes of 0x80 and more, as it stands
// between its quotes. Bytes that are not UTF-8, and halves of surrogate pairs,
// become U+FFFD. On an escape that does not exist it returns its index, else -1.
func (a *arena) unquote(raw []byte) (string, int) {
	special := -1
	for i, c := range raw {
		if c == '\\' {
			special = i
			break
		}
	}
	if special < 0 && utf8.Valid(raw) {
		return view(raw), -1
	}
	out := take(&a.text, 3*len(raw))[:0] // an invalid byte becomes three
	for i := 0; i < len(raw); {
		c := raw[i]
		switch {
		case c == '\\':
			r, n := escape(raw[i:])
			if n == 0 {
				return "", i
			}
			out = utf8.AppendRune(out, r)
			i += n
		case c < utf8.RuneSelf:
			out = append(out, c)
			i++
		default:
			r, n := utf8.DecodeRune(raw[i:])
			out = utf8.AppendRune(out, r)
			i += n
		}
	}
	a.text = a.text[:len(a.text)-3*len(raw)+len(out)] // give back what was not needed
	return view(out), -1
}

// escape decodes the escape at the start of raw and returns its length, 0 when
// it is none.
func escape(raw []byte) (rune, int) {
	if len(raw) < 2 {
		return 0, 0
	}
	switch c := raw[1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r := hex4(raw)
		if r < 0 {
			return 0, 0
		}
		if utf16.IsSurrogate(r) {
			if len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u' {
				if both := utf16.DecodeRune(r, hex4(raw[6:])); both != utf8.RuneError {
					return both, 12
				}
			}
			return utf8.RuneError, 6
		}
		return r, 6
	}
	return 0, 0
}

// hex4 reads the four digits of a \u escape, or returns -1.
func hex4(raw []byte) rune {
	if len(raw) < 6 {
		return -1
	}
	var r rune
	for _, c := range raw[2:6] {
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c-'a' <= 5:
			c -= 'a' - 10
		case c-'A' <= 5:
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}
