package cells_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
)

// put writes a text into a canvas of one row.
func put(w int, text string) string {
	c := cells.New(w, 1)
	c.Put(0, 0, w, cells.Plain, text)
	return strings.TrimRight(c.Text(), " ")
}

func TestPut(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		w              int
	}{
		{"fits", "cart", "cart", 4},
		{"cut", "cart_abandoned", "cart_…", 6},
		{"cut between wide letters", "カートが", "カー…", 6},
		{"half a wide letter has no room", "カート", "カ…", 4},
		{"an accent stays", "u\u0308ru\u0308n", "ürün", 4},
		{"no colour for a heart", "I ❤\uFE0F you", "I ❤ you", 9},
		{"a family is one", "👩\u200D👩\u200D👧!", "👩\u200D👩\u200D👧!", 3},
		{"a mark alone", "\u0301x", "◌\u0301x", 4},
		{"a terminal is not told anything", "a\x1b[31mb\u202Ec\u009b\n", "a␛[31mb‹U+202E›c‹U+009B›␊", 40},
		{"isolates of strangers are seen", "a\u2068b\u2069", "a‹U+2068›b‹U+2069›", 40},
		{"isolates of a message are not", cells.Isolated("a\u2068b\u2069"), "ab", 40},
		{"our line runs from the left", "علي (p4)", "\uFEF2\uFEE0\uFECB (p4)", 40},
		{"a name does not drag a price", cells.Isolated("\u2068علي\u2069 20 EUR"), "\uFEF2\uFEE0\uFECB 20 EUR", 40},
		{"nothing", "", "", 5},
	} {
		require.Equal(t, c.want, put(c.w, c.in), c.name)
	}
}

func TestOverwriting(t *testing.T) {
	c := cells.New(6, 1)
	c.Put(0, 0, 6, cells.Plain, "カート")
	c.Put(1, 0, 1, cells.Strong, "x")
	require.Equal(t, " xート", c.Text())
	c.Put(4, 0, 1, cells.Plain, "y")
	require.Equal(t, " xーy ", c.Text())
	c.Put(9, 9, 3, cells.Plain, "outside")
	c.Put(-1, 0, 3, cells.Plain, "outside")
	require.Equal(t, " xーy ", c.Text())
	require.Equal(t, "0:1-1 strong\n", c.Roles())
}

func TestParagraphsOnTheRight(t *testing.T) {
	c := cells.New(12, 1)
	c.PutParagraph(0, 0, 12, cells.Plain, "خصم 20%!")
	require.Equal(t, "    !%20 \uFEE2\uFEBC\uFEA7", c.Text())
	require.True(t, cells.RightToLeft("خصم 20%"))
	require.False(t, cells.RightToLeft("Sale خصم"))
	require.False(t, cells.RightToLeft(cells.Isolated("\u2068علي\u2069, welcome")))
}

func TestTheTerminalOrders(t *testing.T) {
	c := cells.New(10, 1)
	c.Logical = true
	c.Put(0, 0, 10, cells.Plain, "علي (p4)")
	require.Equal(t, "علي (p4)  ", c.Text())
}

func TestStyled(t *testing.T) {
	c := cells.New(5, 2)
	c.Put(0, 0, 5, cells.Strong, "ab")
	c.Put(1, 1, 5, cells.Chosen, "│●")
	require.Equal(t, "\x1b[0;1mab\x1b[0m   \n \x1b[0;7m|*\x1b[0m  ", c.Styled(cells.ThemeOf("mono"), true))
	require.Nil(t, cells.ThemeOf("gold"))
	require.Equal(t, "ab   \n |*  ", c.ASCII())
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in         string
		n          int
		head, rest string
	}{{"abc", 2, "ab", "c"}, {"カート", 3, "カ", "ート"}, {"abc", 9, "abc", ""}, {"", 1, "", ""}, {"カ", 1, "", "カ"}} {
		head, rest := cells.Cut(c.in, c.n)
		require.Equal(t, []string{c.head, c.rest}, []string{head, rest}, "%+v", c)
	}
}

func FuzzPut(f *testing.F) {
	for _, s := range []string{"cart", "カート", "علي (VIP) 20%", "a\x1b[31m\u202e\u2068", "👩\u200D👧\uFE0F", "لَا\u200c", "\U000e0041🏴\U000e0067", "\u1112\u1161\u11ab"} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		w = max(min(w, 60), 0)
		for _, logical := range []bool{false, true} {
			c := cells.New(w+4, 1)
			c.Logical = logical
			n := c.Put(2, 0, w, cells.Strong, s)
			require.LessOrEqual(t, n, w)
			if logical == false {
				require.Equal(t, min(n, w), min(cells.Width(s), n))
			}
			text := c.Text()
			require.Equal(t, w+4, displaywidth.String(text), "%q", text)
			require.True(t, strings.HasPrefix(text, "  ") && strings.HasSuffix(text, "  "))
			for _, r := range text {
				require.False(t, unicode.IsControl(r), "%q", text)
			}
		}
	})
}

// TestPictures holds that a picture shows every letter in its cell, and is made of
// nothing but its own elements.
func TestPictures(t *testing.T) {
	c := cells.New(12, 3)
	c.Put(0, 0, 12, cells.Badge, "a <b> & \"c\"")
	c.Put(0, 1, 12, cells.Faint, "╭──┬╮ カ  x")
	c.Put(0, 2, 12, cells.Plain, "خصم\x1b")
	svg := c.SVG("x < y")
	d := xml.NewDecoder(strings.NewReader(svg))
	var texts []string
	names := map[string]bool{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch tok := tok.(type) {
		case xml.StartElement:
			names[tok.Name.Local] = true
		case xml.CharData:
			if s := strings.TrimSpace(string(tok)); s != "" {
				texts = append(texts, s)
			}
		}
	}
	require.Equal(t, map[string]bool{"svg": true, "title": true, "style": true, "rect": true, "text": true, "path": true}, names)
	require.Equal(t, []string{"x < y", `a <b> & "c"`, "カ", "x", "\uFEE2\uFEBC\uFEA7␛"}, append(texts[:1:1], texts[2:]...))
	require.Contains(t, svg, `x="60" y="42" textLength="16">カ<`, "a wide letter has two cells")
}
