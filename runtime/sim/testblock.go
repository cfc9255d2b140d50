package sim

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/why"
)

// A what-if about one person becomes a test: what the person did that the journeys
// hear, with what was injected, and what came of it in one journey. A test's times
// are whole minutes, so everything is moved together until the first thing that
// happens lies on one; what follows keeps its distance to the second.

// runsOn is how long the clock of a test runs on behind its last line.
const runsOn = 400 * msPerDay

// TestOf writes a what-if as a `test` block of the language, for the first journey
// in which it makes a difference.
func (s *Session) TestOf(id int, name string) (string, error) {
	w, err := s.whatIf(id)
	if err != nil {
		return "", err
	}
	if len(w.Injections) == 0 {
		return "", errors.New("nothing is injected yet")
	}
	for _, in := range w.Injections {
		if in.Scope != OnePerson || in.Person != w.Injections[0].Person {
			return "", errors.New("a test is about one person; this what-if is about several")
		}
	}
	who, err := s.find(w.Injections[0].Person)
	if err != nil {
		return "", err
	}
	p, err := s.toTheEnd(w, who)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	group := s.store.group(who)
	entries := p.log.of(group, p.log.n)
	b := &testBlock{v: p.version, zone: s.zone, journey: int16(s.differingJourney(w.play, group))}
	h := s.history(who, p, 1<<62)
	b.arrange(h)
	b.line("test %s for %s {", strconv.Quote(name), b.v.Program.Journeys[b.journey].Name)
	b.given(p.log, entries)
	b.happens()
	b.expect(p.log, entries)
	b.line("}")
	return b.String(), nil
}

// toTheEnd runs a what-if over one person's lines alone, and on for as long as a
// test would.
func (s *Session) toTheEnd(w *whatIf, who uint32) (*play, error) {
	opts := s.options()
	told := &retold{}
	opts.World, opts.Workers = told, 1
	s.mu.RLock()
	v, schema, group := s.version(), s.store.schema, s.store.group(who)
	s.mu.RUnlock()
	p, ok := newPlay(v, schema, opts, nil, nil)
	if !ok {
		return nil, errNotKept
	}
	p.who = map[int64]uint32{}
	for i := range w.Injections {
		rec, err := s.record(v, &w.Injections[i])
		if err != nil {
			return nil, err
		}
		s.inject(p, rec, target{who, int64(w.Injections[i].At)})
	}
	s.mu.RLock()
	for i := range w.play.added { // what invented people answered stays what they did
		if a := &w.play.added[i]; a.Line < why.Injected && slices.Contains(group, a.person) {
			p.addAgain(a)
		}
	}
	s.mu.RUnlock()
	s.run.Lock()
	defer s.run.Unlock()
	told.others = s.play.others
	if err := s.aloneUpTo(&whatIf{play: p, group: group}, 1<<62); err != nil {
		return nil, err
	}
	return p, p.finish(p.end + runsOn)
}

// differingJourney is the first journey whose decisions differ from the recorded
// run, else the first one.
func (s *Session) differingJourney(p *play, group []uint32) int {
	ea, eb := seenOf(s.play, group, s.play.log.n), seenOf(p, group, p.log.n)
	ta, tb := tracers(s.play, p)
	i := same(ta, tb, ea, eb)
	switch {
	case i < len(ea):
		return int(s.play.log.entry(ea[i]).journey)
	case i < len(eb):
		return int(p.log.entry(eb[i]).journey)
	}
	for i := range p.version.Program.Journeys {
		if !p.version.Program.Journeys[i].Std {
			return i
		}
	}
	return 0
}

// testBlock is a test in the making.
type testBlock struct {
	strings.Builder
	v       *Version
	zone    *calendar.Zone
	journey int16
	records []why.Record // what the journeys hear, in order of time
	before  []event.Prop // what is known of the person before the first event
	shift   int64
	moved   bool // something was moved by a second to make room
}

