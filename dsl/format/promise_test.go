package format_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/format"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/dsl/token"
)

// promises checks what holds for every file, and returns it laid out; ok says
// whether it could be.
func promises(t testing.TB, src string) (out string, ok bool) {
	t.Helper()
	out, ds, err := format.Source("x.journey", src)
	require.NoError(t, err, "%q", src)
	if len(ds) > 0 {
		require.Equal(t, src, out, "a broken file is left alone")
		return out, false
	}
	again, ds, err := format.Source("x.journey", out)
	require.NoError(t, err, "%q", out)
	require.Empty(t, ds)
	require.Equal(t, out, again, "laid out twice: %q", src)
	require.Equal(t, commentsOf(src), commentsOf(out), "%q", src)
	require.Equal(t, textsOf(src), textsOf(out), "%q", src)
	_, told := parse.File("x.journey", out)
	require.Empty(t, told, "%q", src)
	if out != "" {
		require.True(t, strings.HasSuffix(out, "\n") && !strings.HasPrefix(out, "\n"), "%q", out)
	}
	outside := outsideTexts(out)
	require.NotContains(t, outside, "\n\n\n", "%q", src)
	require.NotContains(t, outside, "\r\n", "%q", src)
	require.NotContains(t, outside, " \n", "%q", src)
	return out, true
}

func commentsOf(src string) []string {
	s := token.Lex(src)
	var out []string
	for _, t := range s.Tokens {
		if t.Kind == token.Comment {
			out = append(out, strings.TrimSpace(s.Text(t)))
		}
	}
	return out
}

// textsOf are the texts between """, and the pieces of text of all others.
func textsOf(src string) []string {
	for strings.Contains(src, "\r\n") {
		src = strings.ReplaceAll(src, "\r\n", "\n")
	}
	s := token.Lex(src)
	var out []string
	from := -1
	for _, t := range s.Tokens {
		switch {
		case t.Kind == token.StrOpen && s.Text(t) == `"""`:
			from = t.Start
		case t.Kind == token.StrClose && s.Text(t) == `"""`:
			out = append(out, src[from:t.End])
		case t.Kind == token.StrText:
			out = append(out, s.Text(t))
		}
	}
	return out
}

// outsideTexts takes the texts between """ out.
func outsideTexts(src string) string {
	for _, text := range textsOf(src) {
		if strings.HasPrefix(text, `"""`) {
			src = strings.Replace(src, text, `""`, 1)
		}
	}
	return src
}

func TestPromises(t *testing.T) {
	done := 0
	for _, src := range corpus(t) {
		if _, ok := promises(t, src); ok {
			done++
		}
	}
	require.Greater(t, done, 300)
}

// How a file was laid out before is of no account, but for its line ends: other
// blanks, more blank lines and other line ends give the same result. Comments keep a
// common column, so files with comments behind code are left out.
func TestOneWay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	done := 0
	for _, src := range corpus(t) {
		want, ok := promises(t, src)
		if !ok || strings.Contains(want, "  #") {
			continue
		}
		for range 3 {
			messy := mess(want, random)
			got, ok := promises(t, messy)
			require.True(t, ok, "%q", messy)
			require.Equal(t, want, got, "%q", messy)
			done++
		}
	}
	require.Greater(t, done, 500)
}

// mess changes the blanks of a file that is laid out. Where there was none, none is
// put in, because `2h` is not `2 h`; a blank line is only doubled.
func mess(src string, random *rand.Rand) string {
	s := token.Lex(src)
	var out strings.Builder
	multi := 0
	for _, t := range s.Tokens {
		text := s.Text(t)
		switch {
		case t.Kind == token.StrOpen && text == `"""`:
			multi++
		case t.Kind == token.StrClose && text == `"""`:
			multi--
		}
		newline := t.Kind == token.Newline || t.Kind == token.Break
		switch {
		case multi > 0:
		case t.Kind == token.Space:
			text = strings.Repeat([]string{" ", "\t", "\u00a0"}[random.IntN(3)], 1+random.IntN(4))
		case newline && strings.HasPrefix(src[t.End:], "\n"):
			text = strings.Repeat("\n", 1+random.IntN(3))
		case newline && random.IntN(2) == 0:
			text = strings.Repeat(" ", random.IntN(3)) + "\r\n"
		}
		out.WriteString(text)
	}
	return out.String()
}

// Comments go anywhere where a line ends, and come out again.
func TestCommentsAreKept(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, src := range corpus(t) {
		if _, ok := promises(t, src); !ok {
			continue
		}
		s := token.Lex(src)
		var out strings.Builder
		for _, tok := range s.Tokens {
			if tok.Kind == token.Newline || tok.Kind == token.Break {
				switch random.IntN(4) {
				case 0:
					out.WriteString(" # behind the line")
				case 1:
					out.WriteString("\n\t# on a line of its own ")
				}
			}
			out.WriteString(s.Text(tok))
		}
		_, ok := promises(t, out.String())
		require.True(t, ok, "%q", out.String())
	}
}

// No line is longer than it must be: one that is too long holds no place to break it.
func TestLongLines(t *testing.T) {
	for _, src := range corpus(t) {
		out, ok := promises(t, src)
		if !ok {
			continue
		}
		for _, line := range strings.Split(outsideTexts(out), "\n") {
			code, _, _ := strings.Cut("  "+line, "  #")
			if safetext.Width(code) > 140 {
				require.Contains(t, code, `"`, "only a text is this long")
			}
		}
	}
}

func FuzzSource(f *testing.F) {
	for _, src := range corpus(f) {
		if len(src) < 2000 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		out, ok := promises(t, src)
		_, ds := parse.File("x.journey", src)
		broken := false
		for _, d := range ds {
			broken = broken || d.Severity == diag.Error
		}
		require.Equal(t, !broken, ok, "%q became %q", src, out)
	})
}

func BenchmarkSource(b *testing.B) {
	var all strings.Builder
	for _, src := range corpus(b) {
		if _, ds := parse.File("x.journey", src); len(ds) == 0 && !strings.Contains(src, "language 1") {
			all.WriteString(src + "\n")
		}
	}
	src := strings.Repeat(all.String(), 1+10000/strings.Count(all.String(), "\n"))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		_, ds, err := format.Source("x.journey", src)
		require.NoError(b, err)
		require.Empty(b, ds)
	}
	b.ReportMetric(float64(strings.Count(src, "\n")), "lines")
}
