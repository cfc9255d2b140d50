package recommend

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
)

// A snapshot holds all that later answers depend on. The form, after the magic
// whose last character is the version:
//
//	config    kept, keptViews, neighbours, maxPairs
//	hour
//	items     how many; for each its id, popularity and the hour of it
//	2 layers  carts and purchases, then views:
//	          people, and for each the size of the set, and item*2+bought of each entry
//	          for each item: how many pairs with later items; for each the other
//	          item less the one before, and the count
//	          how many pairs were forgotten
//	checksum
const (
	modelMagic  = "jnyrec1"
	bufferMagic = "jnyrbf1"
)

// Snapshot writes the model. The same model gives the same bytes. Answers may
// be asked for meanwhile.
func (m *Model) Snapshot(w io.Writer) error {
	e := newEncoder(w, modelMagic)
	for _, v := range []int{m.cfg.Kept, m.cfg.KeptViews, m.cfg.Neighbours, m.cfg.MaxPairs} {
		e.uint(uint64(v))
	}
	e.int(m.hour)
	e.uint(uint64(len(m.names)))
	for i, name := range m.names {
		e.text(name)
		e.uint(m.pops[i].value)
		e.int(m.pops[i].hour)
	}
	m.taken.snapshot(e)
	m.viewed.snapshot(e)
	if err := e.close(); err != nil {
		return fmt.Errorf("recommend: writing a snapshot: %w", err)
	}
	return nil
}

func (l *layer) snapshot(e *encoder) {
	e.uint(uint64(len(l.sets.of)))
	for p := range l.sets.of {
		set := l.sets.get(uint32(p))
		e.uint(uint64(len(set)))
		for _, v := range set {
			e.uint(uint64(v&itemMask)<<1 | uint64(v>>31))
		}
	}
	type pair struct{ item, count uint32 }
	var pairs []pair
	for i := range l.rows {
		pairs = pairs[:0]
		for _, s := range l.rows[i].slots {
			if other := uint32(s>>32) - 1; uint32(s) > 0 && other > uint32(i) {
				pairs = append(pairs, pair{other, uint32(s)})
			}
		}
		slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.item, b.item) })
		e.uint(uint64(len(pairs)))
		last := uint32(i)
		for _, p := range pairs {
			e.uint(uint64(p.item - last))
			e.uint(uint64(p.count))
			last = p.item
		}
	}
	e.uint(uint64(l.forgotten))
}

// Restore reads a snapshot. Whatever the bytes are, it gives a model that works,
// or an error that is ErrSnapshot or comes from r.
func Restore(r io.Reader) (*Model, error) {
	d := newDecoder(r, modelMagic)
	m := New(Config{
		Kept:       int(d.uint(maxKept, "kept")),
		KeptViews:  int(d.uint(maxKept, "kept views")),
		Neighbours: int(d.uint(1<<16, "neighbours")),
		MaxPairs:   int(d.uint(math.MaxInt32, "pairs")),
	})
	m.hour = d.int("hour")
	for range d.uint(maxItems, "number of items") {
		name := d.text("item id")
		pop := popularity{d.uint(math.MaxUint64, "popularity"), d.int("hour of a popularity")}
		if _, twice := m.index[name]; twice || name == "" {
			d.fail("an item comes twice or has no id")
		}
		if d.err != nil {
			break
		}
		m.learn(name)
		m.pops[len(m.pops)-1] = pop
	}
	m.taken.restore(d)
	m.viewed.restore(d)
	if err := d.close(); err != nil {
		return nil, fmt.Errorf("recommend: reading a snapshot: %w", err)
	}
	return m, nil
}

func (l *layer) restore(d *decoder) {
	items := uint64(len(l.people))
	for p := range d.uint(math.MaxUint32, "number of people") {
		n := d.uint(uint64(l.kept), "size of a set")
		if d.err != nil {
			return
		}
		l.sets.reach(uint32(p))
		for range n {
			v := d.uint(items<<1|1, "item of a set")
			item, mark := uint32(v>>1), uint32(v&1)<<31
			if uint64(item) >= items || find(l.sets.get(uint32(p)), item) >= 0 {
				d.fail("a set holds an unknown item, or one twice")
				return
			}
			l.sets.push(uint32(p), item|mark)
			l.people[item]++
		}
	}
	for i := range l.rows {
		l.restoreRow(d, uint32(i))
	}
	l.forgotten = int64(d.uint(math.MaxInt64, "pairs forgotten"))
}

func (l *layer) restoreRow(d *decoder, item uint32) {
	last := uint64(item)
	for range d.uint(uint64(len(l.rows)), "number of pairs") {
		step := d.uint(uint64(len(l.rows)), "other item")
		count := uint32(d.uint(math.MaxUint32, "count of a pair"))
		if d.err != nil {
			return
		}
		last += step
		if step == 0 || last >= uint64(len(l.rows)) || count == 0 || count > min(l.people[item], l.people[last]) {
			d.fail("a pair does not fit its items")
			return
		}
		l.rows[item].put(uint32(last), count)
		l.rows[last].put(item, count)
		l.pairs++
	}
}

// Snapshot writes what waits in the buffer.
func (b *Buffer) Snapshot(w io.Writer) error {
	e := newEncoder(w, bufferMagic)
	e.uint(uint64(len(b.names)))
	for _, name := range b.names {
		e.text(name)
	}
	e.uint(uint64(len(b.seen)))
	for _, s := range b.seen {
		e.int(s.time)
		e.uint(uint64(s.person))
		e.uint(uint64(s.what))
	}
	e.uint(uint64(len(b.people)))
	for _, p := range b.people {
		e.int(p.time)
		e.uint(uint64(p.person))
		e.uint(uint64(p.other))
		e.uint(uint64(p.kind))
	}
	if err := e.close(); err != nil {
		return fmt.Errorf("recommend: writing a buffer: %w", err)
	}
	return nil
}

// RestoreBuffer reads what Buffer.Snapshot wrote, with the care of Restore.
func RestoreBuffer(r io.Reader) (*Buffer, error) {
	d := newDecoder(r, bufferMagic)
	b := &Buffer{}
	for range d.uint(maxItems, "number of items") {
		name := d.text("item id")
		if _, twice := b.index[name]; twice || name == "" {
			d.fail("an item comes twice or has no id")
		}
		if d.err != nil {
			break
		}
		b.learn(name)
	}
	for range d.uint(math.MaxInt64, "number of observations") {
		s := seen{d.int("time"), uint32(d.uint(math.MaxUint32, "person")), uint32(d.uint(math.MaxUint32, "observation"))}
		if Kind(s.what&kindMask) > Purchase || int(s.what>>kindBits) >= len(b.names) {
			d.fail("an observation of an unknown item or kind")
		}
		if d.err != nil {
			break
		}
		b.seen = append(b.seen, s)
	}
	for range d.uint(math.MaxInt64, "number of changes of people") {
		p := personChange{d.int("time"), uint32(d.uint(math.MaxUint32, "person")), uint32(d.uint(math.MaxUint32, "other person")), Kind(d.uint(255, "kind"))}
		if p.kind != merge && p.kind != forget {
			d.fail("a change of people of an unknown kind")
		}
		if d.err != nil {
			break
		}
		b.people = append(b.people, p)
	}
	if err := d.close(); err != nil {
		return nil, fmt.Errorf("recommend: reading a buffer: %w", err)
	}
	return b, nil
}
