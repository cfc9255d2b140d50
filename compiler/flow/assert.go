package flow

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/ast"
)

// Verdict is what bounds say about an assertion.
type Verdict uint8

// The verdicts.
const (
	Unknown Verdict = iota // the bound is above it, and may not be reached
	Holds
	Broken   // there are people for whom it is not so
	NotAsked // bounds cannot answer it
)

// String returns the verdict in words.
func (v Verdict) String() string {
	return [...]string{"unknown", "holds", "can be broken", "not answered"}[v]
}

// Answer is what came of an assertion.
type Answer struct {
	Verdict Verdict
	// Of `never more than N CHANNEL in D`.
	Bound *Bound
	// Of `always exits within D`: the journey that takes longest, and its stay.
	Journey string
	Stay    *Stay
}

// Assert answers an assertion of a file. What people are sent counts from whichever
// journey it comes; how long they stay is asked of the file's own journeys.
func (m *Model) Assert(f *ast.File, a *ast.Assert) Answer {
	switch {
	case a.ExitsIn != nil:
		return m.exitsWithin(f, lower.Duration(a.ExitsIn))
	case a.Never != nil && a.Never.In != nil:
		q := Query{Window: lower.Duration(a.Never.In), Channel: a.Never.Channel.Text}
		if q.Channel == "message" {
			q.Channel = ""
		}
		return m.neverMore(q, int(a.Never.N.Value))
	}
	return Answer{Verdict: NotAsked}
}

func (m *Model) neverMore(q Query, n int) Answer {
	b := m.Most(q)
	out := Answer{Bound: &b}
	switch {
	case !b.Exceeds(n):
		out.Verdict = Holds
	case b.Broken(n):
		out.Verdict = Broken
	default:
		// What one journey surely does is enough.
		for _, i := range m.shown {
			if one := m.MostOf(i, q); one.Broken(n) {
				return Answer{Verdict: Broken, Bound: &one}
			}
		}
	}
	return out
}

func (m *Model) exitsWithin(f *ast.File, d bytecode.Duration) Answer {
	out := Answer{Verdict: Holds}
	for _, i := range m.shown {
		j := m.journeys[i]
		if j.File != f.Path {
			continue
		}
		s := m.Longest(i)
		verdict := Unknown
		switch {
		case s.Within(d):
			verdict = Holds
		case s.Exact && (s.Endless == NoLimit || s.Endless == Ends && s.Time.reaches(d, 0)):
			verdict = Broken
		}
		worse := out.Stay == nil || verdict != out.Verdict && (verdict == Broken || out.Verdict == Holds)
		if worse || verdict == out.Verdict && s.longer(out.Stay) {
			out = Answer{Verdict: verdict, Journey: j.Name, Stay: &s}
		}
	}
	return out
}

func (s *Stay) longer(o *Stay) bool {
	if (s.Endless != Ends) != (o.Endless != Ends) {
		return s.Endless != Ends
	}
	return s.Time.nominal() > o.Time.nominal()
}
