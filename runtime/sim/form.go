package sim

import (
	"strings"

	"github.com/journeylang/journey/runtime/engine"
)

// entry is a decision. What decisions have in common with all others of their step
// is looked up in the program.
type entry struct {
	at, until int64
	form
	number   uint32 // of the form
	cause    uint32
	person   uint32
	prev     uint32 // the entry about the same person before it, plus 1
	instance uint32
}

// form is what many decisions have in common.
type form struct {
	line     int32
	word     uint16 // the arm, and what it is about
	step     int16
	journey  int16
	send     int16
	rested   int16 // the step where the stay rested before, or -1
	kindBits uint8 // the kind, and whether it was skipped
	reason   engine.Reason
	until    bool // there is another instant
	beside   bool // there are recommended products, or fields for a webhook
}

const (
	skippedBit = 1 << 7
	kindMask   = skippedBit - 1
)

func (f *form) kind() engine.Kind { return engine.Kind(f.kindBits & kindMask) }
func (f *form) skipped() bool     { return f.kindBits&skippedBit != 0 }

// forms gives forms numbers, in the order in which they first come.
type forms struct {
	list   []form
	bare   []engine.Decision // what each says
	number map[form]uint32
	words  names
}

// of is the number of a form.
func (fs *forms) of(f form) uint32 {
	if n, ok := fs.number[f]; ok {
		return n
	}
	n := uint32(len(fs.list))
	fs.number[f] = n
	fs.list = append(fs.list, f)
	d := engine.Decision{
		Journey: f.journey, Kind: f.kind(), Reason: f.reason, Skipped: f.skipped(), Step: int32(f.step), Send: int32(f.send), Line: f.line,
	}
	if f.until {
		d.Until = 1 // some instant: it is counted whether there is one
	}
	d.Arm, d.Target, _ = strings.Cut(fs.words.name(f.word), "\x00")
	fs.bare = append(fs.bare, d)
	return n
}
