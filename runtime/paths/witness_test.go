package paths

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/flow"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/spec"
)

// invent writes a journey of sends, waits, arms and entries again.
func invent(r *rand.Rand) string {
	var b strings.Builder
	enter := []string{"", "enter again after 1d\n", "enter again after 3h\n", "enter once\n", "enter again after 30d\n"}[r.IntN(5)]
	fmt.Fprintf(&b, "journey j {\nwhen signed_up\n%sthen {\n", enter)
	arm := 0
	var block func(depth int)
	block = func(depth int) {
		for range 1 + r.IntN(3) {
			limit := []string{"1h", "5h", "1d", "2d", "90m"}[r.IntN(5)]
			switch k := r.IntN(7); {
			case k < 3 || depth > 2:
				fmt.Fprintf(&b, "%s \"Hello\"\n", []string{"email", "push", "sms"}[r.IntN(3)])
			case k == 3:
				fmt.Fprintf(&b, "wait %s\n", limit)
			case k == 4:
				fmt.Fprintf(&b, "wait for login up to %s {\n", limit)
				block(depth + 1)
				b.WriteString("} else {\n")
				block(depth + 1)
				b.WriteString("}\n")
			case k == 5:
				fmt.Fprintf(&b, "wait up to %s {\non visit {\n", limit)
				block(depth + 1)
				b.WriteString("}\non login {\n")
				block(depth + 1)
				b.WriteString("}\n}\n")
			default:
				arm += 2
				fmt.Fprintf(&b, "split {\n50%% arm_%d {\n", arm)
				block(depth + 1)
				fmt.Fprintf(&b, "}\n50%% arm_%d {\n", arm+1)
				block(depth + 1)
				b.WriteString("}\n}\n")
			}
		}
	}
	block(0)
	b.WriteString("}\n}\n")
	return b.String()
}

// Where package flow says that a bound is exact, there is a feed that reaches it: its
// witness, driven through the engine. And none that is driven so goes beyond.
func TestExactBoundsAreReached(t *testing.T) {
	reached, greatest := 0, 0
	for seed := range uint64(150) {
		src := invent(rand.New(rand.NewPCG(seed, 1)))
		res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, compiler.Options{})
		require.False(t, res.Failed(), src)
		s, err := spec.New(res.Info, spec.Options{Plain: res.Program})
		require.NoError(t, err)
		model := flow.New(res.Program, flow.Options{})
		index := journeyOf(res.Program, "j")
		for _, w := range []bytecode.Duration{{Millis: day}, {Millis: 7 * day}, {Millis: 3 * hour}} {
			b := model.MostOf(index, flow.Query{Window: w})
			if !b.Exact || b.Unlimited || b.N == 0 {
				continue
			}
			d := &driver{t: t, src: src, f: &finder{ctx: t.Context(), suite: s, w: newWisher(res.Info)}, index: index, j: res.Info.Journeys[slices.IndexFunc(res.Info.Journeys, func(j *check.Journey) bool { return j.Name == "j" })]}
			require.Equal(t, b.N, d.most(b.Path, w.Millis), "%s\nwindow of %d hours\n%v", src, w.Millis/hour, b.Path)
			reached++
			greatest = max(greatest, b.N)
		}
	}
	require.Greater(t, reached, 150)
	require.Greater(t, greatest, 10)
	t.Logf("%d exact bounds were reached, the greatest %d", reached, greatest)
}

// driver drives one person along a witness.
type driver struct {
	t     *testing.T
	src   string
	f     *finder
	j     *check.Journey
	index int
}

