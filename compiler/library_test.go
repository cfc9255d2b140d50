package compiler_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/stdlib"
)

func summaries(r *compiler.Result) []string {
	var out []string
	for _, d := range r.Diags {
		out = append(out, d.File+" "+d.Code+" "+d.Summary)
	}
	return out
}

func compile(text string) *compiler.Result {
	return compiler.Compile([]compiler.Source{{Path: "shop/a.journey", Text: text}}, compiler.Options{})
}

func TestModulesHaveNoMistake(t *testing.T) {
	for _, name := range stdlib.Modules() {
		r := compile("use " + name + "\nwhen signed_up then email \"Welcome\"\n")
		require.Empty(t, summaries(r), name)
		require.NotNil(t, r.Program, name)
	}
}

func TestAModuleIsThereOnlyWhenItIsUsed(t *testing.T) {
	const journey = "when nps_answered where score <= 6 then email \"What went wrong?\"\n"
	require.Empty(t, summaries(compile("use saas\n"+journey)))
	require.Contains(t, summaries(compile(journey)), "shop/a.journey J0202 there is no event `nps_answered`")
}

func TestAProjectReplacesWhatAModuleDeclares(t *testing.T) {
	r := compile("use retail\nsegment big_spenders where count(purchased) >= 99\nwhen signed_up then email \"Welcome\"\n")
	require.Empty(t, summaries(r))
	r = compile("use lifecycle\nlifecycle customer {\n  stage lead where never purchased\n  stage buyer where count(purchased) >= 1\n}\nwhen signed_up then email \"Welcome\"\n")
	require.Empty(t, summaries(r), "the library's journey about a stage that is no longer there is left out")
	r = compile("segment vip where never purchased\nsegment vip where never login\nwhen signed_up then email \"Welcome\"\n")
	require.Len(t, r.Diags, 1)
}

func TestUses(t *testing.T) {
	for text, want := range map[string][]string{
		"use \"shared/events.journey\"\nwhen visit then email \"x\"\n": {"shop/shared/events.journey"},
		"use \"../a.journey\"\n  use \"b.journey\" # why\n":            {"a.journey", "shop/b.journey"},
		"use retail\nwhen visit then email \"x\"\n":                    nil,
		"# use \"x\"\nwhen visit then email \"use\"\n":                 nil,
		"": nil,
	} {
		require.Equal(t, want, compiler.Uses(compiler.Source{Path: "shop/a.journey", Text: text}), text)
	}
}
