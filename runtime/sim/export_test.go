package sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
)

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
	return s.play.log.restAt(s.counted(), s.cursor.at)
}

// ImagineBothWays runs a what-if about one person over that person's lines alone,
// and over the whole feed, and tells what was decided about the person.
func (s *Session) ImagineBothWays(in Injection) (alone, all string, err error) {
	w := &whatIf{}
	w.Injections = []Injection{in}
	if err := s.imagine(context.Background(), w); err != nil {
		if strings.HasPrefix(err.Error(), "nothing is known") {
			return "", "", nil
		}
		return "", "", err
	}
	who, err := s.find(in.Person)
	if err != nil {
		return "", "", err
	}
	p, _ := s.newPlay(s.version(), s.schema(), nil)
	p.who = map[int64]uint32{}
	rec, err := s.record(s.version(), &in)
	if err != nil {
		return "", "", err
	}
	s.inject(p, rec, target{who, int64(in.At)})
	if err := s.catchUp(context.Background(), p, nil, func() error { return nil }); err != nil {
		return "", "", err
	}
	tell := func(p *play) string {
		var b strings.Builder
		for _, i := range p.log.of(s.store.group(who), p.log.n) {
			d := p.log.decision(i)
			d.Cause = 0
			line, _ := json.Marshal(d) // numbers and texts only
			b.Write(append(line, '\n'))
		}
		return b.String()
	}
	if w.group == nil {
		return "", "", errors.New("it ran over everything")
	}
	return tell(w.play), tell(p), nil
}

// Dump writes the log for whoever looks for a mistake.
func (s *Session) Dump() string {
	var b strings.Builder
	for i := range s.play.log.n {
		e, d := s.play.log.entry(i), s.play.log.decision(i)
		fmt.Fprintf(&b, "%d %s p%d→p%d %s %s j%d#%d step %d rested %d %s until %s\n", i, Instant(e.at), e.person, s.store.final(e.person), d.Person, d.Kind, e.journey, e.instance, e.step, e.rested, d.Reason, Instant(e.until))
	}
	return b.String()
}

// Partial reports whether what is shown took over what was decided before.
func (s *Session) Partial() bool { return s.play.partial }

// ChangedJourneys names the journeys of the later of two versions that a change
// touches; ok is false when it touches everything.
func ChangedJourneys(a, b *Version) (names []string, ok bool) {
	_, in, ok := changedJourneys(a, b)
	for i, is := range in.all {
		if is {
			names = append(names, b.Program.Journeys[i].Name)
		}
	}
	return names, ok
}

// Unite lays two flows over each other.
func Unite(before, after *Flow) []UnionRow { return unite(before, after) }
