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

// EnterMode says how often a person may enter, as in the language.
type EnterMode uint8

// The modes.
const (
	OnceAtATime EnterMode = iota
	Once
	Again
	Each
	Restart
)

// PatternKind is the kind of a trigger's pattern.
type PatternKind uint8

// The patterns. See grammar/ for what each means.
const (
	PatEvent    PatternKind = iota // one event
	PatAbsence                     // Parts[0], and none of Not within
	PatSeq                         // Parts in this order, within, none of Not between
	PatBoth                        // Parts in any order, within
	PatCount                       // N of Parts[0] within
	PatSilence                     // none of Parts[0] for Within after one
	PatSegment                     // the person comes into Segment, or leaves it
	PatChange                      // the value of Trait changes
	PatDate                        // at a moment that hangs on a value
	PatSchedule                    // at a moment that comes back
)

// Pattern is one alternative of a trigger.
type Pattern struct {
	Kind   PatternKind
	Line   int32
	Parts  [][]Test // each part is any of its tests
	Not    []Test
	NotReg []int32 // PatAbsence: the register that holds each Not's last stamp, or its stamps by key
	Within Duration
	N      int32
	Per    Period // PatCount: not within a duration but in a period of the calendar
	// PatSegment.
	Segment int32
	Leaves  bool
	// Of a pattern that others are inside: that it is, and what it says in the source.
	Nested bool
	Label  string
	// Of a pattern inside another: it stands for an event in Part of the pattern Parent,
	// a number as Journey.Alt takes it.
	Parent, Part int32
	// PatChange: the trait, and the code of the values it must change from and to, or -1.
	Trait, From, To int32
	// PatDate, PatSchedule.
	Date *DateTrigger
}

// Goal is a journey's goal.
type Goal struct {
	Line   int32
	Any    []Test
	Regs   []int32 // the last stamp of each, asked after a merge
	Within Duration
}

// Exit is an `exit when`.
type Exit struct {
	Line int32
	Any  []Test
	Regs []int32
}

// StateKind is the kind of a place where a person rests.
type StateKind uint8

// The states.
const (
	StateWait   StateKind = iota // until the deadline
	StateFor                     // for one of several events, or the deadline
	StateUntil                   // until a condition holds, or the deadline
	StateRanked                  // to the deadline; then the first arm whose event came
	StateHold                    // a message waits for the end of the quiet time; Deadline is its own OpSend
	StateRepeat                  // between two runs of a block; see State.Times
)

// State is a place where a person rests.
type State struct {
	Kind     StateKind
	Step     int32 // index into the journey's Steps
	Limit    Duration
	Forever  bool // no deadline
	Deadline int32
	Arms     []Arm
	Cond     int32
	Then     int32
	// StateRepeat: how often the block runs, or 0 for as often as Cond does not hold;
	// Limit is from run to run, counted from the first, and zero for at once. Cond is -1
	// for none. Deadline is the block, Then what comes after the last run. Of repeats
	// inside each other the outermost has Level 0.
	Times, Level int32
	At           *Moment // StateWait: the deadline is this moment, and not Limit after the entry
}

// Arm is one event that a resting person listens to.
type Arm struct {
	Name string // StateRanked: what the record of the decision calls it
	Any  []Test
	Regs []int32
	PC   int32
}

// Step is a step of the source, for records and the line table.
type Step struct {
	ID   string
	Line int32
	Kind string // the word in the source: email, wait, if, …
	// Label is the step in a few words, for people: `email recommend(cart)`.
	Label string
}

// Send is what OpSend does.
type Send struct {
	Step          int32
	Channel       string
	Message       string // what records call it
	Content       int32  // index into Messages, or -1
	Value         int32  // code of an inline value, or -1
	Certain       bool   // the inline value is a text with something to read in it
	Params        []int32
	Transactional bool
	Address       int32 // trait that addresses the channel, or -1
	Marks         []int32
	Hold          int32      // the state in which the message waits in quiet time, or -1
	Valid         []Duration // for how long the offers in it are good, when it can be held
}

// Split is what OpSplit does: arm i takes the buckets below Upto[i] that no
// earlier arm took; whoever is beyond the last goes on after the split.
type Split struct {
	Step int32
	Salt string
	Arms []SplitArm
	Rest int32
}

// SplitArm is one arm of a split.
type SplitArm struct {
	Name string
	Upto int32 // of 10,000
	PC   int32
}

// Journey is one compiled journey.
type Journey struct {
	Name, Title string
	File        string
	Line        int32
	Std         bool // of the standard library: decides silently
	Mode        EnterMode
	After       Duration // Again
	Key         string   // Each: the field's name
	Zone        string   // empty: the project's
	Alts        []Pattern
	Subs        []Pattern // the patterns inside those of Alts, and inside each other
	Goal        *Goal
	Exits       []Exit
	While       int32 // code of a condition, or -1
	WhileLine   int32
	Entry       []Field // the slots of the entry payload
	Start       int32   // first instruction
	States      []State
	Steps       []Step
	Sends       []Send
	Splits      []Split
	Emits       []Emit
	Acts        []Act
	Holdout     int32 // of 10,000
	Policy      int32 // index into Policies, or -1
	Priority    int32
	AcceptLate  Duration // how late an event may be and still let somebody in; zero: not at all
	Backfill    Duration // how long before the journey becomes active somebody may have come; zero: not at all
	Exclusive   string   // of the journeys of one group a person is in one at a time; empty: no group
}

// Alt returns a pattern by its number: those of Alts come first, then those of Subs.
func (j *Journey) Alt(i int16) *Pattern {
	if int(i) < len(j.Alts) {
		return &j.Alts[i]
	}
	return &j.Subs[int(i)-len(j.Alts)]
}

// Inside reports whether the pattern of a number stands inside another.
func (j *Journey) Inside(i int16) bool { return int(i) >= len(j.Alts) }

// Emit is what OpEmit does.
type Emit struct {
	Step   int32
	Event  int32
	Fields []int32 // the event's field that each value on the stack goes to
}

// ActKind is a thing that a step does in the world, or in another journey.
type ActKind uint8

// The acts.
const (
	ActAdd     ActKind = iota // x → -, put the person into the audience x
	ActRemove                 // x → -, take the person out of it
	ActWebhook                // url x1 … xn → -, call it with the fields Names
	ActStart                  // - → -, let the person into Journey
)

// Act is what OpAct does.
type Act struct {
	Kind    ActKind
	Step    int32
	Names   []string
	Journey int32 // index into the program's Journeys
}

// takes is how many values an act takes from the stack.
func (a *Act) takes() int {
	if a.Kind == ActStart {
		return 0
	}
	return 1 + len(a.Names)
}

// CartEvents names the events that keep `cart`, `viewed` and `bought` up to
// date, as indexes into Events, or -1 where the program does not listen. Which
// of their fields matter is found by name.
type CartEvents struct {
	Used                                    bool // some journey reads cart, viewed or bought
	Added, Removed, Cleared, Bought, Viewed int32
}
