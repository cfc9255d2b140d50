package parse

import (
	"strconv"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

var shortUnits = map[string]ast.Unit{
	"s": ast.Second, "m": ast.Minute, "h": ast.Hour, "d": ast.Day, "w": ast.Week, "mo": ast.Month, "y": ast.Year,
}

var unitWords = map[string]ast.Unit{
	"second": ast.Second, "seconds": ast.Second, "minute": ast.Minute, "minutes": ast.Minute, "hour": ast.Hour, "hours": ast.Hour,
	"day": ast.Day, "days": ast.Day, "week": ast.Week, "weeks": ast.Week, "month": ast.Month, "months": ast.Month,
	"year": ast.Year, "years": ast.Year,
}

var unitSpelling = []string{
	"seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "weeks", "week", "months", "month", "years", "year",
}

var unitLetters = [...]string{ast.Second: "s", ast.Minute: "m", ast.Hour: "h", ast.Day: "d", ast.Week: "w", ast.Month: "mo", ast.Year: "y"}

// duration reads `2h` or `2 hours`.
func (c *cursor) duration() *ast.DurationLit {
	t := c.peek()
	switch kind(t) {
	case token.Duration:
		c.next()
		return c.durationLit(t)
	case token.Number:
		c.next()
		return c.numberAndUnit(t)
	case token.Bad:
		c.next()
	case token.Name:
		if u, ok := unitWords[t.Value]; ok {
			c.next()
			d := c.report(codeNeedsUnit, span(t), "a duration needs a number", "write `1"+unitLetters[u]+"`")
			d.Fixes = []diag.Fix{replace("write 1"+unitLetters[u], span(t), "1"+unitLetters[u], true)}
			return &ast.DurationLit{Span: span(t), N: 1, Unit: u}
		}
		if n, ok := numberWords[t.Value]; ok {
			return c.spelledOut(t, n)
		}
		fallthrough
	default:
		c.report(codeMissingDuration, c.here(), "expected a duration, got "+describe(t),
			"write a number and a unit, such as `30m`, `2h`, `7d`, `2w`, `3mo` or `1y`")
	}
	return &ast.DurationLit{Span: c.since(c.end()), N: 1, Unit: ast.Day}
}

var numberWords = map[string]string{
	"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
	"nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}

// spelledOut reads `two hours`, which digits must say.
func (c *cursor) spelledOut(t *lexer.Token, digits string) *ast.DurationLit {
	c.next()
	lit := &ast.DurationLit{Span: span(t), N: 1, Unit: ast.Day}
	d := c.report(codeMissingDuration, span(t), "a number in words", "write `"+digits+"` and its unit")
	u, ok := c.unitWord(0)
	if !ok {
		return lit
	}
	short := digits + unitLetters[u]
	lit.Span = span(t).To(span(c.next()))
	d.Span, d.Detail = diag.Span(lit.Span), "write `"+short+"`"
	d.Fixes = []diag.Fix{replace("write "+short, lit.Span, short, true)}
	lit.N, lit.Unit = int64(leading(digits)), u
	return lit
}

// numberAndUnit reads the unit behind a number. Without one it offers the likely units.
func (c *cursor) numberAndUnit(num *lexer.Token) *ast.DurationLit {
	if u, ok := c.unitWord(0); ok {
		unit := c.next()
		lit := &ast.DurationLit{Span: span(num).To(span(unit)), Unit: u}
		c.amount(lit, num.Value)
		return lit
	}
	t := c.peek()
	if kind(t) == token.Name {
		if best, ok := spell.Closest(t.Value, unitSpelling); ok {
			c.next()
			d := c.report(codeUnknownUnit, span(t), "unknown unit `"+t.Value+"`", "did you mean `"+best+"`?")
			d.Fixes = []diag.Fix{replace("write "+best, span(t), best, true)}
			lit := &ast.DurationLit{Span: span(num).To(span(t)), Unit: unitWords[best]}
			c.amount(lit, num.Value)
			return lit
		}
		if u, ok := shortUnits[t.Value]; ok {
			c.next()
			at := span(num).To(span(t))
			d := c.report(codeUnknownUnit, at, "the unit stands beside its number", "write `"+num.Value+t.Value+"`")
			d.Fixes = []diag.Fix{replace("write "+num.Value+t.Value, at, num.Value+t.Value, true)}
			lit := &ast.DurationLit{Span: at, Unit: u}
			c.amount(lit, num.Value)
			return lit
		}
	}
	d := c.report(codeNeedsUnit, span(num), "a number needs a unit",
		"write `"+num.Value+"m` for minutes, `"+num.Value+"h` for hours or `"+num.Value+"d` for days; also `s`, `w`, `mo` and `y`")
	for _, u := range []string{"m", "h", "d"} {
		d.Fixes = append(d.Fixes, replace("write "+num.Value+u, span(num), num.Value+u, false))
	}
	lit := &ast.DurationLit{Span: span(num), Unit: ast.Hour}
	c.amount(lit, num.Value)
	return lit
}

// unitWord reports whether the token n places on is a unit in words.
func (c *cursor) unitWord(n int) (ast.Unit, bool) {
	t := c.ahead(n)
	if kind(t) != token.Name {
		return 0, false
	}
	u, ok := unitWords[t.Value]
	return u, ok
}

// isDuration reports whether a duration begins n places on.
func (c *cursor) isDuration(n int) bool {
	switch kind(c.ahead(n)) {
	case token.Duration:
		return true
	case token.Number:
		_, ok := c.unitWord(n + 1)
		return ok
	}
	return false
}

// durationLit reads a Duration token. What the lexer reported gets the amount it begins with.
func (c *cursor) durationLit(t *lexer.Token) *ast.DurationLit {
	i := 0
	for i < len(t.Value) && t.Value[i] >= '0' && t.Value[i] <= '9' {
		i++
	}
	lit := &ast.DurationLit{Span: span(t), Unit: ast.Day}
	u, ok := shortUnits[t.Value[i:]]
	if !ok {
		lit.N = max(1, int64(leading(t.Value[:i])))
		return lit
	}
	lit.Unit = u
	c.amount(lit, t.Value[:i])
	return lit
}

// maxAmount keeps every duration far below what a calendar or 64 bits of milliseconds hold.
var maxAmount = [...]int64{ast.Second: 3e9, ast.Minute: 5e7, ast.Hour: 876000, ast.Day: 36500, ast.Week: 5200, ast.Month: 1200, ast.Year: 100}

// amount sets the number of units. It is a whole number, at least 0 and at most a hundred years.
func (c *cursor) amount(lit *ast.DurationLit, text string) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		if _, ferr := strconv.ParseFloat(text, 64); ferr == nil && leading(text) < 1e8 && len(text) < 9 {
			c.report(codeDecimalDuration, lit.Span, "a duration is a whole number", "use a smaller unit, such as `90m` for an hour and a half")
			lit.N = max(1, int64(leading(text)))
			return
		}
		n = maxAmount[lit.Unit] + 1
	}
	if n > maxAmount[lit.Unit] {
		c.report(codeDurationTooLong, lit.Span, "a duration of more than a hundred years", "write at most `100y`")
		n = maxAmount[lit.Unit]
	}
	lit.N = n
}
