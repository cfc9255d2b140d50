package sim

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/why"
)

// A what-if about one person becomes a test: what the person did that the journey
// hears, with what was injected, to the minute, and what came of it.

// TestOf writes a what-if as a `test` block of the language, for the first journey
// in which it makes a difference.
func (s *Session) TestOf(id int, name string) (string, error) {
	w, err := s.whatIf(id)
	if err != nil {
		return "", err
	}
	if w.play == nil || len(w.Injections) == 0 {
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
	s.mu.Lock()
	defer s.mu.Unlock()
	group := s.store.group(who)
	log := w.play.log
	n := log.upTo(s.horizon)
	all := s.horizon
	h := s.history(who, w.play, all)
	at := s.differingJourney(w.play, group)
	b := &testBlock{v: w.play.version, zone: calendar.UTC()}
	b.line("test %s for %s {", strconv.Quote(name), b.v.Program.Journeys[at].Name)
	b.given(h)
	b.happens(h)
	b.expect(log, log.of(group, n), int16(at))
	b.line("}")
	return b.String(), nil
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
	v    *Version
	zone *calendar.Zone
}

func (b *testBlock) line(format string, args ...any) {
	fmt.Fprintf(&b.Builder, format+"\n", args...)
}

// when writes a date and a time of day.
func (b *testBlock) when(at int64) string {
	c := b.zone.Civil(at)
	return fmt.Sprintf("%04d-%02d-%02d %02d:%02d", c.Year, c.Month, c.Day, c.Hour, c.Minute)
}

// given writes what is known of the person that a journey reads. The zone decides
// what the times of the block mean.
func (b *testBlock) given(h *History) {
	for _, t := range b.v.Program.Traits {
		value := trait(h.Traits, t.Name)
		if value == "" {
			continue
		}
		if t.Name == "timezone" {
			if z, err := calendar.Load(value); err == nil {
				b.zone = z
			}
		}
		if _, err := strconv.ParseFloat(value, 64); err != nil && value != "true" && value != "false" {
			value = strconv.Quote(value)
		}
		b.line("  given     profile.%s = %s", t.Name, value)
	}
}

// happens writes what the person did.
func (b *testBlock) happens(h *History) {
	records := slices.Clone(h.Records)
	slices.SortStableFunc(records, func(x, y why.Record) int {
		switch {
		case x.Time < y.Time:
			return -1
		case x.Time > y.Time:
			return 1
		}
		return 0
	})
	schema := b.v.Program.Schema()
	for i := range records {
		r := &records[i]
		switch {
		case r.Kind == event.Track && r.Type != event.None:
			b.line("  at        %s  %s%s", b.when(r.Time), r.Name, b.fields(schema.Events[r.Type].Fields, r.Props))
		case r.Kind == event.Identify && r.Line >= why.Injected:
			for _, p := range r.Props {
				b.line("  at        %s  set profile.%s = %s", b.when(r.Time), schema.Traits[p.Field].Name, literal(p.Value))
			}
		}
	}
}

func (b *testBlock) fields(fields []event.Field, props []event.Prop) string {
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
		return strconv.Quote(v.Str)
	}
	return ""
}

// expect writes what came of it in a journey.
func (b *testBlock) expect(log *decisions, entries []uint32, at int16) {
	j := &b.v.Program.Journeys[at]
	sent := map[string]bool{}
	for _, i := range entries {
		e := log.entry(i)
		if e.journey != at {
			continue
		}
		switch {
		case e.kind() == engine.Send && !e.skipped():
			x := &j.Sends[e.send]
			sent[x.Channel] = true
			b.line("  expect    %s %s at %s", x.Channel, x.Message, b.when(e.at))
		case e.kind() == engine.Goal:
			b.line("  expect    goal")
		case e.kind() == engine.Exit:
			b.line("  expect    exit %s", e.reason)
		}
	}
	var none []string
	for _, x := range j.Sends {
		if !sent[x.Channel] && !slices.Contains(none, x.Channel) {
			none = append(none, x.Channel)
		}
	}
	for _, channel := range none {
		b.line("  expect    no %s", channel)
	}
}
