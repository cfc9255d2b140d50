package sim_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sim"
)

// Both versions of a journey can be read out of the flow of both, whatever changed: its
// rows in their order, at their depth, and the arms with who took them.
func TestUnionHoldsBothVersions(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 9))
	var grow func(f *sim.Flow, of, depth int)
	grow = func(f *sim.Flow, of, depth int) {
		arms := []string{""}
		if of >= 0 {
			arms = []string{"a", "b", "c"}[rnd.IntN(2) : 2+rnd.IntN(2)]
		}
		for _, arm := range arms {
			n := rnd.IntN(4)
			if n == 0 && of >= 0 {
				f.Rows = append(f.Rows, sim.Row{Of: of, Depth: depth, Arm: arm, ArmN: rnd.Int64N(9) + 1, Empty: true})
			}
			for i := range n {
				r := sim.Row{Of: of, Depth: depth, Kind: "email", Step: fmt.Sprint("s", rnd.IntN(6)), Label: fmt.Sprint("l", rnd.IntN(4)), Passed: rnd.Int64N(9)}
				if i == 0 && of >= 0 {
					r.Arm, r.ArmN = arm, rnd.Int64N(9)+1
				}
				branches := depth < 3 && rnd.IntN(3) == 0
				if branches {
					r.Kind = "if"
				}
				f.Rows = append(f.Rows, r)
				if branches {
					grow(f, len(f.Rows)-1, depth+1)
				}
			}
		}
	}
	say := func(depth int, kind, label string, n int64) string {
		return fmt.Sprintf("%s%s %s %d\n", strings.Repeat(" ", depth), kind, label, n)
	}
	read := func(f *sim.Flow) string {
		var b strings.Builder
		for i := range f.Rows {
			r := &f.Rows[i]
			if r.Arm != "" {
				b.WriteString(say(r.Depth, "arm", r.Arm, r.ArmN))
			}
			if !r.Empty {
				b.WriteString(say(r.Depth, r.Kind, r.Label, r.Passed))
			}
		}
		return b.String()
	}
	side := func(rows []sim.UnionRow, other string, n func(*sim.Delta) int64, before bool) string {
		var b strings.Builder
		for i := range rows {
			r := &rows[i]
			require.Less(t, r.Of, i)
			if r.ArmCame != nil && r.ArmMark != other {
				b.WriteString(say(r.Depth, "arm", r.Arm, n(r.ArmCame)))
			}
			label := r.Label
			if before && r.Was != "" {
				label = r.Was
			}
			if !r.Empty && r.Mark != other {
				b.WriteString(say(r.Depth, r.Kind, label, n(&r.Came)))
			}
		}
		return b.String()
	}
	for range 3000 {
		before, after := &sim.Flow{}, &sim.Flow{}
		grow(before, -1, 0)
		grow(after, -1, 0)
		rows := sim.Unite(before, after)
		require.Equal(t, read(before), side(rows, "+", func(d *sim.Delta) int64 { return d.Before }, true))
		require.Equal(t, read(after), side(rows, "-", func(d *sim.Delta) int64 { return d.After }, false))
		for _, r := range sim.Unite(after, after) {
			require.Equal(t, " ", r.Mark, "nothing differs from itself")
		}
	}
	require.Empty(t, sim.Unite(nil, nil))
}
