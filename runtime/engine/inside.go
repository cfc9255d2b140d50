package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/vm"
)

// condition runs a condition that stands outside any event's filter, for a stay.
func (e *Engine) condition(p *Person, code int32, r *run, entry []event.Value) bool {
	e.turn(r, r.journey)
	return e.test(code, p, nil, entry)
}

// enter begins a stay and walks its first steps. from is the candidate of the
// absence that let the person in, or nil.
func (e *Engine) enter(p *Person, r *run, line int32, payload []event.Value, from *cell) {
	j := &e.prog.Journeys[r.journey]
	num, count := uint32(1), r.count()
	for s := p.runs; s != nil; s = s.next {
		if s.journey == r.journey {
			num += s.count()
		}
	}
	r.num = num
	r.flags = live
	r.setCount(count + 1)
	if j.Holdout > 0 && e.bucket(p, j.Name+"/holdout") < j.Holdout {
		r.flags |= heldOut
	}
	r.entered, r.fired, r.side = e.now, Never, nil
	if payload != nil {
		r.aside().data = payload
	}
	if from != nil {
		r.setPast(e.now, from.time, from.due)
	}
	r.due = Never
	e.relink(p, r)
	d := Decision{Kind: Enter, Journey: r.journey, Instance: r.num, Step: -1, Send: -1, Line: line}
	if from != nil {
		d.Until = from.time
	}
	e.decide(d)
	e.walk(p, r, j.Start)
}

// walk runs a stay's steps from pc until it rests or ends.
func (e *Engine) walk(p *Person, r *run, pc int32) {
	j := &e.prog.Journeys[r.journey]
	p.stale = true
	r.due = Never
	r.setWake(Never)
	r.setBest(0)
	e.person = p
	for rests := 0; ; rests++ {
		f := vm.Frame{Entry: r.payload(), Person: e}
		e.turn(r, r.journey)
		in, at, err := e.m.Step(pc, &f)
		if err != nil || rests > maxPairs {
			// Only a program that loops without waiting comes here; the person is let
			// out rather than kept in a loop.
			e.leave(p, r, Stopped, j.Line)
			return
		}
		switch in.Op {
		case bytecode.OpSend:
			if e.send(p, r, in.A) {
				return
			}
			if len(j.Sends[in.A].Marks) > 0 && e.outOfBounds(p, r) {
				return
			}
			pc = at + 1
		case bytecode.OpBranch:
			yes := e.m.Pop()
			arm := "yes"
			pc = at + 1
			if yes.Kind != event.Bool || yes.Num == 0 {
				arm, pc = "no", in.A
			}
			e.step(r, Branch, in.B, arm)
		case bytecode.OpSplit:
			pc = e.split(p, r, &j.Splits[in.A])
		case bytecode.OpSet:
			v := e.m.Pop()
			e.step(r, Set, in.B, "")
			if e.opts.Sets != nil {
				e.opts.Sets(Decision{At: e.now, Person: e.person.Name, Journey: r.journey, Instance: r.num, Step: in.B}, keep(v))
			}
			if !r.is(heldOut) {
				e.set(p, r, in.A, v)
				if e.outOfBounds(p, r) {
					return
				}
			}
			pc = at + 1
		case bytecode.OpTag:
			if e.tag(r, in.B, in.A == 1) && e.outOfBounds(p, r) {
				return
			}
			pc = at + 1
		case bytecode.OpEmit:
			e.emit(r, &j.Emits[in.A])
			pc = at + 1
		case bytecode.OpAct:
			e.act(r, &j.Acts[in.A])
			pc = at + 1
		case bytecode.OpStop:
			e.leave(p, r, Stopped, j.Steps[in.A].Line)
			return
		case bytecode.OpEnd:
			e.leave(p, r, Finished, -1)
			return
		case bytecode.OpRepeat:
			r.enterLoop(j, int16(in.A), e.now)
			pc = at + 1
		case bytecode.OpRest:
			on, rest := e.rest(p, r, int16(in.A))
			if rest {
				return
			}
			pc = on
		}
	}
}

