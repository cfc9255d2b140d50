// Package mutants makes small mistakes in the engine, one at a time, so that a test
// can ask whether the oracle notices each of them. Only tests use it.
//
// All mistakes are compiled into one program: `a < b` becomes a call that answers
// `a <= b` when its own number is the one that is switched on. So a thousand mutants
// cost one build, and each of them one run.
//
// The mistakes are those that rules about time are made of (semantics.md): every
// comparison with and without equality, every order turned round, the least in the
// place of the greatest, and, in the functions that say in which order things happen at
// one instant, neighbouring statements and cases that change places.
package mutants

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
)

// Mutant is one mistake.
type Mutant struct {
	Number int
	File   string
	Line   int
	Func   string
	// What says what the mistake is: `a < b` becomes `a <= b`. The second place in a function
	// of which the same can be said has (2) behind it.
	What string
}

// Key names a mutant independently of line numbers.
func (m *Mutant) Key() string { return m.File + " " + m.Func + ": " + m.What }

// Instrument puts the mistakes of one file into it, numbered from first on. phases
// are the functions whose order of statements and cases is tried too.
func Instrument(name string, src []byte, first int, phases []string) ([]byte, []Mutant, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, fmt.Errorf("instrumenting %s: %w", name, err)
	}
	in := &instrumenter{set: set, name: name, next: first}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		in.function = f.Name.Name
		if slices.Contains(phases, in.function) {
			in.phases(f.Body)
		}
		in.comparisons(f.Body)
		in.calls(f.Body)
	}
	var out bytes.Buffer
	file.Comments = nil // their places would be wrong
	if err := format.Node(&out, set, file); err != nil {
		return nil, nil, fmt.Errorf("instrumenting %s: %w", name, err)
	}
	return out.Bytes(), in.found, nil
}

type instrumenter struct {
	set      *token.FileSet
	name     string
	function string
	next     int
	found    []Mutant
}

// add takes a number for a mistake.
func (in *instrumenter) add(at token.Pos, what string) int {
	n := in.next
	in.next++
	m := Mutant{n, in.name, in.set.Position(at).Line, in.function, what}
	for k := 2; slices.ContainsFunc(in.found, func(o Mutant) bool { return o.Key() == m.Key() }); k++ {
		m.What = fmt.Sprintf("%s (%d)", what, k)
	}
	in.found = append(in.found, m)
	return n
}

func (in *instrumenter) text(n ast.Node) string {
	var b bytes.Buffer
	if err := format.Node(&b, in.set, n); err != nil {
		return fmt.Sprintf("%T", n)
	}
	return b.String()
}

// comparisons replaces every < <= > >= by a call that can be switched.
func (in *instrumenter) comparisons(body *ast.BlockStmt) {
	done := map[*ast.BinaryExpr]ast.Expr{}
	replace := func(e ast.Expr) ast.Expr {
		b, ok := e.(*ast.BinaryExpr)
		if !ok {
			return e
		}
		if out, seen := done[b]; seen {
			return out
		}
		return e
	}
	var all []*ast.BinaryExpr
	seen := map[*ast.BinaryExpr]bool{} // what was moved stands there twice
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BinaryExpr); ok && !seen[b] && (b.Op == token.LSS || b.Op == token.LEQ || b.Op == token.GTR || b.Op == token.GEQ) {
			seen[b] = true
			all = append(all, b)
		}
		return true
	})
	never := in.neverEqual(body)
	texts := make([]string, len(all))
	for i, b := range all {
		texts[i] = in.text(b)
	}
	for i, b := range all {
		x, y, name, flip := b.X, b.Y, "mutantLess", map[token.Token]string{
			token.LSS: "with equality", token.GTR: "with equality", token.LEQ: "without equality", token.GEQ: "without equality",
		}[b.Op]
		if b.Op == token.LEQ || b.Op == token.GEQ {
			name = "mutantAtMost"
		}
		if b.Op == token.GTR || b.Op == token.GEQ {
			x, y = y, x
		}
		n := in.next
		if never[b] {
			in.next++ // its sides are never equal here
		} else {
			in.add(b.Pos(), "`"+texts[i]+"` "+flip)
		}
		in.add(b.Pos(), "`"+texts[i]+"` turned round")
		done[b] = &ast.CallExpr{Fun: ast.NewIdent(name), Args: []ast.Expr{number(n), x, y}}
	}
	rewrite(body, replace)
}

// neverEqual finds the comparisons that stand below `if x != y`.
func (in *instrumenter) neverEqual(body *ast.BlockStmt) map[*ast.BinaryExpr]bool {
	out := map[*ast.BinaryExpr]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		s, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		unequal, ok := s.Cond.(*ast.BinaryExpr)
		if !ok || unequal.Op != token.NEQ {
			return true
		}
		ast.Inspect(s.Body, func(n ast.Node) bool {
			b, ok := n.(*ast.BinaryExpr)
			if ok && in.text(b.X) == in.text(unequal.X) && in.text(b.Y) == in.text(unequal.Y) {
				out[b] = true
			}
			return true
		})
		return true
	})
	return out
}

