package parse

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/token"
)

func TestEveryProductionIsInTheGrammar(t *testing.T) {
	listed := regexp.MustCompile(`printed\[(\w+)\]`)
	declared := regexp.MustCompile(`rule\[(\w+), `)
	in := map[string]int{}
	for _, m := range listed.FindAllStringSubmatch(read(t, "ebnf.go"), -1) {
		in[m[1]]++
	}
	n := 0
	for _, path := range files(t, "../*.go") {
		for _, m := range declared.FindAllStringSubmatch(read(t, path), -1) {
			if m[1] != "P" {
				require.Equal(t, 1, in[m[1]], "%s in %s", m[1], path)
				n++
			}
		}
	}
	require.Equal(t, len(in), n)
}

func TestEveryRuleIsDefinedAndUsed(t *testing.T) {
	g := readGrammar(t, EBNF())
	used := map[symbol]bool{"File": true}
	for _, name := range g.order {
		require.NotContains(t, string(name), "Node", "a Go type")
	}
	for name, alts := range g.rules {
		for _, alt := range alts {
			for _, s := range alt {
				if s.rule() && !strings.HasPrefix(string(s), string(name)+"·") {
					used[s] = true
					require.Contains(t, g.rules, s, "used in %s", name)
				}
			}
		}
	}
	for _, name := range g.order {
		require.True(t, used[name], "nothing uses %s", name)
	}
}

// What the grammar makes, the parser reads. Where the next word decides what the
// one before it is, the sentences take care; these are the narrower rules.
const careful = `
Sentence = Trigger (<newline> Setting)* "then" Braced .
JourneyBody = "{" (Setting <newline>)* Trigger (<newline> Setting)* "then" Braced <newline>? "}" .
Braced = "{" (Step (<newline> Step)*)? <newline>? "}" | "email" Text .
Block = "{" (Step (<newline> Step)*)? <newline>? "}" .
Language = "tr" | "pt-BR" .
PartLine = Name (Expr | Language Text) .
TestDecl = "test" ("todo" Text | Text ("for" Names)? TestLines) .
Circumstance = ("holdout" | "anonymous" | "arm" Name | "date" <date> | "product" Record | "no" "products" | Happening) (Duration "ago")? .
Happening = "no" "profile" ("." FieldName)+ | ("set" "profile" ("." FieldName)+ | "profile" ("." FieldName)+) "=" Condition | "alias" Name | "delete" | "clock" | Name Record? .
Expectation = ("set" "profile" ("." FieldName)+ ("=" Condition)? | "remove" ("tag" | "from" "audience") Text | "email" (Name | Text)? ("skipped" "capped"?)? ("subject" Language? "contains" Text)?) Window? .
OnTrigger = "on" Place ("every" ("year" | "month"))? ("at" <time>)? .
OffsetTrigger = Duration ("before" | "after") Place ("every" ("year" | "month"))? ("at" <time>)? .
Event = (Name | Answer) ("where" (FieldName ">" (<number> | FieldName) | "(" Expr ")"))? .
Duration = <duration> | "80" ("hours" | "day") .
Index = <number> | <number>? ":" <number>? | Name .
Type = BaseType <opt>? .
SendStep = ("email" | "sms" | "letter") (Text | <name>) "transactional"? ("with" Record)? ("as" Name)? .
WaitTimeStep = "wait" "until" ("next"? Day (".." Day)? <time> ("to" <time>)? | <date> <time>? | <time> ("to" <time>)?) ("as" Name)? .
WaitUntilStep = "wait" "until" "(" Expr ")" ("at" <time>)? ("up" "to" Duration)? ("as" Name)? Block? ("else" Block)? .
RaceArms = "{" (RaceArm <newline>?)+ ElseArm? <newline>? "}" .
SplitArms = "{" (SplitArm <newline>?)+ "}" .
Comparison = Range (("==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "startsWith" | "endsWith" | "matches") Range | "not"? "in" List)? .
Condition = "(" Expr ")" .
Value = <number> | Duration | <percent> | <date> | Text | "true" | "false" | "null" | "it" | "(" Expr ")" | List | Record | Call | Past | Name .
Past = "no"? Event "in" "the" "last" Duration | "never" <name> | "time" "since" "last" <name> | "segment" Name | "tag" Text | "received" Name .
TraitChange = "profile" "." FieldName ("." FieldName)? "changes" ("from" (Text | <name>))? ("to" (Text | <name>))? .
Argument = "last" Duration | (FieldName ":")? Expr | Event .
`

func TestTheParserReadsWhatTheGrammarMakes(t *testing.T) {
	g := readGrammar(t, EBNF())
	g.read(t, careful)
	m := &maker{g: g, rnd: rand.New(rand.NewPCG(1, 2)), height: g.heights()}
	for i := range 2000 {
		src := m.sentence()
		_, diags := File("made.journey", src)
		if len(diags) > 0 {
			d := diags[0]
			require.Empty(t, diags, "sentence %d:\n%s\nat %q: %s", i, src, src[d.Span.Start:min(len(src), d.Span.End+20)], d.Summary)
		}
	}
}

