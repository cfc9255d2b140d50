package fn

import (
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

// Functions returns every function that expressions may call, sorted by name.
// They are those of the operators and those of the catalogue that take no
// condition and do not depend on the person. What a predicate's functions (any,
// filter, …) iterate over goes through _list, and what they ask through _true.
func (c *Calls) Functions() []Func {
	list := slices.Concat(c.operators(), c.listFuncs(), c.textFuncs(), c.numberFuncs(), dateFuncs)
	slices.SortFunc(list, func(a, b Func) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

func one(name string, result event.Kind, f func(any) (any, error)) Func {
	return Func{Name: name, Min: 1, Max: 1, Result: result, One: f}
}

func two(name string, result event.Kind, f func(x, y any) (any, error)) Func {
	return Func{Name: name, Min: 2, Max: 2, Result: result, Two: f}
}

func many(name string, least, most int, result event.Kind, f func([]any) (any, error)) Func {
	return Func{Name: name, Min: least, Max: most, Result: result, Many: f}
}

func (c *Calls) operators() []Func {
	return []Func{
		two("_eq", event.Bool, func(a, b any) (any, error) { ok, err := c.equal(a, b); return ok, err }),
		two("_ne", event.Bool, func(a, b any) (any, error) { ok, err := c.equal(a, b); return !ok, err }),
		two("_lt", event.Bool, c.ordered(func(n int) bool { return n < 0 })),
		two("_le", event.Bool, c.ordered(func(n int) bool { return n <= 0 })),
		two("_gt", event.Bool, c.ordered(func(n int) bool { return n > 0 })),
		two("_ge", event.Bool, c.ordered(func(n int) bool { return n >= 0 })),
		two("_add", event.Null, c.join2),
		two("_sub", event.Number, arithmetic(Sub)),
		two("_mul", event.Number, arithmetic(Mul)),
		two("_div", event.Number, arithmetic(Div)),
		two("_mod", event.Number, arithmetic(Mod)),
		two("_pow", event.Number, arithmetic(Pow)),
		one("_neg", event.Number, func(x any) (any, error) { return ToAny(Neg(scalar(x))), nil }),
		one("_not", event.Bool, func(x any) (any, error) { return x != any(true), nil }),
		one("_true", event.Bool, func(x any) (any, error) { return x == any(true), nil }),
		one("_has", event.Bool, has),
		two("_in", event.Bool, c.in),
		two("_notin", event.Bool, func(x, list any) (any, error) { ok, err := c.among(x, list); return !ok, err }),
		two("_contains", event.Bool, c.contains),
		two("_starts", event.Bool, c.texts(StartsWith)),
		two("_ends", event.Bool, c.texts(EndsWith)),
		two("_matches", event.Bool, c.matches),
		two("_at", event.Null, at),
		two("_get", event.Null, get),
		many("_slice", 3, 3, event.Null, c.slice),
		two("_range", event.List, c.rangeOf),
		one("_list", event.List, c.list),
	}
}

// ordered is a comparison. A missing side, or two that have no order, is false.
func (c *Calls) ordered(holds func(int) bool) func(a, b any) (any, error) {
	return func(a, b any) (any, error) {
		v, w := scalar(a), scalar(b)
		n, ok := Compare(v, w)
		return ok && holds(n), c.Spend(min(len(v.Str), len(w.Str)) / textPerUnit)
	}
}

func arithmetic(op func(a, b event.Value) event.Value) func(a, b any) (any, error) {
	return func(a, b any) (any, error) { return ToAny(op(scalar(a), scalar(b))), nil }
}

// join2 is Add, which pays for the text that it makes.
func (c *Calls) join2(a, b any) (any, error) {
	v := Add(scalar(a), scalar(b))
	return ToAny(v), c.Spend(len(v.Str) / textPerUnit)
}

func (c *Calls) texts(test func(a, b event.Value) bool) func(a, b any) (any, error) {
	return func(a, b any) (any, error) {
		v, w := scalar(a), scalar(b)
		return test(v, w), c.Spend(min(len(v.Str), len(w.Str)) / textPerUnit)
	}
}

func has(x any) (any, error) { return scalar(x).Kind != event.Null, nil }

func (c *Calls) in(x, list any) (any, error) { ok, err := c.among(x, list); return ok, err }

func (c *Calls) among(x, list any) (bool, error) {
	elems, ok := list.([]any)
	if !ok || scalar(x).Kind == event.Null {
		return false, nil
	}
	if err := c.Spend(len(elems)); err != nil {
		return false, err
	}
	for _, e := range elems {
		if ok, err := c.equal(x, e); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

func (c *Calls) contains(x, y any) (any, error) {
	if _, ok := x.([]any); ok {
		return c.in(y, x)
	}
	s, ok := x.(string)
	if !ok {
		return false, nil
	}
	return Contains(scalar(x), scalar(y)), c.Spend(len(s) / textPerUnit)
}

// get is `x.name`: a field of a record, missing when it has none of the name.
func get(x, name any) (any, error) {
	m, ok := x.(map[string]any)
	n, isText := name.(string)
	if !ok || !isText {
		return nil, nil
	}
	return m[n], nil
}

// at is `x[i]`: the element of a list at a place from 0, a negative one counted
// from the end; or the field of a record. It is missing where there is none.
func at(x, i any) (any, error) {
	list, ok := x.([]any)
	if !ok {
		return get(x, i)
	}
	n, ok := index(i)
	if !ok {
		return nil, nil
	}
	if n < 0 {
		n += len(list)
	}
	if n < 0 || n >= len(list) {
		return nil, nil
	}
	return list[n], nil
}

// slice is `x[lo:hi]`, for lists and for the letters of texts: from the place lo up
// to and without hi. Places beyond the ends are the ends, negative ones count from
// the end, and a place that is left out is an end. The language writes a place
// that is left out and one that is missing alike.
func (c *Calls) slice(args []any) (any, error) {
	switch x := args[0].(type) {
	case []any:
		lo, hi, ok := bounds(args[1], args[2], len(x))
		if !ok {
			return nil, nil
		}
		return x[lo:hi:hi], nil
	case string:
		letters := []rune(x)
		lo, hi, ok := bounds(args[1], args[2], len(letters))
		if !ok {
			return nil, nil
		}
		return string(letters[lo:hi]), c.Spend(len(x) / textPerUnit)
	}
	return nil, nil
}

func bounds(from, to any, n int) (lo, hi int, ok bool) {
	place := func(x any, end int) int {
		if x == nil {
			return end
		}
		i, whole := index(x)
		ok = ok && whole
		if i < 0 {
			i += n
		}
		return min(max(i, 0), n)
	}
	ok = true
	lo, hi = place(from, 0), place(to, n)
	return lo, max(lo, hi), ok
}

// index is a whole number that is surely a place, if it is one.
func index(x any) (int, bool) {
	f, ok := float(x)
	if !ok || f != float64(int32(f)) {
		return 0, false
	}
	return int(f), true
}

// rangeOf is `a .. b`: the whole numbers from a to b, both included.
func (c *Calls) rangeOf(a, b any) (any, error) {
	lo, okLo := index(a)
	hi, okHi := index(b)
	if !okLo || !okHi {
		return nil, nil
	}
	n := max(hi-lo+1, 0)
	if n > MaxList {
		return nil, errList
	}
	out := make([]any, n)
	for i := range out {
		out[i] = float64(lo + i)
	}
	return out, c.Spend(n)
}

// list is the list that a function with a condition goes through; missing where
// there is none.
func (c *Calls) list(x any) (any, error) {
	elems, ok := x.([]any)
	if !ok {
		return nil, nil
	}
	if len(elems) > MaxList {
		return nil, errList
	}
	return x, c.Spend(len(elems))
}
