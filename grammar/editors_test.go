package grammar_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/dsl/token"
)

// The packages for editors in grammar/editors know the words of the language from this
// test: it takes them from the grammar, which is taken from the parser.

// wordsOfTheLanguage are the words between quotes in the grammar, in order.
func wordsOfTheLanguage() []string {
	var out []string
	for _, m := range regexp.MustCompile(`"([A-Za-z]+)"`).FindAllStringSubmatch(parse.EBNF(), -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// named are words of the language that are the names of days and months, or too short to
// be coloured wherever they stand.
var named = []string{"a", "feb", "mar"}

// families divides the words: what begins a declaration, a step or a setting, what joins,
// and what is a value. All others are only words.
var families = []struct {
	name  string
	words []string
}{
	{"declaration", []string{"assert", "event", "journey", "language", "lifecycle", "message", "policy", "profile", "segment", "stage", "test", "use"}},
	{"operator", []string{"and", "contains", "endsWith", "in", "matches", "no", "not", "or", "startsWith"}},
	{"constant", []string{"false", "it", "null", "true"}},
	{"step", []string{
		"add", "else", "emit", "if", "on", "remove", "repeat", "set", "split", "start", "stop", "then", "until", "up", "wait", "webhook",
	}},
	{"setting", []string{"enter", "exit", "exclusive", "goal", "holdout", "priority", "timezone", "when", "while", "where", "within"}},
}

// family returns the words of a family; of "word" those that are in none.
func family(name string) []string {
	var out []string
	for _, w := range wordsOfTheLanguage() {
		in := "word"
		for _, f := range families {
			if slices.Contains(f.words, w) {
				in = f.name
			}
		}
		if in == name && !slices.Contains(named, w) {
			out = append(out, w)
		}
	}
	return out
}

func TestFamiliesAreWordsOfTheLanguage(t *testing.T) {
	for _, f := range families {
		for _, w := range f.words {
			require.Contains(t, wordsOfTheLanguage(), w)
		}
	}
}

func alternatives(words []string) string { return strings.Join(words, "|") }

// generatedFiles are the files with words in them, by path.
func generatedFiles() map[string]string {
	return map[string]string{
		"editors/vscode/syntaxes/journey.tmLanguage.json":    textMate(),
		"editors/tree-sitter-journey/grammar.js":             treeSitter(),
		"editors/tree-sitter-journey/queries/highlights.scm": highlights(),
		"editors/vim/syntax/journey.vim":                     vim(),
	}
}

func TestEditorsKnowTheWords(t *testing.T) {
	files := generatedFiles()
	var paths []string
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		golden(t, p, files[p])
	}
}

// tmRule is a rule of a TextMate grammar.
type tmRule struct {
	Name     string             `json:"name,omitempty"`
	Match    string             `json:"match,omitempty"`
	Begin    string             `json:"begin,omitempty"`
	End      string             `json:"end,omitempty"`
	Include  string             `json:"include,omitempty"`
	Captures map[string]tmScope `json:"captures,omitempty"`
	BeginC   map[string]tmScope `json:"beginCaptures,omitempty"`
	EndC     map[string]tmScope `json:"endCaptures,omitempty"`
	Patterns []tmRule           `json:"patterns,omitempty"`
}

type tmScope struct {
	Name string `json:"name"`
}

// textMate writes the grammar of VS Code, GitHub's viewers and others.
func textMate() string {
	scope := func(s string) map[string]tmScope { return map[string]tmScope{"0": {s + ".journey"}} }
	word := func(name, kind string) tmRule {
		return tmRule{Name: kind + ".journey", Match: `(?<![\p{L}\p{M}\p{N}_.` + "`" + `])(?:` + alternatives(family(name)) + `)(?![\p{L}\p{M}\p{N}_])(?!\s*:)`}
	}
	inner := []tmRule{
		{Name: "constant.character.escape.journey", Match: `\\(?:\{\{|.)`},
		{Include: "#interpolation"},
	}
	quote := map[string]tmScope{"0": {"punctuation.definition.string.journey"}}
	g := struct {
		Comment    string            `json:"comment"`
		Name       string            `json:"name"`
		ScopeName  string            `json:"scopeName"`
		FileTypes  []string          `json:"fileTypes"`
		Patterns   []tmRule          `json:"patterns"`
		Repository map[string]tmRule `json:"repository"`
	}{
		Comment: "Generated: go test ./grammar -update", Name: "Journey", ScopeName: "source.journey", FileTypes: []string{"journey"},
		Patterns: []tmRule{{Include: "#code"}},
		Repository: map[string]tmRule{
			"code": {Patterns: []tmRule{
				{Name: "comment.line.number-sign.journey", Match: `#.*$`},
				{Name: "string.quoted.triple.journey", Begin: `"""`, End: `"""`, BeginC: quote, EndC: quote, Patterns: inner},
				{Name: "string.quoted.double.journey", Begin: `"`, End: `"|$`, BeginC: quote, EndC: quote, Patterns: inner},
				{Include: "#braces"},
				{Name: "variable.other.quoted.journey", Match: "`[^`]*`"},
				{Name: "constant.numeric.date.journey", Match: `\b\d{4}-\d{2}-\d{2}\b`},
				{Name: "constant.numeric.time.journey", Match: `\b\d{1,2}:\d{2}\b`},
				{Name: "constant.numeric.duration.journey", Match: `\b\d+(?:s|m|h|d|w|mo|y)\b`},
				{Name: "constant.numeric.percent.journey", Match: `\b\d+(?:\.\d+)?%`},
				{Name: "constant.numeric.journey", Match: `\b\d+(?:\.\d+)?\b`},
				word("declaration", "keyword.declaration"), word("step", "keyword.control"), word("setting", "keyword.other.setting"),
				word("operator", "keyword.operator.word"), word("constant", "constant.language"), word("word", "keyword.other"),
				{Match: `([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*(?=\()`, Captures: map[string]tmScope{"1": {"entity.name.function.journey"}}},
				{Match: `([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*(?=:)`, Captures: map[string]tmScope{"1": {"variable.other.member.journey"}}},
				{Name: "variable.other.journey", Match: `[\p{L}_][\p{L}\p{M}\p{N}_]*`},
				{Name: "keyword.operator.journey", Match: `\?\?|\?\.|==|!=|<=|>=|\*\*|\.\.|[-+*/%<>=?|]`},
			}},
			"braces":        {Begin: `\{`, End: `\}`, BeginC: scope("punctuation.section.block.begin"), EndC: scope("punctuation.section.block.end"), Patterns: []tmRule{{Include: "#code"}}},
			"interpolation": {Name: "meta.interpolation.journey", Begin: `\{\{`, End: `\}\}|$`, BeginC: scope("punctuation.section.interpolation.begin"), EndC: scope("punctuation.section.interpolation.end"), Patterns: []tmRule{{Include: "#code"}}},
		},
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(g); err != nil {
		panic(err)
	}
	return b.String()
}

// treeSitter writes the grammar of tree-sitter: tokens, and what brackets hold. What a
// line means is the compiler's business; an editor needs to know what is a word, a text,
// a value in a text, and where a block ends.
func treeSitter() string {
	var words strings.Builder
	for _, name := range []string{"declaration", "step", "setting", "operator", "constant", "word"} {
		fmt.Fprintf(&words, "    %s: _ => choice(", name)
		for i, w := range family(name) {
			if i > 0 {
				words.WriteString(", ")
			}
			fmt.Fprintf(&words, "'%s'", w)
		}
		words.WriteString("),\n")
	}
	return `// The journey language for tree-sitter.
//
// Generated: go test ./grammar -update

const word = $ => choice($.declaration, $.step, $.setting, $.operator, $.constant, $.word);

module.exports = grammar({
  name: 'journey',
  extras: $ => [/[\s\uFEFF]/, $.comment],
  word: $ => $.name,
  rules: {
    source_file: $ => repeat($._item),
    _item: $ => choice(
      $.block, $.parentheses, $.brackets, $.string, $.long_string,
      $.date, $.time, $.duration, $.percent, $.number,
      $.member, $.key, $.call, word($), $.name, $.quoted_name, $.sign,
    ),
    block: $ => seq('{', repeat($._item), '}'),
    parentheses: $ => seq('(', repeat($._item), ')'),
    brackets: $ => seq('[', repeat($._item), ']'),

    // A name behind a dot or in front of a colon is never a word of the language.
    member: $ => prec(2, seq(choice('.', '?.'), field('name', choice(word($), $.name, $.quoted_name)))),
    key: $ => prec(2, seq(field('name', choice(word($), $.name, $.quoted_name)), ':')),
    call: $ => prec(1, seq(field('function', $.name), $.parentheses)),

    string: $ => seq('"', repeat(choice($.text, $.escape, $.interpolation)), token.immediate('"')),
    long_string: $ => seq('"""', repeat(choice(alias($.long_text, $.text), $.escape, $.interpolation)), token.immediate('"""')),
    text: _ => choice(token.immediate(prec(1, /[^"{\\\n]+/)), token.immediate('{')),
    long_text: _ => choice(token.immediate(prec(1, /[^"{\\]+/)), token.immediate('{'), token.immediate('"')),
    escape: _ => token.immediate(prec(2, /\\(\{\{|[^\n])/)),
    interpolation: $ => seq(token.immediate('{{'), repeat($._item), '}}'),

    comment: _ => token(/#[^\n]*/),
    date: _ => token(prec(4, /\d{4}-\d{2}-\d{2}/)),
    time: _ => token(prec(3, /\d{1,2}:\d{2}/)),
    duration: _ => token(prec(3, /\d+(s|m|h|d|w|mo|y)/)),
    percent: _ => token(prec(3, /\d+(\.\d+)?%/)),
    number: _ => token(prec(1, /\d+(\.\d+)?/)),
    name: _ => /[\p{L}_][\p{L}\p{M}\p{N}_]*/,
    quoted_name: _ => /` + "`[^`\\n]*`" + `/,
    sign: _ => choice('??', '==', '!=', '<=', '>=', '**', '..', ',', '-', '+', '*', '/', '%', '<', '>', '=', '?', '|', ':'),
` + words.String() + `  },
});
`
}

// highlights says what colours what tree-sitter reads.
func highlights() string {
	return `; Generated: go test ./grammar -update
; The last pattern that fits counts.

(name) @variable
(quoted_name) @variable
(call function: (name) @function)
(declaration) @keyword
(step) @keyword.control
(setting) @keyword
(word) @keyword
(operator) @keyword.operator
(constant) @constant.builtin
(member name: (_) @property)
(key name: (_) @property)
(comment) @comment
(string) @string
(long_string) @string
(text) @string
(escape) @string.escape
(interpolation ["{{" "}}"] @punctuation.special)
(date) @constant.numeric
(time) @constant.numeric
(duration) @constant.numeric
(percent) @constant.numeric
(number) @constant.numeric
(sign) @operator
["{" "}" "(" ")" "[" "]"] @punctuation.bracket
`
}

// vim writes the syntax file of Vim and Neovim.
func vim() string {
	var words strings.Builder
	for _, f := range []struct{ family, group string }{
		{"declaration", "Structure"}, {"step", "Statement"}, {"setting", "Keyword"}, {"operator", "Operator"}, {"constant", "Constant"}, {"word", "Keyword"},
	} {
		group := "journey" + strings.ToUpper(f.family[:1]) + f.family[1:]
		fmt.Fprintf(&words, "syn match %s \"\\v<(%s)>(\\s*:)@!\"\nhi def link %s %s\n", group, alternatives(family(f.family)), group, f.group)
	}
	return `" The journey language. Generated: go test ./grammar -update
if exists("b:current_syntax")
  finish
endif
syn case match
` + words.String() + `syn match journeyMember "\v\??\.\s*\k+"
syn match journeyNumber "\v<\d+(\.\d+)?\%?"
syn match journeyNumber "\v<\d+(s|m|h|d|w|mo|y)>"
syn match journeyNumber "\v<\d{1,2}:\d{2}>"
syn match journeyNumber "\v<\d{4}-\d{2}-\d{2}>"
syn match journeyQuoted "` + "`[^`]*`" + `"
syn match journeyComment "#.*$" contains=@Spell
syn region journeyBraces matchgroup=Delimiter start="{" end="}" transparent fold
syn match journeyEscape "\v\\(\{\{|.)" contained
syn region journeyValue matchgroup=Special start="{{" end="}}" contained contains=TOP
syn region journeyString start=+"+ end=+"+ oneline contains=journeyEscape,journeyValue,@Spell
syn region journeyString start=+"""+ end=+"""+ contains=journeyEscape,journeyValue,@Spell
hi def link journeyMember Identifier
hi def link journeyNumber Number
hi def link journeyQuoted Identifier
hi def link journeyComment Comment
hi def link journeyEscape SpecialChar
hi def link journeyString String
syn sync fromstart
let b:current_syntax = "journey"
`
}

// highlighted are the files that every highlighter must read without an error: the
// examples, and those of the parser's tests that have no mistake.
func highlighted(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, root := range []string{"../examples", "../dsl/parse/testdata/ok", "../stdlib", "../cmd/journey/internal/cli/template"} {
		require.NoError(t, filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".journey") {
				p, err = filepath.Abs(p)
				out = append(out, p)
			}
			return err
		}))
	}
	require.Greater(t, len(out), 40)
	return out
}

