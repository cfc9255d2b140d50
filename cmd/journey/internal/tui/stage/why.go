package stage

import (
	"path"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/why"
)

// whyLines writes an explanation; short leaves out journeys that nothing happened
// in.
func (m *Model) whyLines(y *sim.Why, w int, short bool) []line {
	if y == nil || y.Explanation == nil {
		return []line{faint("There is nothing to explain.")}
	}
	var out []line
	if y.Pivot != "" {
		for _, l := range wrap(y.Pivot, w) {
			out = append(out, line{left: text(cells.Strong, l)})
		}
		if y.Try != nil {
			try := *y.Try
			out = append(out, line{say: "inject tries it", left: text(cells.Accent, "i tries it"), press: func(m *Model) []Effect { return m.inject(try) }})
		}
		out = append(out, line{})
	}
	for i := range y.Explanation.Journeys {
		j := &y.Explanation.Journeys[i]
		if short && len(j.Chapters) == 0 {
			continue
		}
		out = append(out, m.journeyLines(j, w)...)
	}
	return out
}

func (m *Model) journeyLines(j *why.Journey, w int) []line {
	title := j.Name
	if j.Title != "" {
		title += "  " + j.Title
	}
	out := []line{{left: text(cells.Strong, title), right: text(cells.Faint, fitting(w-cells.Width(title)-2, j.File, path.Base(j.File)))}}
	for i := range j.Chapters {
		c := &j.Chapters[i]
		out = append(out, wrapped(c.At.Local+"  "+c.Words, lineWords(c.Line), w)...)
		out = append(out, facts(c.Facts, w)...)
		for k := range c.Steps {
			s := &c.Steps[k]
			words := s.Words
			if s.Label != "" {
				words = s.Label + ": " + words
			}
			out = append(out, wrapped(s.At.Local+"  "+words, lineWords(s.Line), w)...)
			out = append(out, facts(s.Facts, w)...)
		}
	}
	if len(j.Pending) > 0 {
		out = append(out, faint("still to come"))
		out = append(out, facts(j.Pending, w)...)
	}
	if len(j.Missing) > 0 {
		out = append(out, faint("never came near it"))
		out = append(out, facts(j.Missing, w)...)
	}
	return append(out, line{})
}

// fitting is the first text that has room, or none.
func fitting(room int, texts ...string) string {
	for _, s := range texts {
		if cells.Width(s) <= room {
			return s
		}
	}
	return ""
}

// wrapped is a text over several lines, the first with something at its end.
func wrapped(s, right string, w int) []line {
	var out []line
	for i, l := range wrap(s, max(w-len(right)-1, 20)) {
		x := line{left: text(cells.Plain, l)}
		if i == 0 {
			x.right = text(cells.Faint, right)
		}
		out = append(out, x)
	}
	return out
}

// facts lists what had to be so, with a word for whether it was.
func facts(fs []why.Fact, w int) []line {
	var out []line
	for _, f := range fs {
		mark, role := "ok ", cells.Accent
		if !f.OK {
			mark, role = "no ", cells.Warn
		}
		words := f.Words
		if f.What != "" && !strings.HasPrefix(words, f.What) {
			words = f.What + ": " + words
		}
		for i, l := range wrap(words, max(w-6, 20)) {
			if i > 0 {
				mark = "   "
			}
			out = append(out, line{left: []span{{role, "  " + mark + " "}, {cells.Plain, l}}})
		}
	}
	return out
}

// explain opens everything there is to say about a person, or about one step.
func (m *Model) explain(person, step string) []Effect {
	y, err := m.run.Session.Why(person, step)
	if err != nil {
		return m.complain(err)
	}
	p := &page{title: "Why: " + person, lines: func(w int) []line { return m.whyLines(y, w, step != "") }}
	if y.Try != nil {
		try := *y.Try
		p.more = []action{{keys: []string{"i"}, hint: "try it", on: func(m *Model) []Effect { return m.inject(try) }}}
	}
	m.open(p)
	return nil
}

// whyNot opens who did not come to the step in hand.
func whyNot(m *Model) []Effect {
	r := m.flow.row()
	w, err := m.run.Session.WhyNot(m.journeys[m.journey], r.Step)
	if err != nil {
		return m.complain(err)
	}
	c := &choice{title: "Who did not come to " + r.Step + " (" + grouped(w.Came) + " did)", empty: "everybody who could has come", foot: "Enter opens somebody"}
	for _, g := range w.Groups {
		c.items = append(c.items, item{g.Words, grouped(g.N), func(m *Model) []Effect {
			if len(g.People) == 0 {
				return nil
			}
			return choosePerson(m, g.Words, g.People)
		}})
	}
	m.open(c)
	return nil
}

func choosePerson(m *Model, title string, people []sim.PersonRef) []Effect {
	c := &choice{title: title}
	for _, p := range people {
		c.items = append(c.items, item{fullName(p), p.Language, func(m *Model) []Effect { return m.openPerson(p.ID) }})
	}
	m.open(c)
	return nil
}
