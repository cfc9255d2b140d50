package stage

import (
	"fmt"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// sourceScreen is the journeys' files, with how many people came to each line.
type sourceScreen struct {
	scroll
	view []sim.Source
}

func (s *sourceScreen) title() string { return "Journey" }
func (s *sourceScreen) about() string {
	return "Journey shows the files with how many people came to each line; a line that nobody came to is marked. t travels to the moment when the first came there. e opens the line in your editor, and what you save is run at once, at the same moment. A broken file takes nothing away."
}
func (s *sourceScreen) split(*Model) int { return 0 }
func (s *sourceScreen) data(*Model) any  { return s.view }

func (s *sourceScreen) load(m *Model) []Effect {
	s.view = m.run.Session.Sources()
	return nil
}

// place is a line of a file, in a row; line 0 is the file's name.
type place struct {
	file int
	line int
}

func (s *sourceScreen) places() []place {
	var out []place
	for i := range s.view {
		out = append(out, place{i, 0})
		for k := range s.view[i].Lines {
			out = append(out, place{i, k + 1})
		}
	}
	return out
}

func (s *sourceScreen) panes(m *Model, w int) (*pane, *pane) {
	p := &pane{choices: true, focus: true, scroll: &s.scroll}
	for _, at := range s.places() {
		f := &s.view[at.file]
		if at.line == 0 {
			p.lines = append(p.lines, line{left: text(cells.Strong, f.File), right: text(cells.Faint, "people through"), say: "file " + f.File})
			continue
		}
		x := &f.Lines[at.line-1]
		l := line{left: []span{{cells.Faint, fmt.Sprintf("%4d ", at.line)}}}
		switch {
		case x.Passed < 0:
			l.left = append(l.left, span{cells.Plain, "  " + x.Text})
		case x.Passed == 0:
			l.left = append(l.left, span{cells.Warn, "! " + x.Text})
			l.right = text(cells.Warn, "0 never")
			l.say = fmt.Sprintf("line %d, reached by nobody, 0: %s", at.line, x.Text)
		default:
			l.left = append(l.left, span{cells.Accent, "● "}, span{cells.Plain, x.Text})
			l.right = text(cells.Plain, grouped(x.Passed))
			l.say = fmt.Sprintf("line %d, %s: %s", at.line, counted(x.Passed, "person", "people"), x.Text)
		}
		p.lines = append(p.lines, l)
	}
	return p, nil
}

func (s *sourceScreen) brief(m *Model, _ int) []line {
	at, ok := s.atRow()
	if !ok || at.line == 0 || s.view[at.file].Lines[at.line-1].Passed < 0 {
		return nil
	}
	x := &s.view[at.file].Lines[at.line-1]
	words := fmt.Sprintf("line %d: %s came here, %s here now", at.line, counted(x.Passed, "person", "people"), grouped(x.Here))
	if x.Passed == 0 {
		words = fmt.Sprintf("line %d was reached by nobody up to now", at.line)
	}
	return []line{plainLine(words)}
}

func (s *sourceScreen) atRow() (place, bool) {
	ps := s.places()
	if s.at >= len(ps) {
		return place{}, false
	}
	return ps[s.at], true
}

func (s *sourceScreen) move(_ *Model, by int) []Effect {
	s.scroll.move(by, len(s.places()))
	return nil
}

// enter shows the step of the line on the Flow screen.
func (s *sourceScreen) enter(m *Model) []Effect {
	at, ok := s.atRow()
	if !ok {
		return nil
	}
	for _, name := range m.journeys {
		f, err := m.run.Session.Flow(name)
		if err != nil || f.File != s.view[at.file].File {
			continue
		}
		for i, r := range f.Rows {
			if r.Line == at.line && !r.Empty {
				m.goJourney(name)
				return m.flow.choose(m, i)
			}
		}
	}
	m.say("no step is written on this line")
	return nil
}

func (s *sourceScreen) leave(m *Model) []Effect { return m.show(m.flow) }
func (s *sourceScreen) hints(*Model) []string {
	return []string{"open", "travel", "edit", "compare", "versions", "play", "back", "quit"}
}

// travel goes to the moment when the first person came to the line in hand.
func travel(m *Model) []Effect {
	at, ok := m.source.atRow()
	if !ok || at.line == 0 {
		m.say("choose a line first")
		return nil
	}
	x, err := m.run.Session.FirstAt(m.source.view[at.file].File, at.line)
	if err != nil {
		return m.complain(err)
	}
	m.playing = false
	out := m.seekAt(x.At)
	m.say("%s came to line %d first, %s", fullName(x.Person), x.Line, m.when(x.At))
	return out
}

func sourceActions() []action {
	return []action{{id: "travel", name: "to the moment when the first person came to this line", keys: []string{"t"}, hint: "first here", on: travel, where: onSource}}
}
