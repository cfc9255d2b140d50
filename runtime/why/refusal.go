package why

import (
	"fmt"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
)

// refusal explains why something did not let the person in.
func (t *teller) refusal(j *bytecode.Journey, d *engine.Decision, stays []*stay) Chapter {
	c := Chapter{
		Kind: d.Kind.String(), Instance: d.Instance, Reason: d.Reason.String(), Words: "did not come in",
		At: t.moment(d.At, d.Journey), Line: int(d.Line), Source: t.source(j, d.Line), Facts: []Fact{},
	}
	r := t.byLine[d.Cause]
	event := "what would let the person in"
	if r != nil {
		event = r.Name
	}
	say := func(what, words string) { c.Facts = append(c.Facts, Fact{What: what, Words: words}) }
	if d.Kind == engine.Late {
		c.Words = "an event came too late to matter"
		if r != nil {
			c.Facts = append(c.Facts, t.fact(false, event, r, d.Journey))
		}
		which := "the stay that had begun"
		if d.Instance > 0 {
			which = fmt.Sprintf("stay %d", d.Instance)
		}
		say("in time", "had it come in time, "+which+" would not have begun")
		return c
	}
	if r != nil && d.Reason != engine.BecauseKilled && d.Reason != engine.BecauseWhere {
		c.Facts = append(c.Facts, t.fact(true, event, r, d.Journey))
	}
	if d.Cause == 0 {
		c.Facts = append(c.Facts, t.fired(j, d)...)
	}
	switch d.Reason {
	case engine.BecauseWhere:
		t.filtered(&c, j, d, r)
	case engine.BecauseKilled:
		t.killed(&c, j, d, r)
	case engine.BecauseOnce, engine.BecauseAgain:
		t.already(&c, j, d, stays)
	case engine.BecauseLate:
		say("in time", "the event arrived late; it is part of the history, but begins nothing any more")
	case engine.BecauseWhile:
		say("while "+graph.ConditionText(t.p, j, j.While), "it was not so")
		c.Line, c.Source = int(j.WhileLine), t.source(j, j.WhileLine)
	case engine.BecauseOverflow:
		say("enter each "+j.Key, "the person has been in with 256 values already, which is the limit")
	case engine.BecauseExclusive:
		c.Facts = append(c.Facts, t.taken(j, d))
	case engine.BecauseBackfill:
		say("in time", "it was over before the journey was activated")
	default:
		say(d.Reason.String(), "the engine says no more")
	}
	return c
}

// fired says what made a trigger true by time alone, when the person could not enter.
func (t *teller) fired(j *bytecode.Journey, d *engine.Decision) []Fact {
	for i := range j.Alts {
		a := &j.Alts[i]
		if a.Line == d.Line && hearsPerson(a) && len(j.Alts) == 1 {
			return t.becauseOfPerson(d, a)
		}
		if a.Line == d.Line && a.Nested {
			return []Fact{{OK: true, What: a.Label, Words: "came true"}}
		}
		if a.Date != nil {
			return t.because(&stay{enter: d, journey: j, index: d.Journey}, a)
		}
		if a.Line != d.Line || a.Kind != bytecode.PatAbsence && a.Kind != bytecode.PatSilence {
			continue
		}
		for _, r := range t.byTime {
			if t.matches(a.Parts[0], r) && t.after(r.Time, a.Within, d.Journey) == d.At {
				s := &stay{enter: &engine.Decision{At: d.At, Until: r.Time, Line: d.Line}, journey: j, index: d.Journey}
				if a.Kind == bytecode.PatSilence {
					s.enter.Until = 0
				}
				return t.because(s, a)
			}
		}
	}
	return nil
}

