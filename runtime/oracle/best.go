package oracle

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
)

// shows are the events that show when somebody is there.
var shows = []string{"opened", "clicked", "visit", "page_viewed", "screen_viewed", "product_viewed"}

const (
	quarter = 15 * minute
	hour    = 60 * minute
	// everyones is how many hours of a person everyone's hours count as.
	everyones = 10
	// remembered is how many quarters of an hour count of a person.
	remembered = 256
)

// quarters returns the quarters of an hour in which the person was there, the latest last.
func (p *person) quarters() []int64 {
	var all []int64
	for _, h := range p.history {
		if slices.Contains(shows, h.name) {
			all = append(all, max(0, h.key.ts)/quarter)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all[max(0, len(all)-remembered):]
}

// wallHour is an hour as a calendar on the wall has it.
type wallHour struct{ year, month, day, hour, weekday int }

func hourOn(z *calendar.Zone, at int64) wallHour {
	c := z.Civil(at)
	return wallHour{c.Year, c.Month, c.Day, c.Hour, int(c.Weekday())}
}

// showing is an hour in which anybody was there, and the instant at which that was known.
type showing struct {
	wallHour
	known int64
}

// notice lets everyone learn from an event that is about to join a history.
func (w *world) notice(p *person, h *happened) {
	if !slices.Contains(shows, h.name) {
		return
	}
	z := w.opts.Zone
	if own, err := calendar.Load(p.zone); err == nil && p.zone != "" {
		z = own
	}
	now := hourOn(z, max(0, h.key.ts)/quarter*quarter)
	for _, q := range p.quarters() {
		if hourOn(z, q*quarter) == now {
			return // a visit counts once an hour
		}
	}
	w.shown = append(w.shown, showing{now, w.at.ts})
}

// bestTime returns the instant at which somebody who comes to the step now goes on, and
// whose hours say so.
func (w *world) bestTime(in *instance, s *ast.WaitBest) (best int64, why string) {
	p, now := in.e.p, w.at.ts
	z := w.zoneOf(in.wait.since.zone, in.j)
	var mine, all []wallHour
	for _, q := range p.quarters() {
		if x := hourOn(z, q*quarter); !slices.Contains(mine, x) {
			mine = append(mine, x)
		}
	}
	for _, x := range w.shown {
		if x.known < floorDiv(now, hour)*hour {
			all = append(all, x.wallHour)
		}
	}
	if len(mine)+len(all) == 0 {
		return now, "nobody"
	}
	// An hour is worth what was seen at that time of any day, and what was seen on its day once more.
	worth := func(seen []wallHour, at wallHour) (n int) {
		for _, x := range seen {
			if x.hour == at.hour {
				n++
				if x.weekday == at.weekday {
					n++
				}
			}
		}
		return n
	}
	// The first of those that are worth the most.
	var at []int64
	for t := now; t < durationOf(s.Within).from(z, now); t = (floorDiv(t, quarter) + 1) * quarter {
		if t == now || hourOn(z, t) != hourOn(z, t-1) {
			at = append(at, t)
		}
	}
	own := func(t int64) int { return worth(mine, hourOn(z, t)) * max(1, len(all)) }
	theirs := func(t int64) int { return everyones * worth(all, hourOn(z, t)) }
	first := func(score func(int64) int) int64 {
		return slices.MaxFunc(at, func(a, b int64) int { return cmp.Compare(score(a), score(b)) })
	}
	best = first(func(t int64) int { return own(t) + theirs(t) })
	if best == first(theirs) && len(all) > 0 && (own(best) == 0 || own(best) < theirs(best)) {
		return best, "everyone"
	}
	return best, "own"
}
