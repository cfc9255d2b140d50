package why

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/run"
)

// A feed is read twice. The first time (Search) only to find out which ids have
// anything to do with the person: who is who may be said long after the first event.
// The second time (Follower) the program runs, for these ids alone: everybody else
// moves the watermark and nothing more, unless the program reads other people.

// Search finds the ids that may belong to a person.
type Search struct {
	want  string
	links map[string]string // an id → another of the same group; see root
	found bool
	near  string // the id most like the one that is wanted, while that is not found
}

// NewSearch begins to look for a person by an id.
func NewSearch(person string) *Search {
	return &Search{want: person, links: map[string]string{}}
}

// Feed takes the next batch of the feed.
func (s *Search) Feed(b *event.Batch) error {
	for i := range b.Records {
		r := &b.Records[i]
		ids := [...]string{r.User, r.Anon, r.Prev}
		first := ""
		for _, id := range ids {
			if id == "" {
				continue
			}
			s.look(id)
			if first == "" {
				first = id
			} else if first != id {
				s.join(first, id)
			}
		}
	}
	return nil
}

// look compares an id with the one that is wanted. Of equally near ones the first
// stays. Ids whose lengths are far apart are not worth a closer look.
func (s *Search) look(id string) {
	const apart = 12
	switch {
	case s.found:
	case id == s.want:
		s.found = true
	case id != s.near && len(id) < len(s.want)+apart && len(s.want) < len(id)+apart:
		candidates := []string{s.near, id}
		if s.near == "" {
			candidates = candidates[1:]
		}
		if best, ok := spell.Closest(s.want, candidates); ok && best != s.near {
			s.near = strings.Clone(best)
		}
	}
}

func (s *Search) root(id string) string {
	for {
		up, ok := s.links[id]
		if !ok {
			return id
		}
		id = up
	}
}

func (s *Search) join(a, b string) {
	x, y := s.root(a), s.root(b)
	if x != y {
		s.links[strings.Clone(y)] = strings.Clone(x)
	}
}

// Found reports whether the feed speaks of the person; near is an id that may have
// been meant, or empty.
func (s *Search) Found() (found bool, near string) { return s.found, s.near }

// about reports whether a record may be about the person.
func (s *Search) about(r *event.Record, group string) bool {
	for _, id := range [...]string{r.User, r.Anon, r.Prev} {
		if id != "" && s.root(id) == group {
			return true
		}
	}
	return false
}

// Named is an event that is declared, whether or not a journey listens to it.
type Named struct {
	Name    string
	HeardAs []string
}

// nameTraits are read for people's names.
var nameTraits = []string{"first_name", "last_name", "name"}

// Follower runs a program and keeps what there is about one person.
type Follower struct {
	search *Search
	group  string
	prog   *engine.Program
	run    *run.Runner
	all    bool // the program reads other people
	schema *event.Schema

	kept      []Record
	byLine    map[int64]int // into kept
	person    map[int64]uint32
	decisions []engine.Decision
	activated int64
	mark      int64 // the greatest time that was passed on
	batch     event.Batch
}

// NewFollower prepares the second reading. more are events to be known by name.
func NewFollower(prog *engine.Program, s *Search, more []Named, opts run.Options) *Follower {
	f := &Follower{
		search: s, group: s.root(s.want), prog: prog, schema: prog.Schema(),
		byLine: map[int64]int{}, person: map[int64]uint32{}, mark: -1 << 63,
		activated: opts.Engine.Activated,
	}
	known := map[string]bool{}
	for _, e := range f.schema.Events {
		known[e.Name] = true
		for _, h := range e.HeardAs {
			known[h] = true
		}
	}
	for _, e := range more {
		if !known[e.Name] {
			known[e.Name] = true
			f.schema.Events = append(f.schema.Events, event.Type{Name: e.Name, HeardAs: e.HeardAs})
		}
	}
	for _, name := range nameTraits {
		if !slices.ContainsFunc(f.schema.Traits, func(t event.Field) bool { return t.Name == name }) {
			f.schema.Traits = append(f.schema.Traits, event.Field{Name: name, Want: event.Text})
		}
	}
	f.all = prog.ReadsOthers()
	opts.Kinds = nil
	opts.Emit = func(ds []engine.Decision) error {
		for _, d := range ds {
			if s.root(d.Person) == f.group {
				d.Person, d.Items = strings.Clone(d.Person), slices.Clone(d.Items)
				f.decisions = append(f.decisions, d)
			}
		}
		return nil
	}
	opts.Seen = func(rec *event.Record, person uint32, late bool, _ run.Links) {
		if i, ok := f.byLine[rec.Line]; ok {
			f.kept[i].Late = late
			f.person[rec.Line] = person
		}
	}
	f.run = run.New(prog, opts)
	return f
}

