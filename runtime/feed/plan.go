package feed

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// plan is a mapping made ready for one file and one schema: names have become
// numbers of cells. It is never changed after it is built, so decoders share it.
//
// In CSV the cells are those of the row. In NDJSON they are the fields that the
// plan reads, numbered as they were asked for.
type plan struct {
	quoting *quoting // CSV; nil for NDJSON
	wanted  wanted   // NDJSON: which field is which cell
	width   int      // cells of a row
	places  []string // what messages call each cell
	zone    *calendar.Zone

	time, person, anonymous, id, event, previous, received int // cells, or -1
	kind                                                   int // CSV in Segment's form: the type, or -1
	always                                                 string
	values                                                 map[string]string
	skip                                                   []condition
	group                                                  int // the cell that groups rows, or -1

	events [][]origin // what fills the fields of each event
	traits []origin
	totals []*calc // aggregates; their running totals are numbered so
}

// origin is what fills one field.
type origin struct {
	field int
	name  string // in a list's map
	want  event.Kind
	cell  int    // when calc is nil and always is empty
	calc  *calc  // bound
	reads []int  // cells that calc reads as numbers
	fixed string // of `always`
	items []origin
	names []string // of items
}

// wanted finds the cell of a field of NDJSON, and the fields inside of it.
type wanted map[string]*want

type want struct {
	cell   int // -1 when only fields inside are wanted
	inside wanted
}

// binder makes a plan.
type binder struct {
	p      *plan
	file   string
	header []string // CSV: names of the columns
	errs   []error
}

// spelledSo finds the last column of that name; without one, the last that would
// have it in the form of event names: `Order ID` is order_id.
func (b *binder) spelledSo(name string) int {
	near := -1
	for i := len(b.header) - 1; i >= 0; i-- {
		if b.header[i] == name {
			return i
		}
		if near < 0 && event.Normal(b.header[i]) == name {
			near = i
		}
	}
	return near
}

// column finds the cell of a column. In NDJSON every name is one.
func (b *binder) column(name string) (int, bool) {
	if b.p.quoting == nil {
		return b.field(name), true
	}
	for i := len(b.header) - 1; i >= 0; i-- {
		if b.header[i] == name {
			return i, true
		}
	}
	return -1, false
}

// field is the cell of an NDJSON field, named by a path.
func (b *binder) field(path string) int {
	at, rest := b.p.wanted, path
	for {
		name, behind, deeper := strings.Cut(rest, ".")
		w := at[name]
		if w == nil {
			w = &want{cell: -1}
			at[name] = w
		}
		if !deeper {
			if w.cell < 0 {
				w.cell = b.p.width
				b.p.width++
				b.p.places = append(b.p.places, path)
			}
			return w.cell
		}
		if w.inside == nil {
			w.inside = wanted{}
		}
		at, rest = w.inside, behind
	}
}

// missing reports a column that the file has not.
func (b *binder) missing(m *Mapping, at located, name string) {
	text := fmt.Sprintf("%s has no column %q", b.file, name)
	if near, ok := spell.Closest(name, b.header); ok {
		text += fmt.Sprintf("; did you mean %q?", near)
	} else {
		text += "; its columns are: " + strings.Join(b.header, ", ")
	}
	b.errs = append(b.errs, &MappingError{File: m.name, Line: at.line, Column: at.column, Message: text})
}

func (b *binder) need(m *Mapping, at located) int {
	if !at.set() {
		return -1
	}
	i, ok := b.column(at.text)
	if !ok {
		b.missing(m, at, at.text)
	}
	return i
}

// bind makes the plan of a mapping. quoting is nil and header empty for NDJSON.
func (m *Mapping) bind(x *index, file string, q *quoting, header []string) (*plan, []error) {
	b := &binder{p: &plan{quoting: q, zone: m.zone, kind: -1, event: -1, group: -1, always: m.always, values: m.values}, file: file, header: header}
	p := b.p
	if q != nil {
		p.width, p.places = len(header), header
	} else {
		p.wanted = wanted{}
	}
	p.time, p.person, p.anonymous = b.need(m, m.time), b.need(m, m.person), b.need(m, m.anonymous)
	p.id, p.previous, p.received = b.need(m, m.id), b.need(m, m.previous), b.need(m, m.received)
	if m.always == "" {
		p.event = b.need(m, m.event)
	}
	p.group = b.need(m, m.groupBy)
	b.conditions(m)
	sources := b.properties(m, m.properties)
	p.events = make([][]origin, len(x.fields))
	for i := range x.fields {
		p.events[i] = b.fill(m, &x.fields[i], sources)
	}
	p.traits = b.fill(m, &x.traits, sources)
	return p, b.errs
}

