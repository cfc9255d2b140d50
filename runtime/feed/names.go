package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/journeylang/journey/runtime/event"
)

// What an event's name can mean beside an index into Schema.Events.
const (
	nameNone     int32 = event.None
	nameIdentify int32 = -2
	nameAlias    int32 = -3
	nameDelete   int32 = -4
	nameClock    int32 = -5
)

// index is the schema made ready for looking up. It is never changed after it
// is built, so decoders share it.
type index struct {
	events  map[string]int32 // in normal form, also the names heard as an event
	special map[string]int32
	fields  []fields // of each event
	traits  fields
	page    int32 // page_viewed
	screen  int32 // screen_viewed
	company int   // the trait `company`, or -1
	places  fields
}

func newIndex(s *event.Schema) *index {
	x := &index{events: make(map[string]int32), fields: make([]fields, len(s.Events))}
	for i, t := range s.Events {
		if _, taken := x.events[t.Name]; !taken {
			x.events[t.Name] = int32(i)
		}
		x.fields[i] = newFields(t.Fields)
	}
	// An event's own name comes before any name it is heard as.
	for i, t := range s.Events {
		for _, name := range t.HeardAs {
			if _, taken := x.events[event.Normal(name)]; !taken {
				x.events[event.Normal(name)] = int32(i)
			}
		}
	}
	x.special = map[string]int32{
		"identify": nameIdentify, "alias": nameAlias, "delete": nameDelete, "clock": nameClock,
	}
	x.page, x.screen = x.event("page_viewed"), x.event("screen_viewed")
	x.traits = newTraits(s.Traits)
	x.places = newPlaces(s.Traits)
	x.company = -1
	for i, f := range s.Traits {
		if f.Name == "company" {
			x.company = i
		}
	}
	return x
}

// event finds an event by a name in normal form.
func (x *index) event(name string) int32 {
	if i, ok := x.events[name]; ok {
		return i
	}
	return nameNone
}

// meaning finds what a name in normal form stands for in the short form.
func (x *index) meaning(name string) int32 {
	if i, ok := x.special[name]; ok {
		return i
	}
	return x.event(name)
}

// fields looks up a property's name. Up to eight names are compared one by one
// after a look at their length, which is faster than hashing.
type fields struct {
	list    []event.Field
	lengths uint64 // bit n is set when a name has n bytes; bit 63 for 63 and more
	few     []spelled
	many    map[string]int
}

// spelled is a name under which a field is known.
type spelled struct {
	name  string
	field int
}

func newFields(list []event.Field) fields {
	names := make([]spelled, 0, len(list))
	for i, f := range list {
		names = append(names, spelled{f.Name, i})
	}
	return indexNames(list, names)
}

// newTraits also hears Segment's spelling: first_name is firstName there.
func newTraits(list []event.Field) fields {
	names := make([]spelled, 0, len(list))
	for i, f := range list {
		names = append(names, spelled{f.Name, i})
	}
	for i, f := range list {
		if c := camel(f.Name); c != f.Name {
			names = append(names, spelled{c, i})
		}
	}
	return indexNames(list, names)
}

// newPlaces finds in Segment's `address` the traits that the language keeps flat.
func newPlaces(list []event.Field) fields {
	var names []spelled
	for i, f := range list {
		switch f.Name {
		case "city", "country":
			names = append(names, spelled{f.Name, i})
		case "region":
			names = append(names, spelled{"state", i}, spelled{"region", i})
		}
	}
	return indexNames(list, names)
}

func indexNames(list []event.Field, names []spelled) fields {
	f := fields{list: list}
	for _, n := range names {
		f.lengths |= 1 << min(len(n.name), 63)
	}
	if len(names) <= 8 {
		f.few = names
		return f
	}
	f.many = make(map[string]int, len(names))
	for _, n := range names {
		if _, taken := f.many[n.name]; !taken {
			f.many[n.name] = n.field
		}
	}
	return f
}

// find returns the index of the field of that name, or -1.
func (f *fields) find(name []byte) int {
	if f.lengths>>min(len(name), 63)&1 == 0 {
		return -1
	}
	if f.many != nil {
		if i, ok := f.many[string(name)]; ok {
			return i
		}
		return -1
	}
	for i := range f.few {
		if f.few[i].name == string(name) {
			return f.few[i].field
		}
	}
	return -1
}

// camel turns first_name into firstName.
func camel(name string) string {
	parts := strings.Split(name, "_")
	for i, p := range parts {
		if i > 0 && p != "" {
			r, n := utf8.DecodeRuneInString(p)
			parts[i] = string(unicode.ToUpper(r)) + p[n:]
		}
	}
	return strings.Join(parts, "")
}
