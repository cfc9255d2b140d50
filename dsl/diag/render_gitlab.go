package diag

import "github.com/journeylang/journey/dsl/safetext"

// The gitlab format is a code quality report: the subset of the Code Climate
// format that GitLab reads.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func renderGitLab(p *page) error {
	severity := map[Severity]string{Error: "major", Warning: "minor", Info: "info"}
	issues := []gitlabIssue{}
	fingerprints := p.fingerprints()
	for i, d := range p.ds {
		lines := gitlabLines{1, 1} // GitLab wants a line, also for a finding about a whole file
		if start, end, ok := p.place(d.File, d.Span); ok {
			lines = gitlabLines{start.Line, end.Line}
		}
		issues = append(issues, gitlabIssue{
			Description: safetext.Clean(p.message(d)),
			CheckName:   d.Code,
			Fingerprint: fingerprints[i],
			Severity:    severity[d.Severity],
			Location:    gitlabLocation{d.File, lines},
		})
	}
	return p.writeJSON(issues)
}
