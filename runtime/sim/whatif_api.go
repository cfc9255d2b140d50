package sim

import "github.com/journeylang/journey/runtime/report"

// Injection is something that happens in a what-if and did not in the feed.
type Injection struct {
	Person string  `json:"person"` // any id of the person
	At     Instant `json:"at"`
	Event  string  `json:"event,omitempty"` // empty: a change of the profile
	// Values are the event's properties, or the traits, as they are written in the
	// language: 80, true, "pro", null.
	Values []Trait `json:"values,omitempty"`
	Scope  Scope   `json:"scope,omitempty"`
	// Journey and Step say who is alike, for the scopes that need it.
	Journey string `json:"journey,omitempty"`
	Step    string `json:"step,omitempty"`
}

// Scope says to whom an injection happens.
type Scope string

// The scopes.
const (
	OnePerson Scope = ""         // the person alone, at the instant
	Everyone  Scope = "everyone" // everybody who is known by then, at the instant
	AtStep    Scope = "step"     // whoever rests at the step at the instant
	// AsEntered is everybody who enters the journey, each as long after the own entry
	// as the instant lies after the person's.
	AsEntered Scope = "entered"
)

// WhatIf is one what-if: injections, and what comes of them.
type WhatIf struct {
	ID         int         `json:"id"`
	Name       string      `json:"name"`
	Injections []Injection `json:"injections"` // the last one is undone first
	Kept       bool        `json:"kept"`       // saved as a test
	People     int64       `json:"people"`     // to whom something was injected
	Stale      bool        `json:"stale"`      // the journeys changed; it runs again when it is next looked at
}

// Difference is a person as recorded beside the same person in a what-if, or under
// another version.
type Difference struct {
	Schema int     `json:"schema"`
	Before *Person `json:"before"`
	After  *Person `json:"after"`
	Words  string  `json:"words"` // 3 messages fewer, exit `bought` instead of `not recovered`
	Same   bool    `json:"same"`
}

// Comparison is two runs over the same feed.
type Comparison struct {
	Schema   int            `json:"schema"`
	Before   string         `json:"before"` // the names of the versions
	After    string         `json:"after"`
	At       Instant        `json:"at"` // both up to here
	Same     bool           `json:"same"`
	Totals   []Delta        `json:"totals"`
	Journeys []JourneyDelta `json:"journeys"` // those with a difference
	// People is how many are treated differently; Groups counts them by the first thing
	// that differs, the largest first; Examples are the first of them, and of each group.
	People   int64        `json:"people"`
	Total    int64        `json:"of_people"`
	Groups   []DiffGroup  `json:"groups"`
	Examples []PersonDiff `json:"examples"`
	Files    []FileDiff   `json:"files"`

	before, after *report.Summary
}

// Delta is a number before and after.
type Delta struct {
	Name   string `json:"name"`
	Before int64  `json:"before"`
	After  int64  `json:"after"`
}

// JourneyDelta is what differs in one journey. State is "new" or "gone" when only
// one version has it.
type JourneyDelta struct {
	Journey string      `json:"journey"`
	State   string      `json:"state,omitempty"`
	Totals  []Delta     `json:"totals"`
	Steps   []StepDelta `json:"steps"`
	// Rows are the flow of both versions in one.
	Rows []UnionRow `json:"rows"`
}

// StepDelta is what differs at one step.
type StepDelta struct {
	Step   string  `json:"step"`
	Label  string  `json:"label"`
	State  string  `json:"state,omitempty"` // new, gone
	Line   int     `json:"line"`            // in the later version that has it
	Totals []Delta `json:"totals"`
}

// PersonDiff is one person who is treated differently: the first decision that
// differs, on both sides. A side that decided nothing is empty.
type PersonDiff struct {
	Person PersonRef `json:"person"`
	Reason string    `json:"reason"` // the words of the group
	At     Instant   `json:"at"`     // of the earlier of the two
	Before string    `json:"before"`
	After  string    `json:"after"`
	// BeforeAt and AfterAt are when each was decided.
	BeforeAt Instant `json:"before_at"`
	AfterAt  Instant `json:"after_at"`
	Line     int     `json:"line,omitempty"` // of the file, after; else before
	File     string  `json:"file,omitempty"`
	// Messages is how many would be sent.
	Messages Delta `json:"messages"`
}

// FileDiff is what changed in one file.
type FileDiff struct {
	File  string     `json:"file"`
	Lines []DiffLine `json:"lines"`
}

// DiffLine is one line of a difference of files: kept (space), removed (-) or added
// (+), with its number on each side, 0 where it is not.
type DiffLine struct {
	Op     string `json:"op"`
	Before int    `json:"before,omitempty"`
	After  int    `json:"after,omitempty"`
	Text   string `json:"text"`
}

// Injectable is an event that can be injected.
type Injectable struct {
	Name   string  `json:"name"`
	Heard  bool    `json:"heard"` // some journey listens to it
	Fields []Field `json:"fields"`
}

// Field is a property of an event, or a trait, with its type in words of the
// language, and the values it can have when these are fixed.
type Field struct {
	Name   string   `json:"name"`
	Type   string   `json:"type"`
	Values []string `json:"values,omitempty"`
}
