package stage

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/dsl/safetext"
)

// The linear form of a screen is for ears, and for terminals that can only go on:
// one thing on a line, each said whole, without columns, signs or order on the
// screen. What can be chosen has a number.

// Linear writes the screen that is shown, one thing on a line.
func (m *Model) Linear() []string {
	s := m.tabs[m.tab]
	out := []string{s.title() + ", " + m.whereWords() + ". DRY RUN: nothing is sent."}
	main, side := m.unframed(linearWidth)
	for _, p := range []*pane{main, side} {
		if p != nil {
			out = append(out, p.aloud(len(p.lines) > 1)...)
		}
	}
	return out
}

// linearWidth is how long a line may become.
const linearWidth = 400

// unframed are the panes of the screen for a form without a frame: each has the
// whole width, and what has room beside is there.
func (m *Model) unframed(width int) (main, side *pane) {
	w := m.w
	defer func() { m.w = w }()
	m.w = 2*width + 3
	return m.tabs[m.tab].panes(m, width)
}

// whereWords says where the time stands.
func (m *Model) whereWords() string {
	at := "before the first event"
	if !m.pos.AtStart {
		at = m.when(m.pos.At)
	}
	if m.pos.AtEnd {
		at += ", the end of the data"
	}
	return at + ", " + counted(m.pos.Messages, "message", "messages") + ", " + counted(m.pos.Events, "event", "events")
}

// aloud writes the lines of a pane; what can be chosen has a number.
func (p *pane) aloud(numbers bool) []string {
	var out []string
	for i := range p.head {
		if s := p.head[i].aloud(); s != "" {
			out = append(out, s)
		}
	}
	from, to := 0, len(p.lines)
	if p.total > aloudRows { // a list of very many, from the one in hand on
		from = max(min(p.scroll.at-p.first, len(p.lines)), 0)
		to = min(from+aloudRows, len(p.lines))
	}
	for i := from; i < to; i++ {
		s := p.line(i).aloud()
		switch {
		case s == "":
		case p.choices && numbers:
			out = append(out, fmt.Sprintf("%d. %s", p.first+i+1, s))
		default:
			out = append(out, s)
		}
	}
	if rest := p.total - p.first - to; p.total > aloudRows && rest > 0 {
		out = append(out, grouped(int64(rest))+" more: say more, or find TEXT.")
	}
	return out
}

// aloudRows is how many rows of a long list are read at a time.
const aloudRows = 25

// aloud is a line as it is said.
func (l *line) aloud() string {
	if l.say != "" {
		return strings.TrimSpace(safetext.Line(l.say))
	}
	left, right := spoken(l.left), spoken(l.right)
	switch {
	case left == "":
		return right
	case right == "":
		return left
	case strings.HasSuffix(left, ":"), strings.HasSuffix(left, "."):
		return left + " " + right
	}
	return left + ": " + right
}

// spoken joins pieces without the signs that only draw.
func spoken(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.role != cells.Chosen { // a cursor
			b.WriteString(s.text)
		}
	}
	words := strings.Fields(strings.Map(func(r rune) rune {
		if r >= 0x2500 && r < 0x2600 || r == '‖' || r == '↑' || r == '‹' || r == '›' {
			return ' '
		}
		return r
	}, safetext.Line(b.String())))
	return strings.ReplaceAll(strings.Join(words, " "), " → ", " to ")
}
