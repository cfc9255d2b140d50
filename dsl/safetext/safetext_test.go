package safetext

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"cart_abandoned":                  "cart_abandoned",
		"Sepetinde 3 ürün kaldı":          "Sepetinde 3 ürün kaldı",
		"تركت منتجات في سلتك":             "تركت منتجات في سلتك",
		"می\u200cخواهم":                   "می\u200cخواهم",
		"👩\u200d👩\u200d👧 ☂\ufe0f":         "👩\u200d👩\u200d👧 ☂\ufe0f",
		"\x1b[31mred\x1b[0m":              "␛[31mred␛[0m",
		"\x1b]0;title\a":                  "␛]0;title␇",
		"a\r\nb\tc\x00\x7f":               "a␍␊b␉c␀␡",
		"\u009b31m":                       "‹U+009B›31m",
		"paid \u202eevas\u202c":           "paid ‹U+202E›evas‹U+202C›",
		"\u2066\u2067\u2068\u2069":        "‹U+2066›‹U+2067›‹U+2068›‹U+2069›",
		"\u061c\u200e\u200f":              "‹U+061C›‹U+200E›‹U+200F›",
		"pro\u200bmo":                     "pro‹U+200B›mo",
		"\ufeffuse retail":                "‹U+FEFF›use retail",
		"a\u2028b\u2029c":                 "a‹U+2028›b‹U+2029›c",
		"a\xffb\xc3":                      "a‹0xFF›b‹0xC3›",
		"\xed\xa0\x80":                    "‹0xED›‹0xA0›‹0x80›",
		"the real \ufffd stays":           "the real \ufffd stays",
		"\U000e0041\U000e0042":            "‹U+E0041›‹U+E0042›",
		"🏴\U000e0067\U000e0062\U000e007f": "🏴\U000e0067\U000e0062\U000e007f",
		"\u0600\u0661":                    "\u0600\u0661",
	} {
		require.Equal(t, want, Line(in), "%q", in)
	}
}

func TestClean(t *testing.T) {
	require.Equal(t, "a\n\tb␍␛", Clean("a\n\tb\r\x1b"))
	require.Equal(t, "‹0xFF›", Clean("\xff"))
}

func TestWidth(t *testing.T) {
	for in, want := range map[string]int{
		"":                   0,
		"cart":               4,
		"ürün":               4,
		"u\u0308ru\u0308n":   4,
		"カート":                6,
		"ｶｰﾄ":                3,
		"장바구니":               8,
		"\u1112\u1161\u11ab": 2,
		"سلتك":               4,
		"👍":                  2,
		"👍🏽":                 2,
		"👩\u200d👩\u200d👧":    2,
		"☂\ufe0f":            2,
		"☂":                  1,
		"🇹🇷":                 2,
		"␛‹U+202E›":          9,
	} {
		require.Equal(t, want, Width(in), "%q", in)
	}
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{"a\x1b[0m", "\u202e\xff\r\n", "🏴\U000e0067\x1b\U000e0067", "\U0010ffff\u0085"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Line(s)
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		flag := false
		for _, r := range got {
			if flag = r == blackFlag || flag && isTag(r); Acts(r) && !flag {
				t.Fatalf("%U passes through in %q", r, got)
			}
		}
		if Line(got) != got {
			t.Fatalf("%q is not harmless the second time", got)
		}
		if !strings.ContainsAny(s, "\n\t") && Clean(s) != got {
			t.Fatalf("Line and Clean differ for %q", s)
		}
		if w := Width(got); w < 0 || w > 9*len(s) {
			t.Fatalf("%q takes %d columns", got, w)
		}
	})
}
