package flow

import "github.com/journeylang/journey/compiler/bytecode"

// Repeats. The block of `repeat every 7d up to 4 times` runs at once, and then a week, two
// and three weeks after its first run; a run that takes longer than the interval moves
// the next one, which begins when it is over. So two runs begin one interval apart where
// a run is surely over by then, and as close as the block allows where it is not.

// between is the state between two runs: on to the next, or out.
func (r *reader) between(n *node, state int32, on func(int32, string) way) {
	s := &r.j.States[state]
	n.step, n.rest, n.loop = s.Step, true, state
	if s.Times != 1 {
		w := on(s.Deadline, "again")
		w.back, w.free = true, s.Cond < 0
		n.ways = append(n.ways, w)
	}
	if s.Times > 0 || s.Cond >= 0 {
		n.ways = append(n.ways, on(s.Then, "over"))
	}
}

// intervals finds how much time lies at least between the end of a run and the next one.
func (j *journey) intervals() {
	for n := range j.nodes {
		for i := range j.nodes[n].ways {
			w := &j.nodes[n].ways[i]
			if !w.back {
				continue
			}
			run := j.longest(w.to, n)
			every := j.States[j.nodes[n].loop].Limit
			if run.endless == Ends && !run.time.exceeds(every, ClockChange) {
				w.least = least(every).less(run.time)
			} else {
				w.free = false // it is not surely as close as that
			}
		}
	}
}

// less is at least what is left of an amount after another one.
func (a Amount) less(b Amount) Amount {
	switch {
	case b == Amount{}:
		return a
	case a.Millis == 0 && b.Millis == 0:
		return Amount{Days: max(0, a.Days-b.Days)}
	case a.Days == 0 && b.Days == 0:
		return Amount{Millis: max(0, a.Millis-b.Millis)}
	}
	return Amount{Millis: max(0, a.nominal()-b.nominal()-ClockChange)}
}

// endlessWay is why a way may have no end.
func (j *journey) endlessWay(w *way) Endless {
	if w.enters >= 0 && j.States[w.enters].Times == 0 {
		return NoLastTime
	}
	return w.endless
}

// otherRuns is the most time from the beginning of the first run of a repeat to that of
// the last one.
func (j *journey) otherRuns(w *way) (Amount, Endless) {
	if w.enters < 0 || j.States[w.enters].Times <= 1 {
		return Amount{}, Ends
	}
	if got, ok := j.others[w.enters]; ok {
		return got.time, got.endless
	}
	s := &j.States[w.enters]
	var out reach // no time: no run ends, so there is only one
	for n := range j.nodes {
		if j.nodes[n].loop == w.enters {
			out = j.longest(w.to, n)
			out.time = later(most(s.Limit), out.time).times(int64(s.Times) - 1)
		}
	}
	j.others[w.enters] = out
	return out.time, out.endless
}

// rounds is where a person is in the repeats of a journey.
type rounds struct {
	over []int  // state → runs that are over since the repeat or the window began
	tail []bool // state → the window began in the middle of it
}

func (j *journey) rounds(tail bool) rounds {
	repeats := false
	for i := range j.States {
		repeats = repeats || j.States[i].Kind == bytecode.StateRepeat
	}
	if !repeats {
		return rounds{}
	}
	r := rounds{over: make([]int, len(j.States)), tail: make([]bool, len(j.States))}
	for i := range r.tail {
		r.tail[i] = tail
	}
	return r
}

func (r rounds) with(state int32, over int, tail bool) rounds {
	r.over = append([]int(nil), r.over...)
	r.tail = append([]bool(nil), r.tail...)
	r.over[state], r.tail[state] = over, tail
	return r
}

func (r rounds) same(o rounds) bool {
	for i := range r.over {
		if r.over[i] != o.over[i] || r.tail[i] != o.tail[i] {
			return false
		}
	}
	return true
}

// on moves on along a way; ok is false when there are no more runs, or still some.
func (r rounds) on(j *journey, n *node, w *way) (out rounds, ok, free bool) {
	if w.enters >= 0 {
		return r.with(w.enters, 0, false), true, true
	}
	if n.loop < 0 {
		return r, true, true
	}
	s := &j.States[n.loop]
	over := r.over[n.loop] + 1
	switch {
	case w.back && s.Times == 0:
		return r, true, true
	case w.back:
		return r.with(n.loop, over, r.tail[n.loop]), over < int(s.Times), true
	case s.Times > 0 && over >= int(s.Times), r.tail[n.loop] && s.Times > 0:
		return r.with(n.loop, 0, false), true, true
	}
	return r.with(n.loop, 0, false), s.Cond >= 0, false
}