// maker makes random sentences.
type maker struct {
	g      *grammar
	rnd    *rand.Rand
	height map[symbol]int
	out    []string
	inText int
}

func (m *maker) sentence() string {
	m.out, m.inText = nil, 0
	m.make("Decl", 40)
	src := strings.Join(m.out, " ") + "\n"
	for _, glue := range []string{" \b", "\b "} {
		src = strings.ReplaceAll(src, glue, "")
	}
	return src
}

// make writes a symbol in at most so many levels, or in as few as it takes.
func (m *maker) make(s symbol, levels int) {
	if w, ok := s.word(); ok {
		m.out = append(m.out, w)
		return
	}
	if s.token() {
		m.out = append(m.out, m.token(s))
		return
	}
	if s == "Text" && m.inText > 2 {
		m.out = append(m.out, `"plain"`)
		return
	}
	if s == "Text" {
		m.inText++
		defer func() { m.inText-- }()
	}
	alts := m.g.rules[s]
	alt := alts[m.rnd.IntN(len(alts))]
	if m.tall(alt) >= levels || len(m.out) > 200 {
		for _, a := range alts {
			if m.tall(a) < m.tall(alt) {
				alt = a
			}
		}
	}
	for _, part := range alt {
		m.make(part, levels-1)
	}
}

func (m *maker) tall(alt []symbol) int {
	h := 0
	for _, s := range alt {
		h = max(h, m.height[s])
	}
	return h
}

// heights are the fewest levels in which each rule can be made.
func (g *grammar) heights() map[symbol]int {
	const far = 1 << 20
	h := map[symbol]int{}
	for name := range g.rules {
		h[name] = far
	}
	for changed := true; changed; {
		changed = false
		for name, alts := range g.rules {
			for _, alt := range alts {
				tall := 0
				for _, s := range alt {
					tall = max(tall, h[s])
				}
				if tall+1 < h[name] {
					h[name], changed = tall+1, true
				}
			}
		}
	}
	return h
}

func (m *maker) token(s symbol) string {
	pick := func(of ...string) string { return of[m.rnd.IntN(len(of))] }
	switch s {
	case "<name>":
		return pick("cart", "ürün", "total_2", "visited", "поръчка", "x")
	case "<quoted>":
		return pick("`goal`", "`2nd order`")
	case "<number>":
		return pick("0", "80", "3.5")
	case "<duration>":
		return pick("30s", "15m", "2h", "7d", "2w", "3mo", "1y")
	case "<percent>":
		return pick("10%", "2.5%")
	case "<time>":
		return pick("09:00", "23:59")
	case "<date>":
		return "2026-11-27"
	case "<quote>":
		return `"`
	case "<characters>":
		return pick(`so \" to say`, `ürün`, `a } b`, `\{{`)
	case "<newline>":
		if m.inText > 0 {
			return "," // a text ends on its line; between fields it is the same
		}
		return "\n"
	case "<opt>":
		return "\b?"
	}
	panic(fmt.Sprintf("no token %s", s))
}

// What the parser reads without a word, the grammar knows.
func TestTheGrammarKnowsWhatTheParserReads(t *testing.T) {
	g := readGrammar(t, EBNF())
	n := 0
	for _, src := range everyJourney(t) {
		if _, diags := File("f", src); len(diags) > 0 {
			continue
		}
		n++
		stream := token.Lex(src)
		var toks []tok
		for _, s := range stream.Tokens {
			if !s.Kind.Trivia() && s.Kind != token.EOF {
				toks = append(toks, tok{s.Kind, stream.Text(s)})
			}
		}
		at := g.recognize("File", toks)
		require.Equal(t, len(toks), at, "the grammar stops here:\n%s", rest(src, stream, at))
	}
	require.Greater(t, n, 150)
}

func rest(src string, stream *token.Stream, at int) string {
	for _, s := range stream.Tokens {
		if s.Kind.Trivia() {
			continue
		}
		if at == 0 {
			return src[max(0, s.Start-60):s.Start] + "▶" + src[s.Start:min(len(src), s.Start+60)]
		}
		at--
	}
	return ""
}

var fenced = regexp.MustCompile("(?s)```journey[^\n]*\n(.*?)```")

// everyJourney returns all journeys of the repository.
func everyJourney(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{
		"ok/*.journey", "../../../stdlib/*.journey", "../../../examples/shop/*.journey", "../../../compiler/check/testdata/ok/*.journey",
	} {
		for _, path := range files(t, pattern) {
			out = append(out, read(t, path))
		}
	}
	for _, path := range files(t, "../../../runtime/oracle/testdata/rules/*.txtar") {
		for _, f := range txtar.Parse([]byte(read(t, path))).Files {
			if strings.HasSuffix(f.Name, ".journey") {
				out = append(out, string(f.Data))
			}
		}
	}
	for _, path := range files(t, "../../../grammar/*.md") {
		for _, m := range fenced.FindAllStringSubmatch(read(t, path), -1) {
			out = append(out, m[1])
		}
	}
	return out
}
