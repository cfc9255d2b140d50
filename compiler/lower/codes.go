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
	Title:    "this version cannot run the construct yet",
	Doc:      "The construct belongs to the language and is checked, but the engine of this version does not run it.",
	Bad: `journey weekly {
  when purchased
  then {
    repeat every 7d up to 4 times { email "Picks" }
  }
}
`,
	Good: `journey weekly {
  when purchased
  then {
    email "Picks"
    wait 7d
    email "Picks"
  }
}
`,
}

func (l *journeyLowerer) notYet(n ast.Node, what string) {
	s := n.Pos()
	l.diags = append(l.diags, codeNotYet.At(l.lines.path, diag.Span{Start: s.Start, End: s.End},
		what+" cannot run in this version yet",
		"the file is understood; leave this part out to run the rest"))
}
