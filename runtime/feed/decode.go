package feed

import (
	"bytes"
	"fmt"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// decoder turns chunks of NDJSON into batches. One decoder serves one goroutine.
//
// A line is read in one pass over its top level: of every name that can mean
// something the place of its value is noted in slots, the rest is stepped over.
// Only then, because the order of names is free and the last of two equal ones
// counts, is it known what the line is, and what is needed of it is read. The one
// exception is `properties` behind `type` and `event`, where writers put it: it
// is projected on the way, so that a common line is walked once.
type decoder struct {
	x       *index
	plan    *plan // of CSV and of mapped NDJSON; nil for our own NDJSON
	file    string
	zone    *calendar.Zone
	maxLine int

	out   *batch
	names map[string]int32 // what a name as spelled in the feed means
	slots [keyCount]span
	early int32 // the event whose properties were read on the way, or none

	// The projected fields of the line being read: values[i] counts when
	// marks[i] is this line's generation.
	values []event.Value
	marks  []uint32
	gen    uint32

	operands operands // the cells of the row being read, with a plan
	run      group    // the rows being collected, when the plan groups them

	stack []event.Value // elements of the lists and maps being read
	keys  []string      // names of the maps being read
	depth int           // lists and maps around what is being read

	faultAt int // index in the chunk, or -1 when the whole line is meant
	fault   string
}

// maxSpellings bounds the cache of names: a feed may invent a name a line.
const maxSpellings = 4096

// noEarly says that no properties were read on the way.
const noEarly int32 = -100

func newDecoder(x *index, p *plan, file string, maxLine int) *decoder {
	d := &decoder{x: x, plan: p, file: file, maxLine: maxLine, names: make(map[string]int32)}
	if p != nil {
		d.zone = p.zone
		d.operands = operands{make([]cell, p.width), make([]number, p.width), make([]total, len(p.totals))}
	}
	return d
}

// fail notes what is wrong with the line and where, and returns -1.
func (d *decoder) fail(i int, why string) int {
	d.faultAt, d.fault = i, why
	return -1
}

func (d *decoder) failf(i int, format string, args ...any) int {
	return d.fail(i, fmt.Sprintf(format, args...))
}

// bad reports the line that starts at start.
func (d *decoder) bad(line int64, start int) {
	column := 0
	if d.faultAt >= 0 {
		column = d.faultAt - start + 1
	}
	text := d.out.buf[start:d.out.n]
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		text = text[:end]
	}
	d.out.Bad = append(d.out.Bad, event.BadLine{File: d.file, Line: line, Column: column, Why: d.fault, Text: string(text[:min(len(text), badText)])})
}

// badText is how much is kept of a line that cannot be read.
const badText = 400

// outcome is what became of a line.
type outcome uint8

const (
	readable outcome = iota
	ignored
	unreadable
)

// chunk decodes a whole chunk.
func (d *decoder) chunk(b *batch) {
	d.out = b
	if d.plan != nil && d.plan.quoting != nil {
		d.rows(b)
		return
	}
	buf := b.buf[:b.n+padding]
	line := b.firstLine
	for i := 0; i < b.n; line++ {
		i = d.line(buf, i, line)
	}
	b.Lines = line - b.firstLine
}

// line decodes the line that starts at start and returns where the next starts.
func (d *decoder) line(buf []byte, start int, number int64) int {
	d.depth = 1
	d.stack, d.keys = d.stack[:0], d.keys[:0]
	i := blanks(buf, start)
	if buf[i] == '\n' {
		return i + 1
	}
	if d.plan != nil {
		i = d.wantedCells(buf, i)
	} else {
		i = d.object(buf, i)
	}
	if i >= 0 {
		if i = blanks(buf, i); buf[i] == '\n' && i-start <= d.maxLine {
			if d.plan != nil {
				d.settle(d.mapped(buf, number), number, start)
			} else {
				d.settle(d.interpret(buf, start, number), number, start)
			}
			return i + 1
		}
		d.fail(i, "something follows the end of the object")
	}
	end := start + bytes.IndexByte(buf[start:], '\n')
	if end-start > d.maxLine {
		d.failf(-1, "the line is longer than %d bytes", d.maxLine)
	}
	d.bad(number, start)
	return end + 1
}

