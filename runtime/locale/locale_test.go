package locale_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/locale"
)

var day = calendar.Civil{Year: 2026, Month: 11, Day: 27, Hour: 14, Minute: 5}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		tag  string
		x    float64
		want string
	}{
		{"en", 1234567.891, "1,234,567.891"}, {"en", 1234, "1,234"}, {"en", 0.5, "0.5"}, {"en", -0.0001, "0"}, {"en", -3, "-3"},
		{"de", 1234567.5, "1.234.567,5"}, {"bg", 1234, "1234"}, {"bg", 12345.5, "12\u00a0345,5"}, {"pl", 1234, "1234"}, {"pl", 12345, "12\u00a0345"},
		{"tr", 1234.5, "1.234,5"}, {"hi", 12345678, "1,23,45,678"}, {"fa", 1234.5, "۱٬۲۳۴٫۵"}, {"ar", 1234.5, "1,234.5"}, {"ar-EG", 1234.5, "١٬٢٣٤٫٥"},
		{"en", 1e15, "1,000,000,000,000,000"}, {"en", math.NaN(), ""}, {"en", math.Inf(1), ""}, {"tlh", 1234, "1,234"}, {"", 1234.5, "1,234.5"},
	} {
		require.Equal(t, c.want, locale.For(c.tag).Number(c.x, 3), "%s %v", c.tag, c.x)
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		tag  string
		x    float64
		code string
		want string
	}{
		{"en", 1234.5, "EUR", "€1,234.50"}, {"en", -5, "USD", "-$5.00"}, {"en", 5, "chf", "CHF\u00a05.00"}, {"en", 500, "JPY", "¥500"},
		{"en-GB", 5, "USD", "US$5.00"}, {"de", 5, "EUR", "5,00\u00a0€"}, {"bg", 1234.5, "BGN", "1234,50\u00a0лв."}, {"pl", 1234.5, "PLN", "1234,50\u00a0zł"},
		{"tr", 1234.5, "TRY", "₺1.234,50"}, {"fa", 1234.5, "EUR", "\u200e€۱٬۲۳۴٫۵۰"}, {"ar", 1234.5, "EUR", "\u200f1,234.50\u00a0€"},
		{"ar", -2, "EUR", "\u200f\u200e-2.00\u00a0€"}, {"ja", 500, "JPY", "￥500"}, {"en", 5, "", "5.00"}, {"en", 5, "лв", "лв\u00a05.00"}, {"en", 1.5, "KWD", "KWD\u00a01.500"},
		{"en", -0.001, "EUR", "€0.00"}, {"en", math.Inf(-1), "EUR", ""},
	} {
		require.Equal(t, c.want, locale.For(c.tag).Money(c.x, c.code), "%s %v %s", c.tag, c.x, c.code)
	}
}

func TestDate(t *testing.T) {
	for tag, want := range map[string]string{
		"en":    "Friday, November 27, 2026 / November 27, 2026 / Nov 27, 2026 / 11/27/26 / 2:05 PM",
		"en-GB": "Friday, 27 November 2026 / 27 November 2026 / 27 Nov 2026 / 27/11/2026 / 14:05",
		"tr":    "27 Kasım 2026 Cuma / 27 Kasım 2026 / 27 Kas 2026 / 27.11.2026 / 14:05",
		"bg":    "петък, 27 ноември 2026\u202fг. / 27 ноември 2026\u202fг. / 27.11.2026\u202fг. / 27.11.26\u202fг. / 14:05",
		"pl":    "piątek, 27 listopada 2026 / 27 listopada 2026 / 27 lis 2026 / 27.11.2026 / 14:05",
		"ar":    "الجمعة، 27 نوفمبر 2026 / 27 نوفمبر 2026 / 27\u200f/11\u200f/2026 / 27\u200f/11\u200f/2026 / 2:05 م",
		"fa":    "جمعه ۲۷ نوامبر ۲۰۲۶ / ۲۷ نوامبر ۲۰۲۶ / ۲۷ نوامبر ۲۰۲۶ / ۲۰۲۶/۱۱/۲۷ / ۱۴:۰۵",
		"es":    "viernes, 27 de noviembre de 2026 / 27 de noviembre de 2026 / 27 nov 2026 / 27/11/26 / 14:05",
		"th":    "วันศุกร์ที่ 27 พฤศจิกายน ค.ศ. 2026 / 27 พฤศจิกายน ค.ศ. 2026 / 27 พ.ย. 2026 / 27/11/26 / 14:05",
	} {
		l := locale.For(tag)
		var got []string
		for style := range locale.StyleNames {
			got = append(got, l.Date(day, locale.Style(style)))
		}
		require.Equal(t, want, strings.Join(append(got, l.Time(day)), " / "), tag)
	}
	midnight, noon := calendar.Civil{Year: 2026, Month: 1, Day: 1}, calendar.Civil{Year: 2026, Month: 1, Day: 1, Hour: 12}
	require.Equal(t, "12:00 AM", locale.For("en").Time(midnight))
	require.Equal(t, "12:00 PM", locale.For("en").Time(noon))
}

// A locale is the nearest there is; what is said of a variant stays with it.
func TestFor(t *testing.T) {
	for asked, want := range map[string]string{
		"en-GB": "en-GB", "en-TR": "en", "tr-CY": "tr-CY", "zh-TW": "zh-Hant", "xx": "en", "": "en", "sr-Latn-ME": "sr-Latn-ME",
	} {
		require.Equal(t, want, locale.For(asked).Tag, asked)
	}
	require.Equal(t, "€1", strings.TrimSuffix(locale.For("en").Money(1, "EUR"), ".00"))
}

// Every locale of the data can write everything; nothing of a pattern is left over.
func TestEveryLocale(t *testing.T) {
	text, err := os.ReadFile("locales.txt")
	require.NoError(t, err)
	n := 0
	for _, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "digits") {
			continue
		}
		n++
		l := locale.For(line)
		require.Equal(t, line, l.Tag)
		for month := 1; month <= 12; month++ {
			for style := range locale.StyleNames {
				got := l.Date(calendar.Civil{Year: 2026, Month: month, Day: month, Hour: month * 2 % 24}, locale.Style(style))
				require.NotEmpty(t, got, line)
				require.NotContains(t, got, "'", line)
			}
		}
		require.NotEmpty(t, l.Time(day), line)
		money := l.Money(-1234.5, "EUR")
		require.NotContains(t, money, "¤", line)
		require.NotContains(t, money, "#", line)
		require.NotEqual(t, l.Money(1234.5, "EUR"), money, "%s: a sign", line)
		require.NotEqual(t, l.Number(1, 0), l.Number(-1, 0), line)
	}
	require.Greater(t, n, 400)
}

func BenchmarkMoney(b *testing.B) {
	l := locale.For("pl")
	b.ReportAllocs()
	for b.Loop() {
		_ = l.Money(1234.5, "PLN")
	}
}

func Example() {
	l := locale.For("de-CH")
	fmt.Println(strings.ReplaceAll(l.Money(1234.5, "EUR"), "\u00a0", " "), l.Date(calendar.Civil{Year: 2026, Month: 1, Day: 2}, locale.Long))
	// Output: EUR 1'234.50 2. Januar 2026
}
