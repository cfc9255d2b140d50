// Package lang knows languages by their tags: in which order a reader's language
// falls back to others, which way a text runs, and which plural forms it has.
//
// A tag is BCP 47: `tr`, `pt-BR`, `zh-Hant`. The compiler and the renderer of
// messages both ask here, so that what was checked is what happens. The data is
// that of golang.org/x/text.
package lang

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Default is the language of texts that name none, in a project that does not say
// in which languages it writes.
const Default = "en"

// Tag returns the canonical form of a tag that a feed or a person wrote: `tr_TR`
// and `TR-tr` are tr-TR, `iw` is he. Of a list, as browsers send it, it takes the
// first. What is no tag of a known language gives nothing.
func Tag(written string) string {
	const longest = 64
	if i := strings.IndexAny(written, ",;.@ "); i >= 0 {
		written = written[:i]
	}
	if written == "" || len(written) > longest {
		return ""
	}
	t, err := language.Parse(written)
	if err != nil {
		return ""
	}
	return tagOf(t)
}

// tagOf writes language, script and region; what else a tag may say (an extension,
// a private use) changes no text.
func tagOf(t language.Tag) string {
	base, script, region := t.Raw()
	if base.String() == "und" {
		return ""
	}
	out := base.String()
	if s := script.String(); s != "Zzzz" {
		out += "-" + s
	}
	if r := region.String(); r != "ZZ" {
		out += "-" + r
	}
	return out
}

// Chain returns the tags in which somebody reads, the best first: tr-CY gives tr-CY
// and tr. A region whose people write the language in another script than most gives
// that script before the bare language: zh-TW gives zh-TW, zh-Hant and zh. The tag
// must be canonical; of an empty one there is nothing.
func Chain(tag string) []string {
	if tag == "" {
		return nil
	}
	t := language.Make(tag)
	base, script, region := t.Raw()
	b, s, r := base.String(), script.String(), region.String()
	var out []string
	add := func(tags ...string) {
		for _, tag := range tags {
			if !slices.Contains(out, tag) {
				out = append(out, tag)
			}
		}
	}
	if r == "ZZ" {
		r = ""
	} else {
		r = "-" + r
	}
	switch usual := scriptOf(b); {
	case s != "Zzzz":
		add(b+"-"+s+r, b+"-"+s)
		if s == usual {
			add(b + r)
		}
	case scriptOf(tag) != usual:
		likely := scriptOf(tag)
		add(b+r, b+"-"+likely+r, b+"-"+likely)
	default:
		add(b + r)
	}
	add(b)
	add(near[b]...)
	return out
}

// near are languages that a reader of another reads without effort: the two ways to
// write Norwegian, and the tag that names neither.
var near = map[string][]string{"nb": {"no", "nn"}, "nn": {"nb", "no"}, "no": {"nb", "nn"}}

func scriptOf(tag string) string {
	s, _ := language.Make(tag).Script()
	return s.String()
}

// rightToLeft are the scripts that run from right to left.
var rightToLeft = []string{"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}

// RightToLeft reports whether texts in a language run from right to left.
func RightToLeft(tag string) bool {
	return tag != "" && slices.Contains(rightToLeft, scriptOf(tag))
}

// Language is the first part of a tag, the language without script and region.
func Language(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}

// Region is the region that a canonical tag names, or nothing.
func Region(tag string) string {
	_, _, r := language.Make(tag).Raw()
	if r.String() == "ZZ" {
		return ""
	}
	return r.String()
}
