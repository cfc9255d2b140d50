package diag

import (
	"cmp"
	"slices"
)

// Sort puts diagnostics into their one order: by file, start, end, code, summary,
// severity and detail. Rules may run in any order; what is printed never changes.
func Sort(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Span.End, b.Span.End),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Summary, b.Summary),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Detail, b.Detail),
		)
	})
}
