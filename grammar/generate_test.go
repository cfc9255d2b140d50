package grammar_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/stdlib"
)

const generated = "<!-- Generated from the standard library: go test ./grammar -update -->\n\n"

// golden compares a generated file with the one that is kept, or writes it.
func golden(t *testing.T, path, text string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(kept), text, "go test ./grammar -update writes it anew")
}

func TestFunctions(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Functions\n\n" + generated)
	b.WriteString(`A missing argument gives a missing result, except where a ` + "`?`" + ` says that the function takes it. ` + "`T`" + ` is any type, the same wherever it
stands in a line; ` + "`T => bool`" + ` is a condition on the element, written with ` + "`it` or `.field`" + `. Every example is executed by a test.

`)
	for _, f := range stdlib.Functions() {
		fmt.Fprintf(&b, "### %s\n\n", f.Name)
		fmt.Fprintf(&b, "`%s` → `%s`\n\n%s.", signature(f), f.Result, sentence(f.Doc))
		if f.Example.Expr != "" {
			fmt.Fprintf(&b, " `%s` is `%s`.", f.Example.Expr, f.Example.Value)
		}
		b.WriteString("\n\n")
	}
	b.WriteString("`count`, `sum` and `last` have a second form about the past: see [conditions.md](conditions.md#the-past).\n")
	golden(t, "functions.md", b.String())
}

func signature(f stdlib.Func) string {
	var params []string
	for _, p := range f.Params {
		text := p.Name + ": " + p.Type
		switch {
		case p.Variadic:
			text = "…" + text
		case p.Optional:
			text = "[" + text + "]"
		}
		params = append(params, text)
	}
	return f.Name + "(" + strings.Join(params, ", ") + ")"
}

// sentence begins with a capital letter.
func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func TestPrelude(t *testing.T) {
	path, src := stdlib.Prelude()
	file, diags := parse.File(path, src)
	require.Empty(t, diags)
	var b strings.Builder
	b.WriteString("# What every file knows\n\n" + generated)
	b.WriteString("## Channels\n\n| channel | is | address |\n|---|---|---|\n")
	for _, c := range stdlib.Channels() {
		address := "the sender knows it"
		if c.Address != "" {
			address = "`profile." + c.Address + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Doc, address)
	}
	b.WriteString("\nA project may add channels in its file.\n\n## Events\n\n")
	b.WriteString("Every field may be missing. A feed may call an event by any of its names, in any spelling: \"Order Completed\" is `order_completed`, which is heard as\n`purchased`.\n\n")
	b.WriteString("| event | also heard as | fields |\n|---|---|---|\n")
	for _, d := range file.Decls {
		if e, ok := d.(*ast.Event); ok {
			var other []string
			for _, n := range e.HeardAs {
				other = append(other, "`"+n.Text+"`")
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.Name.Text, strings.Join(other, ", "), fields(t, e.Fields))
		}
	}
	b.WriteString("\n## Traits\n\n")
	for _, d := range file.Decls {
		if p, ok := d.(*ast.Profile); ok {
			b.WriteString("`profile` has " + fields(t, p.Fields) + ".\nEach may be missing. A `profile` block adds more.\n")
		}
	}
	b.WriteString("\n## Built-in names\n\n| name | type | is |\n|---|---|---|\n")
	for _, n := range stdlib.Builtins() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", n.Name, n.Type, n.Doc)
	}
	for _, r := range stdlib.Records() {
		fmt.Fprintf(&b, "\nA **%s** is %s:\n\n| field | type | is |\n|---|---|---|\n", r.Name, r.Doc)
		for _, f := range r.Fields {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, f.Type, f.Doc)
		}
	}
	golden(t, "prelude.md", b.String())
}

// fields writes the names and types of fields that may all be missing.
func fields(t *testing.T, fs []*ast.Field) string {
	t.Helper()
	var out []string
	for _, f := range fs {
		require.True(t, f.Type.Optional, "%s: the page says that every field may be missing", f.Name.Text)
		kind := f.Type.Name.Text
		if f.Type.Elem != nil {
			kind = "list of { " + names(f.Type.Elem.Record) + " }"
		}
		out = append(out, "`"+f.Name.Text+"` "+kind)
	}
	return strings.Join(out, ", ")
}

func names(fs []*ast.Field) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Name.Text)
	}
	return strings.Join(out, ", ")
}

func TestModules(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Modules\n\n" + generated)
	b.WriteString("`use NAME` adds one of these to a project. What one file uses is there for all of them. Where the project declares a segment, lifecycle, policy,\n")
	b.WriteString("message or journey of the same name, its own counts; events and the profile are merged.\n")
	for _, name := range stdlib.Modules() {
		_, src, ok := stdlib.Module(name)
		require.True(t, ok, name)
		fmt.Fprintf(&b, "\n## %s\n\n```module %s\n%s```\n", name, name, src)
	}
	golden(t, "modules.md", b.String())
}

func TestEBNF(t *testing.T) { golden(t, "journey.ebnf", parse.EBNF()) }
