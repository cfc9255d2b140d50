package gen_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/oracle/scenario"
)

// moved returns the decisions as if they had been made at other times.
func moved(list []oracle.Decision, to func(int64) int64) []oracle.Decision {
	list = slices.Clone(list)
	for i := range list {
		list[i].At = to(list[i].At)
		if list[i].Held != 0 {
			list[i].Held = to(list[i].Held)
		}
		if list[i].Until != 0 {
			list[i].Until = to(list[i].Until)
		}
	}
	return list
}

func lines(list []oracle.Decision) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(oracle.Format(d) + "\n")
	}
	return b.String()
}

// Three weeks later everything happens three weeks later.
func TestShiftByWholeWeeks(t *testing.T) {
	opts := gen.All(10_000)
	opts.Zones = false
	happened := 0
	for seed := range uint64(300) {
		src := gen.Journey(seed)
		if body := src[strings.Index(src, "journey "):]; strings.Contains(body, "mo") || strings.Contains(body, "1y") || strings.Contains(body, "every year") || strings.Contains(body, "profile.day") || strings.Contains(body, "until 2") || strings.Contains(body, "  timezone ") {
			continue // months and years are not whole weeks, a date stays where it is, and so do the nights in which clocks change
		}
		feed := gen.Feed(seed, src, opts)
		shift := int64(3 * 7 * 24 * 3_600_000)
		before := decide(t, src, feed, oracle.Options{Grace: opts.Grace})
		after := decide(t, src, gen.ShiftWeeks(feed, 3), oracle.Options{Grace: opts.Grace})
		require.Equal(t, moved(before, func(at int64) int64 { return at + shift }), after, "seed %d", seed)
		happened += len(before)
	}
	require.Greater(t, happened, 500)
}

// Events nobody asked for change nothing.
func TestIrrelevantEvents(t *testing.T) {
	for seed := range uint64(150) {
		src := gen.Journey(seed)
		feed := gen.Feed(seed, src, gen.All(10_000))
		more := gen.AddIrrelevant(seed, feed)
		require.Greater(t, len(more), len(feed))
		opts := oracle.Options{Grace: 10_000}
		require.Equal(t, decide(t, src, feed, opts), decide(t, src, more, opts), "seed %d", seed)
	}
}

// With every duration and every distance three times as long, everything happens three times as
// late.
func TestScale(t *testing.T) {
	opts := gen.All(1000)
	opts.Zones, opts.Duplicates = false, false // ids are remembered in minutes
	happened := 0
	for seed := uint64(0); happened <= 500; seed++ { // few journeys can be scaled: as many as it takes
		require.Less(t, seed, uint64(20_000), "hardly anything can be scaled any more")
		src := gen.Journey(seed)
		feed := gen.Feed(seed, src, opts)
		scaledSrc, scaledFeed, ok := gen.Scale(src, feed, 3)
		if !ok {
			continue
		}
		base := feed[0].Time
		before := decide(t, src, feed, oracle.Options{Grace: 1000})
		after := decide(t, scaledSrc, scaledFeed, oracle.Options{Grace: 3000})
		require.Equal(t, moved(before, func(at int64) int64 { return base + (at-base)*3 }), after, "seed %d\n%s", seed, src)
		happened += len(before)
	}
}

// Inside the grace the order of lines does not matter, except between lines of one
// timestamp.
func TestOrderInsideTheGrace(t *testing.T) {
	opts := gen.All(0)
	opts.Late, opts.Duplicates, opts.Merges, opts.Deletes = false, false, false, false
	const grace = 3_600_000
	for seed := range uint64(150) {
		src := gen.Journey(seed)
		feed := gen.Feed(seed, src, opts)
		mixed := slices.Clone(feed)
		for i := 0; i+1 < len(mixed); i++ {
			a, b := mixed[i], mixed[i+1]
			if a.Time != b.Time && b.Time-a.Time < grace && (seed+uint64(i))%2 == 0 {
				mixed[i], mixed[i+1] = b, a
				i++
			}
		}
		run := oracle.Options{Grace: grace}
		require.Equal(t, lines(decide(t, src, feed, run)), lines(decide(t, src, gen.Renumbered(mixed), run)), "seed %d\n%s", seed, src)
	}
}

// One more X never makes `A and not X within d` fire more often.
func TestAnotherXNeverAddsAFiring(t *testing.T) {
	src := `event a { n: number? }
event x
journey j {
  when a and not x within 2h
  then email "hi"
}
`
	entries := func(list []oracle.Decision) int {
		n := 0
		for _, d := range list {
			if d.Kind == "enter" {
				n++
			}
		}
		return n
	}
	fewer := 0
	for seed := range uint64(150) {
		feed := gen.Feed(seed, src, gen.Options{Grace: 10_000, Reorder: true})
		before := entries(decide(t, src, feed, oracle.Options{Grace: 10_000}))
		after := entries(decide(t, src, gen.AddEvent(seed, feed, "x"), oracle.Options{Grace: 10_000}))
		require.LessOrEqual(t, after, before, "seed %d", seed)
		fewer += before - after
	}
	require.Positive(t, fewer)
}

// A failure that needs two events and one filter is reported as just that.
func TestShrink(t *testing.T) {
	src := gen.Journey(11)
	src = strings.Replace(src, "  then {\n", "  then {\n    wait for b where n > 1 up to 3h { email hello }\n", 1)
	feed := gen.Feed(11, src, gen.All(10_000))
	fails := func(src string, feed []oracle.Event) bool {
		_, err := scenario.Trees(scenario.File{Name: "j.journey", Src: src})
		names := ""
		for _, e := range feed {
			names += " " + e.Name
		}
		return err == nil && strings.Contains(src, "b where n > 1") && strings.Count(names, " a") >= 1 && strings.Count(names, " x") >= 1
	}
	require.True(t, fails(src, feed), "the example must fail to begin with")
	small, lines := gen.Shrink(src, feed, fails)
	require.True(t, fails(small, lines))
	require.Len(t, lines, 2)
	require.Equal(t, []int64{1, 2}, []int64{lines[0].Line, lines[1].Line})
	require.Empty(t, lines[0].Props)
	require.Less(t, len(strings.Fields(small)), len(strings.Fields(src))/2, small)
}

// The feed of a journey hits its boundaries: a timestamp exactly one of its durations after another,
// and a millisecond before and after.
func TestFeedsHitBoundaries(t *testing.T) {
	src := "when cart_abandoned and not purchased within 1d then email recommend(cart)\n"
	berlin, err := calendar.Load("Europe/Berlin")
	require.NoError(t, err)
	hits := map[int64]int{}
	for seed := range uint64(60) {
		feed := gen.Feed(seed, src, gen.Options{Zones: true, Grace: 10_000})
		for i, e := range feed {
			for _, earlier := range feed[:i] {
				if delta := e.Time - berlin.Add(earlier.Time, 0, 1, 0); delta >= -1 && delta <= 1 {
					hits[delta]++
				}
			}
		}
		require.True(t, slices.IsSortedFunc(feed, func(a, b oracle.Event) int { return int(a.Time - b.Time) }))
	}
	for delta := int64(-1); delta <= 1; delta++ {
		require.Greater(t, hits[delta], 20, "%d ms", delta)
	}
}
