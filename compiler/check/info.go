package check

import "github.com/journeylang/journey/dsl/ast"

// Info is what the checker learned about a set of files. The lowering and every
// tool read it; nobody resolves a name twice.
//
// Slices are sorted by name and maps are only looked up, never ranged into
// output, so that the same source gives the same bytes.
type Info struct {
	Files    []*ast.File
	Events   []*Event   // every declared event, of the standard library and the project
	Traits   []*Field   // every trait of the profile
	Messages []*Message // of the project and its modules
	Journeys []*Journey // healthy ones only: a journey with an error is left out
	Segments []*Segment
	Policies []*Policy
	Tests    []*Test // in the order of the files, the broken ones too

	// Types gives the type of every expression of a healthy journey or message.
	Types map[ast.Expr]*Type
	// Refs says what a name stands for.
	Refs map[*ast.IdentExpr]Ref
	// Heard gives the event of every event pattern.
	Heard map[*ast.EventPat]*Event
	// Facts gives the question about the past that an expression asks.
	// last(x).f is a fact at the MemberExpr.
	Facts map[ast.Expr]*Fact
	// Languages are those that the project writes in, in canonical form; texts that name
	// none are in the first. Empty when the project does not say.
	Languages []string
	// Currency gives the currency of a money(amount) that does not say it: what stands
	// beside the amount.
	Currency map[*ast.CallExpr]ast.Expr
}

// Event is a declared event; several declarations of one name are merged.
type Event struct {
	Name    string
	HeardAs []string
	Fields  []*Field // sorted by name
	Decl    *ast.Event
	Std     bool // declared by the standard library
}

// Field returns an event's field, or nil.
func (e *Event) Field(name string) *Field {
	for _, f := range e.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Field is a field of an event, a record, or a trait of the profile.
type Field struct {
	Name string
	Type *Type
}

// Kind is the kind of a type.
type Kind uint8

// The kinds. Unknown is the type of what could not be checked: it agrees with
// everything, so that one mistake is reported once.
const (
	Unknown Kind = iota
	Null
	Bool
	Number
	Text
	Time     // an instant
	Date     // a day of the calendar; a birthday
	Duration // only as a constant
	Percent
	List
	Record
)

// Type is the type of a value.
type Type struct {
	Kind   Kind
	Elem   *Type    // List
	Fields []*Field // Record, sorted by name
	Enum   []string // Text with a fixed set of values, in the order written
	Opt    bool     // the value may be missing
	Money  bool     // Number: an amount of money, whose currency the feed carries beside it
	Name   string   // Record: its name when it has one: cart, item
}

// RefKind says what a name stands for.
type RefKind uint8

// What a name can stand for.
const (
	RefField   RefKind = iota + 1 // a field of the event that a `where` filters
	RefEntry                      // entry: the trigger's payload, frozen
	RefProfile                    // profile
	RefCart                       // cart
	RefViewed                     // viewed: what the person looked at lately
	RefBought                     // bought: what the person bought lately
	RefPopular                    // popular: what everybody buys now
	RefParam                      // a message's parameter, bound by every send
	RefMessage                    // a declared message
	RefEvent                      // an event, as the subject of count, sum, last
)

// Ref is what a name stands for.
type Ref struct {
	Kind    RefKind
	Field   *Field   // RefField
	Message *Message // RefMessage
	Event   *Event   // RefEvent
	// Bound is what a RefParam stands for in a text that is sent as it stands: the value
	// that its own send binds. Nil in a declared message.
	Bound ast.Expr
}

// FactKind is a kind of question about the past.
type FactKind uint8

// The questions about the past.
const (
	FactInLast   FactKind = iota + 1 // E in the last D: bool
	FactNever                        // never E: bool
	FactCount                        // count(E [, last D]): number
	FactSum                          // sum(E.f [, last D]): number
	FactLast                         // last(E).f: the field's type, optional
	FactSince                        // time since last E: duration, optional
	FactExpected                     // expected(E): when the next E is due by the person's own rhythm; time, optional
)

// Fact is a question about the past. `no E in the last D` is a FactInLast below
// a negation: No is set.
type Fact struct {
	Kind  FactKind
	No    bool
	Event *Event
	Where ast.Expr         // nil without a filter
	Pat   *ast.EventPat    // nil when the event was a bare name in a call
	Field string           // FactSum, FactLast; `time` is the event's own time
	Last  *ast.DurationLit // nil: the whole history
}

// Message is a declared message.
type Message struct {
	Name   string
	Decl   *ast.Message
	Params []*Param // names it uses that nothing declares, sorted
}

// Param is a message's parameter with the one type that all sends agree on.
type Param struct {
	Name string
	Type *Type
}

// Segment is a declared segment, or a stage of a lifecycle.
type Segment struct {
	Name string
	Decl *ast.Segment
	File *ast.File
	// Later are the stages behind this one in its lifecycle: a person is in the last
	// stage whose condition holds. Nil for a segment.
	Later []*ast.Segment
	// Broken: there is an error in it, or in what it asks about.
	Broken bool
}

// Policy is a declared policy.
type Policy struct {
	Name string
	File *ast.File
	Decl *ast.Policy
}

// Journey is a healthy journey.
type Journey struct {
	Name string // its own, or its file's for the bare sentence
	File *ast.File
	Decl *ast.Journey
	// Entry lists the fields that `entry` has: those of the trigger's events.
	Entry []*Field
	// Policy is the one that the journey names, else the project's default; nil is none.
	Policy *Policy
	// Std: a journey of the standard library, such as the one that derives
	// cart_abandoned. It decides silently.
	Std bool
}

// Test is a test block.
type Test struct {
	Title string
	File  *ast.File
	Decl  *ast.Test
	// Journeys are the names of the journeys it is about.
	Journeys []string
	// Broken: there is an error in it, or in a journey it is about.
	Broken bool
}
