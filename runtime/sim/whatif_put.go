package sim

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/why"
)

// What is injected, to whom, and how a line would have said it.

// target is a person and an instant at which something is injected.
type target struct {
	person uint32
	at     int64
}

// inject puts a record for a person into a run's queue. It speaks of the person as
// the last line before it did, even when that names no user yet: the same person may
// have come as somebody without a name, and was joined with the own past only later.
// Only when somebody else has come by that anonymous id since does it name the user.
func (s *Session) inject(p *play, rec why.Record, t target) {
	rec.Time = t.at
	s.mu.RLock()
	defer s.mu.RUnlock()
	group := s.store.group(s.store.final(t.person))
	last, ok := s.lastLine(group, t.at, func(*event.Record) bool { return true })
	if ok && last.user == "" && s.taken(group, last, t.at) {
		if named, ok := s.lastLine(group, t.at, func(r *event.Record) bool { return r.User != "" }); ok {
			last = named
		}
	}
	rec.User, rec.Anon = last.user, ""
	if last.user == "" {
		rec.Anon = last.anon
	}
	p.add(rec, last.who, why.Injected)
}

// spoken is how a line speaks of its person.
type spoken struct {
	user, anon string
	who        uint32
	at         int64
}

// lastLine is the last line about one of a group that could be seen by an instant.
// The lock is held.
func (s *Session) lastLine(group []uint32, at int64, wanted func(*event.Record) bool) (spoken, bool) {
	var x feed.Unpacker
	chain := s.store.chain(group)
	for k := len(chain) - 1; k >= 0; k-- {
		seen := s.store.seenAt(chain[k])
		if seen > at {
			continue
		}
		var r event.Record
		s.store.read(&x, chain[k], &r)
		if wanted(&r) {
			b, i := s.store.of(chain[k])
			return spoken{r.User, r.Anon, b.who(i), seen}, true
		}
	}
	return spoken{who: nobody}, false
}

// taken reports whether somebody else has come by the anonymous id of a line since.
// The lock is held.
func (s *Session) taken(group []uint32, last spoken, at int64) bool {
	others := slices.DeleteFunc(slices.Clone(s.store.company(group)), func(p uint32) bool { return slices.Contains(group, p) })
	other, ok := s.lastLine(others, at, func(r *event.Record) bool { return r.Anon == last.anon })
	return ok && other.at >= last.at
}

// targets lists to whom, and when, something is injected.
func (s *Session) targets(in *Injection, who uint32) ([]target, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	at := int64(in.At)
	if s.store.n == 0 {
		return nil, errors.New("nobody has come in yet")
	}
	switch in.Scope {
	case OnePerson:
		if !s.known(who, at) {
			return nil, fmt.Errorf("nothing is known of %s on %s", in.Person, Local(s.zone, at))
		}
		return []target{{who, at}}, nil
	case Everyone:
		var out []target
		for p := range uint32(len(s.store.heads)) {
			if s.known(p, at) {
				out = append(out, target{p, at})
			}
		}
		return out, nil
	}
	j, err := journey(s.version().Program, in.Journey)
	if err != nil {
		return nil, err
	}
	log := s.play.log
	var out []target
	if in.Scope == AtStep {
		all := stepNames(s.version().Program.Program, j)
		step := int16(slices.Index(all, in.Step))
		if step < 0 {
			return nil, unknown("step", in.Step, all)
		}
		for _, p := range s.resting(int16(j), step, log.upTo(at)) {
			out = append(out, target{p, at})
		}
		return out, nil
	}
	entered, found := int64(0), false
	for _, i := range log.of(s.store.group(who), log.upTo(at)) {
		if e := log.entry(i); e.kind() == engine.Enter && e.journey == int16(j) {
			entered, found = e.at, true
		}
	}
	if !found {
		return nil, fmt.Errorf("%s has not entered %s by then", in.Person, in.Journey)
	}
	for i := range log.n {
		if e := log.look(i); e.kind() == engine.Enter && e.journey == int16(j) {
			out = append(out, target{s.store.final(log.personOf(i)), log.atOf(i) + at - entered})
		}
	}
	return out, nil
}

// resting lists who rests at a step at entry n.
func (s *Session) resting(at, step int16, n uint32) []uint32 {
	rests := map[uint64]bool{}
	var order []uint64
	for i := range n {
		if f := s.play.log.look(i); f.journey != at || !moves(f.kind()) {
			continue
		}
		e := s.play.log.entry(i)
		stay := uint64(s.store.final(e.person))<<32 | uint64(e.instance)
		here := e.kind() == engine.Wait && e.step == step
		if here && !rests[stay] {
			order = append(order, stay)
		}
		rests[stay] = here
	}
	var out []uint32
	for _, stay := range order {
		if who := uint32(stay >> 32); rests[stay] && !slices.Contains(out, who) {
			out = append(out, who)
			rests[stay] = false
		}
	}
	return out
}

