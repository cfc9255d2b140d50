package realdata_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// history holds one person's times by event, in ms, in order. Only times matter to
// the sentences counted here, so that of two things in one second it is the same
// which stands first in the file.
type history map[string][]int64

// histories are all people's, and the greatest time of the whole feed: up to
// there, and no further, time has passed.
type histories struct {
	of  map[string]history
	end int64
}

func newHistories() *histories { return &histories{of: map[string]history{}, end: math.MinInt64} }

func (hs *histories) add(person, event string, at int64) {
	h := hs.of[person]
	if h == nil {
		h = history{}
		hs.of[person] = h
	}
	h[event] = append(h[event], at)
	hs.end = max(hs.end, at)
}

func (hs *histories) sort() {
	for _, h := range hs.of {
		for _, times := range h {
			slices.Sort(times)
		}
	}
}

// moments asks a question of every person.
func (hs *histories) moments(question func(h history) []int64) []moment {
	var out []moment
	for _, person := range slices.Sorted(maps.Keys(hs.of)) {
		for _, at := range question(hs.of[person]) {
			out = append(out, moment{person, at})
		}
	}
	return out
}

// any reports whether one of the times lies in [from, to).
func anyIn(times []int64, from, to int64) bool {
	return slices.ContainsFunc(times, func(x int64) bool { return from <= x && x < to })
}

// absences are the ends of the windows of `A and not X within d`, once at a time:
// an A counts unless it lies before the end of the window that counted last.
func absences(as, xs []int64, d, end int64) (ends []int64) {
	last := int64(math.MinInt64)
	for _, a := range as {
		if a >= last && a+d <= end && !anyIn(xs, a, a+d) {
			last = a + d
			ends = append(ends, last)
		}
	}
	return ends
}

// pauses are the ends of the windows of `A and not X within d` with `restart on
// repeat`: an A counts when neither an X nor another A follows inside its window.
func pauses(as, xs []int64, d, end int64) (ends []int64) {
	for _, a := range slices.Compact(slices.Clone(as)) {
		if a+d <= end && !anyIn(xs, a, a+d) && !anyIn(as, a+1, a+d) {
			ends = append(ends, a+d)
		}
	}
	return ends
}

// TestBrute holds the counting itself to examples that are easy to see.
func TestBrute(t *testing.T) {
	for name, c := range map[string]struct{ want, got []int64 }{
		"one":                      {[]int64{12}, absences([]int64{10}, nil, 2, 50)},
		"after the end":            {nil, absences([]int64{10}, nil, 2, 11)},
		"a purchase at once":       {nil, absences([]int64{10}, []int64{10}, 2, 50)},
		"a purchase just inside":   {nil, absences([]int64{10}, []int64{11}, 2, 50)},
		"a purchase at the end":    {[]int64{12}, absences([]int64{10}, []int64{12}, 2, 50)},
		"a second one waits":       {[]int64{12, 14}, absences([]int64{10, 11, 12}, nil, 2, 50)},
		"after one that is killed": {[]int64{14}, absences([]int64{10, 11, 12}, []int64{11}, 2, 50)},
		"a repeat moves it":        {[]int64{13, 15}, pauses([]int64{10, 11, 11, 13}, nil, 2, 50)},
		"a pause with a purchase":  {[]int64{15}, pauses([]int64{10, 13}, []int64{11}, 2, 50)},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, c.got) })
	}
}
