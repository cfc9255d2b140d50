package oracle

import (
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

// item is what one line of the feed means to one person. Who that is follows from
// the lines before it alone; what happens to them happens at its own time.
type item struct {
	Event
	late      bool
	watermark int64 // after this line

	who    *person
	naming string    // the user id that who receives with this line; empty for none
	absorb *person   // united into who before anything else
	forget []*person // of a Delete: everybody who was this person, in the order of lines
}

// Two dates that no feed reaches.
const (
	never  = int64(1) << 62
	always = -never
)

const minute = int64(60_000)

// resolve reads the feed from the first line to the last and decides, per line, who
// is meant, whether it is late, and whether it is a duplicate. A duplicate moves the
// watermark and does nothing else.
func resolve(prog *program, feed []Event, opts Options) []item {
	ids := &identities{user: map[string]*person{}, anon: map[string]*person{}, prog: prog}
	greatest := always
	items := make([]item, 0, len(feed))
	for _, e := range feed {
		greatest = max(greatest, e.Time)
		it := item{Event: e, watermark: greatest - opts.Grace}
		it.late = e.Time < it.watermark
		if e.Kind == event.Track {
			it.Name = prog.heard(e.Name)
		}
		if e.ID != "" && ids.seen(e, it.watermark, opts.Dedupe) {
			it.Kind = event.Clock
		} else {
			ids.assign(&it)
		}
		items = append(items, it)
	}
	return items
}

// identities is who is who after some number of lines.
type identities struct {
	prog       *program
	user, anon map[string]*person
	people     int
	accepted   []acceptedID
}

type acceptedID struct {
	id string
	ts int64
}

func (ids *identities) newPerson() *person {
	ids.people++
	return newPerson(ids.prog, ids.people)
}

// seen reports whether the line's message id was accepted before.
func (ids *identities) seen(e Event, watermark, dedupe int64) bool {
	return slices.ContainsFunc(ids.accepted, func(a acceptedID) bool {
		return a.id == e.ID && floorDiv(watermark, minute)-floorDiv(a.ts, minute) < dedupe/minute
	})
}

func (ids *identities) previous(id string) *person {
	if p := ids.user[id]; p != nil {
		return p
	}
	return ids.anon[id]
}

// assign finds the person of a line and changes who is who by it.
func (ids *identities) assign(it *item) {
	switch {
	case it.Kind == event.Clock:
		return
	case it.Kind == event.Delete:
		ids.delete(it)
		return
	case it.Kind == event.Alias:
		ids.alias(it)
	case it.User == "" && it.Anon == "":
		it.Kind = event.Clock // nobody: it moves the watermark alone
		return
	case it.Anon == "":
		it.who = ids.byUser(it.User)
	case it.User == "":
		it.who = ids.byAnon(it.Anon)
	default:
		ids.link(it)
	}
	if it.ID != "" {
		ids.accepted = append(ids.accepted, acceptedID{it.ID, it.Time})
	}
}

func (ids *identities) byUser(user string) *person {
	p := ids.user[user]
	if p == nil {
		p = ids.newPerson()
		p.user, p.isUser = user, true
		ids.user[user] = p
	}
	return p
}

func (ids *identities) byAnon(anon string) *person {
	p := ids.anon[anon]
	if p == nil {
		p = ids.newPerson()
		p.anon = anon
		ids.anon[anon] = p
	}
	return p
}

// link reads a line that carries both ids.
func (ids *identities) link(it *item) {
	known, anon := ids.user[it.User], ids.anon[it.Anon]
	switch {
	case anon == nil || anon.isUser && anon != known:
		it.who = ids.byUser(it.User)
		ids.anon[it.Anon] = it.who
	case known == nil:
		ids.name(it, anon)
	case known != anon:
		ids.unite(it, anon, known)
	default:
		it.who = known
	}
}

// alias reads a line that says two ids are one person.
func (ids *identities) alias(it *item) {
	known, prev := ids.user[it.User], ids.previous(it.Prev)
	switch {
	case prev == nil:
		it.who = ids.byUser(it.User)
		ids.user[it.Prev] = it.who
	case known == nil:
		ids.name(it, prev)
	case known != prev:
		ids.unite(it, prev, known)
	default:
		it.who = known
	}
}

// name gives a person the line's user id.
func (ids *identities) name(it *item, p *person) {
	it.who, it.naming = p, it.User
	p.isUser = true
	ids.user[it.User] = p
}

// unite makes every id of one person the other's.
func (ids *identities) unite(it *item, from, into *person) {
	it.who, it.absorb = into, from
	for _, m := range []map[string]*person{ids.user, ids.anon} {
		for id, p := range m {
			if p == from {
				m[id] = into
			}
		}
	}
	into.was = append(into.was, from.was...)
}

// delete forgets who the person was: the next line with one of these ids is
// somebody new.
func (ids *identities) delete(it *item) {
	p := ids.user[it.User]
	if p == nil {
		p = ids.anon[it.Anon]
	}
	if p == nil {
		it.Kind = event.Clock
		return
	}
	it.who, it.forget = p, p.was
	for _, m := range []map[string]*person{ids.user, ids.anon} {
		for id, q := range m {
			if q == p {
				delete(m, id)
			}
		}
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
