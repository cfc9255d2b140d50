package cells

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/journeylang/journey/cmd/journey/internal/tui/bidi"
	"github.com/journeylang/journey/dsl/safetext"
)

// TestNarrowSignsNeedNoRules holds every sign that is counted against the rules: it is
// one letter of one column beside any other, harmless, and nothing joins with it.
func TestNarrowSignsNeedNoRules(t *testing.T) {
	n := 0
	for r := rune(0); r < 0x30000; r++ {
		if !narrow(r) {
			continue
		}
		n++
		s := string(r)
		require.Equal(t, []bidi.Cluster{{Text: s, Width: 1}}, clusters(norm.NFC.String(safetext.Line(s))), "%U", r)
		require.True(t, norm.NFC.PropertiesString(s).BoundaryBefore(), "%U", r)
		for _, beside := range []string{"x", "я", "ب", "│", "é"} {
			require.Len(t, bidi.Clusters(beside+s+beside), 3, "%U", r)
		}
	}
	require.Greater(t, n, 1000)
}

// TestNarrowTexts writes texts in both ways.
func TestNarrowTexts(t *testing.T) {
	for _, text := range []string{"", "é", "Sepetinde 3 ürün kaldı", "Здравей, Иво", "╭──▸ ▁▂▃█ …", "a│b", "‹name›"} {
		columns, ok := allNarrow(text)
		require.True(t, ok, text)
		for room := range columns + 3 {
			fast, slow := New(columns+4, 1), New(columns+4, 1)
			at := 1
			for _, k := range slow.seen(text, room, bidi.Left) {
				slow.set(at, 0, k.Text, k.Width, Strong)
				at += k.Width
			}
			require.Equal(t, at-1, fast.Put(1, 0, room, Strong, text), "%q in %d", text, room)
			require.Equal(t, slow.Text(), fast.Text(), "%q in %d", text, room)
		}
	}
	_, ok := allNarrow("e\u0301")
	require.False(t, ok)
}
