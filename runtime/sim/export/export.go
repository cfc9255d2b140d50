// Package export writes what a simulation shows in forms that other programs read:
// messages as CSV, NDJSON and RFC 5322 files, people as CSV, a summary as Markdown.
//
// Every export says that it was simulated, of which version and data. The same
// simulation gives the same bytes: dates are those of virtual time, and ids are made
// of what they name.
package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/sim"
)

// About says what was simulated.
func About(st *sim.Status) string {
	out := fmt.Sprintf("simulated, nothing was sent: %s over %s, %d people", st.Version, st.Feed, st.People)
	if st.Assumed != nil {
		out += fmt.Sprintf(", invented with seed %d", st.Assumed.Seed)
	}
	if st.Bad > 0 {
		out += fmt.Sprintf(", %d lines could not be read", st.Bad)
	}
	return out
}

// Messages writes messages as CSV with a header.
type Messages struct {
	w     *csv.Writer
	about string
}

// NewMessages begins a CSV file of messages. Flush must be called at the end.
func NewMessages(w io.Writer, about string) (*Messages, error) {
	m := &Messages{csv.NewWriter(w), about}
	return m, m.w.Write([]string{
		"number", "at", "person", "name", "language", "to", "channel", "journey", "step", "line", "message", "status", "reason",
		"held_since", "subject", "body", "items", "simulated",
	})
}

// Write writes one message.
func (m *Messages) Write(x *sim.Message) error {
	held := ""
	if x.HeldSince != 0 {
		held = x.HeldSince.String()
	}
	to, subject, body := "", "", ""
	if x.Content != nil {
		to, subject, body = x.Content.To, part(x, "subject"), part(x, "body")
	}
	row := []string{
		strconv.FormatInt(x.Number, 10), x.At.String(), x.To.ID, x.To.Name, x.To.Language, to, x.Channel, x.Journey, x.Step,
		strconv.Itoa(x.Line), x.Message, x.Status, x.Reason, held, subject, body, strings.Join(x.Items, " "), m.about,
	}
	for i := range row {
		row[i] = Cell(row[i])
	}
	return m.w.Write(row)
}

// Flush writes what is buffered.
func (m *Messages) Flush() error {
	m.w.Flush()
	return m.w.Error()
}

func part(x *sim.Message, name string) string {
	for _, p := range x.Content.Parts {
		if p.Name == name {
			return p.Text
		}
	}
	return ""
}

// Cell makes a text harmless for a spreadsheet, which takes what begins with one of
// = + - @ for a formula: an apostrophe before it says that it is text. Numbers stay.
func Cell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// People writes people as CSV with a header.
func People(w io.Writer, people []sim.PersonLine, about string) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"person", "name", "language", "zone", "events", "messages", "inside", "last", "simulated"}}
	for i := range people {
		p := &people[i]
		last := ""
		if p.Last != 0 {
			last = p.Last.String()
		}
		rows = append(rows, []string{
			Cell(p.ID), Cell(p.Name), Cell(p.Language), Cell(p.Zone), strconv.FormatInt(p.Events, 10), strconv.FormatInt(p.Messages, 10),
			Cell(strings.Join(p.Inside, " ")), last, about,
		})
	}
	return out.WriteAll(rows)
}
