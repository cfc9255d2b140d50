package bidi

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/bidi"
)

// The two files of Unicode are here as samples; with BIDI_FILES set to a folder
// that has them whole, they are read whole.
func unicodeFile(t *testing.T, sample, whole string) []string {
	t.Helper()
	name := filepath.Join("testdata", sample)
	if dir := os.Getenv("BIDI_FILES"); dir != "" {
		name = filepath.Join(dir, whole)
	}
	f, err := os.Open(name)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	var out []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if line, _, _ := strings.Cut(lines.Text(), "#"); strings.TrimSpace(line) != "" {
			out = append(out, strings.TrimSpace(line))
		}
	}
	require.NoError(t, lines.Err())
	return out
}

func written(levels []int8) string {
	var out []string
	for _, l := range levels {
		if l == removed {
			out = append(out, "x")
			continue
		}
		out = append(out, strconv.Itoa(int(l)))
	}
	return strings.Join(out, " ")
}

// seen is the order in which what is not removed is seen.
func seen(levels []int8) string {
	var kept []int
	var own []int8
	for i, l := range levels {
		if l != removed {
			kept, own = append(kept, i), append(own, l)
		}
	}
	var out []string
	for _, k := range Order(own) {
		out = append(out, strconv.Itoa(kept[k]))
	}
	return strings.Join(out, " ")
}

func TestUnicodesCharacters(t *testing.T) {
	n := 0
	for _, line := range unicodeFile(t, "characters.txt", "BidiCharacterTest.txt") {
		f := strings.Split(line, ";")
		var runes []rune
		for _, hex := range strings.Fields(f[0]) {
			r, err := strconv.ParseInt(hex, 16, 32)
			require.NoError(t, err)
			runes = append(runes, rune(r))
		}
		levels, own := Levels(runes, map[string]Base{"0": Left, "1": Right, "2": Auto}[f[1]])
		require.Equal(t, f[2], strconv.Itoa(int(own)), line)
		require.Equal(t, f[3], written(levels), line)
		require.Equal(t, f[4], seen(levels), line)
		n++
	}
	require.Greater(t, n, 500)
}

var classNames = map[string]bidi.Class{
	"L": bidi.L, "R": bidi.R, "EN": bidi.EN, "ES": bidi.ES, "ET": bidi.ET, "AN": bidi.AN, "CS": bidi.CS, "B": bidi.B,
	"S": bidi.S, "WS": bidi.WS, "ON": bidi.ON, "BN": bidi.BN, "NSM": bidi.NSM, "AL": bidi.AL, "LRO": bidi.LRO, "RLO": bidi.RLO,
	"LRE": bidi.LRE, "RLE": bidi.RLE, "PDF": bidi.PDF, "LRI": bidi.LRI, "RLI": bidi.RLI, "FSI": bidi.FSI, "PDI": bidi.PDI,
}

func TestUnicodesClasses(t *testing.T) {
	n, levels, order := 0, "", ""
	for _, line := range unicodeFile(t, "classes.txt", "BidiTest.txt") {
		if rest, ok := strings.CutPrefix(line, "@Levels:"); ok {
			levels = strings.TrimSpace(rest)
			continue
		}
		if rest, ok := strings.CutPrefix(line, "@Reorder:"); ok {
			order = strings.TrimSpace(rest)
			continue
		}
		names, bits, _ := strings.Cut(line, ";")
		var classes []bidi.Class
		for _, name := range strings.Fields(names) {
			c, ok := classNames[name]
			require.True(t, ok, name)
			classes = append(classes, c)
		}
		which, err := strconv.ParseInt(strings.TrimSpace(bits), 16, 8)
		require.NoError(t, err)
		for bit, base := range []Base{Auto, Left, Right} {
			if which&(1<<bit) == 0 {
				continue
			}
			got, _ := classLevels(nil, classes, base)
			require.Equal(t, levels, written(got), "%s, %d", line, base)
			require.Equal(t, order, seen(got), "%s, %d", line, base)
			n++
		}
	}
	require.Greater(t, n, 1000)
}

func line(s string, base Base) string {
	var b strings.Builder
	clusters, _ := Line(s, base)
	for _, c := range clusters {
		b.WriteString(c.Text)
	}
	return b.String()
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		base           Base
	}{
		{"nothing to do", "Your cart (3)", "Your cart (3)", Auto},
		{"Hebrew", "שלום", "םולש", Auto},
		{"a default direction is kept", "Anna!", "!Anna", Right},
		{"brackets mirror", "(שלום)", "(םולש)", Right},
		{"Arabic joins, and reads to the left", "سلام", "\uFEE1\uFEFC\uFEB3", Auto},
		{"a name within a sentence keeps its order", "مرحبا Anna", "Anna \uFE8E\uFE92\uFEA3\uFEAE\uFEE3", Auto},
		{"Persian with a non-joiner", "می\u200cخواهم", "\uFEE2\uFEEB\uFE8D\uFEEE\uFEA7\uFBFD\uFEE3", Auto},
		{"numbers are read from the left", "خصم 20%", "%20 \uFEE2\uFEBC\uFEA7", Auto},
		{"marks stay on their letters", "مَا", "\uFE8E\uFEE3\u064E", Auto},
		{"marks between lam and alef", "لَا", "\uFEFB\u064E", Auto},
	} {
		require.Equal(t, c.want, line(c.in, c.base), c.name)
	}
}

func TestNeedsOrder(t *testing.T) {
	require.False(t, NeedsOrder("Мария, Łukasz & Işıl 🛒 €20 — カート"))
	for _, s := range []string{"علي", "שלום", "ﺳ", "a\u202Eb", "𞤀"} {
		require.True(t, NeedsOrder(s), s)
	}
}

func TestJoining(t *testing.T) {
	require.Equal(t, "abc 12", Join("abc 12"))
	require.Equal(t, "\uFE8D", Join("ا"))
	require.Equal(t, "\uFB58\uFBFF\uFB8F", Join("پیک"))
	require.Equal(t, "\uFEEB\u0640", Join("هـ"), "a tatweel joins")
	require.NotContains(t, Join("می\u200cخواهم"), "\u200C")
	require.Contains(t, Join("👩\u200D👧 سلام"), "\u200D", "a picture keeps its joiner")
	// Every letter has one, two or four shapes, and each is another character.
	for r, f := range letters {
		require.Contains(t, []int{1, 2, 4}, len(f), "%c", r)
		require.Len(t, slices.Compact(slices.Clone(f)), len(f))
	}
	require.Len(t, ligatures, 4)
}

func TestEveryBracketHasAPartner(t *testing.T) {
	n := 0
	for r := rune(0); r < 0x10000; r++ {
		if p, _ := bidi.LookupRune(r); !p.IsBracket() {
			continue
		}
		other, ok := partner(r)
		require.True(t, ok, "%U", r)
		back, ok := partner(other)
		require.True(t, ok && back == r, "%U %U %U", r, other, back)
		n++
	}
	require.Greater(t, n, 100)
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{"", "abc", "مرحبا Anna (VIP) خصم 20%", "a\u2067b\u2069c", "\u202E\u202D", "לא (ب", "لَا\u200c"} {
		f.Add(s, int8(-1))
	}
	f.Fuzz(func(t *testing.T, s string, base int8) {
		in := Clusters(Join(s))
		out, _ := Line(s, Base(max(base%2, -1)))
		require.Len(t, out, len(in)) // nothing is lost
	})
}
