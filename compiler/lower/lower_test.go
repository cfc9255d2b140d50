package lower_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lower"
)

// What the lowering writes is held by the disassemblies in compiler/bytecode; here
// is what it leaves out, refuses and shares.

func compile(t *testing.T, text string, opts lower.Options) *compiler.Result {
	t.Helper()
	return compiler.Compile([]compiler.Source{{Path: "test.journey", Text: text}}, compiler.Options{Lower: opts})
}

func names(p *bytecode.Program) (out []string) {
	for _, j := range p.Journeys {
		out = append(out, j.Name)
	}
	return out
}

// TestDerived is about the journey that makes cart_abandoned.
func TestDerived(t *testing.T) {
	const abandoned, other = "when cart_abandoned then email \"x\"\n", "when visit then email \"x\"\n"
	keep := lower.Options{CartAbandoned: true}
	require.Equal(t, []string{"test"}, names(compile(t, abandoned, lower.Options{}).Program), "the feed has the event")
	require.Equal(t, []string{"test"}, names(compile(t, other, keep).Program), "nobody hears it")

	p := compile(t, abandoned, keep).Program
	require.ElementsMatch(t, []string{"derive_cart_abandoned", "test"}, names(p))
	within := func(p *bytecode.Program) bytecode.Duration {
		for _, j := range p.Journeys {
			if j.Std {
				return j.Alts[0].Within
			}
		}
		return bytecode.Duration{}
	}
	require.Equal(t, bytecode.Duration{Millis: 3_600_000}, within(p))
	keep.AbandonAfter = bytecode.Duration{Millis: 1_800_000}
	require.Equal(t, keep.AbandonAfter, within(compile(t, abandoned, keep).Program))
}

// TestShared holds that the same condition is there once, however often it is said:
// every person would otherwise keep a register for each.
func TestShared(t *testing.T) {
	const one = "journey a {\n  when visit\n  while purchased in the last 3d and profile.plan == \"pro\"\n  then email \"x\"\n}\n"
	const two = one + "journey b {\n  when visit\n  while purchased in the last 3d and profile.plan == \"pro\"\n  then email \"x\"\n}\n"
	p, q := compile(t, one, lower.Options{}).Program, compile(t, two, lower.Options{}).Program
	require.Equal(t, p.Regs, q.Regs)
	require.Equal(t, p.Facts, q.Facts)
	require.Equal(t, p.Texts, q.Texts)
	require.Equal(t, q.Journeys[0].While, q.Journeys[1].While)
	require.Equal(t, q.Journeys[0].Sends[0].Value, q.Journeys[1].Sends[0].Value)
}

// TestLabels holds that brackets which are opened in a step's words are closed there, also
// where they belong to no expression.
func TestLabels(t *testing.T) {
	p := compile(t, `when signed_up then {
  if (profile.plan == "x" or (tag "b")
  ) { email ("a") }
  if (tag "b") and (tag ")") { stop }
  wait until (profile.plan == "x") up to 1d
}
`, lower.Options{}).Program
	var labels []string
	for _, s := range p.Journeys[0].Steps {
		labels = append(labels, s.Label)
	}
	require.Equal(t, []string{
		`if (profile.plan == "x" or (tag "b") )`, `email ("a")`, `if (tag "b") and (tag ")")`, `stop`, `wait until (profile.plan == "x")`,
	}, labels)
}
