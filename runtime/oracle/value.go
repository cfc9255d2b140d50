package oracle

import (
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

func missing(v event.Value) bool { return v.Kind == event.Null }

func text(v event.Value) string {
	if v.Kind != event.Text {
		return ""
	}
	return v.Str
}

func numberText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// compare answers `==`, `<` and the like. A missing side, or two kinds that cannot be
// compared, make everything false but `!=`.
func compare(op string, a, b event.Value) bool {
	if a.Kind != b.Kind || missing(a) {
		return op == "!="
	}
	less, equal := a.Num < b.Num, a.Num == b.Num
	if a.Kind == event.Text {
		less, equal = a.Str < b.Str, a.Str == b.Str
	}
	switch op {
	case "==":
		return equal
	case "!=":
		return !equal
	case "<":
		return less
	case "<=":
		return less || equal
	case ">":
		return !less && !equal
	}
	return !less
}

// among reports whether a value is an element of a list.
func among(a, b event.Value) bool {
	if b.Kind != event.List || missing(a) {
		return false
	}
	for _, x := range b.Box.Items {
		if compare("==", a, x) {
			return true
		}
	}
	return false
}

// arithmetic returns a missing value when an operand is missing.
func arithmetic(op string, a, b event.Value) event.Value {
	if op == "+" && a.Kind == event.Text && b.Kind == event.Text {
		return event.Of(a.Str + b.Str)
	}
	if a.Kind != event.Number || b.Kind != event.Number {
		return event.Value{}
	}
	switch op {
	case "+":
		return event.Of(a.Num + b.Num)
	case "-":
		return event.Of(a.Num - b.Num)
	case "*":
		return event.Of(a.Num * b.Num)
	}
	return event.Of(a.Num / b.Num)
}

func textTest(op string, a, b event.Value) bool {
	if a.Kind != event.Text || b.Kind != event.Text {
		return false
	}
	switch op {
	case "contains":
		return strings.Contains(a.Str, b.Str)
	case "startsWith":
		return strings.HasPrefix(a.Str, b.Str)
	}
	return strings.HasSuffix(a.Str, b.Str)
}
