// Package check gives the names of journey files their meaning and their values
// a type, and reports what cannot be right: all of it, in one run.
//
// The order of work:
//
//  1. Declarations of all files are collected, the standard library's first. Two
//     declarations of one event or of the profile are merged; a project's segment,
//     lifecycle, policy, message or journey replaces the library's of that name; any
//     other name may be declared once.
//  2. Messages are read once in silence, only to learn which names they use that
//     nothing declares: these are their parameters.
//  3. Segments, policies and journeys are checked. Every send notes what it binds
//     to a message's parameters.
//  4. Messages are checked with the types that the sends agreed on.
//  5. Assertions and tests are checked; diagnostics are put in order.
//
// One mistake is reported once. What could not be resolved has the type Unknown,
// which agrees with everything, and a node that could not be parsed is passed
// over: the parser has said why. Whoever contains an error is not handed on:
// Info lists healthy journeys only, so that one bad journey stops no other.
//
// A construct may be well named and well typed here and still not run in this
// version of the machine; that is for the lowering to say.
package check

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/stdlib"
)

// Options is what the checker is told beside the files.
type Options struct {
	// Channels are the project's own, beside those of the standard library.
	Channels []string
	// Languages are those that the project writes in, the default first.
	Languages []string
	// Policy is the policy of journeys that name none; empty is none. Whoever gives it
	// finds out in Info whether it is declared.
	Policy string
	// Parsed is what the parser reported about the files. A journey or message
	// with one of these errors inside is not healthy. They are not reported again.
	Parsed []diag.Diagnostic
}

// Check resolves and types the files. The standard library's prelude comes first in
// the list; a file whose path begins with "std/" belongs to it. The diagnostics are
// sorted by file (in the order given), place and code.
func Check(files []*ast.File, opts Options) (*Info, []diag.Diagnostic) {
	c := &checker{
		info: &Info{
			Files: files,
			Types: map[ast.Expr]*Type{},
			Refs:  map[*ast.IdentExpr]Ref{},
			Heard: map[*ast.EventPat]*Event{},
			Facts: map[ast.Expr]*Fact{},

			Languages: languages(opts.Languages),
			Currency:  map[*ast.CallExpr]ast.Expr{},
		},
		names: newNames(opts.Channels),
		opts:  opts,
	}
	c.collect()
	c.blameParsed(opts.Parsed)
	c.findParams()
	c.each(func(d ast.Decl) {
		c.blame = c.healths[d]
		c.checkPeople(d)
	})
	c.segmentCircles()
	c.segmentSizes()
	c.blame = nil
	c.findStarted()
	for _, j := range c.journeys {
		c.checkJourney(j)
	}
	c.bindParams()
	for _, m := range c.messages {
		c.checkMessage(m)
	}
	c.each(func(d ast.Decl) {
		c.blame = c.healths[d]
		c.checkProofs(d)
	})
	c.blame = nil
	c.finish()
	return c.info, c.diags
}

// checker is the state of one run.
type checker struct {
	info  *Info
	opts  Options
	diags []diag.Diagnostic
	names

	file  *ast.File // the one being checked
	blame *health   // who is at fault for what is reported now; nil when nobody depends on it
	muted bool      // a pass that only learns: nothing is reported
	// replaced: the project declares something in the place of the library's.
	replaced bool
}

// each calls f for every declaration, with its file as the current one.
func (c *checker) each(f func(ast.Decl)) {
	for _, file := range c.info.Files {
		c.file = file
		for _, d := range file.Decls {
			f(d)
		}
	}
}

// isStd reports whether a file belongs to the standard library.
func isStd(f *ast.File) bool { return strings.HasPrefix(f.Path, stdlib.Dir) }

// blameParsed marks the journeys and messages that the parser found errors in.
func (c *checker) blameParsed(parsed []diag.Diagnostic) {
	inside := func(d diag.Diagnostic, f *ast.File, s ast.Span) bool {
		return d.Severity == diag.Error && d.File == f.Path && d.Span.Start >= s.Start && d.Span.Start <= s.End
	}
	for _, d := range parsed {
		for _, j := range c.journeys {
			j.broken = j.broken || inside(d, j.File, j.Decl.Span)
		}
		for _, m := range c.messages {
			m.broken = m.broken || inside(d, m.file, m.Decl.Span)
		}
		for _, f := range c.info.Files {
			for _, decl := range f.Decls {
				if h := c.healths[decl]; h != nil {
					h.broken = h.broken || inside(d, f, decl.Pos())
				}
			}
		}
	}
}

// finish fills the lists of the result and puts the diagnostics in order.
func (c *checker) finish() {
	for _, m := range c.messages {
		c.info.Messages = append(c.info.Messages, m.Message)
	}
	for _, j := range c.journeys {
		if !j.sick(map[*health]bool{}) {
			c.info.Journeys = append(c.info.Journeys, j.Journey)
		}
	}
	for _, s := range c.info.Segments {
		s.Broken = c.owner["segment "+s.Name].sick(map[*health]bool{})
	}
	for _, t := range c.info.Tests {
		t.Broken = c.healths[t.Decl].sick(map[*health]bool{})
	}
	c.info.Events = c.events.sorted()
	c.info.Traits = c.profile.Fields
	byName := func(a, b string) int { return strings.Compare(a, b) }
	slices.SortFunc(c.info.Messages, func(a, b *Message) int { return byName(a.Name, b.Name) })
	slices.SortFunc(c.info.Journeys, func(a, b *Journey) int { return byName(a.Name, b.Name) })
	slices.SortFunc(c.info.Segments, func(a, b *Segment) int { return byName(a.Name, b.Name) })
	slices.SortFunc(c.info.Policies, func(a, b *Policy) int { return byName(a.Name, b.Name) })
	order := map[string]int{}
	for i, f := range c.info.Files {
		order[f.Path] = i
	}
	slices.SortStableFunc(c.diags, func(a, b diag.Diagnostic) int {
		switch {
		case a.File != b.File:
			return order[a.File] - order[b.File]
		case a.Span.Start != b.Span.Start:
			return a.Span.Start - b.Span.Start
		case a.Span.End != b.Span.End:
			return a.Span.End - b.Span.End
		}
		return strings.Compare(a.Code, b.Code)
	})
}
