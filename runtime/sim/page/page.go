// Package page writes what a simulation shows as one HTML page to share: the flow of
// every journey with its counts, the messages over time, some of them as their readers
// get them, why others are not sent, and what another version does differently.
//
// The page holds everything it needs: it is opened from a file or a mail, printed, and
// read aloud, in light or dark as the reader has it. It asks nothing of any network and
// runs nothing: a policy in its head forbids both, so text of other people can do
// nothing there even if it got out of its place. It cannot get out: html/template
// escapes whatever it is given, and characters that act unseen are shown as signs.
//
// Nothing is counted here. Numbers are those of sim's views and of report's summary,
// which the terminal, its twins and `journey simulate` show; this package chooses,
// names and draws (chart.go the chart, text.go the texts of messages, compare.go the
// comparison). The same simulation gives the same bytes.
//
// A page is made to be sent around, so it names people no more than it must: by id and
// name where a message is shown or a difference explained, never by address.
package page

import (
	_ "embed" // the template and the style
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

//go:embed page.html
var source string

//go:embed page.css
var style string

var layout = template.Must(template.New("page").Funcs(template.FuncMap{"n": report.Group, "percent": report.Percent}).Parse(source))

// How much of a simulation a page shows.
const (
	mostLanguages = 12
	mostMessages  = 3 // of a language
	mostPeople    = 20
)

// view is what the template is given.
type view struct {
	Style    template.CSS
	Title    string
	Feed     string
	Span     string
	Facts    []fact
	Notes    []string
	Chart    *chart
	Channels []report.Channel
	Journeys []journey
	Skipped  []reason
	Samples  []sample
	Change   *change
}

// fact is a number that stands at the top.
type fact struct {
	Words string
	N     int64
	Note  string
}

// journey is one journey of the page.
type journey struct {
	ID, Name, Title, Place           string
	Entered, Inside, Goals, Finished int64
	NotEntered                       int64
	Picture                          template.HTML // of compiler/graph, which escapes
	Rows                             []row
	Reasons                          []reasons
}

// row is a step of a journey.
type row struct {
	Depth      int
	Arm        string
	Kind, Text string
	Line       int
	Passed     int64
	Share      string
	Bar        string // of 100
	Here       int64
	Sends      bool
	Sent       int64
	Skipped    int64
	Only       bool // an arm without steps
}

// reasons are why something did not happen, or ended.
type reasons struct {
	Title string
	List  []reason
}

type reason struct {
	Name, Words string
	N           int64
	Bar         string
}

// Write writes the page of a simulation at its position. c compares two versions, and
// may be nil.
func Write(w io.Writer, s *sim.Session, c *sim.Comparison) error {
	v, err := of(s, c)
	if err != nil {
		return err
	}
	if err := layout.Execute(w, v); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// of makes the view of a simulation.
func of(s *sim.Session, c *sim.Comparison) (*view, error) {
	st, pos, sum := s.Status(), s.Position(), s.Summary()
	zone, err := calendar.Load(pos.Zone)
	if err != nil {
		return nil, fmt.Errorf("the time zone of the page: %w", err)
	}
	v := &view{Style: template.CSS(style), Title: safetext.Line(st.Version), Feed: safetext.Line(st.Feed), Channels: sum.Channels}
	if st.Events > 0 {
		v.Span = day(zone, int64(st.First)) + " – " + day(zone, int64(st.Last)) + ", " + zone.Name()
	}
	v.facts(&st, sum)
	v.notes(&st, &pos, zone)
	v.Chart = newChart(s.Timeline(bars), zone)
	for _, name := range s.Journeys() {
		f, err := s.Flow(name)
		if err != nil {
			return nil, err
		}
		v.Journeys = append(v.Journeys, journeyOf(f, len(v.Journeys)))
	}
	var skipped report.Counts
	for i := range sum.Channels {
		skipped = report.Merge(skipped, sum.Channels[i].Skipped)
	}
	v.Skipped = because(skipped, report.SkippedBecause)
	v.samples(s.Samples(mostLanguages, mostMessages))
	if c != nil {
		v.Change = changeOf(c, zone)
	}
	return v, nil
}

// facts are the numbers at the top.
func (v *view) facts(st *sim.Status, sum *report.Summary) {
	var sent, skipped, entered, goals int64
	for i := range sum.Channels {
		sent, skipped = sent+sum.Channels[i].Sent, skipped+sum.Channels[i].Skipped.Total()
	}
	for i := range sum.Journeys {
		entered, goals = entered+sum.Journeys[i].Entered, goals+sum.Journeys[i].Goals
	}
	v.Facts = []fact{
		{"messages would be sent", sent, ""},
		{"would not be sent", skipped, report.Percent(skipped, sent+skipped)},
		{"journeys were entered", entered, ""},
		{"goals were reached", goals, report.Percent(goals, entered)},
		{"people", st.People, ""},
		{"events", st.Events, ""},
	}
}

// notes say what one must know to read the numbers right.
func (v *view) notes(st *sim.Status, pos *sim.Position, zone *calendar.Zone) {
	if a := st.Assumed; a != nil {
		v.Notes = append(v.Notes, fmt.Sprintf("The people are invented, with seed %d: how they answer is an assumption.", a.Seed))
	}
	if !pos.AtEnd {
		v.Notes = append(v.Notes, "Counts are those of "+moment(zone, int64(pos.At))+"; the chart shows the whole feed.")
	}
	for _, x := range []struct {
		n         int64
		one, many string
	}{
		{st.Bad, "line of the feed could not be read.", "lines of the feed could not be read."},
		{st.Duplicates, "line came twice and counts once.", "lines came twice and count once."},
		{st.Late, "event came late.", "events came late."},
	} {
		switch {
		case x.n == 1:
			v.Notes = append(v.Notes, "1 "+x.one)
		case x.n > 1:
			v.Notes = append(v.Notes, report.Group(x.n)+" "+x.many)
		}
	}
}

func journeyOf(f *sim.Flow, number int) journey {
	j := journey{
		ID: fmt.Sprintf("journey-%d", number+1), Name: safetext.Line(f.Journey), Title: safetext.Line(f.Title),
		Place: safetext.Line(fmt.Sprintf("%s:%d", f.File, f.Line)), Entered: f.Entered, Inside: f.Inside, Goals: f.Goals, Finished: f.Finished,
		NotEntered: f.NotEntered.Total(),
	}
	label := fmt.Sprintf("The flow of %s: %s entered, %s are inside. The table below has the same numbers.", f.Journey, report.Group(f.Entered), report.Group(f.Inside))
	j.Picture = template.HTML(graph.Figure(f.Graph, f.Notes(), label))
	for i := range f.Rows {
		j.Rows = append(j.Rows, rowOf(&f.Rows[i], f))
	}
	var skipped report.Counts
	for i := range f.Rows {
		if f.Rows[i].Kind != "again" {
			skipped = report.Merge(skipped, f.Rows[i].Skipped)
		}
	}
	for _, x := range []reasons{
		{"Why people did not come in", because(f.NotEntered, report.NotEnteredBecause)},
		{"Why messages are not sent", because(skipped, report.SkippedBecause)},
		{"Why people left", because(f.Exits, report.LeftBecause)},
	} {
		if len(x.List) > 0 {
			j.Reasons = append(j.Reasons, x)
		}
	}
	return j
}

func rowOf(r *sim.Row, f *sim.Flow) row {
	out := row{
		Depth: min(r.Depth, 6), Arm: safetext.Line(r.Arm), Kind: r.Kind, Text: safetext.Line(r.Label), Line: r.Line,
		Passed: r.Passed, Here: r.Here, Sent: r.Sent, Skipped: r.Skipped.Total(),
	}
	out.Sends = out.Sent+out.Skipped > 0
	if r.Empty {
		out.Only, out.Passed = true, r.ArmN
	}
	if r.Kind == "again" {
		return out
	}
	out.Share, out.Bar = report.Percent(out.Passed, f.Entered), bar(out.Passed, f.Entered)
	return out
}

// because names reasons, the most common first as they are.
func because(counts report.Counts, words func(string) string) []reason {
	var most int64
	for _, c := range counts {
		most = max(most, c.N)
	}
	var out []reason
	for _, c := range counts {
		out = append(out, reason{Name: c.Name, Words: strings.ReplaceAll(words(c.Name), "`", ""), N: c.N, Bar: bar(c.N, most)})
	}
	return out
}

// bar is how long a bar is, of 100.
func bar(n, of int64) string {
	if of <= 0 || n <= 0 {
		return "0"
	}
	return fmt.Sprintf("%.1f", max(min(float64(n)*100/float64(of), 100), 0.4))
}
