package recommend

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// crowd makes observations in time order with a taste: items come in shelves of
// ten, and a person mostly stays on one. One in four puts something into a cart
// or buys it.
func crowd(people, items, n int) []Observation {
	r := rand.New(rand.NewPCG(1, uint64(people)))
	names := make([]string, items)
	for i := range names {
		names[i] = fmt.Sprintf("item-%05d", i)
	}
	out := make([]Observation, n)
	for i := range out {
		p := min(r.IntN(people), r.IntN(people))
		it := p * 7 % (items / 10) * 10
		if r.IntN(4) == 0 {
			it = r.IntN(items/10) * 10
		}
		it += min(r.IntN(10), r.IntN(10))
		kind := View
		switch r.IntN(12) {
		case 0, 1:
			kind = Cart
		case 2:
			kind = Purchase
		}
		out[i] = Observation{uint32(p), kind, names[it], base*hourMs + int64(i)*int64(192*hourMs)/int64(n)}
	}
	return out
}

// learn publishes them hour by hour, as a feed of eight days.
func learn(all []Observation) *Model {
	m := New(Config{})
	var b Buffer
	hour := base + 1
	for _, o := range all {
		for o.Time >= hour*hourMs {
			m.Publish(hour, &b)
			hour++
		}
		b.Observe(o)
	}
	m.Publish(hour, &b)
	return m
}

func BenchmarkLearn(b *testing.B) {
	for _, size := range []struct{ people, items, n int }{{10_000, 500, 400_000}, {1_000_000, 500, 8_000_000}, {1_000_000, 50_000, 8_000_000}} {
		b.Run(fmt.Sprintf("people=%d/items=%d", size.people, size.items), func(b *testing.B) {
			all := crowd(size.people, size.items, size.n)
			b.ReportAllocs()
			var m *Model
			for b.Loop() {
				m = learn(all)
			}
			s := m.Stats()
			b.ReportMetric(float64(size.n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "M_observations/s")
			b.ReportMetric(float64(s.Bytes)/1e6, "MB")
			b.ReportMetric(float64(s.Pairs), "pairs")
		})
	}
}

func BenchmarkObserve(b *testing.B) {
	all := crowd(10_000, 500, 1<<16)
	var buf Buffer
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i&0xffff == 0 {
			buf.seen = buf.seen[:0]
		}
		buf.Observe(all[i&0xffff])
	}
}

func BenchmarkRecommend(b *testing.B) {
	for _, items := range []int{500, 50_000} {
		m := learn(crowd(100_000, items, 2_000_000))
		ask := func(i int) {
			known := len(m.names)
			m.Recommend(Query{Items: []string{m.names[i%known], m.names[i*7%known], m.names[i*13%known]}, N: 4})
		}
		b.Run(fmt.Sprintf("items=%d/again", items), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				ask(i % 256)
			}
		})
		b.Run(fmt.Sprintf("items=%d/first-after-a-publication", items), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				m.taken.version++
				ask(i)
			}
		})
	}
}
