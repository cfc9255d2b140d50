package spec_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/spec"
)

// TestCoverage runs the tests of the archives in testdata/coverage and compares the
// page with the one that stands there.
func TestCoverage(t *testing.T) {
	paths, err := filepath.Glob("testdata/coverage/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		c := covered(t, archive.Files[:len(archive.Files)-1]...)
		var page bytes.Buffer
		require.NoError(t, c.WriteText(&page, spec.TextOptions{Width: 80}))
		want := &archive.Files[len(archive.Files)-1]
		require.Equal(t, "want", want.Name)
		if *update {
			want.Data = page.Bytes()
			require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
		}
		require.Equal(t, string(want.Data), page.String())
	}
}

func covered(t *testing.T, files ...txtar.File) *spec.Coverage {
	t.Helper()
	s := suite(t, files...)
	c := s.Coverage(func(string) bool { return true })
	for _, test := range s.Tests {
		res := s.Run(t.Context(), test)
		require.Empty(t, res.Failures)
		require.Empty(t, res.Reason)
		c.Add(res)
	}
	return c
}

// The page is well-formed, and what a file says cannot become a part of it.
func TestCoveragePage(t *testing.T) {
	c := covered(t, txtar.File{Name: "<b>.journey", Data: []byte("journey `</td><script>` { when signed_up\n  then email \"<i>&\"\n}\n")})
	var page bytes.Buffer
	require.NoError(t, c.WriteHTML(&page))
	text := page.String()
	require.NotContains(t, text, "<script")
	require.NotContains(t, text, "<i>")
	require.Contains(t, text, "email &#34;&lt;i&gt;&amp;&#34;")
	require.Contains(t, text, "never: email")
	_, body, _ := strings.Cut(text, "<body>")
	body, _, _ = strings.Cut(body, "</body>")
	d := xml.NewDecoder(strings.NewReader("<body>" + body + "</body>"))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
	hit, all := c.Count()
	require.Equal(t, 0, hit)
	require.Equal(t, 1, all)
	require.InDelta(t, 100, spec.Percent(0, 0), 0)
}
