package format

import (
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// item is a token or a comment, with what is known and decided about it. A text in
// quotes is one item: nothing can be broken inside it.
type item struct {
	kind  token.Kind
	text  string
	start int // in the source
	role  role

	newlines  int  // in front of it in the source
	statement bool // one of them ends a statement
	own       bool // a comment on a line of its own
	column    int  // of a comment in the source

	match  int  // the other bracket; -1 if there is none
	inside int  // the innermost bracket around it; -1 if there is none
	open   bool // a brace whose content stands on lines of its own
	fields bool // a brace with fields in it, which commas and newlines divide
	forced bool // begins a line because a line was too long
	hidden bool // a comma that is not written
	lines  int  // how many lines end in front of it: 0, 1, or 2 for a blank line
	pad    int  // further columns in front of it
}

func (it *item) comment() bool { return it.kind == token.Comment }

// is reports whether the item is one of some words of the language. A field may have
// the name of any word, so what follows a dot or precedes a colon is none.
func (l *layout) is(i int, words ...string) bool {
	if i < 0 || i >= len(l.items) || l.items[i].kind != token.Name {
		return false
	}
	found := false
	for _, w := range words {
		found = found || l.items[i].text == w
	}
	if !found {
		return false
	}
	if before := l.before(i); before >= 0 {
		if k := l.items[before].kind; k == token.OptDot || k == token.Dot {
			return false
		}
	}
	after := l.after(i)
	return after < 0 || l.items[after].kind != token.Colon
}

// before returns the last token in front of an item, after the first behind it; -1
// when there is none. Comments and hidden commas do not count.
func (l *layout) before(i int) int {
	for i--; i >= 0 && (l.items[i].comment() || l.items[i].hidden); i-- {
	}
	return i
}

func (l *layout) after(i int) int {
	for i++; i < len(l.items); i++ {
		if !l.items[i].comment() && !l.items[i].hidden {
			return i
		}
	}
	return -1
}

// builder cuts a stream into items.
type builder struct {
	s     *token.Stream
	roles *roles
	at    int // index of the next token
}

func itemsOf(s *token.Stream, r *roles) []item {
	b := &builder{s: s, roles: r}
	return b.items(token.EOF)
}

// items reads up to a token of a kind, and over it.
func (b *builder) items(end token.Kind) []item {
	var out []item
	newlines, statement := 0, false
	for ; b.at < len(b.s.Tokens); b.at++ {
		t := b.s.Tokens[b.at]
		if t.Kind == end {
			b.at++
			break
		}
		switch t.Kind {
		case token.Space, token.Skipped:
			continue
		case token.Newline, token.Break:
			newlines++
			statement = statement || t.Kind == token.Newline
			continue
		}
		it := item{kind: t.Kind, text: b.s.Text(t), start: t.Start, role: b.roles.at[t.Start], newlines: newlines, statement: statement, match: -1, inside: -1}
		switch t.Kind {
		case token.Comment:
			it.text = strings.TrimRightFunc(it.text, unicode.IsSpace)
			it.own = newlines > 0 || len(out) == 0
			it.column = b.column(t.Start)
		case token.StrOpen:
			it.text = b.textOf()
		default:
			b.shortDuration(&it)
		}
		out = append(out, it)
		newlines, statement = 0, statement && it.comment()
	}
	return out
}

// column is where an offset stands on its line.
func (b *builder) column(at int) int {
	return width(b.s.Src[strings.LastIndexByte(b.s.Src[:at], '\n')+1 : at])
}

// shortDuration writes `2 hours` as `2h`, over the tokens it is made of.
func (b *builder) shortDuration(it *item) {
	d, ok := b.roles.durations[it.start]
	if !ok {
		return
	}
	last := b.at
	for b.s.Tokens[last].End < d.End {
		if last++; b.s.Tokens[last].Kind == token.Comment {
			return
		}
	}
	it.kind, it.text = token.Duration, strconv.FormatInt(d.N, 10)+unitLetters[d.Unit]
	b.at = last
}

var unitLetters = [...]string{ast.Second: "s", ast.Minute: "m", ast.Hour: "h", ast.Day: "d", ast.Week: "w", ast.Month: "mo", ast.Year: "y"}

// textOf reads a text that begins at the present token, up to its closing token.
// Between """ nothing is touched; in a text of one line, blanks between {{ and }} are.
func (b *builder) textOf() string {
	open := b.s.Tokens[b.at]
	if b.s.Text(open) == `"""` {
		for depth := 0; ; b.at++ {
			switch b.s.Tokens[b.at].Kind {
			case token.StrOpen:
				depth++
			case token.StrClose:
				if depth--; depth == 0 {
					return b.s.Src[open.Start:b.s.Tokens[b.at].End]
				}
			}
		}
	}
	var out strings.Builder
	out.WriteString(b.s.Text(open))
	for b.at++; ; {
		t := b.s.Tokens[b.at]
		if t.Kind != token.InterpOpen {
			out.WriteString(b.s.Text(t))
			if t.Kind == token.StrClose {
				return out.String()
			}
			b.at++
			continue
		}
		b.at++
		out.WriteString("{{ ")
		out.WriteString(oneLine(b.items(token.InterpClose)))
		out.WriteString(" }}")
	}
}

// oneLine joins items that cannot stand on several lines.
func oneLine(items []item) string {
	l := &layout{items: items}
	l.pair()
	l.hideCommas()
	var out strings.Builder
	last := -1
	for i := range items {
		if items[i].hidden {
			continue
		}
		if last >= 0 && l.spaced(last, i) {
			out.WriteByte(' ')
		}
		out.WriteString(items[i].text)
		last = i
	}
	return out.String()
}

// pair finds the bracket that belongs to each bracket, and opens the braces that
// hold a newline.
func (l *layout) pair() {
	var stack []int
	for i := range l.items {
		it := &l.items[i]
		switch it.kind {
		case token.RParen, token.RBracket, token.RBrace:
			if n := len(stack); n > 0 {
				it.match, l.items[stack[n-1]].match = stack[n-1], i
				stack = stack[:n-1]
			}
		}
		if n := len(stack); n > 0 {
			it.inside = stack[n-1]
		}
		switch it.kind {
		case token.LParen, token.LBracket, token.LBrace:
			stack = append(stack, i)
		}
	}
	// Whether there is a newline between two items is a difference of counts.
	sum := make([]int, len(l.items)+1)
	for i := range l.items {
		sum[i+1] = sum[i] + l.items[i].newlines + strings.Count(l.items[i].text, "\n")
	}
	for i := range l.items {
		it := &l.items[i]
		if it.kind == token.LBrace && it.match > i+1 {
			it.open = sum[it.match+1] > sum[i+1]
			it.fields = l.holdsFields(i)
		}
	}
}

// holdsFields reports whether a brace holds names with a colon behind them.
func (l *layout) holdsFields(brace int) bool {
	first := l.after(brace)
	for first >= 0 && l.items[first].kind == token.Comma {
		first = l.after(first)
	}
	if first < 0 || l.items[first].kind != token.Name && l.items[first].kind != token.QuotedName {
		return false
	}
	colon := l.after(first)
	return colon >= 0 && l.items[colon].kind == token.Colon
}

// find returns the first item that starts at an offset or behind it.
func (l *layout) find(offset int) int {
	return sort.Search(len(l.items), func(i int) bool { return l.items[i].start >= offset })
}
