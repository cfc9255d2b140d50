package cli

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

// writeDiff writes a comparison for people.
func (a *app) writeDiff(c *sim.Comparison) error {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(safetext.Line(fmt.Sprintf(format, args...)) + "\n") }
	head := func(format string, args ...any) {
		b.WriteString("\n" + a.out.paint(bold, safetext.Line(fmt.Sprintf(format, args...))) + "\n")
	}
	line("%s → %s, up to %s", c.Before, c.After, sim.Local(calendar.UTC(), int64(c.At)))
	if c.Same {
		line("Nobody is treated differently, of %s.", counted(c.Total, "person", "people"))
	} else {
		if err := a.writeNumbers(&b, c); err != nil {
			return err
		}
		verb := "people are"
		if c.People == 1 {
			verb = "person is"
		}
		head("%s %s treated differently, of %s", grouped(c.People), verb, grouped(c.Total))
		widest := 0
		for _, g := range c.Groups {
			widest = max(widest, len(grouped(g.People)))
		}
		for _, g := range c.Groups {
			line("  %*s  %s", widest, grouped(g.People), g.Words)
		}
		if len(c.Groups) > 0 && len(c.Examples) > 0 {
			b.WriteString("\n")
		}
		for i := range c.Examples {
			a.writePerson(&b, &c.Examples[i])
		}
		if more := c.People - int64(len(c.Examples)); more > 0 && len(c.Examples) > 0 {
			line("  … and %s more; --people shows more of them, and journey why explains one", grouped(more))
		}
	}
	for i := range c.Files {
		head("%s", c.Files[i].File)
		a.writeFileDiff(&b, &c.Files[i])
	}
	if _, err := a.Out.Write([]byte(b.String())); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}

// writeNumbers writes the totals of journeys and steps.
func (a *app) writeNumbers(b *strings.Builder, c *sim.Comparison) error {
	before, after := c.Summaries()
	var table strings.Builder
	some, err := report.WriteChange(&table, before, after, report.TextOptions{Width: min(a.out.width, 120), Color: a.out.color})
	if some {
		b.WriteString("\n" + table.String())
	}
	return err
}

// writePerson writes how one person is treated.
func (a *app) writePerson(b *strings.Builder, d *sim.PersonDiff) {
	who := d.Person.ID
	if d.Person.Name != "" {
		who = d.Person.Name + " (" + who + ")"
	}
	place := ""
	if d.Line > 0 {
		place = fmt.Sprintf("  %s:%d", d.File, d.Line)
	}
	fmt.Fprintf(b, "  %s%s\n", safetext.Line(who), a.out.paint(dim, safetext.Line(place)))
	say := func(sign, style, words string, at sim.Instant) {
		if words == "" {
			words = "nothing more"
		} else {
			words = sim.Local(calendar.UTC(), int64(at)) + "  " + words
		}
		b.WriteString("    " + a.out.paint(style, sign+" "+safetext.Line(words)) + "\n")
	}
	say("-", yellow, d.Before, d.BeforeAt)
	say("+", green, d.After, d.AfterAt)
}

// around is how many lines are shown around what differs.
const around = 3

// writeFileDiff writes what changed in a file, with the lines around it.
func (a *app) writeFileDiff(b *strings.Builder, f *sim.FileDiff) {
	for _, l := range f.Near(around) {
		number := l.After
		style := ""
		switch l.Op {
		case sim.Gap:
			b.WriteString(a.out.paint(dim, "  …") + "\n")
			continue
		case "-":
			number, style = l.Before, yellow
		case "+":
			style = green
		}
		text := fmt.Sprintf("%s %4d  %s", l.Op, number, safetext.Line(strings.ReplaceAll(l.Text, "\t", "  ")))
		if style != "" {
			text = a.out.paint(style, text)
		}
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
}
