package sim

import (
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/why"
)

// The views are plain data, one for each screen, made at the position where the
// session stands. Their JSON is a contract like that of the record. They hold text
// of other people as it is: whoever shows it makes it harmless.

// Phase says what the session is doing.
type Phase string

// The phases.
const (
	Loading Phase = "loading" // the feed is being read
	Live    Phase = "live"    // all there is so far has been read
	Ready   Phase = "ready"   // all of the feed has been read
	Stopped Phase = "stopped" // reading was stopped, or failed; what was read stays
)

// Status says how far the feed was read, and what it held.
type Status struct {
	Phase      Phase   `json:"phase"`
	Feed       string  `json:"feed"`
	Err        string  `json:"error,omitempty"`
	Taken      int64   `json:"taken"` // bytes read, of Size; Size is 0 when it is not known
	Size       int64   `json:"size"`
	Lines      int64   `json:"lines"`
	Events     int64   `json:"events"`
	People     int64   `json:"people"`
	Ignored    int64   `json:"ignored"`
	Bad        int64   `json:"bad"`
	Late       int64   `json:"late"`
	Duplicates int64   `json:"duplicates"`
	Merges     int64   `json:"merges"`
	First      Instant `json:"first"` // of the events; equal to Last when there are none
	Last       Instant `json:"last"`
	// Horizon is the instant up to which everything has been decided: as far as one
	// can go now.
	Horizon Instant `json:"horizon"`
	// FirstBad are the first lines that could not be read; BadLines has all.
	FirstBad []event.BadLine `json:"first_bad,omitempty"`
	Version  string          `json:"version"`
	WhatIfs  int             `json:"what_ifs"`
	// Assumed is what invented people do; nil for recorded ones.
	Assumed *Assumptions `json:"assumed,omitempty"`
}

// Position is where virtual time stands. Everything at that instant has happened.
type Position struct {
	At        Instant `json:"at"`
	Zone      string  `json:"zone"`
	Events    int64   `json:"events"`    // lines of the feed up to there
	Decisions int64   `json:"decisions"` // up to there
	Messages  int64   `json:"messages"`  // that would have been sent
	AtStart   bool    `json:"at_start"`
	AtEnd     bool    `json:"at_end"` // nothing more is known
}

// Mark is what one can step by.
type Mark uint8

// The marks.
const (
	Events    Mark = iota // an event of the feed
	Messages              // a message that would be sent
	Decisions             // anything that was decided
)

// Bookmark is a named instant.
type Bookmark struct {
	Name string  `json:"name"`
	At   Instant `json:"at"`
}

// Break is a breakpoint: playing stops where it is hit. One of the fields says
// where.
type Break struct {
	ID      int    `json:"id"`
	Journey string `json:"journey,omitempty"` // with Step: whenever somebody comes to the step
	Step    string `json:"step,omitempty"`
	Person  string `json:"person,omitempty"` // whenever something is decided about this person
	// When is a trigger in the language, as behind `when`: purchased where total > 500.
	When string `json:"when,omitempty"`
}

// Hit is where a breakpoint was hit, and by whom.
type Hit struct {
	Break  Break   `json:"break"`
	At     Instant `json:"at"`
	Person string  `json:"person"`
}

// Timeline is the whole simulated time as a bar: how many messages go when.
type Timeline struct {
	From    Instant `json:"from"`
	To      Instant `json:"to"`
	Width   int64   `json:"width_ms"` // of one bucket
	Sent    []int64 `json:"sent"`
	Skipped []int64 `json:"skipped"`
}

// Flow is one journey with the people in it.
type Flow struct {
	Schema     int           `json:"schema"`
	Journey    string        `json:"journey"`
	Title      string        `json:"title,omitempty"`
	File       string        `json:"file"`
	Line       int           `json:"line"`
	Version    string        `json:"version"`
	At         Instant       `json:"at"`
	Entered    int64         `json:"entered"`
	Inside     int64         `json:"inside"`
	Goals      int64         `json:"goals"`
	Finished   int64         `json:"finished"`
	NotEntered report.Counts `json:"not_entered"`
	Exits      report.Counts `json:"exits"`
	Rows       []Row         `json:"rows"`
	// Graph is the same as boxes and arrows; Row.Node leads to its nodes.
	Graph *graph.Graph `json:"-"`
}

