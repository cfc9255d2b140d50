package grammar_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/format"
)

// Journeys in these pages and in the standard library are laid out as `journey fmt`
// does it. With -update they are laid out here.
func TestLaidOut(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	require.NoError(t, err)
	for _, page := range pages {
		data, err := os.ReadFile(page)
		require.NoError(t, err)
		fresh := map[int]string{}
		all := blocks(t, page, string(data))
		for i := range all {
			if b := &all[i]; b.kind == "journey" {
				fresh[b.line] = laidOut(t, b.name(), b.text)
			}
		}
		if *update {
			require.NoError(t, os.WriteFile(page, []byte(rewrite(string(data), all, fresh)), 0o644))
		}
	}
	modules, err := filepath.Glob("../stdlib/*.journey")
	require.NoError(t, err)
	more, err := filepath.Glob("../stdlib/modules/*.journey")
	require.NoError(t, err)
	modules = append(modules, more...)
	require.NotEmpty(t, modules)
	for _, module := range modules {
		data, err := os.ReadFile(module)
		require.NoError(t, err)
		if out := laidOut(t, module, string(data)); *update {
			require.NoError(t, os.WriteFile(module, []byte(out), 0o644))
		}
	}
}

// laidOut returns a text laid out. One with mistakes stays as it is.
func laidOut(t *testing.T, name, text string) string {
	t.Helper()
	out, ds, err := format.Source(name, text)
	require.NoError(t, err)
	if len(ds) == 0 && !*update {
		require.Equal(t, out, text, "%s is not laid out: `journey fmt` does it, and `go test ./grammar -update`", strings.TrimPrefix(name, "../"))
	}
	return out
}
