package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// A suppression is a comment on a line of its own,
//
//	# journey: ignore J0511 sent by the shop, not by a journey
//
// It silences diagnostics of its codes that begin on the next line with anything
// but a comment. What silences nothing is reported, so that none outlives its
// reason; and so is one that gives no reason, because nobody can tell whether it
// still holds.

// UnusedSuppression is a suppression that silences nothing.
var UnusedSuppression = warning("J0501", "unused-suppression", "a suppression that silences nothing",
	"The line below does not give this diagnostic, or no longer does. A suppression that is left behind would silence the next mistake.",
	"Take the suppression away; `journey lint --fix` does.",
	"# journey: ignore J0202 the shop will send it soon\nwhen cart_abandoned then email \"Still here\"\n",
	"when cart_abandoned then email \"Still here\"\n")

// BadSuppression is a suppression that names no code.
var BadSuppression = warning("J0502", "bad-suppression", "a suppression that cannot be read",
	"A suppression stands on a line of its own above what it silences and names one or more codes, then says why: `# journey: ignore J0511 sent by the shop`.",
	"Name the code, which every finding shows, and write the comment on the line above.",
	"# journey: ignore unused things\nwhen cart_abandoned then email \"Still here\"\n",
	"# this is about unused things\nwhen cart_abandoned then email \"Still here\"\n")

// BareSuppression is a suppression that does not say why.
var BareSuppression = warning("J0503", "bare-suppression", "a suppression that does not say why",
	"Whoever reads the file later sees that something is wrong and was accepted, and cannot tell whether the reason still holds.",
	"Write the reason behind the code, in a few words.",
	"# journey: ignore J0511\nmessage hello { subject \"Hello\" }\nwhen signed_up then email \"Welcome\"\n",
	"# journey: ignore J0511 the shop sends it by hand\nmessage hello { subject \"Hello\" }\nwhen signed_up then email \"Welcome\"\n")

// comment is the part of a suppression that tells it from any other comment.
var comment = regexp.MustCompile(`^#\s*journey:\s*ignore\b`)

var codeForm = regexp.MustCompile(`^J\d{4}$`)

// suppression is one code of one comment.
type suppression struct {
	code    string
	at      diag.Span
	line    diag.Span // what it silences
	used    bool
	comment *remark
}

// remark is a comment that silences.
type remark struct {
	at    diag.Span
	codes []*suppression
}

// Suppress takes away the diagnostics that the files' suppressions silence, and adds
// what is wrong with the suppressions themselves. The result is in order.
func Suppress(files []*ast.File, ds []diag.Diagnostic) []diag.Diagnostic {
	return Project{}.Suppress(files, ds)
}

// Suppress takes away the diagnostics that the files' suppressions silence, and adds
// what is wrong with the suppressions themselves. A suppression of a rule that is not
// looked for may well be of use to somebody who does. The result is in order.
func (about Project) Suppress(files []*ast.File, ds []diag.Diagnostic) []diag.Diagnostic {
	out := slices.Clone(ds)
	for _, f := range files {
		if !strings.Contains(f.Src, "ignore") {
			continue // cutting a file into tokens again is not for nothing
		}
		all, wrong := suppressions(f)
		if len(all) > 0 {
			out = slices.DeleteFunc(out, func(d diag.Diagnostic) bool { return d.File == f.Path && silenced(all, d) })
		}
		for _, s := range all {
			if c, _ := find(s.code); !s.used && about.asks(c) {
				wrong = append(wrong, unused(f, s))
			}
		}
		out = append(out, wrong...)
	}
	diag.Sort(out)
	return out
}

// unused reports a suppression that silences nothing. The comment can go when none of
// its codes does anything.
func unused(f *ast.File, s *suppression) diag.Diagnostic {
	d := UnusedSuppression.At(f.Path, s.at, "nothing on the line below gives "+s.code, "take the suppression away")
	if slices.ContainsFunc(s.comment.codes, func(c *suppression) bool { return c.used }) {
		return d
	}
	whole := s.comment.at
	whole.Start -= len(indent(f.Src, whole.Start))
	if rest := f.Src[whole.End:]; strings.HasPrefix(rest, "\r\n") {
		whole.End += 2
	} else if strings.HasPrefix(rest, "\n") {
		whole.End++
	}
	d.Fixes = append(d.Fixes, diag.Fix{Title: "take the suppression away", Safe: true, Edits: []diag.Edit{{Span: whole}}})
	return d
}

