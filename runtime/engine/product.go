package engine

import (
	"sync"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
)

// productFields are what is kept of a product, in this order.
var productFields = [...]string{"product_id", "sku", "name", "brand", "category", "variant", "price", "currency", "url", "image_url"}

// products gives every description of a product a number that is the same for
// all workers; numbers are only compared and looked up.
type products struct {
	mu   sync.RWMutex
	ids  map[string]uint32
	rows []*productRow
}

// productRow is one description of a product.
type productRow struct {
	id     string
	fields [len(productFields)]event.Value
	said   int         // how many of fields are there
	value  event.Value // the same as a record
}

func (t *products) id(key []byte, row func() *productRow) uint32 {
	t.mu.RLock()
	id, ok := t.ids[string(key)]
	t.mu.RUnlock()
	if ok {
		return id
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if id, ok := t.ids[string(key)]; ok {
		return id
	}
	if t.ids == nil {
		t.ids = map[string]uint32{}
	}
	id = uint32(len(t.rows))
	t.rows = append(t.rows, row())
	t.ids[string(key)] = id
	return id
}

func (t *products) all() []*productRow {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.rows
}

// shelf is a worker's own view of the products: rows without a lock, and which
// description a product's id was last seen with, since shops describe a product
// in the same words again and again. Each kind of event has its own: a view says
// more of a product than a purchase.
type shelf struct {
	rows   []*productRow
	recent *[4096]uint32 // by hash of the id: row + 1
	key    []byte
}

func (s *shelf) slot(id string, kind cartKind) *uint32 {
	return &s.recent[(hashOf(id)+uint64(kind)*1021)%uint64(len(s.recent))]
}

func (e *Engine) productRow(i uint32) *productRow {
	if int(i) >= len(e.shelf.rows) {
		e.shelf.rows = e.prog.products.all()
	}
	return e.shelf.rows[i]
}

// product interns the description of a product that get reads field by field.
// A feed that does not tell products apart has one, without an id: it still
// makes a cart full or empty.
func (e *Engine) product(kind cartKind, get func(field int) event.Value) uint32 {
	var fields [len(productFields)]event.Value
	for i := range fields {
		fields[i] = get(i)
	}
	slot := e.shelf.slot(fields[0].Str, kind)
	if *slot != 0 && sameFields(&e.productRow(*slot-1).fields, &fields) {
		return *slot - 1
	}
	e.shelf.key = productKey(e.shelf.key[:0], &fields)
	id := e.prog.products.id(e.shelf.key, func() *productRow { return describe(&fields) })
	*slot = id + 1
	return id
}

// productOf is product for an event: most often it describes the product in the
// words that were used the last time, and then nothing is copied.
func (e *Engine) productOf(r *event.Record, l *listener) uint32 {
	get := func(i int) event.Value {
		if l.product[i] < 0 {
			return event.Value{}
		}
		return vm.Field(r, l.product[i])
	}
	if slot := *e.shelf.slot(get(0).Str, l.cart); slot != 0 {
		row := e.productRow(slot - 1)
		left := row.said
		for i := range r.Props {
			v := &r.Props[i].Value
			k := l.describes[r.Props[i].Field]
			if k < 0 || v.Kind == event.Null {
				continue
			}
			if w := &row.fields[k]; w.Kind != v.Kind || w.Num != v.Num || w.Str != v.Str {
				return e.product(l.cart, get)
			}
			left--
		}
		if left == 0 {
			return slot - 1
		}
	}
	return e.product(l.cart, get)
}

func sameFields(a, b *[len(productFields)]event.Value) bool {
	for i := range a {
		if a[i].Kind != b[i].Kind || a[i].Num != b[i].Num || a[i].Str != b[i].Str {
			return false
		}
	}
	return true
}

// describe makes a row of a product's fields.
func describe(fields *[len(productFields)]event.Value) *productRow {
	row := &productRow{}
	box := &event.Box{}
	for i, name := range productFields {
		v := keep(fields[i])
		if v.Kind == event.List || v.Kind == event.Map {
			v = event.Value{} // no shop means that
		}
		row.fields[i] = v
		if v.Kind != event.Null {
			row.said++
		}
		if i == 0 {
			if v.Kind == event.Null {
				v = keep(fields[1]) // a feed may know products by their sku alone
			}
			row.id = fn.Text(v)
			v = event.Of(row.id)
		}
		if v.Kind != event.Null {
			box.Names = append(box.Names, name)
			box.Items = append(box.Items, v)
		}
	}
	row.value = event.Value{Kind: event.Map, Box: box}
	return row
}

// hashOf is FNV-1a.
func hashOf(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func (e *Engine) productID(item uint32) string {
	return e.productRow(item).id
}
