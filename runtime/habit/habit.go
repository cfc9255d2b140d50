// Package habit knows at which hours of the week people are there, and picks the
// best hour to write to one of them.
//
// # The formula
//
// A Week counts hours in which somebody was there, by the hour that the wall showed:
// 7 × 24 of them. A week is too coarse a net for what one person leaves behind, so an
// hour is worth what was counted at that hour of all seven days, and once more what
// was counted on its own weekday:
//
//	worth(w, day, hour) = w[day][hour] + Σ over all days d of w[d][hour]
//
// What one person did says little as long as it is little. So it is shrunk towards
// what everyone did, which counts as Prior hours of the person's own (a Dirichlet
// prior, the usual way of smoothing counts):
//
//	score(hour) = worth(own, hour) + Prior × worth(everyone, hour) / Σ everyone
//
// compared as integers, after multiplication with Σ everyone: no rounding, the same
// on every machine. Of equal scores the earliest instant wins, so that nobody waits
// for nothing.
//
// # What is kept
//
// Of a person the quarters of an hour in which something was seen of them, the
// latest Kept of them: exact, the same in whatever order they became known, and to
// be united when two people turn out to be one. They are instants, not local times:
// whoever moves takes the habit along as it was lived. Of everyone a Week.
package habit

import (
	"slices"

	"github.com/journeylang/journey/runtime/calendar"
)

// Prior is how many hours of a person's own everyone's hours count as.
const Prior = 10

// Kept is how many quarters of an hour are kept of a person.
const Kept = 256

// Hours is the number of hours in a week.
const Hours = 7 * 24

// Week counts hours in which somebody was there, from Monday at midnight on.
type Week [Hours]int64

// msPerQuarter is a quarter of an hour: every offset of today is a multiple of it.
const msPerQuarter = 15 * 60 * 1000

// Quarter is the number of the quarter of an hour of an instant, from 1970 on. What
// is before counts as the first one.
func Quarter(ms int64) uint32 {
	const most = 1<<32 - 1
	return uint32(min(max(ms, 0)/msPerQuarter, most))
}

// Start is the instant at which a quarter begins.
func Start(quarter uint32) int64 { return int64(quarter) * msPerQuarter }

// Add puts a quarter into a list in its order, of which the latest Kept stay.
func Add(list []uint32, quarter uint32) []uint32 {
	at, there := slices.BinarySearch(list, quarter)
	switch {
	case there:
	case len(list) < Kept:
		return slices.Insert(list, at, quarter)
	case at > 0:
		copy(list, list[1:at])
		list[at-1] = quarter
	}
	return list
}

// Fresh reports whether nothing in a list is of the same hour on the wall as a quarter.
func Fresh(z *calendar.Zone, list []uint32, quarter uint32) bool {
	at, there := slices.BinarySearch(list, quarter)
	apart := func(a, b uint32) bool { return z.NextHour(Start(a)) <= Start(b) }
	return !there && (at == 0 || apart(list[at-1], quarter)) && (at == len(list) || apart(quarter, list[at]))
}

// Lived makes a week of quarters: an hour of which several are there counts once.
func Lived(z *calendar.Zone, quarters []uint32) *Week {
	w := &Week{}
	left := int64(-1)
	for _, q := range quarters {
		if at := Start(q); at >= left {
			w[z.HourOfWeek(at)]++
			left = z.NextHour(at)
		}
	}
	return w
}

// Source says whose habit spoke for an hour.
type Source uint8

// The sources.
const (
	Nobody   Source = iota // nothing is known of anybody
	Own                    // the person's own hours made the difference, or weigh at least as much
	Everyone               // everyone's hours
)

// furthest is how far ahead an hour is looked for: beyond it every hour of the week
// has come, also one that a change of clocks jumped over once.
const furthest = 15 * 24 * 60 * 60 * 1000

// Best picks the instant in [now, end) at which the hour with the greatest score is
// reached: now itself, or the beginning of an hour on the wall. Where nothing is
// known of anybody it is now.
func Best(z *calendar.Zone, now, end int64, own, everyone *Week) (at int64, by Source) {
	mine, all := own.worths(), everyone.worths()
	total := everyone.total()
	if own.total() == 0 && total == 0 {
		return now, Nobody
	}
	weight := max(total, 1)
	var both, others pick
	for t := now; ; {
		h := z.HourOfWeek(t)
		both.offer(t, h, mine[h]*weight+Prior*all[h])
		others.offer(t, h, all[h])
		next := z.NextHour(t)
		if next <= t || next >= end || next-now >= furthest {
			break
		}
		t = next
	}
	h := both.hour
	if both.at != others.at || total == 0 || mine[h] > 0 && mine[h]*weight >= Prior*all[h] {
		return both.at, Own
	}
	return both.at, Everyone
}

// pick is the best hour so far: of equal ones the first.
type pick struct {
	at    int64
	hour  int
	score int64
	any   bool
}

func (p *pick) offer(at int64, hour int, score int64) {
	if !p.any || score > p.score {
		*p = pick{at, hour, score, true}
	}
}

func (w *Week) total() (n int64) {
	for _, x := range w {
		n += x
	}
	return n
}

// worths is what every hour of the week is worth.
func (w *Week) worths() (out Week) {
	var day [24]int64
	for i, n := range w {
		day[i%24] += n
	}
	for i, n := range w {
		out[i] = n + day[i%24]
	}
	return out
}
