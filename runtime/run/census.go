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
