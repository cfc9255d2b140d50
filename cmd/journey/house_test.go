package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// This test holds the order of the house. The rooms follow the way of the data,
//
//	dsl ← stdlib ← compiler ← runtime ← cmd
//
// and a lower room never imports a higher one. Below cmd there is no clock, no
// file, no environment, no chance and no printing, because the same input must
// give the same output on every machine. A large library is known to one place,
// so that it can be replaced.
//
// Tests may read files and print, and a test of its own package (package x_test)
// may use a higher room: it can create no dependency.

const module = "github.com/journeylang/journey/"

var rooms = []string{"dsl", "stdlib", "compiler", "runtime", "cmd"}

// homes says which packages may import a library; a folder stands for all below it.
var homes = []struct {
	library string
	at      []string
}{
	{"github.com/alecthomas/participle/v2", []string{"dsl/parse"}},
	{"github.com/expr-lang/expr", []string{"compiler/check", "runtime/eval"}},
	{"charm.land/bubbletea", []string{"cmd/journey/internal/tui"}},
	{"charm.land", []string{"cmd/journey/internal"}},
	{"github.com/spf13/cobra", []string{"cmd"}},
	{"github.com/fsnotify/fsnotify", []string{"cmd"}},
	{"github.com/charmbracelet/bubbletea", nil}, // the current major is charm.land/bubbletea/v2
	{"github.com/charmbracelet/bubbles", nil},
	{"github.com/charmbracelet/lipgloss", nil},
	{"github.com/stretchr/testify", nil}, // and tests, everywhere
	{module + "runtime/oracle", []string{"runtime/oracle"}},
}

// leaves are the packages that import nothing of ours, but for what is listed.
var leaves = map[string][]string{
	"dsl/safetext":     {},
	"dsl/diag":         {"dsl/safetext"},
	"dsl/ast":          {},
	"runtime/calendar": {},
}

// outside are the parts of the standard library that reach out of the program.
var outside = []string{
	"os", "net", "syscall", "log", "flag", "plugin", "testing", "io/ioutil", "path/filepath",
	"math/rand", "crypto/rand", "runtime/debug", "time/tzdata", "expvar",
}

// inside are parts of the folders above that only compute.
var inside = []string{"net/url", "net/netip"}

// forbidden are functions of packages that are otherwise welcome.
var forbidden = map[string][]string{
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
}

// exempt lists findings that are right to be there: packages that only tests use
// read their scenarios from files and roll seeded dice.
var exempt = map[string]bool{
	"runtime/oracle/gen/gen.go:17: imports math/rand/v2, and nothing below cmd reaches out of the program":            true,
	"runtime/oracle/scenario/scenario.go:12: imports os, and nothing below cmd reaches out of the program":            true,
	"runtime/oracle/scenario/scenario.go:13: imports path/filepath, and nothing below cmd reaches out of the program": true,
}

func TestHouse(t *testing.T) {
	const root = "../.."
	house := os.DirFS(root)
	seen := map[string]bool{}
	terminals := map[string]bool{} // packages that run Bubble Tea
	err := fs.WalkDir(house, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() {
			if file != "." && (name == "testdata" || name == "bin" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		source, err := fs.ReadFile(house, file)
		if err != nil {
			return err
		}
		found, imports, err := inspect(file, string(source))
		if err != nil {
			return err
		}
		for _, finding := range found {
			if !exempt[finding] {
				t.Error(finding)
			}
		}
		for _, i := range imports {
			if within(i, "charm.land/bubbletea") {
				terminals[path.Dir(file)] = true
			}
		}
		seen[strings.SplitN(file, "/", 2)[0]] = true
		return nil
	})
	require.NoError(t, err)
	require.LessOrEqual(t, len(terminals), 1, "Bubble Tea is imported by more than one package: %v", terminals)
	for _, room := range rooms {
		require.True(t, seen[room], "no Go file was read in %s: the test looks at the wrong place", room)
	}
}

// inspect returns what is wrong with a file, and what it imports.
func inspect(file, source string) (found, imports []string, err error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	f := &fileUnderTest{
		set: set, dir: path.Dir(file), room: strings.SplitN(file, "/", 2)[0],
		test: strings.HasSuffix(file, "_test.go"), external: strings.HasSuffix(tree.Name.Name, "_test"),
		names: map[string]string{},
	}
	for _, spec := range tree.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, nil, err
		}
		imports = append(imports, target)
		f.importOf(spec, target)
	}
	if f.below() && !f.test {
		ast.Inspect(tree, f.use)
	}
	return f.found, imports, nil
}

