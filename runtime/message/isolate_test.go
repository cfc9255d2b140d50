package message

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestIsolate(t *testing.T) {
	shown := strings.NewReplacer("<", firstStrong, ">", popIsolate)
	for _, c := range []struct {
		value       string
		rightToLeft bool
		want        string
	}{
		{"Ann", false, "Ann"}, {"ليلى", true, "ليلى"}, {"", true, ""}, {"!", true, "!"},
		{"Ann", true, "<Ann>"}, {"ليلى", false, "<ليلى>"}, {"דנה", false, "<דנה>"},
		{", ليلى!", false, ", <ليلى>!"}, {" Ann ", true, " <Ann> "},
		{"SAVE10-7KQ2", true, "<SAVE10-7KQ2>"}, {"SAVE10-7KQ2", false, "SAVE10-7KQ2"},
		{"3", true, "3"}, {"1234.5", true, "1234.5"}, {"12,5", true, "12,5"}, {"-5", true, "<-5>"}, {"+90 555", true, "<+90 555>"}, {"2026-11-27", true, "<2026-11-27>"},
		{"-5", false, "-5"}, {"٣", false, "<٣>"}, {"٣", true, "٣"}, {"3 منتجات", true, "3 منتجات"},
		{"\u202eAnn\u2066", true, "<Ann>"}, {"\u202ebad", false, "bad"}, {"\xff", true, "\uFFFD"},
	} {
		want := shown.Replace(c.want)
		require.Equal(t, want, isolate(c.value, c.rightToLeft), "%q", c.value)
	}
}

// What comes out is what went in, but for direction controls: every isolate that is
// opened is closed, and nothing else is added.
func FuzzIsolate(f *testing.F) {
	f.Add("Ann ليلى 3", true)
	f.Add("-5 \u2069", true)
	f.Fuzz(func(t *testing.T, value string, rightToLeft bool) {
		got := isolate(value, rightToLeft)
		require.Equal(t, strings.Count(got, firstStrong), strings.Count(got, popIsolate))
		require.LessOrEqual(t, strings.Index(got, firstStrong), strings.Index(got, popIsolate))
		bare := strings.NewReplacer(firstStrong, "", popIsolate, "").Replace(got)
		if utf8.ValidString(value) {
			require.Equal(t, isolateControls.Replace(value), bare)
		}
	})
}

var isolateControls = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")
