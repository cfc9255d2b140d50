package oracle

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/bucket"
)

// instance is one run of a person through a journey.
type instance struct {
	e       *entrance
	j       *journey
	number  int
	payload *happened // what `entry` means
	entered moment
	records int

	wait    *waiting // where it rests
	end     string   // the reason of its exit; empty while it is live
	won     bool     // its goal was counted
	heldOut bool     // takes every wait and branch, and nothing it does acts
}

// waiting is an instance at rest in a step.
type waiting struct {
	step  ast.Step
	since moment // the wait's anchor: when the step was entered
	upTo  *duration
	then  *route       // what comes after the step
	due   int64        // of a repeat: when the next run was due as the wait began
	best  *ast.RaceArm // of a ranked race: the best arm whose event came
	// Of a message in quiet time: until when it is held, and since when; of a best time: until when.
	until, held int64
}

// scope is what a condition of this instance sees. With pre, what others wrote to the
// profile in this round is not seen yet.
func (in *instance) scope(pre bool) scope { return scope{p: in.e.p, in: in, j: in.j, pre: pre} }

func (w *world) tell(in *instance, d Decision) {
	in.records++
	d.Journey, d.Instance, d.Number = in.j.name, in.number, in.records
	w.record(in.e.p, d)
}

// enter lets the instance in and runs it up to where it first rests.
func (w *world) enter(in *instance) {
	e := in.e
	e.visits.entries++
	in.number = e.visits.entries
	e.live, e.last = in, in
	e.entered, e.since = true, w.at.ts
	in.heldOut = float64(bucket.Bucket(in.e.p.display(), in.j.name+"/holdout")) < in.j.holdout*bucket.Count/100
	w.tell(in, Decision{Line: in.j.line, Kind: "enter"})
	w.run(in, &route{block: in.j.body})
}

// leave ends the instance. What came before counts no more for the trigger.
func (w *world) leave(in *instance, reason string, line int) {
	w.abandon(in)
	w.tell(in, Decision{Line: line, Kind: "exit", Reason: reason})
	in.end, in.wait = reason, nil
	in.e.live = nil
	in.e.advance(w.at)
}

// react lets one instance see an event, or, without one, the passing of time or a
// change of the profile: goal, else exit, else while, else the step where it rests.
func (w *world) react(in *instance, h *happened) {
	if in.e.last != in {
		return
	}
	if h != nil && h.ts >= in.entered.ts && w.touches(in.e, h) {
		if g := w.goal(in, h); g != nil {
			w.score(in, g)
			return
		}
		if in.end != "" {
			return
		}
		for _, x := range in.j.exits {
			if w.matches(x.pattern, h, in) {
				w.leave(in, "exit", x.line)
				return
			}
		}
	}
	if in.end != "" || w.expelled(in) {
		return
	}
	w.wake(in, h)
}

// goal returns the goal that an event reaches. An instance that came to its end is
// remembered until the window of its goal closes.
func (w *world) goal(in *instance, h *happened) *goal {
	if in.won {
		return nil
	}
	for i := range in.j.goals {
		g := &in.j.goals[i]
		if in.end != "" && (g.within == nil || in.end != "finished" && in.end != "stopped") {
			continue
		}
		if g.within != nil && h.ts >= w.afterIn(in, in.entered.ts, g.within) {
			continue
		}
		if w.matches(g.pattern, h, in) {
			return g
		}
	}
	return nil
}

func (w *world) score(in *instance, g *goal) {
	in.won = true
	w.tell(in, Decision{Line: g.line, Kind: "goal"})
	if in.end == "" {
		w.leave(in, "goal", g.line)
	}
}

// expelled lets the instance leave when its `while` does not hold.
func (w *world) expelled(in *instance) bool {
	if in.j.while == nil || w.holds(in.j.while.Cond, in.scope(true)) {
		return false
	}
	w.leave(in, "while", in.j.lineOf(in.j.while))
	return true
}

