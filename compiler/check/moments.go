package check

import "github.com/journeylang/journey/dsl/ast"

// waitTime checks `wait until` a time, a weekday, a window or a date. The parser has
// put the words into a row; not every row of them is a moment.
func (c *checker) waitTime(x *ast.WaitTime) {
	c.window(x.At, x.To, "window of time")
	if x.Date != nil && x.FromDay.Text != "" {
		c.report(codeBadMoment, x.Date.Span, "a day of the week and a date", "a date has one day of the week: write `wait until "+c.source(x.Date.Span)+" "+timeText(x.At)+"`")
		return
	}
	if x.To == nil || !written(x.To.Span) {
		return
	}
	switch {
	case x.Date != nil:
		c.report(codeBadMoment, x.To.Span, "a date is waited for once, and has no window", "write `wait until "+c.source(x.Date.Span)+" "+timeText(x.At)+"`; whoever comes later goes on at once")
	case x.At == nil:
		c.report(codeBadMoment, x.To.Span, "a window of time needs its beginning", "write `… 09:00 to "+timeText(x.To)+"`")
	}
}

func timeText(t *ast.TimeLit) string {
	if t == nil {
		return "09:00"
	}
	return string([]byte{'0' + byte(t.Hour/10), '0' + byte(t.Hour%10), ':', '0' + byte(t.Minute/10), '0' + byte(t.Minute%10)})
}

// dated checks a value to reckon a moment from, with what stands around it: `3d before
// profile.renewal_date at 10:00`.
func (c *checker) dated(s *scope, offset *ast.DurationLit, date ast.Expr, at *ast.TimeLit, every bool) {
	c.span(offset)
	t := c.dateValue(s, date)
	if offset == nil || offset.Unit >= ast.Day {
		return
	}
	if every {
		c.report(codeBadMoment, offset.Span, "what comes back is a day, and has no hours before or after it", "count in days: `1d before … every year at 10:00`")
		return
	}
	switch {
	case t.Kind == Date:
		c.report(codeBadMoment, offset.Span, "a date is a whole day, and has no hours before or after it", "write `1d before … at 10:00`, or use a trait of type time")
	case at != nil && written(at.Span):
		c.report(codeBadMoment, at.Span, "this moment has two times of day", "leave out `at`: hours are counted from the instant itself; or count in days")
	}
}

// dateValue types an expression that gives a day to reckon from.
func (c *checker) dateValue(s *scope, e ast.Expr) *Type {
	t := c.expr(s, e)
	if e != nil && t.Kind != Date && t.Kind != Time && t.Kind != Unknown {
		c.report(codeWrongType, e.Pos(), "this has to be a date, it is "+t.described(), "use a date or a time, such as profile.birthday or last(purchased).time")
	}
	return t
}

// leapDay checks that the journey has a date that a leap day could be.
func (c *checker) leapDay(t ast.Trigger, x *ast.LeapDay) {
	if on, ok := t.(*ast.OnDate); t != nil && (!ok || on.Every.Text != "year") {
		c.report(codeBadMoment, x.Span, "this journey has no date that comes back every year", "`leap day` says when 29 February is in other years; leave it out")
	}
}
