// Package vm runs the instructions of verified programs.
//
// It has no clock, no I/O and no state of its own between runs: what an
// instruction reads comes through a Frame. Because the verifier has checked
// indexes, jumps and stack heights, the loop checks none of them. A step limit
// remains, since a wait of no time lets a loop go round.
package vm

import (
	"errors"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/eval"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// ErrSteps is returned when one run of the machine does not come to an end.
var ErrSteps = errors.New("more than 100,000 instructions without a rest")

// ErrText is returned when a text grows beyond a mebibyte.
var ErrText = errors.New("a text of more than 1 MiB")

const (
	maxSteps = 100_000
	maxText  = 1 << 20
)

// Person is what the machine asks about the person it runs for.
type Person interface {
	Trait(i int32) event.Value
	// Fact answers a question about the past; apart says that a segment asks it, which
	// speaks of people and of no journey.
	Fact(i int32, apart bool) event.Value
	// Received reports whether what a mark means was sent to the person.
	Received(i int32) bool
	// Cart, Viewed and Bought are built-in records, as expr-lang sees them.
	Cart() any
	Viewed() any
	Bought() any
	// Items recommends up to n products from a basis.
	Items(basis, n int32) event.Value
	// Call runs a function that depends on the person and the instant.
	Call(name string, args []event.Value) event.Value
}

// Frame is where code runs: the event in hand, the entry payload, a message's
// parameters and the person.
type Frame struct {
	Event  *event.Record
	Entry  []event.Value
	Params []event.Value
	Person Person
}

// Machine runs code; one for each worker.
type Machine struct {
	p     *bytecode.Program
	exprs *eval.Machine
	stack [bytecode.MaxStack]event.Value
	n     int
	apart bool  // a segment is asked
	frame Frame // a copy: a pointer would make every frame of the callers an allocation
	bind  func(bytecode.Var) any
	text  []byte
}

// New returns a machine for a verified program.
func New(p *bytecode.Program, exprs *eval.Machine) *Machine {
	m := &Machine{p: p, exprs: exprs}
	m.bind = m.variable
	exprs.Call = m.outer
	return m
}

// True runs a condition. A condition that is missing is false.
func (m *Machine) True(code int32, f *Frame) (bool, error) {
	v, err := m.Value(code, f)
	return v.Kind == event.Bool && v.Num != 0, err
}

// Value runs a piece of value code.
func (m *Machine) Value(code int32, f *Frame) (event.Value, error) {
	saved := m.n
	frame := m.frame
	m.frame = *f
	v, err := m.run(code)
	m.n, m.frame = saved, frame
	return v, err
}

// segment asks a segment, in the frame that is there already.
func (m *Machine) segment(i int32) (bool, error) {
	saved, apart := m.n, m.apart
	m.apart = true
	v, err := m.run(m.p.Segments[i].Code)
	m.n, m.apart = saved, apart
	return truth(v), err
}

// run goes through value code to its end.
func (m *Machine) run(pc int32) (event.Value, error) {
	for {
		in := m.p.Code[pc]
		if in.Op == bytecode.OpReturn {
			return m.stack[m.n-1], nil
		}
		next, err := m.value(in, pc)
		if err != nil {
			return event.Value{}, err
		}
		pc = next
	}
}

// Step runs a journey's code from pc to the next instruction that is a step,
// and returns it with its place. Values that the step takes are left for Pop.
func (m *Machine) Step(pc int32, f *Frame) (bytecode.Instr, int32, error) {
	m.frame = *f
	for range maxSteps {
		in := m.p.Code[pc]
		if in.Op.Step() {
			return in, pc, nil
		}
		next, err := m.value(in, pc)
		if err != nil {
			m.n = 0
			return in, pc, err
		}
		pc = next
	}
	return bytecode.Instr{}, pc, ErrSteps
}

// Pop takes the top of the stack.
func (m *Machine) Pop() event.Value {
	m.n--
	return m.stack[m.n]
}

func (m *Machine) push(v event.Value) {
	m.stack[m.n] = v
	m.n++
}

func boolean(b bool) event.Value {
	if b {
		return event.Value{Kind: event.Bool, Num: 1}
	}
	return event.Value{Kind: event.Bool}
}

func truth(v event.Value) bool { return v.Kind == event.Bool && v.Num != 0 }

// value runs one instruction that is no step, and returns where to go on.
func (m *Machine) value(in bytecode.Instr, pc int32) (int32, error) {
	switch in.Op {
	case bytecode.OpNop:
	case bytecode.OpNull:
		m.push(event.Value{})
	case bytecode.OpTrue:
		m.push(boolean(true))
	case bytecode.OpFalse:
		m.push(boolean(false))
	case bytecode.OpNumber:
		m.push(event.Value{Kind: event.Number, Num: m.p.Numbers[in.A]})
	case bytecode.OpText:
		m.push(event.Value{Kind: event.Text, Str: m.p.Texts[in.A]})
	case bytecode.OpField:
		m.push(Field(m.frame.Event, in.A))
	case bytecode.OpTrait:
		m.push(m.frame.Person.Trait(in.A))
	case bytecode.OpEntry:
		m.push(at(m.frame.Entry, in.A))
	case bytecode.OpParam:
		m.push(at(m.frame.Params, in.A))
	case bytecode.OpFact:
		m.push(m.frame.Person.Fact(in.A, m.apart))
	case bytecode.OpEq, bytecode.OpNe, bytecode.OpLt, bytecode.OpLe, bytecode.OpGt, bytecode.OpGe,
		bytecode.OpAdd, bytecode.OpSub, bytecode.OpMul, bytecode.OpDiv, bytecode.OpMod,
		bytecode.OpContains, bytecode.OpStartsWith, bytecode.OpEndsWith, bytecode.OpIn:
		y := m.Pop()
		m.stack[m.n-1] = binary(in.Op, m.stack[m.n-1], y)
	case bytecode.OpNeg:
		m.stack[m.n-1] = fn.Neg(m.stack[m.n-1])
	case bytecode.OpNot:
		m.stack[m.n-1] = boolean(!truth(m.stack[m.n-1]))
	case bytecode.OpHas:
		m.stack[m.n-1] = boolean(m.stack[m.n-1].Kind != event.Null)
	case bytecode.OpTruth:
		m.stack[m.n-1] = boolean(truth(m.stack[m.n-1]))
	case bytecode.OpList:
		items := m.stack[m.n-int(in.A) : m.n]
		m.n -= int(in.A)
		if m.p.Code[pc+1].Op == bytecode.OpIn { // `x in [a, b]` needs no list
			m.stack[m.n-1] = boolean(fn.Among(m.stack[m.n-1], items))
			return pc + 2, nil
		}
		items = append([]event.Value(nil), items...)
		m.push(event.Value{Kind: event.List, Box: &event.Box{Items: items}})
	case bytecode.OpConcat:
		m.text = m.text[:0]
		for _, v := range m.stack[m.n-int(in.A) : m.n] {
			m.text = fn.AppendText(m.text, v)
			if len(m.text) > maxText {
				return 0, ErrText
			}
		}
		m.n -= int(in.A)
		m.push(event.Value{Kind: event.Text, Str: string(m.text)})
	case bytecode.OpPop:
		m.n--
	case bytecode.OpJump:
		return in.A, nil
	case bytecode.OpJumpFalse:
		if !truth(m.Pop()) {
			return in.A, nil
		}
	case bytecode.OpAnd:
		if !truth(m.stack[m.n-1]) {
			return in.A, nil
		}
		m.n--
	case bytecode.OpOr:
		if truth(m.stack[m.n-1]) {
			return in.A, nil
		}
		m.n--
	case bytecode.OpCoalesce:
		if m.stack[m.n-1].Kind != event.Null {
			return in.A, nil
		}
		m.n--
	case bytecode.OpEval:
		x, err := m.exprs.Run(int(in.A), m.bind)
		if err != nil {
			return 0, err
		}
		m.push(eval.FromAny(x))
	case bytecode.OpCall:
		c := &m.p.Calls[in.A]
		args := append([]event.Value(nil), m.stack[m.n-int(c.Args):m.n]...)
		m.n -= int(c.Args)
		m.push(m.frame.Person.Call(c.Func, args))
	case bytecode.OpItems:
		m.push(m.frame.Person.Items(in.A, in.B))
	case bytecode.OpSegment:
		in, err := m.segment(in.A)
		if err != nil {
			return 0, err
		}
		m.push(boolean(in))
	case bytecode.OpReceived:
		m.push(boolean(m.frame.Person.Received(in.A)))
	}
	return pc + 1, nil
}

// outer answers an expression's call of a function that depends on the person.
func (m *Machine) outer(name string, args []event.Value) event.Value {
	if name == "recommend" && len(args) == 2 {
		return m.frame.Person.Items(int32(args[0].Num), int32(args[1].Num))
	}
	return m.frame.Person.Call(name, args)
}

// Field is field i of an event, or missing.
func Field(r *event.Record, i int32) event.Value {
	for k := range r.Props {
		if int32(r.Props[k].Field) == i {
			return r.Props[k].Value
		}
	}
	return event.Value{}
}

func at(vs []event.Value, i int32) event.Value {
	if int(i) < len(vs) {
		return vs[i]
	}
	return event.Value{}
}

// variable answers an expression's question for one of its names.
func (m *Machine) variable(v bytecode.Var) any {
	f := &m.frame
	switch v.From {
	case bytecode.FromField:
		return Field(f.Event, v.Index).Any()
	case bytecode.FromTrait:
		return f.Person.Trait(v.Index).Any()
	case bytecode.FromEntry:
		return at(f.Entry, v.Index).Any()
	case bytecode.FromFact:
		return f.Person.Fact(v.Index, m.apart).Any()
	case bytecode.FromParam:
		return at(f.Params, v.Index).Any()
	case bytecode.FromCart:
		return f.Person.Cart()
	case bytecode.FromViewed:
		return f.Person.Viewed()
	case bytecode.FromBought:
		return f.Person.Bought()
	case bytecode.FromSegment:
		in, err := m.segment(v.Index)
		return in && err == nil
	case bytecode.FromMark:
		return f.Person.Received(v.Index)
	}
	return nil
}

// binary applies an operator whose meaning for missing values is fn's.
func binary(op bytecode.Op, x, y event.Value) event.Value {
	switch op {
	case bytecode.OpEq:
		return boolean(fn.Equal(x, y))
	case bytecode.OpNe:
		return boolean(!fn.Equal(x, y))
	case bytecode.OpLt, bytecode.OpLe, bytecode.OpGt, bytecode.OpGe:
		return boolean(ordered(op, x, y))
	case bytecode.OpAdd:
		return fn.Add(x, y)
	case bytecode.OpSub:
		return fn.Sub(x, y)
	case bytecode.OpMul:
		return fn.Mul(x, y)
	case bytecode.OpDiv:
		return fn.Div(x, y)
	case bytecode.OpMod:
		return fn.Mod(x, y)
	case bytecode.OpContains:
		return boolean(fn.Contains(x, y))
	case bytecode.OpStartsWith:
		return boolean(fn.StartsWith(x, y))
	case bytecode.OpEndsWith:
		return boolean(fn.EndsWith(x, y))
	}
	return boolean(fn.In(x, y))
}

func ordered(op bytecode.Op, x, y event.Value) bool {
	c, ok := fn.Compare(x, y)
	if !ok {
		return false
	}
	switch op {
	case bytecode.OpLt:
		return c < 0
	case bytecode.OpLe:
		return c <= 0
	case bytecode.OpGt:
		return c > 0
	}
	return c >= 0
}
