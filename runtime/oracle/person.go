package oracle

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// person is everything known about one person.
type person struct {
	n          int    // people are numbered by the lines that first name them
	user, anon string // the user id, once there is one, and the first anonymous id
	isUser     bool   // a user id was seen, in the order of lines

	into    *person   // whom this person became
	was     []*person // in the order of lines: everybody who is now this person, and itself
	deleted int64     // the line that deleted the person

	history []*happened
	traits  []trait
	posted  []posting // what went to the person, in order
	zone    string    // the value of profile.timezone as of now
	shifts  []shift
	clones  []*person // people united into this one: their pending deadlines move with its zone

	sent  []sent
	met   bool                   // a line was read about the person
	in    map[string]bool        // the watched segments, as they were asked last
	known map[string]event.Value // the traits that triggers hear, as they were looked at last

	journeys []*visits // one per journey, in the order of the program
	clock    int64     // the last instant at which anything was asked
}

// happened is one event of a history.
type happened struct {
	key   key
	name  string
	props map[string]event.Value
	late  bool
	// In an `entry`: the part of the pattern before it, and the events whose fields are its
	// alone.
	under *happened
	alone []*ast.EventPat
	moment
}

// moment is an instant that a calendar duration can be counted from: the
// zone that was right when it became known, and whose moves count from then on.
type moment struct {
	ts   int64
	now  int64 // when it was applied: ts, or the watermark when late
	seq  int
	zone string
	of   *person
	in   *instance // whose moment it is, or nil
	set  int       // the seq at which in set the zone in this round, or 0
}

// trait is one value of the profile, written by an Identify or by `set`.
type trait struct {
	key   key
	seq   int
	name  string
	value event.Value
	op    string    // add, remove: of one tag; empty: the whole value
	by    *instance // nil for an Identify
	round int
}

// shift is a change of a person's zone. What an instance has set counts for itself from
// then on, and for everybody else from the next round on.
type shift struct {
	seq      int
	ts       int64
	from, to string
	by       *instance // nil for an Identify
	known    int       // the seq at which by set it
}

// move is a zone that an instance has set in this round.
type move struct {
	p        *person
	by       *instance
	seq      int
	from, to string // from is the zone of the instance until then
}

// visits is what one person has been to one journey.
type visits struct {
	j         *journey
	entries   int
	records   int // of instance 0
	entrances []*entrance
	wild      *entrance
}

// entrance is one person's door to one journey; with `enter each`, one per value.
type entrance struct {
	p        *person
	j        *journey
	visits   *visits
	key      string
	frontier key
	live     *instance
	last     *instance // the latest, live or not
	entered  bool
	since    int64 // the latest entry
	kept     []*happened
	came     map[ast.Pattern][]*occurrence // the patterns inside that came true
	keptOpen []*occurrence                 // what a merge has kept of an absence of patterns
	wild     bool                          // for the events without a value of `enter each`
	fired    *firing                       // the latest firing of an absence
	periods  map[*ast.CountPat]int64       // when a count per calendar period fired last
	early    *firing                       // who would have come in before the activation, the latest
	earlyAt  int64                         // and when
	armed    *arming                       // of a journey that begins on a date
}

func newPerson(prog *program, n int) *person {
	p := &person{n: n, clock: always}
	p.was = []*person{p}
	p.reset(prog)
	return p
}

// reset forgets everything but the ids.
func (p *person) reset(prog *program) {
	p.history, p.traits, p.zone, p.shifts, p.clones = nil, nil, "", nil, nil
	p.sent, p.met, p.in, p.known = nil, false, map[string]bool{}, map[string]event.Value{}
	p.journeys, p.posted = nil, nil
	for _, j := range prog.journeys {
		v := &visits{j: j}
		p.journeys = append(p.journeys, v)
		if j.each == "" {
			v.open(p, "")
		}
	}
}

func (v *visits) open(p *person, key string) *entrance {
	e := &entrance{p: p, j: v.j, visits: v, key: key, frontier: key0}
	e.inherit(v.wild)
	v.entrances = append(v.entrances, e)
	return e
}

var key0 = key{ts: always}

func (p *person) root() *person {
	for p.into != nil {
		p = p.into
	}
	return p
}

// gone reports whether the person was deleted by a later line than this one.
func (p *person) gone(line int64) bool { return p.deleted > line }

func (p *person) display() string {
	if p.user != "" {
		return p.user
	}
	return p.anon
}

