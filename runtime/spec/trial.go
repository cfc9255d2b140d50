package spec

import (
	"context"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
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

// Set is what a step that sets a trait set it to, as a test writes it; ok is false where
// no test can.
func (r *Result) Set(d *engine.Decision) (text string, ok bool) {
	i := slices.IndexFunc(r.run.sets, func(s setting) bool {
		return s.At == d.At && s.Person == d.Person && s.Journey == d.Journey && s.Instance == d.Instance && s.Step == d.Step
	})
	if i < 0 {
		return "", false
	}
	switch v := r.run.sets[i].value; v.Kind {
	case event.Bool:
		return shown(v), true
	case event.Number: // no exponents
		return shown(v), !strings.Contains(shown(v), "e")
	case event.Text: // what JSON escapes, the language may not
		return shown(v), !strings.Contains(v.Str, "{{") && !strings.Contains(shown(v), `\`)
	case event.Null:
		return "null", true
	case event.Time, event.List, event.Map:
	}
	return "", false
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
