package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// Functions of lists, some with a condition or a value for each element, in which the
// element is `it`. Of a missing list all is missing.

// listFuncs are the functions of lists that are covered, with the number of arguments
// they take.
var listFuncs = map[string][]int{
	"any": {2}, "all": {2}, "none": {2}, "one": {2}, "filter": {2}, "find": {2}, "map": {2},
	"count": {1, 2}, "sum": {1, 2}, "len": {1}, "first": {1}, "last": {1},
}

// ofList reports whether a call is of a function of lists, and not a question about the past.
func ofList(x *ast.CallExpr) bool {
	if !slices.Contains(listFuncs[x.Fun.Text], len(x.Args)) {
		return false
	}
	past := len(x.Args) == 1 && slices.Contains([]string{"count", "sum", "last"}, x.Fun.Text)
	switch of := x.Args[0].Value.(type) {
	case *ast.EventExpr:
		return false
	case *ast.IdentExpr:
		return !past || of.Text == "viewed" || of.Text == "bought"
	case *ast.MemberExpr:
		return !past
	}
	return true
}

func (w *world) list(x *ast.CallExpr, s scope) event.Value {
	list := w.value(x.Args[0].Value, s)
	if list.Kind != event.List {
		return event.Value{}
	}
	each := func(item event.Value) event.Value {
		inner := s
		inner.it = &item
		return w.value(x.Args[1].Value, inner)
	}
	items := list.Box.Items
	var held []event.Value
	if len(x.Args) == 2 {
		for _, item := range items {
			if v := each(item); v.Kind == event.Bool && v.Num != 0 {
				held = append(held, item)
			}
		}
	}
	switch x.Fun.Text {
	case "any":
		return event.Of(len(held) > 0)
	case "all":
		return event.Of(len(held) == len(items))
	case "none":
		return event.Of(len(held) == 0)
	case "one":
		return event.Of(len(held) == 1)
	case "filter":
		return event.Value{Kind: event.List, Box: &event.Box{Items: held}}
	case "find":
		return nth(held, 0)
	case "first":
		return nth(items, 0)
	case "last":
		return nth(items, len(items)-1)
	case "len":
		return event.Of(len(items))
	case "map", "sum":
		mapped := slices.Clone(items)
		if len(x.Args) == 2 {
			mapped = nil
			for _, item := range items {
				mapped = append(mapped, each(item))
			}
		}
		if x.Fun.Text == "map" {
			return event.Value{Kind: event.List, Box: &event.Box{Items: mapped}}
		}
		total := 0.0
		for _, v := range mapped { // what is missing is left out
			if v.Kind == event.Number {
				total += v.Num
			}
		}
		return event.Of(total)
	}
	if len(x.Args) == 2 {
		return event.Of(len(held))
	}
	return event.Of(len(items)) // count
}

func nth(items []event.Value, i int) event.Value {
	if i < 0 || i >= len(items) {
		return event.Value{}
	}
	return items[i]
}
