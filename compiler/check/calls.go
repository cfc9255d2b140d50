package check

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// nestedClosures is how deep any, filter, map and their like may stand inside each other.
// Every level multiplies the work of one condition, and nothing else bounds it.
const nestedClosures = 2

// call types a function call.
func (c *checker) call(s *scope, e *ast.CallExpr) *Type {
	if c.aboutPast(s, e) {
		return c.pastCall(s, e)
	}
	sig := signatures[e.Fun.Text]
	if sig == nil {
		c.anyArgs(s, e)
		if e.Fun.Text == "" {
			c.fail()
			return unknown
		}
		c.misspelt(codeUnknownFunction, e.Fun.Span, e.Fun.Text, "there is no function `"+e.Fun.Text+"`", funcNames, "")
		return unknown
	}
	args, ok := c.placeArgs(s, sig, e)
	if !ok {
		return sig.result.bind(nil)
	}
	c.insideReader(s, sig, e)
	switch sig.Name {
	case "recommend":
		return c.recommend(s, args)
	case "plural":
		return c.plural(s, sig, e, args)
	}
	t := c.apply(s, sig, e, args)
	c.readerRules(s, sig, e, args)
	return t
}

// placeArgs puts the arguments into the order of the parameters; a variadic last parameter
// takes the rest. One that was left out is nil. A name says what a value is for and does
// not move it: arguments stand in the order of the signature, so that calls look alike.
func (c *checker) placeArgs(s *scope, sig *signature, e *ast.CallExpr) ([]ast.Expr, bool) {
	ok := true
	wrong := func(at ast.Span, summary string) {
		if ok {
			c.report(codeWrongArguments, at, summary, "it is "+form(sig))
		}
		ok = false
	}
	n := len(sig.Params)
	args := make([]ast.Expr, n)
	variadic := n > 0 && sig.Params[n-1].Variadic
	next := 0
	for _, a := range e.Args {
		switch {
		case a.Name.Text != "":
			i := paramIndex(sig, a.Name.Text)
			switch {
			case i < 0:
				wrong(a.Name.Span, sig.Name+" has no argument `"+a.Name.Text+"`")
			case args[i] != nil:
				wrong(a.Name.Span, "`"+a.Name.Text+"` is given twice")
			case i < next:
				wrong(a.Name.Span, "`"+a.Name.Text+"` comes too late")
			default:
				args[i], next = a.Value, i+1
			}
		case next >= n && !variadic:
			wrong(a.Span, fmt.Sprintf("%s takes %s, not %d", sig.Name, howMany(n), len(e.Args)))
		case next >= n:
			args = append(args, a.Value)
		default:
			args[next] = a.Value
			next++
		}
	}
	for i, p := range sig.Params {
		if args[i] == nil && !p.Optional {
			wrong(e.Fun.Span, sig.Name+" needs `"+p.Name+"`")
		}
	}
	if !ok {
		c.anyArgs(s, e)
	}
	return args, ok
}

// anyArgs types the arguments of a call that cannot be understood, for what is wrong inside
// them. Each may be about the element of a list.
func (c *checker) anyArgs(s *scope, e *ast.CallExpr) {
	inner := s.withElem(unknown)
	for _, a := range e.Args {
		c.expr(inner, a.Value)
	}
}

func paramIndex(sig *signature, name string) int {
	for i, p := range sig.Params {
		if p.Name == name {
			return i
		}
	}
	return -1
}

