package engine

import (
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// words are texts that were kept lately, by hash: the traits of people are the same
// countries, languages and plans again and again, and one copy of each is enough.
type words [1024]string

// longestWord is the length, in bytes, from which on a text is somebody's own.
const longestWord = 32

// keepWord is keep for what many people have.
func (e *Engine) keepWord(v event.Value) event.Value {
	if v.Kind != event.Text || len(v.Str) > longestWord {
		return fn.Clone(v)
	}
	w := &e.words[hashOf(v.Str)%uint64(len(e.words))]
	if *w != v.Str {
		*w = fn.Clone(v).Str
	}
	v.Str = *w
	return v
}
