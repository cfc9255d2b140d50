package feed

import (
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

// group collects neighbouring rows of one person with the same value in the
// column of `group by`. The first row says when and who and fills the plain
// fields; the others add to the totals and lists. The record, numbered by the
// first row, is kept when the next row belongs elsewhere.
//
// A group may reach over chunks, so what it keeps is in an arena of its own, which
// is never used again and lives as long as the records that point into it. For
// the same reason a plan that groups is decoded by one goroutine.
type group struct {
	open     bool
	key, who string
	rows     int
	bytes    int // of the cells of these rows
	record   event.Record
	sources  []origin
	fields   int             // of the event
	props    []event.Prop    // the plain fields
	numbers  []number        // of the first row
	lists    [][]event.Value // by source
	arena    arena
}

// maxGroup and maxGroupBytes bound the rows of one event: a column that never
// changes must not collect the whole file.
const (
	maxGroup      = 1 << 16
	maxGroupBytes = 16 << 20
)

// grouped adds a row to the open group, or begins another.
func (d *decoder) grouped(buf []byte, r *event.Record, sources []origin, n int) outcome {
	g := &d.run
	key, who := d.cellText(d.plan.group), d.cellText(d.plan.person)
	if who == "" {
		who = d.cellText(d.plan.anonymous)
	}
	if !g.open || g.key != key || g.who != who {
		d.closeGroup()
		return d.openGroup(buf, r, sources, n, key, who)
	}
	if g.rows == maxGroup || g.bytes > maxGroupBytes {
		d.failf(-1, "the event of %s %q has %d rows already, which is as much as one event may hold", d.plan.places[d.plan.group], key, g.rows)
		return unreadable
	}
	if !d.addRow(g.sources) || !d.addItems(buf) {
		return unreadable
	}
	g.rows++
	g.bytes += d.rowSize()
	return readable
}

func (d *decoder) openGroup(buf []byte, r *event.Record, sources []origin, n int, key, who string) outcome {
	g := &d.run
	if !d.rowRecord(r) {
		return unreadable
	}
	clear(d.operands.totals)
	if !d.addRow(sources) {
		return unreadable
	}
	g.props = g.props[:0]
	for i := range sources {
		s := &sources[i]
		if s.calc != nil || s.items != nil {
			continue
		}
		v, has, ok := d.fieldOf(buf, s)
		if !ok {
			return unreadable
		}
		if has {
			g.props = append(g.props, event.Prop{Field: uint16(s.field), Value: g.arena.keep(v)})
		}
	}
	g.sources, g.fields = sources, n
	for len(g.lists) < len(sources) {
		g.lists = append(g.lists, nil)
	}
	for i := range g.lists {
		g.lists[i] = g.lists[i][:0]
	}
	if !d.addItems(buf) {
		return unreadable
	}
	a := &g.arena
	g.key, g.who = strings.Clone(key), strings.Clone(who)
	g.numbers = append(g.numbers[:0], d.operands.numbers...)
	g.record = *r
	g.record.User, g.record.Anon, g.record.ID = a.holdText(r.User), a.holdText(r.Anon), a.holdText(r.ID)
	g.open, g.rows, g.bytes = true, 1, d.rowSize()
	return readable
}

func (d *decoder) rowSize() (n int) {
	for i := range d.operands.cells {
		n += len(d.operands.cells[i].text)
	}
	return n
}

// addItems adds the row to the group's lists.
func (d *decoder) addItems(buf []byte) bool {
	g := &d.run
	for i := range g.sources {
		if s := &g.sources[i]; s.items != nil {
			v, ok := d.item(buf, s)
			if !ok {
				return false
			}
			g.lists[i] = append(g.lists[i], g.arena.keepItem(v, s.names))
		}
	}
	return true
}

// closeGroup keeps the record of the open group, if there is one.
func (d *decoder) closeGroup() {
	g := &d.run
	if !g.open {
		return
	}
	g.open = false
	d.begin(g.fields)
	for _, p := range g.props {
		d.set(int(p.Field), p.Value)
	}
	of := operands{d.operands.cells, g.numbers, d.operands.totals}
	for i := range g.sources {
		s := &g.sources[i]
		switch {
		case s.calc != nil:
			if x, has := s.calc.eval(&of); has {
				d.set(s.field, calculated(x, s.want))
			}
		case s.items != nil:
			if s.want != event.Null && s.want != event.List {
				d.set(s.field, event.Value{})
				continue
			}
			b := &take(&g.arena.boxes, 1)[0]
			b.Items = take(&g.arena.items, len(g.lists[i]))
			copy(b.Items, g.lists[i])
			d.set(s.field, event.Value{Kind: event.List, Box: b})
		}
	}
	r := g.record
	r.Props = d.collected(g.fields)
	d.out.Records = append(d.out.Records, r)
}

// end keeps what is still open when the feed has ended.
func (d *decoder) end(b *batch) {
	d.out = b
	d.closeGroup()
}

// keep copies a value with everything in it into the arena.
func (a *arena) keep(v event.Value) event.Value {
	v.Str = a.holdText(v.Str)
	if v.Box != nil {
		b := &take(&a.boxes, 1)[0]
		b.Items = take(&a.items, len(v.Box.Items))
		for i, it := range v.Box.Items {
			b.Items[i] = a.keep(it)
		}
		b.Names = take(&a.names, len(v.Box.Names))
		for i, n := range v.Box.Names {
			b.Names[i] = a.holdText(n)
		}
		v.Box = b
	}
	return v
}

// keepItem is keep for a row's map in a list. Its names are the mapping's own and
// stay as they are; most often all are there, and then maps share them.
func (a *arena) keepItem(v event.Value, all []string) event.Value {
	b := &take(&a.boxes, 1)[0]
	if b.Names = all; len(v.Box.Names) < len(all) {
		b.Names = take(&a.names, len(v.Box.Names))
		copy(b.Names, v.Box.Names)
	}
	b.Items = take(&a.items, len(v.Box.Items))
	for i, it := range v.Box.Items {
		b.Items[i] = a.keep(it)
	}
	return event.Value{Kind: event.Map, Box: b}
}

func (a *arena) holdText(s string) string { return a.hold(bytesOf(s)) }

// formatNumber writes a number as people do.
func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
