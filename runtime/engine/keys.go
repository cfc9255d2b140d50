package engine

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// maxKeys bounds the values of one `enter each` that are remembered of a person.
const maxKeys = 256

func keyText(v event.Value) string { return fn.Text(v) }

// keysOf lists the values of `enter each` that a person is known by in a journey.
func (e *Engine) keysOf(p *Person, at ref) []uint32 {
	var keys []uint32
	add := func(journey int16, key uint32) {
		if journey == at.journey && key != 0 && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for r := p.runs; r != nil; r = r.next {
		add(r.journey, r.key)
	}
	for c := p.cells; c != nil; c = c.next {
		add(c.ref.journey, c.ref.key)
	}
	// Their numbers depend on who was seen first; their names do not.
	slices.SortFunc(keys, func(a, b uint32) int { return strings.Compare(e.prog.keys.name(a), e.prog.keys.name(b)) })
	return keys
}

// inherit gives a value that is new what waits under key 0.
func (e *Engine) inherit(p *Person, at ref) {
	var wild []*cell
	for c := p.cells; c != nil; c = c.next {
		if c.ref.journey == at.journey && c.ref.key == at.key {
			return
		}
		if c.ref.journey == at.journey && c.ref.key == 0 {
			wild = append(wild, c)
		}
	}
	if len(wild) == 0 || p.run(at.journey, at.key) != nil {
		return
	}
	for _, c := range wild {
		copied := *c
		copied.ref.key = at.key
		e.insert(p, &copied)
	}
}

// roomForKey bounds the values of `enter each` that are remembered.
func (e *Engine) roomForKey(p *Person, at ref) bool {
	keys := e.keysOf(p, at)
	return len(keys) < maxKeys || slices.Contains(keys, at.key)
}

// keyOf is the value of the journey's `enter each` field, as a key; ok is false
// when the event does not have the field.
func (e *Engine) keyOf(t *bytecode.Test, r *event.Record) (key uint32, ok bool) {
	if t.Key < 0 {
		return 0, false
	}
	v := field(r, t.Key)
	if v.Kind == event.Null {
		return 0, false
	}
	return e.prog.keys.id(keyText(v)), true
}
