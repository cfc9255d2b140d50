package fn

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

// pattern is a regular expression that was compiled before; re is nil for one
// that cannot be.
type pattern struct {
	re   *regexp.Regexp
	cost int // instructions: the most that one byte of the text can take
}

const (
	maxPatterns  = 256  // compiled and kept
	maxProgram   = 2000 // instructions of a compiled pattern
	stepsPerUnit = 8    // steps of matching that are one unit of work
)

var errPattern = errors.New("the pattern is longer or repeats more than `matches` allows")

// CheckPattern reports why a regular expression cannot be used with `matches`. The
// syntax is RE2's; the time to match is linear in the text, and the bounds on the
// pattern keep the factor small.
func CheckPattern(s string) error {
	_, err := compile(s)
	return err
}

func compile(s string) (pattern, error) {
	if len(s) > MaxPattern {
		return pattern{}, errPattern
	}
	tree, err := syntax.Parse(s, syntax.Perl)
	if err != nil {
		return pattern{}, err
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return pattern{}, err
	}
	if len(prog.Inst) > maxProgram {
		return pattern{}, errPattern
	}
	re, err := regexp.Compile(s)
	return pattern{re, len(prog.Inst)}, err
}

// matches is `text matches pattern`: whether the pattern occurs in the text. A
// pattern that cannot be compiled occurs nowhere; one that is written out was
// checked when the program was loaded.
func (c *Calls) matches(x, by any) (any, error) {
	s, ok := x.(string)
	p, okPattern := by.(string)
	if !ok || !okPattern {
		return false, nil
	}
	if len(s) > MaxSubject {
		return nil, errSubject
	}
	known, ok := c.patterns[p]
	if !ok {
		// What compiling costs is not charged: whether it is needed depends on what
		// this worker did before, and the answer must not.
		known, _ = compile(p)
		if len(c.patterns) == maxPatterns {
			clear(c.patterns)
		}
		c.patterns[p] = known
	}
	if known.re == nil {
		return false, nil
	}
	if err := c.Spend(len(s) * known.cost / stepsPerUnit); err != nil {
		return nil, err
	}
	return known.re.MatchString(s), nil
}
