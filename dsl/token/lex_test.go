package token_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/token"
)

// kinds writes the tokens of a source, trivia left out: Kind(text) …
func kinds(s *token.Stream) string {
	var out []string
	for _, t := range s.Tokens {
		switch {
		case t.Kind.Trivia(), t.Kind == token.EOF:
		case t.Kind == token.Newline:
			out = append(out, "⏎")
		default:
			out = append(out, t.Kind.String()+"("+s.Text(t)+")")
		}
	}
	return strings.Join(out, " ")
}

func TestLex(t *testing.T) {
	for src, want := range map[string]string{
		"":                               "",
		"cart ürün नमस्ते_2":             "Name(cart) Name(ürün) Name(नमस्ते_2)",
		"`goal` `2nd order`":             "QuotedName(`goal`) QuotedName(`2nd order`)",
		"80 3.5 1..5":                    "Number(80) Number(3.5) Number(1) DotDot(..) Number(5)",
		"30s 15m 2h 7d 2w 3mo 1y":        "Duration(30s) Duration(15m) Duration(2h) Duration(7d) Duration(2w) Duration(3mo) Duration(1y)",
		"10% 2.5% 10 % 3":                "Percent(10%) Percent(2.5%) Number(10) Rem(%) Number(3)",
		"09:00 2026-11-27":               "Time(09:00) Date(2026-11-27)",
		"2026-11-27-1":                   "Date(2026-11-27) Minus(-) Number(1)",
		"x[1:30] + [01:30]":              "Name(x) LBracket([) Number(1) Colon(:) Number(30) RBracket(]) Plus(+) LBracket([) Time(01:30) RBracket(])",
		"in [01:30]":                     "Name(in) LBracket([) Time(01:30) RBracket(])",
		"a?.b ?? c ? d : e":              "Name(a) OptDot(?.) Name(b) Coalesce(??) Name(c) Question(?) Name(d) Colon(:) Name(e)",
		"** * == != <= >= < > = + - / |": "StarStar(**) Star(*) Eq(==) Ne(!=) Le(<=) Ge(>=) Lt(<) Gt(>) Assign(=) Plus(+) Minus(-) Slash(/) Pipe(|)",
		"a # b\nc":                       "Name(a) ⏎ Name(c)",
		"\ufeffa":                        "Name(a)",
		"a\u00a0b":                       "Name(a) Name(b)",
		"a\u00a0%\u00a0b 10%\u00a0b 2026-11-27\u00a0c": "Name(a) Rem(%) Name(b) Percent(10%) Name(b) Date(2026-11-27) Name(c)",
	} {
		t.Run(src, func(t *testing.T) {
			s := token.Lex(src)
			require.Equal(t, want, kinds(s))
			require.Empty(t, s.Problems)
			check(t, s)
		})
	}
}

func TestStrings(t *testing.T) {
	for src, want := range map[string]string{
		`"a"`:                             `StrOpen(") StrText(a) StrClose(")`,
		`""`:                              `StrOpen(") StrClose(")`,
		`"a {{ b }} c"`:                   `StrOpen(") StrText(a ) InterpOpen({{) Name(b) InterpClose(}}) StrText( c) StrClose(")`,
		`"{{ a ?? "b" }}"`:                `StrOpen(") InterpOpen({{) Name(a) Coalesce(??) StrOpen(") StrText(b) StrClose(") InterpClose(}}) StrClose(")`,
		`"{{ f("{{ x }}") }}"`:            `StrOpen(") InterpOpen({{) Name(f) LParen(() StrOpen(") InterpOpen({{) Name(x) InterpClose(}}) StrClose(") RParen()) InterpClose(}}) StrClose(")`,
		`"{{ {a: 1} }}"`:                  `StrOpen(") InterpOpen({{) LBrace({) Name(a) Colon(:) Number(1) RBrace(}) InterpClose(}}) StrClose(")`,
		`"{{ {a: 1}}}"`:                   `StrOpen(") InterpOpen({{) LBrace({) Name(a) Colon(:) Number(1) RBrace(}) InterpClose(}}) StrClose(")`,
		`"\{{ a }} \" \\"`:                `StrOpen(") StrText(\{{ a }} \" \\) StrClose(")`,
		"\"\"\"\na \"b\" {{ c }}\n\"\"\"": "StrOpen(\"\"\") StrText(\na \"b\" ) InterpOpen({{) Name(c) InterpClose(}}) StrText(\n) StrClose(\"\"\")",
		"\"\"\"{{ a\n+ b }}\"\"\"":        "StrOpen(\"\"\") InterpOpen({{) Name(a) Plus(+) Name(b) InterpClose(}}) StrClose(\"\"\")",
	} {
		t.Run(src, func(t *testing.T) {
			s := token.Lex(src)
			require.Equal(t, want, kinds(s))
			require.Empty(t, s.Problems)
			check(t, s)
		})
	}
}

