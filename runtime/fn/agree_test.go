package fn

import (
	"math"
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// source gives the choices that a random value is made of.
type source interface{ IntN(n int) int }

var (
	someTexts   = []string{"", "a", "b", "ab", "añ😀", "2026-11-27", "2026-11-27T10:00:00Z", "2026-11-27T11:00:00+01:00", "12", "asc", "desc", "(", "a|b", ","}
	someNumbers = []float64{0, 1, 2, -1, 0.5, 1e308, -1e308, 5e-324, math.MaxInt32, 1 << 53, 10_001}
	someTimes   = []int64{0, 1795773600000, 1795737600000, -1, calendar.First, calendar.Last}
)

// arbitrary makes a value as expressions see them.
func arbitrary(s source, depth int) any {
	kinds := 6
	if depth > 0 {
		kinds = 8
	}
	switch s.IntN(kinds) {
	case 0:
		return nil
	case 1:
		return s.IntN(2) == 1
	case 2:
		return someNumbers[s.IntN(len(someNumbers))]
	case 3:
		return s.IntN(4) - 1
	case 4:
		return someTexts[s.IntN(len(someTexts))]
	case 5:
		return someTimes[s.IntN(len(someTimes))]
	case 6:
		out := make(list, s.IntN(4))
		for i := range out {
			out[i] = arbitrary(s, depth-1)
		}
		return out
	}
	out := rec{}
	for range s.IntN(3) {
		out[someTexts[s.IntN(3)]] = arbitrary(s, depth-1)
	}
	return out
}

// The two layers give the same answers: instructions and expressions can be mixed
// freely by the lowering.
func TestKernelsAndHelpersAgree(t *testing.T) {
	compare := func(holds func(int) bool) func(a, b event.Value) event.Value {
		return func(a, b event.Value) event.Value {
			n, ok := Compare(a, b)
			return event.Of(ok && holds(n))
		}
	}
	truth := func(test func(a, b event.Value) bool) func(a, b event.Value) event.Value {
		return func(a, b event.Value) event.Value { return event.Of(test(a, b)) }
	}
	kernels := map[string]func(a, b event.Value) event.Value{
		"_eq": truth(Equal), "_ne": truth(func(a, b event.Value) bool { return !Equal(a, b) }),
		"_lt": compare(func(n int) bool { return n < 0 }), "_le": compare(func(n int) bool { return n <= 0 }),
		"_gt": compare(func(n int) bool { return n > 0 }), "_ge": compare(func(n int) bool { return n >= 0 }),
		"_add": Add, "_sub": Sub, "_mul": Mul, "_div": Div, "_mod": Mod, "_pow": Pow,
		"_in": truth(In), "_notin": truth(func(a, b event.Value) bool { return !In(a, b) }),
		"_contains": truth(Contains), "_starts": truth(StartsWith), "_ends": truth(EndsWith),
	}
	c := New()
	funcs := map[string]Func{}
	for _, f := range c.Functions() {
		funcs[f.Name] = f
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		a, b := arbitrary(r, 2), arbitrary(r, 2)
		if r.IntN(4) == 0 {
			b = a
		}
		c.Reset()
		for name, kernel := range kernels {
			got, err := funcs[name].Two(a, b)
			require.NoError(t, err)
			require.Equal(t, kernel(FromAny(a), FromAny(b)), FromAny(got), "%s(%#v, %#v)", name, a, b)
		}
		got, err := funcs["_neg"].One(a)
		require.NoError(t, err)
		require.Equal(t, Neg(FromAny(a)), FromAny(got), "%#v", a)
		text, err := funcs["_text"].Many(list{a})
		require.NoError(t, err)
		require.Equal(t, Text(FromAny(a)), text, "%#v", a)
	}
}

// Comparisons are a partial order, and equality goes both ways.
func TestComparisonsFitTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		a, b := FromAny(arbitrary(r, 1)), FromAny(arbitrary(r, 1))
		require.Equal(t, Equal(a, b), Equal(b, a))
		n, ok := Compare(a, b)
		m, back := Compare(b, a)
		require.Equal(t, ok, back)
		require.Equal(t, n, -m)
		if ok {
			require.Equal(t, n == 0, Equal(a, b), "%v %v", a, b)
		}
	}
}

func TestAnyAndBackIsTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5_000 {
		v := FromAny(arbitrary(r, 3))
		require.Equal(t, v, FromAny(ToAny(v)))
	}
}

// bytesSource takes choices from the input of a fuzz test.
type bytesSource struct{ data []byte }

func (s *bytesSource) IntN(n int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := int(s.data[0])
	s.data = s.data[1:]
	return b % n
}

// No arguments make a function panic, or give something that expressions do not
// know.
func FuzzCalls(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7})
	f.Add([]byte{20, 6, 3, 2, 1, 2, 2, 2, 3, 6, 3, 4, 1, 4, 2, 4, 10})
	f.Add([]byte{44, 4, 5, 4, 6, 2, 7})
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &bytesSource{data}
		c := New()
		funcs := c.Functions()
		fn := funcs[s.IntN(len(funcs))]
		args := make(list, fn.Min+s.IntN(min(fn.Max-fn.Min, 3)+1))
		for i := range args {
			args[i] = arbitrary(s, 3)
		}
		var x any
		var err error
		switch {
		case fn.One != nil:
			x, err = fn.One(args[0])
		case fn.Two != nil:
			x, err = fn.Two(args[0], args[1])
		default:
			x, err = fn.Many(args)
		}
		if err != nil {
			require.ErrorIs(t, err, ErrLimit)
			return
		}
		known(t, x)
		v := FromAny(x)
		if fn.Result != event.Null && v.Kind != event.Null {
			require.Equal(t, fn.Result, v.Kind, fn.Name)
		}
		if fn.Result == event.Bool {
			require.Equal(t, event.Bool, v.Kind, "%s is never missing", fn.Name)
		}
		if v.Kind == event.Text && fn.Name != "_at" && fn.Name != "_slice" {
			require.True(t, utf8.ValidString(v.Str))
		}
	})
}

// known checks that a value is one that expressions know, all the way down.
func known(t *testing.T, x any) {
	t.Helper()
	switch x := x.(type) {
	case nil, bool, string, int, int64:
	case float64:
		require.False(t, math.IsNaN(x) || math.IsInf(x, 0))
	case []any:
		for _, e := range x {
			known(t, e)
		}
	case map[string]any:
		for _, e := range x {
			known(t, e)
		}
	default:
		t.Fatalf("%T", x)
	}
}
