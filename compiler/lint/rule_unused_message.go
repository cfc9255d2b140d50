package lint

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
)

// UnusedMessage is a message that no journey sends.
var UnusedMessage = warning("J0511", "unused-message", "a message that nothing sends",
	"A message that no journey sends is a leftover, or a send names another message by mistake. "+
		"Files that hold messages alone are left in peace: somebody else may send them.",
	"Send it, or take it away.",
	"message hello { subject \"Hello\" }\nmessage goodbye { subject \"Goodbye\" }\njourney j {\n  when signed_up\n  then email hello\n}\n",
	"message hello { subject \"Hello\" }\nmessage goodbye { subject \"Goodbye\" }\njourney j {\n  when signed_up\n  then {\n    email hello\n    wait 7d\n    email goodbye\n  }\n}\n")

// unusedMessage looks at the whole project: the message and its send may stand in
// different files. Sends are found by name in every file, broken journeys included.
type unusedMessage struct{ *pass }

func newUnusedMessage(p *pass) looker { return unusedMessage{p} }

func (unusedMessage) journey(*check.Journey) {}

func (u unusedMessage) finish() {
	sent := map[string]bool{}
	journeys := map[*ast.File]bool{}
	home := map[*ast.Message]*ast.File{}
	for _, f := range u.info.Files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.Message:
				home[d] = f
			case *ast.Journey:
				journeys[f] = true
			case *ast.BadDecl:
				return // it may be the one that sends
			}
		}
		for _, d := range f.Decls {
			ast.Walk(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.IdentExpr:
					sent[n.Text] = true
				case *ast.BadStep, *ast.BadExpr:
					sent[""] = true
				}
				return true
			})
		}
	}
	if sent[""] {
		return // what could not be read may be what sends it
	}
	for _, m := range u.info.Messages {
		f := home[m.Decl]
		if f == nil || !journeys[f] || sent[m.Name] || strings.HasPrefix(f.Path, stdlib.Dir) {
			continue
		}
		u.report(UnusedMessage, f, m.Decl.Name.Span, "nothing sends the message `"+m.Name+"`", "send it, or take it away")
	}
}
