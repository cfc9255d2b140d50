package stage

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/sim/export"
	sharing "github.com/journeylang/journey/runtime/sim/page"
)

func programActions() []action {
	return []action{
		{id: "edit", name: "open the line in the editor", keys: []string{"e"}, hint: "editor", on: edit},
		{id: "copy", name: "copy what is shown", keys: []string{"y"}, hint: "copy", on: func(m *Model) []Effect {
			m.say("copied")
			return []Effect{Copy(m.Plain(max(m.w, 80)))}
		}},
		{id: "export", name: "export to a file", keys: []string{"x"}, hint: "export", on: chooseExport},
		{id: "theme", name: "another theme", keys: []string{"T"}, on: func(m *Model) []Effect {
			names := cells.ThemeNames()
			for i, n := range names {
				if cells.ThemeOf(n) == m.look.Theme {
					next := names[(i+1)%len(names)]
					m.look.Theme = cells.ThemeOf(next)
					m.say("theme %s", next)
					break
				}
			}
			return nil
		}},
		{id: "rtl", name: "right-to-left text is ordered here, or by the terminal", keys: []string{"R"}, on: func(m *Model) []Effect {
			m.look.Logical = !m.look.Logical
			m.memory.Order, m.learned = map[bool]string{true: ByTerminal, false: ByApp}[m.look.Logical], true
			m.say("%s", map[bool]string{true: "the terminal orders right-to-left text", false: "right-to-left text is ordered and joined here"}[m.look.Logical])
			return nil
		}},
		{id: "mouse", name: "leave the mouse to the terminal, to select text; or take it back", keys: []string{"M"}, on: func(m *Model) []Effect {
			m.noMouse = !m.noMouse
			m.say("%s", map[bool]string{true: "the mouse is the terminal's: select and copy; M takes it back", false: "the mouse is ours again"}[m.noMouse])
			return nil
		}},
		{id: "mistakes", name: "all that is wrong with the file", keys: []string{"E"}, on: func(m *Model) []Effect {
			broken := m.broken
			m.open(&page{title: "What is wrong with the file", lines: func(w int) []line {
				var out []line
				for _, l := range strings.Split(strings.TrimSpace(broken), "\n") {
					out = append(out, plainLine(l))
				}
				return out
			}})
			return nil
		}, not: func(m *Model) string {
			if m.broken == "" {
				return "nothing is wrong with it"
			}
			return ""
		}},
		{id: "fix", name: "fix the file, where that is certain", keys: []string{"f"}, hint: "fix", on: func(m *Model) []Effect {
			return m.repair(m.run.Fix)
		}, not: func(m *Model) string {
			switch {
			case m.broken == "":
				return "nothing is wrong with it"
			case m.run.Fix == nil:
				return "the example is no file"
			}
			return ""
		}},
		{id: "stop reading", name: "stop reading the feed, and keep what is there", on: func(m *Model) []Effect {
			m.run.Session.Stop()
			return nil
		}, not: func(m *Model) string {
			if m.status.Phase != sim.Loading && m.status.Phase != sim.Live {
				return "it was read to its end"
			}
			return ""
		}},
		{id: "others", name: "choose other journeys or other people", keys: []string{"o"}, on: func(m *Model) []Effect {
			ask := m.run.Others
			m.playing = false
			m.say("looking what is there …")
			return []Effect{Work(func(context.Context) func(*Model) []Effect {
				start := ask()
				return func(m *Model) []Effect {
					m.note, m.over = note{}, nil
					m.pick = &chooser{start: start, back: true}
					return nil
				}
			})}
		}, not: func(m *Model) string {
			if m.run.Others == nil {
				return "there are no others here"
			}
			return ""
		}},
		{id: "palette", name: "all actions by name", keys: []string{"ctrl+p", ":"}, on: palette},
		{id: "help", name: "help", keys: []string{"?"}, on: help},
		{id: "quit", name: "quit", keys: []string{"q", "ctrl+c"}, hint: "quit", on: func(m *Model) []Effect { return m.quit() }},
	}
}

// quit ends, and asks only when a what-if that was kept by nobody would be lost.
func (m *Model) quit() []Effect {
	unsaved := m.run != nil && slices.ContainsFunc(m.run.Session.WhatIfs(), func(w sim.WhatIf) bool { return !w.Kept })
	if unsaved && !m.quitting && m.run.Keep != nil {
		m.quitting = true
		m.over = nil
		m.open(&choice{title: "A what-if is not kept as a test", items: []item{
			{"quit all the same", "", func(*Model) []Effect { return []Effect{Quit{}} }},
			{"keep it as a test", "", func(m *Model) []Effect { m.quitting = false; return m.do("keep") }},
			{"go on", "", func(m *Model) []Effect { m.quitting = false; return nil }},
		}})
		return nil
	}
	return []Effect{Quit{}}
}

// edit opens the line in hand.
func edit(m *Model) []Effect {
	if !m.run.Edits {
		return m.complain(errNoEditor)
	}
	var file string
	var at int
	switch p, ok := m.source.atRow(); {
	case m.tabs[m.tab] == screen(m.source) && ok:
		file, at = m.source.view[p.file].File, max(p.line, 1)
	case m.flow.view != nil:
		file, at = m.flow.view.File, m.flow.view.Line
		if r := m.flow.row(); r != nil && r.Line > 0 {
			at = r.Line
		}
	default:
		return m.complain(errors.New("there is no file"))
	}
	return []Effect{Edit{file, at}}
}

