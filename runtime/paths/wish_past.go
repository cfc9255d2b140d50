package paths

import (
	"slices"

	"github.com/journeylang/journey/compiler/check"
)

// What makes questions about the past come out as they should.

// happened are the ways in which something was there lately, or ever, or was not.
func (w *wisher) happened(f *check.Fact, want bool) []bundle {
	most := int64(0)
	if f.Last != nil {
		most = millis(f.Last)
	}
	if !want {
		return []bundle{{{kind: noEvent, name: f.Event.Name, most: most}}}
	}
	return w.times(f, 1, most, nil)
}

// times are the ways in which an event happened so often.
func (w *wisher) times(f *check.Fact, n int, most int64, more []fact) []bundle {
	where := f.Where
	if where == nil && f.Pat != nil {
		where = f.Pat.Where
	}
	var out []bundle
	for _, filter := range w.filter(where) {
		fields, others := split(filter)
		e := fact{kind: anEvent, name: f.Event.Name, n: n, most: most, fields: slices.Concat(fields, more)}
		out = append(out, append(bundle{e}, others...))
	}
	return out
}

// counted are the ways in which a count, a sum or an age compares with a number.
func (w *wisher) counted(f *check.Fact, op string, n float64, want bool) []bundle {
	if !want {
		op = opposite[op]
	}
	most := int64(0)
	if f.Last != nil {
		most = millis(f.Last)
	}
	switch f.Kind {
	case check.FactSince: // n is in milliseconds
		e := fact{kind: anEvent, name: f.Event.Name, n: 1}
		switch op {
		case ">", ">=":
			e.least = int64(n) + 1
		case "<", "<=":
			e.most = max(int64(n), 2)
		default:
			return nothing
		}
		return []bundle{{e}}
	case check.FactCount, check.FactSum:
		least := n
		switch op {
		case ">":
			least = n + 1
		case ">=", "==":
		default: // less: the fewer the better
			if least > 0 {
				return nothing
			}
		}
		if least <= 0 {
			return nothing
		}
		if f.Kind == check.FactCount {
			return w.times(f, int(min(least, 300)), most, nil)
		}
		return w.times(f, 1, most, []fact{{kind: aField, name: f.Field, op: "==", value: least}})
	}
	return nothing
}

// last are the ways in which a field of the last event compares with a value.
func (w *wisher) last(f *check.Fact, op string, v any, want bool) []bundle {
	if !want {
		if op = opposite[op]; op == "" {
			return nothing
		}
	}
	typ := (*check.Type)(nil)
	if field := f.Event.Field(f.Field); field != nil {
		typ = field.Type
	}
	ways := w.times(f, 1, 0, []fact{{kind: aField, name: f.Field, op: op, value: v, typ: typ}})
	if !want {
		return slices.Concat(nothing, ways)
	}
	return ways
}
