// Package compiler compiles journey files: text in, a verified program and every
// diagnostic out. It is what all faces call; the rooms below it do the work.
package compiler

import (
	"runtime"
	"slices"
	"strings"
	"sync"

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

// Compile compiles files together with what they use of the standard library.
func Compile(sources []Source, opts Options) *Result {
	out := &Result{}
	var parsed [][]diag.Diagnostic
	out.Files, parsed = parseAll(sources)
	out.Diags = slices.Concat(parsed...)
	all := append(library(out.Files), out.Files...)
	opts.Check.Parsed = out.Diags
	info, ds := check.Check(all, opts.Check)
	out.Info = info
	out.Diags = append(out.Diags, ds...)
	p, ds := lower.Lower(info, opts.Lower)
	out.Diags = append(out.Diags, ds...)
	diag.Sort(out.Diags)
	for i := range p.Journeys {
		if !strings.HasPrefix(p.Journeys[i].File, stdlib.Dir) {
			out.Program = p
		}
	}
	return out
}

// parseAll parses files, several at a time: half of the work of compiling is here,
// and no file needs another.
func parseAll(sources []Source) ([]*ast.File, [][]diag.Diagnostic) {
	files, ds := make([]*ast.File, len(sources)), make([][]diag.Diagnostic, len(sources))
	workers := min(runtime.GOMAXPROCS(0), len(sources))
	bugs := make([]any, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { bugs[w] = recover() }() // the caller's to report, not the process's end
			for i := w; i < len(sources); i += workers {
				files[i], ds[i] = parse.File(sources[i].Path, sources[i].Text)
			}
		}()
	}
	wg.Wait()
	for _, bug := range bugs {
		if bug != nil {
			panic(bug)
		}
	}
	return files, ds
}
