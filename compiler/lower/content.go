package lower

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
	"github.com/journeylang/journey/stdlib/lang"
)

// message lowers a declared message, once, and returns its place.
func (b *builder) message(m *check.Message) int32 {
	if i, ok := b.messages[m.Name]; ok {
		return i
	}
	out := bytecode.Message{Name: m.Name}
	for _, p := range m.Params {
		out.Params = append(out.Params, p.Name)
	}
	failures := len(b.diags)
	for _, part := range m.Decl.Parts {
		var a asm
		// Addresses are read by machines, which know nothing of directions.
		prose := part.Part.Text != "link" && part.Part.Text != "image"
		b.value(&a, part.Value, scope{event: -1, message: m, content: prose})
		if part.Lang.Text != "" {
			b.trait("language")
		}
		b.forReaders(part.Value)
		out.Parts = append(out.Parts, bytecode.Part{
			Name: part.Part.Text, Lang: lang.Tag(part.Lang.Text), Channel: part.Channel.Text,
			Code: b.place(&a), Certain: b.certain(part.Value),
		})
	}
	b.p.Messages = append(b.p.Messages, out)
	if len(b.diags) == failures { // otherwise every journey that sends it fails
		b.messages[m.Name] = int32(len(b.p.Messages) - 1)
	}
	return int32(len(b.p.Messages) - 1)
}

// forReaders makes the program listen to where its readers are, when something is
// written in their format.
func (b *builder) forReaders(e ast.Expr) {
	ast.Walk(e, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && stdlib.ForReader(call.Fun.Text) && call.Fun.Text != "plural" {
			b.trait("language")
			b.trait("country")
		}
		return true
	})
}

// certain reports whether a value is a text with something in it to read, whoever it
// is for. Such a text need not be worked out to know that it can be sent.
func (b *builder) certain(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.StringLit:
		for _, p := range e.Parts {
			if p.Expr == nil && strings.TrimSpace(p.Text) != "" || p.Expr != nil && b.certain(p.Expr) {
				return true
			}
		}
	case *ast.ChoiceExpr:
		return b.certain(e.Then) && b.certain(e.Else)
	case *ast.CallExpr:
		if e.Fun.Text != "plural" || len(e.Args) < 2 || b.info.Types[e.Args[0].Value] == nil || b.info.Types[e.Args[0].Value].Opt {
			return false
		}
		for _, form := range e.Args[1:] {
			if !b.certain(form.Value) {
				return false
			}
		}
		return true
	}
	return false
}

// placed are the arguments of a function for readers in the order of its parameters,
// nil for those that are left out, and the scope of each.
func (b *builder) placed(e *ast.CallExpr, sc scope) (args []ast.Expr, inner func(int) scope) {
	params := readerParams[e.Fun.Text]
	args = make([]ast.Expr, len(params))
	for i, arg := range e.Args {
		if arg.Name.Text != "" {
			i = slices.Index(params, arg.Name.Text)
		}
		args[i] = arg.Value
	}
	if x := b.info.Currency[e]; x != nil {
		args[1] = x
	}
	form := sc
	form.content = true
	form.it = &number{args[0], sc}
	return args, func(i int) scope {
		if e.Fun.Text == "plural" && i > 0 {
			return form
		}
		return sc
	}
}

// readerParams are the parameters of the functions for readers, in order.
var readerParams = func() map[string][]string {
	out := map[string][]string{}
	for _, f := range stdlib.Functions() {
		if stdlib.ForReader(f.Name) {
			for _, p := range f.Params {
				out[f.Name] = append(out[f.Name], p.Name)
			}
		}
	}
	return out
}()

func isPlural(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	return ok && call.Fun.Text == "plural"
}
