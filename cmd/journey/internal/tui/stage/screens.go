package stage

import "slices"

// screen is one of the tabs.
type screen interface {
	title() string
	// about says in help what the screen is for.
	about() string
	// load reads the view at the position. What takes longer is an effect.
	load(m *Model) []Effect
	// panes are the lines at a width: the main pane, and what lies beside it where
	// there is room, or nil.
	panes(m *Model, w int) (main, side *pane)
	// split is how many hundredths of a wide screen the main pane takes; 0 is all.
	split(m *Model) int
	// brief is the side pane in a line or two, where there is no room for it.
	brief(m *Model, w int) []line
	// move changes what is chosen; enter opens it, and leave goes back.
	move(m *Model, by int) []Effect
	enter(m *Model) []Effect
	leave(m *Model) []Effect
	// hints are the actions of the footer.
	hints(m *Model) []string
	// data is what the JSON twin writes.
	data(m *Model) any
}

// pageRows is how far PgUp and PgDn go.
func (m *Model) pageRows() int { return max(m.h-10, 3) }

func screenActions() []action {
	move := func(by func(*Model) int) func(*Model) []Effect {
		return func(m *Model) []Effect { return m.tabs[m.tab].move(m, by(m)) }
	}
	out := []action{
		{id: "up", name: "up", keys: []string{"up"}, on: move(func(*Model) int { return -1 })},
		{id: "down", name: "down", keys: []string{"down"}, on: move(func(*Model) int { return 1 })},
		{id: "page up", name: "a page up", keys: []string{"pgup"}, on: move(func(m *Model) int { return -m.pageRows() })},
		{id: "page down", name: "a page down", keys: []string{"pgdown"}, on: move(func(m *Model) int { return m.pageRows() })},
		{id: "open", name: "open what is chosen", keys: []string{"enter"}, hint: "open", on: func(m *Model) []Effect { return m.tabs[m.tab].enter(m) }},
		{id: "back", name: "back", keys: []string{"esc"}, hint: "back", on: func(m *Model) []Effect { return m.tabs[m.tab].leave(m) }},
		{id: "next screen", name: "next screen", keys: []string{"tab"}, on: func(m *Model) []Effect {
			if onPerson(m) && m.people.turn(m) {
				return nil
			}
			return m.show(m.tabs[(m.tab+1)%len(m.tabs)])
		}},
		{id: "previous screen", name: "previous screen", keys: []string{"shift+tab"}, on: func(m *Model) []Effect {
			return m.show(m.tabs[(m.tab+len(m.tabs)-1)%len(m.tabs)])
		}},
	}
	for i, name := range Screens {
		out = append(out, action{id: name, name: "screen: " + name, hint: name, keys: []string{string(rune('1' + i))}, on: func(m *Model) []Effect { return m.show(m.tabs[i]) }})
	}
	return append(out,
		action{id: "next journey", name: "next journey", keys: []string{"j"}, hint: "next journey", on: func(m *Model) []Effect { return m.turnJourney(1) }, not: func(m *Model) string {
			if len(m.journeys) < 2 {
				return "there is one journey"
			}
			return ""
		}},
		action{id: "map", name: "the flow as a map, or as a rail", keys: []string{"v"}, hint: "map", on: toggleMap, not: narrowForMap},
		action{id: "previous journey", name: "previous journey", keys: []string{"J"}, on: func(m *Model) []Effect { return m.turnJourney(-1) }},
	)
}

func (m *Model) turnJourney(by int) []Effect {
	n := len(m.journeys)
	m.journey = (m.journey + by + n) % n
	m.flow.scroll = scroll{}
	return m.refresh()
}

// goJourney chooses a journey by its name.
func (m *Model) goJourney(name string) {
	if i := slices.Index(m.journeys, name); i >= 0 {
		m.journey = i
	}
}
