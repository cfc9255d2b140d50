package eval

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

// vars declares names in the order given, as fields of the event in hand.
func vars(names ...string) []bytecode.Var {
	var out []bytecode.Var
	for i, n := range names {
		out = append(out, bytecode.Var{Name: n, Index: int32(i)})
	}
	return out
}

// load compiles one expression over the names of env.
func load(src string, names ...string) (*Pool, error) {
	return Load(&bytecode.Program{Exprs: []bytecode.Expr{{Source: src, Vars: vars(names...)}}})
}

func run(t testing.TB, src string, env map[string]any) (any, error) {
	t.Helper()
	var names []string
	for n := range env {
		names = append(names, n)
	}
	p, err := load(src, names...)
	require.NoError(t, err, src)
	return p.NewMachine().Run(0, func(v bytecode.Var) any { return env[v.Name] })
}

func TestRun(t *testing.T) {
	items := []any{
		map[string]any{"name": "mug", "price": 4.5, "quantity": 2.0},
		map[string]any{"name": "pan", "price": 30.0, "quantity": 1.0},
		map[string]any{"name": "lid"},
	}
	env := map[string]any{
		"total": 80.0, "country": "BG", "gone": nil, "cart": map[string]any{"items": items},
		"empty": []any{},
	}
	tests := []struct {
		src  string
		want any
	}{
		{`(_true(_gt(total, 50.0)) and _true(_in(country, ["TR", "BG"])))`, true},
		{`(_true(_gt(gone, 50.0)) or _true(_ne(gone, 1.0)))`, true},
		{`_not(gone)`, true},
		{`(gone ?? "none")`, "none"},
		{`(_true(_lt(total, 1.0)) ? "small" : "big")`, "big"},
		{`any(_list(_get(cart, "items")), _true((_true(_gt(_get(#, "price"), 10.0)) and _true(_eq(_get(#, "name"), "pan")))))`, true},
		{`filter(_list([1.0, 2.0, 3.0]), _true(_gt(#, 1.0)))`, []any{2.0, 3.0}},
		{`map(_list([1.0, 2.0]), (_mul(#, 2.0)))`, []any{2.0, 4.0}},
		{`map(_list([1.0]), ({"a": #}))`, []any{map[string]any{"a": 1.0}}},
		{`_sum(map(_list(_get(cart, "items")), (_mul(_get(#, "price"), _get(#, "quantity")))))`, 39.0},
		{`_sort_by(_list([1.0, 3.0, 2.0]), map(_list([1.0, 3.0, 2.0]), (#)), "desc")`, []any{3.0, 2.0, 1.0}},
		{`count(_list([1.0, 2.0, 3.0]), _true(_gt(#, 1.0)))`, 2},
		{`findIndex(_list([1.0, 2.0]), _true(_gt(#, 5.0)))`, nil},
		{`find(_list([1.0, 2.0]), _true(_gt(#, 1.0)))`, 2.0},
		{`one(_list([1.0, 2.0]), _true(_gt(#, 1.0)))`, true},
		{`all(_list(empty), _true(#))`, true},
		{`all(_list(gone), _true(#))`, nil},
		{`map(_list(gone), (#))`, nil},
		{`_sum(map(_list(gone), (#)))`, nil},
		{`(1.0 .. 3.0)`, []any{1.0, 2.0, 3.0}},
		{`_text("Hello ", country, ": ", total, gone)`, "Hello BG: 80"},
		{`_matches(country, "^B")`, true},
		{`any(_list([[1.0, 2.0], [3.0]]), _true(any(_list(#), _true(_eq(#, 3.0)))))`, true},
		{`_coupon(10.0, "3d")`, nil},
		{`_slice("añb", nil, 2.0)`, "añ"},
	}
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			got, err := run(t, test.src, env)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func BenchmarkRun(b *testing.B) {
	for _, test := range []struct{ name, src string }{
		{"condition", `(_true(_gt(total, 50.0)) and _true(_in(country, ["TR", "BG"])))`},
		{"comparison", `_gt(total, 50.0)`},
		{"any", `any(_list(items), _true(_gt(_get(#, "price"), 10.0)))`},
		{"text", `_text("Hello ", country, ": ", total)`},
	} {
		b.Run(test.name, func(b *testing.B) {
			p, err := load(test.src, "total", "country", "items")
			require.NoError(b, err)
			m := p.NewMachine()
			var total, country any = 80.0, "BG"
			var items any = []any{map[string]any{"price": 4.5}, map[string]any{"price": 30.0}}
			values := []any{total, country, items}
			bind := func(v bytecode.Var) any { return values[v.Index] }
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Run(0, bind); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	p := &bytecode.Program{Exprs: []bytecode.Expr{{
		Source: `(_true(_gt(total, 50.0)) and _true(_in(country, ["TR", "BG"])))`, Vars: vars("total", "country"),
	}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(p); err != nil {
			b.Fatal(err)
		}
	}
}