// Row is one line of a flow: a step, or a way in or out, in the order in which one
// reads the file. Arms lie one level deeper than the step that opens them, and a
// row that follows them at its depth is where they meet again.
type Row struct {
	Node  int    `json:"-"`    // of the graph
	Step  string `json:"step"` // empty: the trigger, a goal, an exit, the end
	Kind  string `json:"kind"` // a word: when, wait, email, if, split, goal, exit, end
	Label string `json:"label"`
	Line  int    `json:"line"`
	Depth int    `json:"depth"`
	// Arm names the arm that begins with this row; ArmN is how many took it. Empty:
	// the row continues what is above it.
	Arm  string `json:"arm,omitempty"`
	ArmN int64  `json:"arm_passed,omitempty"`
	// Of is the row whose arm this is, or -1.
	Of int `json:"of"`
	// Empty says that the arm has no steps: the row is only its name.
	Empty bool `json:"empty,omitempty"`
	// Ends says that nobody goes on from here to the row below.
	Ends bool `json:"ends,omitempty"`
	// Any says that it can happen at any moment inside: a goal, an exit.
	Any bool `json:"any,omitempty"`

	Here    int64         `json:"here"`
	Passed  int64         `json:"passed"` // came here, ever
	Share   float64       `json:"share"`  // of those who entered, 0 to 1
	Sent    int64         `json:"sent,omitempty"`
	Skipped report.Counts `json:"skipped,omitempty"`
	Held    int64         `json:"held,omitempty"` // wait for the end of quiet hours
}

// StepDetail is what there is to know of one row of a flow.
type StepDetail struct {
	Schema    int           `json:"schema"`
	Journey   string        `json:"journey"`
	Row       Row           `json:"row"`
	Source    string        `json:"source,omitempty"` // the line of the file
	Languages []Share       `json:"languages"`        // of those who came here
	Latest    []MessageLine `json:"latest"`           // the last messages, newest first
}

// Share is a part of something, by name.
type Share struct {
	Name  string  `json:"name"`
	N     int64   `json:"n"`
	Share float64 `json:"share"`
}

// PersonRef names a person. ID is the one by which decisions speak of the person.
type PersonRef struct {
	Number   uint32 `json:"-"` // the session's own; it does not change
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	Language string `json:"language,omitempty"`
}

// PersonLine is one line of a list of people.
type PersonLine struct {
	PersonRef
	Zone     string   `json:"zone,omitempty"`
	Events   int64    `json:"events"`   // up to the position
	Messages int64    `json:"messages"` // that would have been sent
	Inside   []string `json:"inside,omitempty"`
	Last     Instant  `json:"last"` // of the last thing that happened; 0: nothing yet
}

// PeopleQuery says which people are wanted. The empty query is everybody.
type PeopleQuery struct {
	Text    string // in an id, a name, or a trait; upper and lower case are the same
	Journey string // who is, or was, in this journey
	Step    string // who came to this step
	Here    bool   // with Step or Journey: who is there now
	From    int    // how many to leave out
	Limit   int
}

// People is a window of a list of people.
type People struct {
	Schema int          `json:"schema"`
	Query  string       `json:"query,omitempty"`
	At     Instant      `json:"at"`
	Total  int          `json:"total"` // of those found; -1 when it was not counted to the end
	From   int          `json:"from"`
	Lines  []PersonLine `json:"people"`
}

// EntryKind is the kind of an entry of a person's timeline.
type EntryKind string

// The kinds of entries.
const (
	EntryEvent    EntryKind = "event"    // something the person did
	EntryProfile  EntryKind = "profile"  // something became known of the person
	EntryDecision EntryKind = "decision" // something was decided
	EntryPending  EntryKind = "pending"  // what will come, if nothing happens
)

// Entry is one thing in a person's timeline.
type Entry struct {
	At      Instant   `json:"at"`
	Local   string    `json:"local"` // as the person's own wall shows it
	Kind    EntryKind `json:"kind"`
	Text    string    `json:"text"`             // in a few words
	Detail  string    `json:"detail,omitempty"` // what an event carried
	Journey string    `json:"journey,omitempty"`
	Step    string    `json:"step,omitempty"`
	Line    int       `json:"line,omitempty"` // of the journey's file
	Feed    int64     `json:"feed_line,omitempty"`
	// Origin says where an event came from that is not in the feed: "injected" by a
	// what-if, "reaction" to a message.
	Origin  string `json:"origin,omitempty"`
	Late    bool   `json:"late,omitempty"`
	Sent    bool   `json:"sent,omitempty"`    // a message that would be sent
	Skipped string `json:"skipped,omitempty"` // the reason of one that would not
	// Decision is the kind of decision, in the words of the record.
	Decision string `json:"decision,omitempty"`
	Instance uint32 `json:"instance,omitempty"`
	// Message is the number of the message, for Message; 0 is none.
	Message int64 `json:"message,omitempty"`
	// Mark says how the entry differs from the other timeline: + only here, - only
	// there.
	Mark string `json:"mark,omitempty"`
}

