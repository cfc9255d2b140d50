package check

import (
	"fmt"
	"time"

	"github.com/journeylang/journey/dsl/ast"
)

// longest is the greatest duration that somebody can mean.
const longestYears = 100

// perYear is how many of a unit make a year, roughly: only the absurd is refused.
var perYear = [...]int64{
	ast.Second: 366 * 24 * 3600, ast.Minute: 366 * 24 * 60, ast.Hour: 366 * 24,
	ast.Day: 366, ast.Week: 53, ast.Month: 12, ast.Year: 1,
}

// span checks a duration: some time, and not more than a hundred years.
func (c *checker) span(d *ast.DurationLit) {
	switch {
	case d == nil:
	case d.N <= 0:
		c.report(BadDuration, d.Span, "a duration of nothing", "write how long, such as 2h or 7d")
	case d.N > longestYears*perYear[min(d.Unit, ast.Year)]:
		c.report(BadDuration, d.Span, "a duration of more than a hundred years", "write how long, such as 2h or 7d")
	}
}

func (c *checker) timeOfDay(t *ast.TimeLit) {
	if t != nil && (t.Hour < 0 || t.Hour > 23 || t.Minute < 0 || t.Minute > 59) {
		c.report(BadMoment, t.Span, fmt.Sprintf("there is no %02d:%02d in a day", t.Hour, t.Minute), "times go from 00:00 to 23:59")
	}
}

func (c *checker) calendarDay(d *ast.DateLit) {
	if d == nil {
		return
	}
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	if t.Year() != d.Year || int(t.Month()) != d.Month || t.Day() != d.Day {
		c.report(BadMoment, d.Span, fmt.Sprintf("there is no %04d-%02d-%02d in the calendar", d.Year, d.Month, d.Day), "dates are written year-month-day")
	}
}

// whole checks a number that counts things.
func (c *checker) whole(n *ast.NumberLit, most float64, what string) {
	switch {
	case n == nil:
	case n.Value != float64(int64(n.Value)) || n.Value < 1:
		c.report(BadNumber, n.Span, what+" is a whole number, from 1", "")
	case n.Value > most:
		c.report(BadNumber, n.Span, fmt.Sprintf("%s is at most %.0f", what, most), "")
	}
}

// percentRange checks a percent that is written out: more than none, and not more than all.
func (c *checker) percentRange(e ast.Expr, what string, all bool) {
	p, ok := e.(*ast.PercentLit)
	switch {
	case !ok || p == nil:
	case p.Value <= 0:
		c.report(PercentRange, p.Span, what+" is more than 0%", "")
	case p.Value > 100 && all:
		c.report(PercentRange, p.Span, what+" is at most 100%", "")
	case p.Value >= 100 && !all:
		c.report(PercentRange, p.Span, what+" is less than 100%", "")
	}
}

// weekdays are the names of days, short and long.
var weekdays = []string{
	"mon", "tue", "wed", "thu", "fri", "sat", "sun",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
}

// oneWord checks a word that must be one of a few.
func (c *checker) oneWord(n ast.Name, what string, words []string) {
	if n.Text == "" || contains(words, n.Text) {
		return
	}
	c.misspelt(UnknownWord, n.Span, n.Text, "`"+n.Text+"` is not "+what, words, "it is one of "+listed(words))
}
