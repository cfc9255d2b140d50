package lint

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/stdlib"
)

// What several rules look at.

// event returns a declared event by its name, or nil.
func (p *pass) event(name string) *check.Event {
	for _, e := range p.info.Events {
		if e.Name == name {
			return e
		}
	}
	return nil
}

// own lists the files of the project, without those of the standard library.
func (p *pass) own() []*ast.File {
	var out []*ast.File
	for _, f := range p.info.Files {
		if !isStd(f) {
			out = append(out, f)
		}
	}
	return out
}

func isStd(f *ast.File) bool { return strings.HasPrefix(f.Path, stdlib.Dir) }

// holdsJourneys reports whether a file is more than a list of declarations.
func holdsJourneys(f *ast.File) bool {
	for _, d := range f.Decls {
		if _, ok := d.(*ast.Journey); ok {
			return true
		}
	}
	return false
}

// home returns the file that a rule of a policy stands in, or nil.
func (p *pass) home(r ast.PolicyRule) *ast.File {
	for _, f := range p.info.Files {
		for _, d := range f.Decls {
			if policy, ok := d.(*ast.Policy); ok {
				for _, own := range policy.Rules {
					if own == r {
						return f
					}
				}
			}
		}
	}
	return nil
}

// mentioned returns every name that may stand for an event, in all files, and whether
// all of them could be read.
func (p *pass) mentioned() (names map[string]bool, sure bool) {
	names, sure = map[string]bool{}, true
	for _, f := range p.info.Files {
		for _, d := range f.Decls {
			ast.Walk(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.EventPat:
					names[n.Name.Text] = true
				case *ast.IdentExpr:
					names[n.Text] = true
				case *ast.Emit:
					names[n.Event.Text] = true
				case *ast.BadDecl, *ast.BadStep, *ast.BadExpr, *ast.BadPat:
					sure = false
				}
				return true
			})
		}
	}
	return names, sure
}

// inner calls f for the blocks of a step.
func inner(s ast.Step, f func(*ast.Block)) {
	first := true
	ast.Walk(s, func(n ast.Node) bool {
		if b, ok := n.(*ast.Block); ok {
			f(b)
			return false
		}
		_, step := n.(ast.Step)
		outer := first
		first = false
		return outer || !step
	})
}

// afterTrigger is a fix that adds a setting behind the trigger of a journey.
func afterTrigger(j *check.Journey, title, setting string) diag.Fix {
	at := j.Decl.Trigger.Pos()
	return diag.Fix{Title: title, Edits: []diag.Edit{{
		Span: diag.Span{Start: at.End, End: at.End}, Text: "\n" + indent(j.File.Src, at.Start) + setting,
	}}}
}