// record makes the record of an injection, as a version's program reads it.
func (s *Session) record(v *Version, in *Injection) (why.Record, error) {
	schema := v.Program.Schema()
	rec := why.Record{Record: event.Record{Kind: event.Identify, Type: event.None}, Name: "identify"}
	fields := schema.Traits
	if in.Event != "" {
		name := event.Normal(in.Event)
		rec.Kind, rec.Name = event.Track, name
		all, known := s.eventNames(v), false
		for _, e := range all {
			known = known || e == name
		}
		if !known {
			return rec, unknown("event", in.Event, all)
		}
		fields = nil
		if rec.Type = eventNamed(v.Program.Program, name); rec.Type >= 0 {
			fields = schema.Events[rec.Type].Fields
		}
	}
	for _, val := range in.Values {
		for i, f := range fields {
			if f.Name == val.Name {
				x, err := readValue(val.Value, f.Want)
				if err != nil {
					return rec, fmt.Errorf("%s: %w", val.Name, err)
				}
				rec.Props = append(rec.Props, event.Prop{Field: uint16(i), Value: x})
			}
		}
	}
	slices.SortStableFunc(rec.Props, func(a, b event.Prop) int { return int(a.Field) - int(b.Field) })
	return rec, nil
}

// eventNames lists the events that can be injected.
func (s *Session) eventNames(v *Version) []string {
	var out []string
	for _, e := range wideSchema(v, false).Events {
		out = append(out, e.Name)
	}
	return out
}

// readValue reads a value as it is written in the language. A text may stand
// without its quotes.
func readValue(text string, want event.Kind) (event.Value, error) {
	text = strings.TrimSpace(text)
	if text == "null" {
		return event.Value{}, nil
	}
	if q, err := strconv.Unquote(text); err == nil && want != event.Number {
		return event.Of(q), nil
	}
	switch want {
	case event.Number:
		n, err := strconv.ParseFloat(strings.ReplaceAll(plainDigits(text), ",", ""), 64)
		if err != nil {
			return event.Value{}, fmt.Errorf("expected a number, got %q", text)
		}
		return event.Of(n), nil
	case event.Bool:
		if text != "true" && text != "false" {
			return event.Value{}, fmt.Errorf("expected true or false, got %q", text)
		}
		return event.Of(text == "true"), nil
	case event.Time:
		at, ok := parseRFC3339(text)
		if !ok {
			return event.Value{}, fmt.Errorf("expected a time such as 2026-03-02T10:00:00Z, got %q", text)
		}
		return event.Value{Kind: event.Time, Num: float64(at)}, nil
	case event.List, event.Map:
		return event.Value{}, errors.New("lists and records cannot be injected")
	case event.Null:
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return event.Of(n), nil
		}
		if text == "true" || text == "false" {
			return event.Of(text == "true"), nil
		}
	}
	return event.Of(text), nil
}

// Events lists what can be injected: the declared events with their fields, those that
// a journey listens to before the others, and the traits of the profile.
func (s *Session) Events() (events []Injectable, traits []Field) {
	s.mu.RLock()
	v := s.version()
	s.mu.RUnlock()
	schema := v.Program.Schema()
	heard := map[string]bool{}
	for i, e := range schema.Events {
		heard[e.Name] = v.Program.Listens(&event.Record{Kind: event.Track, Type: int32(i)})
	}
	if v.Info != nil {
		for _, e := range v.Info.Events {
			x := Injectable{Name: e.Name, Heard: heard[e.Name], Fields: []Field{}}
			for _, f := range e.Fields {
				x.Fields = append(x.Fields, fieldOf(f))
			}
			events = append(events, x)
		}
		for _, t := range v.Info.Traits {
			traits = append(traits, fieldOf(t))
		}
	} else { // compiled: there is no source
		for _, e := range schema.Events {
			x := Injectable{Name: e.Name, Heard: heard[e.Name], Fields: []Field{}}
			for _, f := range e.Fields {
				x.Fields = append(x.Fields, Field{Name: f.Name, Type: kindName(f.Want)})
			}
			events = append(events, x)
		}
		for _, f := range schema.Traits {
			traits = append(traits, Field{Name: f.Name, Type: kindName(f.Want)})
		}
	}
	slices.SortStableFunc(events, func(a, b Injectable) int {
		switch {
		case a.Heard == b.Heard:
			return strings.Compare(a.Name, b.Name)
		case a.Heard:
			return -1
		}
		return 1
	})
	return events, traits
}

func fieldOf(f *check.Field) Field {
	return Field{Name: f.Name, Type: kindName(wantOf(f.Type)), Values: f.Type.Enum}
}

func kindName(k event.Kind) string {
	switch k {
	case event.Bool:
		return "true or false"
	case event.Number:
		return "number"
	case event.Text:
		return "text"
	case event.Time:
		return "time"
	case event.List:
		return "list"
	case event.Map:
		return "record"
	}
	return "anything"
}
