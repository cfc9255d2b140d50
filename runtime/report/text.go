package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
)

// TextOptions say what a page for people may look like.
type TextOptions struct {
	Width int  // columns; 0 is 80
	Color bool // use the terminal's styles
}

const (
	bold = "1"
	dim  = "2"
)

// page is a page for people while it is written.
type page struct {
	b     strings.Builder
	width int
	color bool
}

func newPage(o TextOptions) *page {
	if o.Width <= 0 {
		o.Width = 80
	}
	return &page{width: max(o.Width, 40), color: o.Color}
}

func (p *page) paint(style, s string) string {
	if !p.color || style == "" || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (p *page) line(parts ...string) {
	for _, s := range parts {
		p.b.WriteString(s)
	}
	p.b.WriteByte('\n')
}

func (p *page) writeTo(w io.Writer) error {
	if _, err := io.WriteString(w, p.b.String()); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// WriteText writes the summary as a page: the journeys in one table, then each
// with its steps and reasons, then the channels.
func (s *Summary) WriteText(w io.Writer, o TextOptions) error {
	p := newPage(o)
	if s.Feed != nil {
		p.feed(s.Feed)
	}
	p.journeys(s.Journeys)
	for i := range s.Journeys {
		p.journey(&s.Journeys[i])
	}
	p.channels(s.Channels)
	return p.writeTo(w)
}

func (p *page) feed(f *Feed) {
	text := fmt.Sprintf("%s %s, %s %s", Group(f.Events), plural(f.Events, "event", "events"), Group(f.People), plural(f.People, "person", "people"))
	if f.Events > 0 {
		text += ", " + Minute(f.First) + " to " + Minute(f.Last) + " UTC"
	}
	p.line(text)
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Minute writes an instant for people: date and minute, UTC.
func Minute(ms int64) string {
	c := calendar.UTC().Civil(ms)
	return fmt.Sprintf("%s %02d:%02d", appendDate(nil, c), c.Hour, c.Minute)
}

func (p *page) journeys(js []Journey) {
	if len(js) == 0 {
		return
	}
	t := &table{columns: []column{
		{title: "journey", text: true, less: true}, {title: "entered", keep: true}, {title: "inside", keep: true},
		{title: "goal"}, {title: "finished"}, {title: "left"}, {title: "not entered"},
	}}
	for i := range js {
		j := &js[i]
		left := j.Exits.Total() - j.Finished - count(j.Exits, "goal")
		t.rows = append(t.rows, row{cells: []cell{
			words(j.Name), number(j.Entered), number(j.Inside), number(j.Goals), number(j.Finished), number(left), number(j.NotEntered.Total()),
		}})
	}
	p.line()
	t.write(p, 0)
}

func count(c Counts, name string) int64 {
	for _, x := range c {
		if x.Name == name {
			return x.N
		}
	}
	return 0
}

// journey writes one journey: its steps in the order of the file, with the arms
// of branches below them, and why people were left out, skipped, or left.
func (p *page) journey(j *Journey) {
	if j.Entered == 0 && j.NotEntered.Total() == 0 && j.Inside == 0 {
		return
	}
	name, title := shorten(safetext.Line(j.Name), p.width), ""
	if room := p.width - safetext.Width(name) - len(gap); j.Title != "" && room >= minText {
		title = gap + shorten(safetext.Line(j.Title), room)
	}
	p.line()
	p.line(p.paint(bold, name), title)
	t := &table{columns: []column{
		{title: "line"}, {title: "step", text: true, less: true}, {title: "arrived", keep: true},
		{title: "waiting"}, {title: "sent"}, {title: "held"}, {title: "skipped"},
	}}
	for i := range j.Steps {
		s := &j.Steps[i]
		label := s.Label
		if label == "" {
			label = s.Kind + " " + s.ID
		}
		t.rows = append(t.rows, row{cells: []cell{
			number(int64(s.Line)), words(label), number(s.Arrived), number(s.Waiting), number(s.Sent), number(s.Held), number(s.Skipped.Total()),
		}})
		for _, arm := range s.Arms {
			name := arm.Name
			if name == "" {
				name = "the others"
			}
			t.rows = append(t.rows, row{sub: true, cells: []cell{
				nothing(), words("  " + name), number(arm.N), nothing(), nothing(), nothing(), nothing(),
			}})
		}
	}
	if len(t.rows) > 0 {
		t.write(p, 2)
	}
	p.reasons(j)
}

// reasons writes why people did not enter, were not written to, and left.
func (p *page) reasons(j *Journey) {
	t := &table{columns: []column{
		{text: true}, {}, {text: true}, {text: true, less: true},
	}}
	add := func(what string, counts Counts, because map[string]string) {
		for i, c := range counts {
			if i > 0 {
				what = ""
			}
			t.rows = append(t.rows, row{cells: []cell{words(what), number(c.N), words(c.Name), words(because[c.Name])}})
		}
	}
	add("not entered", j.NotEntered, notEnteredBecause)
	var skipped Counts
	for i := range j.Steps {
		skipped = Merge(skipped, j.Steps[i].Skipped)
	}
	add("skipped", skipped, skippedBecause)
	add("left", j.Exits, leftBecause)
	if j.Late > 0 {
		t.rows = append(t.rows, row{cells: []cell{words("too late"), number(j.Late), words("late"), words("came after a mail it would have stopped")}})
	}
	if len(t.rows) > 0 {
		p.line()
		t.write(p, 2)
	}
}

// Merge adds counts to others, in the order in which names first occur.
func Merge(to, from Counts) Counts {
next:
	for _, c := range from {
		for i := range to {
			if to[i].Name == c.Name {
				to[i].N += c.N
				continue next
			}
		}
		to = append(to, c)
	}
	return to
}

func (p *page) channels(cs []Channel) {
	t := &table{columns: []column{
		{title: "channel", text: true, less: true}, {title: "sent", keep: true}, {title: "skipped"},
	}}
	for _, c := range cs {
		if c.Sent+c.Skipped.Total() > 0 {
			t.rows = append(t.rows, row{cells: []cell{words(c.Name), number(c.Sent), number(c.Skipped.Total())}})
		}
	}
	if len(t.rows) > 0 {
		p.line()
		t.write(p, 0)
	}
}

// WriteTimeline writes decisions as lines for people, under a heading. A column
// in which all lines agree is left out.
func WriteTimeline(w io.Writer, heading string, prog *bytecode.Program, ds []engine.Decision, o TextOptions) error {
	if len(ds) == 0 {
		return nil
	}
	p := newPage(o)
	p.line(p.paint(bold, safetext.Line(heading)))
	t := &table{columns: []column{
		{title: "at, UTC", text: true}, {title: "person", text: true, less: true}, {title: "journey", text: true, less: true},
		{title: "decision", text: true, less: true},
	}}
	clock := newClock()
	for i := range ds {
		d := &ds[i]
		at := clock.append(nil, d.At)
		t.rows = append(t.rows, row{cells: []cell{
			words(string(at[:10]) + " " + string(at[11:19])), words(d.Person), words(prog.Journeys[d.Journey].Name), words(Describe(prog, d)),
		}})
	}
	for _, column := range []int{2, 1} {
		if len(ds) > 1 && t.same(column) {
			t.leaveOut(column)
		}
	}
	t.write(p, 2)
	return p.writeTo(w)
}

// Describe says a decision in a few words.
func Describe(prog *bytecode.Program, d *engine.Decision) string {
	j := &prog.Journeys[d.Journey]
	label := ""
	if d.Step >= 0 {
		if label = j.Steps[d.Step].Label; label == "" {
			label = j.Steps[d.Step].ID
		}
	}
	reason := d.Reason.String()
	switch d.Kind {
	case engine.Enter:
		return "enters"
	case engine.NoEnter:
		return "does not enter: " + notEnteredBecause[reason]
	case engine.Late:
		return "came too late: " + notEnteredBecause["late"]
	case engine.Goal:
		return "goal"
	case engine.Exit:
		return "leaves: " + leftBecause[reason]
	case engine.Wait:
		if d.Until != 0 {
			return label + ", until " + Minute(d.Until) + WaitedBecause(reason)
		}
	case engine.Branch, engine.Split:
		// The arm before the condition, which may be long.
		word, rest, _ := strings.Cut(label, " ")
		if rest != "" {
			rest = ": " + rest
		}
		return word + " → " + d.Arm + rest
	case engine.Webhook, engine.Audience, engine.Start, engine.Emit:
		if reason != "" {
			return "not done (" + reason + "): " + label
		}
	case engine.Send:
		if d.Skipped {
			label = "not sent (" + reason + "): " + label
		}
		if len(d.Items) > 0 {
			label += " → " + strings.Join(d.Items, ", ")
		}
		if d.Until != 0 {
			label += ", held since " + Minute(d.Until)
		}
	}
	return label
}
