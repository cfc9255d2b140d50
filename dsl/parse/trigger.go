package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/dsl/token"
)

// The productions of what lets people into a journey.

type whenTrigger struct {
	Pattern patternNode `parser:"'when' @@"`
}

func (p *whenTrigger) node(c *cursor, at ast.Span) ast.Trigger {
	return &ast.When{Span: at, Pattern: p.Pattern.take(c)}
}

type onTrigger struct {
	Date  placeNode `parser:"'on' @@"`
	Every nameNode  `parser:"('every' @@)?"`
	At    timeNode  `parser:"('at' @@)?"`
}

func (p *onTrigger) node(c *cursor, at ast.Span) ast.Trigger {
	return &ast.OnDate{Span: at, Date: p.Date.take(c), Every: c.yearOrMonth(p.Every.take(c)), At: p.At.take(c)}
}

type offsetTrigger struct {
	Offset durationNode `parser:"@@"`
	Side   string       `parser:"@('before' | 'after')"`
	Date   placeNode    `parser:"@@"`
	Every  nameNode     `parser:"('every' @@)?"`
	At     timeNode     `parser:"('at' @@)?"`
}

func (p *offsetTrigger) node(c *cursor, at ast.Span) ast.Trigger {
	return &ast.OnDate{
		Span: at, Offset: p.Offset.take(c), Before: p.Side == "before", Date: p.Date.take(c),
		Every: c.yearOrMonth(p.Every.take(c)), At: p.At.take(c),
	}
}

// yearOrMonth checks the word behind `every` of a date.
func (c *cursor) yearOrMonth(n ast.Name) ast.Name {
	if n.Text == "" || n.Text == "year" || n.Text == "month" {
		return n
	}
	d := c.report(codeUnexpected, n.Span, "expected `year` or `month`, got `"+n.Text+"`", "a date on the person comes back every year or every month")
	if best, ok := spell.Closest(n.Text, []string{"year", "month"}); ok {
		d.Fixes = []diag.Fix{replace("write "+best, n.Span, best, false)}
	}
	return ast.Name{Span: n.Span, Text: "year"}
}

type scheduleTrigger struct {
	Days    daysNode `parser:"'every' @@"`
	At      timeNode `parser:"'at' @@"`
	Segment nameNode `parser:"('for' 'segment' @@)?"`
}

func (p *scheduleTrigger) node(c *cursor, at ast.Span) ast.Trigger {
	return &ast.Schedule{Span: at, Days: p.Days.take(c), At: p.At.take(c), Segment: p.Segment.take(c)}
}

var (
	parseWhen     = rule[whenTrigger, ast.Trigger](`when cart_abandoned and not purchased within 2h`)
	parseOn       = rule[onTrigger, ast.Trigger](`on profile.birthday every year at 09:00`)
	parseOffset   = rule[offsetTrigger, ast.Trigger](`3d before profile.renewal_date at 10:00`)
	parseSchedule = rule[scheduleTrigger, ast.Trigger](`every monday at 10:00 for segment vip`)
)

// startsTrigger reports whether a trigger comes next.
func (c *cursor) startsTrigger() bool {
	return c.word(0, "when", "on", "every") || c.is(token.Duration) || c.is(token.Number)
}

func (c *cursor) trigger() (ast.Trigger, bool) {
	switch {
	case c.word(0, "when"):
		return parseWhen(c)
	case c.word(0, "on"):
		return parseOn(c)
	case c.word(0, "every"):
		return parseSchedule(c)
	}
	return parseOffset(c)
}

type daysNode struct{ held[[]ast.Name] }

func (n *daysNode) Parse(lex *lexer.PeekingLexer) error { return n.read(lex, (*cursor).days) }

// days reads `day`, `week`, `month`, or weekdays: `monday, thursday`, `mon and thu`, `mon..fri`.
func (c *cursor) days() []ast.Name {
	if c.word(0, "day", "week", "month") {
		t := c.next()
		return []ast.Name{{Span: span(t), Text: t.Value}}
	}
	if c.is(token.Name) {
		if t := c.peek(); !isWeekday(t.Value) {
			if _, near := spell.Closest(t.Value, weekdays); !near {
				c.unknownDays(t)
				return []ast.Name{{Span: span(t), Text: "mon"}}
			}
		}
	}
	var days []ast.Name
	for {
		first := c.day()
		days = append(days, first)
		if c.acceptKind(token.DotDot) {
			days = append(days, between(first, c.day())...)
		}
		if !c.acceptKind(token.Comma) && !c.accept("and") {
			return days
		}
	}
}

// unknownDays reports a word behind `every` that says no days.
func (c *cursor) unknownDays(t *lexer.Token) {
	d := c.report(codeUnknownDay, span(t), "unknown days `"+t.Value+"`", "write `day`, `week`, `month`, or weekdays such as `monday`, `mon, thu` and `mon..fri`")
	meant := map[string]string{"weekday": "mon..fri", "weekdays": "mon..fri", "weekend": "sat, sun", "weekends": "sat, sun"}[t.Value]
	if meant == "" {
		meant, _ = spell.Closest(t.Value, []string{"day", "week", "month"})
	}
	if meant != "" {
		d.Detail = "write `every " + meant + "`"
		d.Fixes = []diag.Fix{replace("write "+meant, span(t), meant, false)}
	}
	c.next()
}

// between lists the days after first up to last, around the end of the week if
// need be. They all have the place of last.
func between(first, last ast.Name) []ast.Name {
	at := func(day string) int {
		for i, d := range weekdays {
			if d[:3] == day {
				return i
			}
		}
		return -1
	}
	from, to := at(first.Text), at(last.Text)
	if from < 0 || to < 0 {
		return nil
	}
	var days []ast.Name
	for from != to {
		from = (from + 1) % len(weekdays)
		days = append(days, ast.Name{Span: last.Span, Text: weekdays[from][:3]})
	}
	return days
}
