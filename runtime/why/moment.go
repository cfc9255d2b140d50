package why

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// Moment is an instant as the person's own wall shows it, and in UTC.
type Moment struct {
	UTC   string `json:"utc"`
	Local string `json:"local"` // Mon 2 Mar 2026 12:00:00
	ms    int64
	civil calendar.Civil
}

// Wall is the wall clock of one person, as far as it was said where the person is. It
// is the one by which everything about the person is told.
type Wall struct {
	p     *bytecode.Program
	zones []zoneFrom
}

// zoneFrom is the person's own zone from an instant on.
type zoneFrom struct {
	from int64
	zone *calendar.Zone // nil: none was said
}

// NewWall notes when a person said to be in which zone. The records may be in any
// order.
func NewWall(p *bytecode.Program, records []Record) *Wall {
	w := &Wall{p: p}
	trait := slices.IndexFunc(p.Traits, func(f bytecode.Field) bool { return f.Name == "timezone" })
	for i := range records {
		r := &records[i]
		if r.Kind != event.Identify {
			continue
		}
		for _, x := range r.Props {
			if int(x.Field) != trait {
				continue
			}
			z, err := calendar.Load(x.Value.Str)
			if err != nil || x.Value.Kind != event.Text {
				z = nil
			}
			w.zones = append(w.zones, zoneFrom{r.Time, z})
		}
	}
	slices.SortStableFunc(w.zones, func(a, b zoneFrom) int { return cmp.Compare(a.from, b.from) })
	return w
}

// zone is the zone that holds for the person at an instant: the person's own, else
// the journey's, else the project's. Journey -1 is none.
func (w *Wall) zone(at int64, journey int16) *calendar.Zone {
	var own *calendar.Zone
	for _, z := range w.zones {
		if z.from <= at {
			own = z.zone
		}
	}
	if own != nil {
		return own
	}
	for _, name := range []string{w.journeyZone(journey), w.p.Zone} {
		if z, err := calendar.Load(name); name != "" && err == nil {
			return z
		}
	}
	return calendar.UTC()
}

func (w *Wall) journeyZone(journey int16) string {
	if journey < 0 {
		return ""
	}
	return w.p.Journeys[journey].Zone
}

func (w *Wall) lastZone() *calendar.Zone { return w.zone(1<<62, -1) }

// after is the instant d after an instant, for the person in a journey.
func (w *Wall) after(at int64, d bytecode.Duration, journey int16) int64 {
	return w.zone(at, journey).Add(at, d.Months, d.Days, d.Millis)
}

func (w *Wall) moment(ms int64, journey int16) Moment {
	return momentIn(w.Shown(ms, journey), ms)
}

// Shown is the zone in which an instant is shown. Before a person says where they
// are, decisions are made in the journey's zone; but a reader would take one clock
// that jumps for a mistake. Journey -1 is none.
func (w *Wall) Shown(ms int64, journey int16) *calendar.Zone {
	if len(w.zones) > 0 && w.zones[0].zone != nil && ms < w.zones[0].from {
		return w.zones[0].zone
	}
	return w.zone(ms, journey)
}

func momentIn(z *calendar.Zone, ms int64) Moment {
	u, c := calendar.UTC().Civil(ms), z.Civil(ms)
	return Moment{
		UTC:   fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", u.Year, u.Month, u.Day, u.Hour, u.Minute, u.Second, u.Milli),
		Local: day(c) + fmt.Sprintf(" %d ", c.Year) + clock(c),
		ms:    ms, civil: c,
	}
}

// short is a moment without its year.
func (m Moment) short() string { return day(m.civil) + " " + clock(m.civil) }

// shortAfter is a moment said after another: without what the two have in common.
func (m Moment) shortAfter(other Moment) string {
	a, b := m.civil, other.civil
	if a.Year == b.Year && a.Month == b.Month && a.Day == b.Day {
		return clock(a)
	}
	return m.short()
}

var (
	weekdays = strings.Fields("Mon Tue Wed Thu Fri Sat Sun")
	months   = strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
)

func day(c calendar.Civil) string {
	return fmt.Sprintf("%s %d %s", weekdays[c.Weekday()], c.Day, months[c.Month-1])
}

// clock leaves out what is below a second; the UTC form has it.
func clock(c calendar.Civil) string {
	return fmt.Sprintf("%02d:%02d:%02d", c.Hour, c.Minute, c.Second)
}

// Instant is the moment in ms UTC.
func (m Moment) Instant() int64 { return m.ms }
