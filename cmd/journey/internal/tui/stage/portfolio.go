package stage

import (
	"fmt"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

// portfolioScreen is all journeys beside each other, who is in more than one, and
// what was held back.
type portfolioScreen struct {
	scroll
	view *sim.Portfolio
}

func (p *portfolioScreen) title() string { return "All" }
func (p *portfolioScreen) about() string {
	return "All shows every journey beside the others: who is inside, what was sent, what caps and quiet hours held back, who is in more than one journey at once, and who gets most messages. Enter opens a journey or a person."
}
func (p *portfolioScreen) split(*Model) int { return 0 }
func (p *portfolioScreen) data(*Model) any  { return p.view }

func (p *portfolioScreen) load(m *Model) []Effect {
	p.view = m.run.Session.Portfolio()
	return nil
}

func (p *portfolioScreen) panes(m *Model, w int) (*pane, *pane) {
	v := p.view
	out := &pane{choices: true, focus: true, scroll: &p.scroll}
	widths, heads := []int{9, 9, 9, 9, 9}, []string{"entered", "inside", "goals", "sent", "not sent"}
	if w < 72 {
		widths, heads = widths[:3], []string{"entered", "inside", "sent"}
	}
	out.head = []line{{left: text(cells.Strong, counted(int64(len(v.Journeys)), "journey", "journeys")), right: text(cells.Faint, columns(widths, heads...)), say: counted(int64(len(v.Journeys)), "journey", "journeys")}}
	for _, j := range v.Journeys {
		values := []string{grouped(j.Entered), grouped(j.Inside), grouped(j.Goals), grouped(j.Sent), grouped(j.Skipped.Total())}
		if w < 72 {
			values = []string{values[0], values[1], values[3]}
		}
		out.lines = append(out.lines, line{left: []span{{cells.Accent, j.Journey + "  "}, {cells.Faint, j.Title}}, right: text(cells.Plain, columns(widths, values...)),
			say: fmt.Sprintf("%s: %s entered, %s inside, %s reached the goal, %s sent, %s not sent", j.Journey, grouped(j.Entered), grouped(j.Inside), grouped(j.Goals), grouped(j.Sent), grouped(j.Skipped.Total()))})
	}
	add := func(l ...line) { out.lines = append(out.lines, l...) }
	add(line{}, number("people inside one journey", grouped(v.InOne)), number("people inside more than one at once", grouped(v.InMore)))
	for _, o := range v.Pairs {
		add(number("  "+o.A+" and "+o.B, grouped(o.N)))
	}
	add(line{}, heading("what was held back"))
	none := true
	for _, j := range v.Journeys {
		if j.Held > 0 {
			none = false
			add(number("  "+j.Journey+": waits for the end of quiet hours", grouped(j.Held)))
		}
		for _, l := range reasons("  "+j.Journey+": ", j.Skipped, report.SkippedBecause, w) {
			none = false
			add(l)
		}
	}
	if none {
		add(faint("  nothing"))
	}
	add(line{}, heading("most messages"))
	for _, x := range v.Busiest {
		add(number("  "+fullName(x.PersonRef), grouped(x.Messages)))
	}
	return out, nil
}

func (p *portfolioScreen) brief(*Model, int) []line { return nil }

func (p *portfolioScreen) move(m *Model, by int) []Effect {
	main, _ := p.panes(m, m.w)
	p.scroll.move(by, len(main.lines))
	return nil
}

func (p *portfolioScreen) enter(m *Model) []Effect {
	v := p.view
	if p.at < len(v.Journeys) {
		m.goJourney(v.Journeys[p.at].Journey)
		return m.show(m.flow)
	}
	main, _ := p.panes(m, m.w)
	if from := len(main.lines) - len(v.Busiest); p.at >= from {
		return m.openPerson(v.Busiest[p.at-from].ID)
	}
	return nil
}

func (p *portfolioScreen) leave(m *Model) []Effect { return m.show(m.flow) }
func (p *portfolioScreen) hints(*Model) []string {
	return []string{"open", "play", "event", "message", "goto", "back", "quit"}
}
