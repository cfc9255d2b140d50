package diag

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Position is a place in a file as people and editors name it. All numbers start
// at 1. It is the only form of a place that leaves the program; inside there are
// byte offsets alone.
type Position struct {
	Line   int
	Column int // in Unicode code points, for people
	UTF16  int // the column in UTF-16 units, for editors; the protocol of language servers counts from 0
}

// Lines finds positions in one text. A line ends at \n or \r\n. A byte order mark
// at the start takes no column, and a byte that is not UTF-8 counts as one
// character. Offsets outside the text, or inside a character, are moved back to
// the nearest one that is a place.
type Lines struct {
	text   string
	starts []int // offset of each line's first byte
}

const byteOrderMark = "\uFEFF"

// NewLines reads the line starts of a text.
func NewLines(text string) *Lines {
	l := &Lines{text: text, starts: []int{0}}
	if strings.HasPrefix(text, byteOrderMark) {
		l.starts[0] = len(byteOrderMark)
	}
	for i := range len(text) {
		if text[i] == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// Position returns the position of a byte offset.
func (l *Lines) Position(offset int) Position {
	offset = l.clamp(offset)
	line := l.line(offset)
	p := Position{Line: line + 1, Column: 1, UTF16: 1}
	for _, r := range l.text[l.starts[line]:offset] {
		p.Column++
		p.UTF16++
		if r > 0xFFFF {
			p.UTF16++
		}
	}
	return p
}

// Count returns the number of lines.
func (l *Lines) Count() int { return len(l.starts) }

// Line returns the span of a line, counted from 1, without its end.
func (l *Lines) Line(number int) Span {
	s := Span{l.starts[number-1], len(l.text)}
	if number < len(l.starts) {
		s.End = l.starts[number] - 1
		if s.End > s.Start && l.text[s.End-1] == '\r' {
			s.End--
		}
	}
	return s
}

// clamp moves an offset into the text and out of a character.
func (l *Lines) clamp(offset int) int {
	offset = min(max(offset, l.starts[0]), len(l.text))
	for start := offset - 1; start >= 0 && start > offset-utf8.UTFMax; start-- {
		if utf8.RuneStart(l.text[start]) {
			if start+runeSize(l.text[start:]) > offset {
				return start
			}
			break
		}
	}
	return offset
}

// line returns the index of the line that an offset lies on.
func (l *Lines) line(offset int) int {
	return max(sort.SearchInts(l.starts, offset+1)-1, 0)
}

func runeSize(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}
