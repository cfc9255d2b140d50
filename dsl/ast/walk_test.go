package ast_test

import (
	"fmt"
	goast "go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/journeylang/journey/dsl/ast"
)

// nodes has one of every node type; TestNodesAreAll compares it with the source.
var nodes = []Node{
	&File{}, &Use{}, &Event{}, &Profile{}, &Field{}, &Type{}, &Segment{}, &Lifecycle{}, &Message{}, &MessagePart{}, &Journey{},
	&Policy{}, &ConsentRule{}, &QuietRule{}, &CapRule{}, &Assert{}, &AssertNever{}, &Test{}, &TestLine{}, &TestTime{}, &BadDecl{},
	&NumberLit{}, &StringLit{}, &BoolLit{}, &NullLit{}, &DurationLit{}, &PercentLit{}, &TimeLit{}, &DateLit{}, &IdentExpr{}, &MemberExpr{},
	&IndexExpr{}, &SliceExpr{}, &CallExpr{}, &Arg{}, &UnaryExpr{}, &BinaryExpr{}, &ChoiceExpr{}, &ListLit{}, &RecordLit{}, &RecordField{},
	&ItExpr{}, &EventExpr{}, &InLast{}, &Never{}, &TimeSince{}, &InSegment{}, &HasTag{}, &Received{}, &BadExpr{},
	&Block{}, &Send{}, &Wait{}, &WaitTime{}, &WaitDate{}, &WaitBest{}, &WaitUntil{}, &WaitFor{}, &Race{}, &RaceArm{}, &If{}, &Split{},
	&SplitArm{}, &Set{}, &Tag{}, &Audience{}, &Emit{}, &Webhook{}, &Start{}, &Stop{}, &Repeat{}, &BadStep{},
	&When{}, &OnDate{}, &Schedule{}, &EventPat{}, &OrPat{}, &AbsencePat{}, &BothPat{}, &SeqPat{}, &CountPat{}, &SilencePat{},
	&SegmentPat{}, &ChangePat{}, &BadPat{}, &Enter{}, &Goal{}, &Exit{}, &While{}, &Holdout{}, &Priority{}, &Exclusive{}, &UsePolicy{},
	&AcceptLate{}, &LeapDay{}, &Backfill{}, &Timezone{},
}

// stand-ins for the fields that hold one of several nodes.
var standIns = map[reflect.Type]func() Node{
	reflect.TypeFor[Expr]():       func() Node { return &NullLit{} },
	reflect.TypeFor[Pattern]():    func() Node { return &BadPat{} },
	reflect.TypeFor[Step]():       func() Node { return &Stop{} },
	reflect.TypeFor[Decl]():       func() Node { return &BadDecl{} },
	reflect.TypeFor[Trigger]():    func() Node { return &When{} },
	reflect.TypeFor[Setting]():    func() Node { return &While{} },
	reflect.TypeFor[PolicyRule](): func() Node { return &ConsentRule{} },
}

func typeName(n Node) string { return reflect.TypeOf(n).Elem().Name() }

func TestNodesAreAll(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	// These are parts of nodes.
	declared := map[string]bool{"Name": false, "StepHead": false, "StringPart": false}
	for _, path := range paths {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		goast.Inspect(f, func(n goast.Node) bool {
			spec, ok := n.(*goast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			s, ok := spec.Type.(*goast.StructType)
			if _, known := declared[spec.Name.Name]; !ok || known || spec.Name.Name == "Span" {
				return true
			}
			declared[spec.Name.Name] = len(s.Fields.List) > 0
			return true
		})
	}
	for _, n := range nodes {
		require.True(t, declared[typeName(n)], "%s is listed twice or not declared", typeName(n))
		delete(declared, typeName(n))
	}
	for name, node := range declared {
		require.False(t, node, "%s is missing from the list", name)
	}
}

// fill puts a new node into every field that can hold one, and returns them.
func fill(v reflect.Value) []Node {
	var put []Node
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case f.Type() == reflect.TypeFor[[]StringPart]():
			n := &NullLit{}
			f.Set(reflect.ValueOf([]StringPart{{Text: "x"}, {Expr: n}}))
			put = append(put, n)
		case f.Kind() == reflect.Slice:
			if n := fresh(f.Type().Elem()); n != nil {
				f.Set(reflect.Append(f, reflect.ValueOf(n)))
				put = append(put, n)
			}
		default:
			if n := fresh(f.Type()); n != nil {
				f.Set(reflect.ValueOf(n))
				put = append(put, n)
			}
		}
	}
	return put
}

func fresh(t reflect.Type) Node {
	if make, ok := standIns[t]; ok {
		return make()
	}
	if t.Kind() == reflect.Pointer && t.Implements(reflect.TypeFor[Node]()) {
		return reflect.New(t.Elem()).Interface().(Node)
	}
	return nil
}

func TestWalkVisitsEveryChild(t *testing.T) {
	for _, proto := range nodes {
		t.Run(typeName(proto), func(t *testing.T) {
			n := reflect.New(reflect.TypeOf(proto).Elem())
			want := fill(n.Elem())
			root := n.Interface().(Node)
			var got []Node
			Walk(root, func(n Node) bool {
				if n != root {
					got = append(got, n)
				}
				return n == root
			})
			require.ElementsMatch(t, names(want), names(got))
			for _, w := range want {
				require.True(t, slices.ContainsFunc(got, func(g Node) bool { return g == w }), "%T", w)
			}
			// Every part may be missing.
			Walk(reflect.New(reflect.TypeOf(proto).Elem()).Interface().(Node), func(n Node) bool {
				_, event := n.(*EventExpr)
				return !event
			})
		})
	}
}

func names(ns []Node) []string {
	out := []string{}
	for _, n := range ns {
		out = append(out, fmt.Sprintf("%s %p", typeName(n), n))
	}
	return out
}

func TestWalkStopsWhereItIsTold(t *testing.T) {
	inner := &UnaryExpr{Op: "not", X: &BoolLit{}}
	tree := &BinaryExpr{X: inner, Y: &IdentExpr{}}
	var seen []string
	Walk(tree, func(n Node) bool {
		seen = append(seen, typeName(n))
		return n != Node(inner)
	})
	require.Equal(t, "BinaryExpr UnaryExpr IdentExpr", strings.Join(seen, " "))
}
