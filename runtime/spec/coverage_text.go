package spec

import (
	"fmt"
	"io"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// sourceLine is a line of the file with what tests came through on it.
type sourceLine struct {
	Number int
	Text   string
	Hits   int      // how many tests came here at most
	Points int      // how many there are on the line
	Missed []string // what no test came through
}

// sourceLines are the lines of a journey.
func (c *Covered) sourceLines() []sourceLine {
	var out []sourceLine
	for n := c.First; n <= c.Last && n <= len(c.lines); n++ {
		x := sourceLine{Number: n, Text: strings.ReplaceAll(safetext.Clean(strings.TrimRight(c.lines[n-1], "\r")), "\t", "  ")}
		for _, p := range c.Points {
			if p.Line != n {
				continue
			}
			x.Points++
			x.Hits = max(x.Hits, p.Hits)
			if p.Hits == 0 {
				x.Missed = append(x.Missed, p.words())
			}
		}
		out = append(out, x)
	}
	return out
}

// words says in a few words what nothing came through.
func (p *Point) words() string {
	switch p.What {
	case "send", "step", "gate":
		return p.Way
	case "split":
		return "arm " + p.Way
	case "branch":
		return "if: " + p.Way
	}
	return p.What + ": " + p.Way
}

// WriteText writes coverage for people: every journey with its lines, and in front of
// each how many tests came there; below it what none came through.
func (c *Coverage) WriteText(w io.Writer, o TextOptions) error {
	o.defaults()
	var b strings.Builder
	for _, j := range c.Journeys {
		hit, all := j.Count()
		fmt.Fprintf(&b, "%s  %.0f%%, %d of %d\n", o.Bold(safetext.Line(j.Name)+"  ("+safetext.Line(j.File)+")"), Percent(hit, all), hit, all)
		for _, x := range j.sourceLines() {
			hits := ""
			if x.Points > 0 {
				hits = fmt.Sprintf("%d×", x.Hits)
			}
			mark := " "
			if len(x.Missed) > 0 {
				mark = "!"
			}
			lead := fmt.Sprintf("%s %s %4d  ", mark, left(hits, 4), x.Number)
			b.WriteString(strings.TrimRight(lead+cut(x.Text, o.Width-safetext.Width(lead)), " ") + "\n")
			if len(x.Missed) > 0 {
				for _, part := range wrapped("never: "+safetext.Line(strings.Join(x.Missed, ", ")), o.Width-15) {
					b.WriteString(strings.Repeat(" ", 15) + part + "\n")
				}
			}
		}
		b.WriteByte('\n')
	}
	hit, all := c.Count()
	fmt.Fprintf(&b, "coverage: %.1f%%, %d of %d\n", Percent(hit, all), hit, all)
	_, err := io.WriteString(w, b.String())
	return err
}

// left fills a text up to so many columns, in front.
func left(s string, columns int) string {
	return strings.Repeat(" ", max(0, columns-safetext.Width(s))) + s
}

// wrapped breaks words into lines of so many columns, where words allow.
func wrapped(text string, columns int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && safetext.Width(line)+1+safetext.Width(word) > columns {
			out = append(out, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(out, line)
}
