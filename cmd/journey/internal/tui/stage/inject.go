package stage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// form asks what is to be injected: whom it happens to, when, which event, and with
// which values. The events that the journeys hear come first.
type form struct {
	events []sim.Injectable
	traits []sim.Field
	event  int // in events; len(events) is a change of the profile
	rows   [3]field
	values map[string]*field
	at     int
	scroll scroll
	wrong  string
	scopes []scopeWords // to whom it can happen
	scope  int
	like   sim.Injection // names the journey and the step of the scopes
}

// scopeWords are a scope, and how a form says it.
type scopeWords struct {
	scope sim.Scope
	words string
}

// scopesOf are the scopes that what is in hand allows.
func scopesOf(in *sim.Injection) []scopeWords {
	out := []scopeWords{{sim.OnePerson, "this person"}, {sim.Everyone, "everybody, at that moment"}}
	if in.Journey != "" && in.Step != "" {
		out = append(out, scopeWords{sim.AtStep, "whoever is at " + in.Step + " then"})
	}
	if in.Journey != "" {
		out = append(out, scopeWords{sim.AsEntered, "all who enter " + in.Journey + ", as long after"})
	}
	return out
}

// The rows of a form before the values.
const (
	rowPerson = iota
	rowWhen
	rowEvent
	rowScope
	rowValues
)

// inject opens the form, with what is already known.
func (m *Model) inject(in sim.Injection) []Effect {
	m.playing = false
	f := &form{values: map[string]*field{}, at: rowEvent, scopes: scopesOf(&in), like: in}
	f.events, f.traits = m.run.Session.Events()
	f.rows[rowPerson].text, f.rows[rowWhen].text = in.Person, "now"
	if in.At != 0 {
		f.rows[rowWhen].text = m.when(in.At)
	}
	if f.rows[rowPerson].text == "" {
		f.at = rowPerson
	}
	for i, e := range f.events {
		if in.Event != "" && e.Name == in.Event {
			f.event = i
		}
	}
	for _, v := range in.Values {
		f.values[v.Name] = &field{v.Value}
	}
	m.open(f)
	return nil
}

// fields are those of the event that is chosen.
func (f *form) fields() []sim.Field {
	if f.event < len(f.events) {
		return f.events[f.event].Fields
	}
	return f.traits
}

func (f *form) value(name string) *field {
	if f.values[name] == nil {
		f.values[name] = &field{}
	}
	return f.values[name]
}

func (f *form) eventName() string {
	if f.event < len(f.events) {
		return f.events[f.event].Name
	}
	return "a change of the profile"
}

func (f *form) view(m *Model, w int) (string, pane, string) {
	p := pane{choices: true, scroll: &f.scroll}
	f.scroll.at = f.at
	row := func(n int, name string, value *field, tail string) {
		l := line{left: []span{{cells.Faint, pad(name, 18)}}, press: func(*Model) []Effect { f.at = n; return nil }}
		if value == nil {
			l.left = append(l.left, span{cells.Accent, "‹ " + tail + " ›"})
		} else {
			l.left = append(l.left, span{cells.Plain, value.text})
			if n == f.at {
				l.left = append(l.left, span{cells.Chosen, " "})
			}
			if value.text == "" && n != f.at {
				l.left = append(l.left, span{cells.Faint, tail})
			}
		}
		if n == f.at {
			l.left[0].role = cells.Strong
		}
		p.lines = append(p.lines, l)
	}
	row(rowPerson, "Who", &f.rows[rowPerson], "an id")
	row(rowWhen, "When", &f.rows[rowWhen], "now, +2h, fri 10:00")
	if at := f.rows[rowWhen].text; at != "" && at != "now" && at[0] != '+' {
		l := &p.lines[rowWhen]
		l.left = append(l.left, span{cells.Faint, " in " + m.pos.Zone})
	}
	row(rowEvent, "What happens", nil, f.eventName())
	row(rowScope, "To whom", nil, f.scopes[f.scope].words)
	for i, x := range f.fields() {
		row(rowValues+i, x.Name, f.value(x.Name), typeWords(x))
	}
	if f.wrong != "" {
		p.head = paragraphs(cells.Problem, f.wrong, w)
	}
	return "What if", p, "Enter try it  ↑↓ ←→ change  Esc back"
}

func typeWords(f sim.Field) string {
	if len(f.Values) > 0 {
		return strings.Join(f.Values, ", ")
	}
	return f.Type
}

func (f *form) key(m *Model, k Key) []Effect {
	last := rowValues + len(f.fields()) - 1
	switch k.Name {
	case "esc":
		m.close()
	case "up", "shift+tab":
		f.at = max(f.at-1, 0)
	case "down", "tab":
		f.at = min(f.at+1, last)
	case "enter":
		return f.try(m)
	default:
		f.change(k)
	}
	return nil
}

