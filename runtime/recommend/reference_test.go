package recommend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"
)

// reference is the second implementation: it keeps the sets in maps of slices,
// counts nothing in advance and answers by going through everybody. It is slow
// and says what the package comment says.
type reference struct {
	cfg  Config
	hour int64
	all  []step
	sets map[bool]map[uint32][]refItem // by "of views", by person
}

// step is an observation or a change of people.
type step struct {
	Observation
	other uint32
}

type refItem struct {
	id     string
	bought bool
}

func newReference(cfg Config) *reference {
	return &reference{cfg: cfg.withDefaults(), sets: map[bool]map[uint32][]refItem{true: {}, false: {}}}
}

func (r *reference) publish(hour int64, steps []step) {
	r.hour = hour
	sorted := slices.Clone(steps)
	sort.SliceStable(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		ka := fmt.Sprintf("%020d %010d %d %s %d %d", a.Time, a.Person, min(a.Kind, merge), a.Item, a.Kind, a.other)
		kb := fmt.Sprintf("%020d %010d %d %s %d %d", b.Time, b.Person, min(b.Kind, merge), b.Item, b.Kind, b.other)
		if a.Kind < merge && b.Kind < merge {
			ka = fmt.Sprintf("%020d %010d %s %d", a.Time, a.Person, a.Item, a.Kind)
			kb = fmt.Sprintf("%020d %010d %s %d", b.Time, b.Person, b.Item, b.Kind)
		}
		return ka < kb
	})
	for _, s := range sorted {
		r.step(s)
	}
	r.all = append(r.all, sorted...)
}

func (r *reference) step(s step) {
	switch s.Kind {
	case View, Cart, Purchase:
		r.add(s.Kind == View, s.Person, refItem{s.Item, s.Kind == Purchase})
	case Remove:
		r.sets[false][s.Person] = slices.DeleteFunc(r.sets[false][s.Person], func(i refItem) bool { return i.id == s.Item && !i.bought })
	case merge:
		if s.Person == s.other {
			return
		}
		for _, views := range []bool{true, false} {
			both := slices.Concat(r.sets[views][s.other], r.sets[views][s.Person])
			delete(r.sets[views], s.other)
			delete(r.sets[views], s.Person)
			for _, i := range both {
				r.add(views, s.Person, i)
			}
		}
	case forget:
		delete(r.sets[true], s.Person)
		delete(r.sets[false], s.Person)
	}
}

func (r *reference) add(views bool, person uint32, item refItem) {
	set := r.sets[views][person]
	if i := slices.IndexFunc(set, func(x refItem) bool { return x.id == item.id }); i >= 0 {
		item.bought = item.bought || set[i].bought
		set = slices.Delete(set, i, i+1)
	}
	set = append(set, item)
	keep := r.cfg.Kept
	if views {
		keep = r.cfg.KeptViews
	}
	if len(set) > keep {
		set = set[1:]
	}
	r.sets[views][person] = set
}

// counts are n(i) and c(i,j).
func (r *reference) counts(views bool) (n map[string]uint32, c map[[2]string]uint32) {
	n, c = map[string]uint32{}, map[[2]string]uint32{}
	for _, set := range r.sets[views] {
		for _, a := range set {
			n[a.id]++
			for _, b := range set {
				if a.id != b.id {
					c[[2]string{a.id, b.id}]++
				}
			}
		}
	}
	return n, c
}

// popularity is the decayed weight of an item, as a real number.
func (r *reference) popularity(item string) float64 {
	sum := 0.0
	for _, s := range r.all {
		if s.Item == item && s.Kind <= Purchase {
			w := map[Kind]float64{View: 1, Cart: 4, Purchase: 8}[s.Kind]
			sum += w * math.Exp2(-float64(r.hour-floorDiv(s.Time, hourMs))/HalfLife)
		}
	}
	return sum
}

// scores are the sums of cosines with the basis.
func (r *reference) scores(views bool, basis []string) map[string]float64 {
	n, c := r.counts(views)
	out := map[string]float64{}
	for pair, both := range c {
		if slices.Contains(basis, pair[0]) {
			out[pair[1]] += float64(both) / math.Sqrt((float64(n[pair[0]])+damp)*(float64(n[pair[1]])+damp))
		}
	}
	return out
}

