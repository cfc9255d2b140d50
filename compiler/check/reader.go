package check

import (
	"fmt"
	"strings"

	"golang.org/x/text/currency"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/stdlib"
	"github.com/journeylang/journey/stdlib/lang"
)

// What is sent is written for a reader: money, dates and numbers in the reader's
// format, and nouns in the form that their number takes in the text's language. The
// functions that do so stand in what is sent and nowhere else: a condition must not
// depend on how somebody writes 1,234.50.

// forReader is the scope of a text that is sent in a language.
func (s *scope) forReader(language string) *scope {
	t := *s
	t.reader, t.lang = true, language
	return &t
}

// insideReader checks that a function may be called here.
func (c *checker) insideReader(s *scope, sig *signature, e *ast.CallExpr) {
	if s.reader || s.learn != nil || !stdlib.ForReader(sig.Name) {
		return
	}
	detail := "it depends on who reads; stand it in a message or in a text that is sent: \"… {{ " + sig.Name + "(…) }} …\""
	if sig.Name == "format" || sig.Name == "money" {
		detail += "; compare and hand over the number itself"
	}
	c.report(codeReaderOnly, e.Fun.Span, sig.Name+" writes for a reader, and nobody reads this", detail)
}

// defaultLanguage is the language of texts that name none.
func (c *checker) defaultLanguage() string {
	if len(c.info.Languages) > 0 {
		return c.info.Languages[0]
	}
	return lang.Default
}

// readerRules are what the signatures of the functions for readers cannot say.
func (c *checker) readerRules(s *scope, sig *signature, e *ast.CallExpr, args []ast.Expr) {
	switch sig.Name {
	case "money":
		c.currency(s, e, args)
	case "time":
		if t := c.info.Types[args[0]]; t != nil && t.Kind == Date {
			c.report(codeWrongType, args[0].Pos(), "a date has no time of day", "date(…) writes a date")
		}
	}
}

// currency settles the currency of money(amount): the one that stands beside the
// amount, in the field `currency` of the same record or event.
func (c *checker) currency(s *scope, e *ast.CallExpr, args []ast.Expr) {
	if args[1] != nil {
		lit, ok := args[1].(*ast.StringLit)
		if code, plain := lit.Plain(); ok && plain {
			c.currencyCode(lit, code)
		}
		return
	}
	if beside := c.beside(s, args[0]); beside != nil {
		c.info.Currency[e] = beside
		return
	}
	if t := c.info.Types[args[0]]; t == nil || t.Kind != Number {
		return // it could not be understood, or is reported
	}
	c.report(codeNoCurrency, args[0].Pos(), "nothing says in which currency this is",
		"say it: money("+c.source(args[0].Pos())+", \"EUR\"); beside a field `currency`, as in money(entry.total), it is known")
}

// beside finds the currency of an amount: the field beside the one that the amount, or
// what it is worked out from, is read from.
func (c *checker) beside(s *scope, amount ast.Expr) ast.Expr {
	switch e := amount.(type) {
	case *ast.MemberExpr:
		found := &ast.MemberExpr{Span: e.Span, X: e.X, Name: ast.Name{Span: e.Name.Span, Text: "currency"}, Optional: e.Optional}
		t := unknown
		if c.silent(func() { t = c.expr(s, found) }) && t.Kind == Text {
			return found
		}
	case *ast.UnaryExpr:
		return c.beside(s, e.X)
	case *ast.ChoiceExpr:
		return c.beside(s.given(e.Cond, true), e.Then)
	case *ast.BinaryExpr:
		if x := c.beside(s, e.X); x != nil {
			return x
		}
		return c.beside(s, e.Y)
	}
	return nil
}

// silent runs f without reporting, and says whether it found nothing wrong.
func (c *checker) silent(f func()) bool {
	before, blame, muted := len(c.diags), c.blame, c.muted
	c.blame, c.muted = &health{}, false
	f()
	ok := len(c.diags) == before && !c.blame.broken
	c.diags = c.diags[:before]
	c.blame, c.muted = blame, muted
	return ok
}

// common are the codes that a misspelt one may have meant.
var common = strings.Fields("AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR IRR ISK JPY KRW KZT MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR")

