package gen

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
)

// backfill lets a journey take in those who came before it was active.
func (w *writer) backfill() {
	if w.chance(3) {
		w.line("backfill %s", w.duration())
	}
}

// Activation returns an instant at which journeys begin to let people in, or 0: always.
// Journeys that take in those who came before begin most often so that somebody came at
// the edge of their time: something of the first half of a feed, plus the time that the
// journey says. Others seldom begin later than everything.
func (s *Source) Activation(seed uint64, feed []oracle.Event) int64 {
	f := &feeder{Source: s, dice: roll(seed, 3)}
	if len(feed) == 0 || len(s.backfills) == 0 && !f.chance(5) || len(s.backfills) > 0 && f.chance(4) {
		return 0
	}
	// What names the zones in which a day begins is known from the feed.
	f.opts.Zones = slices.ContainsFunc(feed, func(e oracle.Event) bool { return e.Kind == event.Identify && len(e.Props) > 0 })
	var last int64
	for _, e := range feed {
		last = max(last, e.Time)
	}
	times := slices.Concat(s.backfills, s.durations)
	if len(s.backfills) > 0 && !f.chance(3) {
		times = s.backfills
	}
	at := int64(0)
	for range 12 {
		at = feed[f.IntN(len(feed)/2+1)].Time
		if !f.chance(6) {
			// What a trigger needs until it comes true, then the time of the journey.
			if f.chance(2) {
				at = f.after(at)
			}
			at = add(f.zone(), at, pick[*ast.DurationLit](f.dice, times...))
		}
		if at += pick[int64](f.dice, -1, 0, 0, 1); at <= last {
			break
		}
	}
	return at
}
