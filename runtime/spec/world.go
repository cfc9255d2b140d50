package spec

import (
	"fmt"
	"slices"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/habit"
)

// world is what a test's journeys see of other people: recommend picks the products
// that are given, in their order, and never one that is excluded.
type world struct {
	ids  []string
	rows map[string]event.Value
}

// invented is how many products there are when none is given.
const invented = 10

func (s *script) world() *world {
	w := &world{rows: map[string]event.Value{}}
	products := s.products
	if len(products) == 0 && !s.none {
		for i := range invented {
			id := fmt.Sprintf("product_%d", i+1)
			products = append(products, entry{id, []entry{{"product_id", id}, {"name", fmt.Sprintf("Product %d", i+1)}, {"price", float64(10 * (i + 1))}}})
		}
	}
	for _, p := range products {
		w.ids = append(w.ids, p.name)
		w.rows[p.name] = value(p.value)
	}
	return w
}

// value is a value of a test as the engine keeps it.
func value(v any) event.Value {
	switch v := v.(type) {
	case []entry:
		box := &event.Box{}
		for _, f := range v {
			box.Names = append(box.Names, f.name)
			box.Items = append(box.Items, value(f.value))
		}
		return event.Value{Kind: event.Map, Box: box}
	case []any:
		box := &event.Box{}
		for _, x := range v {
			box.Items = append(box.Items, value(x))
		}
		return event.Value{Kind: event.List, Box: box}
	}
	return event.Of(v)
}

// Items is part of engine.World.
func (w *world) Items(_ int32, _, exclude []string, n int) []string {
	var out []string
	for _, id := range w.ids {
		if len(out) < n && !slices.Contains(exclude, id) {
			out = append(out, id)
		}
	}
	return out
}

// Product is part of engine.World.
func (w *world) Product(id string) event.Value { return w.rows[id] }

// Hours is part of engine.World: in a test there is nobody else.
func (w *world) Hours() *habit.Week { return &habit.Week{} }
