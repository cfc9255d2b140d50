package cli

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/dsl/spell"
)

func init() { register(newExplain) }

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "explain [CODE]",
		Short:   "Say what a code such as J0202 means, or list all codes",
		GroupID: groupCheck,
		Example: `  journey explain J0202
  journey explain unused-message
  journey explain`,
		RunE: func(_ *cobra.Command, args []string) error {
			all := lint.Catalogue()
			switch len(args) {
			case 0:
				return a.listCodes(all)
			case 1:
				i := slices.IndexFunc(all, func(c diag.Code) bool {
					return strings.EqualFold(c.ID, args[0]) || strings.EqualFold(c.Name, args[0])
				})
				if i < 0 {
					return unknownCode(args[0], all)
				}
				return a.explain(all[i])
			}
			return usage("journey explain J0202", "explain takes one code, got %d", len(args))
		},
	}
}

func unknownCode(word string, all []diag.Code) error {
	var names []string
	for _, c := range all {
		names = append(names, c.ID, c.Name)
	}
	hint := "journey explain lists all codes"
	if meant, ok := spell.Closest(word, names); ok {
		hint = "did you mean " + meant + "?"
	}
	return usage(hint, "there is no code %q", word)
}

// The chapters of the list, by the first digits of a code.
var chapters = []struct{ prefix, title string }{
	{"J01", "How a journey is written"},
	{"J02", "Names, and how a journey is put together"},
	{"J03", "Values and conditions"},
	{"J05", "Allowed, and yet it cannot be meant (warnings)"},
	{"J09", "Limits of this version"},
}

func (a *app) listCodes(all []diag.Code) error {
	var b strings.Builder
	width := 0
	for _, c := range all {
		width = max(width, len(c.Name))
	}
	for i, ch := range chapters {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s\n", a.out.paint(bold, ch.title))
		for _, c := range all {
			if strings.HasPrefix(c.ID, ch.prefix) {
				fmt.Fprintf(&b, "  %s  %-*s  %s\n", c.ID, width, c.Name, c.Title)
			}
		}
	}
	_, err := io.WriteString(a.Out, b.String())
	return err
}

// explain writes the page of a code.
func (a *app) explain(c diag.Code) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n\n", a.out.paint(bold, c.ID+" "+c.Name), c.Severity)
	wrap(&b, strings.ToUpper(c.Title[:1])+c.Title[1:]+".", 78)
	b.WriteByte('\n')
	wrap(&b, c.Doc, 78)
	if c.Bad != "" {
		var shown bytes.Buffer
		const file = "example.journey"
		ds := slices.DeleteFunc(diagnose(compiler.Source{Path: file, Text: c.Bad}, c), func(d diag.Diagnostic) bool { return d.Code != c.ID })
		if err := diag.Render(&shown, "text", ds, diag.Sources{file: c.Bad}, diag.Options{Color: a.out.color}); err != nil {
			return err
		}
		fmt.Fprintf(&b, "\n%s\n\n", a.out.paint(bold, "This file"))
		indented(&b, safetext.Clean(c.Bad))
		fmt.Fprintf(&b, "\n%s\n\n", a.out.paint(bold, "gives"))
		indented(&b, shown.String())
	}
	if c.Cure != "" {
		fmt.Fprintf(&b, "\n%s\n\n", a.out.paint(bold, "To put it right"))
		wrap(&b, c.Cure, 78)
	}
	if c.Good != "" {
		fmt.Fprintf(&b, "\n%s\n\n", a.out.paint(bold, "This is right"))
		indented(&b, safetext.Clean(c.Good))
	}
	a.explainSilence(&b, c)
	_, err := io.WriteString(a.Out, b.String())
	return err
}

// explainSilence says how to hear of a code, less of it, or nothing.
func (a *app) explainSilence(b *strings.Builder, c diag.Code) {
	silence := "# journey: ignore " + c.ID + " and say why"
	head := func(text string) { fmt.Fprintf(b, "\n%s\n\n", a.out.paint(bold, text)) }
	if c.OptIn {
		head("To look for it")
		wrap(b, "Not every project wants this rule. It is looked for when journey.yaml says so:", 78)
		b.WriteByte('\n')
		indented(b, "rules:\n  "+c.Name+": warning")
	}
	if c.Most > 0 {
		head("To allow more, or less")
		wrap(b, fmt.Sprintf("Up to %d %s are allowed when journey.yaml does not say another number:", c.Most, c.Unit), 78)
		b.WriteByte('\n')
		indented(b, fmt.Sprintf("rules:\n  %s:\n    most: %d", c.Name, max(1, c.Most-2)))
	}
	head("To silence it")
	if c.Severity == diag.Error {
		wrap(b, "It is an error: what has it does not run. This comment on the line above only hides it from `journey lint`:", 78)
		b.WriteByte('\n')
		indented(b, silence)
		return
	}
	wrap(b, "For one line, with a comment on the line above:", 78)
	b.WriteByte('\n')
	indented(b, silence)
	b.WriteByte('\n')
	wrap(b, "For a whole project, in journey.yaml (off, info, warning or error):", 78)
	b.WriteByte('\n')
	indented(b, "rules:\n  "+c.Name+": off")
	b.WriteByte('\n')
	wrap(b, "For some of its files:", 78)
	b.WriteByte('\n')
	indented(b, "rules:\n  "+c.Name+":\n    except: [old/**]")
}

// diagnose finds every diagnostic of one file, also those that are looked for only
// where a project asks, before any suppression but its own.
func diagnose(s compiler.Source, c diag.Code) []diag.Diagnostic {
	res := compiler.Compile([]compiler.Source{s}, compiler.Options{})
	about := lint.Project{OptIn: []string{c.ID}, Carries: c.Feed, Program: res.Program}
	return about.Suppress(res.Files, append(res.Diags, about.Check(res.Info)...))
}

// indented writes a text four columns in.
func indented(b *strings.Builder, text string) {
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if line != "" {
			b.WriteString("    " + line)
		}
		b.WriteByte('\n')
	}
}

// wrap writes a text in lines of at most so many columns.
func wrap(b *strings.Builder, text string, width int) {
	at := 0
	for _, word := range strings.Fields(text) {
		w := safetext.Width(word)
		switch {
		case at == 0:
		case at+1+w > width:
			b.WriteByte('\n')
			at = 0
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += w
	}
	b.WriteByte('\n')
}
