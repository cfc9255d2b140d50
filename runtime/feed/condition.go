package feed

import (
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
)

// condition is one entry of `skip when`: comparisons that must all hold.
//
//	COLUMN = VALUE, != < <= > >=        numbers as numbers, all else as text
//	COLUMN is empty | is not empty
//	COLUMN starts with | ends with | contains VALUE
//	time before VALUE | after VALUE     the time of the row, also < <= > >=
//
// joined by `and`. A value may stand in double quotes, and must when it holds the
// word and. An empty cell is only ever empty and unequal. `after` a bare date is
// after the end of that day.
type condition struct {
	source located
	all    []comparison
}

type comparison struct {
	column string
	cell   int // after binding
	onTime bool
	op     comparisonOp
	text   string
	num    float64
	isNum  bool
	time   int64
}

type comparisonOp uint8

const (
	opEqual comparisonOp = iota
	opUnequal
	opLess
	opAtMost
	opMore
	opAtLeast
	opEmpty
	opNotEmpty
	opStarts
	opEnds
	opContains
)

// operators in the order in which they are looked for: of two that begin at the
// same place the longer one must come first.
var operators = []struct {
	word string
	op   comparisonOp
}{
	{" is not empty", opNotEmpty}, {" is empty", opEmpty}, {" starts with ", opStarts}, {" ends with ", opEnds},
	{" contains ", opContains}, {" before ", opLess}, {" after ", opMore},
	{"!=", opUnequal}, {"<=", opAtMost}, {">=", opAtLeast}, {"=", opEqual}, {"<", opLess}, {">", opMore},
}

// parseCondition reads one entry; without one the string says why.
func parseCondition(text string, zone *calendar.Zone) (condition, string) {
	var c condition
	for _, part := range splitAnd(text) {
		cmp, fault := parseComparison(part, zone)
		if fault != "" {
			return c, fault
		}
		c.all = append(c.all, cmp)
	}
	return c, ""
}

// splitAnd cuts at the word and, outside double quotes.
func splitAnd(text string) []string {
	var parts []string
	quoted, start := false, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case !quoted && strings.HasPrefix(text[i:], " and "):
			parts = append(parts, text[start:i])
			start = i + len(" and ")
			i = start - 1
		}
	}
	return append(parts, text[start:])
}

func parseComparison(text string, zone *calendar.Zone) (comparison, string) {
	at, found := len(text), -1
	for i, o := range operators {
		if n := strings.Index(text, o.word); n >= 0 && n < at {
			at, found = n, i
		}
	}
	if found < 0 {
		return comparison{}, `"` + strings.TrimSpace(text) + `" is not a condition; write it as COLUMN = VALUE, COLUMN is empty, COLUMN starts with VALUE, or time before TIME`
	}
	o := operators[found]
	c := comparison{op: o.op, column: strings.Trim(strings.TrimSpace(text[:at]), "`")}
	if c.column == "" {
		return c, "a condition begins with the name of a column"
	}
	value := strings.TrimSpace(text[at+len(o.word):])
	if o.op == opEmpty || o.op == opNotEmpty {
		if value != "" {
			return c, `"` + value + `" was not expected after "empty"`
		}
		return c, ""
	}
	c.text = value
	if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
		c.text = value[1 : len(value)-1]
	} else if value == "" {
		return c, "a condition ends with a value"
	}
	c.num, c.isNum = textNumber(c.text)
	c.onTime = c.column == "time"
	if o.word == " before " || o.word == " after " || c.onTime {
		return c, c.timed(o.word, zone)
	}
	if c.op >= opLess && c.op <= opAtLeast && !c.isNum {
		return c, `"` + c.text + `" is not a number`
	}
	return c, ""
}

// timed makes a comparison with a time of one.
func (c *comparison) timed(word string, zone *calendar.Zone) string {
	if !c.onTime || c.op > opAtLeast {
		return `before and after compare the row's time; write "time before TIME"`
	}
	ms, fault := parseTime([]byte(c.text), zone)
	if fault != "" {
		return `"` + c.text + `" ` + string(fault)
	}
	if word == " after " && len(c.text) == len("2026-03-02") && c.text[4] == '-' {
		c.op = opAtLeast
		ms = dayAfter(c.text, zone)
	}
	c.time = ms
	return ""
}

// dayAfter is the first instant of the day after the date.
func dayAfter(date string, zone *calendar.Zone) int64 {
	b := []byte(date)
	year, month, day := two(b, 0)*100+two(b, 2), two(b, 5), two(b, 8)
	return civil(zone, year, month, day+1, 0, 0, 0, 0)
}

// holds asks the comparison of a cell.
func (c *comparison) holds(x cell) bool {
	empty := x.kind == absent || x.kind == null || x.text == ""
	switch c.op {
	case opEmpty:
		return empty
	case opNotEmpty:
		return !empty
	case opUnequal:
		return empty && c.text != "" || !empty && !c.equals(x)
	}
	if empty {
		return c.op == opEqual && c.text == ""
	}
	switch c.op {
	case opEqual:
		return c.equals(x)
	case opStarts:
		return strings.HasPrefix(x.text, c.text)
	case opEnds:
		return strings.HasSuffix(x.text, c.text)
	case opContains:
		return strings.Contains(x.text, c.text)
	}
	f, ok := textNumber(x.text)
	return ok && c.ordered(f, c.num)
}

func (c *comparison) equals(x cell) bool {
	if x.text == c.text {
		return true
	}
	if !c.isNum {
		return false
	}
	f, ok := textNumber(x.text)
	return ok && f == c.num
}

func (c *comparison) ordered(x, y float64) bool {
	switch c.op {
	case opLess:
		return x < y
	case opAtMost:
		return x <= y
	case opMore:
		return x > y
	case opAtLeast:
		return x >= y
	case opEqual:
		return x == y
	}
	return x != y
}
