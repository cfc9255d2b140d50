package stage

import (
	"context"
	"fmt"
	"slices"
)

// Screens names the screens, in the order of their numbers.
var Screens = []string{"flow", "people", "messages", "compare", "journey", "portfolio", "data"}

// Beginning says what is shown first. What is empty is not said.
type Beginning struct {
	Screen, Journey, Person, Find string
	Message                       int64
}

// Begin shows it.
func (m *Model) Begin(b Beginning) ([]Effect, error) {
	if b.Journey != "" {
		if !slices.Contains(m.journeys, b.Journey) {
			return nil, fmt.Errorf("there is no journey %q", b.Journey)
		}
		m.goJourney(b.Journey)
		m.people.query.Journey, m.messages.query.Journey = b.Journey, b.Journey
	}
	if b.Find != "" {
		q, err := parseQuery(b.Find)
		if err != nil && b.Screen == "messages" {
			return nil, err
		}
		q.Journey = m.messages.query.Journey
		m.people.query.Text, m.messages.query = b.Find, q
	}
	m.tab = slices.Index(Screens, b.Screen)
	switch {
	case b.Message > 0:
		m.messages.number = b.Message
		m.tab = slices.Index(Screens, "messages")
		if _, err := m.run.Session.Message(b.Message); err != nil {
			return nil, err
		}
	case b.Person != "":
		if _, err := m.run.Session.Person(b.Person); err != nil {
			return nil, err
		}
		if b.Screen == "messages" {
			m.messages.query.Person = b.Person
			break
		}
		m.people.id, m.people.in = b.Person, scroll{at: 1 << 30}
		m.tab = slices.Index(Screens, "people")
	}
	return m.refresh(), nil
}

// Carry carries out an effect at once, for whoever has no screen to keep alive.
// Effects that need a terminal do nothing.
func Carry(ctx context.Context, m *Model, e Effect) {
	if w, ok := e.(Work); ok {
		Settle(ctx, m, Done{w(ctx)})
	}
}

// Settle gives a model an input and carries out all that comes of it.
func Settle(ctx context.Context, m *Model, in Input) {
	for _, e := range m.Update(in) {
		Carry(ctx, m, e)
	}
}

// KeyOf is a key by its name, as a person would press it.
func KeyOf(name string) Key {
	switch {
	case name == "space":
		return Key{"space", " "}
	case len([]rune(name)) == 1:
		return Key{name, name}
	}
	return Key{Name: name}
}
