package sim

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// The store keeps more of a feed than one program reads: all declared events by
// name, what people like to see of an event, and what is known of a person. So a
// new version of the journeys can nearly always run over what was kept; where it
// cannot, the feed is read again.

// shownFields are kept of every event that declares them.
var shownFields = []string{"total", "value", "currency", "points", "tier", "message", "channel", "topic", "order_id", "plan", "reason", "query"}

// shownTraits are kept of every person.
var shownTraits = []string{"first_name", "last_name", "name", "email", "phone", "language", "timezone", "country", "city", "plan"}

// wideSchema is what the store keeps for a version. everything keeps all declared
// fields, for a feed that cannot be read again.
func wideSchema(v *Version, everything bool) *event.Schema {
	s := v.Program.Schema()
	if v.Info != nil {
		for _, e := range v.Info.Events {
			declare(s, e, everything)
		}
		for _, t := range v.Info.Traits {
			s.Traits = withField(s.Traits, event.Field{Name: t.Name, Want: wantOf(t.Type)})
		}
	}
	for _, name := range shownTraits {
		s.Traits = withField(s.Traits, event.Field{Name: name, Want: event.Text})
	}
	return s
}

// declare adds a declared event to a schema.
func declare(s *event.Schema, e *check.Event, everything bool) {
	at := slices.IndexFunc(s.Events, func(t event.Type) bool { return t.Name == e.Name })
	if at < 0 {
		at = len(s.Events)
		s.Events = append(s.Events, event.Type{Name: e.Name, HeardAs: e.HeardAs})
	}
	for _, f := range e.Fields {
		if everything || slices.Contains(shownFields, f.Name) {
			s.Events[at].Fields = withField(s.Events[at].Fields, event.Field{Name: f.Name, Want: wantOf(f.Type)})
		}
	}
}

func withField(fs []event.Field, f event.Field) []event.Field {
	if slices.ContainsFunc(fs, func(have event.Field) bool { return have.Name == f.Name }) {
		return fs
	}
	return append(fs, f)
}

// wantOf is how the reader is asked for a declared type.
func wantOf(t *check.Type) event.Kind { return engine.Wanted(lower.Wire(t)) }

// projection turns records of the store into those that a program reads.
type projection struct {
	types  []int32   // the store's event → the program's, or event.None
	fields [][]int16 // of the store's event: field → the program's, or -1
	traits []int16
}

// project finds out how a store's records become a program's. ok is false when the
// program reads what the store has not kept, or has kept in another form.
func project(store *event.Schema, prog *engine.Program) (p *projection, ok bool) {
	want := prog.Schema()
	p = &projection{types: make([]int32, len(store.Events)), fields: make([][]int16, len(store.Events))}
	ok = true
	match := func(have, want []event.Field) []int16 {
		out := make([]int16, len(have))
		for i := range out {
			out[i] = -1
		}
		for k, f := range want {
			i := slices.Index(have, f)
			if i < 0 {
				ok = false
				continue
			}
			out[i] = int16(k)
		}
		return out
	}
	for i := range p.types {
		p.types[i] = event.None
	}
	for k, w := range want.Events {
		i := slices.IndexFunc(store.Events, func(t event.Type) bool { return t.Name == w.Name })
		if i < 0 || !slices.Equal(store.Events[i].HeardAs, w.HeardAs) {
			ok = false
			continue
		}
		p.types[i] = int32(k)
		p.fields[i] = match(store.Events[i].Fields, w.Fields)
	}
	p.traits = match(store.Traits, want.Traits)
	return p, ok
}

// record makes dst what the program reads of src. The properties are cut off room.
func (p *projection) record(dst, src *event.Record, room []event.Prop) []event.Prop {
	*dst = *src
	fields := p.traits
	switch src.Kind {
	case event.Track:
		if src.Type == event.None {
			return room
		}
		fields = p.fields[src.Type]
		dst.Type = p.types[src.Type]
		if dst.Type == event.None {
			dst.Props = nil
			return room
		}
	case event.Identify:
	default:
		return room
	}
	start := len(room)
	for _, x := range src.Props {
		if int(x.Field) >= len(fields) || fields[x.Field] < 0 {
			continue
		}
		x.Field = uint16(fields[x.Field])
		// The program's own order; there are few.
		room = append(room, x)
		for i := len(room) - 1; i > start && room[i-1].Field > room[i].Field; i-- {
			room[i-1], room[i] = room[i], room[i-1]
		}
	}
	dst.Props = room[start:len(room):len(room)]
	return room
}

// eventNamed finds an event of a program.
func eventNamed(p *bytecode.Program, name string) int32 {
	for i := range p.Events {
		if p.Events[i].Name == name {
			return int32(i)
		}
	}
	return event.None
}
