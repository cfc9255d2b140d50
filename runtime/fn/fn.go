// Package fn is the code of every operator and function of the language.
//
// It comes in two layers that give the same answers, which a property test holds
// them to:
//
//   - kernels over event.Value (Equal, Compare, Add, Contains, Text, …): what the
//     instructions of a compiled journey use. They allocate nothing for scalars.
//   - functions over `any` (Functions): what expressions call by a name with a
//     leading underscore: the operators (_eq, _add, …) and the functions of the
//     catalogue (_lower, _sum, …). Where both exist, the second calls the first.
//
// # Missing values
//
// A value is missing (event.Null, nil) when the feed did not carry it. A
// comparison, `in`, `contains` and their like with a missing side are false; `!=`
// and `not in` are true. Arithmetic with a missing operand is missing, and so is
// a function of a missing argument. A value of the wrong kind is treated as a
// missing one: there is no third outcome, and no input makes anything here panic.
//
// # Numbers
//
// Numbers are float64, and every product is rounded by itself, so that no
// processor fuses it with a sum. A result that is no number (a division by zero,
// or too large) is missing. There is no negative zero.
//
// # Times
//
// A time (event.Time, or int64 milliseconds among `any`) compares with a time,
// and with a text that spells one: a date such as 2026-11-27, which is its first
// instant in UTC, or RFC 3339. Two texts always compare as texts, by code point,
// which puts dates and times of one zone in their order.
//
// # Bounds
//
// Nothing here makes a list longer than MaxList or a text longer than MaxText,
// and a Calls does no more work than MaxWork between two Resets; beyond is a
// LimitError.
package fn

import (
	"errors"
	"fmt"

	"github.com/journeylang/journey/runtime/event"
)

// The bounds of what an evaluation may make, and of what it may do.
const (
	MaxList    = 10_000    // elements of a list
	MaxText    = 1 << 20   // bytes of a text
	MaxWork    = 1_000_000 // units of work; a call of a helper is one, a list costs its length
	MaxArgs    = 255       // arguments of a call
	MaxPattern = 1_000     // bytes of a regular expression
	MaxSubject = 10_000    // bytes of a text that a regular expression is tried on
)

// ErrLimit is what every LimitError is, for errors.Is.
var ErrLimit = errors.New("an expression went beyond its limits")

// LimitError says which bound an evaluation went beyond. Bounds count lengths and
// calls, never time, so the same values give the same error on every machine.
type LimitError struct {
	What string // what there was too much of: "elements in a list"
	Max  int
}

// Error says what there was too much of, and how much is allowed.
func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Max, e.What) }

// Is reports whether the error is ErrLimit.
func (e *LimitError) Is(target error) bool { return target == ErrLimit }

var (
	errList    = &LimitError{"elements in a list", MaxList}
	errText    = &LimitError{"bytes in a text", MaxText}
	errWork    = &LimitError{"units of work in one expression", MaxWork}
	errSubject = &LimitError{"bytes in a text that `matches` looks at", MaxSubject}
)

// Func is one function as expressions call it. Exactly one of One, Two and Many
// is set; Many takes Min to Max arguments.
type Func struct {
	Name     string
	Min, Max int
	Result   event.Kind // what it gives unless that is missing, which Bool never is; Null for anything
	One      func(x any) (any, error)
	Two      func(x, y any) (any, error)
	Many     func(args []any) (any, error)
}

// Calls evaluates functions for one worker: it counts their work and keeps the
// regular expressions it has compiled. It is not for concurrent use.
type Calls struct {
	left     int
	patterns map[string]pattern
	buf      []byte // of the text that is being made
}

// New returns a Calls with a full measure of work.
func New() *Calls { return &Calls{left: MaxWork, patterns: map[string]pattern{}} }

// Reset gives the next evaluation a full measure of work.
func (c *Calls) Reset() { c.left = MaxWork }

// Spend takes n units from what is left of the measure of work.
func (c *Calls) Spend(n int) error {
	if c.left -= n; c.left < 0 {
		return errWork
	}
	return nil
}

// Spent is how much work was done since the last Reset.
func (c *Calls) Spent() int { return MaxWork - c.left }
