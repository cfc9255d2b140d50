package paths

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/check"
)

// A fact is something that has to be so for a condition to come out as it should.
type fact struct {
	kind  factKind
	name  string // of the trait, the field of the trigger, or the event
	op    string // of a value: a comparison, has, hasn't, or what texts are asked
	value any    // float64, string or bool
	typ   *check.Type
	// Of events: so many, each at least and less than so long ago, in milliseconds; a
	// most of 0 is as long ago as one likes. None of them: nothing since most.
	n           int
	least, most int64
	fields      []fact
}

type factKind uint8

const (
	aTrait factKind = iota
	aField
	anEvent
	noEvent
	anItem // of a list; its fields, or with no name it itself
)

// A bundle is facts that are needed together.
type bundle []fact

const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// missing is the value of what is not there, raw one that is written as it stands: a day.
type (
	missing struct{}
	raw     string
)

// choose finds a value of which all facts hold. Candidates are what the facts compare
// with, and what lies beside it.
func choose(facts []fact) (any, bool) {
	var tried []any
	for _, f := range facts {
		tried = append(tried, around(f)...)
	}
	tried = append(tried, missing{})
	for _, v := range tried {
		if !slices.ContainsFunc(facts, func(f fact) bool { return !f.holds(v) }) {
			return v, true
		}
	}
	return nil, false
}

// around are values that a fact may hold of.
func around(f fact) []any {
	switch v := f.value.(type) {
	case float64:
		return []any{v, v + 1, v - 1, v + 0.5, v - 0.5}
	case bool:
		return []any{v, !v}
	case raw:
		return []any{v}
	case string:
		if f.typ != nil && len(f.typ.Enum) > 0 {
			out := []any{v}
			for _, x := range f.typ.Enum {
				out = append(out, x)
			}
			return out
		}
		if f.typ != nil && f.typ.Kind == check.Date {
			return []any{raw(v)}
		}
		if f.typ != nil && f.typ.Kind == check.Time {
			return []any{v}
		}
		return []any{v, v + " x", "x " + v, "other"}
	}
	if f.op == "has" {
		return []any{some(f.typ)}
	}
	return nil
}

// some is any value of a type.
func some(t *check.Type) any {
	if t == nil {
		return "some"
	}
	switch t.Kind {
	case check.Number, check.Percent:
		return 1.0
	case check.Bool:
		return true
	case check.Date:
		return raw("2025-06-15")
	case check.Time:
		return "2025-06-15T10:00:00Z"
	}
	if len(t.Enum) > 0 {
		return t.Enum[0]
	}
	return "some"
}

// holds reports whether a fact about a value holds. What is missing is `!=`, and nothing
// else.
func (f *fact) holds(v any) bool {
	if _, gone := v.(missing); gone {
		return f.op == "hasn't" || f.op == "!="
	}
	switch f.op {
	case "has":
		return true
	case "hasn't":
		return false
	}
	switch want := f.value.(type) {
	case float64:
		got, ok := v.(float64)
		return ok && compares(f.op, cmp.Compare(got, want))
	case raw:
		return v == want
	case bool:
		got, ok := v.(bool)
		return ok && (got == want) == (f.op == "==")
	case string:
		got, ok := v.(string)
		if day, is := v.(raw); is {
			got, ok = string(day), true
		}
		if !ok {
			return false
		}
		switch f.op {
		case "contains":
			return strings.Contains(got, want)
		case "startsWith":
			return strings.HasPrefix(got, want)
		case "endsWith":
			return strings.HasSuffix(got, want)
		}
		return compares(f.op, strings.Compare(got, want))
	}
	return false
}

func compares(op string, order int) bool {
	switch op {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	}
	return false
}

// opposite is the comparison that holds where another does not, of values that are there.
var opposite = map[string]string{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "has": "hasn't", "hasn't": "has"}

// mirrored is the comparison with its sides exchanged.
var mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

// written writes a value as the language does.
func written(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case string:
		return quoted(v)
	case raw:
		return string(v)
	}
	return ""
}

// quoted writes a text of one line.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '{' && strings.HasPrefix(s[i:], "{{"):
			b.WriteString(`\{`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// dated writes an instant for a trait: a day, or a time.
func dated(ms int64, t *check.Type) string {
	if t != nil && t.Kind == check.Time {
		return date(ms) + "T" + clock(ms) + ":00Z"
	}
	return date(ms)
}
