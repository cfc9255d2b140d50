package paths

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// A demand is one thing that has to happen on the way to a step: which way people take
// where there are several.
type demand struct {
	kind  demandKind
	step  int32
	arm   int         // byEvent: which of those that are heard
	name  string      // byArm
	event ast.Pattern // byEvent
	cond  ast.Expr    // byYes, byNo, byState, byTime: of a wait for a state
	limit int64       // of the wait; 0: none
	// around: the target stands in the way that is taken here, so there is no other.
	around bool
}

type demandKind uint8

const (
	byYes   demandKind = iota // through an if
	byNo                      // past it
	byEvent                   // a wait ends by an event
	byState                   // or because its condition holds
	byTime                    // or because its time is over
	byArm                     // of a split
)

// steps numbers the steps of a journey as the compiler does: in the order of the source.
func steps(j *check.Journey) (all []ast.Step, number map[ast.Step]int32) {
	number = map[ast.Step]int32{}
	if j.Decl.Body == nil {
		return nil, number
	}
	ast.Walk(j.Decl.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Step); ok {
			number[s] = int32(len(all))
			all = append(all, s)
		}
		return true
	})
	return all, number
}

// router finds the way to a step.
type router struct {
	number map[ast.Step]int32
	target ast.Step
}

// to lists the demands on the way through a block to the target; ok is false when it is
// not in there, or nobody comes by.
func (r *router) to(b *ast.Block) (out []demand, ok bool) {
	if b == nil {
		return nil, false
	}
	for _, s := range b.Steps {
		if s == r.target {
			return out, true
		}
		for _, c := range r.choices(s) {
			if in, ok := r.to(c.block); ok {
				for _, d := range c.demands {
					d.around = true
					out = append(out, d)
				}
				return append(out, in...), true
			}
		}
		past, ok := r.past(s)
		if !ok {
			return nil, false
		}
		out = append(out, past...)
	}
	return nil, false
}

// choice is one of the ways through a step, and what it takes to go there.
type choice struct {
	block   *ast.Block
	demands []demand
	free    bool // people go there when nothing is done
}

// choices are the ways through a step; none where there is no choice.
func (r *router) choices(s ast.Step) []choice {
	n := r.number[s]
	switch s := s.(type) {
	case *ast.If:
		return []choice{
			{s.Else, []demand{{kind: byNo, step: n, cond: s.Cond}}, false},
			{s.Then, []demand{{kind: byYes, step: n, cond: s.Cond}}, false},
		}
	case *ast.WaitFor:
		return r.listening(n, []ast.Pattern{s.Event}, []*ast.Block{s.Then}, s.UpTo, s.Else)
	case *ast.Race:
		var events []ast.Pattern
		var blocks []*ast.Block
		for _, a := range s.Arms {
			events, blocks = append(events, a.Event), append(blocks, a.Body)
		}
		return r.listening(n, events, blocks, s.UpTo, s.Else)
	case *ast.WaitUntil:
		d := demand{kind: byState, step: n, cond: s.Cond}
		if s.UpTo == nil {
			return []choice{{s.Then, []demand{d}, false}}
		}
		d.limit = millis(s.UpTo)
		end := d
		end.kind = byTime
		return []choice{{s.Else, []demand{end}, false}, {s.Then, []demand{d}, false}}
	case *ast.Split:
		var out []choice
		for _, a := range s.Arms {
			out = append(out, choice{a.Body, []demand{{kind: byArm, step: n, name: a.Name.Text}}, len(out) == 0})
		}
		return out
	case *ast.Repeat:
		return []choice{{s.Body, nil, true}}
	}
	return nil
}

func (r *router) listening(n int32, events []ast.Pattern, blocks []*ast.Block, upTo *ast.DurationLit, otherwise *ast.Block) []choice {
	var out []choice
	limit := int64(0)
	if upTo != nil {
		limit = millis(upTo)
		out = append(out, choice{otherwise, []demand{{kind: byTime, step: n, limit: limit}}, true})
	}
	for i, e := range events {
		out = append(out, choice{blocks[i], []demand{{kind: byEvent, step: n, arm: i, event: e, limit: limit}}, false})
	}
	return out
}

// past is what it takes to come out behind a step: the way on which the least has to be
// done. ok is false when nobody does.
func (r *router) past(s ast.Step) (best []demand, ok bool) {
	if _, stop := s.(*ast.Stop); stop {
		return nil, false
	}
	all := r.choices(s)
	if len(all) == 0 {
		return nil, true
	}
	_, isIf := s.(*ast.If)
	closed := false
	for _, c := range all {
		in, through := r.through(c.block)
		if !through {
			closed = true
			continue
		}
		cost := in
		if !c.free {
			cost = append(append([]demand(nil), c.demands...), in...)
		}
		if !ok || len(cost) < len(best) {
			best, ok = cost, true
		}
	}
	if ok && isIf && !closed && len(best) == 1 {
		return nil, true // either way
	}
	return best, ok
}

// through is what it takes to come out at the end of a block.
func (r *router) through(b *ast.Block) (out []demand, ok bool) {
	if b == nil {
		return nil, true
	}
	for _, s := range b.Steps {
		past, ok := r.past(s)
		if !ok {
			return nil, false
		}
		out = append(out, past...)
	}
	return out, true
}
