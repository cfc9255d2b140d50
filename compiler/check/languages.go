package check

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib/lang"
)

// mistaken are tags that people write for a language, most of them a country's code or
// a language's name, and the tag that they mean.
var mistaken = map[string]string{
	"gr": "el", "cz": "cs", "dk": "da", "jp": "ja", "cn": "zh-Hans", "tw": "zh-Hant", "ua": "uk", "vn": "vi", "rs": "sr", "ir": "fa",
	"eg": "ar", "at": "de-AT", "us": "en-US", "gb": "en-GB", "mx": "es-MX", "in": "hi", "il": "he", "by": "be", "pk": "ur",
	"arabic": "ar", "bulgarian": "bg", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "farsi": "fa",
	"finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "italian": "it",
	"japanese": "ja", "korean": "ko", "norwegian": "nb", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro",
	"russian": "ru", "serbian": "sr", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
}

// LanguageMeant returns the tag that a text names, in canonical form; ok is false where
// it names none, and meant is then what it may have been meant to be.
func LanguageMeant(written string) (tag, meant string, ok bool) {
	if m := mistaken[strings.ToLower(written)]; m != "" {
		return "", m, false
	}
	tag = lang.Tag(written)
	if tag == "" {
		base, _, _ := strings.Cut(strings.ReplaceAll(written, "_", "-"), "-")
		return "", lang.Tag(base), false
	}
	return tag, "", true
}

// language checks the tag of a variant, and returns it in canonical form; without one
// it is the project's default.
func (c *checker) language(n ast.Name) string {
	if n.Text == "" {
		return c.defaultLanguage()
	}
	tag, meant, ok := LanguageMeant(n.Text)
	if ok && tag == n.Text {
		return tag
	}
	detail := "write it as tr, ar or pt-BR"
	summary := "`" + n.Text + "` is not a language's tag"
	if ok {
		meant = tag
		summary = "`" + n.Text + "` is another way to write `" + tag + "`"
	}
	if meant != "" {
		detail = "did you mean `" + meant + "`?"
	}
	d := c.report(codeUnknownLanguage, n.Span, summary, detail)
	if meant != "" {
		replace(d, c.clip(n.Span), meant, "write `"+meant+"`", ok)
	}
	return meant
}

// languages brings the project's languages into canonical form; what is none is left
// out, for the project's file is where that is reported.
func languages(written []string) []string {
	var out []string
	for _, w := range written {
		if tag := lang.Tag(w); tag != "" && !contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}
