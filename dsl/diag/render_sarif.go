package diag

import (
	"net/url"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// The sarif format is SARIF 2.1.0 (OASIS), as far as code scanning services read
// it. Columns are in UTF-16 units, which the format assumes unless told otherwise
// and some services assume even then.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID       string         `json:"id"`
	Name     string         `json:"name,omitempty"`
	Short    *sarifText     `json:"shortDescription,omitempty"`
	Full     *sarifText     `json:"fullDescription,omitempty"`
	Defaults sarifRuleLevel `json:"defaultConfiguration"`
}

type sarifRuleLevel struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations,omitempty"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Fixes        []sarifFix        `json:"fixes,omitempty"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

type sarifFix struct {
	Description sarifText     `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  *sarifRegion `json:"deletedRegion"`
	Inserted sarifText    `json:"insertedContent"`
}

var sarifLevel = [...]string{Error: "error", Warning: "warning", Info: "note"}

func renderSARIF(p *page) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "journey", Version: p.opts.Version, Rules: p.sarifRules()}},
		ColumnKind: "utf16CodeUnits", Results: []sarifResult{},
	}
	fingerprints := p.fingerprints()
	for i, d := range p.ds {
		index := slices.IndexFunc(run.Tool.Driver.Rules, func(r sarifRule) bool { return r.ID == d.Code })
		text := d.Summary
		if d.Detail != "" {
			text += "\n" + d.Detail
		}
		r := sarifResult{
			RuleID: d.Code, RuleIndex: index, Level: sarifLevel[d.Severity], Message: sarifText{safetext.Clean(text)},
			Fingerprints: map[string]string{"journey/v1": fingerprints[i]}, Fixes: p.sarifFixes(d),
		}
		if d.File != "" {
			r.Locations = []sarifLocation{{Physical: p.physical(d.File, d.Span)}}
		}
		for _, n := range d.Notes {
			if n.File == "" {
				r.Message.Text += "\nnote: " + safetext.Clean(n.Text)
				continue
			}
			if p.file(n.File) == nil { // the standard library, which is no file of the repository
				r.Message.Text += "\nnote: " + safetext.Clean(n.Text+" ("+n.File+")")
				continue
			}
			r.Related = append(r.Related, sarifLocation{len(r.Related) + 1, p.physical(n.File, n.Span), &sarifText{safetext.Clean(n.Text)}})
		}
		run.Results = append(run.Results, r)
	}
	return p.writeJSON(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifRules returns the codes that occur, each once, by code.
func (p *page) sarifRules() []sarifRule {
	rules := []sarifRule{}
	for _, d := range p.ds {
		rule := sarifRule{ID: d.Code, Name: d.Name, Defaults: sarifRuleLevel{sarifLevel[d.Severity]}}
		at, found := slices.BinarySearchFunc(rules, d.Code, func(r sarifRule, code string) int { return strings.Compare(r.ID, code) })
		if found {
			continue
		}
		for _, c := range p.opts.Codes {
			if c.ID == d.Code {
				rule.Short, rule.Full = &sarifText{c.Title}, &sarifText{c.Doc}
				rule.Defaults.Level = sarifLevel[c.Severity]
			}
		}
		rules = slices.Insert(rules, at, rule)
	}
	return rules
}

func (p *page) sarifFixes(d Diagnostic) []sarifFix {
	var fixes []sarifFix
	for _, f := range d.Fixes {
		change := sarifChange{Artifact: sarifArtifact{uri(d.File)}}
		for _, e := range f.Edits {
			if region := p.region(d.File, e.Span); region != nil {
				change.Replacements = append(change.Replacements, sarifReplacement{region, sarifText{e.Text}})
			}
		}
		if len(change.Replacements) > 0 {
			fixes = append(fixes, sarifFix{sarifText{safetext.Clean(f.Title)}, []sarifChange{change}})
		}
	}
	return fixes
}

func (p *page) physical(file string, s Span) sarifPhysical {
	return sarifPhysical{sarifArtifact{uri(file)}, p.region(file, s)}
}

func (p *page) region(file string, s Span) *sarifRegion {
	start, end, ok := p.place(file, s)
	if !ok {
		return nil
	}
	return &sarifRegion{start.Line, start.UTF16, end.Line, end.UTF16}
}

// uri returns a path as a URI: relative to the root of the repository, unless the
// path is absolute.
func uri(path string) string {
	u := url.URL{Path: path}
	if len(path) > 1 && path[1] == ':' { // C:/…
		u.Path = "/" + path
	}
	if strings.HasPrefix(u.Path, "/") {
		u.Scheme = "file"
	}
	return u.String()
}
