package recommend

// layer is one kind of sets, carts and purchases or views, with the counts that
// follow from them. Invariant, as long as nothing was forgotten:
//
//	people[i]           = number of lists that hold i
//	rows[i].count(j)    = number of lists that hold i and j = rows[j].count(i)
type layer struct {
	kept     int
	keptNear int
	maxPairs int64

	sets   lists // by person: items, oldest first, with the mark of a purchase
	people []uint32
	rows   []row
	near   []cached[[]neighbour]

	version   uint64 // changes with the counts; lists of neighbours belong to one
	pairs     int64
	forgotten int64
}

// boughtMark on an entry of a set says that the item was bought, not only put
// into the cart; taking it out of the cart then means nothing.
const (
	boughtMark = 1 << 31
	itemMask   = boughtMark - 1
)

func newLayer(kept int, cfg Config) layer {
	return layer{kept: kept, keptNear: cfg.Neighbours, maxPairs: int64(cfg.MaxPairs), version: 1}
}

// reach makes room for items up to n.
func (l *layer) reach(n int) {
	if d := n - len(l.people); d > 0 {
		l.people = append(l.people, make([]uint32, d)...)
		l.rows = append(l.rows, make([]row, d)...)
		l.near = append(l.near, make([]cached[[]neighbour], d)...)
	}
}

// find is the place of an item in a set, or -1.
func find(set []uint32, item uint32) int {
	for i, v := range set {
		if v&itemMask == item {
			return i
		}
	}
	return -1
}

// add puts an item at the recent end of a person's set.
func (l *layer) add(person, item, mark uint32) {
	set := l.sets.get(person)
	if i := find(set, item); i >= 0 {
		v := set[i] | mark
		copy(set[i:], set[i+1:])
		set[len(set)-1] = v
		return
	}
	if len(set) >= l.kept {
		l.removeAt(person, 0)
		set = l.sets.get(person)
	}
	for _, v := range set {
		l.bump(item, v&itemMask, 1)
	}
	l.people[item]++
	l.version++
	l.sets.push(person, item|mark)
	if l.pairs > l.maxPairs {
		l.forget()
	}
}

// drop takes an item that was not bought out of a person's set.
func (l *layer) drop(person, item uint32) {
	set := l.sets.get(person)
	if i := find(set, item); i >= 0 && set[i]&boughtMark == 0 {
		l.removeAt(person, i)
	}
}

func (l *layer) removeAt(person uint32, at int) {
	set := l.sets.get(person)
	item := set[at] & itemMask
	for i, v := range set {
		if i != at {
			l.bump(item, v&itemMask, -1)
		}
	}
	l.people[item]--
	l.version++
	l.sets.remove(person, at)
}

// clear empties a person's set and gives back what was in it.
func (l *layer) clear(person uint32) []uint32 {
	had := append([]uint32(nil), l.sets.get(person)...)
	for range had {
		l.removeAt(person, len(l.sets.get(person))-1)
	}
	return had
}

// merge gives one person's items to another, as if they had come first.
func (l *layer) merge(into, from uint32) {
	if into == from {
		return
	}
	all := append(l.clear(from), l.clear(into)...)
	for _, v := range all {
		l.add(into, v&itemMask, v&boughtMark)
	}
}

func (l *layer) bump(i, j uint32, d int32) {
	l.rows[i].add(j, d)
	l.pairs += l.rows[j].add(i, d)
}

// forget drops the rarest pairs until a quarter of the room is free. It depends
// on the counts alone, so it is the same on every machine.
func (l *layer) forget() {
	var often [256]int64 // pairs by count, the last for all above
	for i := range l.rows {
		for _, s := range l.rows[i].slots {
			if c := uint32(s); c > 0 {
				often[min(c, 255)]++
			}
		}
	}
	floor, left := uint32(0), l.pairs
	for left > l.maxPairs*3/4 && floor < 254 {
		floor++
		left -= often[floor] / 2 // a pair stands in two rows
	}
	if left > l.maxPairs*3/4 {
		floor, left = 1<<32-1, 0 // all pairs are common: begin anew
	}
	for i := range l.rows {
		l.rows[i].rebuild(floor)
	}
	l.forgotten += l.pairs - left
	l.pairs = left
	l.version++
}

func (l *layer) bytes() int64 {
	n := l.sets.bytes() + int64(cap(l.people))*4 + int64(cap(l.rows))*32
	for i := range l.rows {
		n += int64(len(l.rows[i].slots)) * 8
	}
	return n
}
