package engine

import (
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/message"
)

// Kind is the kind of a decision.
type Kind uint8

// The kinds, in the words of the record.
const (
	Enter Kind = iota
	NoEnter
	Late
	Send
	Wait
	Branch
	Split
	Set
	Tag
	Audience
	Emit
	Start
	Webhook
	Goal
	Exit
	kinds
)

var kindNames = [kinds]string{
	"enter", "no_enter", "late", "send", "wait", "branch", "split", "set", "tag", "audience",
	"emit", "start", "webhook", "goal", "exit",
}

// String returns the kind as records write it.
func (k Kind) String() string { return kindNames[k] }

// KindOf finds a kind by its name.
func KindOf(name string) (Kind, bool) {
	for i, n := range kindNames {
		if n == name {
			return Kind(i), true
		}
	}
	return 0, false
}

// Kinds returns the names of all kinds.
func Kinds() []string { return append([]string(nil), kindNames[:]...) }

// Reason says why something was not done, or how a stay ended.
type Reason uint8

// The reasons, in the words of the record.
const (
	NoReason Reason = iota
	// of no_enter
	BecauseWhere
	BecauseWhile
	BecauseOnce
	BecauseAgain
	BecauseLate
	BecauseBackfill
	BecauseOverflow
	BecauseKilled
	// of a skipped send
	Unsubscribed
	Capped
	Quiet
	Holdout
	NoAddress
	Invalid
	Duplicate
	NoContent
	Expired
	Left
	// of an exit
	Finished
	ByGoal
	ByExit
	ByWhile
	Stopped
	Restarted
	Merged
	Migrated
	Deleted
	// Later additions.
	BecauseExclusive // of no_enter
	ByOwn            // of a wait for the best time: the person's own hours say so
	ByEveryone       // everyone's do
	ByNobody         // nothing is known of anybody
	reasons
)

var reasonNames = [reasons]string{
	"", "where", "while", "once", "again", "late", "backfill", "overflow", "killed",
	"unsubscribed", "capped", "quiet", "holdout", "no_address", "invalid", "duplicate", "no_content", "expired", "left",
	"finished", "goal", "exit", "while", "stopped", "restarted", "merged", "migrated", "deleted",
	"exclusive", "own", "everyone", "nobody",
}

// String returns the reason as records write it.
func (r Reason) String() string { return reasonNames[r] }

// Decision is one record of what was decided, sent or not sent. Journey, Step
// and Send are indexes into the program, so that a decision costs no strings.
type Decision struct {
	At       int64
	Person   string
	ID       uint32 // the person's number
	Journey  int16
	Kind     Kind
	Reason   Reason
	Skipped  bool
	Instance uint32
	Step     int32 // index into the journey's Steps, or -1
	Send     int32 // index into the journey's Sends, or -1
	Line     int32
	Cause    int64 // arrival number of the event that led here, 0 for a timer
	Until    int64 // Wait: the deadline; Enter of an absence: the base event's time
	Arm      string
	Items    []string // recommended products
	// Content is what a message says; nil unless Options.Render asked for it.
	Content *message.Content
	// Target is what an Audience, a Webhook, a Start or an Emit is about: the
	// audience, the address, the journey, the event.
	Target  string
	Payload *event.Box // Webhook: the fields that are handed over
}

// Status is a send's status in the record.
func (d *Decision) Status() string {
	switch {
	case d.Kind != Send && d.Kind != Webhook:
		return ""
	case d.Skipped:
		return "skipped"
	}
	return "would_send"
}

func (e *Engine) decide(d Decision) {
	e.near = d.Line
	if !e.wants(&d) {
		return
	}
	e.stamp(&d)
	e.Decisions = append(e.Decisions, d)
}

// Reasons is how many reasons there are: every Reason lies below it.
func Reasons() int { return int(reasons) }

// wants reports whether a decision is collected.
func (e *Engine) wants(d *Decision) bool {
	return e.kinds&(1<<d.Kind) != 0 && !e.prog.Journeys[d.Journey].Std
}

// stamp says when a decision was made, about whom, and what led to it.
func (e *Engine) stamp(d *Decision) {
	d.At, d.Person, d.ID, d.Cause = e.now, e.person.Name, e.person.ID, e.line
}
