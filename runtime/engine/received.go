package engine

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
)

// `received` asks about sends that went. What it asks about is known when the program
// is loaded (bytecode.Mark): of a message it is remembered of the person for ever, of
// a step with the stay. Like a trait that was set, a message is seen at once by the
// stay that sent it, and by everybody else in the next round of the instant.

// went notes that a send went, for those who ask about it.
func (e *Engine) went(p *Person, r *run, s *bytecode.Send) {
	for _, m := range s.Marks {
		switch {
		case e.prog.Marks[m].Stay:
			if !r.got(m) {
				side := r.aside()
				side.got = addMark(side.got, m)
			}
		case !p.got(m):
			e.queue = append(e.queue, emitted{typ: note, op: noteSent, by: r, num: r.num, trait: m})
		}
	}
}

// got reports whether a message was sent to the person.
func (p *Person) got(mark int32) bool {
	x := p.rare()
	return x != nil && slices.Contains(x.got, mark)
}

// got reports whether a step of the stay sent something. Few journeys ask, so the
// list is behind a pointer of its own.
func (r *run) got(mark int32) bool {
	return r.side != nil && r.side.got != nil && slices.Contains(*r.side.got, mark)
}

func addMark(list *[]int32, mark int32) *[]int32 {
	if list == nil {
		return &[]int32{mark}
	}
	*list = append(*list, mark)
	return list
}

// Received is part of vm.Person.
func (e *Engine) Received(mark int32) bool {
	if e.prog.Marks[mark].Stay {
		return e.actor != nil && e.actor.got(mark)
	}
	own := func(q emitted) bool { return q.op == noteSent && q.trait == mark && q.of(e.actor) }
	return e.person.got(mark) || slices.ContainsFunc(e.queue, own)
}

// keepMark remembers that a message was sent to the person.
func (p *Person) keepMark(mark int32) {
	if !p.got(mark) {
		m := p.few()
		m.got = append(m.got, mark)
	}
}
