package oracle

import (
	"fmt"

	"github.com/journeylang/journey/dsl/ast"
)

// nameSteps gives every step its id: the name after `as`, else its kind and its
// place among the unnamed steps of that kind, in the order of the source.
func (j *journey) nameSteps() {
	counts := map[string]int{}
	eachStep(j.body, func(s ast.Step) {
		if name := s.StepName().Text; name != "" {
			j.ids[s] = name
			return
		}
		k := stepKind(s)
		counts[k]++
		j.ids[s] = fmt.Sprintf("%s_%d", k, counts[k])
	})
}

func stepKind(s ast.Step) string {
	switch s := s.(type) {
	case *ast.Send:
		return s.Channel.Text
	case *ast.Wait, *ast.WaitTime, *ast.WaitDate, *ast.WaitBest, *ast.WaitUntil, *ast.WaitFor, *ast.Race:
		return "wait"
	case *ast.If:
		return "if"
	case *ast.Split:
		return "split"
	case *ast.Set:
		return "set"
	case *ast.Repeat:
		return "repeat"
	case *ast.Emit:
		return "emit"
	case *ast.Audience:
		return "audience"
	case *ast.Webhook:
		return "webhook"
	case *ast.Start:
		return "start"
	case *ast.Tag:
		return "tag"
	}
	return "stop"
}

// eachStep visits every step of a block, a step before the steps inside it.
func eachStep(b *ast.Block, visit func(ast.Step)) {
	if b == nil {
		return
	}
	for _, s := range b.Steps {
		visit(s)
		for _, inner := range ast.Blocks(s) {
			eachStep(inner, visit)
		}
	}
}
