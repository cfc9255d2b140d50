package token

import (
	"strings"
	"unicode/utf8"
)

// code lexes one token outside of string text.
func (l *lexer) code() {
	r, n := l.rune()
	switch {
	case r == '\n':
		l.emit(Break, 1)
	case isBlank(r):
		l.blanks()
	case IsNameStart(r):
		l.name()
	case r < utf8.RuneSelf && isDigit(byte(r)):
		l.number()
	case r == '"':
		l.openString()
	case r == '#':
		l.comment()
	case r == '`':
		l.quotedName()
	case r == '\'':
		l.openLine("'", 1)
	case r < utf8.RuneSelf:
		l.punct(byte(r))
	default:
		l.other(r, n)
	}
}

func (l *lexer) blanks() {
	n := 0
	for l.pos+n < l.limit {
		r, size := utf8.DecodeRuneInString(l.src[l.pos+n : l.limit])
		if !isBlank(r) {
			break
		}
		n += size
	}
	l.emit(Space, n)
}

func (l *lexer) comment() {
	end := min(l.limit, l.lineEnd())
	if l.src[end-1] == '\r' {
		end--
	}
	for i := l.pos; i < end; {
		r, n := utf8.DecodeRuneInString(l.src[i:end])
		if r == utf8.RuneError && n == 1 {
			n = l.invalid(i)
		}
		i += n
	}
	l.emit(Comment, end-l.pos)
}

// nameLen returns the length of the name characters that begin at offset i.
func (l *lexer) nameLen(i int) int {
	n := 0
	for i+n < l.limit {
		c := l.src[i+n]
		if c < utf8.RuneSelf {
			if !IsNamePart(rune(c)) {
				break
			}
			n++
			continue
		}
		r, size := utf8.DecodeRuneInString(l.src[i+n : l.limit])
		if !IsNamePart(r) {
			break
		}
		n += size
	}
	return n
}

func (l *lexer) name() { l.emit(Name, l.nameLen(l.pos)) }

func (l *lexer) quotedName() {
	end := min(l.limit, l.lineEnd())
	i := strings.IndexByte(l.src[l.pos+1:end], '`')
	switch {
	case i < 0:
		n := 1 + l.nameLen(l.pos+1)
		p := Problem{Kind: UnclosedName, Start: l.pos, End: l.pos + n}
		if n > 1 {
			p.Edits = []Edit{{l.pos + n, l.pos + n, "`"}}
		}
		l.problem(p)
		l.emit(QuotedName, n)
	case i == 0:
		l.problem(Problem{Kind: EmptyName, Start: l.pos, End: l.pos + 2})
		l.emit(QuotedName, 2)
	default:
		l.emit(QuotedName, i+2)
	}
}

// operators are tried in order, so that a longer one comes before its beginning.
var operators = []struct {
	text string
	kind Kind
	want string // ours, when the text is another language's
}{
	{"===", Eq, "=="}, {"!==", Ne, "!="}, {"...", DotDot, ".."},
	{"==", Eq, ""}, {"!=", Ne, ""}, {"<=", Le, ""}, {">=", Ge, ""}, {"<>", Ne, "!="}, {"=>", Ge, ">="},
	{"&&", And, "and"}, {"||", Or, "or"}, {"**", StarStar, ""}, {"??", Coalesce, ""}, {"?.", OptDot, ""}, {"..", DotDot, ""},
	{"<", Lt, ""}, {">", Gt, ""}, {"=", Assign, ""}, {"+", Plus, ""}, {"-", Minus, ""}, {"*", Star, ""}, {"/", Slash, ""},
	{"%", Rem, ""}, {",", Comma, ""}, {":", Colon, ""}, {".", Dot, ""}, {"?", Question, ""}, {"|", Pipe, ""}, {"!", Not, "not"},
}

func (l *lexer) punct(c byte) {
	switch c {
	case '(':
		l.push(LParen, 1)
		return
	case '[':
		l.push(LBracket, 1)
		return
	case '{':
		l.push(LBrace, 1)
		return
	case ')':
		l.closeBracket(LParen, RParen)
		return
	case ']':
		l.closeBracket(LBracket, RBracket)
		return
	case '}':
		l.closeBrace()
		return
	case ';':
		l.problem(Problem{Kind: Semicolon, Start: l.pos, End: l.pos + 1, Edits: []Edit{{l.pos, l.pos + 1, l.semicolonFix()}}})
		l.emit(Newline, 1)
		return
	}
	rest := l.src[l.pos:l.limit]
	if strings.HasPrefix(rest, "//") {
		l.problem(Problem{Kind: WrongComment, Start: l.pos, End: l.pos + 2, Want: "#"})
		l.comment()
		return
	}
	for _, op := range operators {
		if strings.HasPrefix(rest, op.text) {
			l.operator(op.text, op.kind, op.want)
			return
		}
	}
	if isInvisible(rune(c)) {
		l.problem(Problem{Kind: ControlChar, Start: l.pos, End: l.pos + 1, Edits: []Edit{{l.pos, l.pos + 1, ""}}})
		l.emit(l.skipKind(1), 1)
		return
	}
	l.problem(Problem{Kind: StrayChar, Start: l.pos, End: l.pos + 1})
	l.emit(Skipped, 1)
}

