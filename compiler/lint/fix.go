package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/diag"
)

// Fixes are made in rounds: those that do not touch one another at once, then the
// files are looked at again, because a fix may bring up or settle another finding.
// A round after which there are more errors than before is taken back and its fixes
// are tried one at a time; one that does it alone is not made. So fixing never leaves
// a file worse than it was, whatever a rule proposes.

// maxRounds bounds fixes that bring up one another.
const maxRounds = 100

// Fixed is what came of making fixes.
type Fixed struct {
	Texts diag.Sources      // all files, as they are now
	Left  []diag.Diagnostic // what is still to be said
	Made  int               // how many fixes were made
}

// Fix makes the fixes of what find reports until none is left: the safe ones, which
// change nothing that a journey does, and with unsafe the others too. A finding with
// several fixes is for a person to decide.
func Fix(texts diag.Sources, find func(diag.Sources) []diag.Diagnostic, unsafe bool) Fixed {
	out := Fixed{Texts: texts, Left: find(texts)}
	refused := map[string]bool{}
	single := false
	for range maxRounds {
		chosen := choose(out.Left, unsafe, refused, single)
		if len(chosen) == 0 {
			break
		}
		next := make(diag.Sources, len(out.Texts))
		for path, text := range out.Texts {
			next[path] = edited(path, text, chosen)
		}
		left := find(next)
		if errorsIn(left) > errorsIn(out.Left) {
			if len(chosen) == 1 {
				refused[chosen[0].key()] = true
			}
			single = true
			continue
		}
		out = Fixed{Texts: next, Left: left, Made: out.Made + len(chosen)}
		single = false
	}
	return out
}

// proposal is one fix of one finding.
type proposal struct {
	diag.Diagnostic
	fix diag.Fix
}

// key names a fix across rounds, in which its place changes.
func (p proposal) key() string {
	parts := []string{p.Code, p.File, p.Summary, p.fix.Title}
	for _, e := range p.fix.Edits {
		parts = append(parts, e.Text)
	}
	return strings.Join(parts, "\x00")
}

// choose picks fixes that do not touch one another, in order of the findings.
func choose(ds []diag.Diagnostic, unsafe bool, refused map[string]bool, single bool) []proposal {
	var out []proposal
	taken := map[string][]diag.Span{}
	for _, d := range ds {
		safe := slices.DeleteFunc(slices.Clone(d.Fixes), func(f diag.Fix) bool { return !f.Safe })
		if len(safe) == 0 && unsafe {
			safe = d.Fixes
		}
		if len(safe) != 1 {
			continue
		}
		p := proposal{d, safe[0]}
		if !sound(p.fix.Edits) || refused[p.key()] || touches(taken[d.File], p.fix.Edits) {
			continue
		}
		for _, e := range p.fix.Edits {
			taken[d.File] = append(taken[d.File], e.Span)
		}
		if out = append(out, p); single {
			break
		}
	}
	return out
}

// sound reports whether edits can be made: there are some, and none overlaps another.
func sound(edits []diag.Edit) bool {
	for i, e := range edits {
		if e.Span.Start < 0 || e.Span.End < e.Span.Start {
			return false
		}
		for _, other := range edits[:i] {
			if e.Span.Start < other.Span.End && other.Span.Start < e.Span.End || e.Span == other.Span {
				return false
			}
		}
	}
	return len(edits) > 0
}

// touches reports whether an edit overlaps or meets one of the spans.
func touches(taken []diag.Span, edits []diag.Edit) bool {
	for _, e := range edits {
		for _, s := range taken {
			if e.Span.Start <= s.End && s.Start <= e.Span.End {
				return true
			}
		}
	}
	return false
}

// edited makes the edits of the fixes of a file.
func edited(path, text string, chosen []proposal) string {
	var edits []diag.Edit
	for _, p := range chosen {
		if p.File == path {
			edits = append(edits, p.fix.Edits...)
		}
	}
	slices.SortStableFunc(edits, func(a, b diag.Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	var out strings.Builder
	at := 0
	for _, e := range edits {
		out.WriteString(text[at:e.Span.Start])
		out.WriteString(e.Text)
		at = e.Span.End
	}
	out.WriteString(text[at:])
	return out.String()
}

func errorsIn(ds []diag.Diagnostic) int {
	n := 0
	for i := range ds {
		if ds[i].Severity == diag.Error {
			n++
		}
	}
	return n
}
