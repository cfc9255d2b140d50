package stage

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/bidi"
	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
)

// overlay is what lies over a screen until it is closed, and takes all keys.
type overlay interface {
	// view is the title, the lines at a width, and what can be pressed.
	view(m *Model, w int) (title string, p pane, foot string)
	key(m *Model, k Key) []Effect
}

func (m *Model) open(o overlay) { m.over = append(m.over, o) }

// close takes the overlay on top away.
func (m *Model) close() { m.over = m.over[:len(m.over)-1] }

// field is a line of text that is being written.
type field struct{ text string }

// key takes a key, and reports whether it was for the field.
func (f *field) key(k Key) bool {
	switch {
	case k.Name == "backspace":
		if all := bidi.Clusters(f.text); len(all) > 0 {
			f.text = strings.TrimSuffix(f.text, all[len(all)-1].Text)
		}
	case k.Name == "ctrl+u":
		f.text = ""
	case k.Text != "":
		f.text += k.Text
	default:
		return false
	}
	return true
}

// line shows a field with its cursor.
func (f *field) line(before string) line {
	return line{left: []span{{cells.Strong, before}, {cells.Plain, f.text}, {cells.Chosen, " "}}}
}

// question asks for one line of text.
type question struct {
	field
	title, help string
	then        func(*Model, string) []Effect
	fresh       bool // what stands there gives way to what is written
}

func (m *Model) ask(title, help, first string, then func(*Model, string) []Effect) []Effect {
	m.playing = false
	m.open(&question{field: field{first}, title: title, help: help, then: then})
	return nil
}

func (q *question) view(_ *Model, w int) (string, pane, string) {
	lines := []line{q.line("> "), {}}
	if q.fresh {
		lines[0] = line{left: []span{{cells.Strong, "> "}, {cells.Chosen, q.text}}}
	}
	for _, l := range wrap(q.help, w) {
		lines = append(lines, faint(l))
	}
	return q.title, pane{lines: lines}, "Enter  Esc back"
}

func (q *question) key(m *Model, k Key) []Effect {
	switch k.Name {
	case "esc":
		m.close()
	case "enter":
		m.close()
		if s := strings.TrimSpace(q.text); s != "" {
			return q.then(m, s)
		}
	default:
		if q.fresh && k.Text != "" {
			q.text = ""
		}
		q.fresh = false
		q.field.key(k)
	}
	return nil
}

// item is one of a choice.
type item struct {
	name, detail string
	then         func(*Model) []Effect
}

// choice lets one choose from a list, by arrows, by a click, or by writing a part
// of a name.
type choice struct {
	field
	scroll
	title, empty, foot string
	items              []item
	search             bool
}

// found are the items that have every word that was written.
func (c *choice) found() []item {
	words := strings.Fields(strings.ToLower(c.text))
	return slices.DeleteFunc(slices.Clone(c.items), func(i item) bool {
		name := strings.ToLower(i.name + " " + i.detail)
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) })
	})
}

func (c *choice) view(_ *Model, w int) (string, pane, string) {
	p := pane{choices: true, focus: true, scroll: &c.scroll}
	if c.search {
		p.head = append(p.head, c.line("> "))
	}
	for i, it := range c.found() {
		l := line{left: text(cells.Plain, it.name), right: text(cells.Accent, it.detail)}
		if w < 50 && cells.Width(it.name)+cells.Width(it.detail) > w-1 {
			l.right = nil
		}
		l.press = func(m *Model) []Effect {
			c.at = i
			return c.key(m, Key{Name: "enter"})
		}
		p.lines = append(p.lines, l)
	}
	if len(p.lines) == 0 {
		p.choices = false
		empty := c.empty
		if len(c.items) > 0 {
			empty = "nothing is called that"
		}
		p.lines = paragraphs(cells.Faint, empty, w)
	}
	foot := c.foot
	if foot == "" {
		foot = "Enter choose"
	}
	return c.title, p, foot + "  ↑↓  Esc back"
}

