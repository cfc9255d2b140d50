package parse

import (
	"errors"
	"io"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/token"
)

// typeOf maps a kind of ours to participle's token type. Participle keeps -1 for the end.
func typeOf(k token.Kind) lexer.TokenType {
	if k == token.EOF {
		return lexer.EOF
	}
	return lexer.TokenType(k)
}

// definition tells participle the names of our tokens. It lexes nothing: every
// parser is fed with a piece that has been cut already.
type definition struct{}

func (definition) Symbols() map[string]lexer.TokenType {
	m := map[string]lexer.TokenType{}
	for _, k := range token.Kinds() {
		m[k.String()] = typeOf(k)
	}
	return m
}

var errNotUsed = errors.New("parsers are fed with cut pieces")

func (definition) Lex(string, io.Reader) (lexer.Lexer, error) { return nil, errNotUsed }

// feed hands a piece's tokens to participle.
type feed struct {
	src  string
	toks []token.Token
	next int
}

func (f *feed) Next() (lexer.Token, error) {
	t := f.toks[f.next]
	if f.next < len(f.toks)-1 {
		f.next++
	}
	return lexer.Token{Type: typeOf(t.Kind), Value: f.src[t.Start:t.End], Pos: lexer.Position{Offset: t.Start}}, nil
}

// newCursor puts a cursor on tokens that hold no trivia and end with EOF.
func newCursor(src string, toks []token.Token) *cursor {
	lex, err := lexer.Upgrade(&feed{src: src, toks: toks})
	if err != nil {
		panic("parse: the feed cannot fail: " + err.Error())
	}
	return &cursor{lex: lex}
}
