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

	"github.com/journeylang/journey/dsl/ast"
)

// nodes has one of every node type; TestNodesAreAll compares it with the source.
var nodes = []ast.Node{
	&ast.File{}, &ast.Use{}, &ast.Event{}, &ast.Profile{}, &ast.Field{}, &ast.Type{}, &ast.Segment{}, &ast.Lifecycle{}, &ast.Message{}, &ast.MessagePart{}, &ast.Journey{},
	&ast.Policy{}, &ast.ConsentRule{}, &ast.QuietRule{}, &ast.CapRule{}, &ast.Assert{}, &ast.AssertNever{}, &ast.BadDecl{},
	&ast.Test{}, &ast.Given{}, &ast.At{}, &ast.Expect{}, &ast.Happening{}, &ast.Expectation{}, &ast.TestWindow{}, &ast.TestTime{},
	&ast.NumberLit{}, &ast.StringLit{}, &ast.BoolLit{}, &ast.NullLit{}, &ast.DurationLit{}, &ast.PercentLit{}, &ast.TimeLit{}, &ast.DateLit{}, &ast.IdentExpr{}, &ast.MemberExpr{},
	&ast.IndexExpr{}, &ast.SliceExpr{}, &ast.CallExpr{}, &ast.Arg{}, &ast.UnaryExpr{}, &ast.BinaryExpr{}, &ast.ChoiceExpr{}, &ast.ListLit{}, &ast.RecordLit{}, &ast.RecordField{},
	&ast.ItExpr{}, &ast.EventExpr{}, &ast.InLast{}, &ast.Never{}, &ast.TimeSince{}, &ast.InSegment{}, &ast.HasTag{}, &ast.Received{}, &ast.BadExpr{},
	&ast.Block{}, &ast.Send{}, &ast.Wait{}, &ast.WaitTime{}, &ast.WaitDate{}, &ast.WaitBest{}, &ast.WaitUntil{}, &ast.WaitFor{}, &ast.Race{}, &ast.RaceArm{}, &ast.If{}, &ast.Split{},
	&ast.SplitArm{}, &ast.Set{}, &ast.Tag{}, &ast.Audience{}, &ast.Emit{}, &ast.Webhook{}, &ast.Start{}, &ast.Stop{}, &ast.Repeat{}, &ast.BadStep{},
	&ast.When{}, &ast.OnDate{}, &ast.Schedule{}, &ast.EventPat{}, &ast.OrPat{}, &ast.AbsencePat{}, &ast.BothPat{}, &ast.SeqPat{}, &ast.CountPat{}, &ast.SilencePat{},
	&ast.SegmentPat{}, &ast.ChangePat{}, &ast.BadPat{}, &ast.Enter{}, &ast.Goal{}, &ast.Exit{}, &ast.While{}, &ast.Holdout{}, &ast.Priority{}, &ast.Exclusive{}, &ast.UsePolicy{},
	&ast.AcceptLate{}, &ast.LeapDay{}, &ast.Backfill{}, &ast.Timezone{},
}

// stand-ins for the fields that hold one of several nodes.
var standIns = map[reflect.Type]func() ast.Node{
	reflect.TypeFor[ast.Expr]():       func() ast.Node { return &ast.NullLit{} },
	reflect.TypeFor[ast.Pattern]():    func() ast.Node { return &ast.BadPat{} },
	reflect.TypeFor[ast.Step]():       func() ast.Node { return &ast.Stop{} },
	reflect.TypeFor[ast.Decl]():       func() ast.Node { return &ast.BadDecl{} },
	reflect.TypeFor[ast.Trigger]():    func() ast.Node { return &ast.When{} },
	reflect.TypeFor[ast.Setting]():    func() ast.Node { return &ast.While{} },
	reflect.TypeFor[ast.PolicyRule](): func() ast.Node { return &ast.ConsentRule{} },
	reflect.TypeFor[ast.TestLine]():   func() ast.Node { return &ast.Given{} },
}

func typeName(n ast.Node) string { return reflect.TypeOf(n).Elem().Name() }

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
func fill(v reflect.Value) []ast.Node {
	var put []ast.Node
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case f.Type() == reflect.TypeFor[[]ast.StringPart]():
			n := &ast.NullLit{}
			f.Set(reflect.ValueOf([]ast.StringPart{{Text: "x"}, {Expr: n}}))
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

func fresh(t reflect.Type) ast.Node {
	if standIn, ok := standIns[t]; ok {
		return standIn()
	}
	if t.Kind() == reflect.Pointer && t.Implements(reflect.TypeFor[ast.Node]()) {
		return reflect.New(t.Elem()).Interface().(ast.Node)
	}
	return nil
}

func TestWalkVisitsEveryChild(t *testing.T) {
	for _, proto := range nodes {
		t.Run(typeName(proto), func(t *testing.T) {
			n := reflect.New(reflect.TypeOf(proto).Elem())
			want := fill(n.Elem())
			root := n.Interface().(ast.Node)
			var got []ast.Node
			ast.Walk(root, func(n ast.Node) bool {
				if n != root {
					got = append(got, n)
				}
				return n == root
			})
			require.ElementsMatch(t, names(want), names(got))
			for _, w := range want {
				require.True(t, slices.ContainsFunc(got, func(g ast.Node) bool { return g == w }), "%T", w)
			}
			// Every part may be missing.
			ast.Walk(reflect.New(reflect.TypeOf(proto).Elem()).Interface().(ast.Node), func(n ast.Node) bool {
				_, event := n.(*ast.EventExpr)
				return !event
			})
		})
	}
}

func names(ns []ast.Node) []string {
	out := []string{}
	for _, n := range ns {
		out = append(out, fmt.Sprintf("%s %p", typeName(n), n))
	}
	return out
}

func TestWalkStopsWhereItIsTold(t *testing.T) {
	inner := &ast.UnaryExpr{Op: "not", X: &ast.BoolLit{}}
	tree := &ast.BinaryExpr{X: inner, Y: &ast.IdentExpr{}}
	var seen []string
	ast.Walk(tree, func(n ast.Node) bool {
		seen = append(seen, typeName(n))
		return n != ast.Node(inner)
	})
	require.Equal(t, "BinaryExpr UnaryExpr IdentExpr", strings.Join(seen, " "))
}
