package ast

// Trigger is what lets a person into a journey.
type Trigger interface {
	Node
	trigger()
}

// When enters a person when a pattern over the history becomes true.
type When struct {
	Span
	Pattern Pattern
}

// OnDate is `on DATE [every year|month] [at T]` or `D before|after DATE [at T]`.
type OnDate struct {
	Span
	Offset *DurationLit // nil for the day itself
	Before bool
	Date   Expr
	Every  Name // year, month; empty for once
	At     *TimeLit
}

// Schedule is `every DAY… at T [for segment NAME]`.
type Schedule struct {
	Span
	Days    []Name // mon … sun, or one of day, week, month
	At      *TimeLit
	Segment Name
}

func (*When) trigger()     {}
func (*OnDate) trigger()   {}
func (*Schedule) trigger() {}

// Pattern is a predicate over a person's history.
type Pattern interface {
	Node
	pattern()
}

// EventPat is one event, filtered by its own fields.
type EventPat struct {
	Span
	Name  Name
	Where Expr // nil when there is no filter; field names need no prefix
	// Step is the step or message that an engagement event answers:
	// `clicked first_mail`. Empty otherwise.
	Step Name
}

// OrPat is any of several patterns.
type OrPat struct {
	Span
	Alts []Pattern
}

// AbsencePat is `BASE and not X within D`: BASE, and for D from it none of Not.
type AbsencePat struct {
	Span
	Base   Pattern
	Not    []*EventPat
	Within *DurationLit // nil when it was left out, which the checker reports
}

// BothPat is `A and B within D`, in any order.
type BothPat struct {
	Span
	Parts  []Pattern // two or more
	Within *DurationLit
}

// SeqPat is `A followed by B [followed by C …] [within D] [with no X between]`.
type SeqPat struct {
	Span
	Parts     []Pattern // two or more
	Within    *DurationLit
	NoBetween []*EventPat
}

// CountPat is `N X in D` or `N X per calendar UNIT`.
type CountPat struct {
	Span
	N     *NumberLit
	Event *EventPat
	In    *DurationLit
	Per   Name
}

// SilencePat is `no X for D`.
type SilencePat struct {
	Span
	Event *EventPat
	For   *DurationLit
}

// SegmentPat is `enters S` or `leaves S`.
type SegmentPat struct {
	Span
	Leaves  bool
	Segment Name
}

// ChangePat is `profile.X changes [from V] [to V]`.
type ChangePat struct {
	Span
	Target   Expr
	From, To Expr
}

// BadPat stands where a pattern could not be read.
type BadPat struct{ Span }

func (*EventPat) pattern()   {}
func (*OrPat) pattern()      {}
func (*AbsencePat) pattern() {}
func (*BothPat) pattern()    {}
func (*SeqPat) pattern()     {}
func (*CountPat) pattern()   {}
func (*SilencePat) pattern() {}
func (*SegmentPat) pattern() {}
func (*ChangePat) pattern()  {}
func (*BadPat) pattern()     {}

// Setting is a line of a journey between its trigger and its steps.
type Setting interface {
	Node
	setting()
}

// EnterMode says how often a person may enter.
type EnterMode uint8

// The modes of `enter`.
const (
	OnceAtATime EnterMode = iota // the default
	Once
	Again   // again after D
	Each    // each FIELD
	Restart // restart on repeat
)

// Enter is the `enter` line.
type Enter struct {
	Span
	Mode  EnterMode
	After *DurationLit // Again
	Field Name         // Each
}

// Goal is `goal PATTERN [within D]`; the pattern is events joined by `or`.
type Goal struct {
	Span
	Pattern Pattern
	Within  *DurationLit
}

// Exit is `exit when PATTERN`; the pattern is events joined by `or`.
type Exit struct {
	Span
	Pattern Pattern
}

// While is `while CONDITION`.
type While struct {
	Span
	Cond Expr
}

// Holdout is `holdout 10%`.
type Holdout struct {
	Span
	Percent *PercentLit
}

// Priority is `priority N`.
type Priority struct {
	Span
	N *NumberLit
}

// Exclusive is `exclusive GROUP`.
type Exclusive struct {
	Span
	Group Name
}

// UsePolicy is `policy NAME` inside a journey.
type UsePolicy struct {
	Span
	Name Name
}

// AcceptLate is `accept late D`.
type AcceptLate struct {
	Span
	D *DurationLit
}

// LeapDay is `leap day mar 1` (or `feb 28`, the default).
type LeapDay struct {
	Span
	Mar1 bool
}

// Backfill is `backfill D`.
type Backfill struct {
	Span
	D *DurationLit
}

// Timezone is `timezone "Europe/Sofia"`.
type Timezone struct {
	Span
	Zone *StringLit
}

func (*Enter) setting()      {}
func (*Goal) setting()       {}
func (*Exit) setting()       {}
func (*While) setting()      {}
func (*Holdout) setting()    {}
func (*Priority) setting()   {}
func (*Exclusive) setting()  {}
func (*UsePolicy) setting()  {}
func (*AcceptLate) setting() {}
func (*LeapDay) setting()    {}
func (*Backfill) setting()   {}
func (*Timezone) setting()   {}

// Events returns the events of a pattern that is one event or an `or` of events, and
// nothing of another.
func Events(p Pattern) []*EventPat {
	switch p := p.(type) {
	case *EventPat:
		return []*EventPat{p}
	case *OrPat:
		var out []*EventPat
		for _, alt := range p.Alts {
			out = append(out, Events(alt)...)
		}
		return out
	}
	return nil
}