// tools is where .ci/run puts the highlighters.
const tools = "../bin/editors"

// TestTextMate runs the engine of VS Code over the examples, and compares with the lexer:
// the same comments, the same texts, and no text that does not end.
func TestTextMate(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node, so TextMate's engine does not run")
	}
	if _, err := os.Stat(filepath.Join(tools, "node_modules", "vscode-textmate")); err != nil {
		t.Skip("vscode-textmate is not in bin/editors; `.ci/run editors` puts it there")
	}
	script, err := filepath.Abs("editors/textmate.mjs")
	require.NoError(t, err)
	modules, err := filepath.Abs(tools)
	require.NoError(t, err)
	files := highlighted(t)
	cmd := exec.Command(node, append([]string{script, modules}, files...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	var got []struct {
		File     string
		Open     int // how many rules are still open at the end
		Invalid  int
		Comments [][3]int // line, from, to in UTF-16
		Texts    [][3]int
		Words    int
	}
	require.NoError(t, json.Unmarshal(out, &got))
	require.Len(t, got, len(files))
	for _, g := range got {
		src, err := os.ReadFile(g.File)
		require.NoError(t, err)
		comments, texts := lexed(string(src))
		require.Zero(t, g.Invalid, g.File)
		require.Equal(t, 1, g.Open, g.File)
		require.Equal(t, comments, g.Comments, g.File)
		require.Equal(t, texts, g.Texts, g.File)
		require.Positive(t, g.Words, g.File)
	}
}

// lexed are the comments and the pieces of texts of a file, line by line, as the lexer
// cuts them.
func lexed(src string) (comments, texts [][3]int) {
	comments, texts = [][3]int{}, [][3]int{}
	s := token.Lex(src)
	for _, k := range s.Tokens {
		if k.Kind != token.Comment && k.Kind != token.StrText || k.Start == k.End {
			continue
		}
		for at := k.Start; at < k.End; {
			end := k.End
			if i := strings.IndexByte(src[at:k.End], '\n'); i >= 0 {
				end = at + i
			}
			if begin := strings.LastIndexByte(src[:at], '\n') + 1; end > at {
				from := len(utf16.Encode([]rune(src[begin:at])))
				piece := [3]int{strings.Count(src[:at], "\n"), from, from + len(utf16.Encode([]rune(src[at:end])))}
				if k.Kind == token.Comment {
					comments = append(comments, piece)
				} else {
					texts = append(texts, piece)
				}
			}
			at = end + 1
		}
	}
	return comments, texts
}

// TestTreeSitter generates the parser, and reads the examples with it.
func TestTreeSitter(t *testing.T) {
	program, err := filepath.Abs(filepath.Join(tools, "bin", "tree-sitter"))
	require.NoError(t, err)
	if _, err := os.Stat(program); err != nil {
		if program, err = exec.LookPath("tree-sitter"); err != nil {
			t.Skip("there is no tree-sitter; `.ci/run editors` builds it, with cargo, in bin/editors")
		}
	}
	if _, err := exec.LookPath("cc"); err != nil {
		t.Skip("there is no C compiler for the parser that tree-sitter writes")
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("editors/tree-sitter-journey")))
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	run("generate")
	for _, out := range []string{run(append([]string{"parse", "--quiet"}, highlighted(t)...)...), run("parse", highlighted(t)[0])} {
		require.NotContains(t, out, "ERROR")
		require.NotContains(t, out, "MISSING")
	}
	run("query", "queries/highlights.scm", highlighted(t)[0])
}