func number(n int) ast.Expr { return &ast.BasicLit{Kind: token.INT, Value: strconv.Itoa(n)} }

func on(n int) ast.Expr {
	return &ast.CallExpr{Fun: ast.NewIdent("mutantOn"), Args: []ast.Expr{number(n)}}
}

// calls turns orders round that are not written with signs: cmp.Compare and
// strings.Compare, min and max.
func (in *instrumenter) calls(body *ast.BlockStmt) {
	done := map[*ast.CallExpr]bool{}
	rewrite(body, func(e ast.Expr) ast.Expr {
		c, ok := e.(*ast.CallExpr)
		if !ok || done[c] {
			return e
		}
		done[c] = true
		name, ok := map[string]string{
			"cmp.Compare": "mutantCompare", "strings.Compare": "mutantCompare", "min": "mutantMin", "max": "mutantMax",
		}[in.text(c.Fun)]
		if !ok {
			return e
		}
		n := in.add(c.Pos(), "`"+in.text(c)+"` turned round")
		args := c.Args
		if name == "mutantCompare" {
			args = []ast.Expr{c}
		}
		return &ast.CallExpr{Fun: ast.NewIdent(name), Args: append([]ast.Expr{number(n)}, args...)}
	})
}

// phases lets neighbouring statements and neighbouring cases change places.
func (in *instrumenter) phases(body *ast.BlockStmt) {
	seen := map[ast.Node]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		if seen[n] {
			return false // it was moved, and stands there twice
		}
		if n != nil {
			seen[n] = true
		}
		switch n := n.(type) {
		case *ast.BlockStmt:
			n.List = in.swaps(n.List)
		case *ast.CaseClause:
			n.Body = in.swaps(n.Body)
		case *ast.SwitchStmt:
			if n.Tag == nil {
				in.cases(n.Body.List)
			}
		}
		return true
	})
}

// swaps lets each of two neighbours that can be moved go behind the other: it is left
// out in its place, and done before the one in front of it.
func (in *instrumenter) swaps(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	before := 0 // the mistake that does this statement early
	for i, a := range list {
		after := 0
		if i+1 < len(list) && movable(a) && movable(list[i+1]) && !(plain(a) && plain(list[i+1])) {
			b := list[i+1]
			after = in.add(a.Pos(), "`"+brief(in.text(a))+"` after `"+brief(in.text(b))+"`")
			out = append(out, &ast.IfStmt{Cond: on(after), Body: &ast.BlockStmt{List: []ast.Stmt{b}}})
		}
		if before != 0 {
			a = &ast.IfStmt{Cond: &ast.UnaryExpr{Op: token.NOT, X: on(before)}, Body: &ast.BlockStmt{List: []ast.Stmt{a}}}
		}
		out = append(out, a)
		before = after
	}
	return out
}

// movable statements are calls, decisions and assignments: they declare nothing.
func movable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.IfStmt, *ast.RangeStmt, *ast.IncDecStmt:
		return true
	case *ast.ForStmt:
		return s.Cond != nil
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE
	}
	return false
}

// plain statements only keep what is known already: two of them change places for
// nothing.
func plain(s ast.Stmt) bool {
	switch s.(type) {
	case *ast.IncDecStmt, *ast.AssignStmt:
	default:
		return false
	}
	calls := false
	ast.Inspect(s, func(n ast.Node) bool {
		_, call := n.(*ast.CallExpr)
		calls = calls || call
		return true
	})
	return !calls
}

// cases lets the second of two neighbouring cases win where both hold.
func (in *instrumenter) cases(list []ast.Stmt) {
	for i := 0; i+1 < len(list); i++ {
		a, b := list[i].(*ast.CaseClause), list[i+1].(*ast.CaseClause)
		if len(a.List) != 1 || len(b.List) != 1 {
			continue
		}
		n := in.add(a.Pos(), "case `"+in.text(a.List[0])+"` after `"+in.text(b.List[0])+"`")
		a.List[0] = &ast.BinaryExpr{
			X: &ast.ParenExpr{X: a.List[0]}, Op: token.LAND,
			Y: &ast.UnaryExpr{Op: token.NOT, X: &ast.ParenExpr{X: &ast.BinaryExpr{X: on(n), Op: token.LAND, Y: &ast.ParenExpr{X: b.List[0]}}}},
		}
	}
}

// brief is the first line of a statement.
func brief(s string) string {
	for i, c := range s {
		if c == '\n' {
			return s[:i]
		}
	}
	return s
}
