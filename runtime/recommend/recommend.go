// Package recommend learns from a feed which items go together, and answers what
// to recommend. It is item-to-item collaborative filtering: "people who took
// this also took that" (Linden, Smith and York 2003, "Amazon.com
// Recommendations: Item-to-Item Collaborative Filtering"; Sarwar and others 2001,
// "Item-Based Collaborative Filtering Recommendation Algorithms").
//
// # The formula
//
// Every person has a set of items: what they bought, and what they put into a
// cart and did not take out again. With n(i) the number of people whose set holds
// i, and c(i,j) the number of those whose set holds both, the likeness of two
// items is the cosine of their columns, damped so that a pair seen once does not
// beat a pair seen a thousand times:
//
//	cos(i,j) = c(i,j) / sqrt((n(i)+damp) * (n(j)+damp))
//
// An item's score for a question is the sum of its cosines with the items asked
// about (the basis). Views have sets and cosines of their own, for shops with few
// purchases. What neither knows is filled up with what is popular now: counts
// that lose half of their weight in a week. Equal scores are ordered by
// popularity, then by item id.
//
// # Versions
//
// What other people did must reach a decision in the same way on every machine,
// whatever the number of workers. So learning has two halves. While events run,
// every shard collects observations in its own Buffer, which costs a few
// nanoseconds and changes no answer. At every whole hour the shards meet, and
// Publish takes in what happened before that hour, in one order that does not
// depend on who observed it: time, person, item, kind. Between two calls of
// Publish the model never changes, and any number of goroutines may ask it.
//
// All sums are of integers. The one square root is IEEE 754's, which is rounded
// the same everywhere, and its result is cut to an integer at once. No map is
// ever ranged over.
//
// # Cost and bounds
//
// A set keeps the last 50 items of a person (20 for views), so an observation
// changes at most 50 pairs, and the counts are exact for these sets: an item that
// falls out of a set is taken out of the counts again. Publish costs what
// changed, not what is known. Lists of neighbours are made when first asked for,
// at most 200 long, and kept until the next version. Pairs are limited as a
// whole: when there are more than Config.MaxPairs, the rarest are forgotten, as
// in lossy counting (Manku and Motwani 2002), which Stats counts.
package recommend

import "sync"

// Config bounds a model. A zero field means its default.
type Config struct {
	Kept       int // items kept of a person's carts and purchases, default 50, at most 64
	KeptViews  int // items kept of a person's views, default 20, at most 64
	Neighbours int // neighbours of an item that are considered, default 200
	MaxPairs   int // pairs of items that are counted, for carts and for views each, default 16 million (about 32 bytes each)
}

func (c Config) withDefaults() Config {
	def := func(v *int, d, most int) {
		if *v <= 0 {
			*v = d
		}
		*v = min(*v, most)
	}
	def(&c.Kept, 50, maxKept)
	def(&c.KeptViews, 20, maxKept)
	def(&c.Neighbours, 200, 1<<16)
	def(&c.MaxPairs, 16<<20, 1<<31-1)
	return c
}

// Kind is what somebody did with an item.
type Kind uint8

// The kinds of observation. Their order decides between two at the same
// millisecond, of the same person and item.
const (
	View Kind = iota
	Cart
	Remove // taken out of the cart again; without meaning once it was bought
	Purchase

	merge
	forget
)

// Observation is one thing that somebody did with one item. People are numbered
// from 0; the model's memory grows with the greatest number.
type Observation struct {
	Person uint32
	Kind   Kind
	Item   string
	Time   int64 // ms UTC
}

// Model is what was learned. The zero value is not usable; see New.
type Model struct {
	cfg     Config
	hour    int64  // everything before this hour is in the answers
	version uint64 // counts publications

	names []string // by item, in the order of first publication
	index map[string]uint32

	taken  layer // carts and purchases
	viewed layer
	pops   []popularity // by item
	rank   cached[[]uint32]

	scratch sync.Pool // of *scratch
	lesson  *Lesson   // what is taken in is written down here; nil: nowhere
}

// New is a model that knows nothing yet: it recommends nothing.
func New(cfg Config) *Model {
	m := &Model{cfg: cfg.withDefaults(), index: map[string]uint32{}}
	m.taken = newLayer(m.cfg.Kept, m.cfg)
	m.viewed = newLayer(m.cfg.KeptViews, m.cfg)
	m.scratch.New = func() any { return new(scratch) }
	return m
}

// Hour is the version: the hour, counted from 1970-01-01 UTC, before which
// everything that was observed is in the answers.
func (m *Model) Hour() int64 { return m.hour }

// Stats says how large a model is.
type Stats struct {
	Items     int
	Pairs     int64 // pairs of items counted, of carts and of views
	Forgotten int64 // pairs dropped because there were more than Config.MaxPairs
	Bytes     int64 // about how much memory the counts and sets take
}

// Stats counts what the model holds.
func (m *Model) Stats() Stats {
	s := Stats{Items: len(m.names)}
	for _, l := range []*layer{&m.taken, &m.viewed} {
		s.Pairs += l.pairs
		s.Forgotten += l.forgotten
		s.Bytes += l.bytes()
	}
	return s
}