// TestVim lets Vim colour a file, and asks what it took for what.
func TestVim(t *testing.T) {
	program, err := exec.LookPath("vim")
	if err != nil {
		t.Skip("there is no vim")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "probe.journey")
	require.NoError(t, os.WriteFile(file, []byte("# a note\nwhen signed_up\nthen {\n  email \"Hi {{ profile.goal ?? \"you\" }}!\"\n  set profile.x = \"\"\"\n    # text\n    \"\"\"\n  wait 2d\n}\n"), 0o644))
	runtime, err := filepath.Abs("editors/vim")
	require.NoError(t, err)
	out := filepath.Join(dir, "out")
	probe := `call writefile(map([[1,3],[2,1],[4,10],[4,18],[4,26],[4,32],[4,40],[6,6],[8,3],[8,8],[9,1]], 'synIDattr(synID(v:val[0], v:val[1], 1), "name")'), '` + out + `')`
	cmd := exec.Command(program, "-Nu", "NONE", "-i", "NONE", "-n", "-es", "--cmd", "set rtp^="+runtime, "-c", "filetype plugin on", "-c", "syntax on", "-c", "edit "+file, "-c", probe, "-c", "qa!")
	text, err := cmd.CombinedOutput()
	require.NoError(t, err, string(text))
	got, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, "journeyComment journeySetting journeyString journeyDeclaration journeyMember journeyString journeyString journeyString journeyStep journeyNumber Delimiter",
		strings.Join(strings.Fields(strings.ReplaceAll(string(got), "\n", " ")), " "))
}

// The matchers of VS Code and GitHub read what journey lint writes, and what CI runs are
// commands that there are.
func TestMatchersReadFindings(t *testing.T) {
	for _, file := range []string{"editors/vscode/package.json", "ci/problem-matcher.json"} {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		found := regexp.MustCompile(`"regexp": ("(?:[^"\\]|\\.)*")`).FindAllStringSubmatch(string(data), -1)
		require.Len(t, found, 2, file)
		var b strings.Builder
		_, ds := parse.File("shop/a.journey", "when signed_up the email \"x\"\n")
		require.NotEmpty(t, ds)
		require.NoError(t, diag.Render(&b, "text", ds[:1], diag.Sources{"shop/a.journey": "when signed_up the email \"x\"\n"}, diag.Options{}))
		lines := strings.Split(b.String(), "\n")
		for i, m := range found {
			var pattern string
			require.NoError(t, json.Unmarshal([]byte(m[1]), &pattern))
			require.Regexp(t, pattern, lines[i], file)
		}
		require.Contains(t, lines[1], "shop/a.journey:1:")
	}
}
