package fn

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

// numberFuncs are the functions about numbers.
func (c *Calls) numberFuncs() []Func {
	return []Func{
		one("_abs", event.Number, rounding(math.Abs)),
		one("_ceil", event.Number, rounding(math.Ceil)),
		one("_floor", event.Number, rounding(math.Floor)),
		one("_round", event.Number, rounding(math.Round)),
		one("_int", event.Number, integer),
		one("_number", event.Number, readNumber),
		one("_sum", event.Number, c.sum),
		many("_max", 1, MaxArgs, event.Number, c.over(slices.Max[[]float64])),
		many("_mean", 1, MaxArgs, event.Number, c.over(mean)),
		many("_median", 1, MaxArgs, event.Number, c.over(median)),
		many("_min", 1, MaxArgs, event.Number, c.over(slices.Min[[]float64])),
	}
}

func rounding(f func(float64) float64) func(any) (any, error) {
	return func(x any) (any, error) {
		if n, ok := float(x); ok {
			return plain(f(n))
		}
		return nil, nil
	}
}

// maxNumber is how many bytes a text that spells a number has at most.
const maxNumber = 400

// readNumber is the number that a text spells: digits, a sign, a point, an
// exponent, with spaces around it. A number is itself.
func readNumber(x any) (any, error) {
	if n, ok := float(x); ok {
		return plain(n)
	}
	s, ok := x.(string)
	if len(s) > maxNumber {
		return nil, nil
	}
	s = strings.TrimSpace(s)
	if !ok || strings.Trim(s, "0123456789+-.eE") != "" {
		return nil, nil
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return plain(n)
	}
	return nil, nil
}

func integer(x any) (any, error) {
	n, err := readNumber(x)
	if n == nil || err != nil {
		return nil, err
	}
	f, _ := float(n)
	return plain(math.Trunc(f))
}

// sum adds the elements of a list in order. Elements that are missing are left
// out, as in the sums of events.
func (c *Calls) sum(x any) (any, error) {
	list, ok := x.([]any)
	if !ok {
		return nil, nil
	}
	ns, ok, err := c.gather(nil, list)
	if !ok {
		return nil, err
	}
	return plain(total(ns))
}

func total(ns []float64) float64 {
	t := 0.0
	for _, n := range ns {
		t += n
	}
	return t
}

// over makes a function of several numbers and lists of numbers. It is missing
// when there is no number; elements of a list that are missing are left out.
func (c *Calls) over(f func([]float64) float64) func([]any) (any, error) {
	return func(args []any) (any, error) {
		var ns []float64
		for _, x := range args {
			list, ok := x.([]any)
			if !ok {
				n, isNumber := float(x)
				if !isNumber {
					return nil, nil
				}
				ns = append(ns, n)
				continue
			}
			var err error
			if ns, ok, err = c.gather(ns, list); !ok {
				return nil, err
			}
		}
		if len(ns) == 0 {
			return nil, nil
		}
		return plain(f(ns))
	}
}

// gather appends the numbers of a list; ok is false when an element is something
// else.
func (c *Calls) gather(ns []float64, list []any) (all []float64, ok bool, err error) {
	if err := c.Spend(len(list)); err != nil {
		return nil, false, err
	}
	for _, x := range list {
		n, ok := float(x)
		switch {
		case ok:
			ns = append(ns, n)
		case scalar(x).Kind != event.Null:
			return nil, false, nil
		}
	}
	return ns, true, nil
}

func mean(ns []float64) float64 { return total(ns) / float64(len(ns)) }

func median(ns []float64) float64 {
	slices.Sort(ns)
	mid := len(ns) / 2
	if len(ns)%2 == 1 {
		return ns[mid]
	}
	return ns[mid-1]/2 + ns[mid]/2
}

// dateFuncs are the functions about dates. The day of a time is the one in UTC.
var dateFuncs = []Func{
	one("_day", event.Number, day),
	one("_month", event.Number, month),
	one("_weekday", event.Text, weekday),
	one("_year", event.Number, year),
}
