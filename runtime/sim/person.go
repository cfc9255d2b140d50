package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/why"
)

// Person shows one person, by any id.
func (s *Session) Person(id string) (*Person, error) {
	who, err := s.find(id)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counted()
	return s.person(who, s.play, s.cursor.at), nil
}

// person makes the view of a person in a run up to an instant; the lock is held.
func (s *Session) person(who uint32, p *play, at int64) *Person {
	group := s.store.group(who)
	records := s.store.chain(group)
	traits, ids := s.profile(records, at)
	out := &Person{Schema: Schema, PersonLine: s.personLine(who), Traits: traits}
	if out.Traits == nil {
		out.Traits = []Trait{}
	}
	for _, id := range ids {
		if id != out.ID {
			out.IDs = append(out.IDs, strings.Clone(id))
		}
	}
	slices.Sort(out.IDs)
	t := &telling{s: s, p: p, wall: s.wall(who, p, at), at: at}
	out.Zone = t.wall.Shown(at, -1).Name()
	t.events(records)
	t.addedTo(group)
	n := p.log.upTo(at)
	t.decisions(p.log.of(group, n))
	slices.SortStableFunc(t.entries, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	out.Entries = t.entries
	if out.Entries == nil {
		out.Entries = []Entry{}
	}
	out.Pending = t.pending(group, n)
	return out
}

// telling is a person's timeline in the making.
type telling struct {
	s       *Session
	p       *play
	wall    *why.Wall
	at      int64
	entries []Entry
}

// local is an instant on the person's own wall.
func (t *telling) local(at int64, journey int16) string {
	return Local(t.wall.Shown(at, journey), at)
}

// add puts an entry of a journey, or of none (-1), into the timeline.
func (t *telling) add(e Entry, journey int16) {
	e.Local = t.local(int64(e.At), journey)
	t.entries = append(t.entries, e)
}

// Local writes an instant as a wall in a zone shows it: Tue 3 Mar 14:02:11.
func Local(z *calendar.Zone, at int64) string {
	c := z.Civil(at)
	return fmt.Sprintf("%s %d %s %02d:%02d:%02d", title(weekdays[c.Weekday()]), c.Day, title(months[c.Month-1]), c.Hour, c.Minute, c.Second)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// events tells what the feed says.
func (t *telling) events(records []uint32) {
	var x feed.Unpacker
	for _, i := range records {
		seen := t.s.store.seenAt(i)
		if seen > t.at {
			continue
		}
		var r event.Record
		t.s.store.read(&x, i, &r)
		e := Entry{At: Instant(seen), Kind: EntryEvent, Feed: r.Line, Late: seen != r.Time}
		switch r.Kind {
		case event.Identify:
			e.Kind, e.Text = EntryProfile, "profile"
			e.Detail = carried(t.s.store.schema.Traits, r.Props)
		case event.Alias:
			e.Kind, e.Text, e.Detail = EntryProfile, "two ids are one person", strings.Clone(r.Prev)
		case event.Delete:
			e.Kind, e.Text = EntryProfile, "deleted"
		default:
			e.Text = "another event"
			if r.Type != event.None {
				e.Text = t.s.store.schema.Events[r.Type].Name
				e.Detail = carried(t.s.store.schema.Events[r.Type].Fields, r.Props)
			}
		}
		t.add(e, -1)
	}
}

// carried says what an event carried, of what is worth saying.
func carried(fields []event.Field, props []event.Prop) string {
	const most = 4
	var out []string
	for _, p := range props {
		if p.Value.Kind == event.Null {
			continue
		}
		if len(out) == most {
			out = append(out, "…")
			break
		}
		out = append(out, fields[p.Field].Name+" "+shown(p.Value))
	}
	return strings.Join(out, ", ")
}

// addedTo tells what is not in the feed.
func (t *telling) addedTo(group []uint32) {
	for i := range t.p.added {
		a := &t.p.added[i]
		if a.Time > t.at || !slices.Contains(group, a.person) {
			continue
		}
		e := Entry{At: Instant(a.Time), Kind: EntryEvent, Text: a.Name, Origin: "reaction"}
		if a.Line >= why.Injected {
			e.Origin = "injected"
		}
		prog := t.p.version.Program
		switch {
		case a.Kind == event.Identify:
			e.Kind, e.Text = EntryProfile, "profile"
			e.Detail = carried(prog.Schema().Traits, a.Props)
		case a.Type != event.None:
			e.Detail = carried(prog.Schema().Events[a.Type].Fields, a.Props)
		}
		t.add(e, -1)
	}
}

// decisions tells what was decided.
func (t *telling) decisions(entries []uint32) {
	prog := t.p.version.Program.Program
	for _, i := range entries {
		d := t.p.log.decision(i)
		j := &prog.Journeys[d.Journey]
		e := Entry{
			At: Instant(d.At), Kind: EntryDecision, Text: report.Describe(prog, &d), Journey: j.Name, Line: int(d.Line),
			Decision: d.Kind.String(), Instance: d.Instance,
		}
		if d.Step >= 0 {
			e.Step = j.Steps[d.Step].ID
		}
		if d.Kind == engine.Wait {
			e.Text = j.Steps[d.Step].Label
			if d.Until != 0 {
				e.Detail = "until " + t.local(d.Until, d.Journey)
			}
		}
		if d.Kind == engine.Send {
			e.Sent, e.Message = !d.Skipped, t.p.log.sendsBefore(i+1)
			if d.Skipped {
				e.Skipped = d.Reason.String()
			}
		}
		t.add(e, d.Journey)
	}
}

// pending tells what will come if nothing happens: where the person waits, what is
// held, and triggers that count. What was decided later says only that something
// was pending, never how it ended.
func (t *telling) pending(group []uint32, n uint32) []Entry {
	var out []Entry
	put := func(e *entry, at int64, text string) {
		j := &t.p.version.Program.Journeys[e.journey]
		x := Entry{At: Instant(at), Kind: EntryPending, Text: text, Journey: j.Name, Line: int(e.line), Instance: e.instance}
		if e.step >= 0 {
			x.Step = j.Steps[e.step].ID
		}
		if at != 0 {
			x.Local = t.local(at, e.journey)
		}
		out = append(out, x)
	}
	for _, e := range t.resting(group, n) {
		text := "waits"
		if e.until == 0 {
			text = "waits without a limit"
		}
		put(e, e.until, text+": "+t.p.version.Program.Journeys[e.journey].Steps[e.step].Label)
	}
	for _, i := range t.p.log.of(group, t.p.log.n) {
		e := t.p.log.entry(i)
		if i < n || e.until == 0 || e.until > t.at {
			continue
		}
		j := &t.p.version.Program.Journeys[e.journey]
		switch e.kind() {
		case engine.Send:
			put(e, e.at, "is held until the quiet time ends: "+j.Steps[e.step].Label)
		case engine.Enter:
			put(e, e.at, "would enter "+j.Name)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	return out
}

// resting lists, for every stay that waits at entry n, the decision to wait.
func (t *telling) resting(group []uint32, n uint32) []*entry {
	type visit struct {
		journey  int16
		instance uint32
	}
	rests := map[visit]*entry{}
	var order []visit
	for _, i := range t.p.log.of(group, n) {
		e := t.p.log.entry(i)
		k := visit{e.journey, e.instance}
		switch {
		case e.kind() == engine.Wait:
			if _, ok := rests[k]; !ok {
				order = append(order, k)
			}
			rests[k] = e
		case moves(e.kind()):
			delete(rests, k)
		}
	}
	var out []*entry
	for _, k := range order {
		if e := rests[k]; e != nil && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// history is what explanations and messages are made of: the person's lines up to
// an instant, as the version's program reads them.
func (s *Session) history(who uint32, p *play, at int64) *History {
	group := s.store.group(who)
	records := s.store.chain(group)
	traits, _ := s.profile(records, at)
	h := &History{Person: s.ref(who, traits), Traits: traits}
	var x feed.Unpacker
	for _, i := range records {
		seen := s.store.seenAt(i)
		if seen > at {
			continue
		}
		var r event.Record
		s.store.read(&x, i, &r)
		rec := why.Record{Name: s.recordName(&r), Late: seen != r.Time}
		p.proj.record(&rec.Record, &r, nil)
		h.Records = append(h.Records, rec)
	}
	for i := range p.added {
		if a := &p.added[i]; a.Time <= at && slices.Contains(group, a.person) {
			h.Records = append(h.Records, a.Record)
		}
	}
	return h
}

// wall is a person's own wall clock, up to an instant; the lock is held.
func (s *Session) wall(who uint32, p *play, at int64) *why.Wall {
	return why.NewWall(p.version.Program.Program, s.history(who, p, at).Records)
}

func (s *Session) recordName(r *event.Record) string {
	switch r.Kind {
	case event.Identify:
		return "identify"
	case event.Alias:
		return "alias"
	case event.Delete:
		return "delete"
	case event.Track:
		if r.Type != event.None {
			return s.store.schema.Events[r.Type].Name
		}
	}
	return ""
}
