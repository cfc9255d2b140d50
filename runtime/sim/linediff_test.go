package sim_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sim"
)

func TestDiffLines(t *testing.T) {
	show := func(ds []sim.DiffLine) string {
		var b strings.Builder
		for _, d := range ds {
			b.WriteString(d.Op + d.Text + "\n")
		}
		return b.String()
	}
	require.Equal(t, " a\n-b\n+x\n c\n", show(sim.DiffLines("a\nb\nc\n", "a\nx\nc\n")))
	require.Equal(t, "+a\n", show(sim.DiffLines("", "a\n")))
	require.Equal(t, "-a\n", show(sim.DiffLines("a", "")))
	require.Equal(t, " a\n", show(sim.DiffLines("a\r\n", "a")))
	require.Empty(t, sim.DiffLines("", ""))
	require.Equal(t, "-a\n-b\n c\n+b\n a\n b\n-b\n a\n+c\n", show(sim.DiffLines("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc")))
}

// TestDiffLinesLeadsThere applies differences of random texts, and compares their
// length with that of the shortest, found by trying all.
func TestDiffLinesLeadsThere(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	text := func() []string {
		out := make([]string, rnd.IntN(9))
		for i := range out {
			out[i] = string(rune('a' + rnd.IntN(3)))
		}
		return out
	}
	for range 2000 {
		a, b := text(), text()
		var before, after []string
		edits := 0
		for _, d := range sim.DiffLines(strings.Join(a, "\n"), strings.Join(b, "\n")) {
			if d.Op != "+" {
				before = append(before, d.Text)
				require.Equal(t, len(before), d.Before)
			}
			if d.Op != "-" {
				after = append(after, d.Text)
				require.Equal(t, len(after), d.After)
			}
			if d.Op != " " {
				edits++
			}
		}
		require.Equal(t, strings.Join(a, "\n"), strings.Join(before, "\n"))
		require.Equal(t, strings.Join(b, "\n"), strings.Join(after, "\n"))
		require.Equal(t, len(a)+len(b)-2*common(a, b), edits, "%v %v", a, b)
	}
}

// common is the length of the longest common subsequence.
func common(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if a[0] == b[0] {
		return 1 + common(a[1:], b[1:])
	}
	return max(common(a[1:], b), common(a, b[1:]))
}
