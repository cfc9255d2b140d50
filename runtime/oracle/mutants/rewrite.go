package mutants

import (
	"go/ast"
	"reflect"
)

// rewrite gives every expression below a node to f, the outer ones first, and puts
// what f returns in its place.
func rewrite(n ast.Node, f func(ast.Expr) ast.Expr) { visit(reflect.ValueOf(n), f, map[uintptr]bool{}) }

var exprType = reflect.TypeFor[ast.Expr]()

func visit(v reflect.Value, f func(ast.Expr) ast.Expr, seen map[uintptr]bool) {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return
		}
		if v.Type() == exprType && v.CanSet() {
			if e := f(v.Interface().(ast.Expr)); e != v.Interface().(ast.Expr) {
				v.Set(reflect.ValueOf(e))
			}
		}
		visit(v.Elem(), f, seen)
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return
		}
		seen[v.Pointer()] = true
		visit(v.Elem(), f, seen)
	case reflect.Struct:
		for i := range v.NumField() {
			visit(v.Field(i), f, seen)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visit(v.Index(i), f, seen)
		}
	}
}
