package project

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/feed"
)

// The file is read node by node instead of into a struct, because every mistake
// in it is reported at its place, all of them in one run.

// maxConfig bounds the size of a file that a person writes.
const maxConfig = 1 << 20

func parse(path, text string) (*Project, error) {
	p := defaults()
	p.File, p.Text, p.Dir = filepath.ToSlash(path), text, filepath.Dir(path)
	r := &reader{p: p, file: p.File, lines: diag.NewLines(text), text: text, sources: diag.Sources{p.File: text}}
	if len(text) > maxConfig {
		r.failAt(diag.Span{}, "a configuration of more than 1 MB is not read", "")
	} else {
		r.read()
	}
	if len(r.diags) > 0 {
		return nil, &ConfigError{Diags: r.diags, Sources: r.sources}
	}
	return p, nil
}

type reader struct {
	p       *Project
	file    string
	text    string
	lines   *diag.Lines
	diags   []diag.Diagnostic
	sources diag.Sources
}

func (r *reader) read() {
	file, err := parseYAML(r.text)
	var syntax yaml.Error
	switch {
	case errors.As(err, &syntax) && syntax.GetToken() != nil:
		at := syntax.GetToken().Position
		detail := ""
		if strings.Contains(syntax.GetMessage(), "block sequence") {
			detail = `standard input is written "-", in quotes`
		}
		r.failAt(r.place(at.Line, at.Column, 1), syntax.GetMessage(), detail)
		return
	case err != nil:
		r.failAt(diag.Span{}, err.Error(), "")
		return
	case len(file.Docs) > 1:
		// A document may be empty: then its place is that of the line that starts it.
		second := file.Docs[1]
		if second.Body != nil {
			r.fail(second.Body, "a configuration is one YAML document", "")
		} else {
			r.failAt(r.spanOf(second.Start), "a configuration is one YAML document", "")
		}
		return
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return
	}
	r.keys(file.Docs[0].Body, "a configuration", []key{
		{"feed", r.feed},
		{"timezone", r.timezone},
		{"languages", r.languages},
		{"channels", r.channels},
		{"policies", func(n ast.Node) {
			r.keys(n, "policies", []key{{"default", func(n ast.Node) { r.p.Policy, r.p.policyAt = r.word(n), r.span(n) }}})
		}},
		{"rules", r.rules},
		{"paths", r.paths},
		{"site", func(n ast.Node) { r.p.Site = r.word(n) }},
	})
}

// parseYAML is the library's parser. What it cannot read must be an error of the
// file, and never the end of the program: a panic inside it is such an error too.
func parseYAML(text string) (file *ast.File, err error) {
	defer func() {
		if v := recover(); v != nil {
			file, err = nil, errors.New("this is not YAML that can be read")
		}
	}()
	return parser.ParseBytes([]byte(text), 0)
}

func (r *reader) feed(n ast.Node) {
	f := &r.p.Feed
	if s, ok := n.(*ast.StringNode); ok {
		f.Path = r.p.relative(s.Value)
		return
	}
	r.keys(n, "feed", []key{
		{"path", func(n ast.Node) { f.Path = r.p.relative(r.word(n)) }},
		{"mapping", r.mapping},
		{"grace", func(n ast.Node) { f.Grace = r.millis(n) }},
		{"dedupe", func(n ast.Node) { f.Dedupe = r.millis(n) }},
		{"order", func(n ast.Node) { f.ByTime = r.choice(n, "arrival", "time") == "time" }},
		{"addresses", func(n ast.Node) { f.Addresses = r.choice(n, "assumed", "required") == "required" }},
		{"derive", func(n ast.Node) {
			r.keys(n, "derive", []key{{"cart_abandoned", r.derive}, {"after", func(n ast.Node) {
				d, err := ParseDuration(r.word(n))
				if err != nil {
					r.fail(n, err.Error(), "")
				}
				f.AbandonAfter = d
			}}})
		}},
	})
}

func (r *reader) derive(n ast.Node) {
	how, after, err := ParseDerive(r.word(n))
	if err != nil {
		r.fail(n, err.Error(), "")
		return
	}
	r.p.Feed.CartAbandoned = how
	if !after.Zero() {
		r.p.Feed.AbandonAfter = after
	}
}

