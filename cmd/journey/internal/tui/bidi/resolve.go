package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

func (s *sequence) class(k int) bidi.Class      { return s.p.classes[s.at[k]] }
func (s *sequence) set(k int, c bidi.Class)     { s.p.classes[s.at[k]] = c }
func (s *sequence) is(k int, c bidi.Class) bool { return k >= 0 && k < len(s.at) && s.class(k) == c }
func (s *sequence) original(k int) bidi.Class   { return s.p.original[s.at[k]] }
func (s *sequence) fill(from, to int, c bidi.Class) {
	for k := from; k < to; k++ {
		s.set(k, c)
	}
}

// weak is W1 to W7.
func (s *sequence) weak() {
	before := s.sos
	for k := range s.at { // W1
		if s.is(k, bidi.NSM) {
			s.set(k, before)
		}
		if before = s.class(k); initiator(s.original(k)) || s.original(k) == bidi.PDI {
			before = bidi.ON
		}
	}
	strong := s.sos
	for k := range s.at { // W2
		switch s.class(k) {
		case bidi.L, bidi.R, bidi.AL:
			strong = s.class(k)
		case bidi.EN:
			if strong == bidi.AL {
				s.set(k, bidi.AN)
			}
		}
	}
	for k := range s.at { // W3
		if s.is(k, bidi.AL) {
			s.set(k, bidi.R)
		}
	}
	for k := 1; k < len(s.at)-1; k++ { // W4
		a, b := s.class(k-1), s.class(k+1)
		if s.is(k, bidi.ES) && a == bidi.EN && b == bidi.EN || s.is(k, bidi.CS) && a == b && (a == bidi.EN || a == bidi.AN) {
			s.set(k, a)
		}
	}
	for k := 0; k < len(s.at); k++ { // W5
		from := k
		for s.is(k, bidi.ET) {
			k++
		}
		if k > from && (s.is(from-1, bidi.EN) || s.is(k, bidi.EN)) {
			s.fill(from, k, bidi.EN)
		}
	}
	strong = s.sos
	for k := range s.at {
		switch s.class(k) {
		case bidi.ES, bidi.ET, bidi.CS: // W6
			s.set(k, bidi.ON)
		case bidi.L, bidi.R:
			strong = s.class(k)
		case bidi.EN: // W7
			if strong == bidi.L {
				s.set(k, bidi.L)
			}
		}
	}
}

// towards is the direction that a character has among neutral ones; ON is none.
func towards(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// pair is an opening bracket and its closing one, as places in the sequence.
type pair struct{ open, close int }

// maxOpen is how many brackets may be open; with more, none is paired (BD16).
const maxOpen = 63

// pairs is BD16.
func (s *sequence) pairs() []pair {
	type opened struct {
		closes rune
		at     int
	}
	var stack []opened
	var out []pair
	for k := range s.at {
		r := canonical(s.p.runes[s.at[k]])
		q, _ := bidi.LookupRune(r)
		if s.class(k) != bidi.ON || !q.IsBracket() {
			continue
		}
		if q.IsOpeningBracket() {
			closes, ok := partner(r)
			if !ok {
				continue
			}
			if len(stack) == maxOpen {
				return nil
			}
			stack = append(stack, opened{closes, k})
			continue
		}
		for i := len(stack) - 1; i >= 0; i-- {
			if stack[i].closes == r {
				out = append(out, pair{stack[i].at, k})
				stack = stack[:i]
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b pair) int { return a.open - b.open })
	return out
}

// canonical is the bracket that another one is equivalent to.
func canonical(r rune) rune {
	switch r {
	case '\u2329', '\u232A':
		return []rune(norm.NFC.String(string(r)))[0]
	}
	return r
}

// brackets is N0.
func (s *sequence) brackets() {
	if s.p.runes == nil {
		return // only classes are known
	}
	own := direction(s.level)
	for _, b := range s.pairs() {
		found := bidi.ON
		for k := b.open + 1; k < b.close; k++ {
			if d := towards(s.class(k)); d == own {
				found = own
				break
			} else if d != bidi.ON {
				found = d
			}
		}
		if found == bidi.ON {
			continue
		}
		if found != own { // the other direction: what stands before decides
			context := s.sos
			for k := b.open - 1; k >= 0; k-- {
				if d := towards(s.class(k)); d != bidi.ON {
					context = d
					break
				}
			}
			if context != found {
				found = own
			}
		}
		for _, k := range []int{b.open, b.close} {
			s.set(k, found)
			for n := k + 1; n < len(s.at) && s.original(n) == bidi.NSM; n++ {
				s.set(n, found)
			}
		}
	}
}

func neutral(c bidi.Class) bool {
	return c == bidi.ON || c == bidi.WS || c == bidi.S || c == bidi.B || initiator(c) || c == bidi.PDI
}

// neutral is N1 and N2.
func (s *sequence) neutral() {
	for k := 0; k < len(s.at); k++ {
		from := k
		for k < len(s.at) && neutral(s.class(k)) {
			k++
		}
		if k == from {
			continue
		}
		before, after := s.sos, s.eos
		if from > 0 {
			before = towards(s.class(from - 1))
		}
		if k < len(s.at) {
			after = towards(s.class(k))
		}
		if before != after {
			before = direction(s.level)
		}
		s.fill(from, k, before)
	}
}

// implicit is I1 and I2.
func (s *sequence) implicit() {
	for k, i := range s.at {
		switch c := s.class(k); {
		case s.level%2 == 0 && c == bidi.R:
			s.p.levels[i] = s.level + 1
		case s.level%2 == 0 && (c == bidi.AN || c == bidi.EN):
			s.p.levels[i] = s.level + 2
		case s.level%2 == 1 && (c == bidi.L || c == bidi.AN || c == bidi.EN):
			s.p.levels[i] = s.level + 1
		}
	}
}
