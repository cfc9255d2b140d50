// Package compiler compiles journey files: text in, a verified program and every
// diagnostic out. It is what all faces call; the rooms below it do the work.
package compiler

import (
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/stdlib"
)

// Source is one file.
type Source struct{ Path, Text string }

// Options are what the project says about all its files.
type Options struct {
	Check check.Options
	Lower lower.Options
}

// Result is what came of compiling.
type Result struct {
	// Program holds the healthy journeys; it is nil when there is none.
	Program *bytecode.Program
	Info    *check.Info
	Diags   []diag.Diagnostic
	// Files are the trees of the given sources, in their order.
	Files []*ast.File
}

// Failed reports whether something is wrong enough that nothing should run.
func (r *Result) Failed() bool {
	for i := range r.Diags {
		if r.Diags[i].Severity == diag.Error {
			return true
		}
	}
	return false
}

// Compile compiles files together with the standard library's prelude.
func Compile(sources []Source, opts Options) *Result {
	out := &Result{}
	path, text := stdlib.Prelude()
	prelude, _ := parse.File(path, text)
	all := []*ast.File{prelude}
	for _, s := range sources {
		f, ds := parse.File(s.Path, s.Text)
		out.Diags = append(out.Diags, ds...)
		out.Files = append(out.Files, f)
		all = append(all, f)
	}
	opts.Check.Parsed = out.Diags
	info, ds := check.Check(all, opts.Check)
	out.Info = info
	out.Diags = append(out.Diags, ds...)
	p, ds := lower.Lower(info, opts.Lower)
	out.Diags = append(out.Diags, ds...)
	diag.Sort(out.Diags)
	for i := range p.Journeys {
		if !strings.HasPrefix(p.Journeys[i].File, "std/") {
			out.Program = p
		}
	}
	return out
}
