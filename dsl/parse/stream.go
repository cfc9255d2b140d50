package parse

import (
	"errors"
	"io"
	"sync"

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

// Symbols returns the same table each time: participle asks several times for
// every parser that is built, and changes nothing in it.
func (definition) Symbols() map[string]lexer.TokenType { return symbolTable() }

var symbolTable = sync.OnceValue(func() map[string]lexer.TokenType {
	m := map[string]lexer.TokenType{}
	for _, k := range token.Kinds() {
		m[k.String()] = typeOf(k)
	}
	return m
})

var errNotUsed = errors.New("parsers are fed with cut pieces")

func (definition) Lex(string, io.Reader) (lexer.Lexer, error) { return nil, errNotUsed }

// feed hands a piece's tokens to participle, and EOF behind them. Of a position
// only Offset is what participle means by it: Column is the token's length, which
// stays true when a misspelt word is read as the one that was meant (reword), and
// Line and Filename of the first token are what Parseables share (nesting, limitMet).
type feed struct {
	src  string
	toks []sig
	next int
}

func (f *feed) Next() (lexer.Token, error) {
	if f.next == len(f.toks) {
		end := 0
		if n := len(f.toks); n > 0 {
			end = f.toks[n-1].End
		}
		return lexer.Token{Type: lexer.EOF, Pos: lexer.Position{Offset: end}}, nil
	}
	t := f.toks[f.next]
	f.next++
	pos := lexer.Position{Offset: t.Start, Column: t.End - t.Start}
	return lexer.Token{Type: typeOf(t.Kind), Value: f.src[t.Start:t.End], Pos: pos}, nil
}

// newCursor puts a cursor on tokens that hold neither trivia nor EOF.
func newCursor(src string, toks []sig) *cursor {
	lex, err := lexer.Upgrade(&feed{src: src, toks: toks})
	if err != nil {
		panic("parse: the feed cannot fail: " + err.Error())
	}
	return &cursor{lex: lex}
}
