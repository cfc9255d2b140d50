package stage

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/compiler"
)

// Broken is the error of journeys that have mistakes before anything has run. Then
// the source is shown with what is wrong, and everything begins as soon as the file
// is saved in order.
type Broken struct {
	Name  string // of the journeys
	Text  string // what is wrong, as the compiler says it
	Files []compiler.Source
	// Again tries again; it returns a Broken when there are mistakes still.
	Again func(context.Context) (*Run, error)
	Fix   Fixer
}

func (b *Broken) Error() string { return b.Name + " has mistakes" }

// stuck is the screen of such journeys.
type stuck struct {
	*Broken
	scroll
	file, line int // of the first mistake
	trying     bool
}

// Mend returns a model that waits for broken journeys to be mended.
func Mend(b *Broken, look Look) *Model {
	m := blank(look)
	m.stick(b)
	return m
}

// stick shows what is wrong, where the first mistake is.
func (m *Model) stick(b *Broken) {
	s := &stuck{Broken: b}
	s.file, s.line = placeOf(b)
	s.at = max(s.line-4, 0)
	m.stuck, m.pick, m.run = s, nil, nil
}

var placePattern = regexp.MustCompile(`(?m)^(?:\s*-->\s*)?(.+?):(\d+):\d+`)

// placeOf finds the first mistake in what the compiler says.
func placeOf(b *Broken) (file, line int) {
	for _, found := range placePattern.FindAllStringSubmatch(b.Text, -1) {
		for i := range b.Files {
			if strings.HasSuffix(strings.TrimSpace(found[1]), b.Files[i].Path) {
				n, err := strconv.Atoi(found[2])
				if err == nil {
					return i, n
				}
			}
		}
	}
	return 0, 0
}

// again tries again, because somebody saved or asked for it.
func (s *stuck) again(m *Model) []Effect {
	if s.trying {
		return nil
	}
	s.trying = true
	try := s.Again
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		run, err := try(ctx)
		return func(m *Model) []Effect {
			s.trying = false
			var still *Broken
			switch {
			case errors.As(err, &still):
				m.stick(still)
				return nil
			case err != nil:
				return m.complain(err)
			}
			m.begin(run)
			m.say("in order again: it runs")
			return m.refresh()
		}
	})}
}

func (s *stuck) key(m *Model, name string) []Effect {
	switch name {
	case "q", "esc":
		return m.quit()
	case "?":
		return help(m)
	case "e":
		if s.file < len(s.Files) {
			return []Effect{Edit{s.Files[s.file].Path, max(s.line, 1)}}
		}
	case "f":
		if s.Fix != nil {
			return m.repair(s.Fix)
		}
	case "enter", "space":
		return s.again(m)
	case "up":
		s.at--
	case "down":
		s.at++
	case "pgup":
		s.at -= m.pageRows()
	case "pgdown":
		s.at += m.pageRows()
	}
	return nil
}

// pane is the file with its first mistake marked.
func (s *stuck) pane() *pane {
	p := &pane{scroll: &s.scroll}
	if s.file >= len(s.Files) {
		return p
	}
	f := s.Files[s.file]
	p.head = []line{heading(f.Path)}
	for i, text := range strings.Split(strings.TrimSuffix(f.Text, "\n"), "\n") {
		role, sign := cells.Plain, "  "
		if i+1 == s.line {
			role, sign = cells.Problem, "! "
		}
		p.lines = append(p.lines, line{left: []span{{cells.Faint, fmt.Sprintf("%4d ", i+1)}, {role, sign + strings.TrimSuffix(text, "\r")}}})
	}
	return p
}

func (s *stuck) draw(m *Model, c *cells.Canvas) {
	end := m.badge(c)
	x := 1 + c.Put(1, 0, end-1, cells.Strong, s.Name)
	state := "has a mistake: nothing runs yet"
	if s.trying {
		state = "is tried again"
	}
	c.Put(x+1, 0, end-x-1, cells.Problem, state)
	said := strings.Split(strings.TrimSpace(s.Text), "\n")
	n := min(len(said), max((m.h-4)/2, 3))
	c.Fill(0, 1, m.w, cells.Problem, "─")
	for i := range n {
		c.Put(1, 2+i, m.w-2, cells.Plain, said[i])
	}
	c.Fill(0, 2+n, m.w, cells.Faint, "─")
	s.pane().draw(m, c, 1, 3+n, m.w-2, m.h-6-n)
	c.Fill(0, m.h-3, m.w, cells.Faint, "─")
	if m.note.text != "" {
		c.Put(1, m.h-2, m.w-2, m.note.role, m.note.text)
	} else {
		c.Put(1, m.h-2, m.w-2, cells.Plain, "Save the file when it is mended, and it begins by itself.")
	}
	x = 1
	for _, k := range []struct {
		words string
		key   string
	}{{"f fix", "f"}, {"e editor", "e"}, {"Enter try again", "enter"}, {"? help", "?"}, {"q quit", "q"}} {
		n := c.Put(x, m.h-1, m.w-x, cells.Accent, k.words)
		m.press(x, m.h-1, n, 1, func(m *Model) []Effect { return s.key(m, k.key) })
		x += n + 3
	}
}

// aloud says what is wrong.
func (s *stuck) aloud() []string {
	out := []string{s.Name + " has a mistake: nothing runs yet."}
	for _, l := range strings.Split(strings.TrimSpace(s.Text), "\n") {
		if strings.TrimSpace(l) != "" {
			out = append(out, l)
		}
	}
	return append(out, "Save the file when it is mended, and it begins by itself; quit ends.")
}
