package calendar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// parseTZif reads a compiled zone (RFC 8536). The file has two blocks of the same
// shape: one with 32-bit times, which is skipped, and one with 64-bit times,
// followed by a footer with the rules that hold after the last transition. What
// the format allows and the built-in data never uses (leap seconds, rules before
// the first transition) is refused rather than guessed at.
func parseTZif(name, file string) (*Zone, error) {
	old, rest, err := readHeader(file)
	if err != nil {
		return nil, err
	}
	if len(rest) < old.size(4) {
		return nil, errShort
	}
	head, rest, err := readHeader(rest[old.size(4):])
	if err != nil {
		return nil, err
	}
	if len(rest) < head.size(8) {
		return nil, errShort
	}
	if head.leaps != 0 {
		return nil, errors.New("leap seconds are not supported")
	}
	z := &Zone{name: name, cycleEnd: never}
	last, err := z.readPeriods(head, rest)
	if err != nil {
		return nil, err
	}
	footer, ok := strings.CutPrefix(rest[head.size(8):], "\n")
	footer, closed := strings.CutSuffix(footer, "\n")
	if !ok || !closed {
		return nil, errors.New("the rules for later times are missing")
	}
	if err := z.extend(footer, last); err != nil {
		return nil, fmt.Errorf("reading the rules for later times %q: %w", footer, err)
	}
	z.widest = int64(slices.Max(z.offset)) * msPerSecond
	return z, nil
}

var errShort = errors.New("the file ends too early")

// counts are the lengths of the lists in a block.
type counts struct{ isUT, isStd, leaps, times, types, chars int }

// size returns the bytes a block takes with times of the given width.
func (c counts) size(width int) int {
	return c.times*(width+1) + c.types*6 + c.chars + c.leaps*(width+4) + c.isStd + c.isUT
}

func readHeader(s string) (c counts, rest string, err error) {
	const length = 44 // magic, version, 15 unused bytes, six counts
	if len(s) < length {
		return c, "", errShort
	}
	if s[:4] != "TZif" || s[4] < '2' {
		return c, "", errors.New("not a TZif file of version 2 or later")
	}
	for i, n := range []*int{&c.isUT, &c.isStd, &c.leaps, &c.times, &c.types, &c.chars} {
		v := binary.BigEndian.Uint32([]byte(s[20+4*i:]))
		if v > 1<<16 {
			return c, "", fmt.Errorf("a list of %d entries is too long", v)
		}
		*n = int(v)
	}
	return c, s[length:], nil
}

// readPeriods fills the table from a block: all times, then the type of each,
// then the types. Before the first transition type 0 holds. It returns the last
// transition's time.
func (z *Zone) readPeriods(c counts, s string) (last int64, err error) {
	if c.types == 0 {
		return 0, errors.New("no offset at all")
	}
	offsets := make([]int32, c.types)
	for i := range offsets {
		offsets[i] = int32(binary.BigEndian.Uint32([]byte(s[c.times*9+6*i:])))
		if offsets[i] < -26*3600 || offsets[i] > 26*3600 {
			return 0, fmt.Errorf("an offset of %d s is out of range", offsets[i])
		}
	}
	z.offset = append(z.offset, offsets[0])
	last = First
	for i := range c.times {
		at, kind := int64(binary.BigEndian.Uint64([]byte(s[8*i:]))), int(s[8*c.times+i])
		if kind >= len(offsets) || at <= last/msPerSecond || at > Last/msPerSecond {
			return 0, fmt.Errorf("transition %d is out of range or out of order", i)
		}
		last = at * msPerSecond
		z.change(last, offsets[kind])
	}
	return last, nil
}

// change adds a transition at the end of the table. One that leaves the offset as
// it is (it renames the zone, or calls the offset summer time) is left out.
func (z *Zone) change(at int64, offset int32) {
	if offset != z.offset[len(z.offset)-1] {
		z.at, z.offset = append(z.at, at), append(z.offset, offset)
	}
}
