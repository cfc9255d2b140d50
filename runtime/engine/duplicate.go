package engine

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
)

// The same message with the same values goes once over a channel at one instant. What
// is the same is told by a fingerprint: of the channel and the message (of an inline
// value, the step), and of the values that it is filled with.

// imprint is the part of a send's fingerprint that does not depend on the person: the
// channel and the message, for an inline value the step. The values that the send is
// filled with are mixed in; a plain one has none.
type imprint struct {
	hash  uint64
	plain bool
}

func (p *Program) findPrints() {
	for i := range p.Journeys {
		j := &p.Journeys[i]
		row := make([]imprint, len(j.Sends))
		for k := range j.Sends {
			s := &j.Sends[k]
			what := "message\x00" + s.Channel + "\x00"
			if s.Content >= 0 {
				row[k].plain = len(s.Params) == 0
				what += p.Messages[s.Content].Name
			} else {
				row[k].plain = p.Code[s.Value].Op == bytecode.OpText && p.Code[s.Value+1].Op == bytecode.OpReturn
				what = "step\x00" + s.Channel + "\x00" + j.Name + "\x00" + j.Steps[s.Step].ID
			}
			row[k].hash = mix(14695981039346656037, []byte(what))
		}
		p.prints = append(p.prints, row)
	}
}

// mix is FNV-1a, 64 bits, going on from a hash.
func mix(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// repeats reports whether the same went to the person at this very instant.
func (e *Engine) repeats(p *Person, fingerprint uint64) bool {
	return p.out != nil && p.out.at == e.now && slices.Contains(p.out.went, fingerprint)
}
