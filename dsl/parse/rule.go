package parse

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// production is a participle grammar that knows its node. node takes over what
// the Parseables inside hold; it is called on half-read productions too, so that
// no diagnostic is lost, and must bear missing parts.
type production[P, N any] interface {
	*P
	node(c *cursor, at ast.Span) N
}

// rule makes a sub-parser from production P. The parser is built when it is used
// for the first time: a file pays only for the constructs it has.
//
// Look-ahead 0 makes participle predictive: an alternative that has taken a token
// is the only one, so the first error is the deepest one and nothing is read twice.
func rule[P, N any, PP production[P, N]](usage ...string) func(*cursor) (N, bool) {
	parser := sync.OnceValue(func() *participle.Parser[P] {
		return participle.MustBuild[P](participle.Lexer(definition{}), participle.UseLookahead(0))
	})
	return func(c *cursor) (N, bool) {
		start := c.start()
		p, err := parser().ParseFromLexer(c.lex, participle.AllowTrailing(true))
		node := PP(p).node(c, c.since(start))
		if err != nil {
			c.misread(err, usage)
			return node, false
		}
		return node, true
	}
}

// misread says in our words where a production stopped.
func (c *cursor) misread(err error, usage []string) {
	var unexpected *participle.UnexpectedTokenError
	if !errors.As(err, &unexpected) {
		panic("parse: a Parseable failed instead of reporting: " + err.Error())
	}
	if token.Kind(unexpected.Unexpected.Type) == token.Bad {
		return // the lexer has told
	}
	if n := len(c.errs); n > 0 && c.errs[n-1].Span.End >= c.here().Start {
		return // what is missing has been reported by the part before
	}
	want := expected(unexpected.Message())
	summary := "unexpected " + describe(&unexpected.Unexpected)
	if len(want) > 0 {
		summary = "expected " + quoteList(want, "or") + ", got " + describe(&unexpected.Unexpected)
	}
	d := c.report(codeUnexpected, c.here(), summary, "write it as "+quoteList(usage, "or"))
	c.suggest(d, &unexpected.Unexpected, want, unexpected.Message(), usage)
}

// expected picks the words out of participle's `unexpected token "x" (expected "to" …)`:
// every literal that the rest of the production can begin with.
func expected(message string) []string {
	_, rest, ok := strings.Cut(message, " (expected ")
	if !ok {
		return nil
	}
	var words []string
	begins := true           // whether what comes next can come first
	groups := []bool{begins} // the same for each open group
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '(':
			groups = append(groups, begins)
		case ')':
			if len(groups) == 1 {
				return words
			}
			began := groups[len(groups)-1]
			groups = groups[:len(groups)-1]
			begins = began && strings.HasPrefix(rest[i+1:], "?")
		case '|':
			begins = groups[len(groups)-1]
		case '"':
			word, _, _ := strings.Cut(rest[i+1:], `"`)
			if begins {
				words = append(words, word)
			}
			i += len(word) + 1
			begins = begins && strings.HasPrefix(rest[i+1:], "?")
		case ' ', '?':
		default:
			begins = false
		}
	}
	return words
}

// quoteList writes `a`, `b` or `c`.
func quoteList(words []string, last string) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			b.WriteString(" " + last + " ")
		default:
			b.WriteString(", ")
		}
		b.WriteString("`" + w + "`")
	}
	return b.String()
}

// suggest offers the expected word that the unexpected one is a slip of, or else
// to put it in, if only one can stand here and what stands here can follow it.
func (c *cursor) suggest(d *diag.Diagnostic, got *lexer.Token, want []string, message string, usage []string) {
	if kind(got) == token.Name {
		if best, ok := spell.Closest(got.Value, want); ok {
			d.Detail = "did you mean `" + best + "`?"
			d.Fixes = []diag.Fix{replace("write "+best, span(got), best, false)}
			return
		}
	}
	if len(want) != 1 || kind(got) == token.EOF || kind(got) == token.Newline || isWord(got, joining...) {
		return
	}
	follows := strings.Contains(strings.Join(usage, "\n")+" ", want[0]+" "+got.Value+" ")
	switch {
	case follows:
	case want[0] == "=" && kind(got) == token.Eq:
		d.Fixes = []diag.Fix{replace("write =", span(got), "=", true)}
		return
	case isWord(got, "to", "from", "in", "at", "on", "for", "of", "by", "within", "until", "after", "before"):
		// One little word in the place of another.
		d.Fixes = []diag.Fix{replace("write "+want[0], span(got), want[0], false)}
		return
	case kind(got) == token.Name && !wantsName.MatchString(message), kind(got) == token.Number && !strings.Contains(message, "Node"):
		return
	}
	d.Fixes = []diag.Fix{insert("add "+want[0], got.Pos.Offset, want[0]+" ", false)}
}

// wantsName matches what participle expects when a name can follow its first word.
var wantsName = regexp.MustCompile(`^[^(]*\(expected "\w+" (name|names|events|event|cond|place|expr)Node`)
