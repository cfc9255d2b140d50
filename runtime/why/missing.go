package why

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
)

// missing says which part of a trigger a person lacks about whom the journey decided
// nothing at all: not even that something did not let the person in.
func (t *teller) missing(j *bytecode.Journey, index int16) []Fact {
	var facts []Fact
	for i := range j.Alts {
		a := &j.Alts[i]
		if i > 0 {
			facts = append(facts, Fact{What: "or", Words: graph.PatternText(t.p, a)})
		}
		if a.Nested {
			facts = append(facts, Fact{What: a.Label, Words: "did not come true"})
			facts = append(facts, t.missingNested(j, int16(i), index)...)
			continue
		}
		switch a.Kind {
		case bytecode.PatSegment, bytecode.PatChange:
			facts = append(facts, t.neverCame(a)...)
		case bytecode.PatAbsence:
			facts = append(facts, t.pending(a, index)...)
		case bytecode.PatSilence:
			facts = append(facts, t.silent(a, index)...)
		case bytecode.PatSeq:
			facts = append(facts, t.halfSequence(j, a, index)...)
		case bytecode.PatBoth:
			facts = append(facts, t.halfBoth(a, index)...)
		case bytecode.PatCount:
			facts = append(facts, t.tooFew(a, index))
		default:
			for _, part := range a.Parts {
				facts = append(facts, t.presence(part, index))
			}
		}
	}
	return facts
}

// presence says whether there was one of some events at all.
func (t *teller) presence(ts []bytecode.Test, index int16) Fact {
	what := graph.TestsText(t.p, ts)
	var near *Record
	for i := len(t.byTime) - 1; i >= 0; i-- {
		r := t.byTime[i]
		if t.matches(ts, r) {
			return t.fact(true, what, r, index)
		}
		if near == nil && named(ts, r) {
			near = r
		}
	}
	if near == nil {
		return Fact{What: what, Words: "never seen"}
	}
	f := t.fact(false, what, near, index)
	for i := range ts {
		if ts[i].Event == near.Type {
			f.Words = join(t.moment(near.Time, index).short(), t.was(ts[i].Cond, near), feedLine(near.Line))
		}
	}
	return f
}

// stillPending finds the absence that was counting when the clock stopped: its base
// came while the person was outside, and nothing has ended it.
func (t *teller) stillPending(j *bytecode.Journey, index int16, stays []*stay) []Fact {
	for i := range j.Alts {
		a := &j.Alts[i]
		if a.Kind != bytecode.PatAbsence || a.Nested {
			continue
		}
		for _, r := range t.byTime {
			if t.matches(a.Parts[0], r) && !t.insideAt(j, r, stays) && !t.followed(j, a, r) && t.after(r.Time, a.Within, index) > t.in.End {
				return t.pendingFrom(a, t.fact(true, graph.TestsText(t.p, a.Parts[0]), r, index), index)
			}
		}
	}
	return nil
}

// insideAt reports whether an event met the person inside, in a mode in which it then
// begins nothing.
func (t *teller) insideAt(j *bytecode.Journey, r *Record, stays []*stay) bool {
	if j.Mode == bytecode.Restart {
		return false
	}
	if j.Mode == bytecode.Once && len(stays) > 0 {
		return true
	}
	for _, s := range stays {
		if j.Key != "" && !t.sameKey(j, r, t.byLine[s.enter.Cause]) {
			continue
		}
		if s.enter.At <= r.Time && (!s.left || s.steps[len(s.steps)-1].At > r.Time) {
			return true
		}
	}
	return false
}

// followed reports whether an absent event came with an event or after it.
func (t *teller) followed(j *bytecode.Journey, a *bytecode.Pattern, r *Record) bool {
	for _, x := range t.byTime {
		if x.Time >= r.Time && t.matches(a.Not, x) && t.sameKey(j, x, r) {
			return true
		}
	}
	return false
}

// pending is an absence whose time was not over when the clock stopped.
func (t *teller) pending(a *bytecode.Pattern, index int16) []Fact {
	f := t.presence(a.Parts[0], index)
	if !f.OK {
		return []Fact{f}
	}
	return t.pendingFrom(a, f, index)
}

func (t *teller) pendingFrom(a *bytecode.Pattern, f Fact, index int16) []Fact {
	end := t.moment(t.after(f.At.ms, a.Within, index), index)
	stop := t.moment(t.in.End, index)
	return []Fact{f, {
		What:  "waited " + graph.Duration(a.Within),
		Words: fmt.Sprintf("it is over on %s, and the clock stopped on %s", end.short(), stop.short()),
		At:    &end,
	}}
}

func (t *teller) silent(a *bytecode.Pattern, index int16) []Fact {
	f := t.presence(a.Parts[0], index)
	if !f.OK {
		f.Words += "; a silence begins with a first one"
		return []Fact{f}
	}
	f.What = "the last " + f.What
	end := t.moment(t.after(f.At.ms, a.Within, index), index)
	stop := t.moment(t.in.End, index)
	return []Fact{f, {
		What:  "then none for " + graph.Duration(a.Within),
		Words: fmt.Sprintf("that would be on %s, and the clock stopped on %s", end.short(), stop.short()),
		At:    &end,
	}}
}

// halfSequence follows a sequence as far as it goes.
func (t *teller) halfSequence(j *bytecode.Journey, a *bytecode.Pattern, index int16) []Fact {
	var facts []Fact
	var from *Record
	for i, part := range a.Parts {
		what := graph.TestsText(t.p, part)
		if i > 0 {
			what = "then " + what
		}
		var found *Record
		for _, r := range t.byTime {
			if t.matches(part, r) && (from == nil || before(from, r) && t.sameKey(j, from, r)) {
				found = r
				break
			}
		}
		if found == nil {
			f := t.presence(part, index)
			f.What = what
			if f.OK {
				f.OK, f.Words = false, "not after it; the last was "+f.Words
			}
			return append(facts, f)
		}
		facts = append(facts, t.fact(true, what, found, index))
		from = found
	}
	if !a.Within.Zero() {
		facts = append(facts, Fact{What: "within " + graph.Duration(a.Within), Words: "the last came too long after the first"})
	}
	if len(a.Not) > 0 {
		facts = append(facts, Fact{What: "no " + graph.TestsText(t.p, a.Not) + " between", Words: "or there was one between"})
	}
	return facts
}

func (t *teller) halfBoth(a *bytecode.Pattern, index int16) []Fact {
	var facts []Fact
	all := true
	for _, part := range a.Parts {
		f := t.presence(part, index)
		all = all && f.OK
		facts = append(facts, f)
	}
	if all {
		facts = append(facts, Fact{What: "within " + graph.Duration(a.Within), Words: "they were never so near to each other"})
	}
	return facts
}

// tooFew counts the most that came inside one window.
func (t *teller) tooFew(a *bytecode.Pattern, index int16) Fact {
	var found []*Record
	for _, r := range t.byTime {
		if t.matches(a.Parts[0], r) {
			found = append(found, r)
		}
	}
	most := 0
	for i, r := range found {
		end := t.after(r.Time, a.Within, index)
		n := 0
		for _, x := range found[i:] {
			if x.Time < end {
				n++
			}
		}
		most = max(most, n)
	}
	f := Fact{What: fmt.Sprintf("%d %s in %s", a.N, graph.TestsText(t.p, a.Parts[0]), graph.Duration(a.Within))}
	switch most {
	case 0:
		f.Words = t.presence(a.Parts[0], index).Words
	default:
		f.Words = fmt.Sprintf("at most %d of %d", most, a.N)
	}
	return f
}
