package oracle

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// merge makes one person of two. What each knew, the other knows from now on: histories and
// profiles are united in the order of their own times. Nothing is triggered; an
// event of one person that an instance of the other was waiting for acts now.
func (w *world) merge(from, into *person) {
	if from == into {
		return
	}
	w.nextRound()
	open := w.openCandidates(from, into)
	rich := w.openOccurrences(from, into)
	histories := map[*person][]*happened{from: inOrder(from.history), into: inOrder(into.history)}
	others := map[*instance][]*happened{}
	for _, in := range from.instances() {
		others[in] = histories[into]
	}
	for _, in := range into.instances() {
		others[in] = histories[from]
	}

	from.into = into
	into.history = append(into.history, from.history...)
	w.uniteTags(from, into)
	into.traits = append(into.traits, from.traits...)
	into.sent = append(into.sent, from.sent...)
	into.posted = append(into.posted, from.posted...)
	slices.SortStableFunc(into.posted, func(a, b posting) int { return cmp.Compare(a.ts, b.ts) })
	into.clones = append(into.clones, append(from.clones, from)...)
	into.zone = text(w.trait(into, "timezone", nil, false))
	for i, v := range into.journeys {
		w.mergeVisits(from.journeys[i], v, into)
	}
	w.rearm(into)
	for _, e := range into.entrances() {
		e.kept = w.stillOpen(e, open[doorway{e.j, e.key}])
		e.keptOpen = rich[doorway{e.j, e.key}]
		w.passedElsewhere(e)
	}
	// A filter that reads `entry` is asked only about what comes: the engine keeps
	// no payloads of events to ask it about later.
	w.catching = true
	for _, in := range into.instances() {
		w.catchUp(in, others[in])
	}
	w.catching = false
	if into.met = into.met || from.met; into.met {
		w.comings(into) // remembered, but nobody is let in
	}
	w.reconsider(into)
	w.settle(into)
}

// doorway names an entrance across two people.
type doorway struct {
	j   *journey
	key string
}

// openCandidates returns what is waiting for an absence on either side, before the two are one.
func (w *world) openCandidates(people ...*person) map[doorway][]*happened {
	open := map[doorway][]*happened{}
	for _, p := range people {
		for _, e := range p.entrances() {
			for _, alt := range e.j.when {
				if a, ok := alt.(*ast.AbsencePat); ok && !nested(a) {
					d := doorway{e.j, e.key}
					open[d] = append(open[d], w.candidates(e, a, nil)...)
				}
			}
		}
	}
	return open
}

// stillOpen returns those that no event of either person has killed.
func (w *world) stillOpen(e *entrance, open []*happened) []*happened {
	return slices.DeleteFunc(open, func(h *happened) bool {
		return !slices.ContainsFunc(e.j.when, func(alt ast.Pattern) bool {
			p, ok := alt.(*ast.AbsencePat)
			return ok && !nested(p) && w.matches(p.Base, h, nil) && !w.suppressed(e, p, h, nil)
		})
	})
}

// openOccurrences is openCandidates for absences of patterns.
func (w *world) openOccurrences(people ...*person) map[doorway][]*occurrence {
	open := map[doorway][]*occurrence{}
	for _, p := range people {
		for _, e := range p.entrances() {
			for _, alt := range e.j.when {
				if a, ok := alt.(*ast.AbsencePat); ok && nested(a) {
					d := doorway{e.j, e.key}
					open[d] = append(open[d], w.open(e, a, nil)...)
				}
			}
		}
	}
	return open
}

func inOrder(history []*happened) []*happened {
	s := slices.Clone(history)
	slices.SortFunc(s, func(a, b *happened) int { return a.key.compare(b.key) })
	return s
}

// mergeVisits unites what two people were to one journey.
func (w *world) mergeVisits(from, into *visits, p *person) {
	into.entries += from.entries
	into.records = max(into.records, from.records)
	for _, f := range from.entrances {
		i := slices.IndexFunc(into.entrances, func(e *entrance) bool { return e.key == f.key })
		if i < 0 {
			i = len(into.entrances)
			into.open(f.p.into, f.key)
		}
		w.mergeEntrances(f, into.entrances[i])
	}
	if from.wild == nil && into.wild == nil {
		return
	}
	into.wildcard(p).inherit(from.wild)
	for _, e := range into.entrances {
		e.inherit(into.wild)
	}
}

// mergeEntrances unites two doors. Of two live instances the one that entered first stays.
func (w *world) mergeEntrances(f, e *entrance) {
	e.frontier = later(e.frontier, f.frontier)
	e.spendOf(f)
	e.inherit(f)
	if f.early != nil && (e.early == nil || e.earlyAt < f.earlyAt) {
		e.early, e.earlyAt = f.early, f.earlyAt
	}
	e.since, e.entered = max(e.since, f.since), e.entered || f.entered
	if f.fired != nil && (e.fired == nil || e.fired.at < f.fired.at) {
		e.fired = f.fired
	}
	for _, in := range []*instance{f.live, f.last} {
		if in != nil {
			in.e = e
		}
	}
	var ousted *instance
	switch {
	case e.live == nil:
		e.live = f.live
	case f.live == nil:
	case f.live.entered.ts < e.live.entered.ts:
		ousted, e.live = e.live, f.live
	default:
		ousted = f.live
	}
	stays := e.live
	if ousted != nil {
		// Somebody stays inside: this leaving does not move the frontier.
		frontier := e.frontier
		w.leave(ousted, "merged", e.j.line)
		e.live, e.frontier = stays, frontier
	}
	switch {
	case stays != nil:
		e.last = stays
	case e.last == nil, f.last != nil && cmp.Compare(e.last.entered.ts, f.last.entered.ts) < 0:
		e.last = f.last
	}
}

// catchUp lets an instance see the events of the other person: a goal among them,
// else an exit, else what its step waits for.
func (w *world) catchUp(in *instance, missed []*happened) {
	live := in.end == ""
	seen := func(h *happened) bool { return h.ts >= in.entered.ts && w.touches(in.e, h) }
	for _, h := range missed {
		if g := w.goal(in, h); g != nil && seen(h) {
			w.score(in, g)
			return
		}
	}
	if !live {
		return
	}
	for _, h := range missed {
		for _, x := range in.j.exits {
			if seen(h) && w.matches(x.pattern, h, in) {
				w.leave(in, "exit", x.line)
				return
			}
		}
	}
	if w.expelled(in) {
		return
	}
	step := in.wait
	if step == nil {
		return
	}
	if race, ok := step.step.(*ast.Race); ok && in.j.each != "" {
		// With `enter each F` the registers know when, but not in which line: of two
		// awaited events of one millisecond the arm that is written first counts.
		arm := func(h *happened) int {
			return slices.IndexFunc(race.Arms, func(a *ast.RaceArm) bool { return w.hears(in, a.Event, h) })
		}
		missed = slices.Clone(missed)
		slices.SortStableFunc(missed, func(a, b *happened) int {
			return cmp.Or(cmp.Compare(a.ts, b.ts), cmp.Compare(arm(a), arm(b)))
		})
	}
	for _, h := range missed {
		w.wake(in, h)
		if in.wait != step {
			return
		}
	}
}