func (b *binder) conditions(m *Mapping) {
	for _, c := range m.skip {
		bound := condition{source: c.source, all: append([]comparison(nil), c.all...)}
		for i := range bound.all {
			if cmp := &bound.all[i]; !cmp.onTime {
				var ok bool
				if cmp.cell, ok = b.column(cmp.column); !ok {
					b.missing(m, c.source, cmp.column)
				}
			}
		}
		b.p.skip = append(b.p.skip, bound)
	}
}

// properties binds the entries of `properties`, whether the program wants them
// or not, so that a mistake in the mapping always shows.
func (b *binder) properties(m *Mapping, list []property) []origin {
	out := make([]origin, 0, len(list))
	for _, q := range list {
		s := origin{name: q.name, cell: -1}
		switch {
		case q.items != nil:
			s.items = b.properties(m, q.items)
			for _, item := range s.items {
				s.names = append(s.names, item.name)
			}
		case q.always:
			s.fixed = q.source.text
		default:
			b.value(m, q, &s)
		}
		out = append(out, s)
	}
	return out
}

// value decides whether a property is a column or a calculation: a text that is
// a column's name is the column, whatever signs it holds.
func (b *binder) value(m *Mapping, q property, s *origin) {
	if b.p.quoting != nil {
		if i, ok := b.column(q.source.text); ok {
			s.cell = i
			return
		}
	}
	switch {
	case q.calc == nil:
		b.errs = append(b.errs, &MappingError{File: m.name, Line: q.source.line, Column: q.source.column,
			Message: fmt.Sprintf("%q is neither a column of %s nor a calculation: %s", q.source.text, b.file, q.fault)})
	case q.calc.op == opColumn:
		var ok bool
		if s.cell, ok = b.column(q.calc.column); !ok {
			b.missing(m, q.source, q.calc.column)
		}
	default:
		s.calc = b.calc(m, q, q.calc, &s.reads)
	}
}

// calc binds a calculation: a copy with cells and totals numbered.
func (b *binder) calc(m *Mapping, q property, c *calc, reads *[]int) *calc {
	bound := *c
	bound.args = nil
	if c.op == opColumn {
		var ok bool
		if bound.cell, ok = b.column(c.column); !ok {
			b.missing(m, q.source, c.column)
			bound.cell = 0
		}
		*reads = append(*reads, bound.cell)
	}
	if c.op == opCount && c.args[0].op == opColumn {
		present := *b.calc(m, q, c.args[0], new([]int))
		present.op = opPresent
		bound.total = len(b.p.totals)
		b.p.totals = append(b.p.totals, &present)
		return &bound
	}
	for _, a := range c.args {
		bound.args = append(bound.args, b.calc(m, q, a, reads))
	}
	if c.op >= opSum {
		bound.total = len(b.p.totals)
		b.p.totals = append(b.p.totals, bound.args[0])
	}
	return &bound
}

// fill finds what fills the fields of an event, or the traits.
func (b *binder) fill(m *Mapping, f *fields, sources []origin) []origin {
	var out []origin
	for i, field := range f.list {
		for _, s := range sources {
			if s.name == field.Name {
				s.field, s.want = i, field.Want
				out = append(out, s)
			}
		}
		if m.everyColumn {
			if cell, ok := b.plain(f, field.Name, i); ok {
				out = append(out, origin{field: i, want: field.Want, cell: cell})
			}
		}
	}
	return out
}

// plain finds the column with the name of a field, or with another spelling of
// it, which traits have.
func (b *binder) plain(f *fields, name string, field int) (int, bool) {
	if b.p.quoting == nil {
		return b.field(name), true
	}
	i := b.spelledSo(name)
	for k := 0; i < 0 && k < len(b.header); k++ {
		if f.find([]byte(b.header[k])) == field {
			i = k
		}
	}
	return i, i >= 0 && !b.p.meta(i)
}

// meta reports whether a cell is one of those that make the record.
func (p *plan) meta(cell int) bool {
	for _, c := range [...]int{p.time, p.person, p.anonymous, p.id, p.event, p.previous, p.received, p.kind} {
		if c == cell {
			return true
		}
	}
	return false
}
