package engine

import (
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/eval"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/message"
)

// Program is a verified program, loaded: its expressions compiled, its zones
// found, and its tables turned round, so that an event finds its listeners.
type Program struct {
	*bytecode.Program
	exprs      *eval.Pool
	zone       *calendar.Zone   // the project's
	zones      []*calendar.Zone // the journeys' own, or nil
	rank       []int16          // journey → its place in (priority, name)
	listeners  []listener       // event → who listens
	whiles     []deps           // journey → what its `while` depends on
	untils     [][]deps         // journey, state → what its condition depends on
	timezone   int32            // the trait, or -1, as below
	language   int32
	country    int32
	messages   *message.Set
	tags       int32
	watch      watch // segments and traits that let people in
	consent    consentEvents
	limits     limits
	prints     [][]imprint // journey, send
	keys       keyTable
	products   products
	shared     map[*bytecode.Pattern]int32 // of `A and B`: 1 when one event can be more than one part
	dates      []dateTrigger               // the triggers that are moments, by journey
	dateTraits []bool                      // trait → whether one of them may hang on it
	scheduled  bool                        // one of them is a schedule
	best       bool                        // some stay waits for the best time
}

// listener says what an event does.
type listener struct {
	regs     []int32
	inside   []bool // journey → whether its goal, exits or states listen
	triggers []trigger
	watched  []int32 // the watched segments that ask about it
	consent  consentKind
	cart     cartKind
	// For what happens to products: the event's field for each of productFields, and
	// the other way round; -1 where there is none.
	product   [len(productFields)]int32
	describes []int8
	dates     bool // a trigger that is a date may hang on it
	habit     bool // it shows that the person is there
	idle      bool // nobody listens at all
}

// trigger is one place in one journey's trigger where an event is heard, with
// the filters of which it has to pass one.
type trigger struct {
	journey int16
	alt     int16 // as bytecode.Journey.Alt takes it
	part    int16 // or notPart
	first   bool  // the event begins the pattern: with `enter each` it has to carry the value
	tests   []*bytecode.Test
}

// deps are the facts, traits and events that a condition's truth hangs on.
type deps struct {
	facts      []int32
	apart      []int32 // those that segments ask, which speak of no journey
	events     []bool
	traits     bool
	marks      bool
	cart       bool
	traitsRead []bool
}

// Load prepares a program to run.
func Load(p *bytecode.Program) (*Program, error) {
	pool, err := eval.Load(p)
	if err != nil {
		return nil, fmt.Errorf("loading the program's expressions: %w", err)
	}
	if p.Zones != "" && p.Zones != calendar.Version {
		return nil, fmt.Errorf("compiled with time zone data %s, this journey has %s: compile it again", p.Zones, calendar.Version)
	}
	out := &Program{Program: p, exprs: pool, timezone: -1, language: -1, country: -1, tags: -1, messages: message.New(p)}
	if out.zone, err = calendar.Load(p.Zone); err != nil {
		return nil, fmt.Errorf("the project's time zone: %w", err)
	}
	out.zones = make([]*calendar.Zone, len(p.Journeys))
	for i := range p.Journeys {
		if z := p.Journeys[i].Zone; z != "" {
			if out.zones[i], err = calendar.Load(z); err != nil {
				return nil, fmt.Errorf("the time zone of journey %s: %w", p.Journeys[i].Name, err)
			}
		}
	}
	for i, t := range p.Traits {
		switch t.Name {
		case "timezone":
			out.timezone = int32(i)
		case "language":
			out.language = int32(i)
		case "country":
			out.country = int32(i)
		case "tags":
			out.tags = int32(i)
		}
	}
	out.order()
	out.listen()
	out.findHabits()
	if err := out.findLimits(); err != nil {
		return nil, err
	}
	out.findPrints()
	out.depend()
	out.watchPeople()
	out.findDates()
	return out, nil
}

// order ranks journeys by priority, the highest first, then by name.
func (p *Program) order() {
	byRank := make([]int, len(p.Journeys))
	for i := range byRank {
		byRank[i] = i
	}
	sort.SliceStable(byRank, func(a, b int) bool {
		x, y := &p.Journeys[byRank[a]], &p.Journeys[byRank[b]]
		if x.Priority != y.Priority {
			return x.Priority > y.Priority
		}
		return x.Name < y.Name
	})
	p.rank = make([]int16, len(p.Journeys))
	for r, j := range byRank {
		p.rank[j] = int16(r)
	}
}

