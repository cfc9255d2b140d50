package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// Steps that act outside of their journey, other than messages. Each leaves a
// record; for somebody who is held out the record is all that comes of it.

// emit lets an event happen to the person in the next round of this instant.
func (e *Engine) emit(r *run, em *bytecode.Emit) {
	props := make([]event.Prop, len(em.Fields))
	for i := len(em.Fields) - 1; i >= 0; i-- {
		props[i] = event.Prop{Field: uint16(em.Fields[i]), Value: keep(e.m.Pop())}
	}
	d := e.at(r, Emit, em.Step)
	d.Target = e.prog.Events[em.Event].Name
	e.decide(d)
	if !r.is(heldOut) {
		e.queue = append(e.queue, emitted{typ: em.Event, op: noteNothing, props: props})
	}
}

// act is an audience, a webhook or the start of another journey. An audience or an
// address that is missing leaves nothing to act on.
func (e *Engine) act(r *run, a *bytecode.Act) {
	switch a.Kind {
	case bytecode.ActStart:
		d := e.at(r, Start, a.Step)
		d.Target = e.prog.Journeys[a.Journey].Name
		e.decide(d)
		if !r.is(heldOut) {
			e.queue = append(e.queue, emitted{typ: starting, op: noteNothing, journey: int16(a.Journey)})
		}
	case bytecode.ActWebhook:
		d := e.at(r, Webhook, a.Step)
		box := &event.Box{Names: a.Names, Items: make([]event.Value, len(a.Names))}
		for i := len(a.Names) - 1; i >= 0; i-- {
			box.Items[i] = keep(e.m.Pop())
		}
		d.Payload = box
		e.aim(&d)
		d.Skipped = d.Reason != NoReason
		e.decide(d)
	default:
		d := e.at(r, Audience, a.Step)
		d.Arm = "add"
		if a.Kind == bytecode.ActRemove {
			d.Arm = "remove"
		}
		e.aim(&d)
		e.decide(d)
	}
}

// aim takes the target of an act from the stack.
func (e *Engine) aim(d *Decision) {
	d.Target = fn.Text(keep(e.m.Pop()))
	if d.Target == "" && d.Reason == NoReason {
		d.Reason = NoContent
	}
}

// tag adds a tag or removes one, and reports whether it did. It is seen like a trait
// that is set: at once by the stay itself.
func (e *Engine) tag(r *run, step int32, remove bool) bool {
	d, op := e.at(r, Tag, step), noteTag
	d.Arm = "add"
	if remove {
		d.Arm, op = "remove", noteNoTag
	}
	e.aim(&d)
	e.decide(d)
	if d.Reason != NoReason {
		return false
	}
	tag := event.Value{Kind: event.Text, Str: d.Target}
	e.queue = append(e.queue, emitted{typ: note, op: op, by: r, num: r.num, trait: e.prog.tags, value: tag})
	return true
}

// startJourney lets somebody into a journey because another one says so. There is no
// event: `entry` is empty, and what the trigger waits for goes on if the person is
// not let in.
func (e *Engine) startJourney(p *Person, journey int16) {
	j := &e.prog.Journeys[journey]
	at := ref{journey: journey}
	e.turn(nil, journey)
	stay := p.run(journey, 0)
	if !e.mayEnter(p, stay, at, j.Line, nil) {
		return
	}
	if stay == nil {
		stay = e.newStay(p, at)
	}
	p.drop(journey, 0, all)
	stay.frontTime, stay.frontLine = e.now, e.mark
	e.enter(p, stay, j.Line, nil, nil)
	e.turn(nil, none)
}
