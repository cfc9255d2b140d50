package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
)

// Passes reports whether an event meets the filter of a pattern, asked of a person
// about whom nothing else is known. It serves those who explain a run afterwards.
func (e *Engine) Passes(t *bytecode.Test, r *event.Record) bool {
	return r.Type == t.Event && (t.Cond < 0 || e.test(t.Cond, &Person{next: Never}, r, nil))
}
