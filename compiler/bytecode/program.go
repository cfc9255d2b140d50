// Package bytecode is the compiled form of journeys: a verified state machine.
//
// A Program is data: tables (events, traits, registers, facts, expressions,
// messages, journeys) and one array of instructions. A person inside a journey
// rests in one of its States; the tables say which events, deadlines and
// conditions move the person on, and the instructions say what happens between
// two rests. Nothing in a program is a pointer into the source: the line table
// is all that is left of it.
//
// Expressions that our own instructions do not cover are kept as expr-lang
// source, because expr programs cannot be serialised; the runtime compiles them
// when it loads a program, which is the second half of verification.
//
// The same source gives the same bytes on any machine: every table is in an
// order that the source determines, and encoding (codec.go) is one function for
// both directions.
package bytecode

// Program is a set of compiled journeys with everything they need.
type Program struct {
	Zones    string // version of the time zone data the project was compiled with
	Zone     string // the project's default zone
	Language string // of texts that name none: a tag
	Events   []Event
	Traits   []Field
	Regs     []Register
	Facts    []Fact
	Exprs    []Expr
	Numbers  []float64
	Texts    []string
	Durs     []Duration
	Calls    []Call
	Messages []Message
	Journeys []Journey
	Code     []Instr
	Cart     CartEvents
	Segments []Segment
	Marks    []Mark
	Policies []Policy // those that a journey names, in the order in which they are first named
}

// Type is the kind of a value that crosses the border of the program.
type Type uint8

// The types, in the order of event.Kind.
const (
	Any Type = iota
	Bool
	Number
	Text
	Time
	List
	Map
	Date // a day; travels as text
)

// Field is a property of an event, or a trait.
type Field struct {
	Name string
	Type Type
}

// Segment is a condition on people that has a name. It asks only about segments
// that come before it in the table.
type Segment struct {
	// Name is the segment's, or the stage's; of what a stage asks by itself, without
	// the stages behind it, it is empty.
	Name string
	Code int32
	// Watched: somebody who comes into it or leaves it may enter a journey, so who is
	// in it is remembered of everybody.
	Watched bool
}

// Mark is a send that `received` asks about: a message, remembered of a person for
// ever, or (Stay) a step, remembered while the person's stay lasts.
type Mark struct {
	Name string
	Stay bool
}

// Event is an event that the program listens to, with the fields it reads.
type Event struct {
	Name    string
	HeardAs []string
	Fields  []Field
}

// Duration is an amount of time. Months and Days are calendar time in the
// person's zone, Millis elapsed time; only one of them is set.
type Duration struct {
	Months, Days int32
	Millis       int64
}

// Zero reports whether the duration is no time at all.
func (d Duration) Zero() bool { return d == Duration{} }

// Calendar reports whether the duration depends on a zone.
func (d Duration) Calendar() bool { return d.Months != 0 || d.Days != 0 }

// Instr is one instruction.
type Instr struct {
	Op   Op
	A, B int32
}

// Test is one event with the condition it must meet.
type Test struct {
	Event int32
	Cond  int32 // code of a condition over the event's fields, or -1
	Key   int32 // the event's field that correlates with `enter each`, or -1
	// Captures are the event's fields that `entry` reads, for the parts of a
	// trigger.
	Captures []Capture
}

// Capture copies a field of an event to a slot of the entry payload.
type Capture struct{ Slot, Field int32 }

// RegKind says what a register remembers.
type RegKind uint8

// The registers.
const (
	RegLast   RegKind = iota // the stamp of the last event
	RegFields                // stamp, line and fields of the last event
	RegWindow                // (stamp, value) pairs inside a window
	RegTotal                 // how many there were, and the sum of a field, ever
)

// Register is a fact about the past that is kept up to date for every person.
// Registers replace the history: no condition is ever answered by replaying it.
type Register struct {
	Kind   RegKind
	Event  int32
	Cond   int32    // or -1
	Field  int32    // RegWindow, RegTotal: the field that is added up, or -1
	Within Duration // RegWindow; zero: whatever fits, however old
	Fields []int32  // RegFields
	// Home is 1 + the journey on whose clock the calendar of Cond is counted, where the
	// person has none; 0 is the project's.
	Home int32
}

// FactKind is a question that a register answers.
type FactKind uint8

// The questions.
const (
	FactInLast   FactKind = iota // the last event is less than Within ago
	FactEver                     // there was one
	FactCount                    // how many inside the window, or ever
	FactSum                      // the sum inside the window, or ever
	FactField                    // field Field (an index into the register's Fields) of the last event
	FactTime                     // the time of the last event
	FactSince                    // now compared by Cmp with the last event + Within; false without one
	FactExpected                 // when the next one is due: the last one + the median of the gaps between them
)

// Fact is a question about the past, answered from a register.
type Fact struct {
	Kind   FactKind
	Reg    int32
	Within Duration
	Field  int32
	Cmp    Op // FactSince: Lt, Le, Gt, Ge, Eq or Ne
}

// Source says where an expression finds the value of one of its names.
type Source uint8

// The sources.
const (
	FromField Source = iota // field Index of the event in hand
	FromTrait
	FromEntry
	FromFact
	FromParam
	FromCart
	FromViewed
	FromBought
	FromSegment // whether the person is in segment Index
	FromMark    // whether what mark Index means was sent
)

// Var is one name in an expression's flat environment.
type Var struct {
	Name  string
	From  Source
	Index int32
}

// Expr is a condition or value richer than our own instructions.
type Expr struct {
	Source string
	Vars   []Var
	Type   Type
}

// Call is a call of a function whose code is ours, such as coupon.
type Call struct {
	Func string
	Args int32
}

// Part is one part of a message in one language, for one channel.
type Part struct {
	Name    string // subject, body, …
	Lang    string // language tag, empty for the default
	Channel string // empty for every channel
	Code    int32
	// Certain: whoever reads it, there is something to read. It spares working out
	// a text only to know that it can be sent.
	Certain bool
}

// Message is content. Its parts are code that leaves one value.
type Message struct {
	Name   string
	Params []string
	Parts  []Part
}

// CartEvents names the events that keep `cart`, `viewed` and `bought` up to
// date, as indexes into Events, or -1 where the program does not listen. Which
// of their fields matter is found by name.
type CartEvents struct {
	Used                                    bool // some journey reads cart, viewed or bought
	Added, Removed, Cleared, Bought, Viewed int32
}
