package parse

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The notation that EBNF is written in, read into rules of alternatives of
// symbols. A group, ?, * and + become rules of their own, with names like Expr·2.

// symbol is a word ("when"), a kind of token (<name>), or the name of a rule.
type symbol string

func (s symbol) word() (string, bool) {
	if strings.HasPrefix(string(s), `"`) {
		return strings.Trim(string(s), `"`), true
	}
	return "", false
}

func (s symbol) token() bool { return strings.HasPrefix(string(s), "<") }

func (s symbol) rule() bool { return s[0] != '"' && s[0] != '<' }

type grammar struct {
	rules map[symbol][][]symbol
	order []symbol // rules of the text, in their order
}

var notation = regexp.MustCompile(`"[^"]*"|<[a-z]+>|[A-Z]\w*|[()|?*+=.]`)

func readGrammar(t *testing.T, text string) *grammar {
	t.Helper()
	g := &grammar{rules: map[symbol][][]symbol{}}
	g.read(t, text)
	return g
}

// read adds rules; one that is there already is replaced.
func (g *grammar) read(t *testing.T, text string) {
	t.Helper()
	var toks []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "//") {
			toks = append(toks, notation.FindAllString(line, -1)...)
		}
	}
	for len(toks) > 0 {
		require.Greater(t, len(toks), 2)
		require.Equal(t, "=", toks[1], toks[0])
		r := &ruleReader{t: t, g: g, name: toks[0], toks: toks[2:]}
		if _, ok := g.rules[symbol(toks[0])]; !ok {
			g.order = append(g.order, symbol(toks[0]))
		}
		g.rules[symbol(toks[0])] = r.alternatives()
		require.NotEmpty(t, r.toks, "%s has no period", r.name)
		require.Equal(t, ".", r.toks[0], r.name)
		toks = r.toks[1:]
	}
}

type ruleReader struct {
	t    *testing.T
	g    *grammar
	name string
	n    int
	toks []string
}

func (r *ruleReader) alternatives() [][]symbol {
	out := [][]symbol{r.sequence()}
	for r.toks[0] == "|" {
		r.toks = r.toks[1:]
		out = append(out, r.sequence())
	}
	return out
}

func (r *ruleReader) sequence() []symbol {
	var out []symbol
	for {
		switch tok := r.toks[0]; tok {
		case ")", "|", ".":
			return out
		case "(":
			r.toks = r.toks[1:]
			inner := r.alternatives()
			require.Equal(r.t, ")", r.toks[0], r.name)
			out = append(out, r.fresh(inner))
		default:
			out = append(out, symbol(tok))
		}
		r.toks = r.toks[1:]
		last := out[len(out)-1]
		switch r.toks[0] {
		case "?":
			out[len(out)-1] = r.fresh([][]symbol{{}, {last}})
		case "*":
			out[len(out)-1] = r.many(last, nil)
		case "+":
			out[len(out)-1] = r.many(last, []symbol{last})
		default:
			continue
		}
		r.toks = r.toks[1:]
	}
}

func (r *ruleReader) fresh(alts [][]symbol) symbol {
	r.n++
	name := symbol(r.name + "·" + string(rune('0'+r.n)))
	r.g.rules[name] = alts
	return name
}

func (r *ruleReader) many(of symbol, first []symbol) symbol {
	name := r.fresh(nil)
	r.g.rules[name] = [][]symbol{first, {name, of}}
	return name
}