// world makes random steps of few people and items, so that everything meets.
func world(r *rand.Rand, hour int64, n int) []step {
	var out []step
	for range n {
		s := step{Observation: Observation{Person: uint32(r.IntN(30)), Kind: Kind(r.IntN(4)), Item: fmt.Sprintf("i%02d", r.IntN(40))}}
		s.Time = hour*hourMs - 1 - int64(r.IntN(3*hourMs))/1000*1000
		switch r.IntN(60) {
		case 0:
			s = step{Observation: Observation{Person: uint32(r.IntN(30)), Kind: merge, Time: s.Time}, other: uint32(r.IntN(30))}
		case 1:
			s = step{Observation: Observation{Person: uint32(r.IntN(30)), Kind: forget, Time: s.Time}}
		}
		out = append(out, s)
	}
	return out
}

func (b *Buffer) step(s step) {
	switch s.Kind {
	case merge:
		b.MergePeople(s.Time, s.Person, s.other)
	case forget:
		b.Forget(s.Time, s.Person)
	default:
		b.Observe(s.Observation)
	}
}

func TestModelAgreesWithTheReference(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		cfg := Config{Kept: 6, KeptViews: 4, Neighbours: 100}
		m, ref := New(cfg), newReference(cfg)
		var shards [3]Buffer
		for hour := int64(1000); hour < 1012; hour++ {
			steps := world(r, hour, 120)
			for _, s := range steps {
				shards[r.IntN(3)].step(s)
			}
			m.Publish(hour, &shards[0], &shards[1], &shards[2])
			ref.publish(hour, steps)
			compareCounts(t, m, ref)
		}
		for range 20 {
			compareAnswer(t, m, ref, r)
		}
	}
}

func compareCounts(t *testing.T, m *Model, ref *reference) {
	t.Helper()
	for _, views := range []bool{true, false} {
		l := &m.taken
		if views {
			l = &m.viewed
		}
		n, c := ref.counts(views)
		for i, a := range m.names {
			require.Equal(t, n[a], l.people[i], a)
			for j, b := range m.names {
				if i != j {
					require.Equal(t, c[[2]string{a, b}], l.rows[i].count(uint32(j)), "%s with %s", a, b)
				}
			}
		}
		require.Equal(t, int64(len(c)/2), l.pairs)
	}
}

// compareAnswer checks that an answer is one the reference would give: each
// item is allowed and no allowed item outside scores more than the last inside,
// up to the rounding of the integers.
func compareAnswer(t *testing.T, m *Model, ref *reference, r *rand.Rand) {
	t.Helper()
	q := Query{Basis: Basis(r.IntN(4)), N: 1 + r.IntN(8)}
	for range r.IntN(5) {
		q.Items = append(q.Items, fmt.Sprintf("i%02d", r.IntN(40)))
		q.Exclude = append(q.Exclude, fmt.Sprintf("i%02d", r.IntN(40)))
	}
	got := m.Recommend(q)
	require.LessOrEqual(t, len(got), q.N)
	first, second := ref.scores(q.Basis == OfViewed, q.Items), ref.scores(q.Basis != OfViewed, q.Items)
	type rank struct {
		id     string
		tier   int
		amount float64
		pop    float64
	}
	var want []rank
	for _, id := range m.names {
		if slices.Contains(q.Items, id) || slices.Contains(q.Exclude, id) {
			continue
		}
		k := rank{id, 2, 0, ref.popularity(id)}
		if q.Basis != OfPopular && first[id] > 0 {
			k.tier, k.amount = 0, first[id]
		} else if q.Basis != OfPopular && second[id] > 0 {
			k.tier, k.amount = 1, second[id]
		}
		if k.tier < 2 || k.pop > 0 {
			want = append(want, k)
		}
	}
	const eps = 1e-6
	slices.SortFunc(want, func(a, b rank) int {
		switch {
		case a.tier != b.tier:
			return a.tier - b.tier
		case math.Abs(a.amount-b.amount) > eps:
			return less(a.amount > b.amount)
		case math.Abs(a.pop-b.pop) > eps:
			return less(a.pop > b.pop)
		}
		return less(a.id < b.id)
	})
	var ids []string
	for _, k := range want[:min(len(want), q.N)] {
		ids = append(ids, k.id)
	}
	require.Equal(t, ids, slices.Clip(append([]string(nil), got...)), "%+v", q)
}

func less(yes bool) int {
	if yes {
		return -1
	}
	return 1
}
