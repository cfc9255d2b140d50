package eval

import (
	"errors"
	"fmt"
	"math"

	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/stdlib"
)

// maxElements is how many elements of lists and records one evaluation may make.
const maxElements = 200_000

// errElements is the error for more.
var errElements = &fn.LimitError{What: "elements of lists that one expression makes", Max: maxElements}

// Machine runs the expressions of a pool. It is not for concurrent use, and an
// expression must not run while another of the same machine does.
type Machine struct {
	// Call answers for the functions that depend on the person and the instant:
	// coupon, link, those that write for a reader, and recommend, whose arguments are a basis (bytecode.BasisCart …)
	// and a number of items. Without it they are missing.
	Call func(name string, args []event.Value) event.Value

	pool  *Pool
	calls *fn.Calls
	funcs map[string]helper
	conf  *conf.Config
	vm    vm.VM
	code  []program
}

// forReaders are the functions that write for a reader, with the number of their
// parameters: calls give them all.
var forReaders = func() map[string]int {
	out := map[string]int{}
	for _, f := range stdlib.Functions() {
		if stdlib.ForReader(f.Name) {
			out[f.Name] = len(f.Params)
		}
	}
	return out
}()

// program is one compiled expression.
type program struct {
	code  *vm.Program
	vars  []bytecode.Var
	slots []any
}

// helper is a function in the form that expr calls without making a slice.
type helper struct {
	fn.Func
	code any // func(any) any, func(any, any) any, the same with bool, or func([]any) any
}

func newMachine(p *Pool) *Machine {
	m := &Machine{pool: p, calls: fn.New(), funcs: map[string]helper{}, conf: conf.CreateNew(), code: make([]program, len(p.exprs))}
	m.conf.MaxNodes = MaxNodes
	for _, f := range m.calls.Functions() {
		m.funcs[f.Name] = m.wrap(f)
	}
	m.outer("_coupon", 2, event.Text)
	m.outer("_link", 1, event.Text)
	m.outer("_isolate", 1, event.Text)
	for name, args := range forReaders {
		m.outer("_"+name, args, event.Text)
	}
	m.outer("_recommend", 2, event.List)
	return m
}

// must ends the evaluation when there is an error: a panic is the only way that
// expr has, and its VM turns it into the error of Run.
func must(x any, err error) any {
	if err != nil {
		panic(err)
	}
	return x
}

// wrap gives a function the form that expr calls. Every call spends a unit. One
// that gives a bool says so in its type, which lets expr's checker see it.
func (m *Machine) wrap(f fn.Func) helper {
	h := helper{Func: f}
	one, two, many, truth := f.One, f.Two, f.Many, f.Result == event.Bool
	switch {
	case one != nil && truth:
		h.code = func(x any) bool {
			m.spend(1)
			return must(one(x)).(bool)
		}
	case one != nil:
		h.code = func(x any) any {
			m.spend(1)
			return must(one(x))
		}
	case two != nil && truth:
		h.code = func(x, y any) bool {
			m.spend(1)
			return must(two(x, y)).(bool)
		}
	case two != nil:
		h.code = func(x, y any) any {
			m.spend(1)
			return must(two(x, y))
		}
	default:
		h.code = func(args []any) any {
			m.spend(1 + len(args))
			return must(many(args))
		}
	}
	return h
}

func (m *Machine) spend(n int) {
	if err := m.calls.Spend(n); err != nil {
		panic(err)
	}
}

// outer adds a function that Call answers for.
func (m *Machine) outer(name string, args int, result event.Kind) {
	const price = 100
	m.funcs[name] = helper{
		Func: fn.Func{Name: name, Min: args, Max: args, Result: result},
		code: func(args []any) any {
			m.spend(price)
			if m.Call == nil {
				return nil
			}
			values := make([]event.Value, len(args))
			for i, x := range args {
				switch x.(type) {
				case []any, map[string]any: // they take none
				default:
					values[i] = fn.FromAny(x)
				}
			}
			return fn.ToAny(m.Call(name[1:], values))
		},
	}
}

// nothing is an empty list.
var nothing any = []any{}

