package sim

import (
	"context"
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

// whatIf is a what-if with the run that came of it. About one person, and with
// journeys that do not read other people, the run is over that person's lines
// alone, with the clock of the whole feed; otherwise over everything.
type whatIf struct {
	WhatIf
	play   *play
	group  []uint32 // whom the run is about; nil: everybody
	upTo   uint32   // how much of the store it saw
	settle bool     // the feed had ended
}

// target is a person and an instant at which something is injected.
type target struct {
	person uint32
	at     int64
}

// Inject begins a what-if, or goes on with one: id 0 begins. What comes of it is
// known when it returns; when it fails, everything is as it was.
func (s *Session) Inject(ctx context.Context, id int, in Injection) (*WhatIf, error) {
	w := &whatIf{}
	if id != 0 {
		old, err := s.whatIf(id)
		if err != nil {
			return nil, err
		}
		w.WhatIf = old.WhatIf
		w.Injections = slices.Clone(old.Injections)
	}
	w.Injections = append(w.Injections, in)
	if w.Name == "" {
		w.Name = in.String()
	}
	if err := s.imagine(ctx, w); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Kept = false
	if id == 0 {
		s.lastWhat++
		w.ID = s.lastWhat
		s.whatifs = append(s.whatifs, w)
	} else if i := slices.IndexFunc(s.whatifs, func(x *whatIf) bool { return x.ID == id }); i >= 0 {
		s.whatifs[i] = w
	}
	out := w.WhatIf
	return &out, nil
}

// String says what is injected in a few words.
func (in Injection) String() string {
	what := in.Event
	if what == "" {
		what = "profile"
	}
	var values []string
	for _, v := range in.Values {
		values = append(values, v.Name+": "+v.Value)
	}
	if len(values) > 0 {
		what += " { " + strings.Join(values, ", ") + " }"
	}
	return what + " for " + in.Person
}

// Undo takes back the last injection of a what-if; one without any is dropped, and
// nil returned.
func (s *Session) Undo(ctx context.Context, id int) (*WhatIf, error) {
	old, err := s.whatIf(id)
	if err != nil {
		return nil, err
	}
	if len(old.Injections) <= 1 {
		s.DropWhatIf(id)
		return nil, nil
	}
	w := &whatIf{WhatIf: old.WhatIf}
	w.Injections = slices.Clone(old.Injections[:len(old.Injections)-1])
	if err := s.imagine(ctx, w); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.whatifs, func(x *whatIf) bool { return x.ID == id }); i >= 0 {
		s.whatifs[i] = w
	}
	out := w.WhatIf
	return &out, nil
}

// DropWhatIf forgets a what-if.
func (s *Session) DropWhatIf(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whatifs = slices.DeleteFunc(s.whatifs, func(w *whatIf) bool { return w.ID == id })
}

// KeepWhatIf notes that a what-if was saved, or was not.
func (s *Session) KeepWhatIf(id int, kept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.whatifs {
		if w.ID == id {
			w.Kept = kept
		}
	}
}

// WhatIfs lists the what-ifs.
func (s *Session) WhatIfs() []WhatIf {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := []WhatIf{}
	for _, w := range s.whatifs {
		x := w.WhatIf
		x.Injections = slices.Clone(w.Injections)
		x.Stale = s.stale(w)
		out = append(out, x)
	}
	return out
}

func (s *Session) whatIf(id int) (*whatIf, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, w := range s.whatifs {
		if w.ID == id {
			return w, nil
		}
	}
	return nil, fmt.Errorf("there is no what-if %d", id)
}

// stale reports whether a what-if must run again: other journeys, or more of the
// feed.
func (s *Session) stale(w *whatIf) bool {
	return w.play == nil || w.play.version != s.version() || w.upTo != s.store.n || w.settle != s.finished || w.play.end < s.until
}

// fresh returns a what-if whose run is up to date.
func (s *Session) fresh(ctx context.Context, id int) (*whatIf, error) {
	w, err := s.whatIf(id)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	stale := s.stale(w)
	s.mu.RUnlock()
	if !stale {
		return w, nil
	}
	again := &whatIf{WhatIf: w.WhatIf}
	if err := s.imagine(ctx, again); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.whatifs, func(x *whatIf) bool { return x.ID == id }); i >= 0 {
		s.whatifs[i] = again
	}
	return again, nil
}

// imagine runs a what-if.
func (s *Session) imagine(ctx context.Context, w *whatIf) error {
	s.mu.RLock()
	v := s.version()
	s.mu.RUnlock()
	p, ok := s.newPlay(v, s.schema(), nil)
	if !ok {
		return errNotKept
	}
	p.who = map[int64]uint32{}
	var who uint32
	touched := map[uint32]bool{}
	alone := !p.learns
	for i := range w.Injections {
		in := &w.Injections[i]
		first, err := s.find(in.Person)
		if err != nil {
			return err
		}
		rec, err := s.record(v, in)
		if err != nil {
			return err
		}
		targets, err := s.targets(in, first)
		if err != nil {
			return err
		}
		alone = alone && in.Scope == OnePerson && (i == 0 || first == who)
		who = first
		for _, t := range targets {
			touched[t.person] = true
			s.inject(p, rec, t)
		}
	}
	w.play, w.People = p, int64(len(touched))
	if alone {
		s.mu.RLock()
		w.group = s.store.group(who)
		s.mu.RUnlock()
		return s.alone(w)
	}
	return s.catchUp(ctx, p, nil, func() error {
		w.upTo, w.settle = s.store.n, s.finished
		return nil
	})
}