func (c *choice) key(m *Model, k Key) []Effect {
	found := c.found()
	switch k.Name {
	case "esc":
		m.close()
	case "up":
		c.move(-1, len(found))
	case "down", "tab":
		c.move(1, len(found))
	case "pgup":
		c.move(-10, len(found))
	case "pgdown":
		c.move(10, len(found))
	case "enter":
		m.close()
		if c.at < len(found) {
			return found[c.at].then(m)
		}
	default:
		if c.search && c.field.key(k) {
			c.at = 0
		}
	}
	return nil
}

// page is text to read.
type page struct {
	scroll
	title string
	lines func(w int) []line
	more  []action // what can be pressed here alone
}

func (p *page) view(_ *Model, w int) (string, pane, string) {
	foot := "↑↓ scroll  Esc back"
	for i := len(p.more) - 1; i >= 0; i-- {
		foot = p.more[i].keyText() + " " + p.more[i].hint + "  " + foot
	}
	return p.title, pane{lines: p.lines(w), scroll: &p.scroll}, foot
}

func (p *page) key(m *Model, k Key) []Effect {
	switch name := m.look.Layout.command(k); name {
	case "esc", "enter", "?", "q":
		m.close()
	case "up":
		p.at--
	case "down":
		p.at++
	case "pgup":
		p.at -= 10
	case "pgdown", "space":
		p.at += 10
	case "home":
		p.at = 0
	case "end":
		p.at = 1 << 30
	default:
		for i := range p.more {
			if slices.Contains(p.more[i].keys, name) {
				m.close()
				if id := p.more[i].id; id != "" {
					return m.do(id)
				}
				return p.more[i].on(m)
			}
		}
	}
	return nil
}

// palette finds everything that can be done by its name, and the steps of the
// journeys.
func palette(m *Model) []Effect {
	c := &choice{title: "All actions", search: true}
	for i := range actions {
		a := &actions[i]
		if a.id == "palette" {
			continue
		}
		detail := a.keyText()
		if why := m.prevented(a); why != "" {
			detail = "(" + why + ")"
		}
		c.items = append(c.items, item{a.name, detail, func(m *Model) []Effect { return m.do(a.id) }})
	}
	for i, name := range m.journeys {
		c.items = append(c.items, item{"journey " + name, "", func(m *Model) []Effect {
			m.journey = i
			m.flow.scroll = scroll{}
			return m.show(m.flow)
		}})
	}
	m.playing = false
	m.open(c)
	return nil
}

// help is about the screen that is shown, then about everything.
func help(m *Model) []Effect {
	about := ""
	if m.run != nil {
		about = m.tabs[m.tab].about()
	}
	m.open(&page{title: "Help", lines: func(w int) []line {
		out := append(paragraphs(cells.Strong, "DRY RUN: nothing is sent, to nobody, ever.", w), line{})
		if about != "" {
			out = append(append(out, paragraphs(cells.Plain, about, w)...), line{})
		}
		out = append(out, helpTable(w, m)...)
		out = append(out, line{})
		return append(out, paragraphs(cells.Plain, "The mouse works everywhere: click what you see, turn the wheel, click the bar of time. Shift and drag selects text. Letters are found by the place of their key, so they work on Bulgarian, Arabic, Persian, Greek and Hebrew layouts too.", w)...)
	}})
	return nil
}

func helpTable(w int, m *Model) []line {
	out := []line{heading("Keys")}
	for i := range actions {
		a := &actions[i]
		if len(a.keys) == 0 || m.run != nil && a.where != nil && !a.where(m) {
			continue
		}
		key := pad(a.keyText(), 18)
		for n, l := range wrap(a.name, max(w-18, 10)) {
			if n > 0 {
				key = strings.Repeat(" ", 18)
			}
			out = append(out, line{left: []span{{cells.Accent, key}, {cells.Plain, l}}})
		}
	}
	return out
}
