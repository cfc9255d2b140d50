package run

// Became returns who a person is now, after merges.
func (r *Runner) Became(person uint32) uint32 { return r.people.final(person) }

// Name returns the id by which decisions speak of a person at this moment.
func (r *Runner) Name(person uint32) string { return r.people.at(person).Name }