// waitDeadline returns the instant at which the wait ends by itself, or never.
func (w *world) waitDeadline(in *instance) int64 {
	if in.wait == nil {
		return never
	}
	since := in.wait.since
	switch s := in.wait.step.(type) {
	case *ast.Send, *ast.WaitBest:
		return w.moved(since, in.j, in.wait.until)
	case *ast.WaitTime:
		return w.moved(since, in.j, wallTime(w.zoneOf(since.zone, in.j), s, since.ts))
	case *ast.Repeat:
		if durationOf(s.Every).elapsed() {
			return in.wait.due
		}
		return w.moved(since, in.j, in.wait.due)
	case *ast.WaitDate:
		d := dated{s.Offset, s.Before, s.At}
		return d.of(w.zoneOf(w.zoneIn(in), in.j), w.value(s.Date, in.scope(true)))
	}
	return w.deadline(since, in.j, in.wait.upTo)
}

// turningPoints returns every instant at which a condition that the instance depends on may change its
// answer by time alone.
func (w *world) turningPoints(in *instance) []int64 {
	var all []int64
	if in.j.while != nil {
		all = append(all, w.turns(in.j.while.Cond, in)...)
	}
	if in.wait != nil {
		switch s := in.wait.step.(type) {
		case *ast.WaitUntil:
			all = append(all, w.turns(s.Cond, in)...)
		case *ast.WaitDate:
			all = append(all, w.turns(s.Date, in)...)
		}
	}
	return all
}

// wake lets the step where the instance rests see the event, or the time. At its
// deadline a wait is over, whatever else has become true.
func (w *world) wake(in *instance, h *happened) {
	if in.wait == nil {
		return
	}
	over := w.waitDeadline(in) <= w.at.ts
	switch s := in.wait.step.(type) {
	case *ast.Send:
		if over {
			w.release(in, s)
		}
	case *ast.Wait, *ast.WaitTime, *ast.WaitDate, *ast.WaitBest:
		if over {
			w.proceed(in, nil)
		}
	case *ast.Repeat:
		if over {
			at := in.wait.then
			in.wait = nil
			w.run(in, w.nextRun(in, at))
		}
	case *ast.WaitUntil:
		switch {
		case over:
			w.proceed(in, s.Else)
		case w.holds(s.Cond, in.scope(true)):
			w.proceed(in, s.Then)
		}
	case *ast.WaitFor:
		switch {
		case over:
			w.proceed(in, s.Else)
		case w.hears(in, s.Event, h):
			w.proceed(in, s.Then)
		}
	case *ast.Race:
		if over {
			w.proceed(in, w.outcome(in, s))
			return
		}
		for _, arm := range s.Arms {
			if arm == in.wait.best {
				return // what came is not better
			}
			if !w.hears(in, arm.Event, h) {
				continue
			}
			if s.Ranked {
				in.wait.best = arm
			} else {
				w.proceed(in, arm.Body)
			}
			return
		}
	}
}

// outcome returns what a race comes to at its end. A ranked one says so.
func (w *world) outcome(in *instance, s *ast.Race) *ast.Block {
	if !s.Ranked {
		return s.Else
	}
	d := Decision{Step: in.j.ids[s], Line: in.j.lineOf(s), Kind: "branch", Arm: "else"}
	b := s.Else
	if best := in.wait.best; best != nil {
		at := best.Event.Pos()
		d.Arm, b = short(strings.Join(strings.Fields(in.j.file.Src[at.Start:at.End]), " ")), best.Body
	}
	w.tell(in, d)
	return b
}

// short is a piece of the source as a record has it: at most 60 letters.
func short(s string) string {
	if letters := []rune(s); len(letters) > 60 {
		return string(letters[:59]) + "…"
	}
	return s
}

// hears reports whether an event is the one the step listens for, from the instant
// the step was entered up to its deadline.
func (w *world) hears(in *instance, p ast.Pattern, h *happened) bool {
	return h != nil && h.ts >= in.wait.since.ts && h.ts < w.waitDeadline(in) &&
		w.touches(in.e, h) && w.matches(p, h, in)
}

// release asks the gates of a held message again.
func (w *world) release(in *instance, s *ast.Send) {
	was := in.wait
	in.wait = nil
	w.send(in, s, Decision{Step: in.j.ids[s], Line: in.j.lineOf(s)}, was.held, was.then)
	if in.wait == nil {
		w.run(in, was.then)
	}
}

// proceed goes on with a block of the step, then with what comes after it.
func (w *world) proceed(in *instance, b *ast.Block) {
	then := in.wait.then
	in.wait = nil
	w.run(in, &route{block: b, next: then})
}
