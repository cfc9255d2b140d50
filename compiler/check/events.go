package check

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// trait is a trait of the profile with the declaration that holds.
type trait struct {
	field *Field
	at    place
	std   bool
}

// eventTable holds the declared events, merged by name.
type eventTable struct {
	byName map[string]*Event
	names  []string          // sorted
	fields map[fieldOf]place // where a field was declared, and by whom
	std    map[fieldOf]bool
}

type fieldOf struct{ event, field string }

func newEventTable() *eventTable {
	return &eventTable{byName: map[string]*Event{}, fields: map[fieldOf]place{}, std: map[fieldOf]bool{}}
}

func (t *eventTable) sorted() []*Event {
	out := make([]*Event, 0, len(t.names))
	for _, n := range t.names {
		out = append(out, t.byName[n])
	}
	return out
}

// declareEvent adds an event, or merges its fields into the one of the same name.
func (c *checker) declareEvent(d *ast.Event) {
	if d.Name.Text == "" {
		return
	}
	c.normalName(d.Name)
	for _, alias := range d.HeardAs {
		c.normalName(alias)
	}
	e := c.events.byName[d.Name.Text]
	if e == nil {
		e = &Event{Name: d.Name.Text, Decl: d, Std: isStd(c.file)}
		c.events.byName[e.Name] = e
	}
	for _, alias := range d.HeardAs {
		if !contains(e.HeardAs, alias.Text) {
			e.HeardAs = append(e.HeardAs, alias.Text)
		}
	}
	seen := map[string]place{}
	for _, f := range d.Fields {
		if c.declare(seen, "field", f.Name) {
			c.declareField(e, f)
		}
	}
	slices.SortFunc(e.Fields, func(a, b *Field) int { return strings.Compare(a.Name, b.Name) })
}

// declareField adds a field to an event. A project may say more exactly what the
// standard library left open, but not something else; and not two things.
func (c *checker) declareField(e *Event, d *ast.Field) {
	t := c.typeOf(d.Type)
	key := fieldOf{e.Name, d.Name.Text}
	old := e.Field(d.Name.Text)
	if old == nil {
		e.Fields = append(e.Fields, &Field{d.Name.Text, t})
	} else if refined, ok := c.refine(d, old.Type, t, c.events.fields[key], c.events.std[key]); ok {
		old.Type = refined
	}
	if old == nil || c.events.std[key] {
		c.events.fields[key] = place{c.file, d.Name.Span}
		c.events.std[key] = isStd(c.file)
	}
}

// declareTraits adds to the profile, or refines what the standard library has.
func (c *checker) declareTraits(d *ast.Profile) {
	seen := map[string]place{}
	for _, f := range d.Fields {
		if !c.declare(seen, "trait", f.Name) {
			continue
		}
		t, here := c.typeOf(f.Type), place{c.file, f.Name.Span}
		old := c.traits[f.Name.Text]
		if old == nil {
			c.traits[f.Name.Text] = &trait{&Field{f.Name.Text, t}, here, isStd(c.file)}
			continue
		}
		if refined, ok := c.refine(f, old.field.Type, t, old.at, old.std); ok {
			c.traits[f.Name.Text] = &trait{&Field{f.Name.Text, refined}, here, isStd(c.file)}
		}
	}
}

// refine returns the type of a field that is declared again.
func (c *checker) refine(d *ast.Field, old, again *Type, first place, std bool) (*Type, bool) {
	same := old.Kind == again.Kind || old.Kind == Unknown || again.Kind == Unknown
	if std && (same || fits(old, again) || fits(again, old)) {
		return again, true
	}
	if same && old.String() == again.String() {
		return again, true
	}
	r := c.report(codeDeclaredOtherwise, d.Span, "`"+d.Name.Text+"` is declared as "+again.String()+" here and as "+old.String()+" elsewhere",
		"one name has one type; write the same type in both places")
	noteAt(r, first, "it is "+old.String()+" here")
	return nil, false
}

func (c *checker) sortedTraits() []*Field {
	types := make(map[string]*Type, len(c.traits))
	for name, t := range c.traits {
		types[name] = t.field.Type
	}
	return sortedFields(types)
}

