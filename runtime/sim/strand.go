package sim

import "slices"

// strand is one of the logs that are woven into one. Its entries move as they are; what
// is kept beside them, which few have, moves with them.
type strand struct {
	log   *decisions
	form  func(form) (form, bool)
	forms []uint32 // form → what it is in the new log, plus 1
	renew []rename // in the order of entries
}

// rename is that somebody is called otherwise from an entry on.
type rename struct {
	before, person uint32
	id             string // until then
}

// begin prepares to move entries into another log.
func (s *strand) begin(out *decisions) {
	s.forms = make([]uint32, len(s.log.forms.list))
	for who, all := range s.log.former {
		for _, f := range all {
			s.renew = append(s.renew, rename{f.before, who, f.id})
		}
	}
	slices.SortFunc(s.renew, func(a, b rename) int { return int(a.before) - int(b.before) }) // every entry is about one person
	n := len(s.log.heads) - len(out.heads)
	out.heads = append(out.heads, make([]uint32, max(n, 0))...)
	out.called = append(out.called, make([]string, max(n, 0))...)
}

// move puts an entry behind those of another log; false means that it has no form
// there. Entries are moved in their order, but not all of them.
func (s *strand) move(out *decisions, i uint32) bool {
	e := s.log.raw(i)
	was := e.form
	if s.forms[was] == 0 {
		f, ok := s.form(s.log.forms.list[was])
		if !ok {
			return false
		}
		if f.word != 0 {
			f.word = out.forms.words.number(s.log.forms.words.name(f.word))
		}
		s.forms[was] = out.forms.of(f) + 1
	}
	e.form = s.forms[was] - 1
	if s.log.forms.list[was].beside {
		if items, ok := s.log.items[i]; ok {
			out.items[out.n] = items
		}
		if given, ok := s.log.given[i]; ok {
			out.given[out.n] = given
		}
	}
	for ; len(s.renew) > 0 && s.renew[0].before <= i; s.renew = s.renew[1:] {
		if r := s.renew[0]; r.before == i {
			out.former[r.person] = append(out.former[r.person], calledBefore{out.n, r.id})
		}
	}
	out.append(e)
	return true
}
