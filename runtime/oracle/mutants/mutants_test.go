package mutants_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/oracle/mutants"
)

func TestInstrument(t *testing.T) {
	const src = `package p

func before(a, b int) bool {
	if a != b && f(a > 1) < 2 {
		return a <= b
	}
	return false
}

func gates() int {
	one()
	two()
	x = max(1, x)
	x++
	switch {
	case x < 1:
		return 1
	case y():
		return 2
	}
	return 0
}
`
	out, found, err := mutants.Instrument("p.go", []byte(src), 10, []string{"gates"})
	require.NoError(t, err)
	var got []string
	for i, m := range found {
		require.Equal(t, 10+i, m.Number)
		got = append(got, fmt.Sprintf("%d %s", m.Line, m.Key()))
	}
	require.Equal(t, []string{
		"4 p.go before: `f(a > 1) < 2` with equality",
		"4 p.go before: `f(a > 1) < 2` turned round",
		"4 p.go before: `a > 1` with equality",
		"4 p.go before: `a > 1` turned round",
		"5 p.go before: `a <= b` without equality",
		"5 p.go before: `a <= b` turned round",
		"11 p.go gates: `one()` after `two()`",
		"12 p.go gates: `two()` after `x = max(1, x)`",
		"13 p.go gates: `x = max(1, x)` after `x++`",
		"16 p.go gates: case `x < 1` after `y()`",
		"16 p.go gates: `x < 1` with equality",
		"16 p.go gates: `x < 1` turned round",
		"13 p.go gates: `max(1, x)` turned round",
	}, got)
	text := string(out)
	require.Contains(t, text, "a != b && mutantLess(10, f(mutantLess(12, 1, a)), 2)")
	require.Contains(t, text, "return mutantAtMost(14, a, b)")
	require.Contains(t, text, "case (mutantLess(20, x, 1)) && !(mutantOn(19) && (y())):")
	_, err = parser.ParseFile(token.NewFileSet(), "p.go", out, 0)
	require.NoError(t, err)
}
