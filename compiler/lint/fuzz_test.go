package lint_test

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/lint"
)

// Whatever a file says, linting ends, and every finding lies inside the file.
func FuzzLint(f *testing.F) {
	for _, c := range lint.Catalogue() {
		f.Add(c.Bad)
		f.Add(c.Good)
	}
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(f, err)
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		require.NoError(f, err)
		for _, file := range a.Files {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, d := range one(src) {
			require.LessOrEqual(t, 0, d.Span.Start)
			require.LessOrEqual(t, d.Span.Start, d.Span.End)
			require.LessOrEqual(t, d.Span.End, len(src))
			require.NotEmpty(t, d.Code)
		}
	})
}
