// Package parse turns the text of a journey file into its syntax tree.
//
// There is always a tree, and all mistakes are found in one run. The way there:
//
//   - package token cuts the text into tokens, and never fails;
//   - cut.go divides the tokens at declarations, so that a broken declaration
//     never damages the next, and puts missing braces where the indentation says;
//   - each declaration, step, setting, trigger and rule is a participle production
//     (rule.go) over the tokens of its piece, chosen by its first words. The
//     productions are LL(1) and each parser is built when it is first needed;
//   - what productions are made of (names, durations, texts, blocks, patterns,
//     expressions) is read by hand, as methods of cursor hooked in as participle's
//     Parseables. They always succeed: what cannot be read becomes a Bad node and a
//     diagnostic. So the only thing that participle itself can meet is a missing
//     word, and rule.go says that in our words.
//
// A statement that fails is skipped to its end; blocks inside it are still read
// for the mistakes in them. Participle is imported nowhere else.
package parse

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// MaxDiagnostics is how many diagnostics File reports for one file; one more says
// that there were too many.
const MaxDiagnostics = 100

// File parses a source file. It always returns a tree, and every syntax mistake
// of the file in the order of the source.
func File(path, src string) (*ast.File, []diag.Diagnostic) {
	stream := token.Lex(src)
	f := &ast.File{Path: path, Src: src}
	errs := lexical(stream.Problems)
	toks := significant(stream)
	toks = toks[:len(toks)-1] // EOF
	toks, errs = language(f, src, toks, errs)
	pieces := cut(src, toks)
	longest := 0
	for _, p := range pieces {
		longest = max(longest, len(p.toks)+p.open) // with the braces that mend adds
	}
	feed := newFeed(src, longest)
	for _, p := range pieces {
		mender := &cursor{}
		whole := ast.Span{Start: p.toks[0].Start, End: p.toks[len(p.toks)-1].End}
		c := feed.cursor(mender.mend(p))
		c.errs = mender.errs
		f.Decls = append(f.Decls, c.decl(whole))
		errs = append(errs, c.errs...)
	}
	return f, finish(path, errs)
}

// Expr parses one expression. It serves tests and tools.
func Expr(src string) (ast.Expr, []diag.Diagnostic) {
	stream := token.Lex(src)
	errs := lexical(stream.Problems)
	var toks []sig
	for _, t := range stream.Tokens {
		if !t.Kind.Trivia() && t.Kind != token.Newline && t.Kind != token.EOF {
			toks = append(toks, sig{t, -1})
		}
	}
	c := newFeed(src, len(toks)).cursor(toks)
	x := c.expr()
	if !c.is(token.EOF) && len(c.errs) == 0 {
		c.leftover("expression")
	}
	return x, finish("", append(errs, c.errs...))
}

// language takes `language 1` off the front of the file.
func language(f *ast.File, src string, toks []sig, errs []diag.Diagnostic) ([]sig, []diag.Diagnostic) {
	if len(toks) == 0 || toks[0].Kind != token.Name || src[toks[0].Start:toks[0].End] != "language" {
		return toks, errs
	}
	end := 0
	for end < len(toks) && toks[end].Kind != token.Newline {
		end++
	}
	whole := diag.Span{Start: toks[0].Start, End: toks[end-1].End}
	if end == 2 && toks[1].Kind == token.Number && src[toks[1].Start:toks[1].End] == "1" {
		f.Language = 1
	} else {
		errs = append(errs, codeLanguage.At("", whole, "unknown version of the language", "write `language 1`, or leave the line out"))
	}
	return toks[min(end+1, len(toks)):], errs
}

// finish orders the diagnostics, cuts them off, and names the file in them.
func finish(path string, errs []diag.Diagnostic) []diag.Diagnostic {
	slices.SortStableFunc(errs, func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Code, b.Code))
	})
	errs = slices.CompactFunc(errs, func(a, b diag.Diagnostic) bool {
		return a.Span == b.Span && a.Code == b.Code && a.Summary == b.Summary
	})
	if len(errs) > MaxDiagnostics {
		at := errs[MaxDiagnostics].Span
		errs = append(errs[:MaxDiagnostics:MaxDiagnostics], codeTooMany.At("", at, "too many mistakes", "put these right first; the rest of the file is not reported"))
	}
	for i := range errs {
		errs[i].File = path
		for j := range errs[i].Notes {
			if errs[i].Notes[j].Span != (diag.Span{}) {
				errs[i].Notes[j].File = path
			}
		}
	}
	return errs
}
