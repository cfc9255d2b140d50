// Package eval runs the expressions that journeys' own instructions do not cover.
//
// A program keeps them as expr-lang source, because compiled expr programs cannot
// be stored. Load compiles them, which is the second half of verification: a
// program may come from a file that anybody wrote, so nothing in it is trusted.
//
// Three walls stand between a source and expr-lang, each in a file of its own:
//
//   - scan.go reads the characters. Only what the lowering writes passes: calls,
//     literals, lists, records, choices, `and`, `or`, `??`, `..`, `#` and declared
//     names. Length and nesting are bounded here, before expr's parser recurses.
//   - shape.go reads the tree, and rewrites it so that nothing of expr's own is
//     left but control flow: names become reads of a slot, helpers become calls of
//     runtime/fn, what must be true or false is seen to be.
//   - machine.go counts the work. expr has no step limit; but every helper spends
//     one unit, and a loop spends its length times the size of its body before it
//     begins, so that an evaluation ends after a fixed amount of work. The count
//     depends on the values alone, and so does the error.
//
// Calls are compiled for expr's typed calls (func(any, any) any and the like),
// which pass arguments without a slice, and names are read by a call as well, which
// is faster than a map and allocates nothing.
package eval

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// The bounds of an expression's source.
const (
	MaxSource  = 64 << 10 // bytes
	MaxDepth   = 1_000    // brackets inside one another
	MaxNodes   = 4_000    // nodes of the tree
	MaxClosure = 3        // any, filter, map and their like inside one another
	MaxVars    = 1_000    // names
)

// ErrLimit is what the error of an evaluation that did too much is, for errors.Is.
// The error itself, a *fn.LimitError, says what there was too much of.
var ErrLimit = fn.ErrLimit

// LoadError says which expression of a program cannot be used, and why.
type LoadError struct {
	Index  int    // of the program's Exprs
	Source string // what it begins with
	Why    string
}

// Error is the message in one line.
func (e *LoadError) Error() string {
	return fmt.Sprintf("expression %d, %q: %s", e.Index, e.Source, e.Why)
}

// Pool is the expressions of one program, checked. It does not change, and
// machines on several goroutines may share it.
type Pool struct {
	exprs []bytecode.Expr
}

// Load checks and compiles every expression of a program. An error is a
// *LoadError.
func Load(p *bytecode.Program) (*Pool, error) {
	pool := &Pool{exprs: p.Exprs}
	if len(pool.exprs) == 0 {
		return pool, nil
	}
	m := newMachine(pool)
	for i := range p.Exprs {
		if err := m.compile(i); err != nil {
			return nil, &LoadError{Index: i, Source: excerpt(p.Exprs[i].Source), Why: err.Error()}
		}
	}
	return pool, nil
}

// excerpt is the beginning of a source, for a message.
func excerpt(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// NewMachine returns a machine that runs the expressions; one for each worker.
func (p *Pool) NewMachine() *Machine {
	if len(p.exprs) == 0 {
		return &Machine{pool: p}
	}
	m := newMachine(p)
	for i := range p.exprs {
		if err := m.compile(i); err != nil {
			// Load compiled the same expression the same way.
			panic(fmt.Sprintf("eval: expression %d was checked and cannot be compiled: %v", i, err))
		}
	}
	return m
}

// FromAny turns what an expression gave into a value.
func FromAny(x any) event.Value { return fn.FromAny(x) }

// ToAny turns a value into what an expression sees.
func ToAny(v event.Value) any { return fn.ToAny(v) }