// A newline ends a statement, with the exceptions of the language reference.
func TestNewlines(t *testing.T) {
	for src, want := range map[string]string{
		"a\nb":              "Name(a) ⏎ Name(b)",
		"a\r\nb\r\n":        "Name(a) ⏎ Name(b) ⏎",
		"\n\na\n\n# c\n\nb": "Name(a) ⏎ Name(b)",
		"{\na\n}":           "LBrace({) Name(a) ⏎ RBrace(})",
		"f(a\nb)":           "Name(f) LParen(() Name(a) Name(b) RParen())",
		"[a\nb]":            "LBracket([) Name(a) Name(b) RBracket(])",
		"f({a\nb})":         "Name(f) LParen(() LBrace({) Name(a) ⏎ Name(b) RBrace(}) RParen())",
		"a +\nb":            "Name(a) Plus(+) Name(b)",
		"a and\nb":          "Name(a) Name(and) Name(b)",
		"a,\nb":             "Name(a) Comma(,) Name(b)",
		"a\nthen b":         "Name(a) Name(then) Name(b)",
		"a\n# c\n  up to":   "Name(a) Name(up) Name(to)",
		"a\nwith: text":     "Name(a) ⏎ Name(with) Colon(:) Name(text)",
		"a: text?\nb: x":    "Name(a) Colon(:) Name(text) Question(?) ⏎ Name(b) Colon(:) Name(x)",
		"a ?\nb :\nc":       "Name(a) Question(?) Name(b) Colon(:) Name(c)",
		"f(a\nb\n":          "Name(f) LParen(() Name(a) ⏎ Name(b) ⏎",
		"{ f(a\nb }\nc":     "LBrace({) Name(f) LParen(() Name(a) ⏎ Name(b) RBrace(}) ⏎ Name(c)",
		"10%\nb":            "Percent(10%) ⏎ Name(b)",
	} {
		t.Run(src, func(t *testing.T) {
			s := token.Lex(src)
			require.Equal(t, want, kinds(s))
			check(t, s)
		})
	}
}

// fixed makes the edits of all problems.
func fixed(s *token.Stream) string {
	src := s.Src
	var edits []token.Edit
	for _, p := range s.Problems {
		edits = append(edits, p.Edits...)
	}
	for len(edits) > 0 {
		last := 0
		for i, e := range edits {
			if e.Start >= edits[last].Start {
				last = i
			}
		}
		e := edits[last]
		src = src[:e.Start] + e.Text + src[e.End:]
		edits = append(edits[:last], edits[last+1:]...)
	}
	return src
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		src  string
		kind token.ProblemKind
		at   string
		want string // the source with all edits made; the same when there are none
	}{
		{`a "b`, token.UnclosedString, `"b`, `a "b"`},
		{`"a {{ b"`, token.UnclosedInterp, `{{`, ``},
		{`"a {{ b } c"`, token.UnclosedInterp, `}`, `"a {{ b }} c"`},
		{"\"\"\"\na", token.UnclosedMulti, `"""`, ``},
		{"`a b", token.UnclosedName, "`a", "`a` b"},
		{"``", token.EmptyName, "``", ``},
		{`'a'`, token.SingleQuote, `'a'`, `"a"`},
		{`“a”`, token.SmartQuote, `“a”`, `"a"`},
		{`"a \d"`, token.BadEscape, `\d`, `"a \\d"`},
		{`a && b`, token.WrongOperator, `&&`, `a and b`},
		{`a||b`, token.WrongOperator, `||`, `a or b`},
		{`!a`, token.WrongOperator, `!`, `not a`},
		{`a === b`, token.WrongOperator, `===`, `a == b`},
		{"a;\nb", token.Semicolon, `;`, "a\nb"},
		{"a; b", token.Semicolon, `;`, "a\n b"},
		{"// a", token.WrongComment, `//`, "# a"},
		{"2nd", token.NameAfterDigit, `2nd`, "`2nd`"},
		{"1_000", token.BadNumber, `1_000`, "1000"},
		{"1e3", token.BadNumber, `1e3`, "1000"},
		{"1.5h", token.DecimalDuration, `1.5h`, "90m"},
		{"0.5s", token.DecimalDuration, `0.5s`, ""},
		{"1.5d", token.DecimalDuration, `1.5d`, ""},
		{"1.5w", token.DecimalDuration, `1.5w`, ""},
		{"0.5y", token.DecimalDuration, `0.5y`, "6mo"},
		{"1h30m", token.CompoundDuration, `1h30m`, "90m"},
		{"1d12h", token.CompoundDuration, `1d12h`, ""},
		{"2hrs", token.UnknownUnit, `2hrs`, "2h"},
		{"2x", token.UnknownUnit, `2x`, ""},
		{"25:00", token.BadTime, `25:00`, ""},
		{"9:00", token.BadTime, `9:00`, "09:00"},
		{"9:30pm", token.BadTime, `9:30pm`, "21:30"},
		{"12am", token.BadTime, `12am`, "00:00"},
		{"24:00", token.BadTime, `24:00`, "00:00"},
		{"2026-02-29", token.BadDate, `2026-02-29`, ""},
		{"2026-1-5", token.BadDate, `2026-1-5`, "2026-01-05"},
		{"x%3", token.JoinedPercent, `%`, "x % 3"},
		{"10%3", token.JoinedPercent, `10%`, "10 % 3"},
		{"a（b", token.ForeignPunct, `（`, "a(b"},
		{"x ≥ 1", token.ForeignPunct, `≥`, "x >= 1"},
		{"٣٠", token.ForeignDigit, `٣٠`, "30"},
		{"a @ b", token.StrayChar, `@`, ""},
		{"a\x00 b", token.ControlChar, "\x00", "a b"},
		{"a\u200bb", token.ControlChar, "\u200b", "ab"},
		{"a \xff\xfe b", token.InvalidUTF8, "\xff\xfe", ""},
	} {
		t.Run(c.src, func(t *testing.T) {
			s := token.Lex(c.src)
			require.Len(t, s.Problems, 1)
			p := s.Problems[0]
			require.Equal(t, c.kind, p.Kind)
			require.Equal(t, c.at, c.src[p.Start:p.End])
			if c.want == "" {
				c.want = c.src
			}
			if c.kind == token.DecimalDuration && c.src == "1.5w" {
				require.Empty(t, p.Want)
			}
			require.Equal(t, c.want, fixed(s))
			if c.want != c.src {
				require.Empty(t, token.Lex(c.want).Problems, "the fix is right")
			}
			check(t, s)
		})
	}
}

