package flow

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
)

// Bound is the most messages that one person can get in a window.
type Bound struct {
	N         int
	Unlimited bool   // there is no limit
	Why       string // Unlimited: in a few words
	// Exact: of those who come in, some can get as many. Otherwise it may be fewer.
	Exact bool
	Cap   *Cap // the policy's rule that keeps it as low, or nil
	// Steady is the bound where no clock is changed; it is less than N where N needs a
	// night in which clocks go forward.
	Steady int
	Path   []Visit // a way to as many, from the first message on; of all journeys, of the first that sends
	From   []Share // of several journeys: what each adds
}

// Share is what one journey, or the journeys of one exclusive group, add to a bound.
type Share struct {
	Journeys []string
	Bound    Bound
}

// Exceeds reports whether it may be more than n.
func (b *Bound) Exceeds(n int) bool { return b.Unlimited || b.N > n }

// Broken reports whether there surely are people who get more than n.
func (b *Bound) Broken(n int) bool { return b.Exact && b.Exceeds(n) }

// MostOf returns the most messages from one journey.
func (m *Model) MostOf(index int, q Query) Bound {
	b := m.ofUnit(q, []*journey{m.journeys[index]})
	return m.capped(b, q, []*journey{m.journeys[index]})
}

// InOneStay returns the most messages from one stay in a journey, and InOneStayWithin
// those of them that can lie in one window.
func (m *Model) InOneStay(index int, q Query) Bound {
	return m.InOneStayWithin(index, q.of(forever))
}

// InOneStayWithin is described with InOneStay.
func (m *Model) InOneStayWithin(index int, q Query) Bound {
	j := *m.journeys[index]
	j.entry, j.leaves = entry{keys: 1}, false
	return m.capped(m.steadied(q, []*journey{&j}), q, []*journey{&j})
}

// Most returns the most messages from all journeys together.
func (m *Model) Most(q Query) Bound {
	var js []*journey
	for _, i := range m.shown {
		js = append(js, m.journeys[i])
	}
	return m.together(q, js)
}

// together adds up what journeys send: those of one policy, as far as its caps let
// them, and those without.
func (m *Model) together(q Query, js []*journey) Bound {
	out := Bound{Exact: true}
	senders := 0
	for _, row := range byPolicy(js) {
		b := Bound{Exact: true}
		for _, unit := range units(row) {
			one := m.ofUnit(q, unit)
			if one.N == 0 && !one.Unlimited {
				continue
			}
			senders++
			b.From = append(b.From, Share{names(unit), m.capped(one, q, unit)})
			b.add(&one)
		}
		b = m.capped(b, q, row)
		b.From = slices.Clone(b.From)
		out.From = append(out.From, b.From...)
		if out.Cap == nil {
			out.Cap = b.Cap
		}
		out.add(&b)
	}
	out.Exact = out.Exact && senders <= 1 // several may want the same person in different places
	return out
}

// add adds another bound.
func (b *Bound) add(o *Bound) {
	b.N += o.N
	b.Steady += o.Steady
	b.Exact = b.Exact && o.Exact
	if b.Path == nil {
		b.Path = o.Path
	}
	if o.Unlimited && !b.Unlimited {
		b.Unlimited, b.Why, b.Path = true, o.Why, o.Path
	}
}

// byPolicy divides journeys by their policies, in the order in which they come.
func byPolicy(js []*journey) [][]*journey {
	var out [][]*journey
	for _, j := range js {
		i := slices.IndexFunc(out, func(row []*journey) bool { return row[0].Policy == j.Policy })
		if i < 0 {
			out = append(out, nil)
			i = len(out) - 1
		}
		out[i] = append(out[i], j)
	}
	return out
}

// maxGroup is how many journeys of an exclusive group are searched together; the
// journeys of a greater one are taken by themselves.
const maxGroup = 6

// units divides journeys into those that a person is in at the same time as others, and
// the exclusive groups.
func units(js []*journey) [][]*journey {
	var out [][]*journey
	for _, j := range js {
		i := -1
		if j.Exclusive != "" {
			i = slices.IndexFunc(out, func(u []*journey) bool { return u[0].Exclusive == j.Exclusive && len(u) < maxGroup })
		}
		if i < 0 {
			out = append(out, nil)
			i = len(out) - 1
		}
		out[i] = append(out[i], j)
	}
	return out
}

func names(js []*journey) []string {
	var out []string
	for _, j := range js {
		out = append(out, j.Name)
	}
	return out
}

// ofUnit is the bound of one journey, or of an exclusive group: what they send by turns,
// or what each sends by itself if that is less.
func (m *Model) ofUnit(q Query, js []*journey) Bound {
	best := m.steadied(q, js)
	if len(js) == 1 {
		return best
	}
	sum := Bound{Exact: false}
	for _, j := range js {
		one := m.steadied(q, []*journey{j})
		sum.add(&one)
	}
	if best.Unlimited && !sum.Unlimited || !sum.Unlimited && sum.N < best.N {
		return sum
	}
	return best
}

