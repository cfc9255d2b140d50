package fn

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/stdlib"
)

type (
	list = []any
	rec  = map[string]any
)

// call calls a function of the table by name.
func call(c *Calls, name string, args ...any) (any, error) {
	for _, f := range c.Functions() {
		if f.Name != name {
			continue
		}
		switch {
		case f.One != nil:
			return f.One(args[0])
		case f.Two != nil:
			return f.Two(args[0], args[1])
		}
		return f.Many(args)
	}
	return nil, fmt.Errorf("no function %s", name)
}

type callTest struct {
	fn   string
	args list
	want any
}

func runCalls(t *testing.T, tests []callTest) {
	t.Helper()
	c := New()
	for _, test := range tests {
		t.Run(fmt.Sprint(test.fn, test.args), func(t *testing.T) {
			got, err := call(c, test.fn, test.args...)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestListFunctions(t *testing.T) {
	mug, pan := rec{"name": "mug"}, rec{"name": "pan"}
	runCalls(t, []callTest{
		{"_concat", list{list{1.0}, list{2.0, 3.0}}, list{1.0, 2.0, 3.0}},
		{"_concat", list{list{}}, list{}},
		{"_concat", list{list{1.0}, nil}, nil},
		{"_count", list{list{1.0, nil}}, 2.0},
		{"_count", list{"abc"}, nil},
		{"_first", list{list{1.0, 2.0}}, 1.0},
		{"_first", list{list{}}, nil},
		{"_last", list{list{1.0, 2.0}}, 2.0},
		{"_last", list{nil}, nil},
		{"_len", list{list{1.0}}, 1.0},
		{"_len", list{"añ😀"}, 3.0},
		{"_len", list{4.0}, nil},
		{"_join", list{list{"a", "b"}, ", "}, "a, b"},
		{"_join", list{list{"a", nil, 2.0}}, "a2"},
		{"_join", list{list{nil, "a", nil}, "-"}, "a"},
		{"_join", list{list{"a"}, nil}, nil},
		{"_reverse", list{list{1.0, 2.0}}, list{2.0, 1.0}},
		{"_sort", list{list{3.0, nil, 1.0, 2.0}}, list{1.0, 2.0, 3.0, nil}},
		{"_sort", list{list{"b", "B", "a"}}, list{"B", "a", "b"}},
		{"_sort_by", list{list{mug, pan}, list{2.0, 1.0}}, list{pan, mug}},
		{"_sort_by", list{list{"a", "b", "c", "d"}, list{1.0, 2.0, 1.0, nil}, "desc"}, list{"b", "a", "c", "d"}},
		{"_sort_by", list{list{1.0}, list{1.0}, "up"}, nil},
		{"_sort_by", list{list{1.0}, nil}, nil},
		{"_take", list{list{1.0, 2.0, 3.0}, 2.0}, list{1.0, 2.0}},
		{"_take", list{list{1.0}, 1e300}, list{1.0}},
		{"_take", list{list{1.0}, -1.0}, list{}},
		{"_take", list{list{1.0}, nil}, nil},
		{"_unique", list{list{1.0, 2, 1.0, "1", 2.0, nil, nil}}, list{1.0, 2, "1", nil}},
		{"_unique", list{list{mug, rec{"name": "mug"}, pan, list{1.0}, list{1.0}}}, list{mug, pan, list{1.0}}},
		{"_at", list{list{1.0, 2.0}, 1.0}, 2.0},
		{"_at", list{list{1.0, 2.0}, -1.0}, 2.0},
		{"_at", list{list{1.0, 2.0}, 2.0}, nil},
		{"_at", list{list{1.0, 2.0}, -3.0}, nil},
		{"_at", list{list{1.0}, 0.5}, nil},
		{"_at", list{list{1.0}, 1e300}, nil},
		{"_at", list{mug, "name"}, "mug"},
		{"_at", list{nil, 0.0}, nil},
		{"_get", list{mug, "name"}, "mug"},
		{"_get", list{mug, "price"}, nil},
		{"_get", list{nil, "name"}, nil},
		{"_slice", list{list{1.0, 2.0, 3.0}, 1.0, nil}, list{2.0, 3.0}},
		{"_slice", list{list{1.0, 2.0, 3.0}, -2.0, 9.0}, list{2.0, 3.0}},
		{"_slice", list{list{1.0, 2.0}, 2.0, 1.0}, list{}},
		{"_slice", list{"añ😀d", 1.0, 3.0}, "ñ😀"},
		{"_slice", list{"abc", 0.5, nil}, nil},
		{"_slice", list{12.0, nil, nil}, nil},
		{"_range", list{1.0, 3.0}, list{1.0, 2.0, 3.0}},
		{"_range", list{-1.0, 0.0}, list{-1.0, 0.0}},
		{"_range", list{3.0, 1.0}, list{}},
		{"_range", list{1.5, 3.0}, nil},
		{"_list", list{list{1.0}}, list{1.0}},
		{"_list", list{"abc"}, nil},
	})
}

func TestTextFunctions(t *testing.T) {
	runCalls(t, []callTest{
		{"_lower", list{"AbÇİI"}, "abçii"},
		{"_upper", list{"straße i ı"}, "STRAßE I I"},
		{"_trim", list{"  a\u00a0b \n"}, "a\u00a0b"},
		{"_lower", list{nil}, nil},
		{"_lower", list{4.0}, nil},
		{"_index_of", list{"banana", "nan"}, 2.0},
		{"_index_of", list{"añana", "nan"}, nil},
		{"_index_of", list{"ñanan", "nan"}, 2.0},
		{"_index_of", list{"a", nil}, nil},
		{"_replace", list{"a-b-c", "-", "++"}, "a++b++c"},
		{"_replace", list{"abc", "", "x"}, "abc"},
		{"_replace", list{"abc", "b", nil}, nil},
		{"_split", list{"a,b,", ","}, list{"a", "b", ""}},
		{"_split", list{"añ", ""}, list{"a", "ñ"}},
		{"_split", list{nil, ","}, nil},
		{"_text", list{"n", 12.0, " ", 1.5, nil, true, int64(0)}, "n12 1.5true1970-01-01T00:00:00Z"},
		{"_text", list{}, ""},
		{"_text", list{list{1.0}, rec{}}, ""},
		{"_matches", list{"tr@shop.tr", `@shop\.tr$`}, true},
		{"_matches", list{"tr@shop.bg", `@shop\.tr$`}, false},
		{"_matches", list{nil, "a"}, false},
		{"_matches", list{"a", "("}, false},
		{"_matches", list{"a", strings.Repeat("a", MaxPattern+1)}, false},
		{"_matches", list{strings.Repeat("a", 900), "(.{30}){30}(.{30}){30}(.{30}){30}"}, false}, // too large a program
	})
}

func TestNumberFunctions(t *testing.T) {
	runCalls(t, []callTest{
		{"_abs", list{-3.0}, 3.0},
		{"_abs", list{"3"}, nil},
		{"_ceil", list{1.2}, 2.0},
		{"_ceil", list{-0.5}, 0.0},
		{"_floor", list{-1.2}, -2.0},
		{"_round", list{2.5}, 3.0},
		{"_round", list{-2.5}, -3.0},
		{"_round", list{nil}, nil},
		{"_int", list{"12.9"}, 12.0},
		{"_int", list{-1.9}, -1.0},
		{"_int", list{"twelve"}, nil},
		{"_number", list{" -1.5e1 "}, -15.0},
		{"_number", list{"1e999"}, nil},
		{"_number", list{"NaN"}, nil},
		{"_number", list{"0x10"}, nil},
		{"_number", list{"1_000"}, nil},
		{"_number", list{""}, nil},
		{"_number", list{true}, nil},
		{"_sum", list{list{1.0, nil, 2}}, 3.0},
		{"_sum", list{list{}}, 0.0},
		{"_sum", list{list{"1"}}, nil},
		{"_sum", list{nil}, nil},
		{"_sum", list{list{1e308, 1e308}}, nil},
		{"_max", list{1.0, list{3.0, nil}, 2.0}, 3.0},
		{"_min", list{list{3.0, 1.0}}, 1.0},
		{"_min", list{list{}}, nil},
		{"_max", list{1.0, nil}, nil},
		{"_mean", list{list{1.0, 2.0, 6.0}}, 3.0},
		{"_median", list{list{6.0, 1.0, 2.0}}, 2.0},
		{"_median", list{6.0, 1.0}, 3.5},
	})
}

func TestThereIsNoNegativeZero(t *testing.T) {
	zero := event.Of(0)
	for _, v := range []event.Value{Neg(zero), Mul(event.Of(-1), zero), Div(zero, event.Of(-1)), Mod(event.Of(-4), event.Of(2)), Pow(event.Of(-1e-300), event.Of(3))} {
		require.Equal(t, event.Number, v.Kind)
		require.Zero(t, v.Num)
		require.False(t, math.Signbit(v.Num))
	}
	x, err := call(New(), "_ceil", -0.5)
	require.NoError(t, err)
	require.False(t, math.Signbit(x.(float64)))
}

func TestDateFunctions(t *testing.T) {
	const newYear = int64(1798761600000) // 2027-01-01T00:00:00Z
	runCalls(t, []callTest{
		{"_year", list{"2026-11-27"}, 2026.0},
		{"_month", list{"2026-11-27"}, 11.0},
		{"_day", list{"2026-11-27"}, 27.0},
		{"_weekday", list{"2026-11-27"}, "fri"},
		{"_weekday", list{newYear}, "fri"},
		{"_day", list{newYear - 1}, 31.0},
		{"_day", list{"2027-01-01T01:00:00+02:00"}, 31.0},
		{"_day", list{"2026-02-29"}, nil},
		{"_day", list{"2024-02-29"}, 29.0},
		{"_day", list{"2026-2-3"}, nil},
		{"_day", list{"soon"}, nil},
		{"_day", list{20.0}, nil},
		{"_year", list{nil}, nil},
	})
}

func TestOperators(t *testing.T) {
	const noon = int64(1767355200000) // 2026-01-02T12:00:00Z
	runCalls(t, []callTest{
		{"_eq", list{1.0, 1}, true},
		{"_eq", list{nil, nil}, false},
		{"_ne", list{nil, nil}, true},
		{"_ne", list{nil, 1.0}, true},
		{"_ne", list{1.0, 1.0}, false},
		{"_eq", list{"1", 1.0}, false},
		{"_eq", list{true, 1.0}, false},
		{"_eq", list{list{1.0, nil}, list{1.0, nil}}, true},
		{"_eq", list{list{1.0}, list{1.0, 2.0}}, false},
		{"_eq", list{rec{"a": 1.0}, rec{"a": 1.0, "b": nil}}, true},
		{"_eq", list{rec{"a": 1.0}, rec{"a": 1.0, "b": 2.0}}, false},
		{"_eq", list{list{}, rec{}}, false},
		{"_lt", list{1.0, 2.0}, true},
		{"_lt", list{"a", "b"}, true},
		{"_lt", list{"Z", "a"}, true},
		{"_lt", list{"é", "z"}, false},
		{"_lt", list{nil, 2.0}, false},
		{"_ge", list{nil, nil}, false},
		{"_le", list{1.0, "2"}, false},
		{"_lt", list{false, true}, false},
		{"_le", list{2.0, 2.0}, true},
		{"_gt", list{noon, "2026-01-02"}, true},
		{"_lt", list{"2026-01-02", noon}, true},
		{"_eq", list{noon, "2026-01-02T13:00:00+01:00"}, true},
		{"_eq", list{noon, "2026-01-02 12:00"}, true},
		{"_gt", list{noon, "yesterday"}, false},
		{"_gt", list{noon, 5.0}, false},
		{"_add", list{1.0, 2.0}, 3.0},
		{"_add", list{"a", "b"}, "ab"},
		{"_add", list{"a", 1.0}, nil},
		{"_add", list{nil, 1.0}, nil},
		{"_add", list{1e308, 1e308}, nil},
		{"_add", list{strings.Repeat("x", MaxText), "x"}, nil},
		{"_sub", list{1.0, 2.0}, -1.0},
		{"_mul", list{-1.0, 0.0}, 0.0},
		{"_div", list{1.0, 0.0}, nil},
		{"_div", list{1.0, 4.0}, 0.25},
		{"_mod", list{-5.0, 3.0}, -2.0},
		{"_mod", list{5.0, 0.0}, nil},
		{"_pow", list{2.0, 10.0}, 1024.0},
		{"_pow", list{2.0, -1.0}, 0.5},
		{"_pow", list{0.0, -1.0}, nil},
		{"_pow", list{0.0, 0.0}, 1.0},
		{"_pow", list{2.0, 0.5}, 1.41421356237},
		{"_pow", list{-1.0, 0.5}, nil},
		{"_pow", list{10.0, 400.0}, nil},
		{"_neg", list{2.0}, -2.0},
		{"_neg", list{0.0}, 0.0},
		{"_neg", list{"a"}, nil},
		{"_not", list{nil}, true},
		{"_not", list{true}, false},
		{"_not", list{"x"}, true},
		{"_true", list{true}, true},
		{"_true", list{nil}, false},
		{"_true", list{1.0}, false},
		{"_has", list{nil}, false},
		{"_has", list{""}, true},
		{"_in", list{2.0, list{1.0, 2}}, true},
		{"_in", list{nil, list{nil}}, false},
		{"_in", list{1.0, nil}, false},
		{"_notin", list{nil, list{1.0}}, true},
		{"_notin", list{1.0, list{1.0}}, false},
		{"_in", list{"a", "abc"}, false},
		{"_contains", list{"abc", "b"}, true},
		{"_contains", list{"abc", nil}, false},
		{"_contains", list{list{"a"}, "a"}, true},
		{"_starts", list{"abc", "ab"}, true},
		{"_ends", list{"abc", "bc"}, true},
		{"_ends", list{nil, ""}, false},
	})
}

func TestText(t *testing.T) {
	for want, v := range map[string]event.Value{
		"":                         {},
		"true":                     event.Of(true),
		"12":                       event.Of(12),
		"1.5":                      event.Of(1.5),
		"0":                        {Kind: event.Number, Num: math.Copysign(0, -1)},
		"0.3":                      event.Of(float64(0.1) + float64(0.2)),
		"-0.000001":                event.Of(-1e-6),
		"9007199254740993000":      event.Of(9007199254740993e3),
		"2026-01-02T12:00:00Z":     {Kind: event.Time, Num: 1767355200000},
		"2026-01-02T12:00:00.007Z": {Kind: event.Time, Num: 1767355200007},
		"0001-01-01T00:00:00Z":     {Kind: event.Time, Num: -1e300},
		"añ":                       event.Of("añ"),
	} {
		require.Equal(t, want, Text(v))
	}
}

func TestEveryFunctionOfTheCatalogueHasCode(t *testing.T) {
	// Those with a condition are expr's loops, those of the person and the reader are the engine's.
	elsewhere := []string{"all", "any", "none", "one", "filter", "find", "find_index", "map", "coupon", "link", "recommend", "date", "format", "money", "plural", "time"}
	var have []string
	for _, f := range New().Functions() {
		have = append(have, f.Name)
		set := 0
		for _, is := range []bool{f.One != nil, f.Two != nil, f.Many != nil} {
			if is {
				set++
			}
		}
		require.Equal(t, 1, set, f.Name)
	}
	require.True(t, slices.IsSorted(have))
	require.Equal(t, len(have), len(slices.Compact(slices.Clone(have))))
	for _, f := range stdlib.Functions() {
		require.NotEqual(t, slices.Contains(elsewhere, f.Name), slices.Contains(have, "_"+f.Name), f.Name)
	}
}

func TestLimits(t *testing.T) {
	long := make(list, MaxList)
	for i := range long {
		long[i] = strings.Repeat("x", 200)
	}
	text := strings.Repeat("x,", MaxText/2)
	tests := []struct {
		fn   string
		args list
		want *LimitError
	}{
		{"_concat", list{long, list{1.0}}, errList},
		{"_split", list{text, ","}, errList},
		{"_split", list{text, ""}, errList},
		{"_range", list{1.0, 10001.0}, errList},
		{"_range", list{-2e9, 2e9}, errList},
		{"_list", list{append(long[:MaxList:MaxList], 1.0)}, errList},
		{"_join", list{long, ""}, errText},
		{"_replace", list{text, "x", strings.Repeat("y", 1000)}, errText},
		{"_upper", list{strings.Repeat("ɐ", MaxText/2)}, errText}, // two bytes become three
		{"_text", list{text, "x"}, errText},
		{"_matches", list{strings.Repeat("x", MaxSubject+1), "x"}, errSubject},
	}
	for _, test := range tests {
		t.Run(test.fn, func(t *testing.T) {
			got, err := call(New(), test.fn, test.args...)
			require.Nil(t, got)
			require.Equal(t, test.want, err)
			require.ErrorIs(t, err, ErrLimit)
		})
	}
}

func TestWorkIsCountedUntilReset(t *testing.T) {
	c := New()
	long := make(list, MaxList)
	var err error
	for range MaxWork/MaxList + 1 {
		require.NoError(t, err)
		_, err = call(c, "_reverse", long)
	}
	var limit *LimitError
	require.True(t, errors.As(err, &limit))
	require.Equal(t, "more than 1000000 units of work in one expression", err.Error())
	c.Reset()
	_, err = call(c, "_reverse", long)
	require.NoError(t, err)
	require.Equal(t, MaxList, c.Spent())
}

// A function that goes through what it is given pays for it: that is what makes an
// evaluation end. Those that look at one place, or at nothing inside, are named.
func TestLongArgumentsCost(t *testing.T) {
	numbers, text := make(list, MaxList), strings.Repeat("x", MaxText/2)
	for i := range numbers {
		numbers[i] = float64(i)
	}
	texts := list{text, text}
	free := strings.Fields(`_abs _at _ceil _count _day _div _first _floor _get _has _int _last _mod _month _mul _neg
		_not _number _pow _round _slice _sub _take _true _weekday _year _range`)
	costs := func(f Func, x, y any) int {
		c := New()
		args := make(list, max(f.Min, 1))
		for i := range args {
			args[i] = []any{x, y, y}[i]
		}
		_, err := call(c, f.Name, args...)
		if err != nil {
			return MaxWork
		}
		return c.Spent()
	}
	for _, f := range New().Functions() {
		most := max(costs(f, numbers, numbers), costs(f, text, text), costs(f, text, "y"), costs(f, texts, texts),
			costs(f, "y", numbers), costs(f, numbers, "y"))
		if slices.Contains(free, f.Name) {
			require.Zero(t, costs(f, numbers, numbers), f.Name)
			continue
		}
		require.GreaterOrEqual(t, most, MaxText/2/textPerUnit, f.Name)
	}
}

func TestNothingIsAllocatedForScalars(t *testing.T) {
	a, b := event.Of(3.5), event.Of(2)
	x, y := event.Of("abc"), event.Of("abd")
	noon, day := event.Value{Kind: event.Time, Num: 1767355200000}, event.Of("2026-01-02")
	sink := 0.0
	require.Zero(t, testing.AllocsPerRun(100, func() {
		for _, v := range []event.Value{Add(a, b), Sub(a, b), Mul(a, b), Div(a, b), Mod(a, b), Neg(a)} {
			sink += v.Num
		}
		less, _ := Less(x, y)
		later, _ := Less(day, noon)
		if !less || !later || Equal(x, y) || Contains(x, y) || StartsWith(x, y) || EndsWith(x, y) {
			panic("wrong")
		}
	}))
}

func TestCloneSharesNothing(t *testing.T) {
	v := FromAny(rec{"a": list{"x", rec{"b": 1.0}}, "c": nil})
	c := Clone(v)
	require.Equal(t, v, c)
	c.Box.Items[0].Box.Items[0].Str = "y"
	c.Box.Names[0] = "z"
	require.Equal(t, FromAny(rec{"a": list{"x", rec{"b": 1.0}}, "c": nil}), v)
}

// Records inside records cost what they hold, whatever their depth; compared both
// ways, forty of them would outlast the sun.
func TestDeepRecordsAreComparedOnce(t *testing.T) {
	deep := func(inner any) any {
		for range 40 {
			inner = rec{"a": inner, "gone": nil}
		}
		return inner
	}
	value := func(x any) event.Value { return FromAny(list{x}) }
	require.True(t, Equal(value(deep(1.0)), value(deep(1.0))))
	require.False(t, Equal(value(deep(1.0)), value(deep(2.0))))
	require.True(t, Equal(value(deep(rec{"x": nil})), value(deep(rec{}))), "a field that is missing is one that is not there")
	require.False(t, Equal(value(deep(rec{"x": 1.0})), value(deep(rec{}))))
	require.False(t, Equal(value(deep(rec{})), value(deep(rec{"x": 1.0}))))
	c := New()
	same, err := c.equal(deep(rec{}), deep(rec{"x": nil}))
	require.NoError(t, err)
	require.True(t, same)
	same, err = c.equal(deep(rec{}), deep(rec{"x": 1.0}))
	require.NoError(t, err)
	require.False(t, same)
}
