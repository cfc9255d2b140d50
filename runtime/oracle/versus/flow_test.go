package versus_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/flow"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/oracle/scenario"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

const hours = 3_600_000

// window is what messages are counted in, and how much of it is tested: of days of the
// calendar as much as they surely have.
type window struct {
	bytecode.Duration
	millis int64
}

var written = regexp.MustCompile(`\b([0-9]+)(m|h|d|w)\b`)

// windowsOf are a day and a week, and the times that a journey speaks of: a bound that is
// too low is so at their edges.
func windowsOf(src string) []window {
	out := []window{
		{bytecode.Duration{Millis: 24 * hours}, 24 * hours},
		{bytecode.Duration{Days: 1}, 22 * hours},
		{bytecode.Duration{Days: 7}, 7*24*hours - 2*hours},
	}
	seen := map[string]bool{}
	for _, m := range written.FindAllStringSubmatch(src, -1) {
		n, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil || seen[m[0]] || n == 0 || n > 60 {
			continue
		}
		seen[m[0]] = true
		unit := map[string]int64{"m": hours / 60, "h": hours, "d": 24 * hours, "w": 7 * 24 * hours}[m[2]]
		for _, millis := range []int64{n * unit, n*unit + 1, 2*n*unit + 1} {
			out = append(out, window{bytecode.Duration{Millis: millis}, millis})
		}
	}
	return out
}

// TestFlowIsNeverBelow runs random journeys over random feeds: nobody gets more messages
// than compiler/flow says, from one journey and from all, and nobody stays longer.
func TestFlowIsNeverBelow(t *testing.T) {
	journeys := number("ORACLE_PAIRS", 600) / feedsPerJourney
	seed := number("ORACLE_SEED", 1)
	limited, most := 0, 0
	for i := range journeys {
		src := gen.Journey(uint64(seed + i))
		p, err := compiled(src)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed+i, err, src)
		}
		m := &measured{t: t, src: src, prog: p.prog.Program, model: flow.New(p.prog.Program, flow.Options{}), bounds: map[string]flow.Bound{}, windows: windowsOf(src)}
		for k := range uint64(feedsPerJourney) {
			m.feed = ofOnePlace(gen.Feed(uint64(seed+i)*1000+k, src, gen.Options{Late: k%4 == 1, Zones: k%3 == 1, Profile: k%2 == 1, Consent: k == 3, Lines: 100, People: 1 + int(k%2)}))
			opts := oracle.Options{Until: m.feed[len(m.feed)-1].Time + 40*24*hours}
			ds, err := versus.Machine(p.prog, m.feed, opts, versus.How{Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			m.stays(ds)
			m.messages(ds)
		}
		for _, b := range m.bounds {
			if !b.Unlimited {
				limited++
				most = max(most, b.N)
			}
		}
	}
	// A bound of no limit holds whatever happens; that alone would prove nothing.
	if limited < journeys || most < 3 {
		t.Errorf("only %d bounds are limits, the greatest %d", limited, most)
	}
}

// ofOnePlace leaves people in the zone that they are first known in.
func ofOnePlace(feed []oracle.Event) []oracle.Event {
	known := map[string]bool{}
	for i := range feed {
		e := &feed[i]
		if e.Kind != event.Identify {
			continue
		}
		if _, moves := e.Props["timezone"]; moves {
			if id := e.User + "/" + e.Anon; known[id] || i > 2 {
				e.Props = maps.Clone(e.Props)
				delete(e.Props, "timezone")
			} else {
				known[id] = true
			}
		}
	}
	return feed
}

// measured is one journey file and what flow says of it.
type measured struct {
	t       *testing.T
	src     string
	prog    *bytecode.Program
	model   *flow.Model
	bounds  map[string]flow.Bound
	windows []window
	feed    []oracle.Event
}

func (m *measured) fail(format string, args ...any) {
	m.t.Helper()
	m.t.Fatalf("%s\n%s\nfeed:\n%s", fmt.Sprintf(format, args...), m.src, scenario.WriteFeed(m.feed))
}

func (m *measured) index(name string) int {
	return slices.IndexFunc(m.prog.Journeys, func(j bytecode.Journey) bool { return j.Name == name })
}

// stays compares how long people stay.
func (m *measured) stays(ds []oracle.Decision) {
	type stay struct {
		person, journey string
		instance        int
	}
	since := map[stay]int64{}
	for _, d := range ds {
		key := stay{d.Person, d.Journey, d.Instance}
		switch d.Kind {
		case "enter":
			since[key] = d.At
		case "exit":
			longest := m.model.Longest(m.index(d.Journey))
			if at, ok := since[key]; ok && longest.Endless == flow.Ends {
				// Days of a path may have two hours more.
				if took := d.At - at; took > longest.Time.Days*24*hours+longest.Time.Millis+2*hours {
					m.fail("%s stays %d ms in %s, and the longest is %s", d.Person, took, d.Journey, longest.Time)
				}
			}
		}
	}
}

// messages compares how many messages people get.
func (m *measured) messages(ds []oracle.Decision) {
	sent := map[string][]oracle.Decision{}
	for _, d := range ds {
		if d.Kind == "send" && d.Status == "would_send" {
			sent[d.Person] = append(sent[d.Person], d)
		}
	}
	for _, person := range slices.Sorted(maps.Keys(sent)) {
		for _, w := range m.windows {
			for _, q := range []flow.Query{
				{Window: w.Duration}, {Window: w.Duration, Kind: flow.Transactional}, {Window: w.Duration, Kind: flow.Every, Channel: "email"},
				{Window: w.Duration, Channel: "sms"},
			} {
				m.compare(person, sent[person], w.millis, q)
			}
		}
	}
}

func (m *measured) compare(person string, sent []oracle.Decision, millis int64, q flow.Query) {
	names := []string{""}
	for i := range m.prog.Journeys {
		names = append(names, m.prog.Journeys[i].Name)
	}
	for _, name := range names {
		var at []int64
		for _, d := range sent {
			if (name == "" || d.Journey == name) && m.counts(d, q) {
				at = append(at, d.At)
			}
		}
		most, first := 0, 0
		for i := range at {
			for at[i]-at[first] >= millis {
				first++
			}
			most = max(most, i-first+1)
		}
		if most == 0 {
			continue
		}
		key := fmt.Sprint(name, q)
		b, ok := m.bounds[key]
		if !ok {
			if b = m.model.Most(q); name != "" {
				b = m.model.MostOf(m.index(name), q)
			}
			m.bounds[key] = b
		}
		if b.Exceeds(most - 1) {
			continue
		}
		m.fail("%s gets %d messages of %q in %v, and the bound is %d", person, most, name, q, b.N)
	}
}

// counts reports whether a message is one that a query asks for.
func (m *measured) counts(d oracle.Decision, q flow.Query) bool {
	j := &m.prog.Journeys[m.index(d.Journey)]
	for i := range j.Sends {
		s := &j.Sends[i]
		if j.Steps[s.Step].ID == d.Step {
			return (q.Channel == "" || s.Channel == q.Channel) && (q.Kind == flow.Every || s.Transactional == (q.Kind == flow.Transactional))
		}
	}
	return false
}