func (b *testBlock) line(format string, args ...any) {
	fmt.Fprintf(&b.Builder, format+"\n", args...)
}

// arrange sorts what happened into what is given and what happens.
func (b *testBlock) arrange(h *History) {
	records := slices.Clone(h.Records)
	slices.SortStableFunc(records, func(x, y why.Record) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Line, y.Line))
	})
	schema := b.v.Program.Schema()
	zone := -1
	for i, t := range schema.Traits {
		if t.Name == "timezone" {
			zone = i
		}
	}
	for i := range records {
		r := &records[i]
		switch {
		case r.Kind == event.Identify && len(b.records) == 0:
			for _, p := range r.Props {
				b.before = slices.DeleteFunc(b.before, func(x event.Prop) bool { return x.Field == p.Field })
				b.before = append(b.before, p)
			}
		case r.Kind == event.Identify && len(r.Props) > 0, r.Kind == event.Track && r.Type != event.None:
			b.records = append(b.records, *r)
		}
	}
	slices.SortFunc(b.before, func(x, y event.Prop) int { return int(x.Field) - int(y.Field) })
	for _, p := range b.before {
		if z, err := calendar.Load(p.Value.Str); int(p.Field) == zone && err == nil {
			b.zone = z
		}
	}
	if len(b.records) > 0 {
		b.shift = floorMod(b.records[0].Time, 60_000)
	}
}

// given writes what is so before anything happens.
func (b *testBlock) given(log *decisions, entries []uint32) {
	if len(b.records) > 0 {
		c := b.zone.Civil(b.records[0].Time - b.shift)
		b.line("  given  date %04d-%02d-%02d", c.Year, c.Month, c.Day)
	}
	schema := b.v.Program.Schema()
	if b.zone != calendar.UTC() && !slices.ContainsFunc(b.before, func(p event.Prop) bool { return schema.Traits[p.Field].Name == "timezone" }) {
		b.line("  given  profile.timezone = %s", strconv.Quote(b.zone.Name()))
	}
	for _, p := range b.before {
		name := schema.Traits[p.Field].Name
		if text := literal(p.Value); text != "" {
			b.line("  given  profile.%s = %s", name, text)
		} else if p.Value.Kind == event.Null {
			b.line("  given  no profile.%s", name)
		}
	}
	heldOut := false
	var arms []string
	for _, i := range entries {
		e := log.entry(i)
		if e.journey != b.journey {
			continue
		}
		heldOut = heldOut || e.kind() == engine.Send && e.skipped() && e.reason == engine.Holdout
		if d := log.bare(e); d.Kind == engine.Split && d.Arm != "" && !slices.Contains(arms, d.Arm) {
			arms = append(arms, d.Arm)
			b.line("  given  arm %s", d.Arm)
		}
	}
	if heldOut {
		b.line("  given  holdout")
	}
}

// happens writes what the person did: the first thing at its time, the others so
// long after the one before. Two lines are a second apart at least.
func (b *testBlock) happens() {
	schema := b.v.Program.Schema()
	known := map[uint16]string{}
	for _, p := range b.before {
		known[p.Field] = literal(p.Value)
	}
	begun, last := false, int64(0)
	put := func(r *why.Record, what string) {
		at := seconds(r.Time - b.records[0].Time)
		switch {
		case !begun:
			begun, last = true, at
			b.line("  at %s  %s", b.clock(r.Time-b.shift), what)
			return
		case at <= last:
			at, b.moved = last+1, true
		}
		b.line("  after %s  %s", elapsed(at-last), what)
		last = at
	}
	for i := range b.records {
		r := &b.records[i]
		if r.Kind == event.Track {
			put(r, r.Name+fieldsOf(schema.Events[r.Type].Fields, r.Props))
			continue
		}
		for _, p := range r.Props {
			if text := literal(p.Value); text != "" && text != known[p.Field] {
				known[p.Field] = text
				put(r, fmt.Sprintf("set profile.%s = %s", schema.Traits[p.Field].Name, text))
			}
		}
	}
}

