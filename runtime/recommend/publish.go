package recommend

import (
	"cmp"
	"slices"
)

// hourMs is an hour in milliseconds.
const hourMs = 3_600_000

// change is an observation of any buffer, in the model's numbers.
type change struct {
	time   int64
	person uint32
	item   uint32 // merge: the person who goes
	kind   Kind
}

// Publish makes everything that the buffers hold from before the hour (counted
// from 1970-01-01 UTC) part of the answers. What happened at or after it stays in
// the buffers for a later version. The result depends only on the observations,
// not on which buffer holds them or in which order they came there. Nobody may
// use the model or the buffers meanwhile. Versions only go forward: an hour
// before the present one publishes nothing.
func (m *Model) Publish(hour int64, buffers ...*Buffer) {
	if hour < m.hour {
		return
	}
	m.hour = hour
	m.version++
	changes := m.collect(hour*hourMs, buffers)
	slices.SortFunc(changes, func(a, b change) int {
		if a.time != b.time {
			return cmp.Compare(a.time, b.time)
		}
		if a.person != b.person {
			return cmp.Compare(a.person, b.person)
		}
		if a.item != b.item && a.kind <= Purchase && b.kind <= Purchase {
			return cmp.Compare(m.names[a.item], m.names[b.item])
		}
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.item, b.item))
	})
	for _, c := range changes {
		m.apply(c)
	}
	if m.lesson != nil {
		m.lesson.note(m, changes)
	}
}

// collect takes what is before the limit out of the buffers and gives new items
// their numbers, in the order of their names.
func (m *Model) collect(limit int64, buffers []*Buffer) []change {
	var fresh []string
	total := 0
	for _, b := range buffers {
		total += b.Len()
		for _, name := range b.names {
			if _, ok := m.index[name]; !ok {
				fresh = append(fresh, name)
			}
		}
	}
	slices.Sort(fresh)
	for _, name := range slices.Compact(fresh) {
		m.learn(name)
	}
	changes := make([]change, 0, total)
	for _, b := range buffers {
		number := make([]uint32, len(b.names))
		for i, name := range b.names {
			number[i] = m.index[name]
		}
		b.seen = slices.DeleteFunc(b.seen, func(s seen) bool {
			if s.time >= limit {
				return false
			}
			changes = append(changes, change{s.time, s.person, number[s.what>>kindBits], Kind(s.what & kindMask)})
			return true
		})
		b.people = slices.DeleteFunc(b.people, func(p personChange) bool {
			if p.time >= limit {
				return false
			}
			changes = append(changes, change{p.time, p.person, p.other, p.kind})
			return true
		})
	}
	return changes
}

// learn gives an item its number.
func (m *Model) learn(name string) {
	m.index[name] = uint32(len(m.names))
	m.names = append(m.names, name)
	m.pops = append(m.pops, popularity{})
	m.taken.reach(len(m.names))
	m.viewed.reach(len(m.names))
}

func (m *Model) apply(c change) {
	hour := floorDiv(c.time, hourMs)
	switch c.kind {
	case View:
		m.viewed.add(c.person, c.item, 0)
		m.pops[c.item].add(weighView, hour)
	case Cart:
		m.taken.add(c.person, c.item, 0)
		m.pops[c.item].add(weighCart, hour)
	case Purchase:
		m.taken.add(c.person, c.item, boughtMark)
		m.pops[c.item].add(weighPurchase, hour)
	case Remove:
		m.taken.drop(c.person, c.item)
	case merge:
		m.taken.merge(c.person, c.item)
		m.viewed.merge(c.person, c.item)
	case forget:
		m.taken.clear(c.person)
		m.viewed.clear(c.person)
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
