package why

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// WriteText writes an explanation for people, in lines of at most width columns
// where words allow. bold marks headings; nil leaves them plain.
func (e *Explanation) WriteText(w io.Writer, width int, bold func(string) string) error {
	if bold == nil {
		bold = func(s string) string { return s }
	}
	p := &printer{width: max(width, 40), bold: bold}
	p.head(e)
	// What happened comes before what did not.
	for _, happened := range []bool{true, false} {
		for i := range e.Journeys {
			if j := &e.Journeys[i]; (len(j.Chapters) > 0) == happened {
				p.journey(j)
			}
		}
	}
	if _, err := io.WriteString(w, p.b.String()); err != nil {
		return fmt.Errorf("writing the explanation: %w", err)
	}
	return nil
}

type printer struct {
	b     strings.Builder
	width int
	bold  func(string) string
}

// line writes words after a lead; what does not fit goes on below, so many columns in.
func (p *printer) line(lead string, hang int, words string) {
	p.b.WriteString(lead)
	at := safetext.Width(lead)
	first := true
	for _, word := range strings.Fields(safetext.Line(words)) {
		n := safetext.Width(word)
		switch {
		case first:
		case at+1+n > p.width:
			p.b.WriteString("\n" + strings.Repeat(" ", hang))
			at = hang
		default:
			p.b.WriteByte(' ')
			at++
		}
		first = false
		p.b.WriteString(word)
		at += n
	}
	p.b.WriteByte('\n')
}

func (p *printer) head(e *Explanation) {
	who := safetext.Line(e.Person)
	if e.Name != "" {
		who = safetext.Line(e.Name) + " (" + who + ")"
	}
	p.b.WriteString(p.bold(who) + ", times in " + e.Zone + "\n")
	if len(e.IDs) > 0 {
		p.line("", 2, "Also known as "+strings.Join(e.IDs, ", ")+".")
	}
	var seen []string
	for _, s := range e.Events {
		name := s.Name
		if plain, ok := plainNames[name]; ok {
			name = plain
		}
		seen = append(seen, fmt.Sprintf("%d %s", s.N, name))
	}
	if e.First != nil {
		when := "on " + e.First.Local
		if e.First.ms != e.Last.ms {
			when = "from " + e.First.Local + " to " + e.Last.Local
		}
		p.line("", 2, "In the feed: "+strings.Join(seen, ", ")+"; "+when+".")
	}
	var gets []*Step
	for i := range e.Journeys {
		for k := range e.Journeys[i].Chapters {
			steps := e.Journeys[i].Chapters[k].Steps
			for n := range steps {
				if steps[n].Status != "" && steps[n].Status != "skipped" {
					gets = append(gets, &steps[n])
				}
			}
		}
	}
	slices.SortStableFunc(gets, func(a, b *Step) int { return cmp.Compare(a.At.ms, b.At.ms) })
	for _, s := range gets {
		p.line("Gets ", 5, label(s)+", "+s.At.Local+".")
	}
	if len(gets) == 0 {
		p.b.WriteString("Gets nothing.\n")
	}
}

// plainNames are what people call the lines of a feed that are no events of theirs.
var plainNames = map[string]string{
	"": "other", "identify": "change of profile", "alias": "link of two ids", "delete": "deletion",
}

func (p *printer) journey(j *Journey) {
	title := j.Name
	if j.Title != "" {
		title += ": " + j.Title
	}
	p.b.WriteString("\n" + p.bold(safetext.Line(title)) + " (" + safetext.Line(j.File) + ")\n")
	for i := range j.Chapters {
		p.b.WriteByte('\n')
		p.chapter(&j.Chapters[i])
	}
	switch {
	case len(j.Pending) > 0:
		p.b.WriteString("\nStill counting when the clock stopped:\n")
		p.facts(j.Pending)
	case len(j.Missing) > 0:
		p.b.WriteByte('\n')
		p.place("Never came in", j.Line, j.Source)
		p.facts(j.Missing)
	case len(j.Chapters) == 0:
		p.b.WriteString("  never came to this step\n")
	}
}

// place is a heading with the line of the file it speaks of, quoted.
func (p *printer) place(words string, line int, source string) {
	text := fmt.Sprintf("%s; line %d", words, line)
	if source == "" {
		p.line("", 4, text+".")
		return
	}
	p.line("", 4, text+":")
	p.b.WriteString("    " + p.cut(safetext.Line(source), p.width-4) + "\n")
}

// cut shortens a text to so many columns.
func (p *printer) cut(text string, width int) string {
	if safetext.Width(text) <= width {
		return text
	}
	rs := []rune(text)
	for len(rs) > 0 && safetext.Width(string(rs)) > width-1 {
		rs = rs[:len(rs)-1]
	}
	return string(rs) + "…"
}

func (p *printer) chapter(c *Chapter) {
	p.place(c.At.Local+"  "+c.Words, c.Line, c.Source)
	p.facts(c.Facts)
	for i := range c.Steps {
		if i == 0 || len(c.Steps[i].Facts) > 0 || len(c.Steps[i-1].Facts) > 0 {
			p.b.WriteByte('\n')
		}
		p.step(&c.Steps[i])
	}
}

func (p *printer) facts(fs []Fact) {
	for _, f := range fs {
		mark := "  yes  "
		if !f.OK {
			mark = "  no   "
		}
		if f.What == "or" {
			p.line("  or   ", 9, f.Words)
			continue
		}
		p.line(mark, 9, f.What+": "+f.Words)
	}
}

// label is what a step is called.
func label(s *Step) string {
	if s.Label != "" {
		return s.Label
	}
	return s.Kind
}

func (p *printer) step(s *Step) {
	words := s.Words
	if s.Label != "" {
		words = s.Label + ": " + words
	}
	p.line(s.At.Local+"  ", 4, fmt.Sprintf("%s; line %d", words, s.Line))
	p.facts(s.Facts)
	if len(s.Stops) > 0 {
		p.line("  ", 4, "Would have stopped it: "+stops(s.Stops)+".")
	}
}

// stops joins events that have the same moment.
func stops(all []Stop) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 && all[i-1].Before.ms == s.Before.ms {
			b.WriteString(" or ")
		} else if i > 0 {
			b.WriteString(" before " + all[i-1].Before.short() + "; ")
		}
		b.WriteString(s.Event)
	}
	return b.String() + " before " + all[len(all)-1].Before.short()
}
