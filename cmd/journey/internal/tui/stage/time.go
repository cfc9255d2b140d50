package stage

import (
	"context"
	"errors"
	"time"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// speeds are how much time passes in a second. The last is as fast as it can be:
// the whole data in a few seconds.
var speeds = []struct {
	words string
	ms    int64
}{
	{"1 min a second", 60_000}, {"10 min a second", 600_000}, {"1 hour a second", 3_600_000},
	{"6 hours a second", 6 * 3_600_000}, {"1 day a second", 24 * 3_600_000}, {"as fast as possible", 0},
}

// wholeRun is how long the whole data takes at the greatest speed.
const wholeRun = 5 * time.Second

func timeActions() []action {
	step := func(m *Model, mark sim.Mark, forward bool, what string) []Effect {
		s := m.run.Session
		m.playing = false
		var ok bool
		if forward {
			_, ok = s.Next(mark)
		} else {
			_, ok = s.Previous(mark)
		}
		if !ok && forward {
			m.say("there is no later %s", what)
		} else if !ok {
			m.say("there is no earlier %s", what)
		}
		return m.refresh()
	}
	seek := func(text string) func(*Model) []Effect {
		return func(m *Model) []Effect { return m.goTo(text) }
	}
	return []action{
		{id: "play", name: "play, pause", keys: []string{"space"}, hint: "play", on: (*Model).togglePlay},
		{id: "event back", name: "previous event", keys: []string{"left"}, on: func(m *Model) []Effect { return step(m, sim.Events, false, "event") }},
		{id: "event", name: "next event", keys: []string{"right"}, hint: "step", pair: "←→", on: func(m *Model) []Effect { return step(m, sim.Events, true, "event") }},
		{id: "message back", name: "previous message", keys: []string{"shift+left", "[", "f7"}, on: func(m *Model) []Effect { return step(m, sim.Messages, false, "message") }},
		{id: "message", name: "next message", keys: []string{"shift+right", "]", "f8"}, hint: "message", pair: "Shift+←→", on: func(m *Model) []Effect { return step(m, sim.Messages, true, "message") }},
		{id: "start", name: "start of the data", keys: []string{"home"}, on: seek("start")},
		{id: "end", name: "end of the data", keys: []string{"end"}, hint: "to the end", on: seek("end")},
		{id: "faster", name: "faster", keys: []string{"+", "="}, hint: "speed", pair: "- +", on: func(m *Model) []Effect { return m.faster(1) }},
		{id: "slower", name: "slower", keys: []string{"-"}, on: func(m *Model) []Effect { return m.faster(-1) }},
		{id: "goto", name: "go to a moment", keys: []string{"g"}, hint: "go to", on: askMoment},
		{id: "skip", name: "skip quiet time on, off", keys: []string{"k"}, on: func(m *Model) []Effect {
			m.skip = !m.skip
			m.say("quiet time is %s", map[bool]string{true: "skipped", false: "played"}[m.skip])
			return nil
		}},
		{id: "bookmark", name: "set a bookmark here", keys: []string{"B"}, on: askBookmark},
		{id: "bookmarks", name: "go to a bookmark", keys: []string{"'"}, on: chooseBookmark},
		{id: "stop here", name: "stop playing whenever somebody comes to this step, or this person does something", keys: []string{"s"}, hint: "stop here", on: (*Model).toggleBreak},
		{id: "stop when", name: "stop playing when something happens (a trigger of the language)", keys: []string{"S"}, on: askBreak},
		{id: "stops", name: "list where playing stops", on: chooseBreak},
	}
}

func (m *Model) togglePlay() []Effect {
	if !m.playing && m.pos.AtEnd && m.status.Phase != sim.Loading && m.status.Phase != sim.Live {
		m.run.Session.Seek(m.status.First - 1)
	}
	m.playing = !m.playing
	return m.refresh()
}

func (m *Model) faster(by int) []Effect {
	m.speed = max(min(m.speed+by, len(speeds)-1), 0)
	m.say("%s", speeds[m.speed].words)
	return nil
}

// goTo goes to a moment that was written.
func (m *Model) goTo(text string) []Effect {
	m.playing = false
	if _, err := m.run.Session.Goto(text); err != nil {
		return m.complain(err)
	}
	return m.refresh()
}

// tick lets time pass.
func (m *Model) tick(elapsed time.Duration) []Effect {
	if !m.playing || m.run == nil {
		return nil
	}
	s := m.run.Session
	perSecond := speeds[m.speed].ms
	if perSecond == 0 {
		perSecond = max(int64(m.status.Last-m.status.First)*int64(time.Second)/int64(wholeRun), 1)
	}
	from := m.pos.At
	if m.pos.AtStart {
		from = max(from, m.status.First-1)
	}
	to := from + sim.Instant(float64(perSecond)*elapsed.Seconds())
	if m.skip {
		if next, ok := m.nextHappening(); ok {
			to = max(to, next)
		}
	}
	_, hit := s.Play(to)
	if hit != nil {
		m.playing = false
		m.say("stopped at %s: %s", m.when(hit.At), stopWords(hit))
	}
	out := m.refresh()
	if m.pos.AtEnd && m.status.Phase != sim.Loading && m.status.Phase != sim.Live {
		m.playing = false
		m.say("end of data, %s. Home rewinds.", m.when(m.pos.At))
	}
	return out
}

// nextHappening is when something happens next.
func (m *Model) nextHappening() (sim.Instant, bool) {
	a, okA := m.run.Session.After(m.pos.At, sim.Events)
	b, okB := m.run.Session.After(m.pos.At, sim.Decisions)
	switch {
	case okA && okB:
		return min(a, b), true
	case okA:
		return a, true
	}
	return b, okB
}

func stopWords(h *sim.Hit) string {
	switch b := h.Break; {
	case b.Step != "":
		return h.Person + " comes to " + b.Step
	case b.When != "":
		return h.Person + ": " + b.When
	}
	return "something is decided about " + h.Person
}

func askMoment(m *Model) []Effect {
	return m.ask("Go to", "+2h  -1d  fri 10:00  2026-03-05  first sms  next message  end", "", func(m *Model, s string) []Effect {
		return m.goTo(s)
	})
}

func askBookmark(m *Model) []Effect {
	return m.ask("Name this moment", m.when(m.pos.At), "", func(m *Model, s string) []Effect {
		m.run.Session.Bookmark(s)
		m.say("%q is %s; ' goes there", s, m.when(m.pos.At))
		return nil
	})
}

func chooseBookmark(m *Model) []Effect {
	c := &choice{title: "Bookmarks", empty: "no moment has a name yet; B names this one"}
	for _, b := range m.run.Session.Bookmarks() {
		c.items = append(c.items, item{b.Name, m.when(b.At), func(m *Model) []Effect {
			m.run.Session.Seek(b.At)
			return m.refresh()
		}})
	}
	m.open(c)
	return nil
}

// toggleBreak makes playing stop at what is in hand, or no longer.
func (m *Model) toggleBreak() []Effect {
	var b sim.Break
	switch {
	case onPerson(m):
		b.Person = m.people.view.ID
	case onFlow(m) && m.flow.row() != nil && m.flow.row().Step != "":
		b.Journey, b.Step = m.journeys[m.journey], m.flow.row().Step
	default:
		return m.complain(errors.New("choose a step or a person"))
	}
	for _, old := range m.run.Session.Breaks() {
		if old.Person == b.Person && old.Journey == b.Journey && old.Step == b.Step && old.When == "" {
			m.run.Session.DropBreak(old.ID)
			m.say("playing no longer stops here")
			return nil
		}
	}
	return m.addBreak(b)
}

func (m *Model) addBreak(b sim.Break) []Effect {
	s := m.run.Session
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		_, err := s.AddBreak(ctx, b)
		return func(m *Model) []Effect {
			if err != nil {
				return m.complain(err)
			}
			m.say("playing stops here")
			return nil
		}
	})}
}