// Summary is one line about where the model stood, for after the end.
func (m *Model) Summary() string {
	if m.run == nil {
		return ""
	}
	return fmt.Sprintf("%s: up to %s, %s would have been sent. Nothing was sent.", m.run.Name, m.when(m.pos.At), counted(m.pos.Messages, "message", "messages"))
}

func chooseExport(m *Model) []Effect {
	c := &choice{title: "Export", foot: "Enter writes a new file"}
	for _, e := range exports {
		c.items = append(c.items, item{e.words, e.file, func(m *Model) []Effect {
			if m.run.Export == nil {
				return m.complain(errors.New("nothing can be written here"))
			}
			data, err := e.data(m)
			if err != nil {
				return m.complain(err)
			}
			where, err := m.run.Export(e.file, data)
			if err != nil {
				return m.complain(err)
			}
			m.say("written to %s", where)
			return nil
		}})
	}
	m.open(c)
	return nil
}

// exports are what can be written. They hold text in the order in which it was
// written, and say that it was simulated.
var exports = []struct {
	words, file string
	data        func(*Model) ([]byte, error)
}{
	{"messages, as a table", "messages.csv", messagesCSV},
	{"messages, as lines of JSON", "messages.ndjson", messagesNDJSON},
	{"the message that is open, as a mail program reads it", "message.eml", messageEML},
	{"the summary, as JSON", "summary.json", func(m *Model) ([]byte, error) {
		var b bytes.Buffer
		err := m.run.Session.Summary().WriteJSON(&b)
		return b.Bytes(), err
	}},
	{"the summary, as text", "summary.txt", func(m *Model) ([]byte, error) {
		var b bytes.Buffer
		err := m.run.Session.Summary().WriteText(&b, report.TextOptions{Width: 100})
		return append([]byte("Simulated, nothing was sent. "+m.provenance()+"\n\n"), b.Bytes()...), err
	}},
	{"the summary, as Markdown", "summary.md", func(m *Model) ([]byte, error) {
		var b bytes.Buffer
		err := export.Markdown(&b, m.run.Session.Summary(), export.About(&m.status))
		return b.Bytes(), err
	}},
	{"the flow, as Mermaid", "flow.mmd", func(m *Model) ([]byte, error) { return m.exportFlow("mermaid") }},
	{"the flow, as DOT", "flow.dot", func(m *Model) ([]byte, error) { return m.exportFlow("dot") }},
	{"the flow, as a picture", "flow.svg", func(m *Model) ([]byte, error) { return m.exportFlow("svg") }},
	{"a page to share", "report.html", func(m *Model) ([]byte, error) {
		var b bytes.Buffer
		err := sharing.Write(&b, m.run.Session, nil)
		return b.Bytes(), err
	}},
	{"this screen, as text", "screen.txt", func(m *Model) ([]byte, error) { return []byte(m.Plain(100)), nil }},
	{"this screen, as a picture", "screen.svg", func(m *Model) ([]byte, error) { return []byte(m.Picture()), nil }},
	{"this screen, in the terminal's own form", "screen.ans", func(m *Model) ([]byte, error) { return []byte(m.Styled() + "\n"), nil }},
	{"this screen, as JSON", "screen.json", (*Model).JSON},
	{"this session, to go on with it", "session.run", sessionRun},
}

func (m *Model) provenance() string {
	return fmt.Sprintf("%s %s, %s, %s skipped, up to %s.", m.run.Name, m.status.Version, m.status.Feed, counted(m.status.Bad, "line", "lines"), m.when(m.pos.At))
}

func (m *Model) exportFlow(format string) ([]byte, error) {
	if m.flow.view == nil || m.flow.view.Graph == nil {
		return nil, errors.New("there is no journey")
	}
	var b bytes.Buffer
	err := export.Flow(&b, []*sim.Flow{m.flow.view}, format)
	return b.Bytes(), err
}

// eachMessage goes over all messages of the filter in hand, a window at a time.
func (m *Model) eachMessage(f func(*sim.MessageLine) error) error {
	q := m.messages.query
	q.Oldest, q.Limit = true, 1000
	for {
		l := m.run.Session.Messages(q)
		for i := range l.Lines {
			if err := f(&l.Lines[i]); err != nil {
				return err
			}
		}
		if len(l.Lines) < q.Limit {
			return nil
		}
		q.From += len(l.Lines)
	}
}

func messagesCSV(m *Model) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"time", "person", "name", "language", "journey", "step", "channel", "message", "status", "reason"}) // a buffer takes all
	err := m.eachMessage(func(x *sim.MessageLine) error {
		row := []string{x.At.String(), x.To.ID, x.To.Name, x.To.Language, x.Journey, x.Step, x.Channel, x.Message, x.Status, x.Reason}
		for i := range row {
			row[i] = export.Cell(safetext.Line(row[i]))
		}
		return w.Write(row)
	})
	w.Flush()
	return b.Bytes(), errors.Join(err, w.Error())
}

func messageEML(m *Model) ([]byte, error) {
	switch v := m.messages.view; {
	case v == nil || !onMessages(m):
		return nil, errors.New("open a message first")
	case v.Content == nil:
		return nil, errors.New("it says nothing: it is not sent")
	default:
		return export.EML(v, export.About(&m.status)), nil
	}
}

func messagesNDJSON(m *Model) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := m.eachMessage(func(x *sim.MessageLine) error { return enc.Encode(x) })
	return b.Bytes(), err
}
