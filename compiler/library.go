package compiler

import (
	"path"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/stdlib"
)

// library returns the standard library's files that a project relies on: the
// prelude, and the modules that it uses, sorted by name. A module may use another.
// What one file uses is there for all of them, as events are.
func library(files []*ast.File) []*ast.File {
	name, text := stdlib.Prelude()
	prelude, _ := parse.File(name, text) // a test holds that it has no mistake
	out := []*ast.File{prelude}
	var names []string
	add := func(f *ast.File) {
		for _, d := range f.Decls {
			if u, ok := d.(*ast.Use); ok && u.Path == nil && !slices.Contains(names, u.Name.Text) {
				names = append(names, u.Name.Text)
			}
		}
	}
	for _, f := range files {
		add(f)
	}
	for i := 0; i < len(names); i++ {
		if name, text, ok := stdlib.Module(names[i]); ok { // the checker reports the others
			module, _ := parse.File(name, text)
			add(module)
			out = append(out, module)
		}
	}
	slices.SortFunc(out[1:], func(a, b *ast.File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// Uses returns the paths of the files that a source names with `use "…"`, which
// count from its folder. Whoever reads files reads these too.
func Uses(s Source) []string {
	if !strings.Contains(s.Text, "use") {
		return nil
	}
	named := false
	for line := range strings.Lines(s.Text) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "use")
		named = named || ok && strings.HasPrefix(strings.TrimSpace(rest), `"`)
	}
	if !named {
		return nil
	}
	var out []string
	f, _ := parse.File(s.Path, s.Text)
	for _, d := range f.Decls {
		if u, ok := d.(*ast.Use); ok && u.Path != nil {
			if p, plain := u.Path.Plain(); plain && p != "" {
				out = append(out, path.Join(path.Dir(s.Path), p))
			}
		}
	}
	return out
}
