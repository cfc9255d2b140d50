package parse

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/diag"
)

// apply makes the edits of a fix, which must not overlap.
func apply(t *testing.T, src string, f diag.Fix) string {
	t.Helper()
	for i := len(f.Edits) - 1; i >= 0; i-- {
		e := f.Edits[i]
		if i+1 < len(f.Edits) {
			require.LessOrEqual(t, e.Span.End, f.Edits[i+1].Span.Start, "edits in order")
		}
		src = src[:e.Span.Start] + e.Text + src[e.Span.End:]
	}
	return src
}

func TestCodesAreShownByTheirPrograms(t *testing.T) {
	for i, code := range Codes {
		t.Run(code.Name, func(t *testing.T) {
			require.Equal(t, fmt.Sprintf("J%04d", 101+i), code.ID, "the table is append-only and in order")
			require.Regexp(t, regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`), code.Name)
			require.NotEmpty(t, code.Title)
			require.True(t, strings.HasSuffix(code.Doc, "."), "the doc is a sentence")
			if code.Bad == "" {
				t.Skip("the smallest program is too large for the table; limits_test.go shows it")
			}
			_, ds := File("bad.journey", code.Bad)
			require.NotEmpty(t, ds, code.Bad)
			for _, d := range ds {
				require.Equal(t, code.ID, d.Code, "%s: %s (%s)", code.Bad, d.Summary, d.Detail)
			}
			require.Len(t, ds, 1, "one mistake, one diagnostic")
			_, ds = File("good.journey", code.Good)
			require.Empty(t, ds, code.Good)
		})
	}
}

// A fix leads to a program without the mistake that it was offered for.
func TestFixesOfCodes(t *testing.T) {
	for _, code := range Codes {
		_, ds := File("bad.journey", code.Bad)
		for _, d := range ds {
			for _, f := range d.Fixes {
				t.Run(code.Name+"/"+f.Title, func(t *testing.T) {
					fixed := apply(t, code.Bad, f)
					_, left := File("fixed.journey", fixed)
					require.Empty(t, left, fixed)
				})
			}
		}
	}
}

// Words are ours: lower case, no final period, nothing of the parser's insides.
func TestWording(t *testing.T) {
	for _, code := range Codes {
		_, ds := File("bad.journey", code.Bad)
		for _, d := range ds {
			require.NotRegexp(t, `\.$`, d.Summary)
			require.NotRegexp(t, `^[A-Z][a-z]`, d.Summary)
			require.NotRegexp(t, `(?i)token|lexer|EOF|Node|participle`, d.Summary+d.Detail)
			require.NotEmpty(t, d.Detail)
		}
	}
}

// A fix makes its mistake go away and brings none of its own, also among others.
func TestFixesOfErrFiles(t *testing.T) {
	for _, path := range files(t, "err/*.journey") {
		lines := strings.Split(read(t, path), "\n")
		for i, l := range lines {
			l, _, _ = strings.Cut(l, "#!")
			lines[i] = strings.TrimRight(l, " ")
		}
		src := strings.Join(lines, "\n")
		_, ds := File(path, src)
		for _, d := range ds {
			for _, f := range d.Fixes {
				fixed := apply(t, src, f)
				_, left := File(path, fixed)
				if len(left) >= len(ds) {
					t.Errorf("%s: %q by %q:\n%s", path, d.Summary, f.Title, strings.Join(near(fixed, d.Span.Start), "\n"))
				}
			}
		}
	}
}

// near is the line of an offset and its neighbours.
func near(src string, at int) []string {
	lines := strings.Split(src, "\n")
	n := strings.Count(src[:min(at, len(src))], "\n")
	return lines[max(0, n-1):min(len(lines), n+2)]
}