func (l *lexer) operator(text string, kind Kind, want string) {
	start, end := l.pos, l.pos+len(text)
	if want != "" {
		p := Problem{Kind: WrongOperator, Start: start, End: end, Want: want}
		pad := want
		if want == "not" || want == "and" || want == "or" {
			if start > 0 && IsNamePart(rune(l.src[start-1])) {
				pad = " " + pad
			}
			if end < len(l.src) && (l.src[end] != ' ') {
				pad += " "
			}
		}
		p.Edits = []Edit{{start, end, pad}}
		l.problem(p)
	}
	if kind == Rem {
		l.modulo(start, end)
	}
	l.emit(kind, len(text))
}

// modulo has a blank on both sides, so that nobody reads it as a percent.
func (l *lexer) modulo(start, end int) {
	last, _ := utf8.DecodeLastRuneInString(l.src[:start])
	next, _ := utf8.DecodeRuneInString(l.src[end:])
	before := start == 0 || last == '\n' || isBlank(last)
	behind := end == len(l.src) || next == '\n' || isBlank(next)
	if before && behind {
		return
	}
	pad := "%"
	if !before {
		pad = " " + pad
	}
	if !behind {
		pad += " "
	}
	l.problem(Problem{Kind: JoinedPercent, Start: start, End: end, Want: pad})
}

// semicolonFix is a newline between two statements and nothing before one.
func (l *lexer) semicolonFix() string {
	rest := strings.TrimLeft(l.src[l.pos+1:l.limit], " \t\r")
	if rest == "" || rest[0] == '\n' || rest[0] == '#' || rest[0] == '}' {
		return ""
	}
	return "\n"
}

// closeBracket closes back to the matching bracket, but never past a brace or
// the {{ or string around it.
func (l *lexer) closeBracket(open, closer Kind) {
	at := -1
	for i := len(l.stack) - 1; i >= 0; i-- {
		k := l.stack[i].open
		if k == open {
			at = i
		}
		if at >= 0 || k == LBrace || k == InterpOpen || k == StrOpen {
			break
		}
	}
	if at >= 0 {
		l.popTo(at)
	}
	l.emit(closer, 1)
	if at >= 0 {
		l.pop(true)
	}
}

// closeBrace closes a { or, with a second }, the {{ around it.
func (l *lexer) closeBrace() {
	at := -1
	for i := len(l.stack) - 1; i >= 0; i-- {
		if k := l.stack[i].open; k == LBrace || k == InterpOpen || k == StrOpen {
			at = i
			break
		}
	}
	if at < 0 || l.stack[at].open == StrOpen {
		l.emit(RBrace, 1)
		return
	}
	if l.stack[at].open == LBrace {
		l.popTo(at)
		l.emit(RBrace, 1)
		l.pop(true)
		return
	}
	n := 2
	if l.at(1) != '}' {
		n = 1
		l.problem(Problem{Kind: UnclosedInterp, Start: l.pos, End: l.pos + 1, Want: "}}"})
	}
	l.popTo(at)
	l.emit(InterpClose, n)
	l.pop(true)
}

// popTo gives up what is open above frame i.
func (l *lexer) popTo(i int) {
	for len(l.stack) > i+1 {
		l.pop(false)
	}
}

// skipKind is the kind of n bytes that cannot be read. Inside a name they are Bad,
// so that nobody wonders about the rest of the name.
func (l *lexer) skipKind(n int) Kind {
	if len(l.toks) > 0 && l.toks[len(l.toks)-1].Kind == Name && l.toks[len(l.toks)-1].End == l.pos && l.nameLen(l.pos+n) > 0 {
		return Bad
	}
	return Skipped
}

// other lexes a character that is neither ASCII nor a letter.
func (l *lexer) other(r rune, n int) {
	start, end := l.pos, l.pos+n
	if r == utf8.RuneError && n == 1 {
		n = l.invalid(start)
		l.emit(l.skipKind(n), n)
		return
	}
	if marks, ok := closers[r]; ok {
		l.openLine(marks, n)
		return
	}
	if plain, ok := foreign[r]; ok {
		l.foreignPunct(plain, n)
		return
	}
	if digits, plain := foreignNumber(l.src[start:l.limit]); digits > 0 {
		l.problem(Problem{Kind: ForeignDigit, Start: start, End: start + digits, Want: plain})
		l.emit(Number, digits)
		return
	}
	if isInvisible(r) {
		l.problem(Problem{Kind: ControlChar, Start: start, End: end, Edits: []Edit{{start, end, ""}}})
		l.emit(l.skipKind(n), n)
		return
	}
	l.problem(Problem{Kind: StrayChar, Start: start, End: end})
	l.emit(Skipped, n)
}

// foreignPunct treats a full-width or typographic character as the plain one.
func (l *lexer) foreignPunct(plain string, n int) {
	start := l.pos
	l.problem(Problem{Kind: ForeignPunct, Start: start, End: start + n, Want: plain})
	switch plain {
	case "(":
		l.push(LParen, n)
	case "[":
		l.push(LBracket, n)
	case "{":
		l.push(LBrace, n)
	case ")", "]", "}":
		// Closing with a token of n bytes: close as the plain one does, then widen it.
		switch plain {
		case ")":
			l.closeBracket(LParen, RParen)
		case "]":
			l.closeBracket(LBracket, RBracket)
		default:
			l.closeBrace()
		}
		l.pos = start + n
		l.toks[len(l.toks)-1].End = l.pos
	case "#":
		l.comment()
	case ";":
		l.emit(Newline, n)
	case "!":
		l.emit(Not, n)
	default:
		for _, op := range operators {
			if op.text == plain {
				l.emit(op.kind, n)
				return
			}
		}
		l.emit(Skipped, n)
	}
}