func howMany(n int) string {
	if n == 1 {
		return "one argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

// form is how a function is written: filter(list, condition).
func form(sig *signature) string {
	parts := make([]string, len(sig.Params))
	for i, p := range sig.Params {
		parts[i] = p.Name
		if p.Variadic {
			parts[i] += ", …"
		}
		if p.Optional {
			parts[i] += "?"
		}
		if p.Type == "duration" {
			parts[i] += ": 3d"
		}
	}
	return sig.Name + "(" + strings.Join(parts, ", ") + ")"
}

// apply checks the arguments against the parameters and returns the result's type.
func (c *checker) apply(s *scope, sig *signature, e *ast.CallExpr, args []ast.Expr) *Type {
	letters := map[string]*Type{}
	opt := false
	for i, a := range args {
		p := min(i, len(sig.params)-1)
		n := sig.params[p]
		switch {
		case a == nil:
		case n.closure != nil:
			c.closure(s, sig, a, n, letters)
		default:
			t := c.expr(s, a)
			c.argument(sig, p, a, t, letters)
			opt = opt || t.Opt && !n.opt
		}
	}
	c.extraRules(sig, args, letters)
	t := sig.result.bind(letters)
	if opt {
		t = maybe(t)
	}
	return t
}

func (c *checker) argument(sig *signature, p int, a ast.Expr, t *Type, letters map[string]*Type) {
	n := sig.params[p]
	what := "`" + sig.Params[p].Name + "` of " + sig.Name
	if n.typ != nil {
		if c.wants(a, n.typ, t, what) && n.typ.Kind == Percent {
			c.percentRange(a, what, true)
		}
		return
	}
	if n.match(t, letters) {
		return
	}
	c.report(codeWrongType, a.Pos(), what+" is "+n.described(letters)+", this is "+t.described(), conversion(n.bind(letters), t))
}

// closure types an argument that is asked of every element.
func (c *checker) closure(s *scope, sig *signature, a ast.Expr, n *note, letters map[string]*Type) {
	if len(s.elems) >= nestedClosures {
		c.report(codeTooDeep, a.Pos(), "a list inside a list inside a list", "every level multiplies the work; two levels are allowed")
		return
	}
	elem := letters[n.letter]
	if elem == nil {
		elem = unknown
	}
	inner := s.withElem(elem)
	if n.closure.typ == boolean {
		c.condition(inner, a)
		return
	}
	t := c.expr(inner, a)
	if n.closure.typ != nil {
		c.wants(a, n.closure.typ, t, "what "+sig.Name+" takes from each element")
		return
	}
	letters[n.closure.letter] = t
}

// extraRules are what a signature cannot say: sum adds numbers, sort needs an order.
func (c *checker) extraRules(sig *signature, args []ast.Expr, letters map[string]*Type) {
	t := letters["T"]
	if t == nil {
		return
	}
	switch {
	case sig.Name == "sum" && args[1] == nil && t.Kind != Number && t.Kind != Unknown:
		c.report(codeWrongType, args[0].Pos(), "only numbers can be added up, the elements are "+t.described(), "say what to add: sum(list, .price)")
	case sig.Name == "sort" && !t.ordered():
		c.report(codeWrongType, args[0].Pos(), "there is no greater and smaller for "+t.described(), "say what to sort by: sort_by(list, .price)")
	case sig.Name == "sort_by" && letters["U"] != nil && !letters["U"].ordered():
		c.report(codeWrongType, args[1].Pos(), "there is no greater and smaller for "+letters["U"].described(), "sort by a number, a text or a date")
	}
}

// recommendMost is the greatest number of products one message can be given.
const recommendMost = 50

// bases are what recommend can start from.
var bases = []string{"bought", "cart", "popular", "viewed"}

// recommend types recommend(basis, n): the basis is one of four names, not any list,
// because the model behind it is learned for these.
func (c *checker) recommend(s *scope, args []ast.Expr) *Type {
	result := listOf(recordTypes["item"])
	id, ok := args[0].(*ast.IdentExpr)
	switch {
	case !ok:
		c.quietly(func() { c.expr(s, args[0]) })
		c.report(codeBasisOnly, args[0].Pos(), "recommend starts from "+listed(bases), "write recommend(cart)")
	case contains(bases, id.Text):
		kinds := map[string]RefKind{"bought": RefBought, "cart": RefCart, "popular": RefPopular, "viewed": RefViewed}
		c.info.Refs[id] = Ref{Kind: kinds[id.Text]}
		c.info.Types[id] = builtins[id.Text]
	default:
		c.misspelt(codeBasisOnly, id.Span, id.Text, "recommend starts from "+listed(bases), bases, "write recommend(cart)")
	}
	if len(args) < 2 || args[1] == nil {
		return result
	}
	t := c.expr(s, args[1])
	if !c.wants(args[1], number, t, "`n` of recommend") || t.Kind == Unknown {
		return result
	}
	n, constant := constantNumber(args[1])
	switch {
	case !constant:
		c.report(codeNotConstant, args[1].Pos(), "how many products to recommend must be written out", "write a whole number from 1 to 50")
	case n < 1 || n > recommendMost || n != float64(int64(n)):
		c.report(codeBadNumber, args[1].Pos(), "recommend gives 1 to 50 products", "write a whole number from 1 to 50")
	}
	return result
}
