package fn

import (
	"math"
	"strconv"

	"github.com/journeylang/journey/runtime/event"
)

// number wraps the result of arithmetic: missing when it is no number.
func number(x float64) event.Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return event.Value{}
	}
	return event.Value{Kind: event.Number, Num: x + 0} // + 0 turns -0 into 0
}

func numbers(a, b event.Value) bool { return a.Kind == event.Number && b.Kind == event.Number }

// Add is `a + b`: the sum of two numbers, or two texts joined. A joined text
// longer than MaxText is missing.
func Add(a, b event.Value) event.Value {
	switch {
	case numbers(a, b):
		return number(a.Num + b.Num)
	case a.Kind == event.Text && b.Kind == event.Text && len(a.Str)+len(b.Str) <= MaxText:
		return event.Value{Kind: event.Text, Str: a.Str + b.Str}
	}
	return event.Value{}
}

// Sub is `a - b`.
func Sub(a, b event.Value) event.Value {
	if !numbers(a, b) {
		return event.Value{}
	}
	return number(a.Num - b.Num)
}

// Mul is `a * b`.
func Mul(a, b event.Value) event.Value {
	if !numbers(a, b) {
		return event.Value{}
	}
	return number(float64(a.Num * b.Num))
}

// Div is `a / b`; by zero it is missing.
func Div(a, b event.Value) event.Value {
	if !numbers(a, b) || b.Num == 0 {
		return event.Value{}
	}
	return number(a.Num / b.Num)
}

// Mod is `a % b`, the remainder with the sign of a; by zero it is missing.
func Mod(a, b event.Value) event.Value {
	if !numbers(a, b) || b.Num == 0 {
		return event.Value{}
	}
	return number(math.Mod(a.Num, b.Num))
}

// Neg is `-a`.
func Neg(a event.Value) event.Value {
	if a.Kind != event.Number {
		return event.Value{}
	}
	return number(-a.Num)
}

// Pow is `a ** b`. Whole exponents multiply repeatedly; for others the result is
// rounded to twelve digits, because processors differ in the last ones.
func Pow(a, b event.Value) event.Value {
	if !numbers(a, b) {
		return event.Value{}
	}
	if n := b.Num; n == math.Trunc(n) && math.Abs(n) <= 1<<20 {
		return whole(a.Num, int(n))
	}
	x, err := strconv.ParseFloat(strconv.FormatFloat(math.Pow(a.Num, b.Num), 'e', 11, 64), 64)
	if err != nil {
		return event.Value{}
	}
	return number(x)
}

// whole raises to a whole power by squaring.
func whole(x float64, n int) event.Value {
	if n < 0 {
		return Div(event.Value{Kind: event.Number, Num: 1}, whole(x, -n))
	}
	p := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p = float64(p * x)
		}
		x = float64(x * x)
	}
	return number(p)
}
