package bidi

import "golang.org/x/text/unicode/bidi"

// maxDepth is how deeply directions may be nested.
const maxDepth = 125

// removed is the level of characters that rule X9 removes.
const removed int8 = -1

// paragraph is one paragraph while its levels are found.
type paragraph struct {
	runes    []rune
	original []bidi.Class // as the tables say
	classes  []bidi.Class // as the rules change them
	levels   []int8
	base     int8
	match    []int // of an isolate initiator: its PDI; of a PDI: its initiator; else -1
}

// Levels returns the embedding level of every character of a paragraph on one
// line, and the level of the paragraph. Characters that the algorithm removes have
// level -1.
func Levels(runes []rune, base Base) ([]int8, int8) {
	classes := make([]bidi.Class, len(runes))
	for i, r := range runes {
		p, _ := bidi.LookupRune(r)
		classes[i] = p.Class()
	}
	return classLevels(runes, classes, base)
}

func classLevels(runes []rune, classes []bidi.Class, base Base) ([]int8, int8) {
	p := &paragraph{runes: runes, original: classes, classes: append([]bidi.Class(nil), classes...), levels: make([]int8, len(classes))}
	p.findIsolates()
	if p.base = int8(base); base == Auto {
		p.base = p.firstStrong(0, len(classes))
	}
	p.explicit()
	for _, run := range p.sequences() {
		run.weak()
		run.brackets()
		run.neutral()
		run.implicit()
	}
	p.whitespace()
	return p.levels, p.base
}

func initiator(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// findIsolates is BD9.
func (p *paragraph) findIsolates() {
	p.match = make([]int, len(p.original))
	var open []int
	for i, c := range p.original {
		p.match[i] = -1
		switch {
		case initiator(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			at := open[len(open)-1]
			open = open[:len(open)-1]
			p.match[at], p.match[i] = i, at
		case c == bidi.B:
			open = nil
		}
	}
}

// firstStrong is P2 and P3: the level of the first letter that has a direction.
func (p *paragraph) firstStrong(from, to int) int8 {
	for i := from; i < to; i++ {
		switch c := p.original[i]; {
		case c == bidi.L:
			return 0
		case c == bidi.R || c == bidi.AL:
			return 1
		case initiator(c):
			if p.match[i] < 0 || p.match[i] >= to {
				return 0
			}
			i = p.match[i]
		}
	}
	return 0
}

// status is an entry of the stack of directions.
type status struct {
	level    int8
	override bidi.Class // L or R; ON is none
	isolate  bool
}

// explicit is X1 to X8.
func (p *paragraph) explicit() {
	stack := []status{{p.base, bidi.ON, false}}
	tooManyIsolates, tooManyEmbeddings, isolates := 0, 0, 0
	push := func(right bool, override bidi.Class, isolate bool) bool {
		level := stack[len(stack)-1].level + 1
		if (level%2 == 1) != right {
			level++
		}
		if level > maxDepth || tooManyIsolates > 0 || tooManyEmbeddings > 0 {
			return false
		}
		stack = append(stack, status{level, override, isolate})
		return true
	}
	for i, c := range p.original {
		top := stack[len(stack)-1]
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO:
			override := bidi.ON
			switch c {
			case bidi.RLO:
				override = bidi.R
			case bidi.LRO:
				override = bidi.L
			}
			p.levels[i] = removed
			if !push(c == bidi.RLE || c == bidi.RLO, override, false) && tooManyIsolates == 0 {
				tooManyEmbeddings++
			}
		case bidi.RLI, bidi.LRI, bidi.FSI:
			p.place(i, top)
			end := p.match[i]
			if end < 0 {
				end = len(p.original)
			}
			if push(c == bidi.RLI || c == bidi.FSI && p.firstStrong(i+1, end) == 1, bidi.ON, true) {
				isolates++
			} else {
				tooManyIsolates++
			}
		case bidi.PDI:
			switch {
			case tooManyIsolates > 0:
				tooManyIsolates--
			case isolates > 0:
				tooManyEmbeddings = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				isolates--
			}
			p.place(i, stack[len(stack)-1])
		case bidi.PDF:
			p.levels[i] = removed
			switch {
			case tooManyIsolates > 0:
			case tooManyEmbeddings > 0:
				tooManyEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		case bidi.BN:
			p.levels[i] = removed
		case bidi.B:
			stack = stack[:1]
			tooManyIsolates, tooManyEmbeddings, isolates = 0, 0, 0
			p.levels[i] = p.base
		default:
			p.place(i, top)
		}
	}
}

func (p *paragraph) place(i int, s status) {
	p.levels[i] = s.level
	if s.override != bidi.ON {
		p.classes[i] = s.override
	}
}

// sequence is an isolating run sequence: places that are resolved together.
type sequence struct {
	p        *paragraph
	at       []int // in the paragraph
	level    int8
	sos, eos bidi.Class
}

// sequences is X10 and BD13.
func (p *paragraph) sequences() []*sequence {
	var kept []int
	for i, l := range p.levels {
		if l != removed {
			kept = append(kept, i)
		}
	}
	runOf := map[int][]int{} // the first place of a level run → the run
	var firsts []int
	for k := 0; k < len(kept); {
		from := k
		for k < len(kept) && p.levels[kept[k]] == p.levels[kept[from]] {
			k++
		}
		runOf[kept[from]] = kept[from:k]
		firsts = append(firsts, kept[from])
	}
	var out []*sequence
	for _, first := range firsts {
		if p.original[first] == bidi.PDI && p.match[first] >= 0 {
			continue // goes on with the sequence of its initiator
		}
		s := &sequence{p: p, level: p.levels[first]}
		for run := runOf[first]; run != nil; {
			s.at = append(s.at, run...)
			last := run[len(run)-1]
			run = nil
			if initiator(p.original[last]) && p.match[last] >= 0 {
				run = runOf[p.match[last]]
			}
		}
		s.ends(kept)
		out = append(out, s)
	}
	return out
}

// ends finds the directions before and after a sequence.
func (s *sequence) ends(kept []int) {
	p := s.p
	before, after := p.base, p.base
	first, last := s.at[0], s.at[len(s.at)-1]
	for k, i := range kept {
		if i == first && k > 0 {
			before = p.levels[kept[k-1]]
		}
		if i == last && k+1 < len(kept) && (!initiator(p.original[last]) || p.match[last] >= 0) {
			after = p.levels[kept[k+1]]
		}
	}
	s.sos, s.eos = direction(max(before, s.level)), direction(max(after, s.level))
}

func direction(level int8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// whitespace is L1: separators, and the space before them and at the end of the
// line, have the level of the paragraph.
func (p *paragraph) whitespace() {
	reset := true
	for i := len(p.original) - 1; i >= 0; i-- {
		switch c := p.original[i]; {
		case c == bidi.S || c == bidi.B:
			reset = true
			p.levels[i] = p.base
		case c == bidi.WS || initiator(c) || c == bidi.PDI:
			if reset {
				p.levels[i] = p.base
			}
		case p.levels[i] == removed:
		default:
			reset = false
		}
	}
}
