package page

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

// change is what two versions do differently.
type change struct {
	Before, After string
	Same          bool
	Totals        []delta
	Journeys      []changedJourney
	People, Total int64
	Share         string
	Examples      []changedPerson
	Files         []changedFile
}

// delta is a number before and after.
type delta struct {
	Words         string
	Before, After int64
	Change        string
	Percent       string
}

type changedJourney struct {
	Name, State string
	Rows        []delta
}

type changedPerson struct {
	Name, ID      string
	At            string
	Before, After string
	Place         string
}

type changedFile struct {
	Name  string
	Lines []changedLine
}

// changedLine is a line of a file, or a gap.
type changedLine struct {
	Op     string // +, -, space; … for a gap
	Number int
	Text   string
}

func changeOf(c *sim.Comparison, zone *calendar.Zone) *change {
	out := &change{
		Before: safetext.Line(c.Before), After: safetext.Line(c.After), Same: c.Same, People: c.People, Total: c.Total,
		Share: report.Percent(c.People, c.Total),
	}
	for _, d := range c.Totals {
		out.Totals = append(out.Totals, deltaOf(d.Name, d))
	}
	for i := range c.Journeys {
		x := &c.Journeys[i]
		j := changedJourney{Name: safetext.Line(x.Journey), State: x.State}
		for _, d := range x.Totals {
			j.Rows = append(j.Rows, deltaOf(d.Name, d))
		}
		for k := range x.Steps {
			s := &x.Steps[k]
			label := safetext.Line(s.Label)
			if label == "" {
				label = safetext.Line(s.Step)
			}
			if s.State != "" {
				label += " (" + s.State + ")"
			}
			for _, d := range s.Totals {
				j.Rows = append(j.Rows, deltaOf(label+": "+d.Name, d))
			}
		}
		out.Journeys = append(out.Journeys, j)
	}
	for i := range c.Examples[:min(len(c.Examples), mostPeople)] {
		out.Examples = append(out.Examples, personOf(&c.Examples[i], zone))
	}
	for i := range c.Files {
		out.Files = append(out.Files, fileOf(&c.Files[i]))
	}
	return out
}

func deltaOf(words string, d sim.Delta) delta {
	out := delta{Words: words, Before: d.Before, After: d.After, Change: "0"}
	switch n := d.After - d.Before; {
	case n > 0:
		out.Change = "+" + report.Group(n)
	case n < 0:
		out.Change = "−" + report.Group(-n)
	}
	if d.Before > 0 && d.After != d.Before {
		out.Percent = strings.Replace(fmt.Sprintf("%+.1f%%", float64(d.After-d.Before)*100/float64(d.Before)), "-", "−", 1)
	}
	return out
}

func personOf(d *sim.PersonDiff, zone *calendar.Zone) changedPerson {
	p := changedPerson{Name: safetext.Line(d.Person.Name), ID: safetext.Line(d.Person.ID), At: moment(zone, int64(d.At)), Before: said(d.Before, d.BeforeAt, zone), After: said(d.After, d.AfterAt, zone)}
	if d.Line > 0 {
		p.Place = safetext.Line(fmt.Sprintf("%s:%d", d.File, d.Line))
	}
	return p
}

// said is what was decided, and when; nothing is nothing more.
func said(words string, at sim.Instant, zone *calendar.Zone) string {
	if words == "" {
		return "nothing more"
	}
	return moment(zone, int64(at)) + ": " + safetext.Line(words)
}

// around is how many lines are shown around what differs.
const around = 3

func fileOf(f *sim.FileDiff) changedFile {
	out := changedFile{Name: safetext.Line(f.File)}
	for _, l := range f.Near(around) {
		x := changedLine{Op: l.Op, Number: l.After, Text: safetext.Line(strings.ReplaceAll(l.Text, "\t", "  "))}
		if l.Op == "-" {
			x.Number = l.Before
		}
		out.Lines = append(out.Lines, x)
	}
	return out
}
