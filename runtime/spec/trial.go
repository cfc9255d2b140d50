package spec

import (
	"context"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// What looks for tests asks here what a test that somebody made up comes to.

// Info is what the checker found out about the project of the tests.
func (s *Suite) Info() *check.Info { return s.info }

// Program is what the journeys were compiled to, nil when there is none.
func (s *Suite) Program() *bytecode.Program {
	if s.opts.Plain != nil {
		return s.opts.Plain
	}
	return s.opts.Derived
}

// Try runs a test that stands in no file of the project. Its file holds nothing else;
// the checker has not seen it.
func (s *Suite) Try(ctx context.Context, f *ast.File, t *ast.Test, journeys []string) *Result {
	decl := &check.Test{File: f, Decl: t, Journeys: journeys}
	return s.Run(ctx, &Test{File: f.Path, Line: lineOf(f, t.Span), Journeys: journeys, decl: decl})
}

// Program is the one that decided: with carts derived, or without.
func (r *Result) Program() *bytecode.Program {
	if r.run == nil {
		return nil
	}
	return r.run.prog.Program
}

// Passed reports whether somebody left the wait of a step of a journey by a way, as
// engine.Options.Passed tells it.
func (r *Result) Passed(journey int, step int32, way int) bool {
	return r.run != nil && slices.Contains(r.run.passed, passage{journey, step, way})
}
