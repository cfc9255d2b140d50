package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

type fieldLine struct {
	Name fieldNode `parser:"@@"`
	Type typeNode  `parser:"':' @@"`
}

func (p *fieldLine) node(c *cursor, at ast.Span) *ast.Field {
	return &ast.Field{Span: at, Name: p.Name.take(c), Type: p.Type.take(c)}
}

var parseField = rule[fieldLine, *ast.Field](`points: number`)

// fieldNode is a name in front of a colon, where no word is reserved.
type fieldNode struct{ held[ast.Name] }

func (n *fieldNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).fieldName) }

type typeNode struct{ held[*ast.Type] }

func (n *typeNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).typ) }

// fields reads `{ name: type … }`, separated by newlines or commas.
func (c *cursor) fields() []*ast.Field {
	if !c.toBrace("write the fields in braces: `{ points: number }`") {
		return nil
	}
	open := c.next()
	var fs []*ast.Field
	for {
		for c.is(token.Newline) || c.is(token.Comma) {
			c.next()
		}
		if c.is(token.RBrace) || c.is(token.EOF) {
			break
		}
		before := len(c.errs)
		if !c.is(token.Name) && !c.is(token.QuotedName) {
			c.unknownLine("fields such as `points: number`", nil)
			c.skipField()
			continue
		}
		f, ok := parseField(c)
		if ok {
			fs = append(fs, f)
		}
		if !c.atEnd() && !c.is(token.Comma) {
			if len(c.errs) == before {
				c.report(codeUnexpected, span(c.peek()), "unexpected "+describe(c.peek())+" after a type", "a comma or a new line stands between fields")
			}
			c.skipField()
		}
	}
	c.closeBrace(open)
	return fs
}

// typ reads a type and the `?` that says that it may be missing.
func (c *cursor) typ() *ast.Type {
	start := c.start()
	t := c.baseType()
	if c.acceptKind(token.Question) {
		t.Optional = true
	}
	t.Span = c.since(start)
	return t
}

// baseType reads a name, `"a" | "b"`, `list of T` or `{ a: T }`. The ? of
// `list of text?` belongs to the list: a list has no gaps.
func (c *cursor) baseType() *ast.Type {
	start := c.start()
	t := &ast.Type{}
	if !c.enter() {
		t.Span = c.since(start)
		return t
	}
	defer c.leave()
	switch {
	case c.is(token.StrOpen):
		t.Enum = append(t.Enum, c.stringLit())
		for c.acceptKind(token.Pipe) {
			t.Enum = append(t.Enum, c.text())
		}
	case c.is(token.LBrace):
		t.Record = append([]*ast.Field{}, c.fields()...)
	case c.words("list", "of"):
		c.next()
		c.next()
		t.Elem = c.baseType()
	case c.word(0, "list") && (kind(c.ahead(1)) == token.Name || kind(c.ahead(1)) == token.LBrace):
		c.next()
		d := c.report(codeUnexpected, span(c.peek()), "expected `of`, got "+describe(c.peek()), "write `list of text`")
		d.Fixes = []diag.Fix{insert("add of", c.start(), "of ", true)}
		t.Elem = c.baseType()
	case c.is(token.Name) || c.is(token.QuotedName) || c.is(token.Bad):
		t.Name = c.name()
	default:
		c.report(codeMissingType, c.here(), "expected a type, got "+describe(c.peek()),
			"write `number`, `text`, `bool`, `time`, `date`, `duration`, `money`, `list of text`, `\"a\" | \"b\"` or `{ a: text }`; a `?` behind it says that it may be missing")
	}
	t.Span = c.since(start)
	return t
}