// One missing """ is one problem, and what follows it is lexed.
func TestLostText(t *testing.T) {
	src := "message a {\n  body \"\"\"\n    hello\n}\nmessage b {\n  body \"\"\"\n    hi\n    \"\"\"\n}\n"
	s := token.Lex(src)
	require.Len(t, s.Problems, 1)
	require.Equal(t, strings.Index(src, `"""`), s.Problems[0].Start)
	require.Contains(t, kinds(s), "Name(message) Name(b)")
	check(t, s)
}

func TestUnescape(t *testing.T) {
	require.Equal(t, "a\n\r\t\"\\'{{{}😀\\d", token.Unescape(`a\n\r\t\"\\\'\{{\{\}\u{1F600}\d`))
}

// check holds for every stream: the tokens are the source, strings are balanced,
// problems are inside the source.
func check(t testing.TB, s *token.Stream) {
	t.Helper()
	// Plain comparisons, because some streams have two million tokens.
	fail := func(ok bool, what string, i int) {
		if !ok {
			t.Fatalf("%s at %d of %q", what, i, s.Src)
		}
	}
	pos := 0
	var open []token.Kind
	for i, tok := range s.Tokens {
		fail(tok.Start == pos && tok.Start <= tok.End, "a token begins where the last one ended", i)
		fail(tok.Start < tok.End || tok.Kind == token.EOF || tok.Kind == token.StrClose || tok.Kind == token.InterpClose, "no token is empty", i)
		pos = tok.End
		switch tok.Kind {
		case token.StrOpen, token.InterpOpen:
			open = append(open, tok.Kind)
		case token.StrClose, token.InterpClose:
			fail(len(open) > 0 && (tok.Kind == token.StrClose) == (open[len(open)-1] == token.StrOpen), "strings are balanced", i)
			open = open[:len(open)-1]
		}
	}
	fail(len(open) == 0 && pos == len(s.Src), "the tokens are the source", pos)
	fail(s.Tokens[len(s.Tokens)-1].Kind == token.EOF, "the last token is EOF", pos)
	last := 0
	for i, p := range s.Problems {
		fail(last <= p.Start && p.Start <= p.End && p.End <= len(s.Src), "problems are in order and inside", i)
		last = p.Start
		for _, e := range p.Edits {
			fail(0 <= e.Start && e.Start <= e.End && e.End <= len(s.Src), "edits are inside", i)
		}
	}
}

func corpus(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("../parse/testdata/*/*")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var out []string
	for _, p := range paths {
		if strings.HasPrefix(filepath.Base(filepath.Dir(p)), "Fuzz") {
			continue
		}
		b, err := os.ReadFile(p)
		if err == nil {
			out = append(out, string(b))
		}
	}
	return out
}

// Every cut of every test program is lexed without loss: this is what an editor
// sees while somebody types.
func TestEveryPrefix(t *testing.T) {
	for _, src := range corpus(t) {
		for i := 0; i < len(src); i += 31 {
			check(t, token.Lex(src[:i]))
		}
	}
}

func FuzzLex(f *testing.F) {
	for _, src := range corpus(f) {
		f.Add(src)
	}
	f.Add("\"{{ \"{{ ( } \" \n ` ' “ \\u{110000} \"\"\" 1:2 99:99pm 1.5.5h \xff")
	f.Fuzz(func(t *testing.T, src string) { check(t, token.Lex(src)) })
}
