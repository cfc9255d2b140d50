package stage

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// Plain writes the screen that is shown as lines of text: the same lines, without a
// frame, with our own signs in ASCII, and with all other text in the order in which
// it was written.
func (m *Model) Plain(width int) string {
	s := m.tabs[m.tab]
	main, side := m.unframed(width)
	at := "before the first event"
	if !m.pos.AtStart {
		at = m.when(m.pos.At) + ", " + m.pos.Zone
	}
	lines := []line{
		{left: text(cells.Plain, "DRY RUN: nothing is sent.  "+m.run.Name+" "+m.status.Version+"  "+m.status.Feed+"  "+m.loaded())},
		plainLine(s.title() + "  " + at + "  " + counted(m.pos.Messages, "message", "messages") + "  " + counted(m.pos.Events, "event", "events")),
		{},
	}
	for _, p := range []*pane{main, side} {
		if p == nil {
			continue
		}
		lines = append(append(lines, p.head...), p.all()...)
		lines = append(lines, line{})
	}
	c := cells.New(width, len(lines))
	c.Logical = true
	for i := range lines {
		lines[i].rtl = false
		lines[i].draw(c, 0, i, width)
	}
	var b strings.Builder
	for _, l := range strings.Split(strings.TrimRight(c.ASCII(), " \n"), "\n") {
		b.WriteString(strings.TrimRight(l, " ") + "\n")
	}
	return b.String()
}

// JSON writes the view of the screen that is shown.
func (m *Model) JSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(struct {
		Schema   int          `json:"schema"`
		Screen   string       `json:"screen"`
		DryRun   bool         `json:"dry_run"` // nothing is sent
		Journeys string       `json:"journeys"`
		Position sim.Position `json:"position"`
		Status   sim.Status   `json:"feed"`
		View     any          `json:"view"`
	}{sim.Schema, strings.ToLower(m.tabs[m.tab].title()), true, m.run.Name, m.pos, m.status, m.tabs[m.tab].data(m)})
	return b.Bytes(), err
}
