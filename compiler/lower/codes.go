package lower

import (
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// Codes are the diagnostics of the lowering.
var Codes = []diag.Code{codeNotYet}

var codeNotYet = diag.Code{
	ID:       "J0901",
	Name:     "not-yet",
	Severity: diag.Error,
	Title:    "this version cannot run the construct",
	Doc: "The construct belongs to the language and is checked, but this version of journey cannot turn it into something that runs; the journey is left out, and the others run. " +
		"Nothing that the reference describes comes to this: whoever meets it has found a gap in journey, and is asked to report it.",
}

// notYet reports a construct. It may stand in another file than the journey that
// comes upon it, in a message.
func (b *builder) notYet(n ast.Node, what string) {
	path := ""
	for _, f := range b.info.Files {
		ast.Walk(f, func(x ast.Node) bool {
			if x == n {
				path = f.Path
			}
			return path == ""
		})
	}
	s := n.Pos()
	b.diags = append(b.diags, codeNotYet.At(path, diag.Span{Start: s.Start, End: s.End},
		what+" cannot run in this version yet",
		"the file is understood; leave this part out to run the rest"))
}
