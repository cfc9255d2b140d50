package fn

import (
	"math"

	"github.com/journeylang/journey/runtime/event"
)

// FromAny turns what an expression gave into a value: int64 is a time, float64
// and int are numbers, []any is a list, map[string]any a record, whose fields are
// sorted by name. A float that is no number, and everything else, is missing.
func FromAny(x any) event.Value {
	switch x := x.(type) {
	case []any:
		box := &event.Box{Items: make([]event.Value, len(x))}
		for i := range x {
			box.Items[i] = FromAny(x[i])
		}
		return event.Value{Kind: event.List, Box: box}
	case map[string]any:
		box := &event.Box{Names: sortedNames(x), Items: make([]event.Value, len(x))}
		for i, name := range box.Names {
			box.Items[i] = FromAny(x[name])
		}
		return event.Value{Kind: event.Map, Box: box}
	}
	return scalar(x)
}

// ToAny turns a value into what an expression sees: the opposite of FromAny.
func ToAny(v event.Value) any { return v.Any() }

// scalar is FromAny without what is inside a list or a record: enough to see that
// it is one.
func scalar(x any) event.Value {
	switch x := x.(type) {
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return event.Value{}
		}
		return event.Value{Kind: event.Number, Num: x}
	case string:
		return event.Value{Kind: event.Text, Str: x}
	case bool:
		return event.Of(x)
	case int:
		return event.Value{Kind: event.Number, Num: float64(x)}
	case int64:
		return event.Value{Kind: event.Time, Num: float64(x)}
	case []any:
		return event.Value{Kind: event.List}
	case map[string]any:
		return event.Value{Kind: event.Map}
	}
	return event.Value{}
}

// float is the number that x is.
func float(x any) (float64, bool) {
	v := scalar(x)
	return v.Num, v.Kind == event.Number
}

// plain wraps the result of arithmetic for an expression.
func plain(x float64) (any, error) { return ToAny(number(x)), nil }

// equal is Equal for values of expressions; it pays for the elements it visits.
func (c *Calls) equal(a, b any) (bool, error) {
	switch x := a.(type) {
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false, nil
		}
		for i := range x {
			if ok, err := c.same(x[i], y[i]); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return false, nil
		}
		return c.sameFields(x, y)
	case string:
		if y, ok := b.(string); ok {
			return x == y, c.Spend(len(x) / textPerUnit)
		}
	}
	v, w := scalar(a), scalar(b)
	return w.Kind != event.List && w.Kind != event.Map && Equal(v, w), nil
}

func (c *Calls) same(a, b any) (bool, error) {
	if err := c.Spend(1); err != nil {
		return false, err
	}
	if scalar(a).Kind == event.Null && scalar(b).Kind == event.Null {
		return true, nil
	}
	return c.equal(a, b)
}

// sameFields reports whether two records have the same fields. The order in which they
// are visited does not matter to the answer, but it does to the work that an answer of
// no has cost, so the whole price is paid before.
func (c *Calls) sameFields(a, b map[string]any) (bool, error) {
	all := true
	for name, x := range a {
		ok, err := c.same(x, b[name])
		if err != nil {
			return false, err
		}
		all = all && ok
	}
	for name, y := range b {
		if _, compared := a[name]; compared {
			continue
		}
		if err := c.Spend(1); err != nil {
			return false, err
		}
		all = all && scalar(y).Kind == event.Null
	}
	return all, nil
}
