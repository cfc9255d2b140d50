// Package mutants makes small mistakes in the engine, one at a time, so that a test
// can ask whether the oracle notices each of them. Only tests use it.
//
// All mistakes are compiled into one program: `a < b` becomes a call that answers
// `a <= b` when its own number is the one that is switched on. So a thousand mutants
// cost one build, and each of them one run.
//
// The mistakes are those that rules about time are made of (semantics.md): every
// comparison with and without equality, every order turned round, and, in the
// functions that say in which order things happen at one instant, neighbouring
// statements and cases that change places.
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
	// What says what the mistake is: `a < b` becomes `a <= b`.
	What string
}

// Key names a mutant independently of line numbers.
func (m *Mutant) Key() string { return m.File + " " + m.Func + ": " + m.What }

// Helper is the file that an instrumented package needs beside its own.
func Helper(pkg string) []byte { return []byte("package " + pkg + helper) }

const helper = `

import (
	"cmp"
	"os"
	"strconv"
)

var mutant, _ = strconv.Atoi(os.Getenv("MUTANT"))

func mutantLess[T cmp.Ordered](n int, a, b T) bool {
	switch mutant {
	case n:
		return a <= b
	case n + 1:
		return b < a
	}
	return a < b
}

func mutantAtMost[T cmp.Ordered](n int, a, b T) bool {
	switch mutant {
	case n:
		return a < b
	case n + 1:
		return b <= a
	}
	return a <= b
}
`

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
	in.found = append(in.found, Mutant{n, in.name, in.set.Position(at).Line, in.function, what})
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
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BinaryExpr); ok && (b.Op == token.LSS || b.Op == token.LEQ || b.Op == token.GTR || b.Op == token.GEQ) {
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
	return &ast.BinaryExpr{X: ast.NewIdent("mutant"), Op: token.EQL, Y: number(n)}
}

// phases lets neighbouring statements and neighbouring cases change places.
func (in *instrumenter) phases(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			n.List = in.swaps(n.List)
		case *ast.SwitchStmt:
			if n.Tag == nil {
				in.cases(n.Body.List)
			}
		}
		return true
	})
}

// swaps wraps pairs of neighbours (first and second, third and fourth, and the pairs
// between them in a second copy) so that one switch turns one pair round.
func (in *instrumenter) swaps(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for i := 0; i < len(list); i++ {
		if i+1 < len(list) && movable(list[i]) && movable(list[i+1]) {
			a, b := list[i], list[i+1]
			n := in.add(a.Pos(), "`"+brief(in.text(a))+"` after `"+brief(in.text(b))+"`")
			out = append(out, &ast.IfStmt{
				Cond: on(n),
				Body: &ast.BlockStmt{List: []ast.Stmt{b}},
			}, a, &ast.IfStmt{
				Cond: &ast.BinaryExpr{X: ast.NewIdent("mutant"), Op: token.NEQ, Y: number(n)},
				Body: &ast.BlockStmt{List: []ast.Stmt{b}},
			})
			i++
			continue
		}
		out = append(out, list[i])
	}
	return out
}

// movable statements are calls and decisions: they declare nothing.
func movable(s ast.Stmt) bool {
	switch s.(type) {
	case *ast.ExprStmt, *ast.IfStmt, *ast.RangeStmt, *ast.ForStmt:
		return true
	}
	return false
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
