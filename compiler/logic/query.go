package logic

import (
	"math"
	"slices"
	"strings"
)

// query is one question: the things that its claims are about, and the atoms over them.
type query struct {
	l     *Logic
	atoms []atom
	index map[string]int
	nodes []node // numbers
	node  map[string]int
	texts []text
	text  map[string]int
	// segments are those that were read, by name and instant.
	segments map[string]*formula
	ordered  [][2]int // numbers of which the first is never greater than the second
	always   []*formula
	asked    []*asked // counts of the past
	ages     []*age
}

// atom is what is true or false by itself.
type atom struct {
	kind atomKind
	x, y int      // isLess: numbers; isAmong, isSame, isLike: texts
	set  []string // isAmong, sorted
	like like     // isLike
}

type atomKind uint8

const (
	isFree  atomKind = iota // as it likes
	isLess                  // number x < number y
	isAmong                 // text x is one of set
	isSame                  // text x == text y
	isLike                  // text x contains, starts with … something
)

// node is a number: a constant, what a place holds, or that plus a constant.
type node struct {
	constant bool
	value    int64 // constant, in units
	whole    bool
	natural  bool // never below 0
	base     int  // of a sum; -1
	plus     int64
}

// text is what a place holds.
type text struct {
	key  string
	enum []string // sorted; nil: any text
}

// Numbers are counted in ten-thousandths. One that is not a whole number of them, or very
// great, is not understood. In that range everything here is exact.
const (
	unit     = 10_000
	greatest = 1_000_000_000
)

func newQuery(l *Logic) *query {
	return &query{l: l, index: map[string]int{}, node: map[string]int{}, text: map[string]int{}, segments: map[string]*formula{}}
}

// units returns a number in ten-thousandths, and whether it is a whole number of them.
func units(x float64) (int64, bool) {
	if !(math.Abs(x) <= greatest) {
		return 0, false
	}
	n := math.Round(x * unit)
	return int64(n), n/unit == x
}

func (q *query) intern(key string, a atom) *formula {
	i, ok := q.index[key]
	if !ok {
		i = len(q.atoms)
		q.index[key] = i
		q.atoms = append(q.atoms, a)
	}
	return &formula{op: isAtom, atom: i}
}

// free is an atom about which only its name is known.
func (q *query) free(key string) *formula { return q.intern("free "+key, atom{}) }

// number returns the node of a place that holds a number.
func (q *query) number(key string, n node) int {
	i, ok := q.node[key]
	if !ok {
		i = len(q.nodes)
		q.node[key] = i
		q.nodes = append(q.nodes, n)
	}
	return i
}

func (q *query) constant(v int64) int {
	return q.number("="+itoa(v), node{constant: true, value: v, whole: v%unit == 0, base: -1})
}

// sum returns the node of a place plus a constant; ok is false when that is too great.
func (q *query) sum(n int, plus int64) (sum int, ok bool) {
	at := q.nodes[n]
	if at.base >= 0 {
		n, plus = at.base, at.plus+plus
		at = q.nodes[n]
	}
	if plus > greatest*unit || plus < -greatest*unit || len(q.nodes) >= step {
		return 0, false
	}
	if plus == 0 {
		return n, true
	}
	return q.number("+"+itoa(int64(n))+" "+itoa(plus), node{base: n, plus: plus, whole: at.whole && plus%unit == 0}), true
}

// less is `a < b` of numbers that are there.
func (q *query) less(a, b int) *formula {
	x, y := q.nodes[a], q.nodes[b]
	switch {
	case a == b:
		return no
	case x.constant && y.constant:
		return constant(x.value < y.value)
	case x.whole && y.constant && !y.whole:
		return q.less(a, q.constant(floor(y.value)+unit))
	case y.whole && x.constant: // more than 2 is not less than 3
		return not(q.less(b, q.constant(floor(x.value)+unit)))
	}
	return q.intern("less "+itoa(int64(a))+" "+itoa(int64(b)), atom{kind: isLess, x: a, y: b})
}

// floor is the greatest whole number up to v, in units.
func floor(v int64) int64 { return v - ((v%unit)+unit)%unit }

func (q *query) place(key string, enum []string) int {
	i, ok := q.text[key]
	if !ok {
		i = len(q.texts)
		q.text[key] = i
		sorted := slices.Clone(enum)
		slices.Sort(sorted)
		q.texts = append(q.texts, text{key, sorted})
	}
	return i
}

// among is `x in set`, of a text that is there.
func (q *query) among(x int, set []string) *formula {
	set = slices.Clone(set)
	slices.Sort(set)
	set = slices.Compact(set)
	if len(set) == 0 {
		return no
	}
	return q.intern("among "+itoa(int64(x))+" "+quoted(set), atom{kind: isAmong, x: x, set: set})
}

func (q *query) same(x, y int) *formula {
	if x == y {
		return yes
	}
	x, y = min(x, y), max(x, y)
	return q.intern("same "+itoa(int64(x))+" "+itoa(int64(y)), atom{kind: isSame, x: x, y: y})
}

func (q *query) like(x int, l like) *formula {
	return q.intern("like "+itoa(int64(x))+" "+l.op+" "+quoted([]string{l.arg}), atom{kind: isLike, x: x, like: l})
}

func quoted(list []string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(itoa(int64(len(s))) + ":" + s)
	}
	return b.String()
}
