package main

import (
	"bytes"
	"os"
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

// Every file that a page at the root links to is there.
func TestLinksOfTheRoot(t *testing.T) {
	t.Chdir("../..")
	link := regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	for _, page := range []string{"README.md", "RATIONALE.md", "CONTRIBUTING.md", "grammar/README.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		folder := strings.TrimSuffix(page, "README.md")
		if !strings.HasSuffix(folder, "/") {
			folder = ""
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			_, err := os.Stat(folder + m[1])
			require.NoError(t, err, "%s links to %s", page, m[1])
		}
	}
}