func (r *reader) mapping(n ast.Node) {
	m := &Mapping{}
	var err error
	switch n := n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		m.Text = n.String()
		m.Mapping, err = feed.MappingFromNode(r.file, n)
	default:
		path := r.p.relative(r.word(n))
		m, err = ReadMapping(path)
		if missing(err) {
			r.fail(n, fmt.Sprintf("there is no file %s", filepath.ToSlash(path)), "the path is relative to the folder of "+filepath.Base(r.file))
			return
		}
	}
	var config *ConfigError
	switch {
	case errors.As(err, &config):
		r.diags = append(r.diags, config.Diags...)
		for file, text := range config.Sources {
			r.sources[file] = text
		}
	case err != nil:
		r.diags = append(r.diags, mappingDiags(err, r.lines, r.text)...)
	}
	r.p.Feed.Mapping = m
}

// ReadMapping reads a mapping from its file.
func ReadMapping(path string) (*Mapping, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the mapping: %w", err)
	}
	name := filepath.ToSlash(path)
	text := string(data)
	m, err := feed.ParseMapping(name, data)
	if err != nil {
		return nil, &ConfigError{Diags: mappingDiags(err, diag.NewLines(text), text), Sources: diag.Sources{name: text}}
	}
	return &Mapping{m, text}, nil
}

// MappingMistakes returns the mistakes of a mapping that showed only with its
// feed; nil when the error is about something else.
func MappingMistakes(err error) error {
	var first *feed.MappingError
	if !errors.As(err, &first) {
		return nil
	}
	sources := diag.Sources{}
	if data, readErr := os.ReadFile(filepath.FromSlash(first.File)); readErr == nil {
		sources[first.File] = string(data)
	}
	text := sources[first.File]
	return &ConfigError{Diags: mappingDiags(err, diag.NewLines(text), text), Sources: sources}
}

func mappingDiags(err error, lines *diag.Lines, text string) []diag.Diagnostic {
	var all []error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	} else {
		all = []error{err}
	}
	var out []diag.Diagnostic
	for _, e := range all {
		var m *feed.MappingError
		if !errors.As(e, &m) {
			continue
		}
		out = append(out, diag.Diagnostic{
			File: m.File, Span: place(lines, text, m.Line, m.Column, 1), Summary: m.Message,
		})
	}
	return out
}

func (r *reader) timezone(n ast.Node) {
	name := r.word(n)
	if _, err := calendar.Load(name); name != "" && err != nil {
		detail := "zones have names such as Europe/Istanbul"
		if meant, ok := spell.Closest(name, calendar.Names()); ok {
			detail = "did you mean " + meant + "?"
		}
		r.fail(n, fmt.Sprintf("there is no time zone %q", name), detail)
	}
	r.p.Timezone = name
}

// languages reads the languages that the project writes in, the default first.
func (r *reader) languages(n ast.Node) {
	nodes := []ast.Node{n}
	if s, ok := n.(*ast.SequenceNode); ok {
		nodes = s.Values
	}
	for _, n := range nodes {
		word := r.word(n)
		tag, meant, ok := check.LanguageMeant(word)
		switch {
		case word == "": // said already
		case ok && !slices.Contains(r.p.Languages, tag):
			r.p.Languages = append(r.p.Languages, tag)
		case ok:
			r.fail(n, fmt.Sprintf("%q stands twice", word), "")
		case meant != "":
			r.fail(n, fmt.Sprintf("%q is not a language's tag", word), "did you mean "+meant+"?")
		default:
			r.fail(n, fmt.Sprintf("%q is not a language's tag", word), "languages have tags such as en, bg or pt-BR")
		}
	}
}

func (r *reader) channels(n ast.Node) {
	for _, name := range r.list(n) {
		if name == "" || strings.ContainsAny(name, " \t{}\"`#") {
			r.fail(n, fmt.Sprintf("%q cannot be a channel", name), "a channel is one word, such as letter")
			continue
		}
		r.p.Channels = append(r.p.Channels, name)
	}
}

func (r *reader) rules(n ast.Node) {
	r.entries(n, "rules", func(name string, at diag.Span, value ast.Node) {
		rule := Rule{Name: name, Span: at}
		level := func(n ast.Node) { rule.Level = r.choice(n, "off", "info", "warning", "error") }
		switch value.(type) {
		case *ast.MappingNode, *ast.MappingValueNode:
			r.keys(value, "a rule", []key{{"level", level}, {"most", func(n ast.Node) { rule.Most = r.most(n) }}, {"except", func(n ast.Node) { rule.Except = r.patterns(n) }}})
		default:
			level(value)
		}
		r.p.Rules = append(r.p.Rules, rule)
	})
}

