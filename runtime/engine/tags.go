package engine

import (
	"slices"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// Tags are a trait, a list of texts: an identify says all of them, `add tag` and
// `remove tag` change one. They are changed where they are, and not replaced, so that
// two journeys that each add one at the same instant both do.

// maxTags bounds the tags of one person; beyond, the oldest go.
const maxTags = 256

// withTag is some tags with one added, or removed.
func withTag(tags event.Value, tag string, remove bool) event.Value {
	if tags.Kind != event.List && remove {
		return tags
	}
	var kept []event.Value
	there := false
	for _, t := range elements(tags) {
		same := t.Kind == event.Text && t.Str == tag
		if there = there || same; !same || !remove {
			kept = append(kept, t)
		}
	}
	if !there && !remove {
		kept = append(kept, event.Value{Kind: event.Text, Str: tag})
	}
	return tagsOf(kept)
}

func elements(list event.Value) []event.Value {
	if list.Kind != event.List || list.Box == nil {
		return nil
	}
	return list.Box.Items
}

func tagsOf(tags []event.Value) event.Value {
	tags = tags[max(0, len(tags)-maxTags):]
	return event.Value{Kind: event.List, Box: &event.Box{Items: tags}}
}

// uniteTags gives a person the tags of somebody who turned out to be the same: a
// merge takes no tag away. Those that were said last come last.
func (p *Person) uniteTags(theirs trait) {
	m := p.rest()
	k := slices.IndexFunc(m.traits, func(t trait) bool { return t.index == theirs.index })
	if k < 0 {
		m.traits = append(m.traits, theirs)
		return
	}
	mine := m.traits[k]
	first, last := mine, theirs
	if mine.time > theirs.time || mine.time == theirs.time && mine.line > theirs.line {
		first, last = theirs, mine
	}
	switch {
	case first.value.Kind != event.List:
	case last.value.Kind != event.List:
		last.value = first.value
	default:
		all := slices.Clone(elements(first.value))
		for _, t := range elements(last.value) {
			if !fn.In(t, first.value) {
				all = append(all, t)
			}
		}
		last.value = tagsOf(all)
	}
	m.traits[k] = last
}