func (p *Program) listen() {
	p.listeners = make([]listener, len(p.Events))
	p.shared = map[*bytecode.Pattern]int32{}
	for i := range p.listeners {
		p.listeners[i].inside = make([]bool, len(p.Journeys))
	}
	for i := range p.Regs {
		l := &p.listeners[p.Regs[i].Event]
		l.regs = append(l.regs, int32(i))
	}
	for j := range p.Journeys {
		journey := &p.Journeys[j]
		inside := func(ts []bytecode.Test) {
			for _, t := range ts {
				p.listeners[t.Event].inside[j] = true
			}
		}
		if journey.Goal != nil {
			inside(journey.Goal.Any)
		}
		for _, e := range journey.Exits {
			inside(e.Any)
		}
		for _, s := range journey.States {
			for _, a := range s.Arms {
				inside(a.Any)
			}
		}
		for a := range journey.Alts {
			p.hear(int16(j), int16(a), true)
		}
		for a := range len(journey.Alts) + len(journey.Subs) {
			if alt := journey.Alt(int16(a)); alt.Kind == bytecode.PatBoth {
				p.shared[alt] = shared(alt)
			}
		}
	}
	p.consent = p.findConsent()
	p.findCart()
	for i := range p.listeners {
		l := &p.listeners[i]
		l.idle = len(l.regs) == 0 && len(l.triggers) == 0 && l.consent == 0 && l.cart == 0
		for _, in := range l.inside {
			l.idle = l.idle && !in
		}
		sort.SliceStable(l.triggers, func(a, b int) bool {
			return p.rank[l.triggers[a].journey] < p.rank[l.triggers[b].journey]
		})
	}
}

// hear enters a pattern into the dispatch table. The order settles what one event
// does that is two things: an absent event kills before the same event begins
// anew; the last part of a sequence is looked at before the event can stand
// between the others, and before it can be an earlier part of itself.
func (p *Program) hear(journey, alt int16, first bool) {
	j := &p.Journeys[journey]
	a := j.Alt(alt)
	add := func(ts []bytecode.Test, part int) {
		for i := range ts {
			l := &p.listeners[ts[i].Event]
			if n := len(l.triggers) - 1; n >= 0 && l.triggers[n].journey == journey && l.triggers[n].alt == alt && l.triggers[n].part == int16(part) {
				l.triggers[n].tests = append(l.triggers[n].tests, &ts[i])
				continue
			}
			l.triggers = append(l.triggers, trigger{journey, alt, int16(part), first && part == 0, []*bytecode.Test{&ts[i]}})
		}
	}
	// A pattern inside has its place where the events would have it that it stands for.
	part := func(i int) {
		add(a.Parts[i], i)
		for k := range j.Subs {
			if s := &j.Subs[k]; int16(s.Parent) == alt && int(s.Part) == i {
				p.hear(journey, int16(len(j.Alts)+k), first && i == 0)
			}
		}
	}
	if a.Date != nil {
		return // nothing but time
	}
	last := len(a.Parts) - 1
	if last < 0 {
		return // a segment or a trait, see watch
	}
	if a.Kind == bytecode.PatAbsence {
		add(a.Not, notPart)
	}
	part(last)
	if a.Kind == bytecode.PatSeq {
		add(a.Not, notPart)
	}
	for i := last - 1; i >= 0; i-- {
		part(i)
	}
}

// depend works out what conditions hang on, by reading their code.
func (p *Program) depend() {
	p.whiles = make([]deps, len(p.Journeys))
	p.untils = make([][]deps, len(p.Journeys))
	for j := range p.Journeys {
		journey := &p.Journeys[j]
		if journey.While >= 0 {
			p.whiles[j] = p.dependsOn(journey.While)
		}
		p.untils[j] = make([]deps, len(journey.States))
		for s := range journey.States {
			switch state := &journey.States[s]; {
			case state.Kind == bytecode.StateUntil:
				p.untils[j][s] = p.dependsOn(state.Cond)
			case state.Follows():
				p.untils[j][s] = p.dependsOn(state.At.Code)
			}
		}
	}
	for j := range p.Journeys {
		all := append([]deps{p.whiles[j]}, p.untils[j]...)
		for _, d := range all {
			for e, on := range d.events {
				if on {
					p.listeners[e].inside[j] = true
					p.listeners[e].idle = false
				}
			}
		}
	}
}

