package logic

// bound says that one number is at most another plus w.
//
// w counts in units times step, and is one less where equality is excluded: on a circle
// of at most step bounds, the sum is below 0 exactly when the circle cannot be.
type bound struct {
	from, to int // to <= from + w
	w        int64
}

// step is more than there are numbers in a query.
const step = 4 * mostAtoms

// slack is how far a sum of two numbers may be from what it is on paper.
const slack = 1

// numbersFit reports whether the decided comparisons of numbers leave values for them:
// whether no circle of bounds comes back to where it began with less than nothing.
func (q *query) numbersFit(known []truth) bool {
	if len(q.nodes) >= step {
		return true
	}
	zero := len(q.nodes)
	bounds := make([]bound, 0, 4*len(q.nodes))
	most := func(x, y int, by int64) { bounds = append(bounds, bound{y, x, by * step}) } // x <= y + by
	for i, n := range q.nodes {
		switch {
		case n.constant:
			most(i, zero, n.value)
			most(zero, i, -n.value)
		case n.base >= 0:
			off := int64(slack)
			if n.whole {
				off = 0
			}
			most(i, n.base, n.plus+off)
			most(n.base, i, -n.plus+off)
		case n.natural:
			most(zero, i, 0)
		}
	}
	for _, o := range q.ordered {
		most(o[0], o[1], 0)
	}
	for i, a := range q.atoms {
		if a.kind != isLess || known[i] == unknown {
			continue
		}
		switch {
		case known[i] == isFalse:
			most(a.y, a.x, 0)
		case q.nodes[a.x].whole && q.nodes[a.y].whole:
			most(a.x, a.y, -unit)
		default:
			most(a.x, a.y, 0)
			bounds[len(bounds)-1].w--
		}
	}
	return !falls(bounds, zero+1)
}

// falls reports whether there is a circle of bounds whose sum is below 0.
func falls(bounds []bound, n int) bool {
	at := make([]int64, n)
	least := int64(0) // no way without a circle falls below
	for _, b := range bounds {
		least = min(least, b.w)
	}
	least *= int64(n)
	for range n {
		moved := false
		for _, b := range bounds {
			if d := at[b.from] + b.w; d < at[b.to] {
				at[b.to], moved = d, true
				if d < least {
					return true
				}
			}
		}
		if !moved {
			return false
		}
	}
	return true
}
