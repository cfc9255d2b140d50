package ast

// Test is a test block: what is given, what happens, and what is expected.
type Test struct {
	Span
	Title *StringLit
	Todo  bool   // reported, never a failure
	For   []Name // the journeys it is about; none: its file's only one
	Lines []TestLine
}

// TestLine is one line of a test block.
type TestLine interface {
	Node
	testLine()
}

// Given is `given …`: what is so before the clock starts.
type Given struct {
	Span
	What   *Happening
	Ago    *DurationLit // `given purchased 30d ago`
	Person Name         // `for anna`; empty: the test's person
}

// At is `at TIME …` or `after D …`: what happens.
type At struct {
	Span
	At     *TestTime
	What   *Happening
	Late   bool // the line comes after those above it, whatever its time
	Person Name
}

// Expect is `expect …`: what must have come of it, or must not.
type Expect struct {
	Span
	No     bool
	N      *NumberLit     // exactly so many
	Chain  []*Expectation // one, or several joined by `then`
	Person Name
}

// HappeningKind is a kind of thing that a test makes happen.
type HappeningKind uint8

// The things that a test makes happen.
const (
	HappensEvent     HappeningKind = iota // purchased { total: 80 }, opened first_mail
	HappensSet                            // [set] profile.plan = "pro", no profile.phone
	HappensHoldout                        // holdout
	HappensArm                            // arm short
	HappensAlias                          // alias visitor: two ids turn out to be one person
	HappensDelete                         // delete: the person is forgotten
	HappensClock                          // clock: nothing, but time goes on
	HappensAnonymous                      // anonymous: the person is known by a cookie only
	HappensDate                           // date 2026-03-28: the day on which the test starts
	HappensProduct                        // product { … }, no products: what recommend can find
)

// String returns the word that makes a thing happen.
func (k HappeningKind) String() string {
	return [...]string{"event", "set", "holdout", "arm", "alias", "delete", "clock", "anonymous", "date", "product"}[k]
}

// Happening is what a line of a test says is so, or happens.
type Happening struct {
	Span
	Kind   HappeningKind
	No     bool // HappensSet: without a value; HappensProduct: none at all
	Name   Name // the event, the arm, or the other id of an alias
	Answer Name // opened first_mail: the step or message
	Target Expr // the trait that is set
	Value  Expr
	Date   *DateLit
	Fields *RecordLit // of the event or the product
}

// Expectation is one thing that a test looks for in what was decided.
type Expectation struct {
	Span
	What     Name       // a channel, message, enter, no_enter, goal, exit, arm, set, tag, audience, emit, start, webhook, nothing
	Name     Name       // the message, step, arm, reason, event or journey
	Target   Expr       // `set profile.plan`: the trait
	Value    Expr       // `set profile.plan = "pro"`; nil: whatever it is
	Text     *StringLit // a bare text: of the message, the tag or the audience
	Remove   bool       // remove tag, remove from audience
	Skipped  bool
	Reason   Name // of the skip
	Part     Name // subject, body … before `contains`
	Lang     Name
	Contains *StringLit
	When     *TestWindow
}

// WindowKind is how an expectation says when.
type WindowKind uint8

// The ways to say when.
const (
	WindowAt      WindowKind = iota // at 12:00: exactly then
	WindowBefore                    // before 12:00: 12:00 is not
	WindowAfter                     // after 12:00: 12:00 is not
	WindowBetween                   // between 12:00 and 13:00: from 12:00 on, 13:00 is not
	WindowWithin                    // within 2h of what last happened
)

// String returns the word that a window begins with.
func (k WindowKind) String() string {
	return [...]string{"at", "before", "after", "between", "within"}[k]
}

// TestWindow is the time in which something is expected.
type TestWindow struct {
	Span
	Kind     WindowKind
	From, To *TestTime
	Within   *DurationLit
}

// TestTime is a moment in a test: a time of day, a day and a time, or +D.
type TestTime struct {
	Span
	After *DurationLit
	Date  *DateLit
	Day   Name
	Time  *TimeLit
}

func (*Given) testLine()  {}
func (*At) testLine()     {}
func (*Expect) testLine() {}