// instances returns the latest instance of every entrance, live or not, in the order
// in which they act.
func (p *person) instances() []*instance {
	var all []*instance
	for _, v := range p.journeys {
		for _, e := range v.entrances {
			if e.last != nil {
				all = append(all, e.last)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *instance) int { return a.turn().compare(b.turn()) })
	return all
}

// turn says when something acts among all that can act at one instant: the journey
// with the greater priority; then whoever entered earlier; then by the journey's name.
type turn struct {
	priority float64
	entered  int64
	journey  string
	opening  bool // nobody is inside yet
	number   int
	key      string
}

func (t turn) compare(o turn) int {
	return cmp.Or(
		cmp.Compare(o.priority, t.priority),
		cmp.Compare(t.entered, o.entered),
		cmp.Compare(t.journey, o.journey),
		cmp.Compare(sign(!t.opening), sign(!o.opening)),
		cmp.Compare(t.number, o.number),
		cmp.Compare(t.key, o.key),
	)
}

func (in *instance) turn() turn {
	return turn{priority: in.j.priority, entered: in.entered.ts, journey: in.j.name, number: in.number, key: in.e.key}
}

// turn is that of a trigger that comes true at an instant.
func (e *entrance) turn(now int64) turn {
	return turn{priority: e.j.priority, entered: now, journey: e.j.name, opening: true, key: e.key}
}

// entrances returns every entrance, by journey, then by value.
func (p *person) entrances() []*entrance {
	if p.into != nil {
		return nil
	}
	var all []*entrance
	for _, v := range p.journeys {
		byKey := slices.Clone(v.entrances)
		slices.SortStableFunc(byKey, func(a, b *entrance) int { return strings.Compare(a.key, b.key) })
		all = append(all, byKey...)
	}
	return all
}

// here returns the present instant as a moment of the person.
func (w *world) here(p *person) moment {
	return moment{ts: w.at.ts, now: w.at.ts, seq: w.seq, zone: p.zone, of: p}
}

// hereIn is here for an instance.
func (w *world) hereIn(in *instance) moment {
	m := w.here(in.e.p)
	m.zone, m.in = w.zoneIn(in), in
	for _, x := range w.moves {
		if x.by == in {
			m.set = x.seq
		}
	}
	return m
}

// zoneIn is the zone of an instance's person as the instance knows it.
func (w *world) zoneIn(in *instance) string {
	for i := len(w.moves) - 1; i >= 0; i-- {
		if w.moves[i].by == in {
			return w.moves[i].to
		}
	}
	return in.e.p.zone
}

// zoneOf returns the zone of a value of profile.timezone: what the profile says,
// else what the journey says, else the project.
func (w *world) zoneOf(name string, j *journey) *calendar.Zone {
	for _, n := range []string{name, j.zone} {
		if n == "" {
			continue
		}
		if z, err := calendar.Load(n); err == nil {
			return z
		}
	}
	return w.opts.Zone
}

// after returns an instant plus a duration in the person's present zone: what the
// end of a window is.
func (w *world) after(p *person, j *journey, ts int64, d *duration) int64 {
	return d.from(w.zoneOf(p.zone, j), ts)
}

// afterIn is after for an instance.
func (w *world) afterIn(in *instance, ts int64, d *duration) int64 {
	return d.from(w.zoneOf(w.zoneIn(in), in.j), ts)
}

// deadline returns the instant at which a duration from a moment ends. A calendar
// duration is counted in the zone the person was in at the moment; whenever the
// person moved since, it kept its local time.
func (w *world) deadline(m moment, j *journey, d *duration) int64 {
	if d == nil {
		return never
	}
	at := d.from(w.zoneOf(m.zone, j), m.ts)
	if d.elapsed() {
		return at
	}
	return w.moved(m, j, at)
}

// moved returns a local time that was found at a moment as it is now: whenever the
// person moved since, it kept its local time.
func (w *world) moved(m moment, j *journey, at int64) int64 {
	keep := func(from, to string) { at = w.zoneOf(to, j).Instant(w.zoneOf(from, j).Civil(at)) }
	for _, s := range m.of.shifts {
		if s.seq > m.seq && (s.by == nil || s.known > m.set) {
			keep(s.from, s.to)
		}
	}
	for _, s := range w.moves {
		if s.by == m.in && s.seq > m.seq {
			keep(s.from, s.to)
		}
	}
	return at
}

// write puts a value into the profile. A new zone moves the person: at once, or in the next
// round if an instance sets it.
func (w *world) write(p *person, t trait) {
	w.seq++
	t.seq = w.seq
	t.round = w.round
	p.traits = append(p.traits, t)
	zone := text(w.trait(p, "timezone", nil, false))
	switch {
	case t.name != "timezone":
	case t.by == nil:
		w.shift(p, shift{seq: w.seq, to: zone})
	default:
		w.moves = append(w.moves, move{p: p, by: t.by, seq: w.seq, from: w.zoneIn(t.by), to: zone})
	}
}

// shift lets a person move.
func (w *world) shift(p *person, s shift) {
	if s.to == p.zone {
		return
	}
	s.ts, s.from, p.zone = w.at.ts, p.zone, s.to
	for _, q := range append([]*person{p}, p.clones...) {
		q.shifts = append(q.shifts, s)
	}
}

// trait returns a value of the profile: the latest one written. With pre, what
// instances other than the one that asks wrote in this round is not seen yet.
func (w *world) trait(p *person, name string, asking *instance, pre bool) event.Value {
	v, _, _ := w.written(p, name, asking, pre)
	return v
}

// written is trait, with the key of the latest writing and whether there was one. A
// value that is older than the one that is there changes nothing; adding or removing
// a tag changes the value that is there.
func (w *world) written(p *person, name string, asking *instance, pre bool) (v event.Value, at key, said bool) {
	all := slices.Clone(p.traits)
	slices.SortStableFunc(all, func(a, b trait) int { return cmp.Compare(a.seq, b.seq) })
	for _, t := range all {
		switch {
		case t.name != name, pre && t.by != nil && t.by != asking && t.round == w.round:
		case t.op != "":
			v, at, said = tagged(v, t.value.Str, t.op), t.key, true
		case !said || !t.key.less(at):
			v, at, said = t.value, t.key, true
		}
	}
	return v, at, said
}
