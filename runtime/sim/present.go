package sim

import (
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

// Most people never do what a journey waits for, and nothing is ever decided about
// them. When all of the feed is known, another version runs without them: their lines
// are left out, and only the clock goes on. Who is who stays as it is, because whoever
// hangs together by an id is in or out together.

// leaveOut makes a run leave out the people about whom it can decide nothing, or, where
// old decided the same about them, whom the change between the two cannot touch. It
// does so only when the feed has ended, and nobody answers: then the people are all
// known.
func (s *Session) leaveOut(p, old *play) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if !s.finished || s.cfg.Feed.Live || p.react != nil || p.learns {
		return
	}
	events, were, ok := touched(old, p)
	if ok {
		p.base = &base{old, journeysOf(old.version.Program.Program, p.version.Program.Program)}
	} else if events, ok = p.opens(); !ok {
		return
	}
	p.present = s.store.doers(events, were)
	p.who = map[int64]uint32{}
}

// opens tells which of the store's events may begin something. ok is false when there
// are other beginnings.
func (p *play) opens() (events []bool, ok bool) {
	opens, ok := p.version.Program.Openers()
	if !ok || p.greets {
		return nil, false
	}
	for _, typ := range p.proj.types {
		events = append(events, typ != event.None && opens[typ])
	}
	return events, true
}

// doers are the people who did something of a kind, and others who are named, with
// everybody on whom it hangs who their lines are about.
func (s *store) doers(events []bool, named []uint32) []bool {
	n := len(s.heads)
	for from, into := range s.into {
		n = max(n, int(from)+1, int(into)+1)
	}
	for who, others := range s.met {
		n = max(n, int(who)+1, int(slices.Max(others))+1)
	}
	one := make([]uint32, n) // person → somebody who hangs together with them
	for i := range one {
		one[i] = uint32(i)
	}
	find := func(i uint32) uint32 {
		for one[i] != i {
			one[i] = one[one[i]]
			i = one[i]
		}
		return i
	}
	join := func(a, b uint32) { one[find(a)] = find(b) }
	for from, into := range s.into {
		join(from, into)
	}
	for who, others := range s.met {
		for _, other := range others {
			join(who, other)
		}
	}
	did := make([]bool, len(one))
	for _, who := range named {
		did[find(who)] = true
	}
	for i := range s.blocks() {
		if !slices.Contains(events, true) {
			break
		}
		b := s.block(i)
		for k := range b.n {
			who := b.who(k)
			if who == nobody || b.kind(k) != event.Track {
				continue
			}
			if typ := b.typ(k); typ != event.None && events[typ] {
				did[find(who)] = true
			}
		}
	}
	out := make([]bool, len(one))
	for i := range out {
		out[i] = did[find(uint32(i))]
	}
	return out
}

// isOut reports whether somebody is left out.
func (p *play) isOut(who uint32) bool {
	return p.present != nil && int(who) < len(p.present) && !p.present[who]
}
