package grammar_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle/versus"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
)

// previews is what the messages say that a journey sends.
func previews(t *testing.T, journey, in *block) string {
	t.Helper()
	sc := scenarioOf(t, journey, in)
	prog, err := versus.Compile([]compiler.Source{source(journey)}, sc.Options.Zone)
	require.NoError(t, err)
	var out strings.Builder
	r := run.New(prog, run.Options{
		Workers: 1, Kinds: []engine.Kind{engine.Send},
		Engine: engine.Options{Site: "https://shop.example", Render: func(*engine.Decision) bool { return true }},
		Emit: func(ds []engine.Decision) error {
			return report.WritePreviews(&out, prog.Program, ds, report.TextOptions{})
		},
	})
	require.NoError(t, r.Feed(&event.Batch{Records: versus.Records(prog.Schema(), events(t, in.text))}))
	require.NoError(t, r.Finish(sc.Options.Until))
	require.NotEmpty(t, out.String())
	return strings.TrimPrefix(out.String(), "\n")
}
