package sim

import (
	"hash/maphash"
	"slices"
	"sort"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// store keeps what the feed said: its records, packed (record.go), in blocks that never
// change once they are full (block.go), with what is known of each: where it lies, whom
// it is about, which record of the same person came before it, and when it could be
// seen. A record that came late was not seen before the watermark of its line.
//
// Who is who does not depend on the journeys, so the first run finds it out and
// every other one numbers people in the same way.
type store struct {
	schema   *event.Schema
	sealed   []*block
	tail     *block
	n        uint32
	greatest int64 // event time so far

	ids    []ids // person → the ids that are on most of the lines
	texts  texts
	shared shared
	room   []byte  // for packing
	lists  columns // for packing

	heads []uint32 // person → the last record, plus 1
	gone  []bool   // person → became somebody else
	langs names    // languages
	lang  []uint16 // person → language, 0 for none
	into  map[uint32]uint32
	from  map[uint32][]uint32 // person → who became this one
	met   map[uint32][]uint32 // person → who had an anonymous id of theirs before or after

	language int // index of the trait, or -1

	late, duplicates int64
	deleted          []uint32 // people
}

func newStore(schema *event.Schema) *store {
	s := &store{schema: schema, greatest: longAgo, into: map[uint32]uint32{}, from: map[uint32][]uint32{}, met: map[uint32][]uint32{}, language: -1}
	s.shared.number, s.shared.seed = map[uint64]uint32{}, maphash.MakeSeed()
	s.tail = newBlock(0, longAgo)
	for i, t := range schema.Traits {
		if t.Name == "language" {
			s.language = i
		}
	}
	return s
}

// sighting is what the run said of a record: whom it is about, and when it could
// be seen.
type sighting struct {
	line   int64
	person uint32
	at     int64
	links  run.Links
}

// add keeps the records of a batch. seen are those that are about somebody, in
// the order of the feed.
func (s *store) add(records []event.Record, seen []sighting) {
	for i := range records {
		r := &records[i]
		x := sighting{person: nobody, at: r.Time, links: run.Links{Took: run.Nobody}}
		if len(seen) > 0 && seen[0].line == r.Line {
			x, seen = seen[0], seen[1:]
		} else if r.Kind != event.Clock && r.ID != "" {
			s.duplicates++
		}
		s.put(r, x)
	}
}

func (s *store) put(r *event.Record, x sighting) {
	b, who, at := s.tail, x.person, x.at
	if b.n == blockRecords {
		s.seal()
		b = s.tail
	}
	if b.n == 0 {
		b.line = r.Line
	}
	place, prev := len(b.data), uint32(0)
	if i := b.n; x.links.Changed {
		b.links[i/64] |= 1 << (i % 64)
	}
	b.n++
	s.n++
	if who != nobody {
		for int(who) >= len(s.heads) {
			s.heads = append(s.heads, 0)
			s.ids = append(s.ids, ids{})
			s.lang = append(s.lang, 0)
			s.gone = append(s.gone, false)
		}
		if x.links.Took != run.Nobody && x.links.Took != who {
			s.met[who] = append(s.met[who], x.links.Took)
			s.met[x.links.Took] = append(s.met[x.links.Took], who)
		}
		if at != r.Time {
			s.late++
		}
		if r.Kind == event.Delete {
			s.deleted = append(s.deleted, who)
		}
		prev, s.heads[who] = s.heads[who], s.n
		b.people++
		b.least, b.last = min(b.least, at), max(b.last, at)
		s.speaks(who, r)
	}
	b.data = s.appendRecord(b.data, r, who, at, b.line)
	for of, x := range [...]int64{placeColumn: int64(place), whoColumn: int64(who + 1), backColumn: int64(prev), seenColumn: at} {
		b.open[of] = append(b.open[of], x)
	}
	s.greatest = max(s.greatest, r.Time)
	b.upto = s.greatest
}

// seal closes the block in hand.
func (s *store) seal() {
	s.tail.seal(&s.lists)
	s.sealed = append(s.sealed, s.tail)
	s.tail = newBlock(s.n, s.greatest)
}

// speaks notes the language that somebody turns out to speak.
func (s *store) speaks(who uint32, r *event.Record) {
	if r.Kind != event.Identify || s.language < 0 {
		return
	}
	for _, p := range r.Props {
		if int(p.Field) == s.language && p.Value.Kind == event.Text {
			s.lang[who] = s.langs.number(p.Value.Str)
		}
	}
}

// merge notes that somebody turned out to be somebody else.
func (s *store) merge(from, into uint32) {
	s.into[from] = into
	s.from[into] = append(s.from[into], from)
	s.gone[from] = true
}

// final is who a person is after all merges.
func (s *store) final(who uint32) uint32 {
	for int(who) < len(s.gone) && s.gone[who] {
		who = s.into[who]
	}
	return who
}

// people is how many people there are, after merges.
func (s *store) people() int64 { return int64(len(s.heads) - len(s.into) - len(s.deleted)) }

// group lists a person with everybody who became that person.
func (s *store) group(who uint32) []uint32 {
	out := []uint32{who}
	for i := 0; i < len(out); i++ {
		out = append(out, s.from[out[i]]...)
	}
	return out
}

// company lists a group of people with everybody on whom it hangs who their lines
// are about: those who went by an anonymous id of theirs, and so on.
func (s *store) company(group []uint32) []uint32 {
	if len(s.met) == 0 {
		return group
	}
	in := map[uint32]bool{}
	var out []uint32
	add := func(who uint32) {
		for _, p := range s.group(s.final(who)) {
			if !in[p] {
				in[p] = true
				out = append(out, p)
			}
		}
	}
	for _, p := range group {
		add(p)
	}
	for i := 0; i < len(out); i++ {
		for _, p := range s.met[out[i]] {
			add(p)
		}
	}
	return out
}

// languageOf is the language a person was last known to speak.
func (s *store) languageOf(who uint32) string {
	for _, p := range s.group(s.final(who)) {
		if int(p) < len(s.lang) && s.lang[p] > 0 {
			return s.langs.name(s.lang[p])
		}
	}
	return ""
}

func (s *store) blocks() int { return len(s.sealed) + 1 }

func (s *store) block(i int) *block {
	if i < len(s.sealed) {
		return s.sealed[i]
	}
	return s.tail
}

// of finds the block and the place in it of a record.
func (s *store) of(record uint32) (*block, int) {
	if record >= s.tail.first {
		return s.tail, int(record - s.tail.first)
	}
	return s.sealed[record/blockRecords], int(record % blockRecords)
}

// read unpacks one record. What it points to stays as long as the unpacker.
func (s *store) read(x *feed.Unpacker, record uint32, r *event.Record) {
	b, i := s.of(record)
	s.record(x, b, i, r)
}

// chain lists the records of a group of people, in the order of the feed.
func (s *store) chain(group []uint32) []uint32 {
	var out []uint32
	for _, who := range group {
		if int(who) >= len(s.heads) {
			continue
		}
		for at := s.heads[who]; at > 0; {
			out = append(out, at-1)
			b, i := s.of(at - 1)
			at = b.prev(i)
		}
	}
	return inOrder(out, group)
}

// inOrder puts what lists of people give, each from its end, in one order.
func inOrder(out, group []uint32) []uint32 {
	if len(group) == 1 {
		slices.Reverse(out)
	} else {
		slices.Sort(out)
	}
	return out
}

// seenAt is when a record could be seen.
func (s *store) seenAt(record uint32) int64 {
	b, i := s.of(record)
	return b.seen(i)
}

// before is the greatest event time before a record, over the whole feed.
func (s *store) before(record uint32) int64 {
	b, n := s.of(record)
	most := b.before
	for i := range n {
		most = max(most, b.seen(i)) // one that came late is seen after the instant at which it happened
	}
	return most
}

// count counts the records about somebody that could be seen up to an instant.
func (s *store) count(at int64) int64 {
	var n int64
	for i := range s.blocks() {
		switch b := s.block(i); {
		case b.last <= at:
			n += b.people
		case b.least > at:
		default:
			for k := range b.n {
				if b.seen(k) <= at && b.who(k) != nobody {
					n++
				}
			}
		}
	}
	return n
}

// next is the first instant after another at which a record could be seen.
func (s *store) next(at int64) (int64, bool) {
	best := int64(1<<63 - 1)
	first := sort.Search(s.blocks(), func(i int) bool { return s.block(i).upto > at })
	for i := first; i < s.blocks(); i++ {
		b := s.block(i)
		if b.people == 0 || b.last <= at || b.least >= best {
			continue
		}
		for k := range b.n {
			if t := b.seen(k); t > at && t < best && b.who(k) != nobody {
				best = t
			}
		}
	}
	return best, best != 1<<63-1
}

// previous is the last instant before another at which a record could be seen.
func (s *store) previous(at int64) (int64, bool) {
	best := longAgo
	for i := s.blocks() - 1; i >= 0; i-- {
		b := s.block(i)
		if b.upto < best {
			break
		}
		if b.people == 0 || b.least >= at || b.last <= best {
			continue
		}
		for k := range b.n {
			if t := b.seen(k); t < at && t > best && b.who(k) != nobody {
				best = t
			}
		}
	}
	return best, best != longAgo
}

// names gives texts small numbers, from 1.
type names struct {
	list []string
	at   map[string]uint16
}

func (n *names) number(s string) uint16 {
	if i, ok := n.at[s]; ok {
		return i
	}
	if len(n.list) == 1<<16-1 {
		return 0
	}
	if n.at == nil {
		n.at = map[string]uint16{}
	}
	s = string([]byte(s))
	n.list = append(n.list, s)
	n.at[s] = uint16(len(n.list))
	return uint16(len(n.list))
}

func (n *names) name(i uint16) string {
	if i == 0 {
		return ""
	}
	return n.list[i-1]
}
