package feed

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A calc is a calculation over the columns of a row, or of the rows of a group.
//
//	sum     = product { ("+" | "-") product }
//	product = factor { ("*" | "/") factor }
//	factor  = number | column | name "(" sum { "," sum } ")" | "(" sum ")" | "-" factor
//
// It has no value when a cell it reads is empty, or when it divides by zero.
type calc struct {
	op     calcOp
	num    float64 // opNumber
	column string  // opColumn
	cell   int     // opColumn, after binding: which cell
	total  int     // aggregates, after binding: which running total
	args   []*calc
}

type calcOp uint8

const (
	opNumber calcOp = iota
	opColumn
	opAdd
	opSub
	opMul
	opDiv
	opNeg
	opRound   // args[0] to args[1] digits
	opValue   // number(x): x
	opPresent // 1 when the column's cell is not empty: what count adds up
	opSum     // from here on: over the rows of a group
	opCount
	opMin
	opMax
)

var calcFunctions = map[string]struct {
	op   calcOp
	args int
}{
	"round": {opRound, 2}, "number": {opValue, 1},
	"sum": {opSum, 1}, "count": {opCount, 1}, "min": {opMin, 1}, "max": {opMax, 1},
}

// calcParser reads a calculation. The first fault stops it.
type calcParser struct {
	text  string
	i     int
	depth int
	over  bool // inside an aggregate
	fault string
}

// parseCalc reads a calculation; without one the string says why.
func parseCalc(text string) (*calc, string) {
	p := &calcParser{text: text}
	c := p.sum()
	if p.blank(); p.fault == "" && p.i < len(text) {
		p.stop("%q was not expected here", text[p.i:])
	}
	if p.fault != "" {
		return nil, p.fault
	}
	return c, ""
}

func (p *calcParser) stop(format string, args ...any) *calc {
	if p.fault == "" {
		p.fault = fmt.Sprintf(format, args...)
	}
	return &calc{}
}

func (p *calcParser) blank() {
	for p.i < len(p.text) && (isBlank(p.text[p.i]) || p.text[p.i] == '\n') {
		p.i++
	}
}

// accept steps over one of the given signs.
func (p *calcParser) accept(signs string) byte {
	p.blank()
	if p.i < len(p.text) && strings.IndexByte(signs, p.text[p.i]) >= 0 {
		p.i++
		return p.text[p.i-1]
	}
	return 0
}

func (p *calcParser) sum() *calc {
	if p.depth++; p.depth > maxNesting {
		return p.stop("the calculation is nested too deeply")
	}
	defer func() { p.depth-- }()
	c := p.product()
	for p.fault == "" {
		switch p.accept("+-") {
		case '+':
			c = &calc{op: opAdd, args: []*calc{c, p.product()}}
		case '-':
			c = &calc{op: opSub, args: []*calc{c, p.product()}}
		default:
			return c
		}
	}
	return c
}

func (p *calcParser) product() *calc {
	c := p.factor()
	for p.fault == "" {
		switch p.accept("*/") {
		case '*':
			c = &calc{op: opMul, args: []*calc{c, p.factor()}}
		case '/':
			c = &calc{op: opDiv, args: []*calc{c, p.factor()}}
		default:
			return c
		}
	}
	return c
}

func (p *calcParser) factor() *calc {
	neg := false
	for p.accept("-") != 0 {
		neg = !neg
	}
	c := p.operand()
	if neg {
		return &calc{op: opNeg, args: []*calc{c}}
	}
	return c
}

func (p *calcParser) operand() *calc {
	if p.accept("(") != 0 {
		c := p.sum()
		if p.accept(")") == 0 {
			return p.stop("a bracket is not closed")
		}
		return c
	}
	if p.accept("`") != 0 {
		end := strings.IndexByte(p.text[p.i:], '`')
		if end < 0 {
			return p.stop("a back quote is not closed")
		}
		name := p.text[p.i : p.i+end]
		p.i += end + 1
		return &calc{op: opColumn, column: name}
	}
	if p.i == len(p.text) {
		return p.stop("the calculation ends too early")
	}
	if p.text[p.i]-'0' <= 9 {
		f, end := parseNumber([]byte(p.text), p.i)
		if end < 0 {
			return p.stop("%q is not a number", p.text[p.i:])
		}
		p.i = end
		return &calc{op: opNumber, num: f}
	}
	name := p.word()
	if name == "" {
		return p.stop("%q was not expected here", p.text[p.i:])
	}
	if p.accept("(") == 0 {
		return &calc{op: opColumn, column: name}
	}
	return p.call(name)
}

