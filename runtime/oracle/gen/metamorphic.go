package gen

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
)

const week = int64(7 * 24 * 3_600_000)

// ShiftWeeks returns the feed some whole weeks later. Where no month and no year is
// counted and no zone changes its clocks, everything that is decided moves with it.
func ShiftWeeks(feed []oracle.Event, weeks int) []oracle.Event {
	feed = slices.Clone(feed)
	for i := range feed {
		feed[i].Time += int64(weeks) * week
	}
	return feed
}

// AddIrrelevant returns the feed with events nobody asked for between its lines. Each has the
// person and the timestamp of the line before it, so that it moves no watermark
// and makes nobody known. Nothing that is decided may change.
func AddIrrelevant(seed uint64, feed []oracle.Event) []oracle.Event {
	d := roll(seed, 3)
	var out []oracle.Event
	seen := map[string]bool{"": false}
	for _, e := range feed {
		out = append(out, e)
		// A line that is dropped makes nobody known either.
		again := seen[e.ID]
		seen[e.ID] = e.ID != ""
		if e.Kind == event.Track && !again && d.chance(2) {
			e.Name, e.ID, e.Props = "nobody_asked_for_this", "", nil
			out = append(out, e)
		}
	}
	return Renumbered(out)
}

// Scale multiplies the durations of the file and the distances of the feed from its first line. It
// refuses a file that counts calendar time or waits for the clock, which cannot be scaled, and one that says
// `time since`, where a millisecond counts. A grace has to be scaled with it.
func Scale(src string, feed []oracle.Event, factor int64) (string, []oracle.Event, bool) {
	if strings.Contains(src, "time since") || len(feed) == 0 {
		return "", nil, false
	}
	tree, _ := parse.File("scaled.journey", src)
	var found []*ast.DurationLit
	onTheClock := false
	for _, d := range tree.Decls {
		ast.Walk(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.DurationLit:
				found = append(found, n)
			case *ast.WaitTime, *ast.WaitDate, *ast.WaitBest, *ast.OnDate, *ast.Schedule, *ast.QuietRule, *ast.CapRule:
				onTheClock = true
			case *ast.CountPat:
				onTheClock = onTheClock || n.In == nil
			}
			return true
		})
	}
	if onTheClock {
		return "", nil, false
	}
	slices.SortFunc(found, func(a, b *ast.DurationLit) int { return b.Start - a.Start })
	for _, d := range found {
		if d.Unit >= ast.Day {
			return "", nil, false
		}
		unit := map[ast.Unit]string{ast.Second: "s", ast.Minute: "m", ast.Hour: "h"}[d.Unit]
		src = edit{d.Span, fmt.Sprintf("%d%s", d.N*factor, unit)}.apply(src)
	}
	feed = slices.Clone(feed)
	base := feed[0].Time
	for i := range feed {
		feed[i].Time = base + (feed[i].Time-base)*factor
	}
	return src, feed, true
}

// AddEvent returns the feed with one more event, at the timestamp of a random line and right
// after it, for the same person.
func AddEvent(seed uint64, feed []oracle.Event, name string) []oracle.Event {
	d := roll(seed, 4)
	i := d.IntN(len(feed))
	e := feed[i]
	e.Kind, e.Name, e.ID, e.Props = event.Track, name, "", maps.Clone(e.Props)
	return Renumbered(slices.Insert(slices.Clone(feed), i+1, e))
}
