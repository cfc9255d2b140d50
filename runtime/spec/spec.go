// Package spec runs the tests that stand in journey files.
//
// A test is a feed and a list of expectations. The lines of the test become lines of
// a feed in the form that people write (feed.go), the feed is read by the reader and
// decided by the engine like any other, and the expectations are looked for in what
// was decided (match.go). Nothing here decides anything, so a test says of a journey
// what will happen, and the feed of a test can be given to `simulate` as it stands.
//
// Only four things are a test's own. The clock starts on a Monday, 5 January 2026, at
// midnight where the person is; what is given is history by then, and lets nobody in.
// The journeys a test is for are the only ones that anybody enters. Splits and
// holdouts are dealt by the test: outside of holdouts and into the first arm, unless
// it is given otherwise. And recommend finds the products that are given, or three
// invented ones. The clock then runs on for 400 days after the last line.
//
// times.go turns the times of lines into instants; text.go shows a failure.
package spec

import (
	"context"
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/engine"
)

// Options say how tests are run.
type Options struct {
	// Plain is the compiled project. Derived is the same with cart_abandoned derived
	// from carts; it runs the tests that do not speak of cart_abandoned themselves, or
	// all of them when Plain is nil. Nil: nothing is derived.
	Plain, Derived *bytecode.Program
	Sources        map[string]string // the texts of the files, by path
	Site           string            // link() builds on it
	RequireAddress bool
}

// Suite is the tests of a project.
type Suite struct {
	Tests []*Test // in the order of the files
	opts  Options
	info  *check.Info
	plain *engine.Program
	deriv *engine.Program
}

// Test is one test.
type Test struct {
	Title    string
	File     string
	Line     int
	Journeys []string
	Todo     bool
	decl     *check.Test
}

// New prepares the tests of a project that was checked and compiled.
func New(info *check.Info, opts Options) (*Suite, error) {
	s := &Suite{opts: opts, info: info}
	var err error
	if opts.Plain != nil {
		if s.plain, err = engine.Load(opts.Plain); err != nil {
			return nil, fmt.Errorf("loading the journeys: %w", err)
		}
	}
	if opts.Derived != nil {
		if s.deriv, err = engine.Load(opts.Derived); err != nil {
			return nil, fmt.Errorf("loading the journeys: %w", err)
		}
	}
	for _, t := range info.Tests {
		s.Tests = append(s.Tests, &Test{
			Title: t.Title, File: t.File.Path, Line: lineOf(t.File, t.Decl.Span), Journeys: t.Journeys, Todo: t.Decl.Todo, decl: t,
		})
	}
	return s, nil
}

// Status is how a test ended.
type Status uint8

// How a test can end.
const (
	Passed Status = iota
	Failed
	Todo   // planned: it is reported, whatever comes of it
	NotRun // the test or its journey is broken, or its time was over
)

// String returns the word for a status.
func (s Status) String() string { return [...]string{"passed", "failed", "todo", "not run"}[s] }

// Result is what came of a test.
type Result struct {
	Test     *Test
	Status   Status
	Reason   string // NotRun: why
	Failures []Failure
	run      *running // nil when it was not run
	sources  map[string]string
}

// Failure is an expectation that did not come true.
type Failure struct {
	Line   int    // of the file
	Person string // as the decisions call them
	Want   string // the line of the test
	Got    string // in a few words
}

// Run runs a test. It stops when the context ends.
func (s *Suite) Run(ctx context.Context, t *Test) *Result {
	res := &Result{Test: t, sources: s.opts.Sources}
	if t.Todo && len(t.decl.Decl.Lines) == 0 {
		res.Status = Todo
		return res
	}
	r, err := s.decide(ctx, t)
	switch {
	case t.Todo:
		res.Status = Todo
	case err != nil:
		res.Status = NotRun
	}
	if err != nil {
		res.Reason = err.Error()
		return res
	}
	res.run = r
	res.Failures = r.judge()
	if len(res.Failures) > 0 && !t.Todo {
		res.Status = Failed
	}
	return res
}

// lineOf is the number of the line on which something begins.
func lineOf(f *ast.File, at ast.Span) int {
	return diag.NewLines(f.Src).Position(at.Start).Line
}
