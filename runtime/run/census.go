package run

// Waiting counts, for every journey and every step of it, the people who rest
// there now.
func (r *Runner) Waiting() [][]int64 {
	out := make([][]int64, len(r.prog.Journeys))
	for i := range out {
		out[i] = make([]int64, len(r.prog.Journeys[i].Steps))
	}
	for _, c := range r.people.chunks {
		for i := range c {
			c[i].Stays(r.prog, func(journey int16, step int32) { out[journey][step]++ })
		}
	}
	return out
}

// Holding calls f for every message that is held until a quiet time ends, in the
// order of people.
func (r *Runner) Holding(f func(person uint32, journey int16, instance uint32, step int32, since int64)) {
	for _, c := range r.people.chunks {
		for i := range c {
			c[i].Holding(r.prog, func(journey int16, instance uint32, step int32, since int64) {
				f(c[i].ID, journey, instance, step, since)
			})
		}
	}
}
