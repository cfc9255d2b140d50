package parse

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// The stream is cut at declarations before anything is parsed, so that a broken
// one never damages the next. A declaration begins with its word at the start of
// a statement outside of all braces; when a brace is missing above it, the shape
// of the line and its indentation say so too.

// line is what a token's line looks like: the column of its first token, for the
// token that is first on it, and -1 for the others.
type sig struct {
	token.Token
	indent int
}

type piece struct {
	toks []sig
	open int // braces that are open at the end
}

type cutter struct {
	src    string
	toks   []sig
	pieces []piece
	cur    piece
	from   int  // where the present piece begins in toks
	bare   bool // the present piece is a sentence, which settings may go on with
	known  bool // the present piece begins with a word that we know
}

// significant drops trivia and notes which tokens begin a line.
func significant(s *token.Stream) []sig {
	n := 0
	for _, t := range s.Tokens {
		if !t.Kind.Trivia() {
			n++
		}
	}
	out := make([]sig, 0, n)
	lineStart, first := 0, true
	for _, t := range s.Tokens {
		switch t.Kind {
		case token.Break, token.Newline:
			lineStart, first = t.End, true
		case token.StrText:
			if i := strings.LastIndexByte(s.Src[t.Start:t.End], '\n'); i >= 0 {
				lineStart = t.Start + i + 1
				first = strings.TrimLeft(s.Src[lineStart:t.End], " \t") == ""
			}
			first = first && t.End > t.Start && lineStart > t.Start
		case token.StrClose:
			first = first && t.End == t.Start // a closing """ is not where a statement begins
		}
		if t.Kind.Trivia() {
			continue
		}
		indent := -1
		if first && t.Kind != token.Newline && t.Kind != token.StrText && t.Kind != token.StrClose {
			indent, first = t.Start-lineStart, false
		}
		out = append(out, sig{t, indent})
	}
	return out
}

// cut divides tokens, EOF left out, into declarations.
func cut(src string, toks []sig) []piece {
	k := &cutter{src: src, toks: toks}
	depth, statement := 0, true
	for i, t := range toks {
		switch {
		case depth == 0 && statement && t.Kind != token.Newline:
			if k.starts(i) {
				k.begin(i, 0)
			}
		case depth == 0 && k.atMargin(i) && (k.declares(i) || k.word(i) == "when"):
			// The line above ends with an operator or an open bracket.
			k.begin(i, 0)
		case depth > 0 && k.atMargin(i) && k.declares(i):
			k.begin(i, depth)
			depth = 0
		}
		switch t.Kind {
		case token.LBrace:
			depth++
		case token.RBrace:
			depth = max(0, depth-1)
		}
		statement = t.Kind == token.Newline
		k.cur.toks = toks[k.from : i+1]
	}
	k.flush(depth)
	return k.pieces
}

// atMargin reports whether token i begins a line that is not indented more than
// the present piece.
func (k *cutter) atMargin(i int) bool {
	return k.toks[i].indent >= 0 && len(k.cur.toks) > 0 && k.toks[i].indent <= max(0, k.cur.toks[0].indent)
}

// begin ends the present piece, in which open braces are not closed, and begins one at i.
func (k *cutter) begin(i, open int) {
	k.flush(open)
	k.from = i
	w := k.word(i)
	k.bare = w == "when" || w == "on" || w == "every" || w == "then" || k.toks[i].Kind == token.Duration || k.toks[i].Kind == token.Number
	k.known = k.bare || declParser(w) != nil
}

func (k *cutter) flush(open int) {
	for n := len(k.cur.toks); n > 0 && k.cur.toks[n-1].Kind == token.Newline; n-- {
		k.cur.toks = k.cur.toks[:n-1]
	}
	if len(k.cur.toks) > 0 {
		k.cur.open = open
		k.pieces = append(k.pieces, k.cur)
	}
	k.cur = piece{}
}

func (k *cutter) kind(i int) token.Kind {
	if i < len(k.toks) {
		return k.toks[i].Kind
	}
	return token.EOF
}

func (k *cutter) word(i int) string {
	if k.kind(i) != token.Name {
		return ""
	}
	return k.src[k.toks[i].Start:k.toks[i].End]
}

