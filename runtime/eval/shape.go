package eval

import (
	"errors"
	"fmt"

	"github.com/expr-lang/expr/ast"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// shaper checks a tree and rewrites it. Nodes that the lowering never writes are
// refused; those that remain are rebuilt, so that nothing unseen slips through.
type shaper struct {
	m      *Machine
	slots  map[string]*any // of the expression's names
	vars   map[string]bytecode.Var
	inside int // closures around what is being looked at
}

// kind is what a node gives unless that is missing; event.Null is anything.
type kind = event.Kind

// expr checks and rewrites a node.
func (s *shaper) expr(n ast.Node) (ast.Node, kind, error) {
	switch n := n.(type) {
	case *ast.NilNode:
		// expr's checker refuses nil in places where a missing value is fine.
		return &ast.ConstantNode{}, event.Null, nil
	case *ast.BoolNode:
		return n, event.Bool, nil
	case *ast.FloatNode:
		return n, event.Number, nil
	case *ast.StringNode:
		return n, event.Text, nil
	case *ast.IdentifierNode:
		slot := s.slots[n.Value]
		if slot == nil {
			return nil, 0, fmt.Errorf("%q is not a name", n.Value)
		}
		return call(func() any { return *slot }), event.Null, nil
	case *ast.PointerNode:
		if s.inside == 0 || n.Name != "" {
			return nil, 0, errors.New("there is no element here")
		}
		return n, event.Null, nil
	case *ast.ArrayNode:
		if list, ok := constants(n); ok {
			return &ast.ConstantNode{Value: list}, event.List, nil
		}
		return n, event.List, s.all(n.Nodes)
	case *ast.MapNode:
		return n, event.Map, s.record(n)
	case *ast.ConditionalNode:
		return s.choice(n)
	case *ast.BinaryNode:
		return s.binary(n)
	case *ast.BuiltinNode:
		return s.predicate(n)
	case *ast.CallNode:
		return s.call(n)
	}
	return nil, 0, errors.New("it does what no expression of a journey does")
}

// all rewrites nodes in their places.
func (s *shaper) all(nodes []ast.Node) error {
	for i := range nodes {
		n, _, err := s.expr(nodes[i])
		if err != nil {
			return err
		}
		nodes[i] = n
	}
	return nil
}

// constants is a list that is written out, made once: no function changes the
// lists it is given.
func constants(n *ast.ArrayNode) ([]any, bool) {
	list := make([]any, len(n.Nodes))
	for i, x := range n.Nodes {
		switch x := x.(type) {
		case *ast.BoolNode:
			list[i] = x.Value
		case *ast.FloatNode:
			list[i] = x.Value
		case *ast.StringNode:
			list[i] = x.Value
		default:
			return nil, false
		}
	}
	return list, true
}

func (s *shaper) record(n *ast.MapNode) error {
	for _, p := range n.Pairs {
		pair, ok := p.(*ast.PairNode)
		if !ok {
			return errors.New("a record has something that is no field")
		}
		if _, ok := pair.Key.(*ast.StringNode); !ok {
			return errors.New("the name of a record's field is not written out")
		}
		value, _, err := s.expr(pair.Value)
		if err != nil {
			return err
		}
		pair.Value = value
	}
	return nil
}

// condition rewrites a node that must be true or false, and never missing: expr
// would panic on anything else.
func (s *shaper) condition(n ast.Node) (ast.Node, error) {
	if !s.isCondition(n) {
		return nil, errors.New("something that may be neither true nor false is used as a condition")
	}
	out, _, err := s.expr(n)
	return out, err
}

func (s *shaper) isCondition(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BoolNode:
		return true
	case *ast.BinaryNode:
		return n.Operator == "and" || n.Operator == "or"
	case *ast.CallNode:
		id, ok := n.Callee.(*ast.IdentifierNode)
		return ok && s.m.funcs[id.Value].Result == event.Bool
	}
	return false
}

func (s *shaper) choice(n *ast.ConditionalNode) (ast.Node, kind, error) {
	cond, err := s.condition(n.Cond)
	if err != nil {
		return nil, 0, err
	}
	then, a, err := s.expr(n.Exp1)
	if err != nil {
		return nil, 0, err
	}
	otherwise, b, err := s.expr(n.Exp2)
	if err != nil {
		return nil, 0, err
	}
	return &ast.ConditionalNode{Ternary: true, Cond: cond, Exp1: then, Exp2: otherwise}, common(a, b), nil
}

func common(a, b kind) kind {
	if a == b {
		return a
	}
	return event.Null
}

func (s *shaper) binary(n *ast.BinaryNode) (ast.Node, kind, error) {
	switch n.Operator {
	case "and", "or":
		left, err := s.condition(n.Left)
		if err != nil {
			return nil, 0, err
		}
		right, err := s.condition(n.Right)
		return &ast.BinaryNode{Operator: n.Operator, Left: left, Right: right}, event.Bool, err
	case "??":
		left, a, err := s.expr(n.Left)
		if err != nil {
			return nil, 0, err
		}
		right, b, err := s.expr(n.Right)
		return &ast.BinaryNode{Operator: "??", Left: left, Right: right}, common(a, b), err
	case "..":
		return s.helper("_range", []ast.Node{n.Left, n.Right})
	}
	return nil, 0, fmt.Errorf("it uses the operator %q", n.Operator)
}

