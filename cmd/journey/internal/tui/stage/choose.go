package stage

import (
	"context"
	"errors"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
)

// Offer is one thing that can be chosen at the beginning.
type Offer struct{ Name, Detail string }

// Start is what a folder has to offer, and how what is chosen is opened.
type Start struct {
	Journeys, People []Offer
	Open             func(ctx context.Context, journeys, people int) (*Run, error)
}

// chooser is the first question: which journeys, and with which people.
type chooser struct {
	start   *Start
	at      [2]int
	block   int // which of the questions the arrows answer
	opening bool
	back    bool // to what was shown before
}

// Ask returns a model that first asks what to show.
func Ask(start *Start, look Look) *Model {
	m := blank(look)
	m.pick = &chooser{start: start}
	return m
}

func (p *chooser) offers(block int) []Offer {
	if block == 0 {
		return p.start.Journeys
	}
	return p.start.People
}

func (p *chooser) key(m *Model, name string) []Effect {
	n := len(p.offers(p.block))
	switch name {
	case "q", "esc":
		if p.back {
			m.pick = nil
			return m.refresh()
		}
		return m.quit()
	case "?":
		return help(m)
	case "up":
		p.at[p.block] = max(p.at[p.block]-1, 0)
	case "down":
		p.at[p.block] = min(p.at[p.block]+1, n-1)
	case "tab", "right", "left", "shift+tab":
		p.block = 1 - p.block
	case "enter", "space":
		return p.open(m)
	}
	return nil
}

func (p *chooser) open(m *Model) []Effect {
	if p.opening {
		return nil
	}
	p.opening = true
	start, a, b := p.start, p.at[0], p.at[1]
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		run, err := start.Open(ctx, a, b)
		return func(m *Model) []Effect {
			p.opening = false
			var broken *Broken
			switch {
			case errors.As(err, &broken):
				m.stick(broken)
				return nil
			case err != nil:
				return m.complain(err)
			}
			m.guided = !p.back
			if p.back {
				m.Session().Close()
				m.forget()
				m.journey, m.flow.scroll = 0, scroll{}
			}
			m.begin(run)
			return m.refresh()
		}
	})}
}

func (p *chooser) draw(m *Model, c *cells.Canvas) {
	end := m.badge(c)
	c.Put(1, 0, end-1, cells.Strong, "journey")
	y := 2
	if m.h >= 20 {
		c.Put(3, y, m.w-6, cells.Plain, "See what your journeys would send, before they send anything.")
		y += 2
	}
	room := (m.h - y - 6) / 2
	for block, title := range []string{"Which journeys?", "With which people?"} {
		role := cells.Plain
		if block == p.block {
			role = cells.Accent
		}
		c.Put(3, y, m.w-6, role, title)
		y++
		offers := p.offers(block)
		first := max(0, p.at[block]-room+1)
		for i := first; i < len(offers) && i < first+room; i++ {
			sign := "  "
			if i == p.at[block] {
				sign = "● "
			}
			l := line{left: text(cells.Plain, sign+offers[i].Name), right: text(cells.Faint, offers[i].Detail)}
			if m.w < 60 {
				l.right = nil
			}
			l.draw(c, 3, y, m.w-6)
			if i == p.at[block] && block == p.block {
				c.Paint(3, y, m.w-6, cells.Chosen)
			}
			m.press(3, y, m.w-6, 1, func(m *Model) []Effect {
				again := p.block == block && p.at[block] == i
				p.block, p.at[block] = block, i
				if again {
					return p.open(m)
				}
				return nil
			})
			y++
		}
		y++
	}
	if m.note.text != "" {
		for i, l := range wrap(m.note.text, m.w-6) {
			c.Put(3, m.h-3+i, m.w-6, m.note.role, l)
		}
	}
	foot := "Enter start   ↑↓ choose   Tab next question   ? help   q quit"
	if m.w < 70 {
		foot = "Enter start  ↑↓ Tab  q quit"
	}
	if p.opening {
		foot = "opening …"
	}
	c.Put(3, m.h-1, m.w-6, cells.Accent, foot)
	m.press(3, m.h-1, 11, 1, p.open)
}
