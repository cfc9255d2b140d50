package lang

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Forms are the plural forms of the Unicode Common Locale Data Repository (CLDR), in
// the order in which texts give them.
var Forms = []string{"zero", "one", "two", "few", "many", "other"}

var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// Plural returns the form that a number takes in a language: 3 is `few` in Polish and
// `other` in English. The sign does not matter, digits behind the point do.
func Plural(tag string, x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "other"
	}
	const most = 1_000_000_000 // no rule looks further than at six digits
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', -1, 64), ".")
	if len(whole) > 9 {
		whole = whole[len(whole)-9:]
	}
	i, _ := strconv.Atoi(whole) // nine digits at most
	if math.Abs(x) >= most {
		i += most
	}
	if len(fraction) > 6 {
		fraction = fraction[:6]
	}
	f, _ := strconv.Atoi(fraction) // six at most; none is 0
	return settled(tag, plural.Cardinal.MatchPlural(language.Make(tag), i, len(fraction), len(fraction), f, f))
}

// settled is the name of a form, where the rules of today differ from those of the
// library: Hebrew has had no `many` since CLDR 42.
func settled(tag string, form plural.Form) string {
	if form == plural.Many && Language(tag) == "he" {
		form = plural.Other
	}
	return formNames[form]
}

// Plurals returns the forms that the whole numbers of a language take, and `other`,
// which stands for every form that a text does not give.
func Plurals(tag string) []string {
	seen := map[string]bool{"other": true}
	for i := range 201 {
		seen[Plural(tag, float64(i))] = true
	}
	for _, x := range []float64{1000, 1_000_000} {
		seen[Plural(tag, x)] = true
	}
	return keep(seen)
}

// Fractions returns the forms that only numbers with a fraction take in a language:
// Czech has `many` for them. A text may give them.
func Fractions(tag string) []string {
	seen := map[string]bool{}
	for _, x := range []float64{0.1, 0.5, 1.1, 1.2, 1.5, 2.1, 2.5, 5.5, 10.1, 11.2} {
		if form := Plural(tag, x); !slices.Contains(Plurals(tag), form) {
			seen[form] = true
		}
	}
	return keep(seen)
}

func keep(seen map[string]bool) []string {
	var out []string
	for _, form := range Forms {
		if seen[form] {
			out = append(out, form)
		}
	}
	return out
}
