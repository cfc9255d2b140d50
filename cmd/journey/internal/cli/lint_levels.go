package cli

import (
	"fmt"
	"slices"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
)

// askedFor lists the codes of rules that are off by themselves and that the project
// turns on.
func askedFor(p *project.Project) []string {
	var out []string
	for _, c := range lint.Catalogue() {
		if !c.OptIn {
			continue
		}
		if r, ok := ruleOf(p, c.ID, c.Name); ok && r.Name != project.AllRules && r.Level != "off" {
			out = append(out, c.ID)
		}
	}
	return out
}

// measures is how much the project allows of what rules measure, by their codes.
func measures(p *project.Project) map[string]int {
	out := map[string]int{}
	for _, c := range lint.Catalogue() {
		if r, ok := ruleOf(p, c.ID, c.Name); ok && c.Most > 0 && r.Most > 0 {
			out[c.ID] = r.Most
		}
	}
	return out
}

// ruleOf returns the entry of a code: its own, else that of all rules.
func ruleOf(p *project.Project, id, name string) (project.Rule, bool) {
	var all project.Rule
	found := false
	for _, r := range p.Rules {
		switch r.Name {
		case id, name:
			return r, true
		case project.AllRules:
			all, found = r, true
		}
	}
	return all, found
}

// levelled gives every finding the severity that the project wants, and takes away
// those it does not want. Errors of the language stay.
func levelled(p *project.Project, ds []diag.Diagnostic) []diag.Diagnostic {
	if len(p.Rules) == 0 {
		return ds
	}
	kept := ds[:0]
	for _, d := range ds {
		if r, ok := ruleOf(p, d.Code, d.Name); ok && d.Severity != diag.Error {
			if p.Spares(r, d.File) {
				continue
			}
			switch r.Level {
			case "off":
				continue
			case "info":
				d.Severity = diag.Info
			case "warning":
				d.Severity = diag.Warning
			case "error":
				d.Severity = diag.Error
			}
		}
		kept = append(kept, d)
	}
	return kept
}

// checkRules refuses `rules` of journey.yaml that name no rule, or an error of the
// language: what cannot run is not a matter of taste.
func checkRules(p *project.Project) error {
	all := lint.Catalogue()
	names := []string{project.AllRules}
	for _, c := range all {
		if c.Severity != diag.Error {
			names = append(names, c.ID, c.Name)
		}
	}
	var wrong []diag.Diagnostic
	for _, r := range p.Rules {
		if slices.Contains(names, r.Name) {
			if r.Most > 0 && !slices.ContainsFunc(all, func(c diag.Code) bool { return c.Most > 0 && (c.ID == r.Name || c.Name == r.Name) }) {
				wrong = append(wrong, diag.Diagnostic{File: p.File, Span: r.Span, Summary: fmt.Sprintf("`%s` measures nothing, so it has no `most`", r.Name), Detail: "take it away"})
			}
			continue
		}
		summary, detail := fmt.Sprintf("there is no rule `%s`", r.Name), "`journey explain` lists all"
		if slices.ContainsFunc(all, func(c diag.Code) bool { return c.ID == r.Name || c.Name == r.Name }) {
			summary, detail = fmt.Sprintf("`%s` is an error of the language and has no level", r.Name), "only warnings have one"
		} else if meant, ok := spell.Closest(r.Name, names); ok {
			detail = "did you mean `" + meant + "`?"
		}
		wrong = append(wrong, diag.Diagnostic{File: p.File, Span: r.Span, Summary: summary, Detail: detail})
	}
	if len(wrong) > 0 {
		return &project.ConfigError{Diags: wrong, Sources: diag.Sources{p.File: p.Text}}
	}
	return nil
}
