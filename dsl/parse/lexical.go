package parse

import (
	"strings"

	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/token"
)

// lexical says the problems of the lexer in words.
func lexical(ps []token.Problem) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, p := range ps {
		code, summary, detail := words(p)
		d := code.At("", diag.Span{Start: p.Start, End: p.End}, summary, detail)
		if len(p.Edits) > 0 {
			fix := diag.Fix{Title: "put it right", Safe: safeFix[p.Kind]}
			if p.Want != "" {
				fix.Title = "write " + strings.TrimSpace(p.Want)
			}
			for _, e := range p.Edits {
				fix.Edits = append(fix.Edits, diag.Edit{Span: diag.Span{Start: e.Start, End: e.End}, Text: e.Text})
			}
			d.Fixes = []diag.Fix{fix}
		}
		out = append(out, d)
	}
	return out
}

// safeFix holds the problems whose fix cannot change what was meant.
var safeFix = map[token.ProblemKind]bool{
	token.ForeignPunct: true, token.ForeignDigit: true, token.SmartQuote: true, token.SingleQuote: true, token.WrongOperator: true,
	token.Semicolon: true, token.WrongComment: true, token.BadNumber: true, token.DecimalDuration: true, token.CompoundDuration: true,
	token.UnknownUnit: true, token.NameAfterDigit: true, token.ControlChar: true,
}

func words(p token.Problem) (code diag.Code, summary, detail string) {
	text := "`" + p.Text + "`"
	want := "write `" + p.Want + "`"
	switch p.Kind {
	case token.SourceTooLarge:
		return codeTooLarge, "file too large", "a file holds at most 16 MiB; split it and join the parts with `use`"
	case token.TooManyTokens:
		return codeTooLarge, "file too large", "a file holds at most two million words and signs; split it and join the parts with `use`"
	case token.TooDeep:
		return codeTooDeep, "nested too deeply", "at most 200 levels can stand inside one another; split the journey, or name a condition as a segment"
	case token.InvalidUTF8:
		return codeEncoding, "not UTF-8 text", "save the file as UTF-8"
	case token.ControlChar:
		return codeEncoding, "an invisible character", "take it out; nobody who reads the file can see it"
	case token.StrayChar:
		return codeStray, "unexpected character " + text, "it means nothing here; take it out, or put it into a text in double quotes"
	case token.ForeignPunct:
		return codeForeign, text + " in place of `" + p.Want + "`", "write the plain character `" + p.Want + "`"
	case token.ForeignDigit:
		return codeForeign, "digits of another script", "write `" + p.Want + "`; a text may hold any digits"
	case token.SmartQuote:
		return codeQuotes, "typographic quotation marks", `put a text in plain double quotes: "…"`
	case token.SingleQuote:
		return codeQuotes, "single quotes", `put a text in double quotes: "…"`
	case token.UnclosedString:
		return codeUnclosedText, "a text that does not end on its line", `close it with ", or put a longer one in """`
	case token.UnclosedMulti:
		return codeUnclosedText, "a text that never ends", `close it with """`
	case token.UnclosedInterp:
		return codeUnclosedText, "`{{` without `}}`", `close it with }}, or write \{{ for the two braces themselves`
	case token.UnclosedName:
		return codeUnclosedText, "a back-quoted name that does not end on its line", "close it with another back-quote"
	case token.EmptyName:
		return codeMissingName, "a name without letters", "write the name between the back-quotes"
	}
	return moreWords(p, text, want)
}

func moreWords(p token.Problem, text, want string) (code diag.Code, summary, detail string) {
	switch p.Kind {
	case token.BadEscape:
		return codeEscape, "unknown escape " + text, `write \n, \t, \r, \", \\, \{{ or \u{1F600}; a backslash itself is \\`
	case token.WrongOperator:
		return codeNearOperator, text + " is not an operator", want
	case token.Semicolon:
		return codeSemicolon, "a semicolon", "a new line ends a statement; take the semicolon out"
	case token.WrongComment:
		return codeComment, "`//` does not start a comment", "write `#`"
	case token.NameAfterDigit:
		return codeNameDigit, "a name that begins with a digit", "put it in back-quotes: `` " + p.Want + " ``"
	case token.BadNumber:
		if p.Want == "" {
			want = "write it out in digits"
		}
		return codeNumber, "a number written in another way", want
	case token.DecimalDuration:
		if p.Want == "" {
			want = "write a whole number of this or a smaller unit"
		}
		return codeDecimalDuration, "a duration is a whole number", want
	case token.CompoundDuration:
		if p.Want == "" {
			want = "write one number and one unit"
		}
		return codeDecimalDuration, "a duration has one unit", want
	case token.UnknownUnit:
		if p.Want == "" {
			want = "the units are `s`, `m`, `h`, `d`, `w`, `mo` and `y`"
		}
		return codeUnknownUnit, "unknown unit in " + text, want
	case token.BadTime:
		if p.Want == "" {
			want = "a time of day runs from `00:00` to `23:59`"
		}
		return codeTime, "not a time of day: " + text, want
	case token.BadDate:
		if p.Want == "" {
			want = "there is no such day in the calendar; a date is written `2026-11-27`"
		}
		return codeDate, "not a date: " + text, want
	}
	return codePercent, "percent or modulo", "a percent stands alone, without a blank before its sign; modulo has a blank on both sides"
}