// inject puts a record for a person into a run's queue. It speaks of the person as
// the last line before it did that names a user, else as the last one: who is who
// changes with time, and an anonymous id may be somebody else's by then.
func (s *Session) inject(p *play, rec why.Record, t target) {
	rec.Time = t.at
	rec.User, rec.Anon = "", ""
	who := nobody
	s.mu.RLock()
	defer s.mu.RUnlock()
	var x feed.Unpacker
	chain := s.store.chain(s.store.group(s.store.final(t.person)))
	for k := len(chain) - 1; k >= 0 && rec.User == ""; k-- {
		if s.store.seenAt(chain[k]) > t.at {
			continue
		}
		var r event.Record
		s.store.read(&x, chain[k], &r)
		if r.User != "" || who == nobody {
			rec.User, rec.Anon = r.User, r.Anon
			b, i := s.store.of(chain[k])
			who = b.who[i]
		}
	}
	if rec.User != "" {
		rec.Anon = ""
	}
	p.add(rec, who, why.Injected)
}

// alone runs a what-if over the lines of one person.
func (s *Session) alone(w *whatIf) error {
	s.run.Lock()
	defer s.run.Unlock()
	if err := s.aloneUpTo(w, 1<<62); err != nil || !w.settle {
		return err
	}
	return w.play.finish(s.until)
}

// aloneUpTo runs over the lines of one person up to an instant. Before each of them
// the clock stands where the whole feed had brought it. The run's lock is held.
func (s *Session) aloneUpTo(w *whatIf, to int64) error {
	s.mu.RLock()
	records := s.store.chain(s.store.company(w.group))
	p := w.play
	var lines []event.Record
	var x feed.Unpacker
	// A line that comes before another and happens after it may say who that is about.
	for len(records) > 0 && s.store.seenAt(records[len(records)-1]) > to {
		records = records[:len(records)-1]
	}
	for _, i := range records {
		b, k := s.store.of(i)
		var r event.Record
		s.store.read(&x, i, &r)
		p.who[r.Line] = b.who[k]
		if before := s.store.before(i); before > longAgo {
			lines = append(lines, event.Record{Kind: event.Clock, Type: event.None, Time: before})
		}
		lines = append(lines, r)
	}
	if greatest := min(s.store.greatest, to+s.cfg.Grace+1); greatest > longAgo {
		lines = append(lines, event.Record{Kind: event.Clock, Type: event.None, Time: greatest})
	}
	w.upTo, w.settle = s.store.n, s.finished
	end := max(s.store.greatest, s.until)
	s.mu.RUnlock()
	if err := p.feed(lines); err != nil || to > end || !w.settle {
		return err
	}
	return p.finish(to)
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
		if e := log.entry(i); e.kind() == engine.Enter && e.journey == int16(j) {
			out = append(out, target{s.store.final(e.person), e.at + at - entered})
		}
	}
	return out, nil
}

// resting lists who rests at a step at entry n.
func (s *Session) resting(at, step int16, n uint32) []uint32 {
	rests := map[uint64]bool{}
	var order []uint64
	for i := range n {
		e := s.play.log.entry(i)
		if e.journey != at || !moves(e.kind()) {
			continue
		}
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

// Difference shows a person beside the same person in a what-if, over all of the
// known time.
func (s *Session) Difference(ctx context.Context, id int, person string) (*Difference, error) {
	w, err := s.fresh(ctx, id)
	if err != nil {
		return nil, err
	}
	who, err := s.find(person)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counted()
	other := w.play
	if w.group != nil && !slices.Contains(w.group, who) {
		other = s.play // nothing happens to this person
	}
	return s.difference(who, s.play, other, s.horizon), nil
}

// WhatIfComparison compares everybody in a what-if with the recorded run, over all
// of the known time. Where nobody but one person can be touched, the numbers are
// that person's.
func (s *Session) WhatIfComparison(ctx context.Context, id int) (*Comparison, error) {
	w, err := s.fresh(ctx, id)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := s.compareGroup(s.play, w.play, s.horizon, w.group)
	out.Before, out.After = "as recorded", w.Name
	return out, nil
}

// Events lists what can be injected: the declared events with their fields, and
// the traits of the profile.
func (s *Session) Events() (events []Injectable, traits []Field) {
	s.mu.RLock()
	v := s.version()
	s.mu.RUnlock()
	schema := v.Program.Schema()
	heard := map[string]bool{}
	for i, e := range schema.Events {
		heard[e.Name] = v.Program.Listens(&event.Record{Kind: event.Track, Type: int32(i)})
	}
	if v.Info == nil {
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
		return events, traits
	}
	for _, e := range v.Info.Events {
		x := Injectable{Name: e.Name, Heard: heard[e.Name], Fields: []Field{}}
		for _, f := range e.Fields {
			x.Fields = append(x.Fields, fieldOf(f))
		}
		events = append(events, x)
	}
	// Those that a journey listens to come first.
	slices.SortStableFunc(events, func(a, b Injectable) int {
		switch {
		case a.Heard == b.Heard:
			return strings.Compare(a.Name, b.Name)
		case a.Heard:
			return -1
		}
		return 1
	})
	for _, t := range v.Info.Traits {
		traits = append(traits, fieldOf(t))
	}
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
