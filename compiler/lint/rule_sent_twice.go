package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// SentTwice is a message that is sent again within a day, whatever has happened.
var SentTwice = warning("J0553", "sent-twice", "the same message twice within a day, whatever has happened",
	"Between the two nothing is asked and nothing is waited for but time, so everybody gets the same twice. Of two at the same instant the second is skipped as a duplicate.",
	"Send another message, take one of the two away, or ask between them: `wait for opened first_mail up to 1d else { … }`.",
	"message hello { subject \"Hello\" }\njourney j {\n  when signed_up\n  then {\n    email hello\n    wait 2h\n    email hello\n  }\n}\n",
	"message hello { subject \"Hello\" }\njourney j {\n  when signed_up\n  then {\n    email hello as first_mail\n    wait for opened first_mail up to 2h else { email hello }\n  }\n}\n")

// A message with parameters or with items may say something else the second time.
func newSentTwice(p *pass) looker {
	return each(func(j *check.Journey) {
		blocks(j.Decl, func(b *ast.Block) {
			sent := map[string]*ast.Send{}
			var since amount
			for _, s := range b.Steps {
				switch s := s.(type) {
				case *ast.Wait:
					if since = since.plus(amountOf(s.For)); since.surelyReaches(amount{days: 1}) {
						clear(sent)
						since = amount{}
					}
				case *ast.Send:
					name := p.plainMessage(s)
					if name == "" {
						continue
					}
					if first := sent[name]; first != nil {
						d := p.report(SentTwice, j.File, s.Channel.Span.To(s.Content.Pos()), "everybody has just been sent this",
							"send another message, or ask between the two what came of the first")
						d.Notes = append(d.Notes, noteAt(j.File, first.Channel.Span.To(first.Content.Pos()), "here, less than a day before"))
					}
					sent[name] = s
				default:
					clear(sent)
					since = amount{}
				}
			}
		})
	})
}

// plainMessage names the channel and the message of a send that says the same to the
// same person at any time, or is empty.
func (p *pass) plainMessage(s *ast.Send) string {
	id, ok := s.Content.(*ast.IdentExpr)
	if !ok || s.With != nil {
		return ""
	}
	ref := p.info.Refs[id]
	if ref.Kind != check.RefMessage || ref.Message == nil {
		return ""
	}
	plain := true
	ast.Walk(ref.Message.Decl, func(n ast.Node) bool {
		if text, ok := n.(*ast.StringLit); ok {
			_, only := text.Plain()
			plain = plain && only
			return false
		}
		_, value := n.(ast.Expr)
		plain = plain && !value
		return plain
	})
	if !plain {
		return ""
	}
	return s.Channel.Text + " " + id.Text
}
