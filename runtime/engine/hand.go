package engine

// Hand is what an engine was busy with: where to look when it could not go on.
type Hand struct {
	Person        string
	Journey, File string // empty when it was with no journey
	Line          int32  // of the journey's file, near what was being done
	Feed          int64  // the line of the feed, 0 for a timer
}

// InHand says what the engine is busy with.
func (e *Engine) InHand() Hand {
	h := Hand{Feed: e.line}
	if e.person != nil {
		h.Person = e.person.Name
	}
	at := int16(-1)
	if e.actor != nil {
		at = e.actor.journey
	} else if e.hearing != nil {
		at = e.hearing.journey
	}
	if at < 0 || int(at) >= len(e.prog.Journeys) {
		return h
	}
	j := &e.prog.Journeys[at]
	h.Journey, h.File, h.Line = j.Name, j.File, j.Line
	if e.actor != nil && e.near != 0 {
		h.Line = e.near
	}
	return h
}
