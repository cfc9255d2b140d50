package logic

import (
	"strconv"
)

// The bounds of a search. Beyond them, everything is taken for possible.
const (
	mostAtoms = 48
	mostTries = 20_000
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// possible reports whether formulas can hold together, as far as that can be told.
func (q *query) possible(list []*formula) bool {
	if len(q.atoms) > mostAtoms {
		return true
	}
	s := &search{q: q, known: make([]truth, len(q.atoms)), left: mostTries}
	return s.try(and(and(list...), and(q.always...)))
}

// search decides atoms one after the other.
type search struct {
	q     *query
	known []truth
	left  int
}

// try reports whether a formula can hold beside what is decided already.
func (s *search) try(f *formula) bool {
	if s.left--; s.left < 0 {
		return true
	}
	t, next := f.eval(s.known)
	switch t {
	case isTrue:
		return true // what is decided has been seen to fit together
	case isFalse:
		return false
	}
	for _, t := range []truth{isTrue, isFalse} {
		s.known[next] = t
		if s.fits(next) && s.try(f) {
			return true
		}
	}
	s.known[next] = unknown
	return false
}

// fits reports whether the atoms that are decided fit together, after one more was.
func (s *search) fits(last int) bool {
	switch s.q.atoms[last].kind {
	case isLess:
		return s.q.numbersFit(s.known)
	case isAmong, isSame, isLike:
		return s.q.textsFit(s.known)
	}
	return true
}
