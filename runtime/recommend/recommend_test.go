package recommend

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const base = int64(500_000) // an hour to begin with

// teach publishes observations written as "person verb item", a minute apart.
func teach(m *Model, hour int64, lines ...string) {
	var b Buffer
	for i, l := range lines {
		var who uint32
		var verb, item string
		if _, err := fmt.Sscan(l, &who, &verb, &item); err != nil {
			panic(err)
		}
		kind := map[string]Kind{"views": View, "carts": Cart, "removes": Remove, "buys": Purchase}[verb]
		b.Observe(Observation{who, kind, item, hour*hourMs - hourMs/2 + int64(i)*1000})
	}
	m.Publish(hour, &b)
}

func ask(m *Model, basis Basis, n int, items ...string) []string {
	return m.Recommend(Query{Basis: basis, Items: items, N: n})
}

func TestWhatGoesTogether(t *testing.T) {
	m := New(Config{})
	require.Nil(t, ask(m, OfCart, 3, "tea"))
	teach(m, base,
		"1 buys tea", "1 buys cup",
		"2 buys tea", "2 carts cup", "2 buys honey",
		"3 buys shoes", "3 buys socks",
		"4 buys shoes", "5 buys shoes", "6 buys shoes",
		"7 views tea", "7 views kettle", "8 views lamp")
	require.Equal(t, []string{"cup", "honey"}, ask(m, OfCart, 2, "tea"))
	require.Equal(t, []string{"socks"}, ask(m, OfBought, 1, "shoes"))
	require.Equal(t, []string{"kettle", "cup", "honey"}, ask(m, OfViewed, 3, "tea"), "views first when the question is about views")
	require.Equal(t, []string{"cup", "honey", "kettle", "shoes", "socks", "lamp"}, ask(m, OfCart, 99, "tea"), "then views, then what is popular")
	require.Equal(t, []string{"shoes", "tea"}, ask(m, OfPopular, 2))
	require.Equal(t, []string{"shoes", "tea"}, ask(m, OfCart, 2, "never heard of"))
	require.Equal(t, []string{"honey", "shoes"}, m.Recommend(Query{Items: []string{"tea"}, Exclude: []string{"cup", "kettle"}, N: 2}))
	require.Nil(t, m.Recommend(Query{Items: []string{"tea"}}))
}

func TestTakenOutOfTheCart(t *testing.T) {
	m := New(Config{})
	teach(m, base, "1 carts tea", "1 carts cup", "1 removes cup", "2 buys tea", "2 buys honey", "2 removes honey")
	require.Equal(t, []string{"honey"}, ask(m, OfCart, 1, "tea"), "what was bought stays")
	require.Zero(t, m.taken.people[m.index["cup"]])
}

func TestEqualScoresByPopularityThenID(t *testing.T) {
	m := New(Config{})
	teach(m, base, "1 buys tea", "1 buys b", "1 buys a", "1 buys c", "9 views c")
	require.Equal(t, []string{"c", "a", "b"}, ask(m, OfCart, 3, "tea"))
}

func TestOnlyWhatIsBeforeTheHourIsPublished(t *testing.T) {
	m := New(Config{})
	var b Buffer
	b.Observe(Observation{1, Purchase, "before", base*hourMs - 1})
	b.Observe(Observation{1, Purchase, "at", base * hourMs})
	b.MergePeople(base*hourMs, 1, 2)
	m.Publish(base, &b)
	require.Equal(t, []string{"before"}, ask(m, OfPopular, 9))
	require.Equal(t, 2, b.Len())
	require.Equal(t, base, m.Hour())
	m.Publish(base-1, &b)
	require.Equal(t, base, m.Hour(), "versions go forward")
	m.Publish(base+1, &b)
	require.Equal(t, []string{"at", "before"}, ask(m, OfPopular, 9))
	require.Zero(t, b.Len())
}

func TestPopularityLosesHalfInAWeek(t *testing.T) {
	m := New(Config{})
	teach(m, base, "1 buys old", "2 buys old", "3 buys old")
	teach(m, base+HalfLife, "1 buys new", "2 buys new")
	require.Equal(t, []string{"new", "old"}, ask(m, OfPopular, 9))
	teach(m, base+70*HalfLife)
	require.Empty(t, ask(m, OfPopular, 9), "after a year and a half nothing is left")
	// A late observation counts as if it had come in time.
	var early, late popularity
	early.add(8, base)
	early.add(8, base+100)
	late.add(8, base+100)
	late.add(8, base)
	require.InDelta(t, early.at(base+300), late.at(base+300), 2)
}

func TestDecayTable(t *testing.T) {
	// The one constant, by exact arithmetic: root^168 is the largest below 2^(64*168-1).
	pow := func(x *big.Int) *big.Int { return new(big.Int).Exp(x, big.NewInt(HalfLife), nil) }
	half := new(big.Int).Lsh(big.NewInt(1), 64*HalfLife-1)
	r := new(big.Int).SetUint64(root)
	require.LessOrEqual(t, pow(r).Cmp(half), 0)
	require.Positive(t, pow(r.Add(r, big.NewInt(1))).Cmp(half))
	for h := range int64(3 * HalfLife) {
		require.InEpsilon(t, (1<<40)*math.Exp2(-float64(h)/HalfLife), float64(decay(1<<40, h)), 1e-9, "hour %d", h)
	}
	require.Zero(t, decay(math.MaxUint64, 64*HalfLife))
	require.Equal(t, uint64(7), decay(7, -5))
}

