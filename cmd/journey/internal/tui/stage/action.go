package stage

import (
	"slices"
	"strings"
)

// action is one thing that can be done. Keys are in the order in which help names
// them; name is what the palette and linear mode call it.
type action struct {
	id, name string
	keys     []string
	hint     string // in the footer; empty: not there
	pair     string // the keys in the footer, when there is one for each direction
	on       func(*Model) []Effect
	// not says why it cannot be done now; nil or "" can.
	not func(*Model) string
	// where restricts a key to screens; nil is everywhere. The palette follows it too.
	where func(*Model) bool
}

// actions is set by init, because what actions do leads back to them.
var actions []action

func init() {
	actions = slices.Concat(timeActions(), screenActions(), personActions(), sourceActions(), versionActions(), dataActions(), dividerActions(), programActions())
}

// find returns an action by its id.
func find(id string) *action {
	i := slices.IndexFunc(actions, func(a action) bool { return a.id == id })
	return &actions[i]
}

// do does an action, or says why it cannot be done.
func (m *Model) do(id string) []Effect {
	a := find(id)
	if why := m.prevented(a); why != "" {
		m.say("%s: %s", a.name, why)
		return nil
	}
	m.done(id)
	return a.on(m)
}

// prevented says why an action cannot be done here and now.
func (m *Model) prevented(a *action) string {
	switch {
	case m.run == nil && a.id != "quit" && a.id != "help":
		return "choose journeys first"
	case a.where != nil && !a.where(m):
		return "not on this screen"
	case a.not != nil:
		return a.not(m)
	}
	return ""
}

// key does what a key stands for: in the overlay on top, or on the screen.
func (m *Model) key(k Key) []Effect {
	if k.Name == "ctrl+c" {
		return m.quit()
	}
	m.note = note{}
	if m.asking {
		return m.answer(m.look.Layout.command(k))
	}
	if n := len(m.over); n > 0 {
		return m.over[n-1].key(m, k)
	}
	name := m.look.Layout.command(k)
	switch {
	case m.pick != nil:
		return m.pick.key(m, name)
	case m.stuck != nil:
		return m.stuck.key(m, name)
	}
	for i := range actions {
		a := &actions[i]
		if slices.Contains(a.keys, name) && (a.where == nil || a.where(m)) {
			return m.do(a.id)
		}
	}
	return nil
}

// typed takes pasted text.
func (m *Model) typed(s string) []Effect {
	if n := len(m.over); n > 0 {
		return m.over[n-1].key(m, Key{Name: "paste", Text: strings.Join(strings.Fields(s), " ")})
	}
	return nil
}

func onFlow(m *Model) bool     { return m.tabs[m.tab] == screen(m.flow) }
func onSource(m *Model) bool   { return m.tabs[m.tab] == screen(m.source) }
func onPeople(m *Model) bool   { return m.tabs[m.tab] == screen(m.people) }
func onMessages(m *Model) bool { return m.tabs[m.tab] == screen(m.messages) }
func onPerson(m *Model) bool   { return onPeople(m) && m.people.view != nil }
func onMessage(m *Model) bool  { return onMessages(m) && m.messages.view != nil }

// keyNames are keys as help writes them.
var keyNames = map[string]string{
	"space": "Space", "left": "←", "right": "→", "up": "↑", "down": "↓", "shift+left": "Shift+←", "shift+right": "Shift+→",
	"home": "Home", "end": "End", "pgup": "PgUp", "pgdown": "PgDn", "enter": "Enter", "esc": "Esc", "tab": "Tab",
	"shift+tab": "Shift+Tab", "ctrl+p": "Ctrl+P", "ctrl+c": "Ctrl+C", "f7": "F7", "f8": "F8",
}

func keyName(k string) string {
	if n, ok := keyNames[k]; ok {
		return n
	}
	return k
}

func (a *action) keyText() string {
	var out []string
	for _, k := range a.keys {
		out = append(out, keyName(k))
	}
	return strings.Join(out, " ")
}
