package oracle

import (
	"cmp"
	"math"
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

// What a person has in the cart, has looked at and has bought: found anew, from all that
// has happened, whenever somebody asks. What happened at one instant counts in the order
// in which it became known.

// product is what an event says of a product: its fields, the identity first.
func (w *world) product(field func(name string) event.Value) event.Value {
	id := field("product_id")
	if missing(id) {
		id = event.Of("")
	}
	box := &event.Box{Names: []string{"product_id"}, Items: []event.Value{id}}
	for _, name := range []string{"name", "price"} {
		if v := field(name); !missing(v) {
			box.Names, box.Items = append(box.Names, name), append(box.Items, v)
		}
	}
	return event.Value{Kind: event.Map, Box: box}
}

func sameProduct(a, b event.Value) bool {
	return a.Field("product_id").Str == b.Field("product_id").Str
}

// with returns a record with one more field.
func with(record event.Value, name string, v event.Value) event.Value {
	return event.Value{Kind: event.Map, Box: &event.Box{
		Names: append(slices.Clone(record.Box.Names), name), Items: append(slices.Clone(record.Box.Items), v),
	}}
}

// known returns what has happened to a person by instant, and of one instant in the order in
// which it became known.
func known(p *person, instant func(ts int64) int64) []*happened {
	all := slices.Clone(p.history)
	slices.SortStableFunc(all, func(a, b *happened) int { return cmp.Compare(instant(a.ts), instant(b.ts)) })
	return all
}

// pieces is a quantity as it counts: whole pieces, up to 65,535.
func pieces(v event.Value) event.Value {
	if v.Kind != event.Number || v.Num < 0 {
		return event.Value{}
	}
	return event.Of(math.Trunc(min(v.Num, 65_535)))
}

// cart returns the record `cart`.
func (w *world) cart(p *person) event.Value {
	type line struct {
		product  event.Value
		quantity float64
	}
	var lines []line
	for _, h := range known(p, func(ts int64) int64 { return ts }) {
		field := func(name string) event.Value { return w.field(h, name) }
		product := w.product(field)
		at := slices.IndexFunc(lines, func(l line) bool { return sameProduct(l.product, product) })
		quantity := pieces(field("quantity"))
		switch h.name {
		case "product_added":
			n := 1.0
			if !missing(quantity) {
				n = quantity.Num
			}
			if at >= 0 {
				lines[at] = line{product, lines[at].quantity + n}
			} else if n > 0 {
				lines = append(lines, line{product, n})
			}
		case "product_removed":
			if at < 0 {
				break
			}
			if !missing(quantity) && quantity.Num < lines[at].quantity {
				lines[at].quantity -= quantity.Num
			} else {
				lines = slices.Delete(lines, at, at+1)
			}
		case "cart_cleared", "purchased":
			lines = nil
		}
	}
	items := &event.Box{}
	quantity, total := 0.0, 0.0
	for _, l := range lines {
		items.Items = append(items.Items, with(l.product, "quantity", event.Of(l.quantity)))
		quantity += l.quantity
		total += l.product.Field("price").Num * l.quantity
	}
	return event.Value{Kind: event.Map, Box: &event.Box{
		Names: []string{"items", "quantity", "total"},
		Items: []event.Value{{Kind: event.List, Box: items}, event.Of(quantity), event.Of(total)},
	}}
}

// mostSeen is how many different products `viewed` and `bought` hold.
const mostSeen = 20

// seen returns the different products of which an event has told, the latest first. Their order is
// kept to the second.
func (w *world) seen(p *person, name string) event.Value {
	var list []event.Value
	for _, h := range known(p, func(ts int64) int64 { return ts / 1000 }) {
		if h.name != name {
			continue
		}
		products := []event.Value{w.product(func(field string) event.Value { return w.field(h, field) })}
		if in := w.field(h, "products"); in.Kind == event.List {
			products = nil
			for _, item := range in.Box.Items {
				products = append(products, w.product(item.Field))
			}
		}
		for _, x := range products {
			list = slices.DeleteFunc(list, func(y event.Value) bool { return sameProduct(x, y) })
			list = append(list, with(x, "quantity", event.Of(1)))
		}
	}
	list = slices.Clone(list[max(0, len(list)-mostSeen):])
	slices.Reverse(list)
	return event.Value{Kind: event.List, Box: &event.Box{Items: list}}
}
