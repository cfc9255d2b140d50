package eval_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/eval"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/vm"
	"github.com/journeylang/journey/stdlib"
)

// compile compiles a journey that branches on a condition.
func compile(t testing.TB, cond string) *bytecode.Program {
	t.Helper()
	src := "when signed_up then {\n  if " + cond + " { email \"yes\" }\n}\n"
	path, text := stdlib.Prelude()
	prelude, diags := parse.File(path, text)
	require.Empty(t, diags)
	file, diags := parse.File("test.journey", src)
	require.Empty(t, diags, src)
	info, diags := check.Check([]*ast.File{prelude, file}, check.Options{})
	require.Empty(t, diags, src)
	p, diags := lower.Lower(info, lower.Options{})
	require.Empty(t, diags, src)
	require.NoError(t, bytecode.Verify(p), src)
	return p
}

// holds runs the condition of the only branch of a compiled journey.
func holds(t testing.TB, p *bytecode.Program) bool {
	t.Helper()
	pool, err := eval.Load(p)
	require.NoError(t, err)
	m := vm.New(p, pool.NewMachine())
	in, _, err := m.Step(p.Journeys[0].Start, &vm.Frame{})
	require.NoError(t, err)
	require.Equal(t, bytecode.OpBranch, in.Op)
	return eval.FromAny(true) == m.Pop()
}

func TestExamplesOfTheCatalogue(t *testing.T) {
	for _, f := range stdlib.Functions() {
		if f.Example.Expr == "" {
			continue
		}
		t.Run(f.Example.Expr, func(t *testing.T) {
			p := compile(t, "("+f.Example.Expr+") == "+f.Example.Value)
			if f.Name != "has" { // an instruction of its own
				require.NotEmpty(t, p.Exprs)
				require.Contains(t, p.Exprs[0].Source, strings.ReplaceAll(f.Name, "find_index", "findIndex"))
			}
			require.True(t, holds(t, p))
		})
	}
}

// What the language writes reaches expr only through what the lowering writes, so
// each of its forms is tried once.
func TestFormsOfTheLanguage(t *testing.T) {
	for _, cond := range []string{
		`any([1, 2], it in 1 .. 3)`,
		`all([1, 2], it > 0 and it < 3 or false)`,
		`any(["a", "b"], it matches "^b$" and it startsWith "b" and it endsWith "b" and it contains "b")`,
		`none([1, 2], it not in [1, 2])`,
		`any([1, -2], -it == 2 and it % 2 == 0 and it ** 2 == 4 and it / 2 == -1)`,
		`map([1, 2], it > 1 ? "big" : "small")[0] == "small"`,
		`map([1, 2], "n{{ it }}") == ["n1", "n2"]`,
		`map([1], { a: it })[0].a == 1`,
		`filter([1, 2, 3], not (it == 2))[1:] == [3]`,
		`any([1], (null ?? it) == 1)`,
		`count([[1, 2], [3]], any(it, it > 1)) == 2`,
		`sum([1, 2], it * 2) == 6`,
		`sort_by(["b", "a"], it)[0] == "a"`,
		`len(recommend(cart, 3)) == 3 or true`,
		`map(["/a"], link(it))[0] == "x" or true`,
		`any([10%], coupon(it, valid: 3d) == "" or true)`,
		`any([profile.first_name ?? "x"], it == "x") or true`,
		`text(2026-11-27) == "2026-11-27"`,
	} {
		t.Run(cond, func(t *testing.T) {
			p := compile(t, cond)
			pool, err := eval.Load(p)
			require.NoError(t, err)
			m := vm.New(p, pool.NewMachine())
			in, _, err := m.Step(p.Journeys[0].Start, &vm.Frame{Person: nobody{}})
			require.NoError(t, err)
			require.Equal(t, bytecode.OpBranch, in.Op)
			require.Equal(t, eval.FromAny(true), m.Pop())
		})
	}
}

// nobody is a person of whom nothing is known.
type nobody struct{}

func (nobody) Received(int32) bool { return false }

func (nobody) Trait(int32) event.Value                { return event.Value{} }
func (nobody) Fact(int32, bool) event.Value           { return event.Value{} }
func (nobody) Cart() any                              { return nil }
func (nobody) Viewed() any                            { return nil }
func (nobody) Bought() any                            { return nil }
func (nobody) Items(int32, int32) event.Value         { return event.Value{} }
func (nobody) Call(string, []event.Value) event.Value { return event.Value{} }
