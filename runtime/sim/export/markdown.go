package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/report"
)

// Markdown writes a summary as Markdown: what was read, every journey with its
// steps, and why people were left out, skipped or left.
func Markdown(w io.Writer, s *report.Summary, about string) error {
	m := &markdown{}
	m.line("# What the journeys would do")
	m.line("")
	m.line("_" + escape(about) + "_")
	if f := s.Feed; f != nil {
		m.line("")
		m.line(fmt.Sprintf("%s: %s lines, %s people, from %s to %s UTC.", escape(f.Name), report.Group(f.Lines), report.Group(f.People), report.Minute(f.First), report.Minute(f.Last)))
	}
	m.table([]string{"journey", "entered", "inside", "goal", "finished", "not entered"}, func(row func(...string)) {
		for i := range s.Journeys {
			j := &s.Journeys[i]
			row(escape(j.Name), report.Group(j.Entered), report.Group(j.Inside), report.Group(j.Goals), report.Group(j.Finished), report.Group(j.NotEntered.Total()))
		}
	})
	for i := range s.Journeys {
		m.journey(&s.Journeys[i])
	}
	m.table([]string{"channel", "sent", "skipped"}, func(row func(...string)) {
		for _, c := range s.Channels {
			row(escape(c.Name), report.Group(c.Sent), report.Group(c.Skipped.Total()))
		}
	})
	if _, err := io.WriteString(w, m.String()); err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	return nil
}

type markdown struct{ strings.Builder }

func (m *markdown) line(s string) { m.WriteString(s + "\n") }

// journey writes one journey.
func (m *markdown) journey(j *report.Journey) {
	m.line("")
	title := "## " + escape(j.Name)
	if j.Title != "" {
		title += ": " + escape(j.Title)
	}
	m.line(title)
	m.table([]string{"line", "step", "passed", "waiting", "sent", "skipped"}, func(row func(...string)) {
		for i := range j.Steps {
			s := &j.Steps[i]
			label := s.Label
			if label == "" {
				label = s.ID
			}
			row(strconv.Itoa(int(s.Line)), escape(label), report.Group(s.Arrived), report.Group(s.Waiting), report.Group(s.Sent), report.Group(s.Skipped.Total()))
			for _, a := range s.Arms {
				row("", "→ "+escape(a.Name), report.Group(a.N), "", "", "")
			}
		}
	})
	var skipped report.Counts
	for i := range j.Steps {
		skipped = report.Merge(skipped, j.Steps[i].Skipped)
	}
	m.counts("Not entered", j.NotEntered)
	m.counts("Skipped", skipped)
	m.counts("Left", j.Exits)
}

func (m *markdown) counts(what string, counts report.Counts) {
	if len(counts) == 0 {
		return
	}
	var parts []string
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%s %s", c.Name, report.Group(c.N)))
	}
	m.line("")
	m.line(what + ": " + escape(strings.Join(parts, ", ")) + ".")
}

// table writes a table; the first two columns of words are at the left, numbers at
// the right.
func (m *markdown) table(head []string, fill func(row func(...string))) {
	var rows [][]string
	fill(func(cells ...string) { rows = append(rows, cells) })
	if len(rows) == 0 {
		return
	}
	m.line("")
	m.line("| " + strings.Join(head, " | ") + " |")
	rule := make([]string, len(head))
	for i, h := range head {
		rule[i] = "---:"
		if h == "journey" || h == "step" || h == "channel" {
			rule[i] = ":---"
		}
	}
	m.line("| " + strings.Join(rule, " | ") + " |")
	for _, r := range rows {
		m.line("| " + strings.Join(r, " | ") + " |")
	}
}

// escapes are the characters that mean something in Markdown, also inside a table.
var escapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "#", `\#`, "&", "&amp;", "~", `\~`,
)

func escape(s string) string { return escapes.Replace(safetext.Line(s)) }
