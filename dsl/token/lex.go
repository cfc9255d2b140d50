package token

import (
	"strings"
	"unicode/utf8"
)

// lexer walks the source once. Its stack holds what is open: brackets, {{ and
// strings. limit is where the innermost line-bound or """ string must end, so
// that nothing opened inside a string can run past it.
type lexer struct {
	src   string
	pos   int
	limit int
	eol   int // end of the line that pos was on when it was last asked for

	toks    []Token
	probs   []Problem
	stack   []frame
	depth   int // brackets and {{ on the stack
	strings int // strings on the stack

	deepTold bool
	// unclosed holds the indexes of ( [ and { that nothing closes.
	unclosed []int

	noTriple bool // there is no """ ahead
	cautious bool // a """ also ends before a line that looks like a declaration
	lostText bool // some """ had no end
}

type frame struct {
	open  Kind // LParen LBracket LBrace InterpOpen StrOpen
	multi bool // """
	index bool // a [ behind a value
	tok   int  // index of the opening token
	limit int  // the lexer's limit before this frame
	close string
}

// Lex cuts src into tokens. It never fails and takes linear time.
func Lex(src string) *Stream {
	if len(src) > MaxSource {
		return &Stream{
			Src:      src,
			Tokens:   []Token{{Skipped, 0, len(src)}, {EOF, len(src), len(src)}},
			Problems: []Problem{{Kind: SourceTooLarge, Start: 0, End: 1}},
		}
	}
	l := &lexer{src: src}
	l.run()
	if l.lostText {
		// One missing """ turns every text after it inside out. Now that one is
		// known to be missing, declarations count as the end of a text.
		l = &lexer{src: src, cautious: true}
		l.run()
	}
	settleNewlines(src, l.toks, l.unclosed)
	sortProblems(l.probs)
	return &Stream{Src: src, Tokens: l.toks, Problems: l.probs}
}

func (l *lexer) run() {
	l.limit = len(l.src)
	l.eol = -1
	l.toks = make([]Token, 0, len(l.src)/4+8)
	if strings.HasPrefix(l.src, "\ufeff") {
		l.emit(Space, len("\ufeff"))
	}
	for {
		if len(l.toks) >= MaxTokens {
			l.problem(Problem{Kind: TooManyTokens, Start: l.pos, End: min(l.pos+1, len(l.src))})
			if l.pos < len(l.src) {
				l.toks = append(l.toks, Token{Skipped, l.pos, len(l.src)})
				l.pos = len(l.src)
			}
			l.limit = len(l.src)
			l.closeAll()
			break
		}
		if l.pos >= l.limit {
			if !l.endString() {
				break
			}
			continue
		}
		if l.inString() {
			l.text()
		} else {
			l.code()
		}
	}
	l.toks = append(l.toks, Token{EOF, len(l.src), len(l.src)})
}

// closeAll ends what is still open at the end of the source.
func (l *lexer) closeAll() {
	for len(l.stack) > 0 {
		l.pop(false)
	}
}

func (l *lexer) inString() bool {
	return len(l.stack) > 0 && l.stack[len(l.stack)-1].open == StrOpen
}

// emit appends a token of n bytes. Beyond the nesting limit every token is Skipped.
func (l *lexer) emit(k Kind, n int) {
	if l.depth > MaxDepth {
		k = Skipped
	}
	l.toks = append(l.toks, Token{k, l.pos, l.pos + n})
	l.pos += n
}

func (l *lexer) problem(p Problem) {
	if p.Text == "" && p.Kind > TooDeep {
		p.Text = l.src[p.Start:p.End]
	}
	if p.Want != "" && p.Edits == nil {
		p.Edits = []Edit{{p.Start, p.End, p.Want}}
	}
	l.probs = append(l.probs, p)
}

// push opens a bracket or {{ of n bytes.
func (l *lexer) push(k Kind, n int) {
	index := k == LBracket && l.afterValue()
	l.stack = append(l.stack, frame{open: k, index: index, tok: len(l.toks), limit: l.limit})
	if l.depth == MaxDepth {
		l.emit(Bad, n)
		if !l.deepTold {
			l.deepTold = true
			l.problem(Problem{Kind: TooDeep, Start: l.pos - n, End: l.pos})
		}
		l.depth++
		return
	}
	l.emit(k, n)
	l.depth++
}

