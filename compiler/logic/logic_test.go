package logic_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/logic"
	"github.com/journeylang/journey/dsl/ast"
)

// claims reads conditions as filters of one event.
func claims(t *testing.T, conds ...string) (*logic.Logic, []logic.Claim) {
	t.Helper()
	text := "event a { n: number, m: number?, t: text?, s: \"x\" | \"y\" }\n"
	for i, c := range conds {
		text += fmt.Sprintf("journey j%03d {\n  when a where (%s)\n  then stop\n}\n", i, c)
	}
	res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: text}}, compiler.Options{})
	require.Empty(t, res.Diags)
	var out []logic.Claim
	for _, j := range res.Info.Journeys {
		if !j.Std {
			e := j.Decl.Trigger.(*ast.When).Pattern.(*ast.EventPat)
			out = append(out, logic.Claim{Cond: e.Where, Place: logic.Place{File: j.File, Event: res.Info.Heard[e]}})
		}
	}
	return logic.New(res.Info), out
}

// The core is the smallest set of parts that cannot hold together.
func TestCore(t *testing.T) {
	for cond, want := range map[string][]string{
		`n > 50 and has(m) and n < 20 and t == "a"`:              {"n > 50", "n < 20"},
		`n > m and not (m >= 5 or t == "b") and n < 3 and m > 4`: {"n > m", "n < 3", "m > 4"},
		`s == "x" and n > 1 and s == "y"`:                        {`s == "x"`, `s == "y"`},
		`s != "x" and s != "y"`:                                  {`s != "x"`, `s != "y"`},
		`t startsWith "ab" and t contains "z" and t == "abc"`:    {`t contains "z"`, `t == "abc"`},
		`t endsWith "ab" and not (t contains "b") and n == 1`:    {`t endsWith "ab"`, `t contains "b"`},
		`count(a) < 1 and count(a, last 7d) > 0 and n > 0`:       {"count(a) < 1", "count(a, last 7d) > 0"},
		`n == n + 1`:                  {"n == n + 1"},
		`(m ?? 3) > 4 and not has(m)`: {"(m ?? 3) > 4", "has(m)"},
		`n > 2000000000 and n < 0.00001 and n < 3 and not (n<=3)`: {"n < 3", "n<=3"},
	} {
		l, c := claims(t, cond)
		core, never := l.Never(c...)
		require.True(t, never, cond)
		var got []string
		for _, part := range core {
			at := part.Cond.Pos()
			got = append(got, part.Place.File.Src[at.Start:at.End])
		}
		require.Equal(t, want, got, cond)
	}
}

// What is not understood is possible.
func TestSilent(t *testing.T) {
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprintf("(n > %d or m < %d)", i, i)
	}
	for _, cond := range []string{
		"n > 2000000000 and n < 1500000000",
		"n * n < 0",
		`t matches "a" and not (t matches "a+")`,
		strings.Join(many, " and ") + " and n < 0 and n > 1",
		"n >= m + 1 and n <= m + 1",
		"n > m + 0.1 and n < m + 0.10001",
	} {
		l, c := claims(t, cond)
		_, never := l.Never(c...)
		require.False(t, never, cond)
	}
}

// One claim follows from others.
func TestFollows(t *testing.T) {
	l, c := claims(t, "n > 5", "n >= 5", "n > m and m > 6")
	require.True(t, l.Follows(c[1], c[0]))
	require.False(t, l.Follows(c[0], c[1]))
	require.True(t, l.Follows(c[0], c[1], c[2]))
	require.False(t, l.Follows(c[2], c[0]))
}

// A question beyond all bounds ends.
func TestLarge(t *testing.T) {
	var parts []string
	for i := range 300 {
		parts = append(parts, fmt.Sprintf("(t == \"%d\" or n > %d and m < %d)", i, i, i))
	}
	l, c := claims(t, strings.Join(parts, " and "))
	_, never := l.Never(c...)
	require.False(t, never)
}