// predicate rewrites any, filter, map and their like. Their list is read by a
// helper that pays for the whole loop; a list that is missing makes the result
// missing, which a second helper around the loop sees to.
func (s *shaper) predicate(n *ast.BuiltinNode) (ast.Node, kind, error) {
	if !predicates[n.Name] || len(n.Arguments) != 2 {
		return nil, 0, fmt.Errorf("%q is not used as it is meant", n.Name)
	}
	if s.inside == MaxClosure {
		return nil, 0, fmt.Errorf("more than %d lists are gone through inside one another", MaxClosure)
	}
	source, ok := n.Arguments[0].(*ast.CallNode)
	if !ok || !isName(source.Callee, "_list") || len(source.Arguments) != 1 {
		return nil, 0, fmt.Errorf("%q does not go through a list", n.Name)
	}
	closure, ok := n.Arguments[1].(*ast.PredicateNode)
	if !ok {
		return nil, 0, fmt.Errorf("%q asks nothing", n.Name)
	}
	list, _, err := s.expr(source.Arguments[0])
	if err != nil {
		return nil, 0, err
	}
	weight := size(closure.Node)
	s.inside++
	var body ast.Node
	if n.Name == "map" {
		body, _, err = s.expr(closure.Node)
	} else {
		body, err = s.condition(closure.Node)
	}
	s.inside--
	if err != nil {
		return nil, 0, err
	}
	over, after := s.m.loop(weight)
	loop := &ast.BuiltinNode{Name: n.Name, Arguments: []ast.Node{call(over, list), &ast.PredicateNode{Node: body}}}
	return call(after, loop), results[n.Name], nil
}

// results are what the predicates give.
var results = map[string]kind{
	"all": event.Bool, "any": event.Bool, "none": event.Bool, "one": event.Bool,
	"filter": event.List, "map": event.List, "count": event.Number, "findIndex": event.Number,
}

func isName(n ast.Node, name string) bool {
	id, ok := n.(*ast.IdentifierNode)
	return ok && id.Value == name
}

// size counts the nodes that one turn of a loop evaluates, without those of loops
// inside it, which pay for themselves.
func size(n ast.Node) int {
	total := 1
	switch n := n.(type) {
	case *ast.ArrayNode:
		for _, x := range n.Nodes {
			total += size(x)
		}
	case *ast.MapNode:
		for _, x := range n.Pairs {
			total += size(x)
		}
	case *ast.PairNode:
		total += size(n.Value)
	case *ast.ConditionalNode:
		total += size(n.Cond) + size(n.Exp1) + size(n.Exp2)
	case *ast.BinaryNode:
		total += size(n.Left) + size(n.Right)
	case *ast.BuiltinNode:
		for _, x := range n.Arguments {
			if _, inner := x.(*ast.PredicateNode); !inner {
				total += size(x)
			}
		}
	case *ast.CallNode:
		for _, x := range n.Arguments {
			total += size(x)
		}
	}
	return total
}

func (s *shaper) call(n *ast.CallNode) (ast.Node, kind, error) {
	id, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return nil, 0, errors.New("it calls something that is no function")
	}
	if id.Value == "_recommend" {
		return s.recommend(n.Arguments)
	}
	return s.helper(id.Value, n.Arguments)
}

// helper rewrites a call of a function of ours.
func (s *shaper) helper(name string, args []ast.Node) (ast.Node, kind, error) {
	f, ok := s.m.funcs[name]
	if !ok {
		return nil, 0, fmt.Errorf("there is no function %q", name)
	}
	if len(args) < f.Min || len(args) > f.Max {
		return nil, 0, fmt.Errorf("%q is called with %d arguments", name, len(args))
	}
	if name == "_matches" {
		pattern, ok := args[1].(*ast.StringNode)
		if !ok {
			return nil, 0, errors.New("the pattern of `matches` is not written out")
		}
		if fn.CheckPattern(pattern.Value) != nil {
			return nil, 0, fmt.Errorf("the pattern %q of `matches` cannot be used", excerpt(pattern.Value))
		}
	}
	args = append([]ast.Node(nil), args...)
	if err := s.all(args); err != nil {
		return nil, 0, err
	}
	if _, many := f.code.(func([]any) any); many {
		args = []ast.Node{&ast.ArrayNode{Nodes: args}}
	}
	return call(f.code, args...), f.Result, nil
}

// recommend rewrites a call of recommend, whose basis is one of four names: a
// name of the environment, or nil for what everybody buys.
func (s *shaper) recommend(args []ast.Node) (ast.Node, kind, error) {
	const unlessSaid = 4
	bad := errors.New("`recommend` is called in a way that it is not")
	if len(args) < 1 || len(args) > 2 {
		return nil, 0, bad
	}
	basis, n := bytecode.BasisPopular, float64(unlessSaid)
	switch x := args[0].(type) {
	case *ast.NilNode:
	case *ast.IdentifierNode:
		switch s.vars[x.Value].From {
		case bytecode.FromCart:
			basis = bytecode.BasisCart
		case bytecode.FromViewed:
			basis = bytecode.BasisViewed
		case bytecode.FromBought:
			basis = bytecode.BasisBought
		default:
			return nil, 0, bad
		}
	default:
		return nil, 0, bad
	}
	if len(args) == 2 {
		lit, ok := args[1].(*ast.FloatNode)
		if !ok || lit.Value < 1 || lit.Value > bytecode.MaxItems {
			return nil, 0, bad
		}
		n = lit.Value
	}
	return s.helper("_recommend", []ast.Node{&ast.FloatNode{Value: float64(basis)}, &ast.FloatNode{Value: n}})
}

// call makes a call of a Go function.
func call(f any, args ...ast.Node) ast.Node {
	return &ast.CallNode{Callee: &ast.ConstantNode{Value: f}, Arguments: args}
}