// most reads how much a rule allows.
func (r *reader) most(n ast.Node) int {
	word := r.word(n)
	most, err := strconv.Atoi(word)
	if err != nil || most < 1 || most > 1000 {
		r.fail(n, fmt.Sprintf("`most` is a whole number from 1 to 1000, got %s", word), "")
		return 0
	}
	return most
}

// patterns reads a list of patterns for paths.
func (r *reader) patterns(n ast.Node) []string {
	out := r.list(n)
	for _, p := range out {
		if _, err := path.Match(p, ""); err != nil {
			r.fail(n, fmt.Sprintf("%q is no pattern for files", p), "write a path from the folder of "+filepath.Base(r.file)+", with * for a part of a name and ** for any folders")
		}
	}
	return out
}

func (r *reader) paths(n ast.Node) {
	for _, path := range r.list(n) {
		r.p.Paths = append(r.p.Paths, r.p.relative(path))
	}
}

// key is a key that a mapping of the file may have.
type key struct {
	name string
	read func(ast.Node)
}

func (r *reader) keys(n ast.Node, what string, known []key) {
	var names []string
	for _, k := range known {
		names = append(names, k.name)
	}
	r.entries(n, what, func(name string, at diag.Span, value ast.Node) {
		i := slices.Index(names, name)
		if i >= 0 {
			known[i].read(value)
			return
		}
		detail := "there are: " + strings.Join(names, ", ")
		if meant, ok := spell.Closest(name, names); ok {
			detail = "did you mean " + meant + "?"
		}
		r.failAt(at, fmt.Sprintf("%q is not a key of %s", name, what), detail)
	})
}

// entries calls f for every entry of a mapping node, in the file's order.
func (r *reader) entries(n ast.Node, what string, f func(name string, at diag.Span, value ast.Node)) {
	var nodes []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		nodes = n.Values
	case *ast.MappingValueNode:
		nodes = []*ast.MappingValueNode{n}
	case *ast.NullNode:
		return
	default:
		r.fail(n, what+" has entries here, each as NAME: VALUE", "")
		return
	}
	for _, e := range nodes {
		name := e.Key.GetToken().Value
		f(name, r.span(e.Key), e.Value)
	}
}

func (r *reader) choice(n ast.Node, allowed ...string) string {
	word := r.word(n)
	if word == "" || slices.Contains(allowed, word) {
		return word
	}
	detail := "write one of: " + strings.Join(allowed, ", ")
	if meant, ok := spell.Closest(word, allowed); ok {
		detail = "did you mean " + meant + "?"
	}
	r.fail(n, fmt.Sprintf("%q is none of the values here", word), detail)
	return ""
}

func (r *reader) millis(n ast.Node) int64 {
	ms, err := ParseMillis(r.word(n))
	if err != nil {
		r.fail(n, err.Error(), "")
	}
	return ms
}

// word reads a single value as text.
func (r *reader) word(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case ast.ScalarNode:
		if _, empty := n.(*ast.NullNode); !empty {
			return strings.TrimSpace(n.GetToken().Value)
		}
	}
	r.fail(n, "a single value was expected here", "")
	return ""
}

// list reads a list of single values; one value alone is a list too.
func (r *reader) list(n ast.Node) []string {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		return []string{r.word(n)}
	}
	var out []string
	for _, item := range s.Values {
		out = append(out, r.word(item))
	}
	return out
}

func (r *reader) fail(n ast.Node, summary, detail string) { r.failAt(r.span(n), summary, detail) }

func (r *reader) failAt(at diag.Span, summary, detail string) {
	r.diags = append(r.diags, diag.Diagnostic{File: r.file, Span: at, Summary: summary, Detail: detail})
}

func (r *reader) span(n ast.Node) diag.Span { return r.spanOf(n.GetToken()) }

func (r *reader) spanOf(t *token.Token) diag.Span {
	if t == nil || t.Position == nil {
		return diag.Span{}
	}
	return r.place(t.Position.Line, t.Position.Column, len(t.Value))
}

func (r *reader) place(line, column, size int) diag.Span {
	return place(r.lines, r.text, line, column, size)
}

// place turns the line and column of a YAML token, counted in characters, into
// offsets.
func place(lines *diag.Lines, text string, line, column, size int) diag.Span {
	if line < 1 || line > lines.Count() {
		return diag.Span{}
	}
	s := lines.Line(line)
	at := s.Start
	for i := range text[s.Start:s.End] {
		if column--; column == 0 {
			at = s.Start + i
			break
		}
	}
	if column > 0 {
		at = s.End
	}
	return diag.Span{Start: at, End: min(at+max(size, 1), max(s.End, at))}
}