// change changes the row in hand.
func (f *form) change(k Key) {
	by := map[string]int{"left": -1, "right": 1, "space": 1}[k.Name]
	switch {
	case f.at == rowEvent && by != 0:
		n := len(f.events) + 1
		f.event = (f.event + by + n) % n
	case f.at == rowEvent && k.Text != "":
		for i := range f.events { // the next event that begins so
			if n := (f.event + 1 + i) % len(f.events); strings.HasPrefix(f.events[n].Name, k.Text) {
				f.event = n
				return
			}
		}
	case f.at == rowScope && by != 0:
		f.scope = (f.scope + by + len(f.scopes)) % len(f.scopes)
	case f.at == rowScope || f.at == rowEvent:
	case f.at >= rowValues:
		f.value(f.fields()[f.at-rowValues].Name).key(k)
	default:
		f.rows[f.at].key(k)
	}
}

// injection is what the form says.
func (f *form) injection(m *Model) (sim.Injection, error) {
	in := sim.Injection{Person: strings.TrimSpace(f.rows[rowPerson].text)}
	in.Scope, in.Journey, in.Step = f.scopes[f.scope].scope, f.like.Journey, f.like.Step
	if in.Scope == sim.OnePerson || in.Scope == sim.Everyone {
		in.Journey, in.Step = "", ""
	}
	if in.Person == "" {
		return in, errors.New("say to whom it happens: an id of a person")
	}
	at, err := m.run.Session.Moment(f.rows[rowWhen].text)
	if err != nil {
		return in, err
	}
	in.At = at
	if f.event < len(f.events) {
		in.Event = f.events[f.event].Name
	}
	for _, x := range f.fields() {
		v := strings.TrimSpace(f.value(x.Name).text)
		if v == "" {
			continue
		}
		if x.Type == "text" && !strings.HasPrefix(v, `"`) && v != "null" {
			v = `"` + strings.ReplaceAll(v, `"`, `\"`) + `"`
		}
		in.Values = append(in.Values, sim.Trait{Name: x.Name, Value: v})
	}
	return in, nil
}

// try injects, and shows what is different then. What is wrong is said in the form.
func (f *form) try(m *Model) []Effect {
	in, err := f.injection(m)
	if err != nil {
		f.wrong = err.Error()
		return nil
	}
	id, s := m.whatIf, m.run.Session
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		w, err := s.Inject(ctx, id, in)
		return func(m *Model) []Effect {
			if err != nil {
				f.wrong = err.Error()
				return nil
			}
			m.over = slices.DeleteFunc(m.over, func(o overlay) bool { return o == overlay(f) })
			m.whatIf = w.ID
			if in.Scope != sim.OnePerson {
				m.say("what if, for %s: 4 shows what is different", counted(w.People, "person", "people"))
				return m.compareWhatIf()
			}
			m.say("what if %s", in)
			return m.openPerson(in.Person)
		}
	})}
}

func personActions() []action {
	whatIfs := func(m *Model) string {
		if m.whatIf == 0 {
			return "there is no what-if; i begins one"
		}
		return ""
	}
	return []action{
		{id: "why", name: "why: explain what was decided", keys: []string{"w"}, hint: "why", on: func(m *Model) []Effect {
			if onMessage(m) {
				return m.explain(m.messages.view.To.ID, "")
			}
			return m.explain(m.people.id, "")
		}, not: func(m *Model) string {
			if onPerson(m) || onMessage(m) {
				return ""
			}
			return "open a person or a message first"
		}},
		{id: "why not", name: "why not: who did not come to this step", keys: []string{"n"}, hint: "why not", on: whyNot, not: func(m *Model) string {
			if onFlow(m) && m.flow.row() != nil && m.flow.row().Step != "" {
				return ""
			}
			return "choose a step on the Flow screen first"
		}},
		{id: "inject", name: "what if: let something happen to somebody", keys: []string{"i"}, hint: "what if", on: func(m *Model) []Effect {
			switch {
			case onMessage(m) && m.messages.view.Why != nil && m.messages.view.Why.Try != nil:
				in := *m.messages.view.Why.Try
				in.Journey = m.messages.view.Journey
				return m.inject(in)
			case onMessage(m):
				return m.inject(sim.Injection{Person: m.messages.view.To.ID, Journey: m.messages.view.Journey})
			case onPeople(m):
				return m.inject(sim.Injection{Person: m.people.chosen()})
			case onFlow(m) && m.flow.row() != nil:
				return m.inject(sim.Injection{Person: m.people.chosen(), Journey: m.journeys[m.journey], Step: m.flow.row().Step})
			}
			return m.inject(sim.Injection{})
		}},
		{id: "undo", name: "undo the last of the what-if", keys: []string{"u"}, hint: "undo", on: (*Model).undo, not: whatIfs},
		{id: "keep", name: "keep the what-if as a test", keys: []string{"K"}, hint: "keep as a test", on: keepWhatIf, not: whatIfs},
		{id: "alike", name: "who else the what-if changes, in numbers", keys: []string{"a"}, hint: "in numbers", on: (*Model).compareWhatIf, not: whatIfs},
		{id: "drop", name: "drop the what-if", keys: []string{"d"}, hint: "drop", on: func(m *Model) []Effect {
			m.run.Session.DropWhatIf(m.whatIf)
			m.whatIf = 0
			return m.refresh()
		}, not: whatIfs},
		{id: "whatifs", name: "list the what-ifs", on: chooseWhatIf},
		{id: "messages here", name: "messages of this step", keys: []string{"m"}, hint: "messages here", where: onFlow, on: func(m *Model) []Effect {
			m.messages.query, m.messages.list, m.messages.number = sim.MessageQuery{Journey: m.journeys[m.journey]}, scroll{}, 0
			if r := m.flow.row(); r != nil {
				m.messages.query.Step = r.Step
			}
			return m.show(m.messages)
		}},
		{id: "people here", name: "people at this step now", keys: []string{"p"}, hint: "people here", where: onFlow, on: func(m *Model) []Effect {
			m.people.query, m.people.list, m.people.id = sim.PeopleQuery{Journey: m.journeys[m.journey], Here: true}, scroll{}, ""
			if r := m.flow.row(); r != nil {
				m.people.query.Step, m.people.query.Here = r.Step, r.Here > 0 || r.Step == ""
			}
			return m.show(m.people)
		}},
		{id: "find", name: "find a person, or filter messages", keys: []string{"/"}, hint: "find", on: askFind},
		{id: "newer", name: "the newer message", keys: []string{"<", ","}, hint: "newer", where: onMessage, on: func(m *Model) []Effect { return m.messages.beside(m, -1) }},
		{id: "older", name: "the older message", keys: []string{">", "."}, hint: "older", where: onMessage, on: func(m *Model) []Effect { return m.messages.beside(m, 1) }},
		{id: "points", name: "show characters that cannot be seen", keys: []string{"b"}, hint: "hidden signs", where: onMessage, on: func(m *Model) []Effect {
			m.messages.points = !m.messages.points
			return nil
		}},
	}
}