// Schema is what the second reading wants from the feed.
func (f *Follower) Schema() *event.Schema { return f.schema }

// Feed takes the next batch of the feed.
func (f *Follower) Feed(b *event.Batch) error {
	f.batch = event.Batch{Records: f.batch.Records[:0]}
	for i := range b.Records {
		r := b.Records[i]
		switch {
		case f.search.about(&r, f.group):
			f.keep(&r)
		case f.all:
		case r.Time <= f.mark:
			continue
		default:
			r = event.Record{Kind: event.Clock, Type: event.None, Time: r.Time, Line: r.Line}
		}
		f.mark = max(f.mark, r.Time)
		f.batch.Records = append(f.batch.Records, f.narrow(r))
	}
	return f.run.Feed(&f.batch)
}

// narrow takes from a record what the program did not ask for.
func (f *Follower) narrow(r event.Record) event.Record {
	if r.Kind == event.Track && int(r.Type) >= len(f.prog.Events) {
		r.Type, r.Props = event.None, nil
	}
	if r.Kind == event.Identify {
		props := make([]event.Prop, 0, len(r.Props))
		for _, p := range r.Props {
			if int(p.Field) < len(f.prog.Traits) {
				props = append(props, p)
			}
		}
		r.Props = props
	}
	return r
}

// keep copies a record out of its batch.
func (f *Follower) keep(r *event.Record) {
	c := Record{Record: *r}
	c.User, c.Anon, c.Prev, c.ID = strings.Clone(r.User), strings.Clone(r.Anon), strings.Clone(r.Prev), strings.Clone(r.ID)
	c.Props = make([]event.Prop, len(r.Props))
	for i, p := range r.Props {
		c.Props[i] = event.Prop{Field: p.Field, Value: fn.Clone(p.Value)}
	}
	switch r.Kind {
	case event.Track:
		if r.Type != event.None {
			c.Name = f.schema.Events[r.Type].Name
		}
	case event.Identify:
		c.Name = "identify"
	case event.Alias:
		c.Name = "alias"
	case event.Delete:
		c.Name = "delete"
	}
	f.byLine[r.Line] = len(f.kept)
	f.kept = append(f.kept, c)
}

// Finish lets the clock run to its end, as run.Runner does, and returns what an
// explanation is made of.
func (f *Follower) Finish(until int64) (*Input, error) {
	if err := f.run.Finish(until); err != nil {
		return nil, err
	}
	in := &Input{Program: f.prog, Person: f.search.want, End: f.run.Watermark(), Activated: f.activated}
	// Whose the id is now is what its last line says.
	who := uint32(0)
	for _, r := range f.kept {
		if p, seen := f.person[r.Line]; seen && (r.User == in.Person || r.Anon == in.Person || r.Prev == in.Person) {
			who = f.run.Became(p)
		}
	}
	names := map[string]bool{f.search.want: true}
	ids := map[string]bool{}
	for _, r := range f.kept {
		p, seen := f.person[r.Line]
		if !seen || f.run.Became(p) != who && r.User != in.Person {
			continue
		}
		in.Records = append(in.Records, r)
		names[f.run.Name(p)] = true
		for _, id := range []string{r.User, r.Anon, r.Prev} {
			if id != "" {
				names[id], ids[id] = true, true
			}
		}
		f.name(in, &r)
	}
	for id := range ids {
		if id != in.Person {
			in.IDs = append(in.IDs, id)
		}
	}
	slices.Sort(in.IDs)
	for _, d := range f.decisions {
		if names[d.Person] {
			in.Decisions = append(in.Decisions, d)
		}
	}
	slices.SortStableFunc(in.Decisions, func(a, b engine.Decision) int { return cmp.Compare(a.At, b.At) })
	return in, nil
}

// name takes a person's name from what the person said.
func (f *Follower) name(in *Input, r *Record) {
	if r.Kind != event.Identify {
		return
	}
	said := map[string]string{}
	for _, p := range r.Props {
		said[f.schema.Traits[p.Field].Name] = p.Value.Str
	}
	name := strings.TrimSpace(said["first_name"] + " " + said["last_name"])
	if name == "" {
		name = said["name"]
	}
	if name != "" {
		in.Name = name
	}
}
