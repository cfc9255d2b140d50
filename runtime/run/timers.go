package run

// timers says which people have something to do at which instant, the soonest first.
// Entries can be out of date: what counts is the person's own state.
//
// It is a heap of which every place has four below it, in two lists, because a million
// people wait in one: the instants of the four lie together in memory, it is half as
// deep as one of two, and an entry takes 12 bytes. container/heap would box them all.
type timers struct {
	at     []int64
	person []uint32
}

// fan is how many places are below each.
const fan = 4

func (h *timers) len() int { return len(h.at) }

// soonest is the first instant; there has to be one.
func (h *timers) soonest() int64 { return h.at[0] }

func (h *timers) push(at int64, person uint32) {
	h.at, h.person = append(h.at, at), append(h.person, person)
	i := len(h.at) - 1
	for i > 0 {
		up := (i - 1) / fan
		if h.at[up] <= at {
			break
		}
		h.at[i], h.person[i] = h.at[up], h.person[up]
		i = up
	}
	h.at[i], h.person[i] = at, person
}

// pop takes the soonest away and returns whose it is.
func (h *timers) pop() uint32 {
	first, n := h.person[0], len(h.at)-1
	at, person := h.at[n], h.person[n]
	h.at, h.person = h.at[:n], h.person[:n]
	if n == 0 {
		return first
	}
	i := 0
	for {
		below := fan*i + 1
		if below >= n {
			break
		}
		least := below
		for k := below + 1; k < min(below+fan, n); k++ {
			if h.at[k] < h.at[least] {
				least = k
			}
		}
		if at <= h.at[least] {
			break
		}
		h.at[i], h.person[i] = h.at[least], h.person[least]
		i = least
	}
	h.at[i], h.person[i] = at, person
	return first
}
