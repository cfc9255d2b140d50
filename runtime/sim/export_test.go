package sim

import "github.com/journeylang/journey/runtime/engine"

// AllDecisions is the whole log.
func (s *Session) AllDecisions() []engine.Decision {
	var out []engine.Decision
	for i := range s.play.log.n {
		out = append(out, s.play.log.decision(i))
	}
	return out
}

// Here is who rests where at the position.
func (s *Session) Here() [][]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counted().here
}
