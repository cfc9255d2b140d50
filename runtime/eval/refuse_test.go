package eval

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// What the lowering never writes is refused when the program is loaded, in words
// of ours.
func TestRefused(t *testing.T) {
	tests := []struct{ src, why string }{
		{``, "it cannot be read as an expression"},
		{`x +`, `'+' at byte 2 is nothing that an expression has`},
		{`_eq(x, 1)`, "the number at byte 7 is not written as one"},
		{`0x10.5`, "the number at byte 0 is not written as one"},
		{`1.5e9`, "the number at byte 0 is not written as one"},
		{`y`, `"y" is neither a function nor a name that it declares`},
		{`x.y`, `'.' at byte 1 is nothing that an expression has`},
		{`x?.x`, `'?' at byte 1 is nothing that an expression has`},
		{`::x(1.0)`, `':' at byte 0 is nothing that an expression has`},
		{`x | len()`, `'|' at byte 2 is nothing that an expression has`},
		{`let x = 1.0; x`, `"let" is neither a function nor a name that it declares`},
		{`$env`, `'$' at byte 0 is nothing that an expression has`},
		{`now()`, `"now" is neither a function nor a name that it declares`},
		{`reduce(_list(x), #)`, `"reduce" is neither a function nor a name that it declares`},
		{`x[0.0]`, "it does what no expression of a journey does"},
		{`x[1.0:2.0]`, "it does what no expression of a journey does"},
		{`x()`, `there is no function "x"`},
		{`_eq`, `"_eq" is not a name`},
		{`map`, `"map" is not a name`},
		{`_eq(x)`, `"_eq" is called with 1 arguments`},
		{`#`, "it cannot be read as an expression"},
		{`map(_list(x), (#index))`, `'#' at byte 15 is nothing that an expression has`},
		{`map(x, (#))`, `"map" does not go through a list`},
		{`map(_list(x, x), (#))`, `"map" does not go through a list`},
		{`count(_list(x))`, `"count" is not used as it is meant`},
		{`any(_list(x), #)`, "something that may be neither true nor false is used as a condition"},
		{`any(_list(x), _true(any(_list(x), any(_list(x), _true(#)))))`, "something that may be neither true nor false is used as a condition"},
		{`x ? 1.0 : 2.0`, "something that may be neither true nor false is used as a condition"},
		{`(x and true)`, "something that may be neither true nor false is used as a condition"},
		{`x ?: 2.0`, "something that may be neither true nor false is used as a condition"},
		{`{(x): 1.0}`, "the name of a record's field is not written out"},
		{`map(_list(x), (map(_list(x), (map(_list(x), (map(_list(x), (#))))))))`, "more than 3 lists are gone through inside one another"},
		{`_matches(x, x)`, "the pattern of `matches` is not written out"},
		{`_matches(x, "(")`, "the pattern \"(\" of `matches` cannot be used"},
		{`_matches(x, "(.{30}){30}(.{1000}){2}")`, "the pattern \"(.{30}){30}(.{1000}){2}\" of `matches` cannot be used"},
		{`_recommend(x)`, "`recommend` is called in a way that it is not"},
		{`_recommend(nil, 51.0)`, "`recommend` is called in a way that it is not"},
		{`_text("`, "a text is not closed"},
		{`_text("\`, "a text is not closed"},
		{`_text("\q")`, "it cannot be read as an expression"},
		{`(x`, "a bracket is not closed"},
		{`(x]`, `a ']' closes nothing`},
		{"\xff", "it is not text"},
		{`x x`, "it cannot be read as an expression"},
		{strings.Repeat("(", MaxDepth+1), "brackets are nested more than 1000 deep"},
		{strings.Repeat(" ", MaxSource+1), "it is longer than 65536 bytes"},
		{"[" + strings.Repeat("x,", MaxNodes) + "]", "it cannot be read as an expression"},
	}
	for _, test := range tests {
		t.Run(excerpt(test.src), func(t *testing.T) {
			_, err := load(test.src, "x")
			require.Error(t, err)
			var bad *LoadError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, test.why, bad.Why)
		})
	}
}

func TestTheErrorNamesTheExpression(t *testing.T) {
	_, err := Load(&bytecode.Program{Exprs: []bytecode.Expr{{Source: "1.0"}, {Source: "now()"}}})
	require.EqualError(t, err, `expression 1, "now()": "now" is neither a function nor a name that it declares`)
}

func TestNamesAreDeclaredOnce(t *testing.T) {
	for _, names := range [][]string{{"x", "x"}, {"true"}, {"map"}} {
		_, err := load("1.0", names...)
		require.Error(t, err)
	}
	_, err := load("1.0", make([]string, MaxVars+1)...)
	require.Error(t, err)
}

func TestTypes(t *testing.T) {
	tests := []struct {
		src  string
		t    bytecode.Type
		want string // error, empty for none
	}{
		{`_eq(1.0, 2.0)`, bytecode.Bool, ""},
		{`_eq(1.0, 2.0)`, bytecode.Number, "it gives true or false where a number is needed"},
		{`"2026-01-01"`, bytecode.Date, ""},
		{`"2026-01-01"`, bytecode.Time, ""},
		{`"x"`, bytecode.List, "it gives a text where a list is needed"},
		{`{"a": 1.0}`, bytecode.Map, ""},
		{`[1.0]`, bytecode.Map, "it gives a list where a record is needed"},
		{`map(_list(nil), (#))`, bytecode.List, ""},
		{`any(_list(nil), true)`, bytecode.Text, "it gives true or false where a text is needed"},
		{`(true ? "a" : "b")`, bytecode.Number, "it gives a text where a number is needed"},
		{`(true ? "a" : nil)`, bytecode.Number, ""},
		{`(1.0 ?? 2.0)`, bytecode.Text, "it gives a number where a text is needed"},
		{`(1.0 .. 2.0)`, bytecode.Number, "it gives a list where a number is needed"},
		{`nil`, bytecode.Bool, ""},
		{`1.0`, bytecode.Any, ""},
	}
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			_, err := Load(&bytecode.Program{Exprs: []bytecode.Expr{{Source: test.src, Type: test.t}}})
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
}

// Evaluations that would take for ever, or all memory, end with an error that says
// what there was too much of.
func TestLimits(t *testing.T) {
	long := make([]any, fn.MaxList)
	for i := range long {
		long[i] = float64(i)
	}
	big := strings.Repeat("x", fn.MaxText-1)
	tests := []struct{ src, want string }{
		{`any(_list(x), _true(any(_list(x), _true(_lt(#, 0.0)))))`, "more than 1000000 units of work in one expression"},
		{`any(_list(x), _in("no", x))`, "more than 1000000 units of work in one expression"},
		{`map(_list((1.0 .. 50.0)), (map(_list((1.0 .. 5000.0)), (#))))`, "more than 200000 elements of lists that one expression makes"},
		{`(1.0 .. 10001.0)`, "more than 10000 elements in a list"},
		{`_list(_concat(x, x))`, "more than 10000 elements in a list"},
		{`map(_list(x), (_lower(big)))`, "more than 1000000 units of work in one expression"},
		{`_text(big, big)`, "more than 1048576 bytes in a text"},
		{`_matches(big, "x")`, "more than 10000 bytes in a text that `matches` looks at"},
		{`any(_list(x), _matches(_slice(big, 0.0, 9999.0), "(a|x*)*y"))`, "more than 1000000 units of work in one expression"},
		{`any(_list(x), _lt(big, big))`, "more than 1000000 units of work in one expression"},
	}
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			got, err := run(t, test.src, map[string]any{"x": long, "big": big})
			require.Nil(t, got)
			require.EqualError(t, err, test.want)
			require.ErrorIs(t, err, ErrLimit)
		})
	}
}

func TestAMachineGoesOnAfterAnError(t *testing.T) {
	p, err := load(`_len((x .. 20000.0))`, "x")
	require.NoError(t, err)
	m := p.NewMachine()
	from := 1.0
	bind := func(bytecode.Var) any { return from }
	_, err = m.Run(0, bind)
	require.ErrorIs(t, err, ErrLimit)
	from = 19_999
	got, err := m.Run(0, bind)
	require.NoError(t, err)
	require.Equal(t, 2.0, got)
}

// A text in the program comes out as it went in, whatever is in it.
func TestTextsAreKept(t *testing.T) {
	for _, s := range []string{"", `"`, `\`, "{{", "a\nb\t\r\x00\x1f\x7f", "\u0085\u2028\ufeff", "añ😀\U0010ffff", "'`$#|;", "\a\b\f\v"} {
		got, err := run(t, strconv.Quote(s), nil)
		require.NoError(t, err)
		require.Equal(t, s, got)
	}
}

func TestFunctionsOfThePerson(t *testing.T) {
	p, err := Load(&bytecode.Program{Exprs: []bytecode.Expr{{
		Source: `[_coupon(10.0, "3d"), map(_list(["/a", "/b"]), (_link(#))), _recommend(cart), _recommend(viewed, 2.0), _recommend(nil, 3.0)]`,
		Vars:   []bytecode.Var{{Name: "cart", From: bytecode.FromCart}, {Name: "viewed", From: bytecode.FromViewed}},
	}}})
	require.NoError(t, err)
	m := p.NewMachine()
	bind := func(bytecode.Var) any { return nil }
	got, err := m.Run(0, bind)
	require.NoError(t, err)
	require.Equal(t, []any{nil, []any{nil, nil}, nil, nil, nil}, got)

	m.Call = func(name string, args []event.Value) event.Value {
		for _, a := range args {
			name += " " + fn.Text(a)
		}
		return event.Of(name)
	}
	got, err = m.Run(0, bind)
	require.NoError(t, err)
	require.Equal(t, []any{
		"coupon 10 3d", []any{"link /a", "link /b"}, "recommend 0 4", "recommend 1 2", "recommend 3 3",
	}, got)
}

func TestNothingIsAllocated(t *testing.T) {
	var items any = []any{map[string]any{"price": 4.5}, map[string]any{"price": 30.0}}
	values := []any{any(80.0), any("BG"), items}
	bind := func(v bytecode.Var) any { return values[v.Index] }
	for _, src := range []string{
		`(_true(_gt(total, 50.0)) and _true(_in(country, ["TR", "BG"])))`,
		`any(_list(items), _true(_gt(_get(#, "price"), 10.0)))`,
		`_starts((country ?? "none"), "B")`,
	} {
		p, err := load(src, "total", "country", "items")
		require.NoError(t, err)
		m := p.NewMachine()
		require.Zero(t, testing.AllocsPerRun(100, func() {
			if x, err := m.Run(0, bind); x != any(true) || err != nil {
				panic("wrong")
			}
		}), src)
	}
}
