package lint

import (
	"regexp"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
)

// Markup is HTML in a text.
var Markup = warning("J0562", "markup", "HTML in a text",
	"The texts of a message are plain: whoever sends them lays them out and protects what means something in HTML. A tag or an entity in a text is shown as it is written. "+
		"A new line in a `\"\"\"` text is a new line for the reader; a link and a picture are parts of their own.",
	"Write the text alone; use new lines, and the parts `link` and `image`.",
	"when signed_up then email \"Welcome <b>aboard</b>\"\n",
	"when signed_up then email \"Welcome aboard\"\n")

// htmlPiece is a tag or an entity that people write.
var htmlPiece = regexp.MustCompile(`(?i)</?(?:a|b|i|u|p|br|hr|em|strong|small|div|span|font|center|h[1-6]|ul|ol|li|img|table|tr|td|th|html|head|body|style|script)(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#[0-9]+|#x[0-9a-f]+);`)

type markup struct{ *pass }

func newMarkup(p *pass) looker { return markup{p} }

func (m markup) journey(j *check.Journey) {
	ast.Walk(j.Decl, func(n ast.Node) bool {
		if s, ok := n.(*ast.Send); ok && s.Content != nil {
			m.texts(j.File, s.Content)
		}
		return true
	})
}

func (m markup) finish() {
	home := homes(m.info)
	for _, msg := range m.info.Messages {
		f := home[msg.Decl]
		if f == nil || strings.HasPrefix(f.Path, stdlib.Dir) {
			continue
		}
		for _, p := range msg.Decl.Parts {
			if p.Value != nil {
				m.texts(f, p.Value)
			}
		}
	}
}

// texts looks at the texts of a value; one finding for a text is enough.
func (m markup) texts(f *ast.File, e ast.Expr) {
	ast.Walk(e, func(n ast.Node) bool {
		lit, ok := n.(*ast.StringLit)
		if !ok {
			return true
		}
		for _, p := range lit.Parts {
			if p.Expr != nil || p.Start < 0 || p.End > len(f.Src) || p.Start > p.End {
				continue
			}
			if at := htmlPiece.FindStringIndex(f.Src[p.Start:p.End]); at != nil {
				span := ast.Span{Start: p.Start + at[0], End: p.Start + at[1]}
				m.report(Markup, f, span, "`"+f.Src[span.Start:span.End]+"` is shown as it is written", "a text is plain; take the markup out")
				break
			}
		}
		return true
	})
}
