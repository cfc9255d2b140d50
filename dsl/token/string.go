package token

import (
	"strings"
	"unicode/utf8"
)

// openString starts a string at pos. One-line strings must end by the end of
// their line, """ texts where their """ is found.
func (l *lexer) openString() {
	outer := l.limit
	if strings.HasPrefix(l.src[l.pos:l.limit], `"""`) && l.strings == 0 {
		l.strings++
		l.stack = append(l.stack, frame{open: StrOpen, multi: true, tok: len(l.toks), limit: outer})
		l.emit(StrOpen, 3)
		l.limit = l.multiEnd()
		return
	}
	l.openLine(`"`, 1)
}

// openLine starts a one-line string whose opening mark has n bytes and which
// ends at any character of closers.
func (l *lexer) openLine(closers string, n int) {
	end := min(l.limit, l.lineEnd())
	l.strings++
	l.stack = append(l.stack, frame{open: StrOpen, tok: len(l.toks), limit: l.limit, close: closers})
	l.emit(StrOpen, n)
	l.limit = max(end, l.pos)
}

// multiEnd finds where a """ text that starts at pos ends.
func (l *lexer) multiEnd() int {
	if l.noTriple && !l.cautious {
		return l.lostEnd()
	}
	lineStart := false
	for i := l.pos; i < len(l.src); i++ {
		switch l.src[i] {
		case '\\':
			i++
			lineStart = false
		case '\n':
			lineStart = true
		case '"':
			if strings.HasPrefix(l.src[i:], `"""`) {
				return i
			}
			lineStart = false
		default:
			if lineStart && l.cautious && looksLikeDecl(l.src[i:]) {
				return i
			}
			lineStart = false
		}
	}
	l.noTriple = true
	return l.lostEnd()
}

// lostEnd is where a text without an end stops: at the next line that looks like
// a declaration, else at the end of the source.
func (l *lexer) lostEnd() int {
	l.lostText = true
	if l.cautious {
		return len(l.src)
	}
	for i := l.pos; i < len(l.src); {
		nl := strings.IndexByte(l.src[i:], '\n')
		if nl < 0 {
			break
		}
		i += nl + 1
		if looksLikeDecl(l.src[i:]) {
			return i
		}
	}
	return len(l.src)
}

// looksLikeDecl reports whether a line without indentation starts a declaration.
// It asks for more than the word, because a text may well start with `message`.
func looksLikeDecl(line string) bool {
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "event", "profile", "message", "journey", "policy", "lifecycle", "test":
		return strings.HasSuffix(rest, "{") || strings.Contains(rest, "{ ")
	case "segment":
		return strings.Contains(rest, " where ")
	case "assert":
		return strings.HasPrefix(rest, "never ") || strings.HasPrefix(rest, "always ")
	}
	return false
}

// text lexes inside a string: a run of text, a {{, or the end.
func (l *lexer) text() {
	f := l.stack[len(l.stack)-1]
	start := l.pos
	i := l.pos
	for i < l.limit {
		c := l.src[i]
		switch {
		case c == '\\':
			i += l.escape(i)
		case c == '{' && i+1 < l.limit && l.src[i+1] == '{':
			l.textToken(start, i)
			l.push(InterpOpen, 2)
			return
		case c < utf8.RuneSelf && !f.multi && strings.IndexByte(f.close, c) >= 0:
			l.textToken(start, i)
			l.closeString(1)
			return
		case c < utf8.RuneSelf:
			if isInvisible(rune(c)) && c != '\n' && c != '\t' && c != '\r' {
				l.problem(Problem{Kind: ControlChar, Start: i, End: i + 1, Edits: []Edit{{i, i + 1, ""}}})
			}
			i++
		default:
			r, n := utf8.DecodeRuneInString(l.src[i:l.limit])
			if r == utf8.RuneError && n == 1 {
				n = l.invalid(i)
			} else if !f.multi && strings.ContainsRune(f.close, r) {
				l.textToken(start, i)
				l.closeString(n)
				return
			}
			i += n
		}
	}
	l.textToken(start, i)
}