func (b *testBlock) clock(at int64) string {
	c := b.zone.Civil(at)
	return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute)
}

func seconds(ms int64) int64 { return ms / 1000 }

// elapsed writes seconds as a duration, which has one unit.
func elapsed(s int64) string {
	switch {
	case s%3600 == 0:
		return strconv.FormatInt(s/3600, 10) + "h"
	case s%60 == 0:
		return strconv.FormatInt(s/60, 10) + "m"
	}
	return strconv.FormatInt(s, 10) + "s"
}

func fieldsOf(fields []event.Field, props []event.Prop) string {
	var out []string
	for _, p := range props {
		if text := literal(p.Value); text != "" {
			out = append(out, fields[p.Field].Name+": "+text)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " { " + strings.Join(out, ", ") + " }"
}

// literal writes a value as the language does; what has no literal is left out.
func literal(v event.Value) string {
	switch v.Kind {
	case event.Number:
		return strconv.FormatFloat(v.Num, 'f', -1, 64)
	case event.Bool:
		return strconv.FormatBool(v.Num != 0)
	case event.Text:
		return quote(v.Str)
	case event.List:
		var out []string
		for _, it := range v.Box.Items {
			if text := literal(it); text != "" {
				out = append(out, text)
			}
		}
		return "[" + strings.Join(out, ", ") + "]"
	case event.Map:
		var out []string
		for i, it := range v.Box.Items {
			if text := literal(it); text != "" {
				out = append(out, v.Box.Names[i]+": "+text)
			}
		}
		return "{ " + strings.Join(out, ", ") + " }"
	}
	return ""
}

// quote writes a text as a string of the language, in which {{ begins an
// expression.
func quote(s string) string {
	return strings.ReplaceAll(strconv.Quote(s), "{{", `\{{`)
}

// expect writes what came of it in the journey.
func (b *testBlock) expect(log *decisions, entries []uint32) {
	j := &b.v.Program.Journeys[b.journey]
	sent := map[string]bool{}
	for _, i := range entries {
		e := log.entry(i)
		if e.journey != b.journey {
			continue
		}
		switch e.kind() {
		case engine.Send:
			x := &j.Sends[e.send]
			what := x.Channel + b.named(j, x)
			if e.skipped() {
				b.line("  expect  %s skipped %s", what, e.reason)
				continue
			}
			sent[x.Channel] = true
			b.line("  expect  %s %s", what, b.moment(e.at))
		case engine.Goal:
			b.line("  expect  goal")
		case engine.Exit:
			b.line("  expect  exit %s", e.reason)
		}
	}
	var none []string
	for i := range j.Sends {
		if x := &j.Sends[i]; !sent[x.Channel] && !slices.Contains(none, x.Channel) {
			none = append(none, x.Channel)
			b.line("  expect  no %s", x.Channel)
		}
	}
}

// named is the name of a message, unless it is one that the compiler gave.
func (b *testBlock) named(j *bytecode.Journey, x *bytecode.Send) string {
	if id := j.Steps[x.Step].ID; !numbered.MatchString(id) {
		return " " + id
	}
	if x.Content >= 0 {
		return " " + x.Message
	}
	return ""
}

// moment says when something came: to the minute, or between two.
func (b *testBlock) moment(at int64) string {
	at -= b.shift
	day := func(at int64) string {
		c := b.zone.Civil(at)
		return fmt.Sprintf("%04d-%02d-%02d %02d:%02d", c.Year, c.Month, c.Day, c.Hour, c.Minute)
	}
	if floorMod(at, 60_000) == 0 && !b.moved {
		return "at " + day(at)
	}
	// Seconds are whole in a test, so what was a moment before a minute may be on it.
	from := at - floorMod(at, 60_000)
	return "between " + day(from) + " and " + day(from+2*60_000)
}
