package diag

// Code is one kind of diagnostic. Codes are declared in tables, one for each part
// of the toolchain, append-only: a code never changes its meaning.
type Code struct {
	ID       string // J0101
	Name     string // kebab-case, for people
	Severity Severity
	Title    string // what is wrong, in a few words
	Doc      string // one or more sentences: what it means and why it matters
	Bad      string // the smallest program that shows it; a test runs it
	Good     string // the same program put right
	Cure     string // how to put it right, as sentences; empty where every diagnostic says it
	OptIn    bool   // not looked for unless a project asks for it
	Feed     string // what every row of the feed is in the project of the examples; empty: nothing is known of a feed
	// Most is how much of something is still allowed where the project does not say, of
	// what Unit calls; 0: the rule has no such measure.
	Most int
	Unit string
}

// At makes a diagnostic of this code for a span of a file. The caller adds notes and fixes.
func (c Code) At(file string, span Span, summary, detail string) Diagnostic {
	return Diagnostic{
		Code: c.ID, Name: c.Name, Severity: c.Severity, File: file, Span: span, Summary: summary, Detail: detail,
	}
}
