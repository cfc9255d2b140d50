package fn

import (
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

// Equal is `a == b`. A missing side equals nothing, not even another missing one;
// `a != b` is its opposite. Two lists are equal when they have the same elements
// in the same places, two records when they have the same fields; inside them,
// missing is the same as missing.
func Equal(a, b event.Value) bool {
	if a.Kind != b.Kind {
		c, ok := compareTimes(a, b)
		return ok && c == 0
	}
	switch a.Kind {
	case event.Bool, event.Number, event.Time:
		return a.Num == b.Num
	case event.Text:
		return a.Str == b.Str
	case event.List:
		return sameLists(a.Box, b.Box)
	case event.Map:
		return sameFields(a.Box, b.Box)
	}
	return false
}

// same is Equal for the inside of a list or a record.
func same(a, b event.Value) bool {
	return a.Kind == event.Null && b.Kind == event.Null || Equal(a, b)
}

func sameLists(a, b *event.Box) bool {
	if items(a) != items(b) {
		return false
	}
	if a == b || a == nil || b == nil {
		return true
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}

func items(b *event.Box) int {
	if b == nil {
		return 0
	}
	return len(b.Items)
}

// sameFields reports whether two records have the same fields, in whatever order. Each
// is looked at once: comparing both ways would double the work with every record inside.
func sameFields(a, b *event.Box) bool {
	if a == b {
		return true
	}
	x, y := fields(a), fields(b)
	for name, v := range x {
		if !same(v, y[name]) {
			return false
		}
	}
	for name, v := range y {
		if _, compared := x[name]; !compared && v.Kind != event.Null {
			return false
		}
	}
	return true
}

func fields(b *event.Box) map[string]event.Value {
	if b == nil {
		return nil
	}
	out := make(map[string]event.Value, len(b.Names))
	for i, name := range b.Names {
		out[name] = b.Items[i]
	}
	return out
}

// Compare orders two numbers, two texts or two times: negative when a comes
// before b, 0 when they are equal, positive when it comes after. Nothing else has
// an order: ok is false, and so is every comparison.
func Compare(a, b event.Value) (order int, ok bool) {
	if a.Kind != b.Kind {
		return compareTimes(a, b)
	}
	switch a.Kind {
	case event.Number, event.Time:
		switch {
		case a.Num < b.Num:
			return -1, true
		case a.Num > b.Num:
			return 1, true
		}
		return 0, a.Num == b.Num
	case event.Text:
		return strings.Compare(a.Str, b.Str), true
	}
	return 0, false
}

// Less is `a < b`; ok is false where the two have no order.
func Less(a, b event.Value) (less, ok bool) {
	c, ok := Compare(a, b)
	return ok && c < 0, ok
}

// compareTimes compares a time with a text that spells one.
func compareTimes(a, b event.Value) (int, bool) {
	switch {
	case a.Kind == event.Time && b.Kind == event.Text:
		if ms, ok := parseTime(b.Str); ok {
			return Compare(a, event.Value{Kind: event.Time, Num: float64(ms)})
		}
	case a.Kind == event.Text && b.Kind == event.Time:
		c, ok := compareTimes(b, a)
		return -c, ok
	}
	return 0, false
}

// In is `x in list`: whether some element equals x.
func In(x, list event.Value) bool {
	if list.Kind != event.List || list.Box == nil {
		return false
	}
	return Among(x, list.Box.Items)
}

// Among reports whether an item equals x; nothing equals a missing one.
func Among(x event.Value, items []event.Value) bool {
	if x.Kind == event.Null {
		return false
	}
	for i := range items {
		if Equal(x, items[i]) {
			return true
		}
	}
	return false
}

// Contains is `x contains y`: whether the text x has the text y in it, or the
// list x an element that equals y.
func Contains(x, y event.Value) bool {
	if x.Kind == event.List {
		return In(y, x)
	}
	return x.Kind == event.Text && y.Kind == event.Text && strings.Contains(x.Str, y.Str)
}

// StartsWith is `x startsWith y`, for texts.
func StartsWith(x, y event.Value) bool {
	return x.Kind == event.Text && y.Kind == event.Text && strings.HasPrefix(x.Str, y.Str)
}

// EndsWith is `x endsWith y`, for texts.
func EndsWith(x, y event.Value) bool {
	return x.Kind == event.Text && y.Kind == event.Text && strings.HasSuffix(x.Str, y.Str)
}
