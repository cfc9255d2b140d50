// Package diag holds the one diagnostic value that every part of the toolchain
// reports with, and its renderers. Of ours it imports only safetext, a leaf.
//
// Offsets are bytes inside; lines and columns are computed only when a
// diagnostic is rendered, so that no other package can get them wrong.
package diag

// Severity orders diagnostics by how much they hurt.
type Severity uint8

// The severities. Only an Error makes a program impossible to run.
const (
	Error Severity = iota
	Warning
	Info
)

// String returns the lower-case word used in every output format.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "info"
}

// Span is a half-open range of byte offsets in a file.
type Span struct{ Start, End int }

// Note points at another place, or adds a sentence when File is empty.
type Note struct {
	File string
	Span Span
	Text string
}

// Edit replaces a span of the diagnostic's file by text.
type Edit struct {
	Span Span
	Text string
}

// Fix is a set of edits. A safe fix never changes what a journey does.
type Fix struct {
	Title string
	Safe  bool
	Edits []Edit
}

// Diagnostic is one thing to tell about a file.
//
// Summary says what, in lower case without a final period; Detail says what to
// do and names the legal alternatives.
type Diagnostic struct {
	Code     string // J0101
	Name     string // kebab-case name of the code
	Severity Severity
	File     string
	Span     Span // the subject
	Context  Span // what to show around it; the zero value means the subject's lines
	Summary  string
	Detail   string
	Notes    []Note
	Fixes    []Fix
}
