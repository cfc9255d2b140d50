package check

import "github.com/journeylang/journey/dsl/ast"

// checkProofs checks what is claimed about journeys: assertions and tests. An error in
// one harms no journey.
func (c *checker) checkProofs(d ast.Decl) {
	switch d := d.(type) {
	case *ast.Assert:
		c.assert(d)
	case *ast.Test:
		c.test(d)
	}
}

func (c *checker) assert(d *ast.Assert) {
	c.span(d.ExitsIn)
	n := d.Never
	if n == nil {
		return
	}
	c.whole(n.N, mostCounted, "a limit")
	c.counted(n.Channel)
	c.span(n.In)
	for _, p := range []*ast.EventPat{n.After, n.Until} {
		if p != nil {
			c.eventPat(&scope{}, p)
		}
	}
}
