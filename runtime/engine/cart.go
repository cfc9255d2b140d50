package engine

import (
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
)

// `cart`, `viewed` and `bought` are facts that the engine keeps from the
// standard library's events. The cart is a short log, because a late addition or
// removal belongs where it happened: the operations since the last clear, in
// order of time, replayed when somebody reads the cart.

type cartKind uint8

const (
	noCart cartKind = iota
	cartAdd
	cartRemove
	cartClear
	cartBuy
	cartView
)

// cartOp is one operation on the cart, in 16 bytes: a person may have many.
type cartOp struct {
	time int64
	item uint32 // in the program's table of products
	qty  uint16
	kind cartKind
}

// seenItem is a product that was viewed or bought, in 8 bytes.
type seenItem struct{ sec, item uint32 }

// maxSeen is how many different products `viewed` and `bought` hold.
const maxSeen = 20

func (p *Program) findCart() {
	c := &p.Cart
	if !c.Used {
		return
	}
	for kind, i := range map[cartKind]int32{cartAdd: c.Added, cartRemove: c.Removed, cartClear: c.Cleared, cartBuy: c.Bought, cartView: c.Viewed} {
		if i >= 0 {
			l := &p.listeners[i]
			l.cart = kind
			l.describes = make([]int8, len(p.Events[i].Fields))
			for f, field := range p.Events[i].Fields {
				l.describes[f] = int8(slices.Index(productFields[:], field.Name))
			}
			for k, name := range productFields {
				l.product[k] = -1
				for f, field := range p.Events[i].Fields {
					if field.Name == name {
						l.product[k] = int32(f)
					}
				}
			}
		}
	}
}

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
// in the same words again and again.
type shelf struct {
	rows   []*productRow
	recent [1024]uint32 // by hash of the id: row + 1
	key    []byte
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
func (e *Engine) product(get func(field int) event.Value) uint32 {
	var fields [len(productFields)]event.Value
	for i := range fields {
		fields[i] = get(i)
	}
	slot := &e.shelf.recent[hashOf(fields[0].Str)%uint64(len(e.shelf.recent))]
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
	if slot := e.shelf.recent[hashOf(get(0).Str)%uint64(len(e.shelf.recent))]; slot != 0 {
		row := e.productRow(slot - 1)
		left := row.said
		for i := range r.Props {
			v := &r.Props[i].Value
			k := l.describes[r.Props[i].Field]
			if k < 0 || v.Kind == event.Null {
				continue
			}
			if w := &row.fields[k]; w.Kind != v.Kind || w.Num != v.Num || w.Str != v.Str {
				return e.product(get)
			}
			left--
		}
		if left == 0 {
			return slot - 1
		}
	}
	return e.product(get)
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

func (e *Engine) cartEvent(p *Person, r *event.Record, l *listener) {
	if l.cart == noCart {
		return
	}
	switch l.cart {
	case cartAdd, cartRemove:
		id := e.productOf(r, l)
		// A removal that does not say how many takes them all.
		qty := uint16(1)
		if l.cart == cartRemove {
			qty = math.MaxUint16
		}
		if v := e.named(r, "quantity"); v.Kind == event.Number && v.Num >= 0 && v.Num < math.MaxUint16 {
			qty = uint16(v.Num)
		}
		e.addOp(p, cartOp{time: r.Time, item: id, qty: qty, kind: l.cart})
		kind := bytecode.BasisCart
		if l.cart == cartRemove {
			kind = -1
		}
		e.learn(p, kind, id, r.Time)
	case cartClear:
		e.addOp(p, cartOp{time: r.Time, kind: cartClear})
	case cartBuy:
		e.buy(p, r, l)
		e.addOp(p, cartOp{time: r.Time, kind: cartClear})
	case cartView:
		id := e.productOf(r, l)
		p.rest().viewed = e.see(p.rest().viewed, r.Time, id)
		e.learn(p, bytecode.BasisViewed, id, r.Time)
	}
}

// named is a field of an event by name, for the few that are not the product's.
func (e *Engine) named(r *event.Record, name string) event.Value {
	for i, f := range e.prog.Events[r.Type].Fields {
		if f.Name == name {
			return vm.Field(r, int32(i))
		}
	}
	return event.Value{}
}

func (e *Engine) buy(p *Person, r *event.Record, l *listener) {
	one := func(id uint32) {
		p.rest().bought = e.see(p.rest().bought, r.Time, id)
		e.learn(p, bytecode.BasisBought, id, r.Time)
	}
	list := e.named(r, "products")
	if list.Kind != event.List {
		one(e.productOf(r, l))
		return
	}
	for _, it := range list.Box.Items {
		one(e.product(func(i int) event.Value { return it.Field(productFields[i]) }))
	}
}

func (e *Engine) learn(p *Person, kind int32, item uint32, at int64) {
	if e.Learn == nil {
		return
	}
	if row := e.productRow(item); row.id != "" {
		e.Learn(Observation{Person: p, Kind: kind, Item: row.id, Time: at, Product: item, Row: row.value})
	}
}

// addOp puts an operation into the log. A clear makes what lies before it
// forgettable; it stays itself, so that a late addition from before it is not
// taken for a new one.
func (e *Engine) addOp(p *Person, op cartOp) {
	m := p.rest()
	at := sort.Search(len(m.cart), func(i int) bool { return m.cart[i].time > op.time })
	if op.kind == cartClear {
		m.cart = append(m.cart[:0], m.cart[at:]...)
		at = 0
	} else if at == 0 && len(m.cart) > 0 && m.cart[0].kind == cartClear {
		return
	}
	m.cart = append(m.cart, cartOp{})
	copy(m.cart[at+1:], m.cart[at:])
	m.cart[at] = op
	if len(m.cart) > maxPairs {
		m.cart = m.cart[:copy(m.cart, m.cart[1:])]
		m.lost++
	}
}

// see moves a product to the end of the list of those seen lately.
func (e *Engine) see(list []seenItem, t int64, item uint32) []seenItem {
	sec := uint32(max(0, min(t/1000, math.MaxUint32)))
	id := e.productID(item)
	for i := range list {
		if list[i].item == item || e.productID(list[i].item) == id {
			if list[i].sec > sec {
				return list
			}
			list = append(list[:i], list[i+1:]...)
			break
		}
	}
	at := sort.Search(len(list), func(i int) bool { return list[i].sec > sec })
	list = append(list, seenItem{})
	copy(list[at+1:], list[at:])
	list[at] = seenItem{sec, item}
	if len(list) > maxSeen {
		list = list[:copy(list, list[1:])]
	}
	return list
}

func (e *Engine) productID(item uint32) string {
	return e.productRow(item).id
}

// cartLine is one product in the cart.
type cartLine struct {
	item uint32
	id   string
	qty  float64
}

// lines replays the log: the products in the cart in the order in which they
// came in, described as they were when they were last added.
func (e *Engine) lines(p *Person) []cartLine {
	if p.more == nil {
		return nil
	}
	var out []cartLine
	for _, op := range p.more.cart {
		if op.time > e.now {
			break
		}
		if op.kind == cartClear {
			out = out[:0]
			continue
		}
		id := e.productID(op.item)
		at := -1
		for i := range out {
			if out[i].id == id {
				at = i
			}
		}
		switch {
		case op.kind == cartAdd && at < 0:
			out = append(out, cartLine{op.item, id, float64(op.qty)})
		case op.kind == cartAdd:
			out[at].item = op.item
			out[at].qty += float64(op.qty)
		case at >= 0:
			if out[at].qty -= float64(op.qty); out[at].qty <= 0 {
				out = append(out[:at], out[at+1:]...)
			}
		}
	}
	return out
}

// Cart is part of vm.Person: the record `cart`.
func (e *Engine) Cart() any {
	var items []any
	var total, quantity float64
	var currency any
	for _, l := range e.lines(e.person) {
		row := e.productRow(l.item).value
		m, _ := row.Any().(map[string]any)
		m["quantity"] = l.qty
		items = append(items, m)
		quantity += l.qty
		total += float64(row.Field("price").Num * l.qty)
		if c := row.Field("currency"); c.Kind == event.Text {
			currency = c.Str
		}
	}
	return map[string]any{"items": items, "total": total, "quantity": quantity, "currency": currency}
}

// Viewed is part of vm.Person: the products looked at lately, the latest last.
func (e *Engine) Viewed() any { return e.seenList(e.person, false) }

// Bought is part of vm.Person: the products bought lately, the latest last.
func (e *Engine) Bought() any { return e.seenList(e.person, true) }

func (e *Engine) seenList(p *Person, bought bool) any {
	var out []any
	for _, s := range seenOf(p, bought) {
		m, _ := e.productRow(s.item).value.Any().(map[string]any)
		m["quantity"] = 1.0
		out = append(out, m)
	}
	return out
}

func seenOf(p *Person, bought bool) []seenItem {
	switch {
	case p.more == nil:
		return nil
	case bought:
		return p.more.bought
	}
	return p.more.viewed
}

// Items is part of vm.Person: what goes with the basis. Nothing that is in the
// cart or was just bought is recommended.
func (e *Engine) Items(basis, n int32) event.Value {
	if e.world == nil {
		return event.Value{}
	}
	var items, exclude []string
	for _, l := range e.lines(e.person) {
		exclude = append(exclude, l.id)
		if basis == bytecode.BasisCart {
			items = append(items, l.id)
		}
	}
	for _, s := range seenOf(e.person, true) {
		exclude = append(exclude, e.productID(s.item))
		if basis == bytecode.BasisBought {
			items = append(items, e.productID(s.item))
		}
	}
	if basis == bytecode.BasisViewed {
		for _, s := range seenOf(e.person, false) {
			items = append(items, e.productID(s.item))
		}
	}
	box := &event.Box{}
	for _, id := range e.world.Items(basis, items, exclude, int(n)) {
		row := e.world.Product(id)
		if row.Kind != event.Map {
			row = event.Value{Kind: event.Map, Box: &event.Box{Names: []string{"product_id"}, Items: []event.Value{event.Of(id)}}}
		}
		box.Items = append(box.Items, row)
	}
	return event.Value{Kind: event.List, Box: box}
}
