package lint

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
	"github.com/journeylang/journey/stdlib/lang"
)

// MissingVariant is a part of a message that is not written in all languages.
var MissingVariant = warning("J0561", "missing-variant", "a part of a message that is not written in all languages",
	"A reader gets each part of a message in the own language where there is a variant, and else in the default language: half a message in Turkish and half in English. "+
		"The languages are those that `languages` of the project's file lists; without it, those that the messages with variants are written in. "+
		"A part without a default is shown to readers of other languages in whatever it is written in.",
	"Write the part in the languages that it lacks.",
	"message hello {\n  subject    \"Hello\"\n  subject tr \"Merhaba\"\n  body       \"Welcome\"\n}\nwhen signed_up then email hello\n",
	"message hello {\n  subject    \"Hello\"\n  subject tr \"Merhaba\"\n  body       \"Welcome\"\n  body tr    \"Hoş geldiniz\"\n}\nwhen signed_up then email hello\n")

type missingVariant struct{ *pass }

func newMissingVariant(p *pass) looker { return missingVariant{p} }

func (missingVariant) journey(*check.Journey) {}

// written are the parts that are texts in a language.
var written = []string{"subject", "preview", "body", "action"}

// variants are the texts of one part for one channel.
type variants struct {
	first     *ast.MessagePart // the default, or the first
	languages []string         // canonical; the default is the project's
	generic   []string         // of the same part, for every channel
	defaults  bool
}

func (m missingVariant) finish() {
	first := lang.Default
	if len(m.info.Languages) > 0 {
		first = m.info.Languages[0]
	}
	home := homes(m.info)
	var all []string // languages in use, where the project does not say
	for _, msg := range m.info.Messages {
		if f := home[msg.Decl]; f == nil || strings.HasPrefix(f.Path, stdlib.Dir) {
			continue
		}
		for _, p := range msg.Decl.Parts {
			if tag := lang.Tag(p.Lang.Text); tag != "" && !slices.Contains(all, tag) {
				all = append(all, tag)
			}
		}
	}
	slices.Sort(all)
	for _, msg := range m.info.Messages {
		f := home[msg.Decl]
		needed := m.info.Languages
		if len(needed) == 0 {
			needed = all
		}
		translated := slices.ContainsFunc(msg.Decl.Parts, func(p *ast.MessagePart) bool { return p.Lang.Text != "" })
		if f == nil || strings.HasPrefix(f.Path, stdlib.Dir) || !translated && len(m.info.Languages) == 0 {
			continue
		}
		for _, v := range variantsOf(msg.Decl, first) {
			m.check(f, v, needed, first)
		}
	}
}

func (m missingVariant) check(f *ast.File, v *variants, needed []string, first string) {
	var lacks []string
	for _, l := range needed {
		has := slices.ContainsFunc(lang.Chain(l), func(step string) bool {
			return slices.Contains(v.languages, step) || slices.Contains(v.generic, step)
		})
		if !has && !(l == first && v.defaults) {
			lacks = append(lacks, l)
		}
	}
	what := "`" + v.first.Part.Text + "`"
	if v.first.Channel.Text != "" {
		what += " for " + v.first.Channel.Text
	}
	switch {
	case len(lacks) > 0:
		m.report(MissingVariant, f, v.first.Part.Span, what+" is not written in "+quoted(lacks),
			"whoever reads that gets it in `"+v.languages[0]+"`; add "+v.first.Part.Text+" "+lacks[0]+" \"…\"")
	case !v.defaults:
		m.report(MissingVariant, f, v.first.Part.Span, what+" has no default",
			"readers of other languages get it in `"+v.languages[0]+"`; add one without a language")
	}
}

// variantsOf groups the texts of a message by part and channel, in the order written.
func variantsOf(d *ast.Message, first string) []*variants {
	var out []*variants
	by := map[[2]string]*variants{}
	for _, p := range d.Parts {
		if !slices.Contains(written, p.Part.Text) {
			continue
		}
		key := [2]string{p.Part.Text, p.Channel.Text}
		v := by[key]
		if v == nil {
			v = &variants{first: p}
			by[key] = v
			out = append(out, v)
		}
		tag := lang.Tag(p.Lang.Text)
		if p.Lang.Text == "" {
			tag = first
		}
		if tag == first && !v.defaults {
			v.defaults, v.first = true, p
			v.languages = append([]string{tag}, v.languages...)
			continue
		}
		v.languages = append(v.languages, tag)
	}
	for _, v := range out {
		if g := by[[2]string{v.first.Part.Text, ""}]; g != nil && g != v {
			v.generic = g.languages
			v.defaults = v.defaults || g.defaults
		}
	}
	return out
}

// homes are the files of messages.
func homes(info *check.Info) map[*ast.Message]*ast.File {
	out := map[*ast.Message]*ast.File{}
	for _, f := range info.Files {
		for _, d := range f.Decls {
			if m, ok := d.(*ast.Message); ok {
				out[m] = f
			}
		}
	}
	return out
}

func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "`" + n + "`"
	}
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " and " + out[n-1]
	}
	return strings.Join(out, "")
}
