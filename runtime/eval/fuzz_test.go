package eval

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/fn"
)

// hostile is an environment in which everything that can be long is.
func hostile() map[string]any {
	long := make([]any, 3000)
	for i := range long {
		long[i] = float64(i % 7)
	}
	items := []any{
		map[string]any{"a": 4.5, "b": "text"}, map[string]any{"a": nil, "b": long[:40]}, nil, "x", []any{1.0, nil},
	}
	return map[string]any{
		"n": 3.0, "s": "añ, b", "gone": nil, "yes": true, "at": int64(1795773600000),
		"long": long, "items": items, "rec": items[0], "big": strings.Repeat("word, ", 20_000),
	}
}

var hostileNames = []string{"n", "s", "gone", "yes", "at", "long", "items", "rec", "big"}

// bounded runs an expression twice and checks that it ends, gives the same both
// times, and makes no more garbage than the bounds allow for.
func bounded(t *testing.T, p *Pool) {
	t.Helper()
	const most = 1 << 30
	env := hostile()
	bind := func(v bytecode.Var) any { return env[v.Name] }
	m := p.NewMachine()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	x, err := m.Run(0, bind)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(most))
	if err != nil {
		require.ErrorIs(t, err, ErrLimit)
		require.Nil(t, x)
	}
	again, errAgain := m.Run(0, bind)
	require.Equal(t, err, errAgain)
	require.True(t, fn.Equal(fn.FromAny([]any{x}), fn.FromAny([]any{again})))
}

// No source makes Load panic or take long, and what it accepts can be run.
func FuzzLoad(f *testing.F) {
	for _, src := range []string{
		`_gt(n, 1.0)`, `any(_list(items), _true(_gt(_get(#, "a"), 10.0)))`, `(_true(yes) ? [1.0] : {"a": s})`,
		`((gone ?? "x") ?? (1.0 .. 3.0))`, `x?.y`, `map(_list(long), (#index))`, `_text("\u00e9", 'x')`, `let a = 1; a`,
		`true and false or true`, `true ? nil : true ? nil : nil`, `[[[[]]]]`, `{"a": {"b": #}}`, `not not true`, `1.0..2.0..3.0`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		p, err := load(src, hostileNames...)
		if err != nil {
			var bad *LoadError
			require.ErrorAs(t, err, &bad)
			require.NotEmpty(t, bad.Why)
			return
		}
		bounded(t, p)
	})
}

// writer makes an expression of the shape that the lowering writes out of the
// input of a fuzz test.
type writer struct {
	strings.Builder
	data  []byte
	names []string // helpers
	funcs map[string]helper
	left  int // nodes
}

func (w *writer) choose(n int) int {
	if len(w.data) == 0 {
		return 0
	}
	b := int(w.data[0])
	w.data = w.data[1:]
	return b % n
}

func (w *writer) value(inside int) {
	w.left--
	kinds := 11
	if w.left < 0 || len(w.data) == 0 {
		kinds = 4
	}
	switch w.choose(kinds) {
	case 0:
		w.WriteString([]string{"nil", "true", "1.0", "0.5", `"b"`, `", "`, "400.0"}[w.choose(7)])
	case 1, 2:
		w.WriteString(hostileNames[w.choose(len(hostileNames))])
	case 3:
		if inside == 0 {
			w.WriteString("gone")
		} else {
			w.WriteByte('#')
		}
	case 4:
		w.WriteString("[")
		w.list(w.choose(4), inside)
		w.WriteString("]")
	case 5:
		w.WriteString(`{"a": `)
		w.value(inside)
		w.WriteString("}")
	case 6:
		w.pair(inside, []string{" ?? ", " .. "}[w.choose(2)], w.value)
	case 7:
		w.WriteString("(")
		w.condition(inside)
		w.WriteString(" ? ")
		w.pair(inside, " : ", w.value)
		w.WriteString(")")
	case 8:
		w.pair(inside, []string{" and ", " or "}[w.choose(2)], w.condition)
	case 9:
		w.loop(inside)
	default:
		w.call(inside)
	}
}

func (w *writer) list(n, inside int) {
	for i := range n {
		if i > 0 {
			w.WriteString(", ")
		}
		w.value(inside)
	}
}

// pair writes two operands; a choice has no brackets of its own around them.
func (w *writer) pair(inside int, between string, operand func(int)) {
	if between != " : " {
		w.WriteByte('(')
		defer w.WriteByte(')')
	}
	operand(inside)
	w.WriteString(between)
	operand(inside)
}

func (w *writer) condition(inside int) {
	w.WriteString("_true(")
	w.value(inside)
	w.WriteByte(')')
}

func (w *writer) loop(inside int) {
	if inside == MaxClosure {
		w.WriteString("nil")
		return
	}
	loops := []string{"all", "any", "none", "one", "filter", "find", "findIndex", "count", "map"}
	name := loops[w.choose(len(loops))]
	w.WriteString(name + "(_list(")
	w.value(inside)
	w.WriteString("), ")
	if name == "map" {
		w.WriteByte('(')
		w.value(inside + 1)
		w.WriteByte(')')
	} else {
		w.condition(inside + 1)
	}
	w.WriteByte(')')
}

func (w *writer) call(inside int) {
	name := w.names[w.choose(len(w.names))]
	f := w.funcs[name]
	w.WriteString(name + "(")
	switch name {
	case "_matches":
		w.value(inside)
		w.WriteString(`, "(w|o)*d$"`)
	case "_recommend":
		w.WriteString("nil")
	default:
		w.list(f.Min+w.choose(min(f.Max-f.Min, 2)+1), inside)
	}
	w.WriteByte(')')
}

// Whatever the lowering may write is accepted, and ends.
func FuzzRun(f *testing.F) {
	m := newMachine(&Pool{})
	var names []string
	for _, fun := range m.calls.Functions() {
		names = append(names, fun.Name)
	}
	names = append(names, "_coupon", "_link", "_recommend")
	f.Add([]byte{9, 1, 1, 5, 10, 3, 1, 2})
	f.Add([]byte{9, 8, 1, 5, 9, 8, 1, 5, 9, 1, 1, 5, 10, 9, 3, 0, 2})
	f.Add([]byte{10, 40, 9, 8, 1, 6, 10, 20, 3, 0, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		w := &writer{data: data, names: names, funcs: m.funcs, left: 60}
		w.value(0)
		p, err := load(w.String(), hostileNames...)
		require.NoError(t, err, w.String())
		bounded(t, p)
	})
}