func silenced(all []*suppression, d diag.Diagnostic) bool {
	found := false
	for _, s := range all {
		if s.code == d.Code && d.Span.Start >= s.line.Start && d.Span.Start <= s.line.End {
			s.used, found = true, true
		}
	}
	return found
}

// suppressions reads the comments of a file.
func suppressions(f *ast.File) (all []*suppression, wrong []diag.Diagnostic) {
	stream := token.Lex(f.Src)
	lines := diag.NewLines(f.Src)
	for i, t := range stream.Tokens {
		text := strings.TrimRight(stream.Text(t), " \t\r")
		if t.Kind != token.Comment || !comment.MatchString(text) {
			continue
		}
		at := diag.Span{Start: t.Start, End: t.Start + len(text)}
		line := lines.Line(lines.Position(t.Start).Line)
		if strings.TrimSpace(f.Src[line.Start:t.Start]) != "" {
			wrong = append(wrong, BadSuppression.At(f.Path, at, "a suppression stands on a line of its own", "move it to the line above"))
			continue
		}
		codes, reason, problem := readCodes(text, t.Start)
		if problem != nil {
			problem.File = f.Path
			wrong = append(wrong, *problem)
		} else if reason == "" {
			wrong = append(wrong, BareSuppression.At(f.Path, at, "this suppression does not say why", "write the reason behind the code"))
		}
		r := &remark{at: at, codes: codes}
		target := below(stream, i, lines)
		for _, c := range codes {
			c.line, c.comment = target, r
			all = append(all, c)
		}
	}
	return all, wrong
}

// below is the next line with anything but a comment on it; behind the end of the
// file when there is none.
func below(stream *token.Stream, i int, lines *diag.Lines) diag.Span {
	for _, t := range stream.Tokens[i+1:] {
		if t.Kind != token.Space && t.Kind != token.Comment && t.Kind != token.Break && t.Kind != token.Newline && t.Kind != token.EOF {
			return lines.Line(lines.Position(t.Start).Line)
		}
	}
	end := len(stream.Src)
	return diag.Span{Start: end + 1, End: end + 1}
}

// readCodes reads the codes of a suppression that begins at an offset, and the reason
// behind them.
func readCodes(text string, start int) ([]*suppression, string, *diag.Diagnostic) {
	var codes []*suppression
	at := len(comment.FindString(text))
	for {
		rest := text[at:]
		at += len(rest) - len(strings.TrimLeft(rest, " \t,"))
		word, _, _ := strings.Cut(text[at:], " ")
		word = strings.TrimRight(word, ",:\t\r")
		span := diag.Span{Start: start + at, End: start + at + len(word)}
		if !codeForm.MatchString(word) {
			if len(codes) > 0 {
				return codes, strings.TrimSpace(text[at:]), nil
			}
			detail := "name what to silence, as in `# journey: ignore J0511 why`"
			if c, ok := named(word); ok {
				detail = "name its code: `# journey: ignore " + c.ID + " why`"
			}
			d := BadSuppression.At("", diag.Span{Start: start, End: start + len(text)}, "this suppression names no code", detail)
			return nil, "", &d
		}
		if _, known := find(word); !known {
			d := BadSuppression.At("", span, "there is no code "+word, "`journey explain` lists all codes")
			return codes, "", &d
		}
		codes = append(codes, &suppression{code: word, at: span})
		at += len(word)
	}
}

func find(id string) (diag.Code, bool) {
	for _, c := range Catalogue() {
		if c.ID == id {
			return c, true
		}
	}
	return diag.Code{}, false
}

// named returns the code that a name was meant for.
func named(word string) (diag.Code, bool) {
	all := Catalogue()
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.Name
	}
	name, ok := spell.Closest(word, names)
	if !ok {
		return diag.Code{}, false
	}
	return all[slices.Index(names, name)], true
}
