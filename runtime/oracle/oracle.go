// Package oracle is the second implementation of the language. Only tests use it.
//
// It says what a feed means to a set of files, and shares nothing with the
// compiled machine but the syntax tree, the calendar and the hash of package
// bucket. Where the machine keeps registers, the oracle keeps the whole history
// of every person and asks it again, from the beginning, whenever it has a
// question: which abandonment is still unanswered, which chain is complete, how
// many purchases lie in the last 90 days. Where the machine keeps timers, the
// oracle computes, after every single step, the next instant at which anything at
// all could change, from the history and from where the instances rest. It is
// slow and meant to be obviously right; every difference from the machine is a bug
// in one of the two.
//
// What is remembered, because a history of events alone does not tell it: the
// frontier of a journey (what has been used up), where each instance rests, what
// `set` wrote, and the zones a person was in while a deadline was pending.
//
// Reading order: identity.go turns lines into items for people; timeline.go runs
// items and timers in order; occur.go is what one event does; pattern.go, absence.go
// and trigger.go are the entry rules; instance.go and steps.go are life inside a
// journey; merge.go unites two people; eval.go and past.go are conditions.
package oracle

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// Event is one line of the feed, as it was read and before anything was left out.
type Event struct {
	Kind event.RecordKind
	Name string // of a Track; brought into normal form here
	Time int64  // event time, ms UTC
	Line int64  // arrival number, from 1, ascending

	User string // userId
	Anon string // anonymousId
	Prev string // of an Alias: previousId
	ID   string // messageId; empty: never a duplicate

	// Props are the properties, or the traits of an Identify.
	Props map[string]event.Value
}

// Options are what a feed is read with. Durations are in ms of event time.
type Options struct {
	Grace     int64          // how far behind the greatest timestamp a line may be without being late
	Dedupe    int64          // how long message ids are remembered; 0 is the default of 7 days
	Until     int64          // run timers up to here when it is later than the last timestamp
	Activated int64          // journeys let nobody in before; 0: always
	Addresses bool           // an address must be known; otherwise it is only missing when it was said to be
	Zone      *calendar.Zone // of people and journeys that have none; nil is UTC
}

// Decision is one thing that was decided, or decided against.
type Decision struct {
	At       int64
	Person   string // how the person is known at that instant
	Journey  string
	Instance int // 0 for what concerns no instance: no_enter and late
	Number   int // order within the instance, from 1; within the person and journey for instance 0
	Line     int // see the table in testdata/rules/README.md

	Kind    string   // enter, no_enter, late, send, wait, branch, split, set, goal, exit
	Step    string   // `as` name, or kind and ordinal: email_1, wait_2
	Channel string   // of a send
	Message string   // of a send: the message, the function, or the step id of a bare text
	Status  string   // of a send: would_send, skipped
	Reason  string   // of a skipped send, a no_enter, an exit
	Arm     string   // of a branch (yes, no) or split
	Held    int64    // of a send: since when it was held, for the end of the quiet time; 0: not at all
	Target  string   // of an audience, webhook, start or emit: what it is about
	Payload []string // of a webhook: field=value, a missing value is empty
	Until   int64    // of a wait: the deadline as it stood on entry; 0 for none

	who int // the person's number
}

// Run returns everything that is decided, ordered by instant, person, journey
// and instance; what is equal in these stays in the order in which it happened. It fails on a file that uses what the oracle does not cover.
func Run(files []*ast.File, feed []Event, opts Options) ([]Decision, error) {
	prog, err := read(files)
	if err != nil {
		return nil, fmt.Errorf("reading the journeys: %w", err)
	}
	if opts.Dedupe == 0 {
		opts.Dedupe = 7 * 24 * 60 * minute
	}
	if opts.Zone == nil {
		opts.Zone = calendar.UTC()
	}
	w := &world{prog: prog, opts: opts}
	w.play(resolve(prog, feed, opts))
	if w.err != nil {
		return nil, w.err
	}
	slices.SortStableFunc(w.out, func(a, b Decision) int {
		return cmp.Or(
			cmp.Compare(a.At, b.At),
			cmp.Compare(a.Person, b.Person),
			cmp.Compare(a.who, b.who), // somebody who was deleted, and the next one of that name
			cmp.Compare(a.Journey, b.Journey),
			cmp.Compare(a.Instance, b.Instance),
		)
	})
	return w.out, nil
}
