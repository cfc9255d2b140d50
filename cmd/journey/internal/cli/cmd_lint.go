package cli

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
)

func init() { register(newLint) }

func newLint(a *app) *cobra.Command {
	var config, format string
	var strict bool
	cmd := &cobra.Command{
		Use:     "lint FILE|DIR|-...",
		Short:   "Find mistakes in journeys, and what cannot be meant",
		GroupID: groupCheck,
		Long: `Find every mistake in journeys, and what is allowed and yet cannot be meant.

Files below one journey.yaml are one project, without one the files of a folder are:
names of one file are known in the others. Errors give exit code 1; warnings do so with
--strict. A comment silences a finding of the line below it, and says why:

    # journey: ignore J0511 sent by the shop
    message hello { subject "Hello" }

"journey explain J0511" says what a code means.`,
		Example: `  journey lint cart.journey
  journey lint . --strict
  journey lint . --format sarif > findings.sarif`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(diag.Formats(), format) {
				return notOneOf("format", format, diag.Formats())
			}
			w, err := a.load(cmd.Context(), config, args, true)
			if err != nil {
				return err
			}
			if w.Compiled != nil {
				return usage("give the source it was compiled from", "%s is compiled, and lint reads sources", w.CompiledFrom)
			}
			ds, err := lintAll(cmd.Context(), w, config)
			if err != nil {
				return err
			}
			options := diag.Options{Color: a.out.color, Version: version(), Codes: lint.Catalogue()}
			if err := diag.Render(a.Out, format, ds, w.Texts(), options); err != nil {
				return err
			}
			return a.verdict(ds, len(w.Sources), strict)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "one of "+strings.Join(diag.Formats(), ", "))
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings count: exit code 1")
	configFlag(cmd, &config)
	return cmd
}

// verdict says how many findings there are, on standard error, and chooses the exit
// code.
func (a *app) verdict(ds []diag.Diagnostic, files int, strict bool) error {
	var n [3]int64
	for _, d := range ds {
		n[d.Severity]++
	}
	var parts []string
	for s, word := range [][2]string{{"error", "errors"}, {"warning", "warnings"}, {"remark", "remarks"}} {
		if n[s] > 0 {
			parts = append(parts, counted(n[s], word[0], word[1]))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing to report"}
	}
	if len(ds) > 0 && a.out.tty {
		a.say("")
	}
	a.say("%s in %s", strings.Join(parts, ", "), counted(int64(files), "file", "files"))
	if n[diag.Error] > 0 || strict && n[diag.Warning] > 0 {
		return found()
	}
	return nil
}

// room is what is linted as one: the files below one journey.yaml, or of one folder.
type room struct {
	project *project.Project
	sources []compiler.Source
}

// lintAll finds every diagnostic of the files, the rooms in parallel.
func lintAll(ctx context.Context, w *work, config string) ([]diag.Diagnostic, error) {
	rooms, err := divide(w, config)
	if err != nil {
		return nil, err
	}
	results := make([][]diag.Diagnostic, len(rooms))
	bugs := make([]any, len(rooms))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, r := range rooms {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { bugs[i] = recover(); <-slots; wg.Done() }()
			if ctx.Err() == nil {
				results[i] = r.lint()
			}
		}()
	}
	wg.Wait()
	for _, bug := range bugs {
		if bug != nil {
			panic(bug) // Run reports it
		}
	}
	return slices.Concat(results...), ctx.Err()
}

// divide puts every file into its room, rooms and files in the order in which they
// were given.
func divide(w *work, config string) ([]*room, error) {
	var rooms []*room
	byKey := map[string]*room{}
	byFolder := map[string]*room{}
	for _, s := range w.Sources {
		folder := path.Dir(s.Path)
		if s.Path == project.StdinName {
			folder = "."
		}
		r := byFolder[folder]
		if r == nil {
			p := w.Project
			if config == "" {
				var err error
				if p, err = project.Load("", []string{path.Join(folder, "x.journey")}); err != nil {
					return nil, configTrouble(err)
				}
			}
			key := p.File
			if key == "" {
				key = "folder " + folder
			}
			if r = byKey[key]; r == nil {
				if err := checkRules(p); err != nil {
					return nil, err
				}
				r = &room{project: p}
				byKey[key] = r
				rooms = append(rooms, r)
			}
			byFolder[folder] = r
		}
		r.sources = append(r.sources, s)
	}
	return rooms, nil
}

// lint finds what there is to say about a room.
func (r *room) lint() []diag.Diagnostic {
	res := compiler.Compile(r.sources, r.project.Options(false))
	ds := lint.Suppress(res.Files, append(res.Diags, lint.Check(res.Info)...))
	levels := map[string]string{}
	for _, rule := range r.project.Rules {
		levels[rule.Name] = rule.Level
	}
	if len(levels) == 0 {
		return ds
	}
	kept := ds[:0]
	for _, d := range ds {
		level := levels[d.Code]
		if level == "" {
			level = levels[d.Name]
		}
		switch level {
		case "off":
			continue
		case "info":
			d.Severity = diag.Info
		case "warning":
			d.Severity = diag.Warning
		case "error":
			d.Severity = diag.Error
		}
		kept = append(kept, d)
	}
	return kept
}

// checkRules refuses `rules` of journey.yaml that name no rule, or an error of the
// language: what cannot run is not a matter of taste.
func checkRules(p *project.Project) error {
	all := lint.Catalogue()
	var names []string
	for _, c := range all {
		if c.Severity != diag.Error {
			names = append(names, c.ID, c.Name)
		}
	}
	var wrong []diag.Diagnostic
	for _, r := range p.Rules {
		if slices.Contains(names, r.Name) {
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
