package run

import (
	"hash/crc32"
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

func crcOf(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

// settle turns what was read into a run. What the run takes for granted is
// checked: that merges end somewhere, that whoever is gone has become somebody,
// that numbers are numbers of people.
func (img *image) settle(f *frames) {
	r, ps := img.r, img.r.people
	why := img.follow()
	if why == "" {
		why = img.identities()
	}
	if why == "" {
		why = img.waiting()
	}
	if why == "" {
		why = img.world()
	}
	if why != "" {
		f.fail(why)
		return
	}
	r.ids.load(img.messages)
	for i := range ps.n {
		r.workers[ps.home[i]].wake(i, ps.at(i))
	}
}

// follow finds who everybody has become, and brings together at one worker those
// who are one person or will be.
func (img *image) follow() string {
	ps := img.r.people
	// A chain that is longer than there are people goes in a circle; whoever's end
	// is known ends a walk.
	end := make([]uint32, img.n)
	for i := range end {
		end[i] = nobody
	}
	var walk []uint32
	for i := range uint32(img.n) {
		at := i
		for walk = walk[:0]; end[at] == nobody && img.into[at] != nobody; at = img.into[at] {
			if walk = append(walk, at); img.into[at] >= uint32(img.n) || len(walk) > img.n {
				return "somebody became nobody, or themselves"
			}
		}
		last := at
		if end[at] != nobody {
			last = end[at]
		}
		end[i] = last
		for _, x := range walk {
			end[x] = last
		}
	}
	for i, to := range img.into {
		p := ps.at(uint32(i))
		if to != nobody {
			ps.became(uint32(i), to)
		}
		if to == nobody && p.Gone() {
			return "somebody is gone and became nobody"
		}
		if to != nobody || ps.flags[i]&deleted != 0 {
			ps.gone++
		}
		ps.home[i] = uint8(int(end[i]) % ps.workers)
	}
	return ""
}

// identities makes the tables by which people are found.
func (img *image) identities() string {
	ps := img.r.people
	for _, row := range ps.link {
		if row != nobody && int(row) >= len(ps.owners) {
			return "an anonymous id is out of range"
		}
	}
	ps.anon = newIndex(len(ps.owners))
	for row, o := range ps.owners {
		if o.id == "" {
			continue // whose it was is forgotten
		}
		hash := ps.hash(o.id)
		if _, twice := ps.owner(o.id, hash); twice {
			return "an anonymous id comes twice"
		}
		ps.anon.put(hash, uint32(row), nil)
	}
	for i, o := range img.names {
		if i > 0 && o.id <= img.names[i-1].id {
			return "user ids are not in order"
		}
		ps.more[o.id] = o.person
	}
	ps.users = newIndex(img.n)
	for i, user := range img.users {
		if !user || ps.flags[i]&deleted != 0 {
			continue
		}
		ps.users.put(ps.hash(ps.at(uint32(i)).Name), uint32(i), nil)
	}
	return ""
}

// waiting gives what is inside the grace to the workers.
func (img *image) waiting() string {
	ps := img.r.people
	for i := range img.buffered {
		it := &img.buffered[i]
		if i > 0 && it.before(&img.buffered[i-1]) {
			return "what is inside the grace is not in order"
		}
		if it.kind == merge && (img.into[it.other] != it.person || ps.at(it.other).Gone()) {
			return "somebody becomes who they are not"
		}
		w := img.r.workers[ps.home[it.person]]
		w.early = append(w.early, *it)
		w.owned = len(w.early)
	}
	return ""
}

// world hands over what is known of products, and what is about to be learned.
func (img *image) world() string {
	w := img.r.world
	for _, list := range [][]described{img.products, img.news} {
		for _, d := range list {
			if d.row.Kind != event.Map {
				return "a product is no product"
			}
		}
	}
	for _, d := range img.products {
		w.products[d.row.Field("product_id").Str] = d
	}
	w.news = img.news
	for _, b := range img.learned {
		if b.People() > int64(img.n) {
			return "what was learned is of nobody"
		}
		if b.Len() > 0 {
			w.waiting = append(w.waiting, b)
		}
	}
	if w.model == nil && img.r.prog.Recommends() {
		return "what was learned is missing"
	}
	return ""
}

// remembered are the ids that a repeat can still be told by, in order of hash.
func (d *dedupe) remembered(mark int64) []messageID {
	var out []messageID
	now := floorDiv(mark, msPerMinute)
	for i, m := range d.minutes {
		if m != 0 && now-int64(m-1) < d.keep {
			out = append(out, messageID{d.hashes[i], int64(m - 1)})
		}
	}
	slices.SortFunc(out, func(a, b messageID) int {
		if a.hash < b.hash {
			return -1
		}
		return 1
	})
	return out
}

// load remembers ids again.
func (d *dedupe) load(ids []messageID) {
	if d.keep <= 0 {
		return
	}
	size := 1024
	for size < 2*len(ids)+1 {
		size *= 2
	}
	d.hashes, d.minutes, d.used = make([]uint64, size), make([]int32, size), 0
	for _, m := range ids {
		if m.minute == -1 {
			continue // its place looks free, as it did
		}
		i := m.hash & uint64(size-1)
		for d.minutes[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		d.hashes[i], d.minutes[i] = m.hash, int32(m.minute)+1
		d.used++
	}
}
