package ast

// Block is a list of steps. Braces are left out where there is one step.
type Block struct {
	Span
	Steps []Step
}

// Step is one thing a journey does.
type Step interface {
	Node
	// StepName returns the name after `as`, or an empty Name.
	StepName() Name
	step()
}

// StepHead is what every step has.
type StepHead struct {
	Span
	As Name
}

// StepName returns the name after `as`, or an empty Name.
func (h StepHead) StepName() Name { return h.As }

func (h StepHead) step() {}

// Send is `CHANNEL content [transactional] [with {…}] [as name]`.
type Send struct {
	StepHead
	Channel       Name
	Content       Expr // an IdentExpr naming a message, a StringLit, or a value such as recommend(cart)
	Transactional bool
	With          *RecordLit
}

// Wait is `wait D`.
type Wait struct {
	StepHead
	For *DurationLit
}

// WaitTime is `wait until 09:00`, `until next monday 09:00`,
// `until tue..thu 09:00 to 17:00`, `until 2026-11-27 09:00`.
type WaitTime struct {
	StepHead
	Next    bool
	FromDay Name
	ToDay   Name // set for a range of days
	Date    *DateLit
	At      *TimeLit
	To      *TimeLit
}

// WaitDate is `wait until D before|after DATE [at T]` or `wait until DATE-VALUE [at T]`.
type WaitDate struct {
	StepHead
	Offset *DurationLit
	Before bool
	Date   Expr
	At     *TimeLit
}

// WaitBest is `wait until best time within D`.
type WaitBest struct {
	StepHead
	Within *DurationLit
}

// WaitUntil is `wait until CONDITION [up to D] [{…}] [else {…}]`: a state.
type WaitUntil struct {
	StepHead
	Cond Expr
	UpTo *DurationLit
	Then *Block
	Else *Block
}

// WaitFor is `wait for EVENT [up to D] [{…}] [else {…}]`: an event from now on.
type WaitFor struct {
	StepHead
	Event Pattern // an EventPat, or an OrPat of them
	UpTo  *DurationLit
	Then  *Block
	Else  *Block
}

// Race is `wait up to D [ranked] { on EVENT {…} … else {…} }`.
type Race struct {
	StepHead
	UpTo   *DurationLit
	Ranked bool
	Arms   []*RaceArm
	Else   *Block
}

// RaceArm is one `on EVENT {…}` of a race.
type RaceArm struct {
	Span
	Event Pattern
	Body  *Block
}

// If is `if CONDITION {…} [else …]`; `else if` is an If alone in Else.
type If struct {
	StepHead
	Cond Expr
	Then *Block
	Else *Block
}

// Split sends people down one of several arms by a hash of the person.
type Split struct {
	StepHead
	Arms []*SplitArm
}

// SplitArm is `50% name {…}`.
type SplitArm struct {
	Span
	Percent *PercentLit
	Name    Name
	Body    *Block
}

// Set is `set profile.x = value`.
type Set struct {
	StepHead
	Target Expr
	Value  Expr
}

// Tag is `add tag "x"` or `remove tag "x"`.
type Tag struct {
	StepHead
	Remove bool
	Tag    Expr
}

// Audience is `add to audience "x"` or `remove from audience "x"`.
type Audience struct {
	StepHead
	Remove   bool
	Audience Expr
}

// Emit is `emit EVENT [{…}]`.
type Emit struct {
	StepHead
	Event   Name
	Payload *RecordLit
}

// Webhook is `webhook URL [{…}]`.
type Webhook struct {
	StepHead
	URL     Expr
	Payload *RecordLit
}

// Start is `start JOURNEY`.
type Start struct {
	StepHead
	Journey Name
}

// Stop is `stop`.
type Stop struct{ StepHead }

// Repeat is `repeat [every D] [up to N times] {…} [until CONDITION]`.
type Repeat struct {
	StepHead
	Every *DurationLit
	UpTo  *NumberLit
	Body  *Block
	Until Expr
}

// BadStep stands where a step could not be read.
type BadStep struct{ StepHead }