type fileUnderTest struct {
	set            *token.FileSet
	dir, room      string
	test, external bool
	names          map[string]string // local name of an import → its path
	found          []string
}

func (f *fileUnderTest) report(at token.Pos, format string, args ...any) {
	p := f.set.Position(at)
	f.found = append(f.found, fmt.Sprintf("%s:%d: %s", p.Filename, p.Line, fmt.Sprintf(format, args...)))
}

// below reports whether the file is in a room below cmd. Other folders, such as
// grammar and examples, hold tools and stand beside cmd.
func (f *fileUnderTest) below() bool {
	return slices.Contains(rooms, f.room) && f.room != "cmd"
}

func (f *fileUnderTest) importOf(spec *ast.ImportSpec, target string) {
	name := path.Base(target)
	if spec.Name != nil {
		name = spec.Name.Name
	}
	f.names[name] = target
	if name == "." {
		f.report(spec.Pos(), "imports %s into its own names", target)
	}
	if ours, ok := strings.CutPrefix(target, module); ok && !f.external {
		f.direction(spec, ours)
	}
	for _, h := range homes {
		home := slices.ContainsFunc(h.at, func(at string) bool { return within(f.dir, at) })
		if within(target, h.library) && !home && !(f.test && (h.library == module+"runtime/oracle" || h.library == "github.com/stretchr/testify")) {
			f.report(spec.Pos(), "imports %s, which belongs to %v", target, h.at)
		}
	}
	reaches := slices.ContainsFunc(outside, func(o string) bool { return within(target, o) })
	if f.below() && !f.test && reaches && !slices.Contains(inside, target) {
		f.report(spec.Pos(), "imports %s, and nothing below cmd reaches out of the program", target)
	}
}

func (f *fileUnderTest) direction(spec *ast.ImportSpec, ours string) {
	own := slices.Index(rooms, f.room)
	its := slices.Index(rooms, strings.SplitN(ours, "/", 2)[0])
	if own >= 0 && its > own || own >= 0 && its < 0 {
		f.report(spec.Pos(), "%s imports %s, and %s comes later in the house", f.room, ours, strings.SplitN(ours, "/", 2)[0])
	}
	if allowed, leaf := leaves[f.dir]; leaf && !f.test && !slices.Contains(allowed, ours) {
		f.report(spec.Pos(), "imports %s, and %s is a leaf", ours, f.dir)
	}
}

func (f *fileUnderTest) use(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && slices.Contains(forbidden[f.names[x.Name]], n.Sel.Name) {
			f.report(n.Pos(), "uses %s.%s", f.names[x.Name], n.Sel.Name)
		}
	case *ast.CallExpr:
		if x, ok := n.Fun.(*ast.Ident); ok && (x.Name == "print" || x.Name == "println") {
			f.report(n.Pos(), "uses %s", x.Name)
		}
	}
	return true
}