func askBreak(m *Model) []Effect {
	return m.ask("Stop when", "a trigger, as behind `when`: purchased where total > 500", "", func(m *Model, s string) []Effect {
		return m.addBreak(sim.Break{When: s})
	})
}

func chooseBreak(m *Model) []Effect {
	c := &choice{title: "Where playing stops", empty: "nowhere; s on a step or a person, or S for an event", foot: "Enter removes it"}
	for _, b := range m.run.Session.Breaks() {
		name := "when " + b.When
		if b.When == "" {
			name = b.Journey + " " + b.Step + b.Person
		}
		c.items = append(c.items, item{name, "", func(m *Model) []Effect {
			m.run.Session.DropBreak(b.ID)
			return nil
		}})
	}
	m.open(c)
	return nil
}

// bar is all of the time, with how many messages go when, and where we are.
func (m *Model) bar(c *cells.Canvas, y int) {
	w := m.w - 2
	t := m.run.Session.Timeline(w)
	most := int64(1)
	for _, n := range t.Sent {
		most = max(most, n)
	}
	signs := [...]string{"▂", "▃", "▄", "▅", "▆", "▇", "█"}
	c.Fill(1, y, w, cells.Faint, "▁")
	for i, n := range t.Sent {
		if n > 0 {
			c.Put(1+i*w/len(t.Sent), y, 1, cells.Faint, signs[n*6/most])
		}
	}
	if t.To > t.From {
		at := float64(max(m.pos.At, t.From)-t.From) / float64(t.To-t.From)
		c.Put(1+min(int(at*float64(w-1)), w-1), y, 1, cells.Accent, "●")
	}
	m.zones = append(m.zones, zone{x: 1, y: y, w: w, h: 1, seek: true})
}
