package check

import "github.com/journeylang/journey/dsl/ast"

// repeatEnds checks that a repeat comes to an end, and that time passes from run to run.
func (c *checker) repeatEnds(x *ast.Repeat) {
	head := ast.Span{Start: x.Start, End: x.Start + len("repeat")}
	if x.UpTo == nil && x.Until == nil {
		d := c.report(codeRepeatForever, head, "until when is this repeated?", "say how often, `up to 4 times`, or write behind the braces until when: `} until purchased in the last 7d`")
		at := head
		if x.Every != nil {
			at.End = x.Every.End
		}
		c.append(d, at, " up to 4 times", "repeat it four times")
	}
	if x.Every == nil && x.Body != nil && !waits(x.Body) {
		d := c.report(codeRepeatAtOnce, head, "nothing makes the next run wait", "say how long from run to run: `repeat every 7d`, or let each way through the braces come to a wait")
		c.append(d, head, " every 7d", "run it once a week")
	}
}

// waits reports whether everybody who comes through a block has to wait somewhere in it. A
// state may hold already and a moment be now, so waiting for one does not count.
func waits(b *ast.Block) bool {
	if b == nil {
		return false
	}
	for _, step := range b.Steps {
		switch s := step.(type) {
		case *ast.Wait, *ast.WaitFor, *ast.Race, *ast.Stop:
			return true
		case *ast.If:
			if waits(s.Then) && waits(s.Else) {
				return true
			}
		case *ast.Split:
			sum, all := 0.0, true
			for _, a := range s.Arms {
				all = all && waits(a.Body)
				if a.Percent != nil {
					sum += a.Percent.Value
				}
			}
			if all && sum >= 100 {
				return true
			}
		case *ast.Repeat:
			if waits(s.Body) {
				return true
			}
		}
	}
	return false
}
