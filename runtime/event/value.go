package event

// Kind is the kind of a value.
type Kind uint8

// The kinds. The zero value is Null: a value that is missing.
const (
	Null Kind = iota
	Bool
	Number
	Text
	Time // milliseconds since 1970 UTC
	List
	Map
)

// Value is one property of an event or one trait of a person.
//
// It is a struct and not an interface so that a batch of a million of them is
// one allocation. Str may point into the batch it was read from: whoever keeps
// a value beyond the batch clones it.
type Value struct {
	Kind Kind
	Num  float64 // Number; Time; Bool as 0 or 1
	Str  string  // Text
	Box  *Box    // List, Map
}

// Box holds what does not fit a Value: the elements of a list, or the fields of
// a map in the order of the source, Names[i] naming Items[i].
type Box struct {
	Names []string
	Items []Value
}

// Of wraps a float64, int, bool or string; anything else is Null.
func Of(x any) Value {
	switch x := x.(type) {
	case float64:
		return Value{Kind: Number, Num: x}
	case int:
		return Value{Kind: Number, Num: float64(x)}
	case int64:
		return Value{Kind: Number, Num: float64(x)}
	case bool:
		v := Value{Kind: Bool}
		if x {
			v.Num = 1
		}
		return v
	case string:
		return Value{Kind: Text, Str: x}
	}
	return Value{}
}

// Field returns a map's field, or Null.
func (v Value) Field(name string) Value {
	if v.Kind != Map || v.Box == nil {
		return Value{}
	}
	for i, n := range v.Box.Names {
		if n == name {
			return v.Box.Items[i]
		}
	}
	return Value{}
}

// Any returns the value as expr-lang sees it: nil, bool, float64, string, int64
// milliseconds for a time, []any or map[string]any.
func (v Value) Any() any {
	switch v.Kind {
	case Bool:
		return v.Num != 0
	case Number:
		return v.Num
	case Text:
		return v.Str
	case Time:
		return int64(v.Num)
	case List:
		if v.Box == nil {
			return []any{}
		}
		out := make([]any, len(v.Box.Items))
		for i, it := range v.Box.Items {
			out[i] = it.Any()
		}
		return out
	case Map:
		if v.Box == nil {
			return map[string]any{}
		}
		out := make(map[string]any, len(v.Box.Items))
		for i, it := range v.Box.Items {
			out[v.Box.Names[i]] = it.Any()
		}
		return out
	}
	return nil
}