func (l *lexer) textToken(start, end int) {
	if end > start {
		l.pos = start
		l.emit(StrText, end-start)
	}
}

// closeString ends a one-line string at a closing mark of n bytes.
func (l *lexer) closeString(n int) {
	f := l.stack[len(l.stack)-1]
	open := l.toks[f.tok]
	l.pop(true)
	mark := l.src[l.pos : l.pos+n]
	l.emit(StrClose, n)
	openText := l.src[open.Start:open.End]
	if openText == `"` && mark == `"` {
		return
	}
	kind := SmartQuote
	if openText == "'" {
		kind = SingleQuote
	}
	inner := l.src[open.End : l.pos-n]
	p := Problem{Kind: kind, Start: open.Start, End: l.pos}
	if !strings.Contains(inner, `"`) {
		p.Edits = []Edit{{open.Start, open.End, `"`}, {l.pos - n, l.pos, `"`}}
	}
	l.problem(p)
}

// escape checks the escape at i and returns its length.
func (l *lexer) escape(i int) int {
	if i+1 >= l.limit {
		l.problem(Problem{Kind: BadEscape, Start: i, End: i + 1})
		return 1
	}
	_, n, ok := unescapeOne(l.src[i:l.limit])
	if !ok {
		l.problem(Problem{Kind: BadEscape, Start: i, End: i + n, Edits: []Edit{{i, i + 1, `\\`}}})
	}
	return n
}

// invalid reports a run of bytes that are not UTF-8 and returns its length.
func (l *lexer) invalid(i int) int {
	n := 1
	for i+n < l.limit {
		r, size := utf8.DecodeRuneInString(l.src[i+n : l.limit])
		if r != utf8.RuneError || size != 1 {
			break
		}
		n++
	}
	l.problem(Problem{Kind: InvalidUTF8, Start: i, End: i + n})
	return n
}

// Unescape resolves the escapes of a StrText: \" \\ \' \n \r \t \{ \} \u{1F600}.
// An escape that is none of these stays as written; the lexer has reported it.
func Unescape(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			b.WriteByte(raw[i])
			i++
			continue
		}
		text, n, _ := unescapeOne(raw[i:])
		b.WriteString(text)
		i += n
	}
	return b.String()
}

// unescapeOne resolves the escape that s starts with: its text, its length in
// the source, and whether it is one of ours.
func unescapeOne(s string) (text string, n int, ok bool) {
	if len(s) < 2 {
		return s, len(s), false
	}
	switch c := s[1]; c {
	case '"', '\\', '\'', '}':
		return s[1:2], 2, true
	case '{':
		if strings.HasPrefix(s, `\{{`) {
			return "{{", 3, true
		}
		return "{", 2, true
	case 'n':
		return "\n", 2, true
	case 'r':
		return "\r", 2, true
	case 't':
		return "\t", 2, true
	case 'u':
		return unescapeCode(s)
	}
	_, size := utf8.DecodeRuneInString(s[1:])
	if s[1] == '\n' {
		size = 0
	}
	return s[:1+size], 1 + size, false
}

// unescapeCode resolves \u{1F600}.
func unescapeCode(s string) (string, int, bool) {
	if len(s) < 3 || s[2] != '{' {
		return s[:2], 2, false
	}
	v := rune(0)
	for i := 3; i < len(s) && i < 10; i++ {
		switch c := s[i]; {
		case c == '}' && i > 3 && utf8.ValidRune(v) && v != 0:
			return string(v), i + 1, true
		case '0' <= c && c <= '9':
			v = v<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			v = v<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			v = v<<4 | rune(c-'A'+10)
		default:
			return s[:2], 2, false
		}
	}
	return s[:2], 2, false
}
