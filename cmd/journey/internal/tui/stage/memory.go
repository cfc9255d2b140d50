package stage

import (
	"maps"
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
)

// Memory is what stays from one run to the next: hints that were followed and are not
// shown again, where panes are divided, and who orders right-to-left text.
type Memory struct {
	Done     []string       `json:"done,omitempty"`
	Dividers map[string]int `json:"dividers,omitempty"` // screen → the main pane's share of the width, in percent
	Order    string         `json:"order,omitempty"`    // app, terminal; empty: not asked yet
}

// Remember is the effect that keeps a memory for the next run. That it cannot be kept
// is no reason to disturb anybody.
type Remember Memory

// OrderedBy are who may order right-to-left text, as Memory has it.
const (
	ByApp      = "app"
	ByTerminal = "terminal"
)

// hintsOf are the actions that a hint of the guide speaks of.
var hintsOf = []string{"play", "message", "end", "messages", "messages here", "open", "inject"}

// recall takes up what was remembered.
func (m *Model) recall(mem Memory) {
	m.memory = Memory{Done: slices.Clone(mem.Done), Dividers: maps.Clone(mem.Dividers), Order: mem.Order}
	for _, id := range mem.Done {
		m.used[id] = true
	}
}

// done notes that an action was done.
func (m *Model) done(id string) {
	if id == "open" && (!onMessages(m) || m.messages.found == nil || m.messages.found.Total == 0) {
		return // what the guide speaks of is a message
	}
	if !m.used[id] && slices.Contains(hintsOf, id) {
		m.memory.Done = append(m.memory.Done, id)
		m.learned = true
	}
	m.used[id] = true
}

// remember tells what is to be kept, if something is new.
func (m *Model) remember() []Effect {
	if !m.learned {
		return nil
	}
	m.learned = false
	return []Effect{Remember{Done: slices.Clone(m.memory.Done), Dividers: maps.Clone(m.memory.Dividers), Order: m.memory.Order}}
}

// The least room for the panes that lie beside each other.
const (
	leastMain = 38
	leastSide = 24
)

// divide moves the divider of the screen to a column.
func (m *Model) divide(x int) []Effect {
	if m.w < 100 || m.tabs[m.tab].split(m) == 0 {
		return nil
	}
	if m.memory.Dividers == nil {
		m.memory.Dividers = map[string]int{}
	}
	x = min(max(x, leastMain), m.w-leastSide)
	m.memory.Dividers[Screens[m.tab]] = (x*100 + m.w - 1) / m.w
	m.learned = true
	return m.refresh()
}

func dividerActions() []action {
	moved := func(sign int) func(*Model) []Effect {
		return func(m *Model) []Effect { return m.divide(m.mainWidth() + sign*max(4, m.w/50)) }
	}
	not := func(m *Model) string {
		if m.w < 100 || m.tabs[m.tab].split(m) == 0 {
			return "there is one pane"
		}
		return ""
	}
	return []action{
		{id: "narrower", name: "move the divider between panes to the left", keys: []string{"("}, on: moved(-1), not: not},
		{id: "wider", name: "move the divider between panes to the right", keys: []string{")"}, on: moved(1), not: not},
	}
}

// No terminal says whether it orders right-to-left text itself. So it is asked, once,
// when there is such text on the screen: which of two lines looks right.

// sampleLine has letters that join, and a number, which runs the other way.
const sampleLine = "سلام زهرا، ۱۲ کالا در سبد شماست"

// wonder asks who orders text, if that was not said and there is any.
func (m *Model) wonder() {
	if m.look.AskOrder && m.run != nil && !m.playing && len(m.over) == 0 && m.pick == nil && m.stuck == nil && m.Frame().Mixed {
		m.asking, m.look.AskOrder = true, false
	}
}

// answer takes a key of the question.
func (m *Model) answer(name string) []Effect {
	switch name {
	case "1":
		return m.order(ByApp, "right-to-left text is ordered and joined here; R changes that")
	case "2":
		return m.order(ByTerminal, "the terminal orders right-to-left text; R changes that")
	case "0", "esc":
		return m.order(ByApp, "then another font or another terminal may show it better; R tries the other way")
	case "q":
		return m.quit()
	}
	return nil
}

func (m *Model) order(by, words string) []Effect {
	m.asking = false
	m.look.Logical = by == ByTerminal
	m.memory.Order, m.learned = by, true
	m.say("%s", words)
	return m.refresh()
}

// drawQuestion shows the two lines. Nothing stands right of them, because a terminal
// that orders a line would move that too.
func (m *Model) drawQuestion(c *cells.Canvas) {
	end := m.badge(c)
	c.Put(1, 0, end-1, cells.Strong, m.run.Name)
	y := 2
	put := func(role cells.Role, s string) {
		for _, l := range wrap(s, m.w-6) {
			c.Put(3, y, m.w-6, role, l)
			y++
		}
	}
	put(cells.Strong, "Which of these lines looks right?")
	put(cells.Faint, "Asked once: there is Arabic, Persian or Hebrew text here.")
	y++
	for i, logical := range []bool{false, true} {
		key := string(rune('1' + i))
		c.Put(3, y, 4, cells.Accent, key)
		c.Logical = logical
		c.Put(7, y, m.w-8, cells.Plain, sampleLine)
		m.press(0, y, m.w, 1, func(m *Model) []Effect { return m.answer(key) })
		y += 2
	}
	c.Logical = m.look.Logical
	for _, l := range strings.Split("Press the number of the line that looks right.\n0 neither", "\n") {
		put(cells.Plain, l)
	}
}
