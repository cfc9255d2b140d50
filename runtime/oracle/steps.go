package oracle

import (
	"math"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/bucket"
	"github.com/journeylang/journey/runtime/event"
)

// route is what an instance has still to do: the rest of a block, then what comes after it.
type route struct {
	block *ast.Block
	done  int
	// repeat is set where a run of a repeat ends, instead of a block.
	repeat *repeating
	next   *route
}

// run takes the instance from step to step until it rests or leaves.
func (w *world) run(in *instance, at *route) {
	for at != nil {
		if at.repeat != nil {
			if at = w.afterRun(in, at); in.wait != nil {
				return
			}
			continue
		}
		if at.block == nil || at.done == len(at.block.Steps) {
			at = at.next
			continue
		}
		s := at.block.Steps[at.done]
		at = w.step(in, s, &route{block: at.block, done: at.done + 1, next: at.next})
		if in.wait != nil || in.end != "" {
			return
		}
	}
	w.leave(in, "finished", in.j.line)
}

// step does one step and returns what comes next.
func (w *world) step(in *instance, s ast.Step, next *route) *route {
	d := Decision{Step: in.j.ids[s], Line: in.j.lineOf(s)}
	switch s := s.(type) {
	case *ast.Send:
		w.send(in, s, d, 0, next)
	case *ast.Wait:
		return w.rest(in, s, durationOf(s.For), nil, d, next)
	case *ast.WaitTime, *ast.WaitDate:
		return w.rest(in, s, nil, nil, d, next)
	case *ast.WaitBest:
		return w.rest(in, s, nil, nil, d, next)
	case *ast.WaitFor:
		return w.rest(in, s, durationOf(s.UpTo), s.Else, d, next)
	case *ast.Race:
		at := w.rest(in, s, durationOf(s.UpTo), s.Else, d, next)
		if in.wait == nil && s.Ranked {
			d.Kind, d.Arm = "branch", "else"
			w.tell(in, d)
		}
		return at
	case *ast.WaitUntil:
		at := w.rest(in, s, durationOf(s.UpTo), s.Else, d, next)
		if in.wait != nil && w.holds(s.Cond, in.scope(true)) {
			in.wait = nil
			return &route{block: s.Then, next: next}
		}
		return at
	case *ast.If:
		d.Kind, d.Arm = "branch", "no"
		b := s.Else
		if w.holds(s.Cond, in.scope(true)) {
			d.Arm, b = "yes", s.Then
		}
		w.tell(in, d)
		return &route{block: b, next: next}
	case *ast.Split:
		arm := w.arm(in, s, d.Step)
		d.Kind, d.Arm = "split", arm.Name.Text
		w.tell(in, d)
		return &route{block: arm.Body, next: next}
	case *ast.Set:
		d.Kind = "set"
		if in.heldOut {
			d.Reason = "holdout"
			w.tell(in, d)
			return next
		}
		w.tell(in, d)
		w.set(in, s.Target.(*ast.MemberExpr).Name.Text, w.value(s.Value, in.scope(true)))
		w.expelled(in)
	case *ast.Emit:
		w.emit(in, s, d)
	case *ast.Repeat:
		return w.repeat(in, s, next)
	case *ast.Audience:
		d.Kind, d.Arm = "audience", "add"
		if s.Remove {
			d.Arm = "remove"
		}
		w.act(in, d, w.value(s.Audience, in.scope(true)), nil)
	case *ast.Webhook:
		d.Kind = "webhook"
		w.act(in, d, w.value(s.URL, in.scope(true)), w.payloadOf(in, s.Payload))
	case *ast.Start:
		d.Kind = "start"
		w.act(in, d, event.Of(s.Journey.Text), nil)
		if !in.heldOut {
			w.asked = append(w.asked, reaction{start: s.Journey.Text})
		}
	case *ast.Tag:
		w.tag(in, s, d)
	case *ast.Stop:
		w.leave(in, "stopped", d.Line)
	}
	return next
}

// emit asks for an event, which happens in the next round of this instant.
func (w *world) emit(in *instance, s *ast.Emit, d Decision) {
	props := map[string]event.Value{}
	if s.Payload != nil {
		for _, f := range s.Payload.Fields {
			props[f.Name.Text] = w.value(f.Value, in.scope(true))
		}
	}
	d.Kind = "emit"
	w.act(in, d, event.Of(s.Event.Text), nil)
	if !in.heldOut {
		w.asked = append(w.asked, reaction{emit: s.Event.Text, props: props})
	}
}

// act leaves the record of something done outside of the journey, or why it was not.
func (w *world) act(in *instance, d Decision, target event.Value, payload []string) {
	d.Target, d.Payload = text(target), payload
	switch {
	case in.heldOut:
		d.Reason = "holdout"
	case d.Target == "":
		d.Reason = "no_content"
	}
	if d.Kind == "webhook" {
		d.Status = "would_send"
		if d.Reason != "" {
			d.Status = "skipped"
		}
	}
	w.tell(in, d)
}

// payloadOf returns the fields of a webhook with their values, as text.
func (w *world) payloadOf(in *instance, r *ast.RecordLit) []string {
	var all []string
	if r != nil {
		for _, f := range r.Fields {
			all = append(all, f.Name.Text+"="+keyText(w.value(f.Value, in.scope(true))))
		}
	}
	return all
}

// rest makes a step the one where the instance rests, unless its time is over as
// it begins.
func (w *world) rest(in *instance, s ast.Step, upTo *duration, over *ast.Block, d Decision, next *route) *route {
	in.wait = &waiting{step: s, since: w.hereIn(in), upTo: upTo, then: next}
	if best, ok := s.(*ast.WaitBest); ok {
		in.wait.until, d.Reason = w.bestTime(in, best)
	}
	until := w.waitDeadline(in)
	d.Kind = "wait"
	if until != never {
		d.Until = until
	}
	w.tell(in, d)
	if until <= w.at.ts {
		in.wait = nil
		return &route{block: over, next: next}
	}
	return next
}

// arm deals the person one of a split's arms, which take buckets in the order of the source.
func (w *world) arm(in *instance, s *ast.Split, id string) *ast.SplitArm {
	b := float64(bucket.Bucket(in.e.p.display(), in.j.name+"/"+id))
	upTo := 0.0
	for _, a := range s.Arms {
		upTo += math.Round(a.Percent.Value * bucket.Count / 100)
		if b < upTo {
			return a
		}
	}
	return s.Arms[len(s.Arms)-1]
}
