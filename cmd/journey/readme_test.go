package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/cli"
)

// consoles are the blocks of a page that show a command and what it prints. A
// line `…` stands for what is left out.
var consoles = regexp.MustCompile("(?s)```console\n\\$ journey ([^\n]*)\n(.*?)```")

// What the README shows is what the program prints.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	blocks := consoles.FindAllStringSubmatch(string(page), -1)
	require.GreaterOrEqual(t, len(blocks), 3)
	for _, b := range blocks {
		t.Run(b[1], func(t *testing.T) {
			var out, failures bytes.Buffer
			cli.Run(t.Context(), strings.Fields(b[1]), cli.Streams{
				In: strings.NewReader(""), Out: &out, Err: &failures,
				Getenv: func(string) string { return "" }, Now: time.Now,
			})
			rest := out.String()
			for i, part := range strings.Split(b[2], "…\n") {
				at := strings.Index(rest, part)
				require.GreaterOrEqual(t, at, 0, "the program does not print\n%s\nbut\n%s%s", part, rest, failures.String())
				if i == 0 {
					require.Zero(t, at, "%s", rest)
				}
				rest = rest[at+len(part):]
			}
			if !strings.HasSuffix(b[2], "…\n") {
				require.Empty(t, rest)
			}
		})
	}
}

var (
	link    = regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]*))?\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	slugged = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// What a page links to is there, the heading too.
func TestLinks(t *testing.T) {
	t.Chdir("../..")
	pages, err := filepath.Glob("grammar/*.md")
	require.NoError(t, err)
	n := 0
	for _, page := range append(pages, "README.md", "RATIONALE.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target := filepath.Join(filepath.Dir(page), m[1])
			if m[1] == "" {
				target = page
			}
			_, err := os.Stat(target)
			require.NoError(t, err, "%s links to %s", page, target)
			if m[2] != "" {
				there, err := os.ReadFile(target)
				require.NoError(t, err)
				require.Contains(t, slugs(string(there)), m[2], "%s links to a heading of %s", page, target)
			}
			n++
		}
	}
	require.Greater(t, n, 20)
}

// slugs are the names that links give to the headings of a page.
func slugs(page string) []string {
	var out []string
	for _, m := range heading.FindAllStringSubmatch(page, -1) {
		s := slugged.ReplaceAllString(strings.ToLower(m[1]), "")
		out = append(out, strings.ReplaceAll(s, " ", "-"))
	}
	return out
}
