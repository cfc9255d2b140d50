package sim

import (
	"encoding/binary"

	"github.com/journeylang/journey/runtime/event"
)

// Most people never do what a journey waits for, and nothing is ever decided about
// them. When all of the feed is known, another version runs without them: their lines
// are left out, and only the clock goes on. Who is who stays as it is, because whoever
// hangs together by an id is in or out together.

// leaveOut makes a run leave out the people about whom it can decide nothing. It does
// so only when the feed has ended, and nobody answers: then the people are all known.
func (s *Session) leaveOut(p *play) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	opens, ok := p.opens()
	if !ok || !s.finished || s.cfg.Feed.Live || p.react != nil {
		return
	}
	p.present = s.store.doers(opens)
	p.who = map[int64]uint32{}
}

// opens tells which of the store's events may begin something. ok is false when there
// are other beginnings, or when the run must hear of everybody.
func (p *play) opens() (events []bool, ok bool) {
	opens, ok := p.version.Program.Openers()
	if !ok || p.greets || p.learns {
		return nil, false
	}
	for _, typ := range p.proj.types {
		events = append(events, typ != event.None && opens[typ])
	}
	return events, true
}

// doers are the people who did something of a kind, with everybody on whom it hangs
// who their lines are about.
func (s *store) doers(events []bool) []bool {
	one := make([]uint32, len(s.heads)) // person → somebody who hangs together with them
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
	join := func(a, b uint32) {
		if int(a) < len(one) && int(b) < len(one) {
			one[find(a)] = find(b)
		}
	}
	for from, into := range s.into {
		join(from, into)
	}
	for who, others := range s.met {
		for _, other := range others {
			join(who, other)
		}
	}
	did := make([]bool, len(one))
	for i := range s.blocks() {
		b := s.block(i)
		for k, who := range b.who {
			if who == nobody {
				continue
			}
			at := b.at[k]
			if event.RecordKind(b.data[at]) != event.Track {
				continue
			}
			if typ, _ := binary.Uvarint(b.data[at+1:]); typ > 0 && events[typ-1] {
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
