package engine

import (
	"math"
	"slices"
	"sort"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
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
	for kind, i := range [...]int32{cartAdd: c.Added, cartRemove: c.Removed, cartClear: c.Cleared, cartBuy: c.Bought, cartView: c.Viewed} {
		if kind != int(noCart) && i >= 0 {
			l := &p.listeners[i]
			l.cart = cartKind(kind)
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
		if v := e.named(r, "quantity"); v.Kind == event.Number && v.Num >= 0 {
			qty = uint16(min(v.Num, math.MaxUint16))
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
		p.few().bought = e.see(p.few().bought, r.Time, id)
		e.learn(p, bytecode.BasisBought, id, r.Time)
	}
	list := e.named(r, "products")
	if list.Kind != event.List {
		one(e.productOf(r, l))
		return
	}
	paid := e.named(r, "currency") // an order says once in which currency its prices are
	for _, it := range list.Box.Items {
		one(e.product(l.cart, func(i int) event.Value {
			v := it.Field(productFields[i])
			if v.Kind == event.Null && productFields[i] == "currency" {
				v = paid
			}
			return v
		}))
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
		p.few().lost++
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
		case op.kind == cartAdd && at < 0 && op.qty == 0:
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

// Viewed is part of vm.Person: the products looked at lately, the latest first.
func (e *Engine) Viewed() any { return e.seenList(e.person, false) }

// Bought is part of vm.Person: the products bought lately, the latest first.
func (e *Engine) Bought() any { return e.seenList(e.person, true) }

func (e *Engine) seenList(p *Person, bought bool) any {
	var out []any
	for _, s := range slices.Backward(seenOf(p, bought)) {
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
	case !bought:
		return p.more.viewed
	case p.more.rare == nil:
		return nil
	}
	return p.more.rare.bought
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
