package format_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/parse"
)

// corpus is every journey of the repository: files, files in archives of tests,
// blocks of the reference, and the examples of the parser's codes. Many have mistakes.
func corpus(t testing.TB) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && (d.Name() == ".git" || d.Name() == "bin") {
				return fs.SkipDir
			}
			return err
		}
		switch filepath.Ext(path) {
		case ".journey", ".txtar", ".md":
		default:
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch filepath.Ext(path) {
		case ".journey":
			out = append(out, string(data))
		case ".txtar":
			for _, f := range txtar.Parse(data).Files {
				if strings.HasSuffix(f.Name, ".journey") {
					out = append(out, string(f.Data))
				}
			}
		case ".md":
			out = append(out, blocks(string(data))...)
		}
		return nil
	})
	require.NoError(t, err)
	for _, c := range parse.Codes {
		if len(c.Bad) < 500 {
			out = append(out, c.Bad, c.Good)
		}
	}
	require.Greater(t, len(out), 400, "the repository was read")
	return out
}

// blocks are the journeys in a page.
func blocks(page string) []string {
	var out []string
	for _, part := range strings.Split(page, "\n```journey")[1:] {
		_, text, _ := strings.Cut(part, "\n")
		text, _, _ = strings.Cut(text, "\n```")
		out = append(out, text+"\n")
	}
	return out
}
