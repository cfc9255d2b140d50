package parse

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// cursor reads the tokens of one piece and collects what is wrong with it. Every
// hand-written sub-parser is a method of cursor that always succeeds: what it
// cannot read becomes a Bad node and a diagnostic.
type cursor struct {
	lex  *lexer.PeekingLexer
	errs []diag.Diagnostic
	ops  int // operators in the present expression
	around
}

// around is what goes on behind the expression that is being read. Brackets of any
// kind keep it outside: what stands in them is read with the zero value.
type around struct {
	block  bool // a block follows: a { is the block
	phrase bool // the sentence goes on: `within`, `in the last`, `where` are not the value's
}

func kind(t *lexer.Token) token.Kind {
	if t.Type == lexer.EOF {
		return token.EOF
	}
	return token.Kind(t.Type)
}

func span(t *lexer.Token) ast.Span {
	return ast.Span{Start: t.Pos.Offset, End: t.Pos.Offset + t.Pos.Column}
}

func (c *cursor) peek() *lexer.Token { return c.lex.Peek() }
func (c *cursor) kind() token.Kind   { return kind(c.lex.Peek()) }
func (c *cursor) next() *lexer.Token { return c.lex.Next() }

// ahead returns the token n places on; ahead(0) is peek.
func (c *cursor) ahead(n int) *lexer.Token {
	if n == 0 {
		return c.lex.Peek()
	}
	mark := c.lex.MakeCheckpoint()
	for range n {
		c.lex.Next()
	}
	t := c.lex.Peek()
	c.lex.LoadCheckpoint(mark)
	return t
}

func (c *cursor) is(k token.Kind) bool { return c.kind() == k }

// word reports whether the token n places on is one of the words, not in back-quotes.
func (c *cursor) word(n int, words ...string) bool { return isWord(c.ahead(n), words...) }

func isWord(t *lexer.Token, words ...string) bool {
	if kind(t) != token.Name {
		return false
	}
	for _, w := range words {
		if t.Value == w {
			return true
		}
	}
	return false
}

// words reports whether the next tokens are exactly these words.
func (c *cursor) words(words ...string) bool {
	for i, w := range words {
		if !c.word(i, w) {
			return false
		}
	}
	return true
}

// accept consumes the word if it is next.
func (c *cursor) accept(word string) bool {
	if !c.word(0, word) {
		return false
	}
	c.next()
	return true
}

func (c *cursor) acceptKind(k token.Kind) bool {
	if !c.is(k) {
		return false
	}
	c.next()
	return true
}

// start is where the next token begins, end is where the last one ended.
func (c *cursor) start() int { return c.peek().Pos.Offset }

func (c *cursor) end() int {
	if c.lex.RawCursor() == 0 {
		return c.start()
	}
	return span(c.before()).End
}

// before is the token that was read last.
func (c *cursor) before() *lexer.Token {
	raw := max(c.lex.RawCursor(), 1)
	return &c.lex.Range(raw-1, raw)[0]
}

// since is the span from start to the end of the last token. It is empty, and
// behind that token, when nothing was read since.
func (c *cursor) since(start int) ast.Span {
	end := c.end()
	return ast.Span{Start: min(start, end), End: end}
}

// here is the span a missing thing is reported at: the token in its place, or
// the point behind the last token when the line is over.
func (c *cursor) here() ast.Span {
	t := c.peek()
	switch kind(t) {
	case token.Newline, token.EOF, token.InterpClose, token.StrClose:
		return ast.Span{Start: c.end(), End: c.end()}
	}
	return span(t)
}

// atEnd reports whether a statement may end here.
func (c *cursor) atEnd() bool {
	switch c.kind() {
	case token.EOF, token.Newline, token.RBrace:
		return true
	}
	return false
}

func (c *cursor) skipNewlines() {
	for c.is(token.Newline) {
		c.next()
	}
}

// report adds a diagnostic and returns it for notes and fixes.
// It is silent about a Bad token, which the lexer has reported, and about the rest of
// a piece that met a limit, because that was not read as it was meant.
func (c *cursor) report(code diag.Code, at ast.Span, summary, detail string) *diag.Diagnostic {
	if c.lex != nil && (*c.limitMet() != "" || c.is(token.Bad) && at == span(c.peek())) {
		return &diag.Diagnostic{}
	}
	c.errs = append(c.errs, code.At("", diag.Span(at), summary, detail))
	return &c.errs[len(c.errs)-1]
}

// maxNesting bounds what brackets do not: chains of `not`, of `? :`, of steps
// without braces. One bracket takes up to three levels of the parser.
const maxNesting = 4 * token.MaxDepth

// nesting is the number of constructs the parser is inside of. Parseables get
// nothing from participle but the tokens, so what they must share lives in the
// first token of the piece, in fields of its position that nobody reads.
func (c *cursor) nesting() *int { return &c.lex.Range(0, 1)[0].Pos.Line }

// enter goes one level down. At the limit it reports once, gives up the rest of
// the statement and says no.
func (c *cursor) enter() bool {
	n := c.nesting()
	if *n >= maxNesting {
		c.giveUp(codeTooDeep, "nested too deeply", "at most 200 levels can stand inside one another; split the journey, or name a condition as a segment")
		return false
	}
	*n++
	return true
}

// limitMet is the code of the limit that was reported, if one was.
func (c *cursor) limitMet() *string { return &c.lex.Range(0, 1)[0].Pos.Filename }

// giveUp reports a limit and skips the rest of the statement.
func (c *cursor) giveUp(code diag.Code, summary, detail string) {
	c.report(code, span(c.peek()), summary, detail)
	*c.limitMet() = code.ID
	c.skipStatement()
}

func (c *cursor) leave() { *c.nesting()-- }

// reword makes the next token the word that was meant, so that the statement can
// be read for its tree and its other mistakes. The caller has reported it.
func (c *cursor) reword(word string) {
	raw := c.lex.RawCursor()
	c.lex.Range(raw, raw+1)[0].Value = word
}

// skipStatement goes to the end of the statement, over whole blocks.
func (c *cursor) skipStatement() {
	depth := 0
	for {
		switch c.kind() {
		case token.EOF:
			return
		case token.Newline:
			if depth == 0 {
				return
			}
		case token.LBrace:
			depth++
		case token.RBrace:
			if depth == 0 {
				return
			}
			depth--
		case token.StrOpen:
			c.stringLit() // what is wrong inside it is told all the same
			continue
		}
		c.next()
	}
}

// describe names a token in a message.
func describe(t *lexer.Token) string {
	switch kind(t) {
	case token.EOF, token.Newline:
		return "the end of the line"
	case token.StrOpen:
		return "text"
	case token.Bad:
		return "this"
	}
	text := t.Value
	if len(text) > 40 {
		text = strings.ToValidUTF8(text[:40], "") + "…"
	}
	return "`" + text + "`"
}

// held is a node that a Parseable read, with what was wrong with it. Participle
// gives a Parseable no place to report to, so its diagnostics travel with the
// node until the production is turned into the tree.
type held[T any] struct {
	node T
	errs []diag.Diagnostic
}

func (h *held[T]) read(lex *lexer.PeekingLexer, f func(*cursor) T) error {
	c := cursor{lex: lex}
	h.node = f(&c)
	h.errs = c.errs
	return nil
}

// take hands over the node and its diagnostics.
func (h *held[T]) take(c *cursor) T {
	c.errs = append(c.errs, h.errs...)
	h.errs = nil
	return h.node
}
