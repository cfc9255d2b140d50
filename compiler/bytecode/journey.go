package bytecode

// What a program knows of one journey: who is let in and by which patterns, the states in
// which people rest, and what the steps between them do.

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

// Simple reports whether one event, segment or trait begins the trigger: only then can
// a record say of it that it did not let the person in, and only then does it end the
// stay before at once, where the journey restarts.
func (j *Journey) Simple() bool {
	if len(j.Alts) != 1 || j.Alts[0].Nested {
		return false
	}
	switch j.Alts[0].Kind {
	case PatEvent, PatAbsence, PatSegment, PatChange:
		return true
	}
	return false
}

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
