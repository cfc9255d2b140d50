package bytecode_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/oracle/gen"
)

// project is files that are compiled together.
type project struct {
	name    string
	sources []compiler.Source
}

// projects are the examples together, every rule of the language, and some
// journeys that were made up.
func projects(t testing.TB) []project {
	t.Helper()
	var out []project
	paths, err := filepath.Glob("../../examples/shop/*.journey")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	examples := project{name: "examples"}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		examples.sources = append(examples.sources, compiler.Source{Path: filepath.Base(path), Text: string(text)})
	}
	out = append(out, examples)

	rules, err := filepath.Glob("../../runtime/oracle/testdata/rules/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, rules)
	for _, path := range rules {
		a, err := txtar.ParseFile(path)
		require.NoError(t, err)
		rule := project{name: filepath.Base(path)}
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".journey") {
				rule.sources = append(rule.sources, compiler.Source{Path: f.Name, Text: string(f.Data)})
			}
		}
		require.NotEmpty(t, rule.sources)
		out = append(out, rule)
	}
	for seed := range uint64(200) {
		out = append(out, project{fmt.Sprint("seed ", seed), []compiler.Source{{Path: "made.journey", Text: gen.Journey(seed)}}})
	}
	return out
}

// build compiles a project; ok is false for what cannot be compiled yet, which
// the tests of the rules hold.
func (p project) build(t testing.TB) (program *bytecode.Program, ok bool) {
	t.Helper()
	res := compiler.Compile(p.sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version, CartAbandoned: true}})
	return res.Program, !res.Failed() && res.Program != nil
}

// TestRoundTrip holds that a program's file is all of it, and that a program
// depends on nothing but the files: not on chance, nor on the order in which they
// are named.
func TestRoundTrip(t *testing.T) {
	built := 0
	for _, p := range projects(t) {
		t.Run(p.name, func(t *testing.T) {
			program, ok := p.build(t)
			if !ok {
				return
			}
			built++
			file := program.Encode()
			again, err := bytecode.Decode(file)
			require.NoError(t, err)
			require.Equal(t, program, again)
			require.Equal(t, file, again.Encode())

			second, _ := p.build(t)
			require.Equal(t, file, second.Encode(), "compiled twice")

			slices.Reverse(p.sources)
			turned, ok := p.build(t)
			require.True(t, ok)
			require.Equal(t, file, turned.Encode(), "files in another order")
		})
	}
	require.Greater(t, built, 350)
}

// TestDecodeRefuses is about files that are not programs, or not whole.
func TestDecodeRefuses(t *testing.T) {
	p, _ := everything()
	file := p.Encode()
	with := func(do func(f []byte) []byte) []byte { return do(slices.Clone(file)) }
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "not a compiled journey: the first bytes are not JOURNEY"},
		{"a journey", []byte("when signed_up then email \"hi\"\n"), "not a compiled journey: the first bytes are not JOURNEY"},
		{"the first bytes alone", file[:8], "the file is damaged"},
		{"no tables", file[:16], "the file is damaged"},
		{"of another version", with(func(f []byte) []byte { f[8]++; return f }),
			fmt.Sprintf("compiled by another version of journey (format %d, this one reads %d): compile it again", bytecode.Version+1, bytecode.Version)},
		{"cut off", file[:len(file)-1], "the file is damaged: its checksum does not match"},
		{"a flipped bit", with(func(f []byte) []byte { f[30] ^= 4; return f }), "the file is damaged: its checksum does not match"},
		{"a wrong checksum", with(func(f []byte) []byte { f[9] ^= 1; return f }), "the file is damaged: its checksum does not match"},
		{"something behind it", sealed(append(file[headSize:len(file):len(file)], 0)), "the file is damaged"},
		{"cut off with its checksum", sealed(file[headSize : len(file)-1]), "the file is damaged"},
		{"an endless number", sealed(slices.Repeat([]byte{0xff}, 20)), "the file is damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := bytecode.Decode(c.file)
			require.EqualError(t, err, c.want)
			require.Nil(t, got)
		})
	}
}