// TestDeliveryDoesNotMatter gives the same observations to shards in different
// ways and orders: the snapshots must agree to the byte.
func TestDeliveryDoesNotMatter(t *testing.T) {
	var want []byte
	for variant := range uint64(8) {
		r := rand.New(rand.NewPCG(42, 42))
		shuffle := rand.New(rand.NewPCG(variant, 7))
		m := New(Config{Kept: 5, MaxPairs: 60})
		shards := make([]Buffer, 1+variant)
		for hour := base; hour < base+20; hour++ {
			steps := world(r, hour, 100)
			shuffle.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
			for _, s := range steps {
				shards[int(s.Person)%len(shards)].step(s)
			}
			var order []*Buffer
			for _, i := range shuffle.Perm(len(shards)) {
				order = append(order, &shards[i])
			}
			m.Publish(hour, order...)
			_ = ask(m, OfCart, 5, "i01") // asking changes nothing
		}
		var b bytes.Buffer
		require.NoError(t, m.Snapshot(&b))
		if variant == 0 {
			want = b.Bytes()
			require.Positive(t, m.Stats().Forgotten)
		}
		require.True(t, bytes.Equal(want, b.Bytes()), "variant %d", variant)
	}
}

func TestBounds(t *testing.T) {
	m := New(Config{Kept: 3, KeptViews: 2, Neighbours: 4, MaxPairs: 50})
	var b Buffer
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 5000 {
		b.Observe(Observation{uint32(r.IntN(200)), Kind(r.IntN(4)), fmt.Sprint(r.IntN(60)), base*hourMs - 5000 + int64(i)})
	}
	m.Publish(base, &b)
	for p := range uint32(200) {
		require.LessOrEqual(t, len(m.taken.sets.get(p)), 3)
		require.LessOrEqual(t, len(m.viewed.sets.get(p)), 2)
	}
	require.LessOrEqual(t, m.taken.pairs, int64(50))
	require.LessOrEqual(t, m.viewed.pairs, int64(50))
	require.Positive(t, m.Stats().Forgotten)
	for i := range m.names {
		require.LessOrEqual(t, len(m.neighbours(&m.taken, uint32(i))), 4)
		for j := range m.names {
			if i != j {
				require.Equal(t, m.taken.rows[i].count(uint32(j)), m.taken.rows[j].count(uint32(i)), "forgetting is symmetric")
			}
		}
	}
	require.Len(t, ask(m, OfCart, 10, "1", "2"), 10)
}

func TestBasisIsTheLastTwenty(t *testing.T) {
	m := New(Config{})
	teach(m, base, "1 buys first", "1 buys far", "2 buys item5", "2 buys near", "3 buys near", "4 buys near", "5 buys near", "5 buys far")
	items := []string{"first"}
	for i := range maxBasis {
		items = append(items, fmt.Sprint("item", i))
		teach(m, base, fmt.Sprintf("%d buys item%d", 100+i, i))
	}
	require.Equal(t, "near", ask(m, OfBought, 1, items...)[0])
	require.Equal(t, "far", ask(m, OfBought, 1, append(items, "first")...)[0])
}

func TestManyMayAskAtOnce(t *testing.T) {
	m := New(Config{})
	var b Buffer
	r := rand.New(rand.NewPCG(3, 3))
	for range 4000 {
		b.Observe(Observation{uint32(r.IntN(300)), Kind(r.IntN(4)), fmt.Sprint(r.IntN(80)), base*hourMs - 1 - int64(r.IntN(hourMs))})
	}
	m.Publish(base, &b)
	var alone [80][]string
	for i := range alone {
		alone[i] = ask(m, Basis(i%4), 6, fmt.Sprint(i), fmt.Sprint(i/2))
	}
	m.Publish(base) // a new version of the same: nothing is kept ready
	var wg sync.WaitGroup
	got := make([][80][]string, 4)
	for w := range got {
		wg.Go(func() {
			for i := range alone {
				got[w][i] = ask(m, Basis(i%4), 6, fmt.Sprint(i), fmt.Sprint(i/2))
			}
		})
	}
	wg.Wait()
	for w := range got {
		require.Equal(t, alone, got[w])
	}
}

func TestListsKeepTheirOrder(t *testing.T) {
	var l lists
	want := map[uint32][]uint32{}
	r := rand.New(rand.NewPCG(5, 5))
	for i := range uint32(20_000) {
		p := uint32(r.IntN(50))
		if n := len(want[p]); n == maxKept || n > 0 && r.IntN(3) == 0 {
			at := r.IntN(n)
			l.remove(p, at)
			want[p] = slices.Delete(want[p], at, at+1)
		} else {
			l.push(p, i)
			want[p] = append(want[p], i)
		}
		require.True(t, slices.Equal(want[p], l.get(p)))
	}
	require.Less(t, l.bytes(), int64(100_000), "blocks are used again")
}
