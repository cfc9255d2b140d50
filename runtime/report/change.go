package report

import (
	"io"

	"github.com/journeylang/journey/dsl/safetext"
)

// WriteChange writes what is different between two summaries of the same feed:
// the totals of journeys, and of steps, which are matched by their name or id.
// It reports whether anything is.
func WriteChange(w io.Writer, before, after *Summary, o TextOptions) (bool, error) {
	p := newPage(o)
	t := &table{columns: []column{
		{title: "", text: true, less: true}, {title: "before", keep: true}, {title: "after", keep: true}, {title: "change", count: true},
	}}
	for _, name := range journeyNames(before, after) {
		b, a := find(before, name), find(after, name)
		rows := changes(b, a)
		if len(rows) == 0 {
			continue
		}
		heading := safetext.Line(name)
		switch {
		case b.Name == "":
			heading += " (new)"
		case a.Name == "":
			heading += " (gone)"
		}
		t.rows = append(t.rows, row{heading: true, cells: []cell{words(heading), nothing(), nothing(), nothing()}})
		t.rows = append(t.rows, rows...)
	}
	if len(t.rows) == 0 {
		return false, nil
	}
	t.write(p, 0)
	return true, p.writeTo(w)
}

// journeyNames lists the journeys of both, in the order of the later one.
func journeyNames(before, after *Summary) []string {
	var names []string
	seen := map[string]bool{}
	for _, s := range []*Summary{after, before} {
		for i := range s.Journeys {
			if n := s.Journeys[i].Name; !seen[n] {
				seen[n] = true
				names = append(names, n)
			}
		}
	}
	return names
}

// find returns a journey by its name; one that is not there has done nothing.
func find(s *Summary, name string) *Journey {
	for i := range s.Journeys {
		if s.Journeys[i].Name == name {
			return &s.Journeys[i]
		}
	}
	return &Journey{}
}

// changes lists the totals that differ.
func changes(b, a *Journey) []row {
	var out []row
	add := func(what string, before, after int64) {
		if before == after {
			return
		}
		change := Group(after - before)
		if after > before {
			change = "+" + change
		}
		out = append(out, row{cells: []cell{words("  " + what), number(before), number(after), words(change)}})
	}
	add("entered", b.Entered, a.Entered)
	add("not entered", b.NotEntered.Total(), a.NotEntered.Total())
	add("inside", b.Inside, a.Inside)
	add("goal", b.Goals, a.Goals)
	add("finished", b.Finished, a.Finished)
	step := func(old, now *Step) {
		label := now.Label
		if label == "" {
			label = old.Label
		}
		if old.Sent == now.Sent && old.Skipped.Total() == now.Skipped.Total() {
			add(label, old.Arrived, now.Arrived)
		}
		add(label+" sent", old.Sent, now.Sent)
		add(label+" skipped", old.Skipped.Total(), now.Skipped.Total())
		add(label+" waiting", old.Waiting, now.Waiting)
	}
	for i := range a.Steps {
		step(stepOf(b, a.Steps[i].ID), &a.Steps[i])
	}
	for i := range b.Steps {
		if stepOf(a, b.Steps[i].ID).ID == "" {
			step(&b.Steps[i], &Step{})
		}
	}
	return out
}

func stepOf(j *Journey, id string) *Step {
	for i := range j.Steps {
		if j.Steps[i].ID == id {
			return &j.Steps[i]
		}
	}
	return &Step{}
}
