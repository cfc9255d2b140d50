package check

import (
	"fmt"
	"regexp/syntax"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// The limits of a regular expression are those that the machine has for the ones it runs.
// They are said here so that a pattern is refused where it stands and not when a program is
// loaded; a test compares the two.
const (
	maxPatternBytes = 1000
	maxPatternSteps = 2000 // instructions of the compiled pattern, repetitions written out
)

// regexp checks the regular expression of a `matches`.
func (c *checker) regexp(lit *ast.StringLit, pattern string) {
	if n := len(pattern); n > maxPatternBytes {
		c.report(codePatternSize, lit.Span, fmt.Sprintf("this pattern has %d bytes, at most %d can be", n, maxPatternBytes),
			"ask for less, or for several things with `or`")
		return
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err == nil {
		var prog *syntax.Prog
		if prog, err = syntax.Compile(tree.Simplify()); err == nil {
			if n := len(prog.Inst); n > maxPatternSteps {
				c.report(codePatternSize, lit.Span, fmt.Sprintf("this pattern has %d steps with its repetitions written out, at most %d can be", n, maxPatternSteps),
					"repeat less often: `+` and `*` cost nothing, {900} costs 900 times what it repeats")
			}
			return
		}
	}
	why := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	c.report(codeBadPattern, lit.Span, "this pattern cannot be read: "+why, "`matches` takes a regular expression; for plain text use contains, startsWith or endsWith")
}