// Trait is one thing known of a person.
type Trait struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Person is one person up to the position.
type Person struct {
	Schema int `json:"schema"`
	PersonLine
	IDs     []string `json:"ids,omitempty"` // other ids of the same person
	Traits  []Trait  `json:"traits"`
	Entries []Entry  `json:"entries"`
	Pending []Entry  `json:"pending,omitempty"`
}

// MessageQuery says which messages are wanted. Empty fields want all.
type MessageQuery struct {
	Channel  string
	Journey  string
	Step     string // a step or a message
	Language string
	Person   string
	Status   string // would_send, skipped, or a reason
	Text     string // in the message's or the person's name
	From     int    // how many to leave out
	Limit    int
	Oldest   bool // oldest first; otherwise newest first
}

// MessageLine is one line of a list of messages.
type MessageLine struct {
	Number  int64     `json:"number"` // of the message, from 1; it does not change while the version stays
	At      Instant   `json:"at"`
	To      PersonRef `json:"to"`
	Journey string    `json:"journey"`
	Step    string    `json:"step"`
	Line    int       `json:"line"`
	Channel string    `json:"channel"`
	Message string    `json:"message"`
	Status  string    `json:"status"`
	Reason  string    `json:"reason,omitempty"`
	Items   []string  `json:"items,omitempty"`
	// HeldSince is set when the message waited for the end of quiet hours.
	HeldSince Instant `json:"held_since,omitempty"`
}

// MessageList is a window of a list of messages.
type MessageList struct {
	Schema int           `json:"schema"`
	At     Instant       `json:"at"`
	Total  int64         `json:"total"`
	Sent   int64         `json:"sent"` // of the total
	From   int           `json:"from"`
	Lines  []MessageLine `json:"messages"`
}

// Message is one message with what it says and why it is sent, or is not.
type Message struct {
	Schema int `json:"schema"`
	MessageLine
	// Local is when it goes on the wall of who gets it, in Zone.
	Local   string   `json:"local"`
	Zone    string   `json:"zone"`
	Content *Content `json:"content,omitempty"`
	// Unrendered says why there is no content.
	Unrendered string `json:"unrendered,omitempty"`
	Why        *Why   `json:"why"`
}

// Why explains what was decided about a person, and the one fact that would have
// changed it.
type Why struct {
	Schema      int              `json:"schema"`
	Explanation *why.Explanation `json:"explanation"`
	// Pivot is the fact that would have changed the outcome, in words.
	Pivot string `json:"would_change,omitempty"`
	// Try is an event that would have changed it, to be injected; nil when there is no
	// such event.
	Try *Injection `json:"try,omitempty"`
}

// WhyNot says who did not come to a step, by the first thing that kept them from
// it, the most common first.
type WhyNot struct {
	Schema  int          `json:"schema"`
	Journey string       `json:"journey"`
	Step    string       `json:"step"`
	At      Instant      `json:"at"`
	Came    int64        `json:"came"`
	Groups  []WhyNotWhat `json:"groups"`
}

// WhyNotWhat is one thing that kept people from a step.
type WhyNotWhat struct {
	Words  string      `json:"words"`
	Line   int         `json:"line,omitempty"`
	N      int64       `json:"n"`
	People []PersonRef `json:"people"` // the first few
}

// Portfolio is all journeys beside each other.
type Portfolio struct {
	Schema   int              `json:"schema"`
	At       Instant          `json:"at"`
	Journeys []PortfolioLine  `json:"journeys"`
	Pairs    []Overlap        `json:"overlaps"` // who is in two at once, the most common first
	InOne    int64            `json:"in_one"`   // people inside exactly one journey
	InMore   int64            `json:"in_more"`
	Channels []report.Channel `json:"channels"`
	Busiest  []PersonLine     `json:"busiest"` // who gets most messages
}

// PortfolioLine is one journey among the others.
type PortfolioLine struct {
	Journey string        `json:"journey"`
	Title   string        `json:"title,omitempty"`
	Entered int64         `json:"entered"`
	Inside  int64         `json:"inside"`
	Goals   int64         `json:"goals"`
	Sent    int64         `json:"sent"`
	Held    int64         `json:"held"`    // by quiet hours, now
	Skipped report.Counts `json:"skipped"` // by caps, quiet hours and the rest
}

// Overlap counts people who are in two journeys at once.
type Overlap struct {
	A string `json:"a"`
	B string `json:"b"`
	N int64  `json:"n"`
}

// Source is a file of the journeys with how many people came to each line.
type Source struct {
	Schema int          `json:"schema"`
	File   string       `json:"file"`
	Lines  []SourceLine `json:"lines"`
}

// SourceLine is one line of a file. Passed is -1 where there is nothing to come to.
type SourceLine struct {
	Text   string `json:"text"`
	Passed int64  `json:"passed"`
	Here   int64  `json:"here,omitempty"`
}
