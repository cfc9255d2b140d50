package run

import "github.com/journeylang/journey/runtime/engine"

// Became returns who a person is now, after merges.
func (r *Runner) Became(person uint32) uint32 { return r.people.final(person) }

// Name returns the id by which decisions speak of a person at this moment.
func (r *Runner) Name(person uint32) string { return r.people.at(person).Name }

// Find returns the person whom an id stands for now: a user id, else an anonymous
// one.
func (r *Runner) Find(id string) (person uint32, ok bool) { return r.people.find(id) }

func (ps *people) find(id string) (person uint32, ok bool) {
	hash := ps.hash(id)
	if person, ok = ps.user(id, hash); ok {
		return person, true
	}
	row, known := ps.owner(id, hash)
	if !known {
		return 0, false
	}
	person = ps.final(ps.owners[row].person)
	return person, ps.flags[person]&deleted == 0
}

// Soonest is the earliest instant at which something will happen without another
// record, or engine.Never.
func (r *Runner) Soonest() int64 {
	t := engine.Never
	for _, w := range r.workers {
		t = min(t, w.soonest())
	}
	return t
}

// Identity returns how a line of a feed would speak of a person now: by the user
// id, else by the first anonymous one.
func (r *Runner) Identity(person uint32) (user, anon string) {
	p := r.people.at(r.people.final(person))
	if p.User() {
		return p.Name, ""
	}
	return "", p.Name
}

// World answers about other people as of the last whole hour of the watermark. It
// must not be asked while the run goes on.
func (r *Runner) World() engine.World { return r.others() }

// Links is what a line says of who is who.
type Links struct {
	// Changed says that it changed who is known, or who is who. A feed without the
	// other lines, as far as no journey listens to them, is decided in the same way.
	Changed bool
	// Took is whose the line's anonymous id was until now, or Nobody.
	Took uint32
}

// Nobody is the number of no person.
const Nobody = nobody
