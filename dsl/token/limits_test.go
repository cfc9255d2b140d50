package token_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/token"
)

func TestTooDeep(t *testing.T) {
	for _, open := range []string{"(", "[", "{", "{ (", `"{{ `} {
		n := token.MaxDepth + 1
		s := token.Lex(strings.Repeat(open, n))
		told := 0
		for _, p := range s.Problems {
			if p.Kind == token.TooDeep {
				told++
			}
		}
		require.Equal(t, 1, told, open)
		check(t, s)
	}
	exact := strings.Repeat("(", token.MaxDepth) + strings.Repeat(")", token.MaxDepth)
	require.Empty(t, token.Lex(exact).Problems)
	// The brackets beyond the limit are no brackets, and their insides are nothing.
	s := token.Lex("(" + exact + ") b")
	require.Equal(t, strings.Repeat("LParen(() ", token.MaxDepth)+"Bad(()"+strings.Repeat(" RParen())", token.MaxDepth)+" Name(b)", kinds(s))
}

func TestTooLarge(t *testing.T) {
	s := token.Lex(strings.Repeat("a", token.MaxSource+1))
	require.Len(t, s.Problems, 1)
	require.Equal(t, token.SourceTooLarge, s.Problems[0].Kind)
	check(t, s)
	require.Empty(t, token.Lex(strings.Repeat("a", token.MaxSource)).Problems)
}

func TestTooManyTokens(t *testing.T) {
	s := token.Lex(strings.Repeat("a ", token.MaxTokens/2) + `"{{ b`)
	require.Len(t, s.Problems, 1)
	require.Equal(t, token.TooManyTokens, s.Problems[0].Kind)
	require.Less(t, len(s.Tokens), token.MaxTokens+8)
	check(t, s)
}

// hostile are the sources that make a careless lexer quadratic. A test cannot
// assert a time, but with a quadratic lexer this one would not end.
var hostile = map[string]string{
	"parens": "(", "interpolations": `"{{ `, "braces in a string": `"{{ {`, "nots": "not ", "quotes": `"`, "triple quotes": `"""`,
	"triple quotes on lines": "\"\"\"\n", "strings on one line": `"a" `, "back-quotes": "`", "brackets that do not match": "([{)", "closers": ")]}",
	"commas": "a(\n", "invalid": "\xff", "escapes": `"\`, "smart quotes": "“", "newlines": "\n", "unclosed on lines": "f(\n{\n", "unclosed texts": "message a {\n\"\"\"\nx\n",
	"digits": "٣", "interpolations in a text": "\"\"\"{{ \"\n",
}

func TestLinear(t *testing.T) {
	for name, piece := range hostile {
		t.Run(name, func(t *testing.T) {
			src := strings.Repeat(piece, 1<<20/len(piece))
			s := token.Lex(src)
			require.Equal(t, len(src), s.Tokens[len(s.Tokens)-1].End)
		})
	}
}

func BenchmarkLex(b *testing.B) {
	src := ""
	for _, s := range corpus(b) {
		src += s
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		token.Lex(src)
	}
}