func (p *Program) dependsOn(code int32) deps {
	d := deps{events: make([]bool, len(p.Events)), traitsRead: make([]bool, len(p.Traits))}
	p.addDeps(&d, &d.facts, code, map[int32]bool{})
	for _, list := range []*[]int32{&d.facts, &d.apart} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	if d.cart {
		for e := range p.listeners {
			if p.listeners[e].cart != 0 {
				d.events[e] = true
			}
		}
	}
	return d
}

// addDeps adds what a piece of code hangs on, its facts to one of the lists; seen are
// the segments it has been to.
func (p *Program) addDeps(d *deps, facts *[]int32, code int32, seen map[int32]bool) {
	segment := func(i int32) {
		if !seen[i] {
			seen[i] = true
			p.addDeps(d, &d.apart, p.Segments[i].Code, seen)
		}
	}
	fact := func(i int32) {
		*facts = append(*facts, i)
		d.events[p.Regs[p.Facts[i].Reg].Event] = true
	}
	for pc := code; ; pc++ {
		in := p.Code[pc]
		switch in.Op {
		case bytecode.OpFact:
			fact(in.A)
		case bytecode.OpTrait:
			d.traits, d.traitsRead[in.A] = true, true
		case bytecode.OpSegment:
			segment(in.A)
		case bytecode.OpReceived:
			d.marks = true
		case bytecode.OpEval:
			for _, v := range p.Exprs[in.A].Vars {
				switch v.From {
				case bytecode.FromFact:
					fact(v.Index)
				case bytecode.FromTrait:
					d.traits, d.traitsRead[v.Index] = true, true
				case bytecode.FromSegment:
					segment(v.Index)
				case bytecode.FromMark:
					d.marks = true
				case bytecode.FromCart, bytecode.FromViewed, bytecode.FromBought:
					d.cart = true
				}
			}
		case bytecode.OpReturn:
			return
		}
	}
}

// Listens reports whether a record can make any difference to a person.
func (p *Program) Listens(r *event.Record) bool {
	return r.Kind != event.Track || r.Type != event.None && !p.listeners[r.Type].idle
}

// Wanted is how the reader of a feed is asked for a type.
func Wanted(t bytecode.Type) event.Kind {
	if t == bytecode.Date {
		return event.Text
	}
	return event.Kind(t)
}

// Schema is what the program wants from a feed.
func (p *Program) Schema() *event.Schema {
	s := &event.Schema{}
	fields := func(fs []bytecode.Field) []event.Field {
		out := make([]event.Field, len(fs))
		for i, f := range fs {
			out[i] = event.Field{Name: f.Name, Want: Wanted(f.Type)}
		}
		return out
	}
	for _, e := range p.Events {
		s.Events = append(s.Events, event.Type{Name: e.Name, HeardAs: e.HeardAs, Fields: fields(e.Fields)})
	}
	s.Traits = fields(p.Traits)
	return s
}

// keyTable gives every value of an `enter each` field a number that is the same
// for all workers. Numbers are compared for equality only: their order depends
// on who came first.
type keyTable struct {
	mu    sync.RWMutex
	byKey map[string]uint32
	names []string
}

func (t *keyTable) id(s string) uint32 {
	t.mu.RLock()
	id, ok := t.byKey[s]
	t.mu.RUnlock()
	if ok {
		return id
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if id, ok := t.byKey[s]; ok {
		return id
	}
	if t.byKey == nil {
		t.byKey = map[string]uint32{}
		t.names = []string{""} // 0 stands for no key
	}
	s = string([]byte(s))
	id = uint32(len(t.names))
	t.names = append(t.names, s)
	t.byKey[s] = id
	return id
}

func (t *keyTable) name(id uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if int(id) < len(t.names) {
		return t.names[id]
	}
	return ""
}
