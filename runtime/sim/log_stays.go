package sim

import (
	"slices"

	"github.com/journeylang/journey/runtime/engine"
)

// Who rests where, and whose message is held, as the log says it.

// place is the messages that waited for the end of quiet hours at a step: as the
// send that was held (held), or as the step where the stay had rested before (from),
// which it left unseen: nothing is decided before the quiet time ends. Each has when
// they began to wait, and when that ended, in order.
type place struct{ held, from spans }

type spans struct{ starts, ends []int64 }

// became is somebody who turns out to be somebody else, at an instant: the feed says
// so before that instant has come.
type became struct {
	person uint32
	at     int64
}

// stay names a stay by the person under whom it began.
type stay struct {
	person   uint32
	journey  int16
	instance uint32
}

// restOf finds the step where a stay rests. A person who turned out to be another
// brings stays along, whose numbers may be those of the other's own.
// since tells them apart where it is not 0: a message that was held from then on
// was held when the stay went on.
func (l *decisions) restOf(person uint32, journey int16, instance uint32, now, since int64) int16 {
	var last entry
	at, sure, found := uint32(0), false, false
	own := false
	l.eachStay(stay{person, journey, instance}, now, func(s stay, move, _ uint32, theirs int64) {
		if own && theirs == now && since == 0 {
			return // it was decided before the two became one
		}
		own = own || s.person == person
		e := l.entry(move)
		fits := since != 0 && (e.at == since || e.kind() == engine.Wait && e.until == since)
		if !found || fits && !sure || fits == sure && move > at {
			last, at, sure, found = *e, move, fits, true
		}
	})
	if !found || last.kind() != engine.Wait {
		return -1
	}
	return last.step
}

// lose is restOf for a stay that ends because its person was inside already: of two
// of one number it is the one that began later, or that was brought along.
func (l *decisions) lose(person uint32, journey int16, instance uint32, now int64) int16 {
	var loser stay
	var last form
	began, found := uint32(0), false
	l.eachStay(stay{person, journey, instance}, now, func(s stay, move, enter uint32, _ int64) {
		if !found || l.atOf(enter) > l.atOf(began) || l.atOf(enter) == l.atOf(began) && s.person != person {
			loser, last, began, found = s, *l.look(move), enter, true
		}
	})
	l.lost[loser] = loser.person == person
	if !found || last.kind() != engine.Wait {
		return -1
	}
	return last.step
}

// eachStay calls f for the stays of a number that have not ended, of a person and
// of who has become that person by now, with the entries of their last move and
// their entering, and since when they are the person's.
func (l *decisions) eachStay(s stay, now int64, f func(s stay, move, enter uint32, at int64)) {
	l.eachOf(s, now, longAgo, f)
}

func (l *decisions) eachOf(s stay, now, since int64, f func(s stay, move, enter uint32, at int64)) {
	if own, is := l.lost[s]; int(s.person) < len(l.heads) && (!is || own) {
		move, found := uint32(0), false
		merged := longAgo
	walk:
		for at := l.heads[s.person]; at > 0; {
			i := at - 1
			at = l.prevOf(i)
			if l.look(i).journey != s.journey {
				continue
			}
			e := l.entry(i)
			if e.instance != s.instance {
				continue
			}
			switch kind := e.kind(); {
			case kind == engine.Exit && e.reason == engine.Merged && l.lost[s]:
				break walk // what is before it was another stay
			case kind == engine.Exit && e.reason == engine.Merged:
				merged = e.at
			case e.reason == engine.Left && e.at == merged: // the message of the one that was lost
			case kind == engine.Exit && !found:
				break walk
			case kind == engine.Enter:
				if !found {
					move = i
				}
				f(s, move, i, since)
				found = false
				break walk
			case moves(kind) && !found:
				move, found = i, true
			}
		}
		if found { // it was brought along: its beginning is somewhere else
			f(s, move, move, since)
		}
	}
	for _, other := range l.from[s.person] {
		if other.at <= now {
			l.eachOf(stay{other.person, s.journey, s.instance}, now, max(since, other.at), f)
		}
	}
}

// openHold is a message that waits for the end of quiet hours at the end of a run.
type openHold struct {
	person                uint32
	journey, step, rested int16
	since                 int64
}

// held is how many messages of a send wait for the end of quiet hours at an
// instant.
func (l *decisions) held(journey, step int, at int64) int64 {
	n := l.holds[journey][step].held.count(at)
	for _, o := range l.open {
		if int(o.journey) == journey && int(o.step) == step && o.since <= at {
			n++
		}
	}
	return n
}

// restAt is who rests where at an instant, of which the counts are given: those
// whose message is held rest at the send, and no longer where they waited before.
func (l *decisions) restAt(c *counts, at int64) [][]int64 {
	out := make([][]int64, len(c.here))
	for j := range out {
		out[j] = slices.Clone(c.here[j])
		for k := range out[j] {
			out[j][k] += l.holds[j][k].held.count(at) - l.holds[j][k].from.count(at)
		}
	}
	for _, o := range l.open {
		if o.since <= at {
			out[o.journey][o.step]++
			if o.rested >= 0 {
				out[o.journey][o.rested]--
			}
		}
	}
	return out
}
