package check

import "strings"

// The types without parts. They are shared: nobody writes to a Type after it was made.
var (
	unknown  = &Type{}
	null     = &Type{Kind: Null, Opt: true}
	boolean  = &Type{Kind: Bool}
	number   = &Type{Kind: Number}
	money    = &Type{Kind: Number, Money: true}
	text     = &Type{Kind: Text}
	instant  = &Type{Kind: Time}
	date     = &Type{Kind: Date}
	duration = &Type{Kind: Duration}
	percent  = &Type{Kind: Percent}
)

func listOf(elem *Type) *Type { return &Type{Kind: List, Elem: elem} }

// maybe returns the type of a value that may be missing.
func maybe(t *Type) *Type { return withOpt(t, true) }

// surely returns the type of a value that is there.
func surely(t *Type) *Type { return withOpt(t, false) }

func withOpt(t *Type, opt bool) *Type {
	if t.Opt == opt || t.Kind == Unknown {
		return t
	}
	u := *t
	u.Opt = opt
	return &u
}

// field returns a record's field, or nil.
func (t *Type) field(name string) *Field {
	for _, f := range t.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// String returns the type in the language's own notation. A long record without a
// name is shortened.
func (t *Type) String() string {
	s := t.bare()
	if t.Opt && t.Kind != Null {
		if strings.Contains(s, " ") {
			s = "(" + s + ")"
		}
		s += "?"
	}
	return s
}

func (t *Type) bare() string {
	switch t.Kind {
	case List:
		if t.Elem == nil || t.Elem.Kind == Unknown {
			return "list"
		}
		return "list of " + t.Elem.String()
	case Record:
		return t.recordString()
	case Text:
		if len(t.Enum) > 0 {
			return enumString(t.Enum)
		}
	case Number:
		if t.Money {
			return "money"
		}
	}
	return kindNames[t.Kind]
}

var kindNames = [...]string{
	Unknown: "any", Null: "null", Bool: "bool", Number: "number", Text: "text", Time: "time",
	Date: "date", Duration: "duration", Percent: "percent", List: "list", Record: "record",
}

func (t *Type) recordString() string {
	if t.Name != "" {
		return t.Name
	}
	const shown = 3
	var b strings.Builder
	b.WriteString("{ ")
	for i, f := range t.Fields {
		if i == shown {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.Name + ": " + f.Type.String())
	}
	b.WriteString(" }")
	return b.String()
}

func enumString(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	return strings.Join(quoted, " | ")
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// described is the type in a sentence: "a number", "a list of item".
func (t *Type) described() string {
	s := t.bare()
	switch {
	case t.Kind == Null:
		return "null, which is no value"
	case t.Kind == Unknown:
		return "a value"
	case t.Kind == Text && len(t.Enum) > 0:
		return "one of " + s
	case t.Kind == Text, t.Kind == Number && t.Money:
		return s
	case t.Kind == Bool:
		return "a condition (true or false)"
	case t.Kind == Record && t.Name == "":
		return "a record"
	case t.Kind == Record && t.Name == "item":
		return "an item"
	case t.Kind == Time:
		return "a moment in time"
	}
	return "a " + s
}

// fits reports whether a value of type got can stand where want is asked for. Whether it
// may be missing is not asked here, and neither is the value of a text with a fixed set.
func fits(want, got *Type) bool {
	if want.Kind == Unknown || got.Kind == Unknown || got.Kind == Null && want.Opt {
		return true
	}
	if want.Kind == Time && got.Kind == Date {
		return true
	}
	if want.Kind != got.Kind {
		return false
	}
	switch want.Kind {
	case List:
		return fits(want.Elem, got.Elem)
	case Record:
		for _, f := range want.Fields {
			g := got.field(f.Name)
			if g == nil && !f.Type.Opt || g != nil && !fits(f.Type, g.Type) {
				return false
			}
		}
	}
	return true
}

// join returns the one type that two values have in common.
func join(a, b *Type) (*Type, bool) {
	if a == b {
		return a, true
	}
	opt := a.Opt || b.Opt
	switch {
	case a.Kind == Unknown || a.Kind == Null:
		return withOpt(b, opt), true
	case b.Kind == Unknown || b.Kind == Null:
		return withOpt(a, opt), true
	case a.Kind == Time && b.Kind == Date:
		return withOpt(a, opt), true
	case a.Kind == Date && b.Kind == Time:
		return withOpt(b, opt), true
	case a.Kind != b.Kind:
		return unknown, false
	}
	t := &Type{Kind: a.Kind, Opt: opt, Money: a.Money || b.Money}
	switch a.Kind {
	case Text:
		if len(a.Enum) > 0 && len(b.Enum) > 0 {
			t.Enum = union(a.Enum, b.Enum)
		}
	case List:
		elem, ok := join(a.Elem, b.Elem)
		if !ok {
			return unknown, false
		}
		t.Elem = elem
	case Record:
		return joinRecords(a, b, t)
	}
	return t, true
}

// joinRecords keeps every field of either side; one that only one of them has may be missing.
func joinRecords(a, b, t *Type) (*Type, bool) {
	if a.Name == b.Name {
		t.Name = a.Name
	}
	fields := map[string]*Type{}
	for _, f := range a.Fields {
		if b.field(f.Name) == nil {
			fields[f.Name] = maybe(f.Type)
			continue
		}
		both, ok := join(f.Type, b.field(f.Name).Type)
		if !ok {
			return unknown, false
		}
		fields[f.Name] = both
	}
	for _, f := range b.Fields {
		if a.field(f.Name) == nil {
			fields[f.Name] = maybe(f.Type)
		}
	}
	t.Fields = sortedFields(fields)
	return t, true
}

func union(a, b []string) []string {
	out := append([]string(nil), a...)
	for _, v := range b {
		if !contains(a, v) {
			out = append(out, v)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func overlap(a, b []string) bool {
	for _, v := range b {
		if contains(a, v) {
			return true
		}
	}
	return false
}

// ordered reports whether < and > mean something for the type.
func (t *Type) ordered() bool {
	switch t.Kind {
	case Unknown, Number, Time, Date, Percent:
		return true
	case Text:
		return len(t.Enum) == 0
	}
	return false
}

// printable reports whether a value of the type can stand inside a text.
func (t *Type) printable() bool {
	switch t.Kind {
	case List, Record, Duration:
		return false
	}
	return true
}
