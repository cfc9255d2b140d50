package parse

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// dump writes a tree as S-expressions: (Type field: value …), without spans and
// empty fields. Trees in testdata are compared in this form.
func dump(node any) string {
	var b strings.Builder
	dumpValue(&b, reflect.ValueOf(node), 0)
	return b.String()
}

func dumpValue(b *strings.Builder, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		dumpValue(b, v.Elem(), depth)
	case reflect.Slice:
		b.WriteString("[")
		for i := range v.Len() {
			switch {
			case deep(v.Index(i)):
				b.WriteString("\n" + strings.Repeat("  ", depth+1))
			case i > 0:
				b.WriteString(" ")
			}
			dumpValue(b, v.Index(i), depth+1)
		}
		b.WriteString("]")
	case reflect.Struct:
		dumpStruct(b, v, depth)
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	default:
		fmt.Fprint(b, v.Interface())
	}
}

func dumpStruct(b *strings.Builder, v reflect.Value, depth int) {
	switch n := v.Interface().(type) {
	case ast.Name:
		b.WriteString(n.Text)
		return
	case ast.IdentExpr:
		b.WriteString(n.Text)
		return
	case ast.DurationLit:
		fmt.Fprintf(b, "%d%s", n.N, unitLetters[n.Unit])
		return
	case ast.NumberLit:
		b.WriteString(n.Text)
		return
	case ast.PercentLit:
		b.WriteString(n.Text + "%")
		return
	case ast.TimeLit:
		fmt.Fprintf(b, "%02d:%02d", n.Hour, n.Minute)
		return
	case ast.DateLit:
		fmt.Fprintf(b, "%04d-%02d-%02d", n.Year, n.Month, n.Day)
		return
	case ast.StringLit:
		if s, ok := n.Plain(); ok && !n.Multi {
			fmt.Fprintf(b, "%q", s)
			return
		}
	case ast.BinaryExpr:
		fmt.Fprintf(b, "(%s ", strings.ReplaceAll(n.Op, " ", "-"))
		dumpValue(b, reflect.ValueOf(n.X), depth)
		b.WriteString(" ")
		dumpValue(b, reflect.ValueOf(n.Y), depth)
		b.WriteString(")")
		return
	}
	fmt.Fprintf(b, "(%s", v.Type().Name())
	dumpFields(b, v, depth)
	b.WriteString(")")
}

func dumpFields(b *strings.Builder, v reflect.Value, depth int) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if f.Type() == reflect.TypeOf(ast.Span{}) || f.IsZero() || name == "Src" || name == "Path" && v.Type().Name() == "File" {
			continue
		}
		if n, ok := f.Interface().(ast.Name); ok && n.Text == "" {
			continue
		}
		if v.Type().Field(i).Anonymous && f.Kind() == reflect.Struct {
			dumpFields(b, f, depth)
			continue
		}
		b.WriteString(" " + strings.ToLower(name) + ":")
		dumpValue(b, f, depth)
	}
}

// deep reports whether a list's items deserve a line of their own.
func deep(v reflect.Value) bool {
	switch v.Interface().(type) {
	case ast.Step, ast.Decl, ast.Setting, ast.PolicyRule, *ast.RaceArm, *ast.SplitArm, ast.TestLine, *ast.MessagePart:
		return true
	}
	return false
}
