package flow

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// Version is the version of the JSON of reports.
const Version = 1

// Report is every answer about a program, for people and other programs. The same files
// give the same bytes.
type Report struct {
	Version  int             `json:"version"`
	Journeys []ReportJourney `json:"journeys"`
	Together []ReportBound   `json:"together"`
	Limits   []ReportLimit   `json:"limits,omitempty"`
	Asserts  []ReportAssert  `json:"asserts,omitempty"`
}

// ReportJourney is what there is to say about one journey.
type ReportJourney struct {
	Name    string        `json:"name"`
	File    string        `json:"file"`
	Line    int           `json:"line"`
	Bounds  []ReportBound `json:"bounds"`
	OneStay int           `json:"one_stay"` // messages that are not transactional; -1: no limit
	Stay    ReportStay    `json:"stay"`
}

// ReportBound is the most messages in a window.
type ReportBound struct {
	Window        string `json:"window"`
	Channel       string `json:"channel,omitempty"`
	Transactional bool   `json:"transactional,omitempty"`
	Unlimited     bool   `json:"unlimited,omitempty"`
	Messages      int    `json:"messages"` // -1: no limit
	// Steady is the bound without a night in which clocks go forward, where it is less.
	Steady *int          `json:"steady,omitempty"`
	Exact  bool          `json:"exact"`
	Why    string        `json:"why,omitempty"`
	Cap    *ReportCap    `json:"cap,omitempty"`
	From   []ReportShare `json:"from,omitempty"`
	Path   []ReportVisit `json:"path,omitempty"`
}

// ReportCap is the rule of a policy that keeps a bound down.
type ReportCap struct {
	Policy string `json:"policy"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Rule   string `json:"rule"`
}

// ReportShare is what one journey, or those of an exclusive group, add to a bound.
type ReportShare struct {
	Journeys []string `json:"journeys"`
	Messages int      `json:"messages"`
}

// ReportStay is the longest stay.
type ReportStay struct {
	Longest string        `json:"longest,omitempty"` // empty: there is no end
	Endless string        `json:"endless,omitempty"` // why there is none
	By      *ReportVisit  `json:"by,omitempty"`
	Exact   bool          `json:"exact"`
	Path    []ReportVisit `json:"path,omitempty"`
}

// ReportVisit is a step of a path.
type ReportVisit struct {
	After   string `json:"after"`
	Journey string `json:"journey"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Step    string `json:"step,omitempty"` // empty: the person comes in
	Label   string `json:"label,omitempty"`
	Counts  bool   `json:"counts,omitempty"`
}

// ReportLimit is a limit that was asked for.
type ReportLimit struct {
	Limit    string       `json:"limit"`
	Exceeded bool         `json:"exceeded"`
	Bound    *ReportBound `json:"bound,omitempty"`
	Journeys []string     `json:"journeys,omitempty"` // those whose stay is too long
}

// ReportAssert is an assertion of a file.
type ReportAssert struct {
	File    string       `json:"file"`
	Line    int          `json:"line"`
	Text    string       `json:"text"`
	Verdict string       `json:"verdict"`
	Bound   *ReportBound `json:"bound,omitempty"`
	Journey string       `json:"journey,omitempty"`
	Stay    *ReportStay  `json:"stay,omitempty"`
}

// Limits is what a report is held to.
type Limits struct {
	Messages []MessageLimit
	Stay     *StayLimit
}

// MessageLimit is the most messages that a person may get in a window.
type MessageLimit struct {
	Text string // as it was written
	N    int
	Query
}

// StayLimit is the longest that a person may stay in a journey.
type StayLimit struct {
	Text string
	Most bytecode.Duration
}

// Windows are those that a report answers: any 24 hours, and any 7 days.
var Windows = []bytecode.Duration{{Millis: day}, {Days: 7}}

// NewReport answers what is always asked, the limits, and the assertions of the files.
func (m *Model) NewReport(limits Limits, info *check.Info) *Report {
	r := &Report{Version: Version}
	queries := m.queries()
	for _, i := range m.shown {
		j := m.journeys[i]
		stay := m.Longest(i)
		out := ReportJourney{Name: j.Name, File: j.File, Line: int(j.Line), Stay: reportStay(&stay)}
		one := m.InOneStay(i, Query{})
		out.OneStay = number(&one)
		for _, q := range queries {
			b := m.MostOf(i, q)
			out.Bounds = append(out.Bounds, reportBound(q, &b))
		}
		r.Journeys = append(r.Journeys, out)
	}
	for _, q := range queries {
		b := m.Most(q)
		r.Together = append(r.Together, reportBound(q, &b))
	}
	m.limits(r, limits)
	if info != nil {
		m.asserts(r, info)
	}
	return r
}

