package stage

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
)

// exampleFlows are the journeys of a folder of examples.
func exampleFlows(t *testing.T, dir string) []*sim.Flow {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../../../../examples", dir, "*.journey"))
	require.NoError(t, err)
	var sources []compiler.Source
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		sources = append(sources, compiler.Source{Path: filepath.Base(f), Text: string(data)})
	}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.NotNil(t, res.Program, "%v", res.Diags)
	v, err := sim.NewVersion("v1", sources, res)
	require.NoError(t, err)
	s, err := sim.Open(context.Background(), sim.Config{Version: v})
	require.NoError(t, err)
	require.NoError(t, s.Wait(context.Background()))
	t.Cleanup(s.Close)
	var out []*sim.Flow
	for _, name := range s.Journeys() {
		f, err := s.Flow(name)
		require.NoError(t, err)
		out = append(out, f)
	}
	return out
}

// TestPlansOfExamples holds that every row of the rail has its place on the map,
// that no two places overlap, and that no way goes through one.
func TestPlansOfExamples(t *testing.T) {
	n := 0
	for _, dir := range []string{"lifecycle", "shop"} {
		for _, v := range exampleFlows(t, dir) {
			f := &flowScreen{view: v}
			f.lay()
			for _, wanted := range []int{60, 118, 196} {
				p := newPlan(v, f.items, wanted)
				soundPlan(t, v.Journey, p, len(f.items))
				n++
			}
		}
	}
	require.Greater(t, n, 60)
}

func soundPlan(t *testing.T, name string, p *plan, items int) {
	t.Helper()
	taken := map[point]int{}
	seen := map[int]bool{}
	for i, s := range p.spots {
		require.GreaterOrEqual(t, s.item, 0, "%s: a spot that is no row", name)
		require.False(t, seen[s.item], "%s: row %d twice", name, s.row)
		seen[s.item] = true
		for y := s.y; y < s.y+s.h; y++ {
			for x := s.x; x < s.x+s.w; x++ {
				require.True(t, x >= 0 && x < p.w && y >= 0 && y < p.h, "%s: row %d lies outside", name, s.row)
				old, ok := taken[point{x, y}]
				require.False(t, ok, "%s: rows %d and %d overlap", name, s.row, old)
				taken[point{x, y}] = s.row
				if s.h == boxHigh {
					taken[point{x, y}] = i + 1000
				}
			}
		}
	}
	require.Len(t, seen, items, name)
	for _, w := range p.ways {
		for i, at := range w.path {
			if i == 0 || i == len(w.path)-1 {
				continue // at a border
			}
			require.Less(t, taken[at], 1000, "%s: a way goes through a box at %v", name, at)
		}
	}
}

func TestTheMapFollowsTheRail(t *testing.T) {
	v := exampleFlows(t, "lifecycle")
	for _, f := range v {
		s := &flowScreen{view: f}
		s.lay()
		for s.at = range s.items {
			p := s.planFor(60)
			left, top := s.look(p, 60, 12)
			for _, k := range p.spots {
				if k.item == s.at {
					require.True(t, k.x < left+60 && k.x+k.w > left && k.y >= top && k.y+k.h <= top+12, "%s: row %d is in view", f.Journey, s.at)
				}
			}
		}
	}
}