// most is how many messages lie in one window when the witness is followed.
func (d *driver) most(path []flow.Visit, window int64) int {
	all, number := steps(d.j)
	r := router{number: number}
	program := d.f.suite.Program()
	id := func(s ast.Step) string { return program.Journeys[d.index].Steps[number[s]].ID }
	step := func(id string) ast.Step {
		return all[slices.IndexFunc(program.Journeys[d.index].Steps, func(s bytecode.Step) bool { return s.ID == id })]
	}
	// The way to the first message, and then what the witness says. An entry is nil.
	wanted := []ast.Step{nil}
	after := []int64{0}
	if first := path[0]; first.Step != "" {
		for _, s := range d.way(&r, d.j.Decl.Body, step(first.Step)) {
			wanted, after = append(wanted, s), append(after, -1)
		}
	} else {
		wanted, after = nil, nil
	}
	for _, v := range path {
		at := v.After.Days*day + v.After.Millis
		if v.Step == "" {
			wanted, after = append(wanted, nil), append(after, at)
		} else {
			wanted, after = append(wanted, step(v.Step)), append(after, at)
		}
	}
	draft := draft{journeys: []string{"j"}, lines: []line{{at: start + 10*hour, event: "signed_up", trigger: true}}}
	prefix := len(wanted) - len(path)
	for range 3 * len(wanted) {
		d.f.left, d.f.seen = 10, map[string]*spec.Result{}
		res := d.f.play(&draft)
		require.NotNil(d.t, res, d.src)
		run := reading{res: res, journey: d.index, zone: draft.zone()}
		got := run.decisions(func(x *engine.Decision) bool { return x.Kind == engine.Enter || x.Step >= 0 && x.Kind != engine.Exit })
		n := 0
		for n < len(got) && n < len(wanted) && (wanted[n] == nil) == (got[n].Kind == engine.Enter) && (wanted[n] == nil || number[wanted[n]] == got[n].Step) {
			n++
		}
		if n == len(wanted) {
			return densest(got, window)
		}
		begun := got[min(prefix, len(got)-1)].At
		if wanted[n] == nil {
			draft.lines = append(draft.lines, line{at: begun + after[n], event: "signed_up", trigger: true})
			continue
		}
		before := wanted[n-1]
		require.NotNil(d.t, before, "%s\n%v at %d", d.src, path, n)
		met := false
		for _, c := range r.choices(before) {
			if met = d.begins(&r, c.block, before, wanted[n]); !met {
				continue
			}
			for _, x := range c.demands {
				switch x.kind {
				case byEvent:
					draft.lines = append(draft.lines, line{at: got[n-1].At, event: ast.Events(x.event)[0].Name.Text})
				case byArm:
					draft.arms = append(draft.arms, x.name)
				case byTime, byYes, byNo, byState:
				}
			}
			break
		}
		require.True(d.t, met, "%s\nno way from %s to %s", d.src, id(before), id(wanted[n]))
	}
	d.t.Fatalf("%s\n%v: the witness cannot be followed", d.src, path)
	return 0
}

// begins reports whether a block, or what comes behind its step, begins with a step.
func (d *driver) begins(r *router, b *ast.Block, of, want ast.Step) bool {
	if b != nil && len(b.Steps) > 0 {
		return b.Steps[0] == want
	}
	return behind(d.j.Decl.Body, of) == want
}

// behind is the step that comes after one, wherever it stands.
func behind(b *ast.Block, of ast.Step) ast.Step {
	var next ast.Step
	var find func(b *ast.Block, then ast.Step)
	find = func(b *ast.Block, then ast.Step) {
		if b == nil {
			return
		}
		for i, s := range b.Steps {
			follows := then
			if i+1 < len(b.Steps) {
				follows = b.Steps[i+1]
			}
			if s == of {
				next = follows
			}
			for _, c := range (&router{number: map[ast.Step]int32{}}).choices(s) {
				find(c.block, follows)
			}
		}
	}
	find(b, nil)
	return next
}

// way are the steps in front of one, by the way on which the least time goes: every event
// comes at once.
func (d *driver) way(r *router, b *ast.Block, to ast.Step) []ast.Step {
	var out []ast.Step
	for _, s := range b.Steps {
		if s == to {
			return out
		}
		out = append(out, s)
		for _, c := range r.choices(s) {
			if c.block == nil {
				continue
			}
			if holds(c.block, to) {
				return append(out, d.way(r, c.block, to)...)
			}
		}
		if cs := r.choices(s); len(cs) > 0 && cs[0].block != nil {
			out = append(out, d.way(r, cs[0].block, nil)...)
		}
	}
	return out
}

func holds(b *ast.Block, s ast.Step) bool {
	found := false
	ast.Walk(b, func(n ast.Node) bool {
		found = found || n == ast.Node(s)
		return !found
	})
	return found
}

// densest is the most messages in one window.
func densest(ds []engine.Decision, window int64) int {
	var at []int64
	for i := range ds {
		if ds[i].Kind == engine.Send && !ds[i].Skipped {
			at = append(at, ds[i].At)
		}
	}
	most, first := 0, 0
	for i := range at {
		for at[i]-at[first] >= window {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}