// filtered is an event whose own filter was false.
func (t *teller) filtered(c *Chapter, j *bytecode.Journey, d *engine.Decision, r *Record) {
	if r == nil {
		return
	}
	for i := range j.Alts {
		if j.Alts[i].Line != d.Line {
			continue
		}
		for _, part := range j.Alts[i].Parts {
			for k := range part {
				if part[k].Event != r.Type || t.matches(part[k:k+1], r) {
					continue
				}
				f := t.fact(false, graph.TestsText(t.p, part[k:k+1]), r, d.Journey)
				f.Words = join(t.moment(r.Time, d.Journey).short(), t.was(part[k].Cond, r), feedLine(r.Line))
				c.Facts = append(c.Facts, f)
				return
			}
		}
	}
}

// killed is an absence that an event ended before its time was over.
func (t *teller) killed(c *Chapter, j *bytecode.Journey, d *engine.Decision, r *Record) {
	if r == nil {
		return
	}
	for i := range j.Alts {
		a := &j.Alts[i]
		if a.Kind != bytecode.PatAbsence || a.Line != d.Line || !t.matches(a.Not, r) {
			continue
		}
		what := "not " + graph.TestsText(t.p, a.Not)
		if began := t.candidate(j, a, r, d); began != nil && !a.Nested {
			c.Facts = append(c.Facts, t.fact(true, graph.TestsText(t.p, a.Parts[0]), began, d.Journey))
		}
		c.Facts = append(c.Facts, t.fact(false, what, r, d.Journey))
		if len(c.Facts) == 2 {
			end := t.moment(t.after(c.Facts[0].At.ms, a.Within, d.Journey), d.Journey)
			c.Facts = append(c.Facts, Fact{What: "waited " + graph.Duration(a.Within), Words: "it would have been over on " + end.short(), At: &end})
		}
		return
	}
}

// candidate finds the event whose wait an absent event ended: the first base that no
// earlier absent event and no stay had done away with.
func (t *teller) candidate(j *bytecode.Journey, a *bytecode.Pattern, killer *Record, d *engine.Decision) *Record {
	for _, r := range t.byTime {
		if r.Time > killer.Time || !t.matches(a.Parts[0], r) || !t.sameKey(j, r, killer) || r.Line > killer.Line {
			continue
		}
		if t.after(r.Time, a.Within, d.Journey) <= killer.Time {
			continue
		}
		gone := false
		for i := range t.in.Records {
			x := &t.in.Records[i]
			gone = gone || x != killer && x.Line < killer.Line && x.Time >= r.Time && t.matches(a.Not, x) && t.sameKey(j, x, r)
		}
		for i := range t.in.Decisions {
			x := &t.in.Decisions[i]
			if x == d {
				break
			}
			over := x.Kind == engine.Enter || x.Kind == engine.Exit
			gone = gone || x.Journey == d.Journey && over && x.At > r.Time && j.Key == ""
		}
		if !gone {
			return r
		}
	}
	return nil
}

// already is somebody who is inside, or has been and may not come again.
func (t *teller) already(c *Chapter, j *bytecode.Journey, d *engine.Decision, stays []*stay) {
	var last *stay
	for _, s := range stays {
		if s.enter.At > d.At || s.enter.At == d.At && s.enter.Cause > d.Cause {
			break
		}
		last = s
	}
	if last == nil {
		c.Facts = append(c.Facts, Fact{What: "not inside", Words: "still inside"})
		return
	}
	since := t.moment(last.enter.At, d.Journey)
	inside := true
	for _, x := range last.steps {
		if x.Kind == engine.Exit && (x.At < d.At || x.At == d.At && x.Cause < d.Cause) {
			inside = false
		}
	}
	f := Fact{What: "not inside", Words: fmt.Sprintf("still inside, since %s (stay %d)", since.short(), last.enter.Instance), At: &since}
	switch {
	case inside:
	case j.Mode == bytecode.Again:
		from := t.moment(t.after(last.enter.At, j.After, d.Journey), d.Journey)
		f = Fact{What: "enter again after " + graph.Duration(j.After), Words: fmt.Sprintf("came in on %s; from %s on again", since.short(), from.short()), At: &from}
	default:
		f = Fact{What: "enter once", Words: fmt.Sprintf("has been in before, from %s on", since.short()), At: &since}
	}
	c.Facts = append(c.Facts, f)
}