// step records that a stay came through a step.
func (e *Engine) step(r *run, k Kind, step int32, arm string) {
	d := e.at(r, k, step)
	d.Arm = arm
	e.decide(d)
}

// at is the beginning of a record about a step. What a step does to the world or to
// other journeys is not done for somebody who is held out.
func (e *Engine) at(r *run, k Kind, step int32) Decision {
	d := Decision{
		Kind: k, Journey: r.journey, Instance: r.num, Step: step, Send: -1,
		Line: e.prog.Journeys[r.journey].Steps[step].Line,
	}
	switch k {
	case Set, Tag, Audience, Emit, Start, Webhook:
		if r.is(heldOut) {
			d.Reason = Holdout
		}
	}
	return d
}

// rest settles a stay in a state, or says where to go on at once.
func (e *Engine) rest(p *Person, r *run, state int16) (pc int32, rest bool) {
	s := &e.prog.Journeys[r.journey].States[state]
	r.state, r.anchor, r.due = state, e.now, Never
	r.setWake(Never)
	why := NoReason
	switch {
	case s.Kind == bytecode.StateRepeat:
		if pc, rest = e.afterRun(p, r, s); !rest {
			return pc, false
		}
	case s.Best():
		r.due, why = e.bestTime(p, r, s.At)
	default:
		r.due = e.deadline(p, r, s)
	}
	until := r.due
	if until == Never {
		until = 0
	}
	e.decide(Decision{
		Kind: Wait, Journey: r.journey, Instance: r.num, Step: s.Step, Send: -1, Until: until, Reason: why,
		Line: e.prog.Journeys[r.journey].Steps[s.Step].Line,
	})
	if s.Kind == bytecode.StateUntil && e.condition(p, s.Cond, r, r.payload()) {
		return e.out(r, s, 0), false
	}
	if r.due <= e.now {
		return e.over(p, r, s), false
	}
	e.watch(p, r)
	return 0, true
}

// watch sets the moment at which a stay's conditions may change by time alone.
func (e *Engine) watch(p *Person, r *run) {
	wake := Never
	j := &e.prog.Journeys[r.journey]
	if j.While >= 0 {
		wake = e.changes(p, &e.prog.whiles[r.journey], r.journey)
	}
	if s := &j.States[r.state]; s.Kind == bytecode.StateUntil || s.Follows() {
		wake = min(wake, e.changes(p, &e.prog.untils[r.journey][r.state], r.journey))
	}
	r.setWake(wake)
	p.stale = true
}

// leave ends a stay. The frontier moves here.
func (e *Engine) leave(p *Person, r *run, why Reason, line int32) {
	j := &e.prog.Journeys[r.journey]
	if line < 0 {
		line = j.Line
	}
	e.abandon(r)
	e.decide(Decision{Kind: Exit, Journey: r.journey, Instance: r.num, Step: -1, Send: -1, Line: line, Reason: why})
	r.flags &^= live
	r.frontTime, r.frontLine = e.now, e.mark
	r.due = Never
	r.setWake(Never)
	p.stale = true
	p.drop(r.journey, r.key, all)
	r.endSteps()
	if j.Goal != nil && !j.Goal.Within.Zero() && (why == Finished || why == Stopped) {
		r.flags |= goalOpen
		return
	}
	r.endPayload()
}

// inside lets every stay of the person act on an event: goal, else exit, else
// `while`, else the waiting step.
func (e *Engine) inside(p *Person, rec *event.Record, l *listener) {
	if p.runs == nil {
		return
	}
	for r := p.runs; r != nil; r = r.next {
		if l.inside[r.journey] {
			e.insideOne(p, r, rec)
		}
	}
}