func (c *checker) currencyCode(lit *ast.StringLit, code string) {
	if _, err := currency.ParseISO(code); err == nil && code == strings.ToUpper(code) {
		return
	}
	meant, near := spell.Closest(strings.ToUpper(code), common)
	if _, err := currency.ParseISO(code); err == nil {
		meant, near = strings.ToUpper(code), true
	}
	detail := "a currency is named by its ISO 4217 code, such as \"EUR\""
	if near {
		detail = "did you mean \"" + meant + "\"?"
	}
	d := c.report(codeUnknownCurrency, lit.Span, quote(code)+" is not the code of a currency", detail)
	if near {
		replace(d, c.clip(lit.Span), quote(meant), "write "+quote(meant), false)
	}
}

// plural types plural(n, one: "…", other: "…"): every form has its name, and the forms
// are those that the language of the text needs. In a form, `it` is the number.
func (c *checker) plural(s *scope, sig *signature, e *ast.CallExpr, args []ast.Expr) *Type {
	n := c.expr(s, args[0])
	c.wants(args[0], number, n, "`n` of plural")
	if len(s.elems) >= nestedClosures {
		c.report(codeTooDeep, e.Span, "a list inside a list inside a list", "every level multiplies the work; two levels are allowed")
		return text
	}
	for _, a := range e.Args[1:] {
		if a.Name.Text == "" {
			c.report(codeWrongArguments, a.Span, "which form is this?", "name it: "+strings.Join(lang.Plurals(s.lang), ": \"…\", ")+": \"…\"")
		}
	}
	inner := s.withElem(number)
	given := map[string]ast.Expr{}
	for i, p := range sig.Params[1:] {
		if form := args[i+1]; form != nil {
			c.want(inner, form, text, "`"+p.Name+"` of plural")
			given[p.Name] = form
		}
	}
	if s.lang != "" {
		c.forms(s, e, given)
	}
	return withOpt(text, n.Opt)
}

// forms reports the forms that a language needs and a text lacks, and those that it
// has not. `zero` is in every language what is said of none at all.
func (c *checker) forms(s *scope, e *ast.CallExpr, given map[string]ast.Expr) {
	needed := lang.Plurals(s.lang)
	for _, form := range needed {
		if given[form] == nil && form != "other" {
			d := c.report(codePluralMissing, e.Fun.Span, "the form `"+form+"` is missing, which numbers like "+like(s.lang, form)+" take in this language ("+s.lang+")",
				"without it they get `other`; "+s.lang+" has "+listed(needed))
			c.insertForm(d, e, form)
		}
	}
	fractions := lang.Fractions(s.lang)
	for _, a := range e.Args[1:] {
		form := a.Name.Text
		if given[form] == nil || form == "zero" || contains(needed, form) || contains(fractions, form) {
			continue
		}
		d := c.report(codePluralNeedless, a.Name.Span, "no number takes the form `"+form+"` in this language ("+s.lang+")", s.lang+" has "+listed(needed))
		end := c.clip(a.Span).End
		if rest := c.file.Src[end:]; strings.HasPrefix(strings.TrimLeft(rest, " \t\n"), ",") {
			end += strings.IndexByte(rest, ',') + 1
			end += len(c.file.Src[end:]) - len(strings.TrimLeft(c.file.Src[end:], " \t"))
			replace(d, diag.Span{Start: a.Span.Start, End: end}, "", "take it away", false)
		}
	}
}

// insertForm adds the fix that gives a missing form the text of `other`, for somebody
// to put right.
func (c *checker) insertForm(d *diag.Diagnostic, e *ast.CallExpr, form string) {
	at, copied := -1, ""
	for _, a := range e.Args[1:] {
		if at < 0 && formOrder(a.Name.Text) > formOrder(form) {
			at = a.Span.Start
		}
		if a.Name.Text == "other" {
			copied = c.source(a.Value.Pos())
		}
	}
	if at >= 0 && copied != "" {
		replace(d, diag.Span{Start: at, End: at}, form+": "+copied+", ", "add `"+form+"`, with the text of `other` to be put right", false)
	}
}

func formOrder(name string) int {
	for i, form := range lang.Forms {
		if form == name {
			return i
		}
	}
	return -1
}

// like lists the first whole numbers of a form.
func like(language, form string) string {
	var out []string
	for n := 0; n <= 200 && len(out) < 3; n++ {
		if lang.Plural(language, float64(n)) == form {
			out = append(out, fmt.Sprint(n))
		}
	}
	if len(out) == 0 {
		return "1000000"
	}
	return strings.Join(out, ", ")
}
