package diag

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// The github format is workflow commands, one a line, which GitHub Actions shows
// on the lines of a pull request:
//
//	::error file=cart.journey,line=3,endLine=3,col=8,endColumn=16,title=J0201 unknown-event::message
//
// A percent sign, a line end, and in properties a colon and a comma too, are
// written as in actions/toolkit (packages/core/src/command.ts), so that no text
// can end a command or begin another. Columns are given for one line only,
// because GitHub refuses them otherwise.
func renderGitHub(p *page) error {
	command := map[Severity]string{Error: "error", Warning: "warning", Info: "notice"}
	for _, d := range p.ds {
		properties := []string{}
		add := func(key, value string) {
			if value != "" {
				properties = append(properties, key+"="+githubProperty.Replace(safetext.Clean(value)))
			}
		}
		add("file", d.File)
		if start, end, ok := p.place(d.File, d.Span); ok {
			add("line", fmt.Sprint(start.Line))
			add("endLine", fmt.Sprint(end.Line))
			if start.Line == end.Line {
				add("col", fmt.Sprint(start.Column))
				add("endColumn", fmt.Sprint(end.Column))
			}
		}
		add("title", strings.TrimSpace(d.Code+" "+d.Name))
		fmt.Fprintf(&p.out, "::%s %s::%s\n", command[d.Severity], strings.Join(properties, ","),
			githubData.Replace(safetext.Clean(p.message(d))))
	}
	return nil
}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// message returns all that a diagnostic says, for formats with one text: the
// summary, the detail, and the notes with their places.
func (p *page) message(d Diagnostic) string {
	parts := []string{d.Summary}
	if d.Detail != "" {
		parts = append(parts, d.Detail)
	}
	for _, n := range d.Notes {
		note := "note: " + n.Text
		if start, _, ok := p.place(n.File, n.Span); ok {
			note += fmt.Sprintf(" (%s:%d:%d)", n.File, start.Line, start.Column)
		} else if n.File != "" {
			note += " (" + n.File + ")"
		}
		parts = append(parts, note)
	}
	return strings.Join(parts, "\n")
}
