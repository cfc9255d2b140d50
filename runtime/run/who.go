package run

// Who finds a person by an id: a user id, else an anonymous one. The person is who
// the id belongs to now, after merges.
func (r *Runner) Who(id string) (person uint32, ok bool) {
	if i, known, _ := r.people.user(id); known {
		return i, true
	}
	i, known := r.people.anon[id]
	if !known {
		return 0, false
	}
	i = r.people.final(i)
	return i, r.people.flags[i]&deleted == 0
}

// Became returns who a person is now, after merges.
func (r *Runner) Became(person uint32) uint32 { return r.people.final(person) }

// Name returns the id by which decisions speak of a person at this moment.
func (r *Runner) Name(person uint32) string { return r.people.at(person).Name }
