package run

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// nobody stands for a line that is about no person.
const nobody = ^uint32(0)

const chunk = 1 << 12

// people holds every person's state, and who is who. Resolving goes line by
// line: an anonymous id belongs to its latest user; two user ids become one
// person only by alias; a line that carries both ids links them.
type people struct {
	chunks  [][]engine.Person
	n       uint32
	workers int
	gone    uint32
	home    []uint8 // person → worker

	// User ids are found by the person that they made. Those that are not the person's
	// first are in more.
	seed   maphash.Seed
	users  index // user ids → people
	more   map[string]uint32
	anon   index // anonymous ids → owners
	owners []owner
	link   []uint32          // person → the owners row they were last seen with
	into   map[uint32]uint32 // merged people → who they became
	flags  []personFlag
	names  strings.Builder

	changes [2]item
	changed bool   // resolving the line in hand changed who is known, or who is who
	took    uint32 // whose its anonymous id was until then, or nobody
	touched uint32 // keeps fetch from being optimised away
}

// owner says whose an anonymous id is.
type owner struct {
	id     string
	person uint32
}

type personFlag uint8

const (
	hasUser personFlag = 1 << iota
	deleted
	merged personFlag = 1 << 7 // into has the person
)

func newPeople(workers int) *people {
	return &people{
		workers: workers,
		seed:    maphash.MakeSeed(), users: newIndex(0), anon: newIndex(0),
		more: map[string]uint32{}, into: map[uint32]uint32{},
	}
}

func (ps *people) at(i uint32) *engine.Person { return &ps.chunks[i/chunk][i%chunk] }

func (ps *people) living() int { return int(ps.n - ps.gone) }

// keep copies an id out of its batch into memory that is shared by many ids.
func (ps *people) keep(s string) string {
	if ps.names.Cap()-ps.names.Len() < len(s) {
		ps.names = strings.Builder{}
		ps.names.Grow(max(1<<16, len(s)))
	}
	start := ps.names.Len()
	ps.names.WriteString(s)
	return ps.names.String()[start:]
}

func (ps *people) add(id string, user bool) uint32 {
	ps.changed = true
	i := ps.n
	ps.n++
	if i%chunk == 0 {
		ps.chunks = append(ps.chunks, make([]engine.Person, 0, chunk))
	}
	id = ps.keep(id)
	c := &ps.chunks[i/chunk]
	*c = append(*c, engine.NewPerson(id, user))
	(*c)[i%chunk].ID = i
	ps.home = append(ps.home, uint8(int(i)%ps.workers))
	f := personFlag(0)
	if user {
		f = hasUser
	}
	ps.flags = append(ps.flags, f)
	ps.link = append(ps.link, nobody)
	return i
}

// owner finds an anonymous id.
func (ps *people) owner(id string, hash uint64) (row uint32, known bool) {
	row, next, ok := ps.anon.seek(hash, ps.anon.start(hash))
	for ; ok; row, next, ok = ps.anon.seek(hash, next) {
		if ps.owners[row].id == id {
			return row, true
		}
	}
	return 0, false
}

// owned finds an anonymous id; most lines carry the one that their user was last
// seen with, which is found without looking it up.
func (ps *people) owned(id string, by uint32) (row uint32, ok bool) {
	if by != nobody {
		if row = ps.link[by]; row != nobody && ps.owners[row].id == id {
			return row, true
		}
	}
	return ps.owner(id, ps.hash(id))
}

// own gives an anonymous id to a person.
func (ps *people) own(id string, row uint32, known bool, person uint32) {
	if !known {
		id = ps.keep(id)
		row = uint32(len(ps.owners))
		ps.owners = append(ps.owners, owner{id: id})
		ps.anon.put(ps.hash(id), row, nil)
	}
	ps.owners[row].person = person
	ps.link[person] = row
	ps.changed = true
}

// final follows merges.
func (ps *people) final(i uint32) uint32 {
	for ps.flags[i]&merged != 0 {
		i = ps.into[i]
	}
	return i
}

// current is who a person is at this moment: a record that was read before a
// merge but happens after it belongs to who the person became.
func (ps *people) current(i uint32) uint32 {
	for ps.at(i).Gone() {
		i = ps.into[i]
	}
	return i
}

// user finds a user id.
func (ps *people) user(id string, hash uint64) (person uint32, ok bool) {
	i, next, ok := ps.users.seek(hash, ps.users.start(hash))
	for ; ok; i, next, ok = ps.users.seek(hash, next) {
		if ps.at(i).Name == id {
			if now := ps.final(i); ps.flags[now]&deleted == 0 {
				return now, true
			}
		}
	}
	if len(ps.more) > 0 {
		if i, ok := ps.more[id]; ok {
			return ps.final(i), true
		}
	}
	return 0, false
}

func (ps *people) newUser(id string, hash uint64) uint32 {
	i := ps.add(id, true)
	ps.users.put(hash, i, func(i uint32) bool { return ps.flags[i]&deleted != 0 })
	return i
}

func (ps *people) hash(id string) uint64 { return maphash.String(ps.seed, id) }