// starts reports whether a statement outside of all braces is a declaration of
// its own. Settings go on with a bare sentence, and lines that nobody knows stay
// together, so that one brace too many is one error and not one for each line.
func (k *cutter) starts(i int) bool {
	if len(k.cur.toks) == 0 {
		return true
	}
	w := k.word(i)
	switch {
	case k.kind(i) == token.LBrace && k.known:
		return false // the braces of the line above
	case w == "policy" && k.bare:
		return k.kind(i+2) == token.LBrace
	case k.bare && settings[w] != nil:
		return false
	case declParser(w) != nil, w == "when", w == "on", w == "every", k.kind(i) == token.Duration:
		return true
	}
	return k.known || k.kind(i+1) == token.Name && k.kind(i+2) == token.LBrace
}

// declares reports whether a line is surely a declaration, also when braces above
// it are missing. A field may be called `event`, a setting `policy`.
func (k *cutter) declares(i int) bool {
	next := k.kind(i + 1)
	named := next == token.Name || next == token.QuotedName
	switch k.word(i) {
	case "use":
		return named || next == token.StrOpen
	case "event":
		return named && (k.kind(i+2) == token.LBrace || k.kind(i+2) == token.Newline || k.word(i+2) == "heard")
	case "segment":
		return named && k.word(i+2) == "where"
	case "message", "policy", "lifecycle":
		return named && k.kind(i+2) == token.LBrace
	case "journey":
		return named && (k.kind(i+2) == token.LBrace || k.kind(i+2) == token.StrOpen)
	case "profile":
		return next == token.LBrace
	case "assert":
		return k.word(i+1) == "never" || k.word(i+1) == "always"
	case "test":
		return next == token.StrOpen || k.word(i+1) == "todo"
	}
	return false
}

// mend puts the missing closing braces of a piece where the indentation says
// that they belong, as tokens of no width, and reports each.
func (c *cursor) mend(p piece) []sig {
	if p.open == 0 {
		return p.toks
	}
	type brace struct {
		at     int
		indent int
		flat   bool // its first line is not indented more than its own line
	}
	var stack []brace
	quiet := lostText(p.toks)
	out := make([]sig, 0, len(p.toks)+p.open)
	missing, lineIndent := p.open, 0
	closeTop := func() {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		missing--
		out = c.insertBrace(out, p.toks[top.at], top.indent, quiet)
	}
	for i, t := range p.toks {
		if t.indent >= 0 {
			lineIndent = t.indent
			for missing > 0 && len(stack) > 0 {
				top := &stack[len(stack)-1]
				if p.toks[i-1].Kind == token.LBrace {
					top.flat = t.indent <= top.indent
				}
				if top.flat || t.indent > top.indent || t.Kind == token.RBrace && t.indent == top.indent {
					break
				}
				closeTop()
			}
		}
		switch t.Kind {
		case token.LBrace:
			stack = append(stack, brace{at: i, indent: lineIndent})
		case token.RBrace:
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		}
		out = append(out, t)
	}
	for missing > 0 && len(stack) > 0 {
		closeTop()
	}
	return out
}

// lostText reports whether a """ text of the piece has no end, so that it may have
// swallowed the braces that are missing.
func lostText(toks []sig) bool {
	var multi []bool // open strings
	for _, t := range toks {
		switch t.Kind {
		case token.StrOpen:
			multi = append(multi, t.End-t.Start == len(`"""`))
		case token.StrClose:
			if n := len(multi); n > 0 {
				if multi[n-1] && t.Start == t.End {
					return true
				}
				multi = multi[:n-1]
			}
		}
	}
	return false
}

// insertBrace appends a closing brace behind the last token that counts.
func (c *cursor) insertBrace(out []sig, open sig, indent int, quiet bool) []sig {
	n := len(out)
	var newline []sig
	if n > 0 && out[n-1].Kind == token.Newline {
		newline = []sig{out[n-1]}
		out = out[:n-1]
	}
	at := out[len(out)-1].End
	out = append(out, sig{token.Token{Kind: token.RBrace, Start: at, End: at}, -1})
	if quiet {
		return append(out, newline...)
	}
	d := c.report(codeMissingBrace, ast.Span{Start: at, End: at}, "a `{` is never closed", "add the missing `}`; by the indentation it belongs here")
	d.Notes = []diag.Note{{Span: diag.Span{Start: open.Start, End: open.End}, Text: "opened here"}}
	d.Fixes = []diag.Fix{insert("add the closing brace", at, "\n"+spaces(indent)+"}", false)}
	return append(out, newline...)
}

func spaces(n int) string {
	b := make([]byte, min(n, 200))
	for i := range b {
		b[i] = ' '
	}
	return string(b)
}