func (e *Engine) insideOne(p *Person, r *run, rec *event.Record) {
	j := &e.prog.Journeys[r.journey]
	if !r.is(live) && !r.is(goalOpen) {
		return
	}
	e.turn(r, r.journey)
	// What a late event from before the entry still changes are conditions.
	inside := rec.Time >= r.entered
	if g := j.Goal; inside && g != nil && e.anyOf(p, r, g.Any, rec) &&
		(g.Within.Zero() || rec.Time < e.after(p, r.entered, g.Within, r.journey)) {
		e.reach(p, r)
		return
	}
	if !r.is(live) {
		return
	}
	for i := range j.Exits {
		if inside && e.anyOf(p, r, j.Exits[i].Any, rec) {
			e.leave(p, r, ByExit, j.Exits[i].Line)
			return
		}
	}
	if e.outOfBounds(p, r) {
		return
	}
	s := &j.States[r.state]
	if rec.Time >= r.anchor {
		for i := range s.Arms {
			if e.anyOf(p, r, s.Arms[i].Any, rec) {
				if s.Kind == bytecode.StateRanked {
					r.rank(i)
					break
				}
				e.walk(p, r, e.out(r, s, i))
				return
			}
		}
	}
	if s.Kind == bytecode.StateUntil || s.Follows() {
		e.ask(p, r)
	} else if j.While >= 0 {
		e.watch(p, r)
	}
}

func (e *Engine) anyOf(p *Person, r *run, ts []bytecode.Test, rec *event.Record) bool {
	for i := range ts {
		t := &ts[i]
		if t.Event != rec.Type {
			continue
		}
		if t.Key >= 0 {
			if key, ok := e.keyOf(t, rec); ok && key != r.key {
				continue
			}
		}
		if t.Cond < 0 || e.test(t.Cond, p, rec, r.payload()) {
			return true
		}
	}
	return false
}

// reach is the goal: counted, and the person leaves if still inside.
func (e *Engine) reach(p *Person, r *run) {
	j := &e.prog.Journeys[r.journey]
	e.decide(Decision{Kind: Goal, Journey: r.journey, Instance: r.num, Step: -1, Send: -1, Line: j.Goal.Line})
	if r.is(live) {
		e.leave(p, r, ByGoal, j.Goal.Line)
		return
	}
	r.flags &^= goalOpen
	r.endPayload()
}

// outOfBounds asks `while`, and lets the person out when it has become false.
func (e *Engine) outOfBounds(p *Person, r *run) bool {
	j := &e.prog.Journeys[r.journey]
	if j.While < 0 || e.condition(p, j.While, r, r.payload()) {
		return false
	}
	e.leave(p, r, ByWhile, j.WhileLine)
	return true
}

// ask asks a stay's conditions again: `while`, then the state it waits for.
func (e *Engine) ask(p *Person, r *run) {
	if e.outOfBounds(p, r) {
		return
	}
	s := &e.prog.Journeys[r.journey].States[r.state]
	e.follow(p, r)
	switch {
	case r.due <= e.now:
		// A state that begins to hold at the deadline came too late.
		e.walk(p, r, e.over(p, r, s))
	case s.Kind == bytecode.StateUntil && e.condition(p, s.Cond, r, r.payload()):
		e.walk(p, r, e.out(r, s, 0))
	default:
		e.watch(p, r)
	}
}

// reask asks every stay of the person again, after traits have changed.
func (e *Engine) reask(p *Person) {
	for r := p.runs; r != nil; r = r.next {
		if r.is(live) {
			e.ask(p, r)
		}
	}
}

func (e *Engine) split(p *Person, r *run, s *bytecode.Split) int32 {
	at := e.bucket(p, s.Salt)
	for _, a := range s.Arms {
		if at < a.Upto {
			e.step(r, Split, s.Step, a.Name)
			return a.PC
		}
	}
	e.step(r, Split, s.Step, "")
	return s.Rest
}

// set changes a trait. The stay that sets it sees it at once; everybody else in
// the next round of this instant, so that all of a round act on the same state.
func (e *Engine) set(p *Person, r *run, trait int32, v event.Value) {
	set := func() {
		e.queue = append(e.queue, emitted{typ: note, op: noteSet, by: r, num: r.num, trait: trait, value: keep(v)})
	}
	if trait == e.prog.timezone {
		e.setZone(p, r, set)
		return
	}
	set()
}