// fetch works out the hashes by which the people of a batch are found, of their user ids
// or else their anonymous ones, and looks at every place that resolving them will look
// at. A million people are in no cache, and a processor waits for many places at once as
// long as it waits for one.
func (ps *people) fetch(records []event.Record, hashes []uint64) []uint64 {
	hashes = hashes[:0]
	for i := range records {
		r := &records[i]
		x, id := &ps.users, r.User
		if id == "" {
			x, id = &ps.anon, r.Anon
		}
		h := ps.hash(id)
		hashes = append(hashes, h)
		ps.touched ^= uint32(x.slots[x.start(h)])
	}
	for i, h := range hashes {
		x, name := &ps.users, ""
		if records[i].User == "" {
			x = &ps.anon
		}
		switch row, _, ok := x.seek(h, x.start(h)); {
		case !ok:
		case x == &ps.anon:
			o := &ps.owners[row]
			name = o.id
			ps.touched ^= ps.at(o.person).ID
		default:
			name = ps.at(row).Name
		}
		if name != "" {
			ps.touched ^= uint32(name[0])
		}
	}
	return hashes
}

// resolve says whom a line is about, and what it changes about who is who; the
// changes take effect at the line's own time.
func (ps *people) resolve(rec *event.Record, hash uint64) (uint32, []item) {
	ps.changed, ps.took = false, nobody
	if rec.Kind == event.Alias {
		return ps.alias(rec)
	}
	if rec.Kind == event.Delete {
		return ps.remove(rec)
	}
	switch {
	case rec.User == "" && rec.Anon == "":
		return nobody, nil
	case rec.User == "":
		return ps.anonymous(rec.Anon, hash), nil
	}
	u, ok := ps.user(rec.User, hash)
	if rec.Anon == "" {
		if !ok {
			u = ps.newUser(rec.User, hash)
		}
		return u, nil
	}
	by := nobody
	if ok {
		by = u
	}
	row, known := ps.owned(rec.Anon, by)
	a := nobody
	if known {
		a = ps.final(ps.owners[row].person)
	}
	switch {
	case known && ok && a == u:
		ps.link[u] = row
		return u, nil
	case !known || ps.flags[a]&(deleted|hasUser) != 0:
		// New, or another user's until now: from here on it is this one's.
		ps.took = a
		if !ok {
			u = ps.newUser(rec.User, hash)
		}
		ps.own(rec.Anon, row, known, u)
		return u, nil
	case !ok:
		ps.name(a, rec.User)
		ps.changes[0] = item{kind: rename, person: a}
		return a, ps.changes[:1]
	}
	return u, ps.join(u, a)
}

func (ps *people) anonymous(id string, hash uint64) uint32 {
	row, known := ps.owner(id, hash)
	if known {
		if i := ps.final(ps.owners[row].person); ps.flags[i]&deleted == 0 {
			return i
		}
	}
	if known {
		ps.took = ps.final(ps.owners[row].person)
	}
	i := ps.add(id, false)
	ps.own(id, row, known, i)
	return i
}

// name gives an anonymous person a user id.
func (ps *people) name(i uint32, user string) {
	ps.more[ps.keep(user)] = i
	ps.flags[i] |= hasUser
	ps.changed = true
}

// became notes who somebody has become.
func (ps *people) became(from, into uint32) {
	ps.into[from] = into
	ps.flags[from] |= merged
}

func (ps *people) join(into, from uint32) []item {
	ps.became(from, into)
	ps.gone++
	ps.changed = true
	ps.changes[0] = item{kind: merge, person: into, other: from}
	return ps.changes[:1]
}

func (ps *people) alias(rec *event.Record) (uint32, []item) {
	prev, known := ps.user(rec.Prev, ps.hash(rec.Prev))
	if !known {
		var row uint32
		if row, known = ps.owner(rec.Prev, ps.hash(rec.Prev)); known {
			prev = ps.final(ps.owners[row].person)
			known = ps.flags[prev]&deleted == 0
		}
	}
	hash := ps.hash(rec.User)
	u, ok := ps.user(rec.User, hash)
	switch {
	case ok && known && u == prev:
		return u, nil
	case ok && known:
		return u, ps.join(u, prev)
	case known:
		ps.name(prev, rec.User)
		ps.changes[0] = item{kind: rename, person: prev}
		return prev, ps.changes[:1]
	case !ok:
		u = ps.newUser(rec.User, hash)
	}
	ps.more[ps.keep(rec.Prev)] = u
	return u, nil
}

func (ps *people) remove(rec *event.Record) (uint32, []item) {
	i, ok := uint32(0), false
	if rec.User != "" {
		i, ok = ps.user(rec.User, ps.hash(rec.User))
	} else if row, known := ps.owner(rec.Anon, ps.hash(rec.Anon)); known {
		i = ps.final(ps.owners[row].person)
		ok = ps.flags[i]&deleted == 0
	}
	if !ok {
		return nobody, nil
	}
	ps.flags[i] |= deleted
	ps.gone++
	// Whoever is to become this person, once the time of that line has come, is
	// forgotten as well.
	var also []item
	for from := range ps.into {
		if ps.final(from) == i && !ps.at(from).Gone() {
			also = append(also, item{kind: apply, person: from})
		}
	}
	slices.SortFunc(also, func(a, b item) int { return cmp.Compare(a.person, b.person) })
	for id, p := range ps.more {
		if ps.final(p) == i {
			delete(ps.more, id)
		}
	}
	return i, also
}
