package recommend

import "strings"

// Buffer collects what one shard observes until the next version is published.
// It belongs to one goroutine. The zero value is empty and ready.
type Buffer struct {
	names  []string
	index  map[string]uint32
	seen   []seen
	people []personChange
}

// seen is an observation in 16 bytes: items are numbered within the buffer.
type seen struct {
	time   int64
	person uint32
	what   uint32 // the item, with the kind in the lowest bits
}

const (
	kindBits = 3
	kindMask = 1<<kindBits - 1
	maxItems = 1 << (32 - kindBits) // leaves room for boughtMark too
)

// personChange is what happens to a person rather than to an item.
type personChange struct {
	time   int64
	person uint32
	other  uint32
	kind   Kind
}

// Observe notes what somebody did. An empty item is nothing to learn from and is
// left out. The item's text is copied when it is new to the buffer.
func (b *Buffer) Observe(o Observation) {
	if o.Item == "" || o.Kind > Purchase {
		return
	}
	i, ok := b.index[o.Item]
	if !ok {
		if len(b.names) == maxItems {
			return
		}
		i = b.learn(strings.Clone(o.Item))
	}
	b.seen = append(b.seen, seen{o.Time, o.Person, i<<kindBits | uint32(o.Kind)})
}

func (b *Buffer) learn(name string) uint32 {
	if b.index == nil {
		b.index = map[string]uint32{}
	}
	i := uint32(len(b.names))
	b.names = append(b.names, name)
	b.index[name] = i
	return i
}

// MergePeople notes that two numbers turned out to be one person: what from had
// becomes the older part of what into has.
func (b *Buffer) MergePeople(time int64, into, from uint32) {
	b.people = append(b.people, personChange{time, into, from, merge})
}

// Forget notes that a person is to be forgotten: their items leave the counts.
// What they did stays in the popularity of items, which knows nobody.
func (b *Buffer) Forget(time int64, person uint32) {
	b.people = append(b.people, personChange{time, person, 0, forget})
}

// Len is how many observations wait for a version.
func (b *Buffer) Len() int { return len(b.seen) + len(b.people) }
