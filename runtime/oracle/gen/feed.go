package gen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
)

// Options say how long a feed is and what may go wrong in it.
type Options struct {
	Lines  int   // 0 is 40
	People int   // 0 is 2
	Grace  int64 // ms; what the feed will be read with

	Reorder    bool // lines behind others, inside the grace
	Late       bool // lines behind the watermark
	Duplicates bool // lines sent twice
	Merges     bool // visitors who sign in, shared devices, aliases
	Zones      bool // people in time zones who move
	Profile    bool // other traits
	Consent    bool
	Deletes    bool
}

// All returns the options with everything that may go wrong.
func All(grace int64) Options {
	return Options{
		Grace: grace, Reorder: true, Late: true, Duplicates: true, Merges: true,
		Zones: true, Profile: true, Consent: true, Deletes: true,
	}
}

var zones = []string{
	"Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "UTC",
}

// Source is what a journey file speaks of, from which feeds are made.
type Source struct {
	durations []*ast.DurationLit
	backfills []*ast.DurationLit
	clocks    []*ast.TimeLit
	zones     []string // of the journeys
	events    []string
	asked     []string // the events that patterns name, as often as they do
	answered  []string // the steps and messages that patterns wait to be answered
	shop      bool     // somebody asks about products
}

// feeder makes one random feed.
type feeder struct {
	dice
	*Source
	opts  Options
	lines []oracle.Event
	now   int64 // the greatest timestamp so far
}

// Feed returns a random feed for the events and the durations of a journey file.
func Feed(seed uint64, src string, opts Options) []oracle.Event { return Read(src).Feed(seed, opts) }

// Feed returns a random feed.
func (s *Source) Feed(seed uint64, opts Options) []oracle.Event {
	if opts.Lines == 0 {
		opts.Lines = 40
	}
	if opts.People == 0 {
		opts.People = 2
	}
	f := &feeder{Source: s, dice: roll(seed, 2), opts: opts}
	f.now = f.start()
	if opts.Zones {
		for i := range opts.People {
			f.add(oracle.Event{Kind: event.Identify, User: fmt.Sprintf("p%d", i+1), Props: f.timezone()})
		}
	}
	for len(f.lines) < opts.Lines {
		f.next()
	}
	return f.lines
}

// Read collects what a journey file speaks of.
func Read(src string) *Source {
	f := &Source{shop: strings.Contains(src, "cart.") || strings.Contains(src, "viewed") || strings.Contains(src, "bought")}
	tree, _ := parse.File("random.journey", src)
	var offset *ast.DurationLit
	for _, d := range tree.Decls {
		ast.Walk(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Event:
				f.events = append(f.events, n.Name.Text)
			case *ast.EventPat:
				f.asked = append(f.asked, n.Name.Text)
				if n.Step.Text != "" {
					f.answered = append(f.answered, n.Step.Text)
				}
			case *ast.DurationLit:
				// Years of what repeats itself are a long history that shows nothing new.
				if n.Unit < ast.Month || n != offset && !strings.Contains(src, "\n  every ") {
					f.durations = append(f.durations, n)
				}
			case *ast.Backfill:
				f.backfills = append(f.backfills, n.D)
			case *ast.Timezone:
				if zone, plain := n.Zone.Plain(); plain {
					f.zones = append(f.zones, zone)
				}
			case *ast.WaitDate:
				offset = n.Offset
			case *ast.OnDate:
				offset = n.Offset
			case *ast.TimeLit:
				f.clocks = append(f.clocks, n)
			case *ast.CapRule:
				if n.Per.Text != "" {
					f.clocks = append(f.clocks, &ast.TimeLit{}) // days begin at midnight
				}
			}
			return true
		})
	}
	f.hearsVisits(src)
	if len(f.events) == 0 {
		f.events = alphabet
	}
	if len(f.asked) == 0 {
		f.asked = f.events
	}
	if len(f.durations) == 0 {
		f.durations = []*ast.DurationLit{{N: 1, Unit: ast.Hour}}
	}
	return f
}

func (f *feeder) add(e oracle.Event) {
	if e.Time == 0 {
		e.Time = f.time()
	}
	f.now = max(f.now, e.Time)
	e.Line = int64(len(f.lines) + 1)
	f.lines = append(f.lines, e)
}

