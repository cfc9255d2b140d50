package fn

import (
	"slices"
	"sort"
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

// listFuncs are the functions that take a list apart or put one together. One of
// a missing list is missing.
func (c *Calls) listFuncs() []Func {
	return []Func{
		many("_concat", 1, MaxArgs, event.List, c.concat),
		one("_count", event.Number, count),
		one("_first", event.Null, func(x any) (any, error) { return at(x, 0) }),
		one("_last", event.Null, func(x any) (any, error) { return at(x, -1) }),
		one("_len", event.Number, c.length),
		many("_join", 1, 2, event.Text, c.join),
		one("_reverse", event.List, c.reverse),
		one("_sort", event.List, func(x any) (any, error) { return c.sortBy([]any{x, x}) }),
		many("_sort_by", 2, 3, event.List, c.sortBy),
		two("_take", event.List, take),
		one("_unique", event.List, c.unique),
	}
}

func (c *Calls) concat(args []any) (any, error) {
	out := []any{}
	for _, x := range args {
		list, ok := x.([]any)
		if !ok {
			return nil, nil
		}
		if len(out)+len(list) > MaxList {
			return nil, errList
		}
		if err := c.Spend(len(list)); err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

func count(x any) (any, error) {
	list, ok := x.([]any)
	if !ok {
		return nil, nil
	}
	return float64(len(list)), nil
}

// length counts the elements of a list, or the letters (code points) of a text.
func (c *Calls) length(x any) (any, error) {
	s, ok := x.(string)
	if !ok {
		return count(x)
	}
	n := 0
	for range s {
		n++
	}
	return float64(n), c.Spend(len(s) / textPerUnit)
}

// join puts texts one after the other; missing elements are left out, so that
// nothing reads as "a, , b".
func (c *Calls) join(args []any) (any, error) {
	list, ok := args[0].([]any)
	sep := ""
	if len(args) == 2 {
		s, isText := args[1].(string)
		ok, sep = ok && isText, s
	}
	if !ok {
		return nil, nil
	}
	var b strings.Builder
	first := true
	for _, x := range list {
		v := scalar(x)
		if v.Kind == event.Null {
			continue
		}
		if !first {
			b.WriteString(sep)
		}
		first = false
		b.WriteString(Text(v))
		if b.Len() > MaxText {
			return nil, errText
		}
	}
	return b.String(), c.Spend(len(list) + b.Len()/textPerUnit)
}

func (c *Calls) reverse(x any) (any, error) {
	list, ok := x.([]any)
	if !ok {
		return nil, nil
	}
	out := slices.Clone(list)
	slices.Reverse(out)
	return out, c.Spend(len(list))
}

func take(x, n any) (any, error) {
	list, ok := x.([]any)
	f, isNumber := float(n)
	if !ok || !isNumber {
		return nil, nil
	}
	k := int(min(max(f, 0), float64(len(list))))
	return list[:k:k], nil
}

// sortBy orders the elements of args[0] by the keys at the same places of args[1],
// ascending unless args[2] is "desc". Elements that are equal keep their order,
// also when it is descending, and elements without a key come last either way.
func (c *Calls) sortBy(args []any) (any, error) {
	list, ok := args[0].([]any)
	keys, okKeys := args[1].([]any)
	if !ok || !okKeys || len(keys) != len(list) {
		return nil, nil
	}
	sign := 1
	if len(args) == 3 {
		switch args[2] {
		case "asc":
		case "desc":
			sign = -1
		default:
			return nil, nil
		}
	}
	levels := 1
	for n := len(list); n > 0; n >>= 1 {
		levels++
	}
	order := make([]int, len(list))
	by := make([]event.Value, len(list))
	work := len(list)
	for i := range order {
		order[i], by[i] = i, scalar(keys[i])
		work += len(by[i].Str) / textPerUnit
	}
	if err := c.Spend(work * levels); err != nil {
		return nil, err
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := by[order[i]], by[order[j]]
		if ra, rb := rank(a.Kind), rank(b.Kind); ra != rb {
			return ra < rb
		}
		n, _ := Compare(a, b)
		return sign*n < 0
	})
	out := make([]any, len(list))
	for i, at := range order {
		out[i] = list[at]
	}
	return out, nil
}

// rank puts keys of one kind together; what has no order comes last.
func rank(k event.Kind) int {
	switch k {
	case event.Number:
		return 0
	case event.Time:
		return 1
	case event.Text:
		return 2
	}
	return 3
}

// scalarKey is what two equal scalars have in common. Times and the texts that
// spell them are told apart here.
type scalarKey struct {
	kind event.Kind
	num  float64
	str  string
}

// unique keeps the first of every element that repeats. Missing elements are the
// same as each other.
func (c *Calls) unique(x any) (any, error) {
	list, ok := x.([]any)
	if !ok {
		return nil, nil
	}
	if err := c.Spend(len(list)); err != nil {
		return nil, err
	}
	seen := make(map[scalarKey]bool, len(list))
	out, boxes := []any{}, []any{}
	for _, x := range list {
		v := scalar(x)
		if err := c.Spend(len(v.Str) / textPerUnit); err != nil {
			return nil, err
		}
		if v.Kind == event.List || v.Kind == event.Map {
			old, err := c.among(x, boxes)
			if err != nil {
				return nil, err
			}
			if !old {
				boxes, out = append(boxes, x), append(out, x)
			}
			continue
		}
		key := scalarKey{v.Kind, v.Num + 0, v.Str}
		if !seen[key] {
			seen[key] = true
			out = append(out, x)
		}
	}
	return out, nil
}