// word reads a column's or function's name: letters of any script, digits, _
// and the points of a path.
func (p *calcParser) word() string {
	start := p.i
	for p.i < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.i:])
		if r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			break
		}
		p.i += n
	}
	return p.text[start:p.i]
}

func (p *calcParser) call(name string) *calc {
	f, ok := calcFunctions[name]
	if !ok {
		return p.stop("there is no function %q; there are: count, max, min, number, round, sum", name)
	}
	if f.op >= opSum {
		if p.over {
			return p.stop("%s cannot stand inside another sum, count, min or max", name)
		}
		p.over = true
		defer func() { p.over = false }()
	}
	c := &calc{op: f.op}
	for {
		c.args = append(c.args, p.sum())
		if p.fault != "" || p.accept(",") == 0 {
			break
		}
	}
	if p.accept(")") == 0 {
		return p.stop("a bracket is not closed")
	}
	if len(c.args) != f.args {
		return p.stop("%s takes %d values and was given %d", name, f.args, len(c.args))
	}
	if f.op == opRound && (c.args[1].op != opNumber || c.args[1].num != math.Trunc(c.args[1].num) || c.args[1].num > 15) {
		return p.stop("the digits of round are a whole number up to 15")
	}
	return c
}

// aggregates reports whether the calculation goes over the rows of a group.
func (c *calc) aggregates() bool {
	if c.op >= opSum {
		return true
	}
	for _, a := range c.args {
		if a.aggregates() {
			return true
		}
	}
	return false
}

// total is a running total of a group: of one aggregate.
type total struct {
	rows          int
	sum, min, max float64
}

func (t *total) add(x float64) {
	if t.rows == 0 {
		*t = total{min: x, max: x}
	}
	t.rows++
	t.sum += x
	t.min, t.max = math.Min(t.min, x), math.Max(t.max, x)
}

// operands are what a calculation works on: the cells of the row, those of them
// that are read as numbers, and the running totals of the group.
type operands struct {
	cells   []cell
	numbers []number
	totals  []total
}

// number is a cell as a number, if it has one.
type number struct {
	x  float64
	ok bool
}

// eval calculates; ok is false when there is no value. Products are rounded
// before they are added, so that no processor fuses the two.
func (c *calc) eval(o *operands) (x float64, ok bool) {
	switch c.op {
	case opNumber:
		return c.num, true
	case opColumn:
		return o.numbers[c.cell].x, o.numbers[c.cell].ok
	case opPresent:
		k := o.cells[c.cell].kind
		return 1, k != absent && k != null
	case opSum, opCount, opMin, opMax:
		return c.aggregate(&o.totals[c.total])
	}
	if x, ok = c.args[0].eval(o); !ok {
		return 0, false
	}
	y := 0.0
	if len(c.args) > 1 {
		if y, ok = c.args[1].eval(o); !ok {
			return 0, false
		}
	}
	switch c.op {
	case opAdd:
		x += y
	case opSub:
		x -= y
	case opMul:
		x = float64(x * y)
	case opDiv:
		if y == 0 {
			return 0, false
		}
		x /= y
	case opNeg:
		x = -x
	case opRound:
		scale := tens[int(y)]
		x = math.Round(float64(x*scale)) / scale
	}
	return x, !math.IsInf(x, 0) && !math.IsNaN(x)
}

func (c *calc) aggregate(t *total) (float64, bool) {
	switch c.op {
	case opCount:
		return float64(t.rows), true
	case opSum:
		return t.sum, t.rows > 0
	case opMin:
		return t.min, t.rows > 0
	}
	return t.max, t.rows > 0
}
