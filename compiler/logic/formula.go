package logic

// formula is a condition over atoms.
type formula struct {
	op   op
	atom int        // isAtom
	kids []*formula // isNot: one; isAnd, isOr
}

type op uint8

const (
	isYes op = iota
	isNo
	isAtom
	isNot
	isAnd
	isOr
)

var (
	yes = &formula{op: isYes}
	no  = &formula{op: isNo}
)

func constant(b bool) *formula {
	if b {
		return yes
	}
	return no
}

func not(f *formula) *formula {
	switch f.op {
	case isYes:
		return no
	case isNo:
		return yes
	case isNot:
		return f.kids[0]
	}
	return &formula{op: isNot, kids: []*formula{f}}
}

func and(list ...*formula) *formula { return join(isAnd, yes, no, list) }
func or(list ...*formula) *formula  { return join(isOr, no, yes, list) }

// join leaves out what changes nothing; over decides alone.
func join(o op, nothing, over *formula, list []*formula) *formula {
	kept := make([]*formula, 0, len(list))
	for _, f := range list {
		switch f.op {
		case nothing.op:
		case over.op:
			return over
		case o:
			kept = append(kept, f.kids...)
		default:
			kept = append(kept, f)
		}
	}
	switch len(kept) {
	case 0:
		return nothing
	case 1:
		return kept[0]
	}
	return &formula{op: o, kids: kept}
}

// truth is what is known of a formula or an atom.
type truth int8

const (
	unknown truth = iota
	isTrue
	isFalse
)

// eval says what a formula is when some atoms are decided. While that is unknown, next is
// an atom that matters.
func (f *formula) eval(known []truth) (t truth, next int) {
	switch f.op {
	case isYes:
		return isTrue, -1
	case isNo:
		return isFalse, -1
	case isAtom:
		return known[f.atom], f.atom
	case isNot:
		t, next = f.kids[0].eval(known)
		switch t {
		case isTrue:
			return isFalse, next
		case isFalse:
			return isTrue, next
		}
		return unknown, next
	}
	over, nothing := isFalse, isTrue
	if f.op == isOr {
		over, nothing = isTrue, isFalse
	}
	next = -1
	for _, k := range f.kids {
		t, n := k.eval(known)
		switch {
		case t == over:
			return over, -1
		case t == unknown && next < 0:
			next = n
		}
	}
	if next >= 0 {
		return unknown, next
	}
	return nothing, -1
}