// loop returns the two functions around one loop of an expression: over reads the
// list and pays for all turns, of so many nodes each; after makes the result
// missing when the list was. They share a variable, which is safe because a loop
// never runs inside itself.
func (m *Machine) loop(weight int) (over, after func(any) any) {
	list := m.funcs["_list"].code.(func(any) any)
	missing := false
	over = func(x any) any {
		x = list(x)
		elems, ok := x.([]any)
		m.spend(len(elems) * weight)
		if missing = !ok; missing {
			return nothing
		}
		return x
	}
	after = func(x any) any {
		if missing {
			return nil
		}
		return x
	}
	return over, after
}

// compile checks expression i and compiles it for this machine. Its errors are in
// our words.
func (m *Machine) compile(i int) error {
	e := &m.pool.exprs[i]
	if len(e.Vars) > MaxVars {
		return fmt.Errorf("it declares more than %d names", MaxVars)
	}
	p := program{vars: e.Vars, slots: make([]any, len(e.Vars))}
	s := &shaper{m: m, slots: map[string]*any{}, vars: map[string]bytecode.Var{}}
	for j, v := range e.Vars {
		if s.slots[v.Name] != nil || words[v.Name] || predicates[v.Name] {
			return fmt.Errorf("it declares the name %q, which is taken", excerpt(v.Name))
		}
		s.slots[v.Name], s.vars[v.Name] = &p.slots[j], v
	}
	known := func(name string) bool {
		_, isFunc := m.funcs[name]
		return isFunc || s.slots[name] != nil
	}
	if err := scan(e.Source, known); err != nil {
		return err
	}
	tree, err := parser.ParseWithConfig(e.Source, m.conf)
	if err != nil {
		return errors.New("it cannot be read as an expression")
	}
	root, gives, err := s.expr(tree.Node)
	if err != nil {
		return err
	}
	if !canBe(e.Type, gives) {
		return fmt.Errorf("it gives %s where %s is needed", kindNames[gives], kindNames[kindOf(e.Type)])
	}
	tree.Node = root
	if _, err := checker.Check(tree, m.conf); err != nil {
		return errors.New("its types do not fit together")
	}
	if p.code, err = compiler.Compile(tree, m.conf); err != nil {
		return errors.New("it cannot be compiled")
	}
	m.code[i] = p
	return nil
}

var kindNames = [...]string{"anything", "true or false", "a number", "a text", "a time", "a list", "a record"}

func kindOf(t bytecode.Type) kind {
	switch {
	case t == bytecode.Date:
		return event.Text
	case t > bytecode.Date:
		return event.Null
	}
	return kind(t)
}

// canBe reports whether what a tree gives can be of the type that the program says
// it is. Dates and times can come as texts.
func canBe(t bytecode.Type, gives kind) bool {
	want := kindOf(t)
	if want == event.Null || gives == event.Null || want == gives {
		return true
	}
	return (want == event.Time || want == event.Text) && (gives == event.Time || gives == event.Text)
}

// Run evaluates expression i. bind is asked once for each of its names and answers
// as expr sees values (see ToAny). The result is a value of that kind too; an int is
// possible beside float64. An error is, for errors.Is, ErrLimit: nothing else can
// go wrong.
func (m *Machine) Run(i int, bind func(v bytecode.Var) any) (any, error) {
	p := &m.code[i]
	for j, v := range p.vars {
		p.slots[j] = bind(v)
	}
	m.calls.Reset()
	m.vm.MemoryBudget = maxElements
	x, err := m.vm.Run(p.code, nil)
	// What was bound may point into a batch that should be let go.
	clear(p.slots)
	if m.calls.Spent() > bigRun {
		// A long loop leaves behind scopes and a stack that are not needed again.
		m.vm = vm.VM{}
	}
	if err != nil {
		return nil, limit(err)
	}
	if f, ok := x.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
		return nil, nil
	}
	return x, nil
}

// bigRun is the work after which the VM is thrown away.
const bigRun = 10_000

// limit turns an error of expr's VM into one of ours: a helper of ours stopped, or
// the VM has counted too many elements. The shape of the tree leaves it no other
// reason; if there were one, it would not be told in expr's words.
func limit(err error) error {
	var ours *fn.LimitError
	var theirs *file.Error
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &theirs) && theirs.Message == "memory budget exceeded":
		return errElements
	}
	return errors.New("an expression could not be evaluated")
}