// chosen is the person who is open, or chosen in the list.
func (p *peopleScreen) chosen() string {
	if p.id != "" {
		return p.id
	}
	if p.found != nil && p.list.at >= p.found.From && p.list.at-p.found.From < len(p.found.Lines) {
		return p.found.Lines[p.list.at-p.found.From].ID
	}
	return ""
}

func askFind(m *Model) []Effect {
	if onMessages(m) {
		return m.ask("Filter messages", "words of a name or a message; step:first lang:ar channel:sms status:skipped", queryWords(&m.messages.query), func(m *Model, s string) []Effect {
			q, err := parseQuery(s)
			if err != nil {
				return m.complain(err)
			}
			m.messages.query, m.messages.list, m.messages.number = q, scroll{}, 0
			return m.show(m.messages)
		})
	}
	return m.ask("Find a person", "a part of a name, an id, or of anything known", m.people.query.Text, func(m *Model, s string) []Effect {
		m.people.query, m.people.list, m.people.id = sim.PeopleQuery{Text: s}, scroll{}, ""
		return m.show(m.people)
	})
}

func (m *Model) undo() []Effect {
	id, s := m.whatIf, m.run.Session
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		w, err := s.Undo(ctx, id)
		return func(m *Model) []Effect {
			if err != nil {
				return m.complain(err)
			}
			if w == nil {
				m.whatIf = 0
			}
			return m.refresh()
		}
	})}
}

func keepWhatIf(m *Model) []Effect {
	if m.run.Keep == nil {
		return m.complain(errors.New("the example is no file; journey init begins a project of your own"))
	}
	return m.ask("Keep as a test", "what the test is called", "a what-if", func(m *Model, name string) []Effect {
		block, err := m.run.Session.TestOf(m.whatIf, name)
		if err != nil {
			return m.complain(err)
		}
		where, err := m.run.Keep(block)
		if err != nil {
			return m.complain(err)
		}
		m.run.Session.KeepWhatIf(m.whatIf, true)
		m.say("kept in %s; journey test runs it", where)
		return nil
	})
}

func chooseWhatIf(m *Model) []Effect {
	c := &choice{title: "What-ifs", empty: "none yet; i begins one"}
	for _, w := range m.run.Session.WhatIfs() {
		var words []string
		for _, in := range w.Injections {
			words = append(words, in.String())
		}
		name := fmt.Sprintf("%d  %s", w.ID, strings.Join(words, "; "))
		c.items = append(c.items, item{name, map[bool]string{true: "kept"}[w.Kept], func(m *Model) []Effect {
			m.whatIf = w.ID
			if len(w.Injections) > 0 && w.Injections[0].Scope == sim.OnePerson {
				return m.openPerson(w.Injections[0].Person)
			}
			return m.compareWhatIf()
		}})
	}
	m.open(c)
	return nil
}