// next adds a line of any sort.
func (f *feeder) next() {
	if f.opts.Duplicates && f.chance(12) && len(f.lines) > 0 {
		again := f.lines[f.IntN(len(f.lines))]
		if again.ID != "" {
			f.add(again)
			return
		}
	}
	e := oracle.Event{Kind: event.Track, Name: f.event()}
	f.who(&e)
	if f.opts.Duplicates && f.chance(2) {
		e.ID = fmt.Sprintf("m%d", len(f.lines))
	}
	if f.shop && f.chance(3) {
		e.Name = pick(f.dice, "product_added", "product_added", "product_viewed", "Product Removed", "cart_cleared", "purchased")
		e.Props = f.bought(e.Name)
		f.add(e)
		return
	}
	switch f.IntN(24) {
	case 0:
		f.add(oracle.Event{Kind: event.Clock})
		return
	case 1:
		e.Name = "nobody_asked"
	case 2, 3:
		if f.opts.Profile || f.opts.Zones {
			e.Kind, e.Name, e.Props = event.Identify, "", f.traits()
			f.add(e)
			return
		}
	case 4:
		if f.opts.Merges {
			e.Kind, e.Name, e.Anon = event.Alias, "", ""
			e.User, e.Prev = f.user(), pick(f.dice, f.user(), f.visitor(), "old")
			f.add(e)
			return
		}
	case 5:
		if f.opts.Consent {
			e.Name, e.Props = pick(f.dice, "subscribed", "unsubscribed", "Email Unsubscribed"), f.choice()
			f.add(e)
			return
		}
	case 7:
		if f.opts.Consent && f.chance(3) {
			e.Name, e.Props = pick(f.dice, "bounced", "complained", "Email Bounced"), f.channel()
			f.add(e)
			return
		}
	case 6:
		if f.opts.Deletes && f.chance(3) {
			f.add(oracle.Event{Kind: event.Delete, User: f.user()})
			return
		}
	}
	if e.Props = f.props(); e.Name == "clicked" || e.Name == "opened" {
		e.Props = f.answer()
	}
	f.add(e)
}

// event prefers what somebody listens for.
func (f *feeder) event() string {
	if f.chance(4) {
		return pick(f.dice, f.events...)
	}
	return pick(f.dice, f.asked...)
}

func (f *feeder) user() string    { return fmt.Sprintf("p%d", 1+f.IntN(f.opts.People)) }
func (f *feeder) visitor() string { return fmt.Sprintf("a%d", 1+f.IntN(f.opts.People)) }

func (f *feeder) who(e *oracle.Event) {
	e.User = f.user()
	if !f.opts.Merges {
		return
	}
	switch f.IntN(8) {
	case 0, 1, 2:
		e.User, e.Anon = "", f.visitor()
	case 3:
		e.Anon = f.visitor()
	}
}

// start returns an instant shortly before something odd in the calendar.
func (f *feeder) start() int64 {
	c := pick(f.dice,
		calendar.Civil{Year: 2026, Month: 3, Day: 28, Hour: 1, Minute: 30},   // Berlin goes forward
		calendar.Civil{Year: 2026, Month: 10, Day: 24, Hour: 0, Minute: 30},  // Berlin goes back
		calendar.Civil{Year: 2026, Month: 3, Day: 7, Hour: 7, Minute: 30},    // New York goes forward
		calendar.Civil{Year: 2026, Month: 4, Day: 3, Hour: 15, Minute: 30},   // Sydney goes back
		calendar.Civil{Year: 2026, Month: 10, Day: 2, Hour: 16, Minute: 30},  // Sydney goes forward
		calendar.Civil{Year: 2026, Month: 9, Day: 5, Hour: 4, Minute: 0},     // Santiago has no midnight
		calendar.Civil{Year: 2024, Month: 2, Day: 28, Hour: 12},              // a leap day
		calendar.Civil{Year: 2024, Month: 1, Day: 31, Hour: 10},              // a month that ends later than the next
		calendar.Civil{Year: 2026, Month: 12, Day: 31, Hour: 23, Minute: 59}, // a year ends
		calendar.Civil{Year: 2026, Month: 6, Day: 15, Hour: 12},              // nothing at all
	)
	return calendar.UTC().Instant(c)
}

