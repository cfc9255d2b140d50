package sim

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/runtime/engine"
)

// speakers counts those who came to a step by language, up to an entry. It is kept from
// one position to the next: a step in time changes few of so many.
type speakers struct {
	log      *decisions
	records  uint32 // of the store: more of them may tell more languages
	at, step int16
	n        uint32
	byLang   []int64
}

// languages counts those who came to a step by language; -1 is the trigger. The
// lock is held for writing.
func (s *Session) languages(at, step int16) []Share {
	c := &s.speakers
	if c.log != s.play.log || c.records != s.store.n || c.at != at || c.step != step {
		*c = speakers{log: s.play.log, records: s.store.n, at: at, step: step, byLang: make([]int64, len(s.store.langs.list)+1)}
	}
	c.count(s.store, s.cursor.n)
	var total int64
	for _, n := range c.byLang {
		total += n
	}
	out := []Share{}
	for i, n := range c.byLang {
		if n > 0 {
			name := s.store.langs.name(uint16(i))
			out = append(out, Share{Name: name, N: n, Share: float64(n) / float64(total)})
		}
	}
	slices.SortStableFunc(out, func(a, b Share) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
	return out
}

// count brings the counts to entry n, not included: forward or back, or from the
// beginning where that is nearer.
func (c *speakers) count(s *store, n uint32) {
	wanted := make([]bool, len(c.log.forms.list))
	for i := range wanted {
		f := &c.log.forms.list[i]
		wanted[i] = f.journey == c.at && f.step == c.step && (c.step >= 0 || f.kind() == engine.Enter)
	}
	from, to, by := c.n, n, int64(1)
	if n < c.n {
		from, to, by = n, c.n, -1
		if n < c.n-n {
			clear(c.byLang)
			from, to, by = 0, n, 1
		}
	}
	for i := from; i < to; i++ {
		if !wanted[c.log.formOf(i)] {
			continue
		}
		if who := c.log.personOf(i); int(who) < len(s.lang) {
			c.byLang[s.lang[s.final(who)]] += by
		} else {
			c.byLang[0] += by
		}
	}
	c.n = n
}
