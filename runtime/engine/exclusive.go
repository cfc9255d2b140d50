package engine

// taken reports whether the person is inside another journey of the same exclusive
// group, or inside this one with another value of `enter each`.
func (e *Engine) taken(p *Person, journey int16, stay *run) bool {
	group := e.prog.Journeys[journey].Exclusive
	if group == "" {
		return false
	}
	for r := p.runs; r != nil; r = r.next {
		if r != stay && r.is(live) && e.prog.Journeys[r.journey].Exclusive == group {
			return true
		}
	}
	return false
}
