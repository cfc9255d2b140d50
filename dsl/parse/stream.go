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

// definition is the lexer that participle wants of a parser. It lexes nothing,
// because every parser is fed with a piece that has been cut already, and it has no
// names for our tokens: productions are made of words and Parseables alone, and
// participle copies the table for every parser that it builds.
type definition struct{}

func (definition) Symbols() map[string]lexer.TokenType { return noSymbols }

var noSymbols = map[string]lexer.TokenType{"EOF": lexer.EOF}

var errNotUsed = errors.New("parsers are fed with cut pieces")

func (definition) Lex(string, io.Reader) (lexer.Lexer, error) { return nil, errNotUsed }

// feed hands pieces to participle, one after another, each with EOF behind it.
//
// A PeekingLexer can only be filled token by token, so its list grows, and is copied,
// as often as a piece is long; made anew for every piece these lists were a third of
// all memory that parsing took. So there is one for a file, as long as its longest
// piece, and each piece is written over the one before. Nothing keeps a token.
//
// Of a position only Offset is what participle means by it: Column is the token's
// length, which stays true when a misspelt word is read as the one that was meant
// (reword), and Line and Filename of the first token are what Parseables share
// (nesting, limitMet).
type feed struct {
	src   string
	lex   *lexer.PeekingLexer
	start lexer.Checkpoint
	room  []lexer.Token
}

// newFeed makes a feed for pieces of at most so many tokens.
func newFeed(src string, longest int) *feed {
	lex, err := lexer.Upgrade(&blanks{left: longest})
	if err != nil {
		panic("parse: blanks cannot fail: " + err.Error())
	}
	return &feed{src: src, lex: lex, start: lex.MakeCheckpoint(), room: lex.Range(0, lexer.RawCursor(longest+1))}
}

// cursor puts a cursor on tokens that hold neither trivia nor EOF. The one before is
// of no use any more.
func (f *feed) cursor(toks []sig) *cursor {
	end := 0
	for i, t := range toks {
		pos := lexer.Position{Offset: t.Start, Column: t.End - t.Start}
		f.room[i] = lexer.Token{Type: typeOf(t.Kind), Value: f.src[t.Start:t.End], Pos: pos}
		end = t.End
	}
	f.room[len(toks)] = lexer.Token{Type: lexer.EOF, Pos: lexer.Position{Offset: end}}
	f.lex.LoadCheckpoint(f.start)
	return &cursor{lex: f.lex}
}

// blanks are tokens that keep room for others.
type blanks struct{ left int }

func (b *blanks) Next() (lexer.Token, error) {
	if b.left == 0 {
		return lexer.EOFToken(lexer.Position{}), nil
	}
	b.left--
	return lexer.Token{}, nil
}
