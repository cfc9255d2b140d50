// Package lint finds what is allowed and yet cannot be meant.
//
// A rule is one file, rule_<name>.go: its code with a bad and a good example, a
// constructor, and a method that looks at journeys. Rules share nothing. They see
// healthy journeys only, those without an error, so that a rule never reasons from
// half a journey. The bar for a rule: on a file that does what its author wants it
// stays quiet. Where a construct has a sensible use, a rule about it asks for the
// evidence that this is not it, or it is not a rule.
//
// The catalogue (catalogue.go) is made of the rules' own codes, and a test runs
// every example. Suppressions (suppress.go) come last and work on the diagnostics
// of every part of the compiler.
package lint

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/logic"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// Project is what rules know beside the files.
type Project struct {
	Timezone string   // the zone of people who have none; empty is UTC
	OptIn    []string // codes of the rules that are off unless somebody asks for them
	// Carries is the event that every row of the project's feed is; empty where the feed
	// may carry others, or nothing is known of it.
	Carries string
	// Most is how much rules allow that measure something, by their codes; a rule that is
	// not there allows what its code says.
	Most map[string]int
	// Program is what the files were compiled to; nil when it is not known. The rules
	// about how much people get look at it.
	Program *bytecode.Program
}

// Check runs every rule over the journeys of a project about which nothing else is
// known, and returns what they found, in order.
func Check(info *check.Info) []diag.Diagnostic { return Project{}.Check(info) }

// Check runs every rule over the journeys of a project, and returns what they found,
// in order.
func (about Project) Check(info *check.Info) []diag.Diagnostic {
	p := &pass{info: info, about: about}
	for _, r := range rules {
		if !about.asks(r.code) {
			continue
		}
		look := r.start(p)
		for _, j := range info.Journeys {
			if !j.Std {
				look.journey(j)
			}
		}
		look.finish()
	}
	diag.Sort(p.diags)
	return p.diags
}

// asks reports whether a rule is looked for.
func (about Project) asks(c diag.Code) bool { return !c.OptIn || slices.Contains(about.OptIn, c.ID) }

// most is how much a rule allows.
func (about Project) most(c diag.Code) int {
	if n, ok := about.Most[c.ID]; ok {
		return n
	}
	return c.Most
}

// pass is one run over one project.
type pass struct {
	info  *check.Info
	about Project
	diags []diag.Diagnostic

	answers *logic.Logic // what logic() made
	asked   map[*check.Journey][]question
	starts  map[string]bool // journeys that a step of some journey starts
}

// looker is one rule at work.
type looker interface {
	journey(*check.Journey)
	finish() // all journeys have been seen
}

// rule is what a rule's file declares.
type rule struct {
	code  diag.Code
	start func(*pass) looker
}

// each is a rule that looks at one journey at a time.
type each func(*check.Journey)

func (f each) journey(j *check.Journey) { f(j) }
func (f each) finish()                  {}

// report adds a finding; the caller adds notes and fixes.
func (p *pass) report(code diag.Code, f *ast.File, at ast.Span, summary, detail string) *diag.Diagnostic {
	end := min(max(at.End, 0), len(f.Src))
	span := diag.Span{Start: min(max(at.Start, 0), end), End: end}
	p.diags = append(p.diags, code.At(f.Path, span, summary, detail))
	return &p.diags[len(p.diags)-1]
}

// warning declares the code of a rule. cure says how to put it right.
func warning(id, name, title, doc, cure, bad, good string) diag.Code {
	return diag.Code{ID: id, Name: name, Severity: diag.Warning, Title: title, Doc: doc, Cure: cure, Bad: bad, Good: good}
}

// measured is the code of a rule that allows so much of something where a project does
// not say how much.
func measured(most int, unit string, c diag.Code) diag.Code {
	c.Most, c.Unit = most, unit
	return c
}

// remarked declares the code of a rule about what may well be meant: it is shown, and
// lets nothing fail.
func remarked(id, name, title, doc, cure, bad, good string) diag.Code {
	c := warning(id, name, title, doc, cure, bad, good)
	c.Severity = diag.Info
	return c
}

// blocks calls f for every list of steps of a journey, outer ones first.
func blocks(n ast.Node, f func(*ast.Block)) {
	ast.Walk(n, func(n ast.Node) bool {
		if b, ok := n.(*ast.Block); ok {
			f(b)
		}
		return true
	})
}

// acts reports whether a block does something that people or systems outside of
// the journey notice.
func acts(b *ast.Block) bool {
	found := false
	if b != nil {
		ast.Walk(b, func(n ast.Node) bool {
			found = found || isAct(n)
			return !found
		})
	}
	return found
}

func isAct(n ast.Node) bool {
	switch n.(type) {
	case *ast.Send, *ast.Webhook, *ast.Audience, *ast.Emit, *ast.Start, *ast.Set, *ast.Tag:
		return true
	}
	return false
}

// mentions reports whether an event is named anywhere below a node, as a pattern
// or in a question about the past.
func (p *pass) mentions(n ast.Node, e *check.Event) bool {
	found := false
	ast.Walk(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.EventPat:
			found = found || p.info.Heard[n] == e || n.Name.Text == e.Name || slices.Contains(e.HeardAs, n.Name.Text)
		case *ast.IdentExpr:
			found = found || p.info.Refs[n].Event == e
		}
		return !found
	})
	return found
}
