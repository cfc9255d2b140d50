package sim

import (
	"context"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/report"
)

// Session is a simulation and a position in its virtual time. Its methods may be
// called from several goroutines; those that take a context do their work in the
// caller's and may take a while, all others answer at once.
type Session struct{}

// Open begins a session: the feed is read, and decided, in the background. The
// position is the beginning.
func Open(ctx context.Context, cfg Config) (*Session, error) { panic("not there yet") }

// Close ends the reading.
func (s *Session) Close() { panic("not there yet") }

// Status says how far the feed was read.
func (s *Session) Status() Status { panic("not there yet") }

// BadLines lists lines that could not be read, from one on.
func (s *Session) BadLines(from, limit int) []event.BadLine { panic("not there yet") }

// Stop stops reading the feed; what was read stays.
func (s *Session) Stop() { panic("not there yet") }

// Wait waits until all of the feed has been read, or the context ends.
func (s *Session) Wait(ctx context.Context) error { panic("not there yet") }

// Assume changes what invented people do, and begins again.
func (s *Session) Assume(ctx context.Context, a Assumptions) error { panic("not there yet") }

// Position is where virtual time stands.
func (s *Session) Position() Position { panic("not there yet") }

// Seek goes to an instant. It stops at the horizon.
func (s *Session) Seek(at Instant) Position { panic("not there yet") }

// Next goes forward to the next instant with a mark; ok is false, and nothing
// moves, when there is none.
func (s *Session) Next(m Mark) (p Position, ok bool) { panic("not there yet") }

// Previous goes back to the instant before with a mark.
func (s *Session) Previous(m Mark) (p Position, ok bool) { panic("not there yet") }

// After is the next instant with a mark after another, without going there.
func (s *Session) After(at Instant, m Mark) (Instant, bool) { panic("not there yet") }

// Goto goes to a moment that a person wrote: +2h, -1d, fri 10:00, 10:30,
// 2026-03-03, first sms, next message, start, end, the name of a bookmark.
func (s *Session) Goto(text string) (Position, error) { panic("not there yet") }

// Extend lets the clock run on to an instant after the last event, for timers that
// are still to come. A recorded feed ends with its last event otherwise.
func (s *Session) Extend(ctx context.Context, to Instant) (Position, error) { panic("not there yet") }

// Bookmark names the position; the same name again moves it.
func (s *Session) Bookmark(name string) Bookmark { panic("not there yet") }

// Bookmarks lists the bookmarks in order of time.
func (s *Session) Bookmarks() []Bookmark { panic("not there yet") }

// DropBookmark forgets a bookmark.
func (s *Session) DropBookmark(name string) { panic("not there yet") }

// AddBreak sets a breakpoint and returns it with its number.
func (s *Session) AddBreak(ctx context.Context, b Break) (Break, error) { panic("not there yet") }

// Breaks lists the breakpoints.
func (s *Session) Breaks() []Break { panic("not there yet") }

// DropBreak removes a breakpoint.
func (s *Session) DropBreak(id int) { panic("not there yet") }

// Play goes forward to an instant, or to the first breakpoint that is hit after the
// position.
func (s *Session) Play(to Instant) (Position, *Hit) { panic("not there yet") }

// Timeline is the whole simulated time as at most so many buckets.
func (s *Session) Timeline(buckets int) Timeline { panic("not there yet") }

// Journeys lists the journeys' names.
func (s *Session) Journeys() []string { panic("not there yet") }

// Flow shows one journey.
func (s *Session) Flow(journey string) (*Flow, error) { panic("not there yet") }

// Step shows one row of a flow: a step by its id, or "" for the trigger.
func (s *Session) Step(journey, step string) (*StepDetail, error) { panic("not there yet") }

// Summary is what `journey simulate --format json` would say, up to the position.
func (s *Session) Summary() *report.Summary { panic("not there yet") }

// People finds people, in the order in which they became known.
func (s *Session) People(ctx context.Context, q PeopleQuery) (*People, error) { panic("not there yet") }

// Person shows one person, by any id.
func (s *Session) Person(id string) (*Person, error) { panic("not there yet") }

// Messages lists messages.
func (s *Session) Messages(q MessageQuery) *MessageList { panic("not there yet") }

// Message shows one message by its number.
func (s *Session) Message(number int64) (*Message, error) { panic("not there yet") }

// Why explains what was decided about a person; step may be empty.
func (s *Session) Why(person, step string) (*Why, error) { panic("not there yet") }

// WhyNot says who did not come to a step, and why.
func (s *Session) WhyNot(journey, step string) (*WhyNot, error) { panic("not there yet") }

// Portfolio shows all journeys beside each other.
func (s *Session) Portfolio() *Portfolio { panic("not there yet") }

// Sources shows the journeys' files with how many people came to each line.
func (s *Session) Sources() []Source { panic("not there yet") }

// Inject begins a what-if, or goes on with one: id 0 begins. What comes of it is
// known when it returns.
func (s *Session) Inject(ctx context.Context, id int, in Injection) (*WhatIf, error) {
	panic("not there yet")
}

// Undo takes back the last injection of a what-if; one without any is dropped.
func (s *Session) Undo(ctx context.Context, id int) (*WhatIf, error) { panic("not there yet") }

// DropWhatIf forgets a what-if.
func (s *Session) DropWhatIf(id int) { panic("not there yet") }

// WhatIfs lists the what-ifs.
func (s *Session) WhatIfs() []WhatIf { panic("not there yet") }

// Difference shows a person beside the same person in a what-if, over all of the
// known time.
func (s *Session) Difference(ctx context.Context, id int, person string) (*Difference, error) {
	panic("not there yet")
}

// WhatIfComparison compares everybody in a what-if with the recorded run.
func (s *Session) WhatIfComparison(ctx context.Context, id int) (*Comparison, error) {
	panic("not there yet")
}

// TestOf writes a what-if as a `test` block of the language.
func (s *Session) TestOf(id int, name string) (string, error) { panic("not there yet") }

// Events lists what can be injected: the declared events with their fields, and
// the traits of the profile.
func (s *Session) Events() (events []Injectable, traits []Field) { panic("not there yet") }

// Reload runs another version over the same feed, to the same position, and then
// puts it in place of the one before. progress may be nil.
func (s *Session) Reload(ctx context.Context, v *Version, progress func(done, total int64)) (*Comparison, error) {
	panic("not there yet")
}

// Back puts the version before in place again.
func (s *Session) Back(ctx context.Context) (*Comparison, error) { panic("not there yet") }

// Compare runs another version beside the present one and compares up to the
// position, without changing anything. It is how git's version is looked at.
func (s *Session) Compare(ctx context.Context, before *Version, progress func(done, total int64)) (*Comparison, error) {
	panic("not there yet")
}

// Versions names the present version and the one before, which may be empty.
func (s *Session) Versions() (now, before string) { panic("not there yet") }