// queries are those of a report: all messages and then each channel where there are
// several, and the transactional ones where there are any.
func (m *Model) queries() []Query {
	var out []Query
	for _, w := range Windows {
		out = append(out, Query{Window: w})
	}
	if channels := m.Channels(); len(channels) > 1 {
		for _, c := range channels {
			for _, w := range Windows {
				out = append(out, Query{Window: w, Channel: c})
			}
		}
	}
	for _, i := range m.shown {
		for k := range m.journeys[i].Sends {
			if m.journeys[i].Sends[k].Transactional {
				for _, w := range Windows {
					out = append(out, Query{Window: w, Kind: Transactional})
				}
				return out
			}
		}
	}
	return out
}

func (m *Model) limits(r *Report, limits Limits) {
	for _, l := range limits.Messages {
		b := m.Most(l.Query)
		bound := reportBound(l.Query, &b)
		r.Limits = append(r.Limits, ReportLimit{Limit: l.Text, Exceeded: b.Exceeds(l.N), Bound: &bound})
	}
	if limits.Stay == nil {
		return
	}
	out := ReportLimit{Limit: limits.Stay.Text}
	for _, i := range m.shown {
		if s := m.Longest(i); s.Exceeds(limits.Stay.Most) {
			out.Exceeded = true
			out.Journeys = append(out.Journeys, m.journeys[i].Name)
		}
	}
	r.Limits = append(r.Limits, out)
}

func (m *Model) asserts(r *Report, info *check.Info) {
	for _, f := range info.Files {
		lines := diag.NewLines(f.Src)
		for _, d := range f.Decls {
			a, ok := d.(*ast.Assert)
			if !ok {
				continue
			}
			got := m.Assert(f, a)
			out := ReportAssert{
				File: f.Path, Line: lines.Position(a.Start).Line, Text: f.Src[a.Start:a.End],
				Verdict: got.Verdict.String(), Journey: got.Journey,
			}
			if got.Bound != nil {
				b := reportBound(Query{Window: lower.Duration(a.Never.In)}, got.Bound)
				b.Channel = a.Never.Channel.Text
				out.Bound = &b
			}
			if got.Stay != nil {
				s := reportStay(got.Stay)
				out.Stay = &s
			}
			r.Asserts = append(r.Asserts, out)
		}
	}
}

// number is a bound as reports write it.
func number(b *Bound) int {
	if b.Unlimited {
		return -1
	}
	return b.N
}

func reportBound(q Query, b *Bound) ReportBound {
	out := ReportBound{
		Window: q.Window.String(), Channel: q.Channel, Transactional: q.Kind == Transactional,
		Unlimited: b.Unlimited, Messages: number(b), Exact: b.Exact, Why: b.Why, Path: reportPath(b.Path),
	}
	if !b.Unlimited && b.Steady < b.N {
		out.Steady = &b.Steady
	}
	if b.Cap != nil {
		out.Cap = &ReportCap{b.Cap.Policy, b.Cap.File, b.Cap.Line, b.Cap.Rule}
	}
	for i := range b.From {
		s := &b.From[i]
		out.From = append(out.From, ReportShare{s.Journeys, number(&s.Bound)})
	}
	return out
}

func reportPath(path []Visit) []ReportVisit {
	var out []ReportVisit
	for _, v := range path {
		out = append(out, ReportVisit{v.After.String(), v.Journey, v.File, v.Line, v.Step, v.Label, v.Counts})
	}
	return out
}

func reportStay(s *Stay) ReportStay {
	out := ReportStay{Exact: s.Exact, Path: reportPath(s.Path)}
	if s.By != nil {
		out.By = &reportPath([]Visit{*s.By})[0]
	}
	switch s.Endless {
	case Ends:
		out.Longest = s.Time.String()
	case NoLimit:
		out.Endless = "it waits without a limit"
	case NoLastTime:
		out.Endless = "it repeats without a limit"
	case ByDate:
		out.Endless = "it waits until a date, however far away"
	case ByValue:
		out.Endless = "it waits until a date of the person, however far away"
	}
	return out
}
