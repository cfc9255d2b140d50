package flow

import "github.com/journeylang/journey/compiler/bytecode"

// reach is the longest time from one node to another.
type reach struct {
	time    Amount
	endless Endless
	by      int // the node at which it has no end
	can     bool
	path    []int // nodes, from the first on
	after   []Amount
}

// longer reports whether a lasts longer than b.
func (a *reach) longer(b *reach) bool {
	switch {
	case !b.can:
		return true
	case (a.endless != Ends) != (b.endless != Ends):
		return a.endless != Ends
	}
	return a.time.nominal() > b.time.nominal()
}

// longest finds the longest way from a node to a target, or to the end of the journey
// when target is -1. A repeat is gone through once; the time of its other runs lies on
// the way into it.
func (j *journey) longest(from, target int) reach {
	memo := map[int]reach{}
	var find func(n int) reach
	find = func(n int) reach {
		if got, ok := memo[n]; ok {
			return got
		}
		if n == target || target < 0 && j.nodes[n].ends {
			return reach{can: true, path: []int{n}, after: []Amount{{}}, by: -1}
		}
		best := reach{by: -1}
		for _, w := range j.nodes[n].ways {
			if w.back {
				continue
			}
			got := find(w.to)
			if !got.can {
				continue
			}
			more, none := j.otherRuns(&w)
			took := w.most.plus(more)
			endless, by := got.endless, got.by
			if e := j.endlessWay(&w); e != Ends {
				endless, by = e, n
			} else if none != Ends && endless == Ends {
				endless, by = none, n
			}
			now := reach{can: true, time: took.plus(got.time), endless: endless, by: by}
			if !now.longer(&best) {
				continue
			}
			now.path = append([]int{n}, got.path...)
			now.after = []Amount{{}}
			for _, a := range got.after {
				now.after = append(now.after, a.plus(took))
			}
			best = now
		}
		memo[n] = best
		return best
	}
	return find(from)
}

// Stay is the longest that a person can be in a journey.
type Stay struct {
	Time    Amount
	Endless Endless
	By      *Visit // the step that has no end
	Exact   bool   // people can stay that long; otherwise conditions may keep them from it
	Path    []Visit
}

// Longest returns the longest stay in a journey.
func (m *Model) Longest(index int) Stay {
	j := m.journeys[index]
	r := j.longest(j.start, -1)
	out := Stay{Time: r.time, Endless: r.endless, Exact: j.While < 0}
	for i, n := range r.path {
		v := m.visit(j, n)
		v.After = r.after[i]
		if n == r.by {
			out.By = &v
		}
		if i+1 < len(r.path) && !j.freeWay(n, r.path[i+1]) {
			out.Exact = false
		}
		if v.Step != "" {
			out.Path = append(out.Path, v)
		}
	}
	return out
}

// freeWay reports whether people can go from one node to the next whatever conditions
// say.
func (j *journey) freeWay(from, to int) bool {
	for _, w := range j.nodes[from].ways {
		if w.to == to && w.free {
			return true
		}
	}
	return false
}

func (m *Model) visit(j *journey, n int) Visit {
	v := Visit{Journey: j.Name, File: j.File, Line: int(j.Line)}
	if step := j.nodes[n].step; step >= 0 {
		s := &j.Steps[step]
		v.Step, v.Line, v.Label = s.ID, int(s.Line), s.Label
		if v.Label == "" {
			v.Label = s.ID
		}
	}
	return v
}

// Within reports whether every stay in a journey is over before d is.
func (s *Stay) Within(d bytecode.Duration) bool {
	return s.Endless == Ends && !s.Time.reaches(d, ClockChange)
}

// Exceeds reports whether a stay can be longer than d.
func (s *Stay) Exceeds(d bytecode.Duration) bool {
	return s.Endless != Ends || s.Time.exceeds(d, ClockChange)
}
