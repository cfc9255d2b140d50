package cli

import (
	"context"
	"path"
	"runtime"
	"slices"
	"sync"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/event"
)

// room is what is linted as one: the files below one journey.yaml, or of one folder.
type room struct {
	project *project.Project
	sources []compiler.Source
	// borrowed are files of other rooms that files of this one name with `use`: they
	// are read here, and judged where they live.
	borrowed []compiler.Source
	found    []diag.Diagnostic
	trouble  error // with the project's file
}

// eachRoom works on all rooms, several at a time.
func eachRoom(ctx context.Context, rooms []*room, work func(*room)) error {
	bugs := make([]any, len(rooms))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, r := range rooms {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { bugs[i] = recover(); <-slots; wg.Done() }()
			if ctx.Err() == nil {
				work(r)
			}
		}()
	}
	wg.Wait()
	for _, bug := range bugs {
		if bug != nil {
			panic(bug) // Run reports it
		}
	}
	return ctx.Err()
}

// gathered is what was found in all rooms, and their texts.
func gathered(rooms []*room) ([]diag.Diagnostic, diag.Sources) {
	var ds []diag.Diagnostic
	texts := diag.Sources{}
	for _, r := range rooms {
		ds = append(ds, r.found...)
		for _, s := range r.sources {
			texts[s.Path] = s.Text
		}
	}
	diag.Sort(ds)
	return ds, texts
}

func hasStdin(rooms []*room) bool {
	for _, r := range rooms {
		for _, s := range r.sources {
			if s.Path == project.StdinName {
				return true
			}
		}
	}
	return false
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
	for _, r := range rooms {
		r.borrow(w.Sources)
	}
	return rooms, nil
}

// borrow takes what the files of a room use of all that were read.
func (r *room) borrow(all []compiler.Source) {
	here := map[string]bool{}
	for _, s := range r.sources {
		here[s.Path] = true
	}
	byPath := map[string]compiler.Source{}
	for _, s := range all {
		byPath[s.Path] = s
	}
	files := slices.Clone(r.sources)
	for i := 0; i < len(files); i++ {
		for _, used := range compiler.Uses(files[i]) {
			if s, ok := byPath[used]; ok && !here[used] {
				here[used] = true
				files = append(files, s)
			}
		}
	}
	r.borrowed = files[len(r.sources):]
}

func (r *room) texts() diag.Sources {
	texts := diag.Sources{}
	for _, s := range r.sources {
		texts[s.Path] = s.Text
	}
	return texts
}

// lint finds what there is to say about the files of a room with these texts.
func (r *room) lint(texts diag.Sources) []diag.Diagnostic {
	sources := make([]compiler.Source, len(r.sources))
	for i, s := range r.sources {
		sources[i] = compiler.Source{Path: s.Path, Text: texts[s.Path]}
	}
	sources = append(sources, r.borrowed...)
	about := lint.Project{Timezone: r.project.Timezone, OptIn: askedFor(r.project), Most: measures(r.project)}
	if m := r.project.Feed.Mapping; m != nil {
		about.Carries = event.Normal(m.Mapping.Always())
	}
	res := compiler.Compile(sources, r.project.Options(false))
	about.Program = res.Program
	r.trouble = r.project.PolicyMistake(res.Info)
	ds := about.Suppress(res.Files, append(res.Diags, about.Check(res.Info)...))
	ds = slices.DeleteFunc(ds, func(d diag.Diagnostic) bool {
		return slices.ContainsFunc(r.borrowed, func(s compiler.Source) bool { return s.Path == d.File })
	})
	return levelled(r.project, ds)
}
