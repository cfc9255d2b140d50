package spec

import (
	"encoding/json"
	"fmt"
	"io"
)

// Version is the version of the JSON of results.
const Version = 1

// Report is results for other programs. The same tests give the same bytes.
type Report struct {
	Version  int             `json:"version"`
	Tests    []ReportTest    `json:"tests"`
	Summary  Summary         `json:"summary"`
	Coverage *ReportCoverage `json:"coverage,omitempty"`
}

// ReportTest is one test.
type ReportTest struct {
	Title    string          `json:"title"`
	File     string          `json:"file"`
	Line     int             `json:"line"`
	Journeys []string        `json:"journeys"`
	Status   string          `json:"status"` // passed, failed, todo or not run
	Reason   string          `json:"reason,omitempty"`
	Failures []ReportFailure `json:"failures,omitempty"`
	Timeline []ReportMoment  `json:"timeline,omitempty"` // of the people in the failures
}

// ReportFailure is an expectation that did not come true.
type ReportFailure struct {
	Line   int    `json:"line"`
	Person string `json:"person"`
	Want   string `json:"want"`
	Got    string `json:"got"`
}

// ReportMoment is a row of what happened, what was expected and what came.
type ReportMoment struct {
	At       string `json:"at,omitempty"` // UTC; empty: at no particular time
	Person   string `json:"person"`
	Happened string `json:"happened,omitempty"`
	Expected string `json:"expected,omitempty"`
	Came     string `json:"came,omitempty"`
	Wrong    bool   `json:"wrong,omitempty"`
}

// Summary counts results.
type Summary struct {
	Tests  int `json:"tests"`
	Passed int `json:"passed"`
	Failed int `json:"failed"`
	Todo   int `json:"todo"`
	NotRun int `json:"not_run"`
}

// ReportCoverage is what tests came through.
type ReportCoverage struct {
	Hit      int             `json:"hit"`
	All      int             `json:"all"`
	Percent  float64         `json:"percent"`
	Journeys []ReportCovered `json:"journeys"`
}

// ReportCovered is one journey.
type ReportCovered struct {
	Name    string        `json:"name"`
	File    string        `json:"file"`
	Hit     int           `json:"hit"`
	All     int           `json:"all"`
	Percent float64       `json:"percent"`
	Points  []ReportPoint `json:"points"`
}

// ReportPoint is one thing that a test can come through.
type ReportPoint struct {
	Line int    `json:"line"`
	What string `json:"what"`
	Way  string `json:"way"`
	Hits int    `json:"hits"`
}

// Summarize counts results.
func Summarize(results []*Result) Summary {
	s := Summary{Tests: len(results)}
	for _, r := range results {
		*[...]*int{&s.Passed, &s.Failed, &s.Todo, &s.NotRun}[r.Status]++
	}
	return s
}

// NewReport puts results together; cover may be nil.
func NewReport(results []*Result, cover *Coverage) *Report {
	out := &Report{Version: Version, Tests: []ReportTest{}, Summary: Summarize(results)}
	for _, r := range results {
		t := ReportTest{
			Title: r.Test.Title, File: r.Test.File, Line: r.Test.Line, Journeys: r.Test.Journeys, Status: r.Status.String(), Reason: r.Reason,
		}
		if t.Journeys == nil {
			t.Journeys = []string{}
		}
		for _, f := range r.Failures {
			t.Failures = append(t.Failures, ReportFailure(f))
		}
		for _, id := range r.people() {
			t.Timeline = append(t.Timeline, r.run.moments(id)...)
		}
		out.Tests = append(out.Tests, t)
	}
	if cover == nil {
		return out
	}
	hit, all := cover.Count()
	out.Coverage = &ReportCoverage{Hit: hit, All: all, Percent: Percent(hit, all), Journeys: []ReportCovered{}}
	for _, j := range cover.Journeys {
		hit, all := j.Count()
		c := ReportCovered{Name: j.Name, File: j.File, Hit: hit, All: all, Percent: Percent(hit, all), Points: []ReportPoint{}}
		for _, p := range j.Points {
			c.Points = append(c.Points, ReportPoint{p.Line, p.What, p.Way, p.Hits})
		}
		out.Coverage.Journeys = append(out.Coverage.Journeys, c)
	}
	return out
}

func (r *running) moments(id string) []ReportMoment {
	var out []ReportMoment
	for _, x := range r.rows(r.people[id]) {
		m := ReportMoment{Person: id, Happened: x.happened, Expected: x.left, Came: x.right, Wrong: x.mark != ""}
		if x.at < never {
			m.At = instant(x.at)
		}
		out = append(out, m)
	}
	return out
}

// WriteJSON writes a report.
func (r *Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("writing results: %w", err)
	}
	return nil
}