// object notes the values of the top-level object at i and returns the index
// behind it, or -1.
func (d *decoder) object(buf []byte, i int) int {
	d.slots = [keyCount]span{}
	d.early = noEarly
	if buf[i] != '{' {
		return d.noObject(buf, i)
	}
	i = blanks(buf, i+1)
	if buf[i] == '}' {
		return i + 1
	}
	for {
		name, at := d.name(buf, i)
		if at < 0 {
			return -1
		}
		k := keyOf(name)
		if k == keyProperties {
			if i = d.properties(buf, at); i < 0 {
				return -1
			}
		} else {
			var v span
			if v, i = d.value(buf, at); i < 0 {
				return -1
			}
			if k < keyCount {
				d.slots[k] = v
			}
		}
		i = d.more(buf, i)
		switch {
		case i < 0:
			return -1
		case buf[i-1] == '}':
			return i
		}
	}
}

func (d *decoder) noObject(buf []byte, i int) int {
	if buf[i] == 0 {
		return d.fail(i, "the line begins with NUL bytes; the file may be damaged")
	}
	return d.fail(i, "the line is not a JSON object")
}

// name reads a member's name at i, and the colon, and returns the index of the
// value.
func (d *decoder) name(buf []byte, i int) ([]byte, int) {
	if buf[i] != '"' {
		return nil, d.fail(i, "a name in double quotes was expected here")
	}
	e, high := stringEnd(buf, i+1)
	name := buf[i+1 : e]
	if buf[e] != '"' || high != 0 {
		if e = escapedEnd(buf, e); e < 0 {
			return nil, d.fail(i, "this name is not closed")
		}
		s, fault := d.out.arena.unquote(buf[i+1 : e])
		if fault >= 0 {
			return nil, d.fail(i+1+fault, "there is no such escape")
		}
		name = bytesOf(s)
	}
	i = e + 1
	if buf[i] != ':' {
		if i = blanks(buf, i); buf[i] != ':' {
			return nil, d.fail(i, "a colon was expected here")
		}
	}
	i++
	if isBlank(buf[i]) {
		i = blanks(buf, i)
	}
	return name, i
}

// more steps over what follows a member: it returns the index of the next
// member's name, or the index behind the closing brace.
func (d *decoder) more(buf []byte, i int) int {
	if isBlank(buf[i]) {
		i = blanks(buf, i)
	}
	switch buf[i] {
	case ',':
		i++
		if isBlank(buf[i]) {
			i = blanks(buf, i)
		}
		if buf[i] == '}' {
			return d.fail(i, "a name was expected after the comma")
		}
		return i
	case '}':
		return i + 1
	case '\n':
		return d.fail(i, "the line ends in the middle of the object")
	}
	return d.fail(i, "a comma or } was expected here")
}

// properties projects the value of `properties` at once when the event is known
// already, and notes its place in any case.
func (d *decoder) properties(buf []byte, at int) int {
	s := &d.slots
	if buf[at] == '{' && s[keyEvent].kind == plain && s[keyType].kind == plain && view(buf[s[keyType].at:s[keyType].end]) == "track" {
		if t := d.heard(buf[s[keyEvent].at:s[keyEvent].end]); t >= 0 && len(d.x.fields[t].list) > 0 {
			f := &d.x.fields[t]
			d.begin(len(f.list))
			end := d.project(buf, at, f)
			d.early = t
			s[keyProperties] = span{int32(at), int32(end), mapping}
			return end
		}
	}
	v, end := d.value(buf, at)
	s[keyProperties] = v
	return end
}

// heard returns what an event's name means. The spelling is looked up as it is;
// only a new one is brought into normal form.
func (d *decoder) heard(raw []byte) int32 {
	if m, ok := d.names[string(raw)]; ok {
		return m
	}
	m := d.x.meaning(event.Normal(string(raw)))
	if len(d.names) < maxSpellings {
		d.names[string(raw)] = m
	}
	return m
}

// begin starts collecting fields, n of them at most.
func (d *decoder) begin(n int) {
	if len(d.marks) < n {
		d.values, d.marks = make([]event.Value, n), make([]uint32, n)
	}
	if d.gen++; d.gen == 0 {
		clear(d.marks)
		d.gen = 1
	}
}

func (d *decoder) set(field int, v event.Value) {
	d.values[field], d.marks[field] = v, d.gen
}

func (d *decoder) has(field int) bool { return d.marks[field] == d.gen }

// collected returns the fields since begin, in the order of the schema.
func (d *decoder) collected(n int) []event.Prop {
	a := &d.out.arena
	props := take(&a.props, n)[:0]
	for i := range n {
		if d.marks[i] == d.gen {
			props = append(props, event.Prop{Field: uint16(i), Value: d.values[i]})
		}
	}
	a.props = a.props[:len(a.props)-n+len(props)]
	if len(props) == 0 {
		return nil
	}
	return props[:len(props):len(props)]
}
