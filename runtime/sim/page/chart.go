package page

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

// bars is how many bars the chart has: few enough to be told apart on a phone.
const bars = 60

// chart is the messages over time: bars in a picture that stretches, and around it
// labels that do not, so that they can be read at every width.
type chart struct {
	Label string
	Bars  []chartBar
	Lines []chartLine // of the vertical axis
	Ticks []chartTick // of the horizontal one
	Rows  []chartRow  // the same as a table
	Some  bool
}

// chartBar is in units of 1000 wide and 1000 high.
type chartBar struct {
	X, Width, SentY, Sent, SkippedY, Skipped string
	Title                                    string
}

type chartLine struct {
	Words string
	Y     string // percent from above
	At    string // the same in units of the bars
}

type chartTick struct {
	Words string
	X     string // percent from the left
	Last  bool   // too near to the right end to stand below its place
}

type chartRow struct {
	From          string
	Sent, Skipped int64
}

func newChart(t sim.Timeline, zone *calendar.Zone) *chart {
	c := &chart{}
	var most, sent, skipped int64
	best := 0
	for i := range t.Sent {
		sent, skipped = sent+t.Sent[i], skipped+t.Skipped[i]
		if n := t.Sent[i] + t.Skipped[i]; n > most {
			most, best = n, i
		}
	}
	if most == 0 {
		return c
	}
	c.Some = true
	top := nice(most)
	width := 1000 / float64(len(t.Sent))
	high := func(n int64) float64 { return float64(n) * 1000 / float64(top) }
	for i := range t.Sent {
		from := int64(t.From) + int64(i)*t.Width
		if t.Sent[i]+t.Skipped[i] == 0 {
			continue
		}
		a, b := high(t.Sent[i]), high(t.Skipped[i])
		c.Bars = append(c.Bars, chartBar{
			X: unit(float64(i)*width + width*0.1), Width: unit(width * 0.8), SentY: unit(1000 - a), Sent: unit(a), SkippedY: unit(1000 - a - b), Skipped: unit(b),
			Title: fmt.Sprintf("%s: %s sent, %s not sent", moment(zone, from), report.Group(t.Sent[i]), report.Group(t.Skipped[i])),
		})
		c.Rows = append(c.Rows, chartRow{moment(zone, from), t.Sent[i], t.Skipped[i]})
	}
	for _, k := range []int64{4, 3, 2, 1, 0} {
		if top*k%4 == 0 {
			c.Lines = append(c.Lines, chartLine{report.Group(top * k / 4), unit(100 - float64(k)*25), unit(1000 - float64(k)*250)})
		}
	}
	end := int64(t.From) + t.Width*int64(len(t.Sent))
	c.Ticks = ticks(zone, int64(t.From), end)
	c.Label = fmt.Sprintf("Messages over time: %s would be sent and %s would not, most of them from %s on. The table below has the numbers.",
		report.Group(sent), report.Group(skipped), moment(zone, int64(t.From)+int64(best)*t.Width))
	return c
}

// unit writes a length.
func unit(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", x), "0"), ".")
}

// nice is the least round number that is not less than another: 1, 2, 4, 5 or 8 with
// zeros.
func nice(n int64) int64 {
	for ten := int64(1); ; ten *= 10 {
		for _, k := range []int64{1, 2, 4, 5, 8} {
			if k*ten >= n {
				return k * ten
			}
		}
	}
}

// mostTicks is how many labels fit a phone.
const mostTicks = 5

const (
	msPerHour = 3_600_000
	msPerDay  = 24 * msPerHour
)

// ticks are the round moments of a span: whole hours, days or months of the zone.
func ticks(zone *calendar.Zone, from, to int64) []chartTick {
	if to <= from {
		return nil
	}
	var out []chartTick
	add := func(at int64, words string) {
		if x := float64(at-from) * 100 / float64(to-from); x >= 0 && x <= 100 {
			out = append(out, chartTick{Words: words, X: unit(x), Last: x > 88})
		}
	}
	switch span := to - from; {
	case span <= 3*msPerDay:
		step := pick(span/msPerHour, 1, 2, 3, 6, 12, 24)
		for at := zone.StartOfDay(from); at < to; at = zone.Add(at, 0, 0, step*msPerHour) {
			c := zone.Civil(at)
			add(at, fmt.Sprintf("%d %s %02d:%02d", c.Day, months[c.Month-1], c.Hour, c.Minute))
		}
	case span <= 150*msPerDay:
		step := pick(span/msPerDay, 1, 2, 4, 7, 14, 28)
		for at := zone.StartOfDay(from); at < to; at = zone.Add(at, 0, int32(step), 0) {
			c := zone.Civil(at)
			add(at, fmt.Sprintf("%d %s", c.Day, months[c.Month-1]))
		}
	default:
		step := pick(span/(30*msPerDay), 1, 2, 3, 6, 12, 24, 60, 120)
		for at := zone.StartOfMonth(from); at < to; at = zone.Add(at, int32(step), 0, 0) {
			c := zone.Civil(at)
			add(at, fmt.Sprintf("%s %d", months[c.Month-1], c.Year))
		}
	}
	return out[:min(len(out), 4*mostTicks)]
}

// pick is the least step that needs no more ticks than fit.
func pick(span int64, steps ...int64) int64 {
	for _, s := range steps {
		if span/s < mostTicks {
			return s
		}
	}
	return steps[len(steps)-1]
}

var (
	days   = strings.Fields("Mon Tue Wed Thu Fri Sat Sun")
	months = strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
)

// day writes a day of a zone.
func day(zone *calendar.Zone, at int64) string {
	c := zone.Civil(at)
	return fmt.Sprintf("%d %s %d", c.Day, months[c.Month-1], c.Year)
}

// moment writes a moment of a zone.
func moment(zone *calendar.Zone, at int64) string {
	c := zone.Civil(at)
	return fmt.Sprintf("%s %d %s %d, %02d:%02d", days[c.Weekday()], c.Day, months[c.Month-1], c.Year, c.Hour, c.Minute)
}
