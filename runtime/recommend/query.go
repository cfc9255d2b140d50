package recommend

// Basis says what the items of a question are.
type Basis uint8

// The bases. The first three differ in what is asked first: what was taken
// together, or what was viewed together.
const (
	OfCart    Basis = iota // what is in the cart: taken together, then viewed together, then popular
	OfViewed               // what the person looked at: viewed together, then taken together, then popular
	OfBought               // what the person bought: as for the cart
	OfPopular              // nothing: what is popular now
)

// Query is a question.
type Query struct {
	Basis   Basis
	Items   []string // what the answer should go with, the most recent last; the last 20 count
	Exclude []string // never in the answer, as Items never are
	N       int      // how many at most
}

// maxBasis is how many items of a question are considered.
const maxBasis = 20

// scratch is the working memory of one question, by item.
type scratch struct {
	score   []uint64
	out     []bool // not to be recommended, or already
	touched []uint32
	marked  []uint32
	basis   []uint32
	best    []uint32
}

// Recommend answers with item ids, the best first. It gives fewer than N when
// the model knows no more. Any number of goroutines may ask at once.
func (m *Model) Recommend(q Query) []string {
	if q.N <= 0 || len(m.names) == 0 {
		return nil
	}
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	s.open(len(m.names))
	defer s.close()
	m.prepare(s, q)

	answer := make([]string, 0, min(q.N, len(m.names)))
	for _, l := range m.layers(q.Basis) {
		if len(answer) == q.N {
			break
		}
		m.sum(s, l)
		for _, item := range m.take(s, q.N-len(answer)) {
			answer = append(answer, m.names[item])
			s.exclude(item)
		}
		s.clearScores()
	}
	if len(answer) < q.N {
		for _, item := range m.popular() {
			if s.out[item] {
				continue
			}
			if answer = append(answer, m.names[item]); len(answer) == q.N {
				break
			}
		}
	}
	return answer
}

// layers are the sets to ask, in order.
func (m *Model) layers(b Basis) []*layer {
	switch b {
	case OfPopular:
		return nil
	case OfViewed:
		return []*layer{&m.viewed, &m.taken}
	default:
		return []*layer{&m.taken, &m.viewed}
	}
}

// prepare finds the items asked about and marks what may not be answered.
func (m *Model) prepare(s *scratch, q Query) {
	for _, names := range [][]string{q.Items, q.Exclude} {
		for _, name := range names {
			if item, ok := m.index[name]; ok {
				s.exclude(item)
			}
		}
	}
	for i := len(q.Items) - 1; i >= 0 && len(s.basis) < maxBasis; i-- {
		item, ok := m.index[q.Items[i]]
		if ok && find(s.basis, item) < 0 {
			s.basis = append(s.basis, item)
		}
	}
}

// sum adds up the cosines with the basis.
func (m *Model) sum(s *scratch, l *layer) {
	for _, b := range s.basis {
		for _, n := range m.neighbours(l, b) {
			if s.out[n.item] {
				continue
			}
			if s.score[n.item] == 0 {
				s.touched = append(s.touched, n.item)
			}
			s.score[n.item] += uint64(n.cos)
		}
	}
}

// take is the n best of the scored items. There are few to take of many, so it
// keeps a sorted list of the best so far.
func (m *Model) take(s *scratch, n int) []uint32 {
	best := s.best[:0]
	for _, item := range s.touched {
		if s.score[item] == 0 || len(best) == n && !m.before(s, item, best[n-1]) {
			continue
		}
		if len(best) < n {
			best = append(best, item)
		}
		i := len(best) - 1
		for ; i > 0 && m.before(s, item, best[i-1]); i-- {
			best[i] = best[i-1]
		}
		best[i] = item
	}
	s.best = best
	return best
}

// before is the order of the answer: score, then popularity, then id.
func (m *Model) before(s *scratch, a, b uint32) bool {
	if s.score[a] != s.score[b] {
		return s.score[a] > s.score[b]
	}
	pa, pb := m.pops[a].at(m.hour), m.pops[b].at(m.hour)
	if pa != pb {
		return pa > pb
	}
	return m.names[a] < m.names[b]
}

// open makes room for all items. Between questions all marks are clear.
func (s *scratch) open(items int) {
	if d := items - len(s.score); d > 0 {
		s.score = append(s.score, make([]uint64, d)...)
		s.out = append(s.out, make([]bool, d)...)
	}
	s.basis = s.basis[:0]
}

func (s *scratch) exclude(item uint32) {
	if !s.out[item] {
		s.out[item] = true
		s.marked = append(s.marked, item)
	}
}

func (s *scratch) clearScores() {
	for _, item := range s.touched {
		s.score[item] = 0
	}
	s.touched = s.touched[:0]
}

func (s *scratch) close() {
	for _, item := range s.marked {
		s.out[item] = false
	}
	s.marked = s.marked[:0]
}