// pop closes the innermost frame. Strings and {{ get a closing token of no width
// unless the caller writes the real one.
func (l *lexer) pop(closed bool) {
	f := l.stack[len(l.stack)-1]
	l.stack = l.stack[:len(l.stack)-1]
	l.limit = f.limit
	deep := l.depth > MaxDepth
	if f.open == StrOpen {
		l.strings--
	} else {
		l.depth--
	}
	if closed {
		return
	}
	switch f.open {
	case InterpOpen:
		if !deep {
			l.emit(InterpClose, 0)
		}
	case StrOpen:
		if !deep {
			l.emit(StrClose, 0)
		}
	default:
		l.unclosed = append(l.unclosed, f.tok)
		if l.strings > 0 && l.toks[f.tok].Kind == LBrace {
			// Braces inside a string stay inside it.
			l.toks[f.tok].Kind = Bad
		}
	}
}

// endString is called at the limit: the end of the source, of the line of the
// outermost one-line string, or of a """ text. It reports false at the end of the source.
func (l *lexer) endString() bool {
	at := l.outermostString()
	if at < 0 {
		l.closeAll()
		return false
	}
	f := l.stack[at]
	interp := -1
	for i := at + 1; i < len(l.stack); i++ {
		if l.stack[i].open == InterpOpen {
			interp = l.stack[i].tok
			break
		}
	}
	open := l.toks[f.tok]
	switch {
	case interp >= 0:
		l.problem(Problem{Kind: UnclosedInterp, Start: l.toks[interp].Start, End: l.toks[interp].End})
	case !f.multi:
		p := Problem{Kind: UnclosedString, Start: open.Start, End: l.pos}
		end := open.Start + len(strings.TrimRight(l.src[open.Start:l.pos], " \t\r"))
		p.End = end
		p.Edits = []Edit{{end, end, `"`}}
		l.problem(p)
	}
	for len(l.stack) > at+1 {
		l.pop(false)
	}
	if f.multi && strings.HasPrefix(l.src[l.pos:], `"""`) {
		l.pop(true)
		l.emit(StrClose, 3)
		return true
	}
	if f.multi {
		l.problem(Problem{Kind: UnclosedMulti, Start: open.Start, End: open.End})
	}
	l.pop(false)
	return true
}

// outermostString returns the frame that set the present limit.
func (l *lexer) outermostString() int {
	for i := len(l.stack) - 1; i >= 0; i-- {
		if l.stack[i].open == StrOpen && l.stack[i].limit != l.limit {
			return i
		}
	}
	// A string may end exactly where everything ends.
	for i, f := range l.stack {
		if f.open == StrOpen {
			return i
		}
	}
	return -1
}

// lineEnd returns the offset of the newline that ends the line of pos.
func (l *lexer) lineEnd() int {
	if l.eol < l.pos {
		if i := strings.IndexByte(l.src[l.pos:], '\n'); i >= 0 {
			l.eol = l.pos + i
		} else {
			l.eol = len(l.src)
		}
	}
	return l.eol
}

// rune decodes the character at pos; size is 0 at the limit.
func (l *lexer) rune() (r rune, size int) {
	if l.pos >= l.limit {
		return 0, 0
	}
	if c := l.src[l.pos]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(l.src[l.pos:l.limit])
}

func (l *lexer) at(i int) byte {
	if l.pos+i < l.limit {
		return l.src[l.pos+i]
	}
	return 0
}

// afterValue reports whether the last token that counts ends a value, so that a
// [ behind it is an index and not a list.
func (l *lexer) afterValue() bool {
	for i := len(l.toks) - 1; i >= 0; i-- {
		switch t := l.toks[i]; t.Kind {
		case Space:
		case Name:
			return !continuesAfter(l.src[t.Start:t.End])
		default:
			return t.Kind == QuotedName || t.Kind == RParen || t.Kind == RBracket || t.Kind == StrClose
		}
	}
	return false
}