// time returns the timestamp of the next line.
func (f *feeder) time() int64 {
	switch {
	case f.opts.Late && f.chance(7):
		return f.behind()
	case f.opts.Reorder && f.opts.Grace > 0 && f.chance(4):
		return f.now - pick(f.dice, 0, 1, f.Int64N(f.opts.Grace), f.opts.Grace-1, f.opts.Grace)
	}
	switch f.IntN(8) {
	case 0, 1:
		return f.now
	case 2, 3, 4:
		if t, ok := f.boundary(func(t int64) bool { return t >= f.now }); ok {
			return t
		}
	case 5:
		return f.now + pick(f.dice, 1, 1000, 60_000, f.opts.Grace, f.opts.Grace+1, max(f.opts.Grace-1, 0))
	}
	d := f.length(f.now)
	return f.now + f.Int64N(d/2+1)
}

// behind returns a timestamp behind the watermark, near something that happened.
func (f *feeder) behind() int64 {
	edge := f.now - f.opts.Grace
	if t, ok := f.boundary(func(t int64) bool { return t < edge }); ok && !f.chance(3) {
		return t
	}
	if len(f.lines) > 0 && f.chance(2) {
		return min(f.lines[f.IntN(len(f.lines))].Time+pick[int64](f.dice, -1, 0, 1), edge-1)
	}
	return edge - 1 - pick(f.dice, 0, 0, f.Int64N(f.length(f.now)))
}

// boundary looks for an earlier timestamp plus a duration, or one millisecond beside
// it, that is as wanted.
func (f *feeder) boundary(wanted func(int64) bool) (int64, bool) {
	if len(f.lines) == 0 {
		return 0, false
	}
	for range 12 {
		from := f.lines[max(0, len(f.lines)-1-f.IntN(min(len(f.lines), 12)))].Time
		t := f.after(from)
		if len(f.clocks) > 0 && f.chance(3) {
			t = f.onTheClock(from)
		}
		t += pick[int64](f.dice, -1, 0, 0, 1)
		if wanted(t) {
			return t, true
		}
	}
	return 0, false
}

// after returns an instant plus one of the journey's durations, in one of the zones.
func (f *feeder) after(from int64) int64 {
	return add(f.zone(), from, pick(f.dice, f.durations...))
}

// zone returns one of those on whose clock somebody may count.
func (f *feeder) zone() *calendar.Zone {
	names := f.zones
	if f.opts.Zones {
		names = slices.Concat(names, zones)
	}
	if len(names) > 0 {
		if z, err := calendar.Load(pick(f.dice, names...)); err == nil {
			return z
		}
	}
	return calendar.UTC()
}

// onTheClock returns one of the journey's times of day, on a day near an instant, in
// one of the zones.
func (f *feeder) onTheClock(near int64) int64 {
	at := pick(f.dice, f.clocks...)
	z := f.zone()
	c := z.Civil(near)
	return z.Instant(calendar.Civil{Year: c.Year, Month: c.Month, Day: c.Day + f.IntN(3), Hour: at.Hour, Minute: at.Minute})
}

// length returns how long one of the journey's durations is, in ms.
func (f *feeder) length(from int64) int64 {
	return max(1, add(calendar.UTC(), from, pick(f.dice, f.durations...))-from)
}

func add(z *calendar.Zone, from int64, d *ast.DurationLit) int64 {
	n := int32(d.N)
	switch d.Unit {
	case ast.Second:
		return from + d.N*1000
	case ast.Minute:
		return from + d.N*60_000
	case ast.Hour:
		return from + d.N*3_600_000
	case ast.Day:
		return z.Add(from, 0, n, 0)
	case ast.Week:
		return z.Add(from, 0, 7*n, 0)
	case ast.Month:
		return z.Add(from, n, 0, 0)
	}
	return z.Add(from, 12*n, 0, 0)
}

// Renumbered returns the feed with lines 1, 2, 3 …
func Renumbered(feed []oracle.Event) []oracle.Event {
	feed = slices.Clone(feed)
	for i := range feed {
		feed[i].Line = int64(i + 1)
	}
	return feed
}
