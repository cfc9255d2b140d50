package recommend

// lists holds a short list of numbers for each of very many people. A slice for
// everybody would cost 24 bytes for those who have none and give the garbage
// collector a million pointers to follow; here an empty list is 8 bytes, and
// blocks of a few sizes lie side by side in large arrays.
type lists struct {
	of     []handle
	blocks [len(blockSizes)][]uint32
	free   [len(blockSizes)][]uint32 // numbers of unused blocks
}

type handle struct {
	block uint32
	n     uint8
	class uint8
}

var blockSizes = [...]int{2, 4, 8, 16, 24, 32, 48, 64}

const maxKept = 64

// get is the person's list. It is valid until the next change of any list, and
// its entries may be overwritten in place.
func (l *lists) get(person uint32) []uint32 {
	if int(person) >= len(l.of) {
		return nil
	}
	h := l.of[person]
	if h.n == 0 {
		return nil
	}
	from := int(h.block) * blockSizes[h.class]
	return l.blocks[h.class][from : from+int(h.n)]
}

// push appends to the person's list.
func (l *lists) push(person, v uint32) {
	l.reach(person)
	h := &l.of[person]
	switch {
	case h.n == 0:
		*h = handle{block: l.take(0)}
	case int(h.n) == blockSizes[h.class]:
		old := l.get(person)
		class := h.class + 1
		block := l.take(class)
		copy(l.blocks[class][int(block)*blockSizes[class]:], old)
		l.free[h.class] = append(l.free[h.class], h.block)
		h.block, h.class = block, class
	}
	l.blocks[h.class][int(h.block)*blockSizes[h.class]+int(h.n)] = v
	h.n++
}

// remove takes one entry out, keeping the order.
func (l *lists) remove(person uint32, at int) {
	list := l.get(person)
	copy(list[at:], list[at+1:])
	h := &l.of[person]
	if h.n--; h.n == 0 {
		l.free[h.class] = append(l.free[h.class], h.block)
	}
}

// reach makes room for the person.
func (l *lists) reach(person uint32) {
	if n := int(person) + 1 - len(l.of); n > 0 {
		l.of = append(l.of, make([]handle, n)...)
	}
}

// take is an unused block.
func (l *lists) take(class uint8) uint32 {
	if n := len(l.free[class]); n > 0 {
		b := l.free[class][n-1]
		l.free[class] = l.free[class][:n-1]
		return b
	}
	size := blockSizes[class]
	b := len(l.blocks[class]) / size
	l.blocks[class] = append(l.blocks[class], make([]uint32, size)...)
	return uint32(b)
}

func (l *lists) bytes() int64 {
	n := 8 * cap(l.of)
	for i := range l.blocks {
		n += 4 * (cap(l.blocks[i]) + cap(l.free[i]))
	}
	return int64(n)
}