// steadied searches, and once more without changes of clocks.
func (m *Model) steadied(q Query, js []*journey) Bound {
	key := asked{q, js[0], len(js)}
	if b, ok := m.known[key]; ok {
		return b
	}
	b := m.steadiedAnew(q, js)
	m.known[key] = b
	return b
}

// asked is a question that was answered before. Units are always made of the same
// journeys, so the first one and their number say which it is.
type asked struct {
	Query
	first *journey
	n     int
}

func (m *Model) steadiedAnew(q Query, js []*journey) Bound {
	b := m.side(m.answer(m.search(q, js)), q, js)
	q.steady = true
	steady := m.side(m.answer(m.search(q, js)), q, js)
	b.Steady = steady.N
	if b.N != steady.N || b.Unlimited != steady.Unlimited {
		b.Exact = false // it takes a night in which clocks change
		return b
	}
	b.Exact, b.Path = steady.Exact, steady.Path // a way that people can go on any day
	return b
}

// side counts the stays that one person has side by side.
func (m *Model) side(b Bound, q Query, js []*journey) Bound {
	if len(js) > 1 || js[0].entry.keys == 1 || b.Unlimited || b.N == 0 {
		return b
	}
	j := js[0]
	keys := j.entry.keys
	if stay := j.longest(j.start, -1); !m.opts.Apart.Zero() && stay.endless == Ends {
		time := stay.time.nominal() + most(q.Window).nominal() + ClockChange
		keys = min(keys, 2+time/max(1, least(m.opts.Apart).nominal()-q.slack()))
	}
	b.N *= int(keys)
	b.Exact = false
	return b
}

// answer is what a search has found.
func (m *Model) answer(s *search) Bound {
	b := Bound{Exact: true}
	if s.best == nil {
		return b
	}
	b.N, b.Path = s.best.n, m.path(s, s.best)
	b.Exact = s.best.free && m.ungated(s) && s.sameArms()
	switch s.end {
	case looped:
		b.Unlimited, b.Why = true, "it can begin again at once"
		if j := s.js[s.best.journey]; j.entry.repeats != "" {
			b.Why = "each " + j.entry.repeats + " can begin it again"
		}
	case plenty:
		b.Unlimited, b.Exact, b.Why = true, false, "it can be more than 250"
	case tooLarge:
		b.Unlimited, b.Exact, b.Why = true, false, "there are too many ways through it to look at"
	}
	return b
}

// sameArms reports whether one person can go the way that was found: whoever comes to a
// split again, in another stay or run, is dealt the same arm.
func (s *search) sameArms() bool {
	type split struct{ journey, node int }
	arms := map[split]int{}
	l := s.best
	for ; l.prev != nil; l = l.prev {
		at := split{l.prev.journey, l.prev.node}
		if l.entry || s.js[at.journey].nodes[at.node].op != bytecode.OpSplit {
			continue
		}
		if arm, before := arms[at]; before && arm != l.node {
			return false
		}
		arms[at] = l.node
	}
	if l.entry {
		return true
	}
	// The window begins within a stay: it must be possible to come there by these arms.
	j := s.js[l.journey]
	seen := make([]bool, len(j.nodes))
	var reach func(n int)
	reach = func(n int) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, w := range j.nodes[n].ways {
			if arm, dealt := arms[split{l.journey, n}]; w.free && (!dealt || arm == w.to) {
				reach(w.to)
			}
		}
	}
	reach(j.start)
	return seen[l.node]
}

// ungated reports whether nothing keeps the messages of a path from being sent.
func (m *Model) ungated(s *search) bool {
	for _, j := range s.js {
		if j.Holdout >= 10_000 || j.While >= 0 || j.Mode == bytecode.Restart || j.Policy >= 0 && len(m.p.Policies[j.Policy].Quiet) > 0 {
			return false
		}
	}
	for l := s.best; l != nil; l = l.prev {
		j := s.js[l.journey]
		if send := j.nodes[l.node].send; send >= 0 && s.counts(&j.Sends[send]) && !m.certain(&j.Sends[send]) {
			return false
		}
	}
	return true
}

// certain reports whether a message surely has content.
func (m *Model) certain(s *bytecode.Send) bool {
	if s.Content < 0 {
		return s.Certain
	}
	for _, p := range m.p.Messages[s.Content].Parts {
		if p.Certain && p.Lang == "" && p.Channel == "" {
			return true
		}
	}
	return false
}

// path lists the steps of a label's way.
func (m *Model) path(s *search, l *label) []Visit {
	var out []Visit
	for ; l != nil; l = l.prev {
		j := s.js[l.journey]
		v := m.visit(j, l.node)
		v.After = l.t
		if send := j.nodes[l.node].send; send >= 0 {
			v.Counts = s.counts(&j.Sends[send])
		}
		if v.Step != "" {
			out = append(out, v)
		}
		if l.entry {
			out = append(out, Visit{Journey: j.Name, File: j.File, Line: int(j.Line), After: l.t})
		}
	}
	slices.Reverse(out)
	return out
}
