package lang_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/stdlib/lang"
)

func TestTag(t *testing.T) {
	for written, want := range map[string]string{
		"tr": "tr", "TR": "tr", "tr_TR": "tr-TR", "pt-br": "pt-BR", "zh-hant-tw": "zh-Hant-TW", "iw": "he", "en-UK": "en-GB",
		"en-US,en;q=0.9": "en-US", "tr_TR.UTF-8": "tr-TR", "eng": "en", "ar-u-nu-latn": "ar",
		"": "", "und": "", "*": "", "Turkish": "", "x-private": "", "12": "", strings.Repeat("a", 10_000): "", "\x00\xff": "",
	} {
		require.Equal(t, want, lang.Tag(written), "%q", written)
	}
}

func TestChain(t *testing.T) {
	for tag, want := range map[string]string{
		"tr-CY": "tr-CY tr", "tr": "tr", "en-GB": "en-GB en", "zh-TW": "zh-TW zh-Hant-TW zh-Hant zh", "zh-Hant-HK": "zh-Hant-HK zh-Hant zh",
		"zh-CN": "zh-CN zh", "zh-Hans-CN": "zh-Hans-CN zh-Hans zh-CN zh", "sr-Latn": "sr-Latn sr", "nb": "nb no nn", "nn-NO": "nn-NO nn nb no", "": "",
	} {
		require.Equal(t, want, strings.Join(lang.Chain(tag), " "), tag)
	}
}

// Whatever the tag, the way back ends at its language, and no step comes twice.
func TestEveryChainEndsAtItsLanguage(t *testing.T) {
	for _, tag := range []string{"ar-EG", "fa-AF", "az-Cyrl-AZ", "uz-Arab", "pa-PK", "ku-IQ", "mn-CN", "es-419", "sr-ME", "yue"} {
		require.Equal(t, tag, lang.Tag(tag))
		chain := lang.Chain(tag)
		require.Equal(t, tag, chain[0])
		require.Equal(t, lang.Language(tag), chain[len(chain)-1])
		seen := map[string]bool{}
		for _, step := range chain {
			require.False(t, seen[step], "%s: %s", tag, step)
			seen[step] = true
		}
	}
}

func TestRightToLeft(t *testing.T) {
	for tag, want := range map[string]bool{"ar": true, "fa-IR": true, "he": true, "ur": true, "az-Arab": true, "pa-PK": true, "ug": true, "tr": false, "en": false, "uz": false, "": false} {
		require.Equal(t, want, lang.RightToLeft(tag), tag)
	}
}

// The samples are those that CLDR gives for its rules.
func TestPlural(t *testing.T) {
	for tag, samples := range map[string]map[float64]string{
		"en":    {0: "other", 1: "one", 2: "other", 1.5: "other", 0.1: "other", 21: "other", 100: "other"},
		"tr":    {0: "other", 1: "one", 2: "other", 1.5: "other", 1_000_000: "other"},
		"bg":    {0: "other", 1: "one", 2: "other", 11: "other", 21: "other", 1.5: "other"},
		"pl":    {0: "many", 1: "one", 2: "few", 3: "few", 5: "many", 11: "many", 12: "many", 14: "many", 21: "many", 22: "few", 100: "many", 102: "few", 112: "many", 1.5: "other", 1_000_000: "many"},
		"ru":    {0: "many", 1: "one", 2: "few", 5: "many", 11: "many", 21: "one", 22: "few", 101: "one", 111: "many", 1.5: "other"},
		"cs":    {0: "other", 1: "one", 2: "few", 4: "few", 5: "other", 1.5: "many", 100: "other"},
		"ar":    {0: "zero", 1: "one", 2: "two", 3: "few", 5: "few", 10: "few", 11: "many", 21: "many", 99: "many", 100: "other", 102: "other", 103: "few", 1.5: "other", 10_000_000: "other", 1e15: "other"},
		"fa":    {0: "one", 0.5: "one", 1: "one", 2: "other", 1.5: "other"},
		"fr":    {0: "one", 1: "one", 1.5: "one", 2: "other"},
		"lt":    {0: "other", 1: "one", 2: "few", 10: "other", 11: "other", 21: "one", 22: "few", 1.5: "many"},
		"lv":    {0: "zero", 1: "one", 2: "other", 10: "zero", 21: "one"},
		"he":    {1: "one", 2: "two", 3: "other", 20: "other"},
		"ja":    {0: "other", 1: "other", 2: "other"},
		"ga":    {1: "one", 2: "two", 3: "few", 7: "many", 11: "other"},
		"cy":    {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many", 7: "other"},
		"pt-PT": {0: "other", 1: "one", 2: "other"},
		"pt":    {0: "one", 1: "one", 2: "other"},
	} {
		for x, want := range samples {
			require.Equal(t, want, lang.Plural(tag, x), "%s: %v", tag, x)
			require.Equal(t, want, lang.Plural(tag, -x), "%s: -%v", tag, x)
		}
	}
}

func TestPlurals(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "one other", "tr": "one other", "bg": "one other", "pl": "one few many other", "ru": "one few many other",
		"cs": "one few other", "ar": "zero one two few many other", "fa": "one other", "he": "one two other", "ja": "other", "lv": "zero one other",
	} {
		require.Equal(t, want, strings.Join(lang.Plurals(tag), " "), tag)
	}
	require.Equal(t, []string{"many"}, lang.Fractions("cs"))
	require.Empty(t, lang.Fractions("en"))
	require.Empty(t, lang.Fractions("pl"), "its fractions are `other`, which every text gives")
}

func FuzzTag(f *testing.F) {
	f.Add("tr_TR")
	f.Add("zh-Hant-TW-x-a")
	f.Fuzz(func(t *testing.T, written string) {
		tag := lang.Tag(written)
		require.Equal(t, tag, lang.Tag(tag), "a canonical tag stays as it is")
		chain := lang.Chain(tag)
		if tag == "" {
			require.Empty(t, chain)
			return
		}
		require.NotEmpty(t, chain)
		require.Contains(t, lang.Forms, lang.Plural(tag, 2))
	})
}