// within reports whether a path is a folder or below it.
func within(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

// TestHouseRules shows that each rule bites, and what it leaves alone.
func TestHouseRules(t *testing.T) {
	for _, c := range []struct{ name, file, source, want string }{
		{"down is fine", "runtime/vm/a.go", `package vm; import _ "` + module + `compiler/bytecode"`, ""},
		{"sideways is fine", "runtime/vm/a.go", `package vm; import _ "` + module + `runtime/eval"`, ""},
		{"up", "dsl/parse/a.go", `package parse; import _ "` + module + `compiler/check"`, "dsl imports compiler/check, and compiler comes later in the house"},
		{"up by one", "stdlib/a.go", `package stdlib; import _ "` + module + `compiler/check"`, "stdlib imports compiler/check, and compiler comes later in the house"},
		{"into cmd", "runtime/sim/a.go", `package sim; import _ "` + module + `cmd/journey/internal/tui"`, "runtime imports cmd/journey/internal/tui, and cmd comes later in the house"},
		{"beside the house", "runtime/sim/a.go", `package sim; import _ "` + module + `grammar"`, "runtime imports grammar, and grammar comes later in the house"},
		{"up in an inner test", "dsl/parse/a_test.go", `package parse; import _ "` + module + `stdlib"`, "dsl imports stdlib, and stdlib comes later in the house"},
		{"up in an outer test", "dsl/parse/a_test.go", `package parse_test; import _ "` + module + `stdlib"`, ""},
		{"a leaf", "dsl/diag/a.go", `package diag; import _ "` + module + `dsl/ast"`, "imports dsl/ast, and dsl/diag is a leaf"},
		{"a leaf's leaf", "dsl/diag/a.go", `package diag; import _ "` + module + `dsl/safetext"`, ""},
		{"participle", "dsl/ast/a.go", `package ast; import _ "github.com/alecthomas/participle/v2/lexer"`, "imports github.com/alecthomas/participle/v2/lexer, which belongs to [dsl/parse]"},
		{"participle at home", "dsl/parse/a.go", `package parse; import _ "github.com/alecthomas/participle/v2"`, ""},
		{"expr", "runtime/vm/a.go", `package vm; import _ "github.com/expr-lang/expr/vm"`, "imports github.com/expr-lang/expr/vm, which belongs to [compiler/check runtime/eval]"},
		{"expr at home", "runtime/eval/a.go", `package eval; import _ "github.com/expr-lang/expr/vm"`, ""},
		{"bubble tea", "cmd/journey/internal/cli/a.go", `package cli; import _ "charm.land/bubbletea/v2"`, "imports charm.land/bubbletea/v2, which belongs to [cmd/journey/internal/tui]"},
		{"the old bubble tea", "cmd/journey/internal/tui/a.go", `package tui; import _ "github.com/charmbracelet/bubbletea"`, "imports github.com/charmbracelet/bubbletea, which belongs to []"},
		{"testify outside tests", "cmd/a.go", `package a; import _ "github.com/stretchr/testify/require"`, "imports github.com/stretchr/testify/require, which belongs to []"},
		{"the oracle outside tests", "runtime/sim/a.go", `package sim; import _ "` + module + `runtime/oracle"`, "imports " + module + "runtime/oracle, which belongs to [runtime/oracle]"},
		{"the oracle in tests", "runtime/sim/a_test.go", `package sim; import _ "` + module + `runtime/oracle"`, ""},
		{"files", "compiler/lint/a.go", `package lint; import _ "os/exec"`, "imports os/exec, and nothing below cmd reaches out of the program"},
		{"the net", "runtime/feed/a.go", `package feed; import _ "net/http"`, "imports net/http, and nothing below cmd reaches out of the program"},
		{"addresses as text", "runtime/feed/a.go", `package feed; import _ "net/url"`, ""},
		{"files by interface", "compiler/lint/a.go", `package lint; import _ "io/fs"`, ""},
		{"files in a test", "compiler/lint/a_test.go", `package lint; import _ "os"`, ""},
		{"files in cmd", "cmd/journey/a.go", `package main; import _ "os"`, ""},
		{"chance", "runtime/sim/a.go", `package sim; import _ "math/rand/v2"`, "imports math/rand/v2, and nothing below cmd reaches out of the program"},
		{"names from elsewhere", "dsl/ast/a.go", `package ast; import . "strings"`, "imports strings into its own names"},
		{"the clock", "runtime/vm/a.go", `package vm; import "time"; var at = time.Now()`, "uses time.Now"},
		{"the clock renamed", "runtime/vm/a.go", `package vm; import t "time"; var at = t.Now`, "uses time.Now"},
		{"time without a clock", "runtime/vm/a.go", `package vm; import "time"; var d = time.Second`, ""},
		{"the clock in cmd", "cmd/journey/a.go", `package main; import "time"; var at = time.Now()`, ""},
		{"another Now", "runtime/vm/a.go", `package vm; type c struct{}; func (c) Now() {}; func f(time c) { time.Now() }`, ""},
		{"printing", "stdlib/a.go", `package stdlib; import "fmt"; func f() { fmt.Println() }`, "uses fmt.Println"},
		{"printing to a writer", "stdlib/a.go", `package stdlib; import "fmt"; func f() { fmt.Fprintln(nil) }`, ""},
		{"printing without a package", "stdlib/a.go", `package stdlib; func f() { println() }`, "uses println"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, _, err := inspect(c.file, c.source)
			require.NoError(t, err)
			if c.want == "" {
				require.Empty(t, found)
				return
			}
			require.Equal(t, []string{c.file + ":1: " + c.want}, found)
		})
	}
}