// index sorts the events and settles which event a name of the feed belongs to: a project
// that declares or claims a name takes it away from the standard library's events, because
// it knows its own feed. Two claims of the project contradict each other.
func (t *eventTable) index(c *checker) {
	t.names = known(t.byName)
	claims := map[string]string{}
	c.each(func(d ast.Decl) {
		e, ok := d.(*ast.Event)
		if !ok || isStd(c.file) {
			return
		}
		for _, alias := range e.HeardAs {
			other, taken := claims[alias.Text]
			if t.byName[alias.Text] != nil {
				other, taken = alias.Text, true
			}
			if taken && other != e.Name.Text {
				c.report(codeDuplicateName, alias.Span, "`"+alias.Text+"` is heard as two events: `"+e.Name.Text+"` and `"+other+"`",
					"one name of the feed is one event; take it away from one of them")
				continue
			}
			claims[alias.Text] = e.Name.Text
		}
	})
	for _, name := range t.names {
		e := t.byName[name]
		e.HeardAs = slices.DeleteFunc(e.HeardAs, func(alias string) bool {
			other, claimed := claims[alias]
			return t.byName[alias] != nil || claimed && other != name
		})
	}
}

// normalName reports an event name that no line of a feed can have: a feed's names are
// brought into lower case with `_` for spaces, `-` and `.` before they are compared.
func (c *checker) normalName(n ast.Name) {
	normal := strings.Join(strings.FieldsFunc(strings.ToLower(n.Text), func(r rune) bool { return strings.ContainsRune(" -.\t", r) }), "_")
	if n.Text == normal || normal == "" {
		return
	}
	d := c.report(codeEventNameForm, n.Span, "no event of a feed is ever called `"+n.Text+"`",
		"a feed's names are compared in lower case, with `_` for spaces, `-` and `.`: write `"+normal+"`")
	replace(d, c.clip(n.Span), normal, "write `"+normal+"`", true)
}

// typeOf reads a type as written.
func (c *checker) typeOf(d *ast.Type) *Type {
	if d == nil {
		return unknown
	}
	t := unknown
	switch {
	case len(d.Enum) > 0:
		t = c.enumOf(d)
	case d.Elem != nil:
		t = listOf(c.typeOf(d.Elem))
	case d.Record != nil:
		t = c.recordOf(d)
	case d.Name.Text != "":
		t = c.namedType(d.Name)
	}
	if d.Optional {
		t = maybe(t)
	}
	return t
}

func (c *checker) enumOf(d *ast.Type) *Type {
	t := &Type{Kind: Text}
	for _, lit := range d.Enum {
		v, plain := lit.Plain()
		switch {
		case !plain:
			c.report(codeNotConstant, lit.Span, "a value of a fixed set cannot be computed", "write a plain text")
		case contains(t.Enum, v):
			c.report(codeDuplicateName, lit.Span, "the value "+quote(v)+" is listed twice", "remove one of them")
		default:
			t.Enum = append(t.Enum, v)
		}
	}
	return t
}

func (c *checker) recordOf(d *ast.Type) *Type {
	seen, fields := map[string]place{}, map[string]*Type{}
	for _, f := range d.Record {
		if c.declare(seen, "field", f.Name) {
			fields[f.Name.Text] = c.typeOf(f.Type)
		}
	}
	return &Type{Kind: Record, Fields: sortedFields(fields)}
}

// fieldTypes are the words for types that a feed can carry.
var fieldTypes = []string{"bool", "date", "item", "money", "number", "text", "time"}

func (c *checker) namedType(n ast.Name) *Type {
	if t := recordTypes[n.Text]; t != nil && contains(fieldTypes, n.Text) {
		return t
	}
	if t := plainTypes[n.Text]; t != nil && contains(fieldTypes, n.Text) {
		return t
	}
	hint := ""
	switch n.Text {
	case "duration", "percent":
		hint = "a feed carries numbers; write `number`"
	case "string", "str":
		hint = "the word is `text`"
	case "int", "integer", "float", "decimal":
		hint = "the word is `number`"
	case "boolean":
		hint = "the word is `bool`"
	case "datetime", "timestamp":
		hint = "the word is `time`"
	}
	if hint != "" {
		d := c.report(codeUnknownType, n.Span, "there is no type `"+n.Text+"` for a field", hint)
		word := hint[strings.Index(hint, "`")+1 : len(hint)-1]
		replace(d, c.clip(n.Span), word, "write `"+word+"`", false)
		return unknown
	}
	c.misspelt(codeUnknownType, n.Span, n.Text, "there is no type `"+n.Text+"` for a field", fieldTypes, "")
	return unknown
}

func sortedFields(types map[string]*Type) []*Field {
	out := make([]*Field, 0, len(types))
	for _, name := range known(types) {
		out = append(out, &Field{name, types[name]})
	}
	return out
}
